"""The rules that look at several files: one passing and one failing example of each."""

import re

import pytest
from broken_rules import ADDED, BROKEN, OPTION
from lxml import html
from planting import KNEE, append, copied, extracted, swap, whole

from pwa.catalog import ContentError, load, rules
from pwa.catalog.rules import wording
from pwa.catalog.wording import Leaning

RULES = [*rules.RAW, *rules.WORDS, *rules.WHOLE, *rules.COMPARING]


@pytest.fixture
def knee(tmp_path):
    """The tiny guide, with what ``ADDED`` puts there, and an alternative to its options."""
    folder = copied(KNEE / "content", tmp_path / "content")
    for file, edit in ADDED.items():
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(edit(path.read_text() if path.exists() else ""))
    (folder / "alternatives").mkdir()
    (folder / "alternatives/waiting.yaml").write_text((folder / OPTION).read_text())
    return folder


def faults(folder) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_every_rule_says_in_one_sentence_what_it_asks():
    for rule in RULES:
        assert rule.__doc__, rule
        assert rule.__doc__.strip().endswith("."), rule.__name__
        assert "\n" not in rule.__doc__.strip(), rule.__name__


def test_every_rule_has_a_failing_example_here():
    assert BROKEN.keys() == {rule.__name__ for rule in RULES}


def test_a_guide_that_keeps_every_rule_is_loaded(knee):
    assert load(knee).drawings.keys() == {"knee"}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_told_with_its_place(knee, rule):
    file, edit, says = BROKEN[rule]
    path = knee / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(edit(path.read_text() if path.exists() else ""))
    found = faults(knee)
    assert any(says in fault for fault in found), found
    assert all(fault.startswith(str(knee)) for fault in found)


def test_the_risks_of_an_alternative_are_counted_in_people_like_an_options(knee):
    _, edit, says = BROKEN["risks_are_counted_in_people"]
    path = knee / "alternatives/waiting.yaml"
    path.write_text(edit(path.read_text()))
    assert any(fault.startswith(str(path)) and says in fault for fault in faults(knee))


def test_an_alternative_answers_the_fields_that_options_answer(knee):
    path = knee / "alternatives/waiting.yaml"
    _, edit, says = BROKEN["equal_fields"]
    path.write_text(edit(path.read_text()))
    assert [fault for fault in faults(knee) if "waiting.yaml" in fault and says in fault]


def test_a_care_names_a_field_that_there_is(knee):
    path = knee / "fields.yaml"
    cares = "cares:\n  - {id: pain, text: Pain, fields: [god]}"
    path.write_text(append(cares)(path.read_text()))
    says = "cares.0.fields.0: no field is called 'god' (did you mean 'good'?)"
    assert [fault for fault in faults(knee) if says in fault]


def test_rules_that_look_at_the_whole_still_speak_beside_a_fault_in_a_file(knee):
    for name in ("windows_in_order", "rates_fit_their_group", "drawn_parts_exist"):
        file, edit, _ = BROKEN[name]
        (knee / file).write_text(edit((knee / file).read_text()))
    path = knee / "glossary/thigh.yaml"
    path.write_text(append("colour: red")(path.read_text()))
    found = "\n".join(faults(knee))
    assert "unknown key 'colour'" in found
    for name in ("windows_in_order", "rates_fit_their_group", "drawn_parts_exist"):
        assert BROKEN[name][2] in found


def test_a_window_that_leans_on_a_broken_figure_is_not_accused(knee):
    path = knee / "figures.yaml"
    path.write_text(swap(r"^  low: 6$", "  low: 60")(path.read_text()))
    (fault,) = faults(knee)
    assert "training-time: expected low below high" in fault


@pytest.mark.parametrize(
    ("start", "until", "fits"),
    [
        ("{days: 0}", "{days: 0}", True),
        ("{days: -1}", "{days: 0}", True),
        ("{days: 8}", "{weeks: 1}", False),
        ("{weeks: -1}", "{days: -7}", True),
        ("{months: 1}", "{days: 30}", False),
        ("{figure: training-time, end: low}", "{figure: training-time, end: high}", True),
        ("{figure: training-time, end: high}", "{figure: training-time, end: low}", False),
        (
            "{figure: training-time, end: high, side: before}",
            "{figure: training-time, end: low, side: before}",
            True,
        ),
        ("{days: 1}", "{figure: training-time, side: before}", False),
    ],
)
def test_a_window_may_not_end_before_it_starts_whatever_it_is_counted_in(knee, start, until, fits):
    path = knee / "tasks/keep-training.yaml"
    path.write_text(
        swap(r"^  from: .*\n  until: .*$", f"  from: {start}\n  until: {until}")(path.read_text())
    )
    if fits:
        assert "keep-training" in load(knee).tasks
    else:
        (fault,) = faults(knee)
        assert "found an end before the start" in fault


