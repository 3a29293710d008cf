"""Bringing translations up to date: nothing that fits is lost, nothing that does not is shown."""

import re

import pytest
from babel.messages.catalog import Catalog as Po
from lxml import html
from planting import KNEE, TRANSLATIONS, copied, extracted, swap

import pwa
from pwa.catalog import ContentError
from pwa.i18n import locales
from pwa.i18n.extract import template
from pwa.i18n.messages import is_reviewed, read, read_strictly, review_hash
from pwa.i18n.update import dump, update

MORNING, EVENING = "Take one tablet in the morning.", "Take two tablets in the evening."
SAID = "Prenez un comprimé le matin."


def source(*texts) -> Po:
    """A template that holds these."""
    po = Po(charset="utf-8", fuzzy=False)
    for text in texts:
        po.add(text, locations=[("content/tasks/tablets.yaml", 1)])
    return po


@pytest.fixture
def path(tmp_path):
    return tmp_path / "fr" / "LC_MESSAGES" / "messages.po"


def write(path, said: dict, *, fuzzy=(), comments=()) -> None:
    """A French catalogue that says this."""
    update(path, source(*said), "fr")
    po = read_strictly(path, "fr")
    for text, words in said.items():
        message = po.get(text)
        message.string = words
        message.flags |= {"fuzzy"} if text in fuzzy else set()
        message.user_comments += [c.format(hash=review_hash(message)) for c in comments]
    path.write_bytes(dump(po))


def message(path, text):
    return read_strictly(path, "fr").get(text)


def test_a_new_language_gets_every_message_untranslated(path):
    assert update(path, source(MORNING, EVENING, ("{n} day", "{n} days")), "fr") == 3
    assert message(path, MORNING).string == ""
    assert message(path, ("{n} day", "{n} days")).string == ("", "")


def test_an_update_without_a_change_leaves_the_file_as_it_is(path):
    write(path, {MORNING: SAID, ("{n} day", "{n} days"): ("{n} jour", "{n} jours")})
    before, when = path.read_bytes(), path.stat().st_mtime_ns
    for _ in range(2):
        update(path, source(MORNING, ("{n} day", "{n} days")), "fr")
        assert path.read_bytes() == before
        assert path.stat().st_mtime_ns == when


def test_a_changed_sentence_keeps_its_translation_as_fuzzy_with_the_old_source(path):
    write(path, {MORNING: SAID})
    changed = "Take one tablet in the late morning."
    assert update(path, source(changed), "fr") == 1
    found = message(path, changed)
    assert (found.string, found.fuzzy, found.previous_id) == (SAID, True, [MORNING])
    assert message(path, MORNING) is None


def test_a_fuzzy_message_is_not_said(path):
    write(path, {MORNING: SAID})
    update(path, source("Take one tablet in the late morning."), "fr")
    (path.parents[1] / "locale.yaml").write_text((KNEE / "translations/fr/locale.yaml").read_text())
    source_language = path.parents[2] / "en"
    source_language.mkdir()
    (source_language / "locale.yaml").write_text((KNEE / "translations/en/locale.yaml").read_text())
    assert locales.load(path.parents[2])["fr"].messages.singular == {}


def test_a_new_sentence_does_not_take_the_translation_of_one_that_is_still_there(path):
    write(path, {MORNING: SAID})
    update(path, source(MORNING, EVENING), "fr")
    assert message(path, MORNING).string == SAID
    assert not message(path, MORNING).fuzzy
    assert (message(path, EVENING).string, message(path, EVENING).fuzzy) == ("", False)


def test_what_vanished_in_an_earlier_update_is_not_matched_any_more(path):
    write(path, {MORNING: SAID})
    update(path, source("Something else entirely, about wounds."), "fr")
    update(path, source("Take one tablet in the late morning."), "fr")
    assert message(path, "Take one tablet in the late morning.").string == ""


DAYS, JOURS = ("{n} day", "{n} days"), ("{n} jour", "{n} jours")


def test_a_sentence_that_comes_back_finds_its_translation_and_its_review_again(path):
    write(path, {MORNING: SAID, DAYS: JOURS}, comments=["reviewed: AB 2026-11-21 {hash}"])
    before = path.read_bytes()
    for _ in range(2):  # another folder of content, by mistake
        update(path, source("Sit down."), "fr")
        assert read(path, "fr").singular == {}
    assert update(path, source(MORNING, DAYS), "fr") == 0
    assert path.read_bytes() == before


def test_a_change_taken_back_is_no_more_fuzzy(path):
    write(path, {MORNING: SAID})
    before = path.read_bytes()
    assert update(path, source(EVENING), "fr") == 1
    assert update(path, source(MORNING), "fr") == 0
    assert path.read_bytes() == before


def test_what_was_fuzzy_when_its_sentence_vanished_is_not_taken_up_again(path):
    write(path, {MORNING: SAID}, fuzzy=[MORNING])
    update(path, source("Sit down."), "fr")
    assert update(path, source(MORNING), "fr") == 1
    assert message(path, MORNING).string == ""


def test_a_vanished_translation_is_used_for_one_message_only(path):
    write(path, {MORNING: SAID})
    new = ("Take one tablet in the early morning.", "Take one tablet in the late morning.")
    update(path, source(*new), "fr")
    assert sorted(message(path, text).string for text in new) == ["", SAID]


