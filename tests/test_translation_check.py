"""Each fault of a translation is caught, with its line; what is right raises no alarm."""

import re

import pytest
from babel.messages import Message
from babel.messages.catalog import Catalog as Po
from guides import REGISTRY
from planting import KNEE, TRANSLATIONS, append, copied, extracted

from pwa.i18n import locales
from pwa.i18n.check import RULES, check, incomplete, message_faults
from pwa.i18n.coverage import Coverage, coverage
from pwa.i18n.extract import template
from pwa.i18n.messages import is_reviewed, read_strictly, review_hash
from pwa.i18n.update import dump, update

TRANSLATED = [code for code in REGISTRY if code != "en"]
NIGHTS = ("{n} night", "{n} nights")

# Source, translation, what is said of it.
CAUGHT = {
    "a lost hole": ("Wait {so-long}.", "Espere.", "hole: lost {so-long}"),
    "an added hole": ("Wait.", "Espere {so-long}.", "hole: added {so-long}"),
    "a changed hole": ("{a} days", "{b} días", "hole: lost {a}, added {b}"),
    "a hole said once of twice": ("{a} and {a}", "{a}", "hole: lost {a}"),
    "a changed number": ("Take 2 a day.", "Tome 3 al día.", "number: lost 2, added 3"),
    "a changed number in Arabic-Indic digits": ("Take 2.", "خذ ٣.", "number: lost 2, added 3"),
    "a lost number": ("Take 2 a day.", "Tome al día.", "number: lost 2"),
    "an added number": ("Take some.", "Tome 2.", "number: added 2"),
    "a number in one sign": ("Take some.", "Tome ½.", "number: added ½"),
    "a Roman number in one sign": ("Take some.", "Tome Ⅷ.", "number: added Ⅷ"),
    "a shifted decimal point": ("Take 1.5.", "Tome 15.", "number: lost 1.5, added 15"),
    "a number inside strong": ("**Take 2.**", "**Tome 3.**", "number: lost 2, added 3"),
    "a range turned round": ("1 to 2 days", "2 a 1 días", "in the order 2 1, expected them rising"),
    "a range of holes turned round": (
        "From {low} to {high}.",
        "De {high} a {low}.",
        "found {high} before {low}, expected the range to go up",
    ),
    "an added tag": ("Call now.", "<b>Llame</b> ya.", "HTML is not allowed"),
    "an entity": ("Cuts and scars.", "Cortes &amp; marcas.", "HTML is not allowed"),
    "a bidi override": ("Up.", "Arriba\u202e.", "found the bidi control U+202E"),
    "an isolate left open": ("Up.", "\u2067Arriba.", "found the isolate U+2067 left open"),
    "an isolate only closed": ("Up.", "Arriba\u2069.", "found U+2069 that closes nothing"),
    "an address": ("Up.", "Arriba: www.example.org", "address: added www.example.org"),
    "a mailbox": ("Up.", "Arriba: a@example.org", "address: added a@example.org"),
    "a bidi embedding": ("Up.", "\u202bArriba.", "found the bidi control U+202B"),
    "a control character": ("Up.", "Arriba\x07.", "found the control character U+0007"),
    "lost strong": ("**Call now.**", "Llame ya.", "markup: lost **strong**"),
    "added strong": ("Call now.", "**Llame** ya.", "markup: added **strong**"),
    "a changed term": ("A [[rod]].", "Un [[cage]].", "markup: lost [[rod]], added [[cage]]"),
    "a lost term": ("A [[rod]].", "Una barra.", "markup: lost [[rod]]"),
    "an added term": ("A rod.", "Una [[rod|barra]].", "markup: added [[rod]]"),
    "stray markup": ("A [[rod]].", "Una [[rod|barra].", "found a stray '[['"),
    "a translated term id": ("A [[rod]].", "Una [[Barra]].", "found a stray '[['"),
    "a translated hole": ("Wait {so-long}.", "Espere {Tanto}.", "found a stray '{'"),
    "words that can't be seen": ("Up.", "\u200b\u2060\u00ad", "found no words ('\\u200b"),
    "a letter without a shape": ("Up.", "\u3164", "found no words"),
    "a sign in the place of words": ("Up.", "–", "found no words"),
    "spaces in the place of a sign": ("–", "\u00a0", "found no words"),
    "a missing plural form": (NIGHTS, ("{n} noche", ""), "found 1 plural forms, expected 2"),
    "a counting form without its number": (
        NIGHTS,
        ("{n} noche", "noches"),
        "hole: lost {n}",
    ),
    "a number in a counting form": (NIGHTS, ("2 noches", "{n} noches"), "number: added 2"),
}
RIGHT = [
    ("Wait {so-long}.", "Espere {so-long}."),
    ("{a}, then {b}", "{b}, después {a}"),
    ("From {low} to {high}.", "De {low} a {high}."),
    ("Take 1.5 a day.", "Tome 1,5 al día."),
    ("Take 1.5 a day.", "خذ ١٫٥ يوميًا."),
    ("Take 1,200 a day.", "خذ ١٬٢٠٠ يوميًا."),
    ("2 to 5 in 100", "٢ إلى ٥ من كل ١٠٠"),
    ("**Call now.** Do not wait.", "**Llame ya.** No espere."),
    ("A [[rod]] and a [[cage]].", "Una [[cage|jaula]] y una [[rod]]."),
    ("A [[rod|bar]].", "Una [[rod]]."),
    ("Right to left", "\u2067من اليمين\u2069 إلى اليسار\u200f"),
    ("100 % of them", "El 100 % de ellos"),
    ("Rods & cages", "Barras & jaulas"),
    ("{low} to {high}", "{low}–{high}"),
    ("–", "…"),
    ("Up", "上"),
    ("No.", "№"),
    (NIGHTS, ("una noche", "{n} noches")),
]