@pytest.mark.parametrize("edge", ["{}", "{days: 1, weeks: 1}", "{days: 1, figure: training-time}"])
def test_an_edge_of_a_window_is_one_length_of_time(knee, edge):
    path = knee / "tasks/keep-training.yaml"
    path.write_text(swap(r"^  until: .*$", f"  until: {edge}")(path.read_text()))
    (fault,) = faults(knee)
    assert "window.until: expected exactly one of days, weeks, months, figure" in fault


@pytest.mark.parametrize("edge", ["until: {figure: stiff-knee}", "from: {figure: stiff-knee}"])
def test_only_a_length_of_time_can_date_a_task(knee, edge):
    path = knee / "tasks/keep-training.yaml"
    name = edge.partition(":")[0]
    path.write_text(swap(rf"^  {name}: .*$", f"  {edge}")(path.read_text()))
    (fault,) = faults(knee)
    assert f"window.{name}: found the figure 'stiff-knee'" in fault


def test_an_answer_is_one_thing(knee):
    path = knee / OPTION
    path.write_text(append("    does_not_apply: No one.")(path.read_text()))
    (fault,) = faults(knee)
    assert "answers.bad: expected exactly one of" in fault
    assert "found not_known and does_not_apply" in fault


def test_a_field_that_no_option_answers_yet_is_asked_of_every_option(knee):
    path = knee / "fields.yaml"
    path.write_text(
        append("      - {id: cost, title: What is it?, answer: text}")(path.read_text())
    )
    found = faults(knee)
    entries = ["waiting", *sorted(load(KNEE / "content").options)]
    assert [re.search(r"/([\w-]+)\.yaml:", fault)[1] for fault in found] == entries
    assert all("the answer to 'cost' is missing" in fault for fault in found)


@pytest.mark.parametrize("text", ["groups: no\n", "groups: [a]\n", "groups: [{fields: [[]]}]\n"])
def test_fields_of_the_wrong_shape_are_one_fault_of_their_own_file(knee, text):
    (knee / "fields.yaml").write_text(whole(text)(""))
    assert {fault.partition(".yaml:")[0].rpartition("/")[2] for fault in faults(knee)} == {"fields"}


# --- both sides alike


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (swap(r"\n        side: bad", ""), "found these sides: good (good)"),
        (
            append("      - {id: bad2, title: Bad, answer: points, side: bad}"),
            "found these sides: good (good), bad (bad), bad2 (bad)",
        ),
        (
            swap(
                r"^      - id: bad$", "      - {id: mid, title: M, answer: text}\n      - id: bad"
            ),
            "found the two sides apart",
        ),
        (
            swap(r"^      - id: bad$", "  - id: apart\n    title: A\n    fields:\n      - id: bad"),
            "found the two sides apart",
        ),
        (
            swap(r"side: bad", "side: bad\n        in_summary: true"),
            "found one side in the summary, expected both or none",
        ),
        (
            swap(r"answer: points(?=\n        side: bad)", "answer: text"),
            "found a side that is no list",
        ),
    ],
)
def test_what_speaks_for_and_against_stands_side_by_side(knee, edit, says):
    path = knee / "fields.yaml"
    path.write_text(edit(path.read_text()))
    found = faults(knee)
    assert any(f"{path}:1: groups: {says}" in fault for fault in found), found


def test_no_side_of_an_option_may_be_waved_away(knee):
    path = knee / OPTION
    path.write_text(swap(r"not_known: .*", "does_not_apply: It has no bad side.")(path.read_text()))
    (fault,) = faults(knee)
    assert "answers.bad: found that a side does not apply" in fault


def test_a_guide_may_be_silent_about_words_and_sides(tmp_path):
    catalog = load(copied(KNEE / "content", tmp_path / "content"))
    assert catalog.wording is None
    assert not any(field.side for field in catalog.field_defs.values())


# --- words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It SIMPLY works.", "SIMPLY"),
        ("It works ([[thigh|simply]]).", "simply"),
        ("She stumbles easily, and he easily.", "easily"),
        ("It is simplyx.", None),
        ("She stumbles **easily**.", None),
        ("{easily}", None),
    ],
)
def test_a_leaning_word_is_found_as_a_whole_word_wherever_it_is_read(words, found):
    leaning = Leaning(words=["simply", "easily"], because="-", unless=["stumbles easily"])
    caught = wording.leans(words, leaning)
    assert caught == found


def test_an_exception_that_excepts_nothing_is_told(knee):
    path = knee / "wording.yaml"
    path.write_text(swap(r"stumbles easily", "A stiff knee")(path.read_text()))
    found = faults(knee)
    assert any("expected a phrase that holds one of the words" in fault for fault in found)


def test_the_words_of_templates_and_programs_keep_to_the_list_too(catalog):
    messages = [wording.bare(form) for message in extracted() for form in forms(message)]
    assert len(messages) > 1000
    whole_text = ". ".join(messages)
    assert [wording.leans(whole_text, leaning) for leaning in catalog.wording.never] == [
        None for _ in catalog.wording.never
    ]