def test_a_sentence_unlike_any_that_vanished_starts_anew(path):
    write(path, {MORNING: SAID})
    update(path, source("Call your team today."), "fr")
    assert message(path, "Call your team today.").string == ""


def test_a_counting_phrase_is_matched_with_counting_phrases_alone(path):
    write(path, {"{n} day left": "{n} jour"})
    update(path, source(("{n} day left", "{n} days left")), "fr")
    assert message(path, ("{n} day left", "{n} days left")).string in (("", ""), "")


def test_fuzzy_stays_fuzzy_until_a_translator_takes_it_away(path):
    write(path, {MORNING: SAID}, fuzzy=(MORNING,))
    assert update(path, source(MORNING), "fr") == 1
    assert message(path, MORNING).fuzzy


def test_a_review_is_kept_by_an_update_and_lapses_with_the_source(path):
    write(path, {MORNING: SAID}, comments=["reviewed: AB 2026-11-21 {hash}"])
    update(path, source(MORNING), "fr")
    assert is_reviewed(message(path, MORNING))
    update(path, source("Take one tablet in the late morning."), "fr")
    assert not is_reviewed(message(path, "Take one tablet in the late morning."))


def test_a_translators_comment_is_kept(path):
    write(path, {MORNING: SAID}, comments=["ask the pharmacist"])
    update(path, source(MORNING), "fr")
    assert message(path, MORNING).user_comments == ["ask the pharmacist"]


def test_a_catalogue_that_cannot_be_read_is_never_written_over(path):
    write(path, {MORNING: SAID})
    path.write_text(path.read_text() + "<<<<<<< HEAD\n")
    before = path.read_bytes()
    with pytest.raises(ContentError):
        update(path, source(MORNING), "fr")
    assert path.read_bytes() == before


def test_nothing_is_left_behind_beside_the_catalogue(path):
    write(path, {MORNING: SAID})
    update(path, source(EVENING), "fr")
    assert [file.name for file in path.parent.iterdir()] == ["messages.po"]


@pytest.fixture(scope="module")
def messages() -> Po:
    return extracted()


@pytest.mark.parametrize("code", [c for c in locales.load(TRANSLATIONS) if c != "en"])
def test_a_real_catalogue_is_the_same_after_a_second_update(messages, code, tmp_path):
    folder = copied(TRANSLATIONS / code, tmp_path / code)
    path, cldr = folder / "LC_MESSAGES/messages.po", locales.load(TRANSLATIONS)[code].data.cldr
    known = {m.id: m.string for m in read_strictly(path, cldr) if m.id and not m.fuzzy}
    update(path, messages, cldr)
    once = path.read_bytes()
    update(path, messages, cldr)
    assert path.read_bytes() == once
    after = {m.id: m.string for m in read_strictly(path, cldr) if m.id}
    assert all(after[text] == said for text, said in known.items() if text in after)


def test_a_changed_source_is_shown_in_english_and_not_in_the_old_translation(tmp_path):
    content = copied(KNEE / "content", tmp_path / "content")
    translations = copied(KNEE / "translations", tmp_path / "translations")
    option = content / "options/exercise.yaml"
    option.write_text(swap("carries more of your weight", "takes more of your weight")(
        option.read_text()))  # fmt: skip
    path = translations / "fr/LC_MESSAGES/messages.po"
    old = read_strictly(path, "fr").get(
        "You train the [[thigh]] until it carries more of your weight."
    )
    update(path, template(content), "fr")
    changed = read_strictly(path, "fr").get(
        "You train the [[thigh]] until it takes more of your weight."
    )
    assert changed.fuzzy
    assert changed.string == old.string
    page = pwa.open_site(content, translations).page("fr/options/exercise/").body.decode()
    assert old.string.split("]]")[1] not in page
    marked = html.document_fromstring(page).xpath("//*[@lang='en' and @dir='ltr']")
    (shown, *_) = [e for e in marked if "takes more of your weight" in e.text_content()]
    assert shown.xpath("./small")[0].text_content() == "(English)"


def test_a_long_old_source_with_quotes_is_remembered_word_for_word(path):
    old = 'Say "stop" or a \\ sign, and wait. ' * 8 + "Then go on."
    write(path, {old: SAID, ("{n} day", "{n} long days"): ("{n} jour", "{n} jours")})
    changed = old.replace("Then go on.", "Then go home.")
    texts = source(changed, ("{n} day", "{n} very long days"))
    for _ in range(2):
        update(path, texts, "fr")
        assert message(path, changed).previous_id == [old]
        counted = message(path, ("{n} day", "{n} very long days"))
        assert counted.fuzzy
        assert counted.previous_id == ["{n} day", "{n} long days"]
        assert counted.string == ("{n} jour", "{n} jours")
    # As gettext's own tools want it: each line of the old text is a string of its own.
    old_lines = [line[3:] for line in path.read_text().splitlines() if line.startswith("#| ")]
    assert len(old_lines) > 4
    for line in old_lines:
        assert re.fullmatch(r'(msgid(_plural)? )?"([^"\\]|\\.)*"', line), line


def test_blanks_are_no_translation(path):
    write(path, {MORNING: "  "})
    assert update(path, source(MORNING), "fr") == 1
    assert read(path, "fr").singular == {}