def po_of(source, said, cldr: str = "es") -> tuple[Message, Po]:
    po = Po(locale=cldr)
    return po.add(source, said), po


@pytest.mark.parametrize("name", CAUGHT)
def test_a_fault_of_a_translation_is_caught(name):
    source, said, told = CAUGHT[name]
    found = list(message_faults(*po_of(source, said)))
    assert any(told in fault for fault in found), found


@pytest.mark.parametrize(("source", "said"), RIGHT)
def test_a_translation_that_is_right_raises_no_alarm(source, said):
    assert list(message_faults(*po_of(source, said))) == []


def test_every_rule_catches_something_here_and_says_what_it_asks():
    for rule in RULES:
        assert rule.__doc__, rule
        singles = [(s, t) for s, t, _ in CAUGHT.values() if isinstance(s, str)]
        assert any(rule(source, said, False) for source, said in singles), rule.__name__


def test_all_faults_of_a_message_are_told_together():
    source = "**Wait {so-long}** with a [[rod]]."
    found = " ".join(message_faults(*po_of(source, "<i>Espere 3</i>\u202e")))
    for told in ("{so-long}", "number", "[[rod]]", "**strong**", "HTML", "U+202E"):
        assert told in found


# Arabic has six forms: none, one, two, few, other, many. Only the first three are one number each.
ARABIC = ("لا ليالٍ", "ليلة", "ليلتان", "{n} ليالٍ", "{n} ليلة", "{n} ليلة")


def test_arabic_may_say_none_one_and_two_in_a_word():
    assert list(message_faults(*po_of(NIGHTS, ARABIC, "ar"))) == []


@pytest.mark.parametrize("form", [3, 4, 5])
def test_arabic_may_not_leave_the_number_out_of_a_form_that_counts(form):
    forms = tuple("ليالٍ" if i == form else words for i, words in enumerate(ARABIC))
    assert list(message_faults(*po_of(NIGHTS, forms, "ar"))) == [
        "hole: lost {n} (expected the same as in the source)"
    ]


def test_a_form_that_is_shared_by_none_and_one_keeps_its_number():
    assert list(message_faults(*po_of(NIGHTS, ("une nuit", "{n} nuits"), "fr")))
    assert not list(message_faults(*po_of(NIGHTS, ("{n} nuit", "{n} nuits"), "fr")))


# --- whole files -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def messages() -> Po:
    return extracted()


@pytest.fixture(scope="module")
def of_the_knee() -> Po:
    return template(KNEE / "content")


@pytest.fixture
def path(tmp_path):
    return copied(KNEE / "translations", tmp_path / "t") / "fr/LC_MESSAGES/messages.po"


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_real_translations_raise_no_alarm(messages, code):
    path = TRANSLATIONS / code / "LC_MESSAGES/messages.po"
    found = check(path, REGISTRY[code].data.cldr, messages)
    assert [str(fault) for fault in found if "run 'translations update'" not in str(fault)] == []


