"""What may be asked of paper: each bad field is named, with what was found and expected."""

import pytest
from handouts import OPTION, OTHER, wish
from pages import CATALOG, REGISTRY

from pwa.handouts import BadRequest, file_name, parse

BAD = [
    ({"kind": ""}, "kind", "found nothing, expected one of"),
    ({"kind": "checklst"}, "kind", "did you mean “checklist”"),
    ({"kind": "xyz"}, "kind", "found “xyz”, expected one of"),
    ({"locale": "tlh"}, "locale", "expected one of: en"),
    ({"kind": "option", "option": ""}, "option", "found nothing"),
    ({"kind": "option", "option": " , ,"}, "option", "found nothing"),
    ({"option": OPTION + "x"}, "option", f"did you mean “{OPTION}”"),
    ({"paper": "a5"}, "paper", "found “a5”, expected one of: a4, letter"),
    ({"large_print": "maybe"}, "large_print", "found “maybe”"),
    ({"second_locale": "en"}, "second_locale", "expected another language than the first"),
    ({"option": f"{OPTION},{OTHER}"}, "option", "found several options, expected one"),
    ({"kind": "compare", "option": f"{OPTION},x"}, "option", "found “x”"),
    ({"second_locale": "xx"}, "second_locale", "expected one of"),
    *(
        ({"surgery_date": day}, "surgery_date", "expected a day")
        for day in (
            "2027-02-30",
            "0000-00-00",
            "2027-13-01",
            "27-01-01",
            "2027-1-1",
            "20270101",
            "2027-W05-1",
            "0000002027-01-01",
            "2027-01-01T00:00",
            "٢٠٢٧-٠١-٠١",
            "2027-01-01\x00",
            "tomorrow",
            "1899-12-31",
            "2201-01-01",
            "9999-12-31",
            "<b>2027</b>",
        )
    ),
]


@pytest.mark.parametrize(("changed", "field", "message"), BAD)
def test_a_bad_field_is_named_with_what_was_found_and_expected(changed, field, message):
    fields = {"kind": "checklist", "locale": "en", **changed}
    with pytest.raises(BadRequest) as told:
        parse(fields, CATALOG, REGISTRY)
    assert [fault.field for fault in told.value.fields] == [field]
    assert message in told.value.fields[0].message


def test_every_fault_is_told_at_once():
    fields = {"kind": "x", "locale": "x", "option": "x", "surgery_date": "x", "paper": "x"}
    with pytest.raises(BadRequest) as told:
        parse(fields | {"second_locale": "x", "large_print": "x"}, CATALOG, REGISTRY)
    assert len({fault.field for fault in told.value.fields}) == 7


@pytest.mark.parametrize("value", ["x" * 10_000, "\x00\x1b[31m", "\u202egnp", "<script>"])
def test_what_is_repeated_to_the_asker_is_short_and_visible(value):
    for field in ("kind", "locale", "option", "surgery_date", "paper", "large_print"):
        with pytest.raises(BadRequest) as told:
            parse({"kind": "checklist", field: value}, CATALOG, REGISTRY)
        message = str(told.value)
        assert len(message) < 400
        assert not set(message) & set("\x00\x1b\u202e")


def test_empty_fields_count_as_not_given():
    fields = dict.fromkeys(("option", "surgery_date", "paper", "large_print", "second_locale"), "")
    request = parse({"kind": "checklist", "locale": "ar", **fields}, CATALOG, REGISTRY)
    assert (request.options, request.day, request.large_print) == ((), None, False)
    assert request.paper == REGISTRY["ar"].data.paper


def test_a_file_s_name_says_what_the_sheet_is():
    name = file_name(wish("checklist", "ar", surgery_date="2027-01-14", large_print="on"))
    assert name == f"checklist-{OPTION}-2027-01-14-ar-a4-large.pdf"
    assert file_name(wish("option", "es", "letter")) == f"option-{OPTION}-es-letter.pdf"
