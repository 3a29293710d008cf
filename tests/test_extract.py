"""What there is to translate: content, templates and Python, each with its place and a hint."""

import io
import re
import subprocess
import sys

import pytest
from babel.messages.pofile import read_po
from planting import KNEE, ROOT, append, copied, extracted

from pwa.catalog import load, prose
from pwa.catalog.model import Plural
from pwa.catalog.typed import Text
from pwa.catalog.walk import find
from pwa.i18n import locales
from pwa.i18n.extract import extract_content, template
from pwa.i18n.formats import Formats
from pwa.i18n.messages import EPOCH
from pwa.i18n.update import dump


@pytest.fixture(scope="module")
def messages():
    return extracted()


@pytest.fixture(scope="module")
def by_text(messages):
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in messages if m.id}


def from_content(messages):
    return [m for m in messages if any(file.startswith("content/") for file, _ in m.locations)]


def test_every_text_of_the_catalog_is_there_to_translate(catalog, by_text):
    for place, text in find(catalog, Text):
        if "forms" not in place:
            assert str(text) in by_text, place


def test_every_counting_phrase_is_there_with_both_its_forms(catalog, by_text):
    plurals = [plural for _, plural in find(catalog, Plural)]
    assert plurals
    for plural in plurals:
        assert by_text[plural.one].id == (plural.one, plural.other)


def test_a_content_message_names_the_file_and_the_line_it_stands_in(messages):
    for message in from_content(messages):
        keys = {comment.split(": ")[1].split(".")[-1] for comment in message.auto_comments
                if ": " in comment and not comment.startswith("{")}  # fmt: skip
        for file, number in message.locations:
            if file.startswith("content/"):
                line = (ROOT / file).read_text().splitlines()[number - 1]
                assert any(f"{key}:" in line for key in keys) or line.lstrip().startswith("- ")


def test_a_message_of_a_template_and_of_python_names_its_place_too(messages):
    found = {"html": 0, "py": 0}
    for message in messages:
        for file, number in message.locations:
            ending = file.rpartition(".")[2]
            if message.id and ending in found:
                lines = (ROOT / file).read_text().splitlines()[number - 1 : number + 5]
                first = (message.id if isinstance(message.id, str) else message.id[0]).split()[0]
                assert first in "\n".join(lines), (file, number)
                found[ending] += 1
    assert all(found.values())


def test_no_template_asks_for_a_message_in_a_way_that_the_extractor_does_not_see():
    for path in (ROOT / "pwa").rglob("*.html"):
        assert not re.search(r"""[\w\])]\.(_|ngettext|text|plural)\(\s*["']""", path.read_text()), (
            path
        )


def test_a_comment_shows_what_each_hole_reads_like_in_english(catalog, messages):
    formats = Formats(catalog, locales.load(ROOT / "translations")["en"])
    shown = 0
    for message in from_content(messages):
        text = message.id if isinstance(message.id, str) else message.id[0]
        for name in re.findall(r"\{([a-z0-9-]+)\}", text):
            if name in catalog.figures:
                hint = f"{{{name}}}: {formats.figure(catalog.figures[name])}"
                assert hint in message.auto_comments
                shown += 1
    assert shown > len(catalog.figures) / 2


def test_a_comment_holds_no_position_in_a_list(messages):
    for message in from_content(messages):
        places = [c for c in message.auto_comments if not c.startswith("{")]
        assert places
        steps = [step for place in places for step in place.split(": ")[-1].split(".")]
        assert not any(step.isdigit() for step in steps), places


def test_no_message_is_written_as_a_format_of_python(messages):
    assert any("%" in text or "{" in text for text in map(str, (m.id for m in messages)))
    assert b"-format" not in dump(messages)


def test_markup_of_each_message_is_whole(messages):
    for message in messages:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            assert prose.markup_fault(text) is None
            assert prose.html_fault(text) is None


def test_extracting_twice_gives_the_same_bytes():
    """Also when a minute has passed between the two."""
    first, second = (template(KNEE / "content") for _ in range(2))
    assert dump(first) == dump(second)
    assert first.creation_date == EPOCH


def test_pybabel_finds_the_same_messages_of_the_content(messages, tmp_path):
    out = tmp_path / "messages.pot"
    command = [sys.executable, "-c", "from babel.messages.frontend import main; main()", "-q"]
    command += ["extract", "-F", "babel.cfg", "-o", str(out), "-c", "Translators:", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with out.open("rb") as file:
        theirs = from_content(read_po(file))
    ours = from_content(messages)
    assert {m.id for m in theirs} == {m.id for m in ours}
    places = {m.id: {place for place in m.locations} for m in theirs}
    for message in ours:
        there = {place for place in message.locations if place[0].startswith("content/")}
        assert there <= places[message.id]


def test_a_file_of_no_known_kind_holds_nothing_to_translate(tmp_path):
    path = tmp_path / "notes.yaml"
    path.write_text("title: Words\n")
    with path.open("rb") as file:
        assert list(extract_content(file, {}, [], {})) == []


def test_a_file_that_is_no_content_stops_the_extraction_with_its_name(tmp_path):
    folder = copied(KNEE / "content", tmp_path / "content")
    path = folder / "glossary/thigh.yaml"
    path.write_text(append("colour: red")(path.read_text()))
    with path.open("rb") as file, pytest.raises(ValueError, match=r"thigh\.yaml: run 'plainspine"):
        list(extract_content(file, {}, [], {}))


def test_a_text_of_many_lines_is_one_message(tmp_path):
    folder = copied(KNEE / "content", tmp_path / "content")
    path = folder / "glossary/thigh.yaml"
    path.write_text("name: thigh\nmeaning: >-\n  The leg\n  above.\nsources: [knee-leaflet]\n")
    assert load(folder).glossary["thigh"].meaning == "The leg above."
    with path.open("rb") as file:
        found = {text: line for line, _, text, _ in extract_content(file, {}, [], {})}
    assert found == {"thigh": 1, "The leg above.": 2}


def test_the_template_is_itself_a_catalogue_that_can_be_read(messages):
    again = read_po(io.BytesIO(dump(messages)))
    assert {m.id for m in again if m.id} == {m.id for m in messages if m.id}