@pytest.mark.parametrize("name", [n for n, (s, _, _) in CAUGHT.items() if isinstance(s, str)])
def test_a_fault_is_told_with_the_line_of_its_message(path, of_the_knee, name):
    source, said, told = CAUGHT[name]
    po = Po(locale="fr", charset="utf-8", fuzzy=False)
    po.add(source, said)
    entry = dump(po).decode().partition("\n\n")[2]
    text = append("\n" + entry)(path.read_text())
    path.write_text(text)
    line = text[: text.rindex("\nmsgid ") + 1].count("\n") + 1
    found = [str(fault) for fault in check(path, "fr", of_the_knee)]
    assert any(fault.startswith(f"{path}:{line}: ") and told in fault for fault in found), found


def test_an_untranslated_or_fuzzy_message_is_no_fault_of_its_words(path, of_the_knee):
    text = path.read_text()
    text = re.sub(r'(?=msgid "thigh")', "#, fuzzy\n", text)
    text = text.replace('"cuisse"', '"cuisse {n} 3"').replace('"Appelez la clinique', '"')
    path.write_text(text)
    found = [str(fault) for fault in check(path, "fr", of_the_knee)]
    assert not any("thigh" in fault for fault in found)


def test_messages_that_the_file_lacks_are_counted(path, of_the_knee):
    (fault,) = check(path, "fr", of_the_knee)
    known = [m for m in read_strictly(path, "fr") if m.id]
    wanted = [m for m in of_the_knee if m.id]
    assert f"lacks {len(wanted) - len(known)} messages of the source" in fault.message


def test_a_file_that_is_missing_or_broken_is_a_fault(path, of_the_knee):
    path.write_text(path.read_text() + 'msgid "x')
    (fault,) = check(path, "fr", of_the_knee)
    assert "found a broken entry" in fault.message
    path.unlink()
    (fault,) = check(path, "fr", of_the_knee)
    assert "the file is missing" in fault.message


def test_a_fault_of_the_header_does_not_hide_the_others(path, of_the_knee):
    text = path.read_text().replace("(n > 1)", "(n % 0)").replace('"cuisse"', '"<b>cuisse"')
    path.write_text(append('\nmsgid "thigh"\nmsgstr "jambe"')(text))
    found = "\n".join(str(fault) for fault in check(path, "fr", of_the_knee))
    assert f"{path}:11: found a header that can't be read (plural=(n % 0): " in found
    assert "found 'thigh' a second time" in found
    assert "messages of the source" in found
    path.write_text(text)
    assert "HTML is not allowed" in "\n".join(map(str, check(path, "fr", of_the_knee)))
    assert [fault.where for fault in incomplete(path, "fr", VITAL)] == ["'the thigh bone'"]


# --- review and coverage -----------------------------------------------------------------------


def reviewed(text: str = "thigh", said: str = "cuisse") -> Message:
    """A message that was reviewed as it once was, and what it is now."""
    message = Message("thigh", "cuisse")
    message.user_comments = [f"reviewed: AB 2026-11-21 {review_hash(message)}"]
    message.id, message.string = text, said
    return message


def test_a_review_counts_as_long_as_nothing_changes():
    assert is_reviewed(reviewed())


@pytest.mark.parametrize("changed", [{"text": "the thigh"}, {"said": "la cuisse"}])
def test_a_review_lapses_when_the_source_or_the_translation_changes(changed):
    assert not is_reviewed(reviewed(**changed))


@pytest.mark.parametrize(
    "comment",
    ["reviewed: AB", "reviewed: 2026-11-21 {h}", "AB 2026-11-21 {h}", "reviewed: AB 21.11.26 {h}"],
)
def test_a_review_without_a_name_a_day_and_a_hash_is_none(comment):
    message = Message("thigh", "cuisse")
    message.user_comments = [comment.format(h=review_hash(message))]
    assert not is_reviewed(message)


def mark(path, text: str, *, fuzzy: bool = False, review: bool = False) -> None:
    po = read_strictly(path, "fr")
    message = po.get(text)
    message.flags |= {"fuzzy"} if fuzzy else set()
    if review:
        message.user_comments.append(f"reviewed: AB 2026-11-21 {review_hash(message)}")
    path.write_bytes(dump(po))