def forms(message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def test_the_real_guide_lists_the_words_of_its_house_style(catalog):
    listed = {word for leaning in catalog.wording.never for word in leaning.words}
    asked = "only just simple safe advanced best breakthrough superior modern traditional"
    assert {*asked.split(), "gold standard"} <= listed


# --- the real guide


def test_the_real_guide_marks_its_good_and_its_bad_side(catalog):
    sides = {field.side: field.id for field in catalog.field_defs.values() if field.side}
    assert sides == {"good": "benefits", "bad": "risks"}


SIDES = ("benefits", "risks")


@pytest.fixture(scope="module")
def pages(catalog, site):
    """The English page of each option."""
    paths = [f"en/options/{option}/" for option in catalog.options]
    return {path: html.fromstring(site.page(path).body.decode()) for path in paths}


def test_both_sides_of_every_option_have_the_same_place_and_type_on_its_page(pages):
    for page in pages.values():
        good, bad = (page.xpath(f"//main//*[@data-field='{side}']")[0] for side in SIDES)
        assert good.getnext() is bad
        assert dict(good.attrib).keys() == dict(bad.attrib).keys() == {"id", "data-field"}
        assert [[dict(head.attrib) for head in side.iter("h3")] for side in (good, bad)] == [
            [{}]
        ] * 2
        assert all(side.xpath("ul/li | p/strong[.='Not known.']") for side in (good, bad))


def test_every_rate_on_an_option_page_says_of_whom_and_over_what_time_or_not_known(pages):
    risks = [risk for page in pages.values() for risk in page.xpath("//*[@data-risk]")]
    assert len(risks) > len(pages)
    for risk in risks:
        words = " ".join(risk.text_content().split())
        if risk.xpath("*[@class='rate']//*[@data-figure]"):
            assert re.search(r"Who this is about: \S.+ Over what time: \S.+\.", words), words
        else:
            assert "How often: not known." in words
        assert risk.xpath(".//*[contains(@class, 'src')]//a"), words


def test_a_page_that_others_lead_to_cannot_be_left_out(knee):
    for name in ("home", "about", "glossary"):
        (knee / f"pages/{name}.yaml").unlink()
        says = f"guide.yaml:1: there is no pages/{name}.yaml, to which other pages lead"
        assert [fault for fault in faults(knee) if says in fault]


def test_an_entry_with_several_kinds_of_faults_is_told_all_of_them_at_once(knee):
    path = knee / "figures.yaml"
    figure = path.read_text().replace("  low: 6\n  high: 12", "  low: 12\n  high: 6\n  hue: red", 1)
    figure = figure.replace("  time: Before anything else is tried", "  time: For 6 weeks", 1)
    path.write_text(figure.replace("  sources: [knee-leaflet]\n", "", 1))
    found = "\n".join(faults(knee))
    for says in (
        "low below high",
        "unknown key 'hue'",
        "digit typed in prose",
        "'sources' is miss",
    ):
        assert says in found


def test_an_unknown_key_hides_no_fault_and_blames_no_other_file(knee):
    path = knee / "tasks/keep-training.yaml"
    path.write_text(append("colour: red")(BROKEN["windows_in_order"][1](path.read_text())))
    found = faults(knee)
    assert len(found) == 2
    assert all(fault.startswith(str(path)) for fault in found)


def test_a_list_whose_every_entry_is_at_fault_is_not_called_empty(knee):
    path = knee / "glossary/thigh.yaml"
    path.write_text(path.read_text().replace("[knee-leaflet]", "[leaflet]"))
    (fault,) = faults(knee)
    assert "no source is called 'leaflet'" in fault


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{n} in 100 knees", "{n} in 50 knees", "expected the same group as 'of': 100"),
        ("{n} session", "a session", "found 'a session', expected plain words with {n} in them"),
        ("{n} session", "{n} **session**", "expected plain words with {n} in them once"),
        ("high: 12", "high: 12.0004", "found '12.0004', expected a number with fewer digits"),
    ],
)
def test_a_figure_that_would_be_shown_wrong_is_refused(knee, old, new, says):
    path = knee / ("figures.yaml" if "high" in old else "units.yaml")
    path.write_text(path.read_text().replace(old, new, 1))
    assert [fault for fault in faults(knee) if says in fault]


def test_a_slip_in_a_name_hides_no_fault_in_the_words_beside_it(knee):
    path = knee / OPTION
    worse = "Stop your knee pill. About one in twenty people fall. Someone shows"
    text = path.read_text().replace("Someone shows", worse, 1)
    path.write_text(text.replace("knee-leaflet", "knee-leaflett", 1))
    said = "\n".join(faults(knee))
    assert "no source is called 'knee-leaflett'" in said
    assert "found 'one in twenty', expected a {figure}" in said
    assert "found 'Stop your knee pill', expected whom to ask" in said