def test_an_update_seals_what_a_reviewer_has_signed(path, of_the_knee):
    po = path.read_text()
    signed = po.replace('msgid "thigh"', '# reviewed: AB 2026-11-21\nmsgid "thigh"')
    assert signed != po
    path.write_text(signed)
    update(path, of_the_knee, "fr")
    assert coverage(path, "fr", of_the_knee).reviewed == 1
    sealed = path.read_bytes()
    update(path, of_the_knee, "fr")
    assert path.read_bytes() == sealed


def test_coverage_counts_a_review_and_a_fuzzy_message_is_not_done(path, of_the_knee):
    before = coverage(path, "fr", of_the_knee)
    mark(path, "thigh", review=True)
    assert coverage(path, "fr", of_the_knee).reviewed == before.reviewed + 1
    mark(path, "thigh", fuzzy=True)
    after = coverage(path, "fr", of_the_knee)
    assert (after.translated, after.fuzzy) == (before.translated - 1, before.fuzzy + 1)
    assert after.missing == before.missing
    assert after.reviewed == 0


def test_a_review_reaches_the_messages_that_a_page_asks(path):
    mark(path, "thigh", review=True)
    assert locales.load(path.parents[2])["fr"].messages.reviewed == {"thigh"}


def test_coverage_of_a_language_without_a_file_is_nothing(tmp_path, of_the_knee):
    found = coverage(tmp_path / "none.po", "fr", of_the_knee)
    assert (found.translated, found.fuzzy, found.missing) == (0, 0, found.total)


def test_messages_that_are_no_longer_in_the_source_do_not_count(path, of_the_knee):
    before = coverage(path, "fr", of_the_knee)
    path.write_text(append('\nmsgid "old words"\nmsgstr "vieux mots"')(path.read_text()))
    assert coverage(path, "fr", of_the_knee) == before


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ((10, 10, 0, 3), "10 of 10 translated (100 %), 0 fuzzy, 0 missing, 3 reviewed"),
        ((3, 2, 1, 0), "2 of 3 translated (66 %), 1 fuzzy, 0 missing, 0 reviewed"),
        ((1000, 999, 0, 0), "999 of 1000 translated (99 %), 0 fuzzy, 1 missing, 0 reviewed"),
    ],
)
def test_coverage_is_told_in_one_line_and_never_rounded_up(counts, says):
    assert str(Coverage(*counts)) == says


# --- what a language is not published without --------------------------------------------------

VITAL = {"thigh", "the thigh bone"}


def test_a_vital_text_is_told_with_its_line_when_it_is_missing_empty_or_fuzzy(path):
    assert incomplete(path, "fr", ["thigh"]) == []
    (lost,) = incomplete(path, "fr", VITAL)
    assert str(lost).startswith(f"{path}:1: 'the thigh bone': found no entry, expected a transl")
    mark(path, "thigh", fuzzy=True)
    (fuzzy,) = incomplete(path, "fr", ["thigh"])
    assert fuzzy.line == path.read_text().split('msgid "thigh"')[0].count("\n") + 1
    assert "found a fuzzy one, expected a translation" in fuzzy.message
    path.write_text(path.read_text().replace("#, fuzzy\n", "").replace('"cuisse"', '""'))
    (empty,) = incomplete(path, "fr", ["thigh"])
    assert "found none, expected a translation: without it the language is not" in empty.message


@pytest.mark.parametrize("said", ["\u200b", "\u2060\u00ad", " ", "\u3164", "–"])
def test_a_vital_text_whose_words_cannot_be_seen_is_missing(path, of_the_knee, said):
    path.write_text(path.read_text().replace('"cuisse"', f'"{said}"'))
    (lost,) = incomplete(path, "fr", ["thigh"])
    assert "found none, expected a translation" in lost.message
    told = [str(fault) for fault in check(path, "fr", of_the_knee)]
    assert any("'thigh': found no words" in fault for fault in told)
    assert "thigh" not in locales.load(path.parents[2])["fr"].messages.singular


def test_what_is_broken_or_missing_as_a_whole_is_not_told_twice(path):
    path.write_text(path.read_text() + 'msgid "x')
    assert incomplete(path, "fr", VITAL) == []
    path.unlink()
    assert incomplete(path, "fr", VITAL) == []
