"""The loader: every fault is told in one line with its place, all of them in one run."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import planted_entries
import planted_files
import pytest
from planted_files import IN_ONE_FILE
from planting import CONTENT, KNEE, LINE, Fault, append, copied, swap
from pydantic import TypeAdapter, ValidationError

from pwa.catalog import ContentError, base, load
from pwa.catalog.loader import FILES, OPTIONAL
from pwa.catalog.planning import ProfileQuestion

FAULTS = (*planted_entries.FAULTS, *planted_files.FAULTS)


def told(folder: Path) -> list[tuple[str, int, str]]:
    """What the loader says of a folder: file, line, message."""
    with pytest.raises(ContentError) as caught:
        load(folder)
    found = []
    for line in str(caught.value).splitlines():
        match = LINE.fullmatch(line)
        assert match, f"not in the form file:line: …: {line!r}"
        assert Path(match["file"]).is_relative_to(folder)
        name = str(Path(match["file"]).relative_to(folder))
        found.append((name, int(match["line"]), match["rest"]))
    return found


@pytest.fixture(scope="module")
def all_at_once(tmp_path_factory) -> tuple[list[tuple[str, int, str]], Mapping[Fault, int]]:
    """One copy of the guide with every fault in it, loaded once."""
    folder = copied(CONTENT, tmp_path_factory.mktemp("planted") / "content")
    lines = {fault: fault.plant(folder) for fault in (*FAULTS, *IN_ONE_FILE)}
    return told(folder), lines


@pytest.mark.parametrize("fault", [*FAULTS, *IN_ONE_FILE], ids=lambda fault: fault.name)
def test_a_planted_fault_is_told_with_its_file_and_line_beside_all_the_others(all_at_once, fault):
    found, lines = all_at_once
    there = [message for file, line, message in found if (file, line) == (fault.file, lines[fault])]
    for words in fault.says:
        elsewhere = [f"{file}:{line}: {said}" for file, line, said in found if file == fault.file]
        assert any(words in message for message in there), elsewhere


def test_nothing_is_told_of_a_file_without_a_fault(all_at_once):
    found, _ = all_at_once
    assert {file for file, _, _ in found} == {fault.file for fault in (*FAULTS, *IN_ONE_FILE)}


def test_several_faults_in_one_option_are_told_together(tmp_path):
    folder = copied(CONTENT, tmp_path / "content")
    faults = [
        Fault("key", "options/alif.yaml", append("colour: red"), "colour", ("unknown key",)),
        Fault("twice", "options/alif.yaml", append("name: b"), "name: b", ("a second time",)),
        Fault(
            "type",
            "options/alif.yaml",
            swap(r"^operation: .*$", "operation: maybe"),
            "operation: maybe",
            ("true or false",),
        ),
        Fault(
            "digit",
            "options/alif.yaml",
            swap(r"^summary: >-\n", "summary: >-\n  All 7.\n"),
            "summary:",
            ("a digit typed in prose",),
        ),
        Fault(
            "answer",
            "options/alif.yaml",
            swap(r"^  cut:$", "  cuts:"),
            "cuts:",
            ("no field is called 'cuts' (did you mean 'cut'?)",),
        ),
    ]
    lines = {}
    for fault in faults:
        fault.plant(folder)
    text = (folder / "options/alif.yaml").read_text()
    lines = {fault: text[: text.index(fault.at)].count("\n") + 1 for fault in faults}
    found = told(folder)
    for fault in faults:
        here = [message for _, line, message in found if line == lines[fault]]
        assert any(fault.says[0] in message for message in here), (fault.name, found)


NEEDED = [name for name in FILES if name not in OPTIONAL]


@pytest.mark.parametrize("name", OPTIONAL)
@pytest.mark.parametrize(("text", "says"), [("", "an empty file"), ("a: [\n", "broken YAML")])
def test_a_file_that_a_guide_may_do_without_is_read_where_it_is_there(tmp_path, name, text, says):
    folder = copied(KNEE / "content", tmp_path / "content")
    (folder / f"{name}.yaml").write_text(text)
    ((file, _, message),) = told(folder)
    assert file == f"{name}.yaml"
    assert says in message


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("damage", ["missing", "empty", "broken", "a word"])
def test_a_file_that_cannot_be_read_is_one_fault_and_not_one_for_each_name_in_it(
    tmp_path, name, damage
):
    folder = copied(KNEE / "content", tmp_path / "content")
    path = folder / f"{name}.yaml"
    if damage == "missing":
        path.unlink()
    else:
        path.write_text({"empty": "", "broken": "a: [\n", "a word": "hello\n"}[damage])
    expected = {
        "missing": "the file is missing",
        "empty": "an empty file",
        "broken": "broken YAML",
        "a word": "expected keys and values",
    }
    found = told(folder)
    assert [file for file, _, _ in found] == [f"{name}.yaml"]
    assert expected[damage] in found[0][2]


def test_a_folder_that_is_not_there_is_told_file_by_file(tmp_path):
    found = told(tmp_path / "nowhere")
    assert [file for file, _, _ in found] == sorted(f"{name}.yaml" for name in NEEDED)


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        ('<!--><script>a()</script>-->\n<svg viewBox="0 0 1 1"/>', "expected <svg> at the start"),
        ("<svg viewBox='0 0 1 1'><!--><b>--></svg>", "found a comment"),
        ("<svg viewBox='0 0 1 1'><?x ><script>?></svg>", "found a processing instruction"),
        ("<svg viewBox='0 0 1 1'><g><![CDATA[</svg>]]></g></svg>", "found a CDATA section"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "expected <svg> at the start"),
        ("<svg viewBox='0 0 1 1'><g fill='url(http://a/)'/></svg>", "found the address"),
        ("<svg viewBox='0 0 1 1'><g fill='javascript:a()'/></svg>", "found the address"),
        ("<svg viewBox='0 0 1 1'><g style='x'/></svg>", "found the attribute 'style'"),
        ("<svg viewBox='0 0 1 1'><g ONCLICK='x'/></svg>", "found the attribute 'ONCLICK'"),
        ("<svg viewBox='0 0 1 1'><text>a word</text></svg>", "found the words 'a word'"),
        ("<svg viewBox='0 0 1 1'><a xmlns='http://www.w3.org/1999/xhtml'/></svg>", "found <a>"),
        ("<svg/>", "found no viewBox"),
        ("<svg viewBox='0 0 1 1'>", "found broken XML"),
        ("", "expected <svg> at the start"),
        ("<svg viewBox='0 0 1 1'>" + " " * 70_000 + "</svg>", "expected at most"),
        ("<svg viewBox='0 0 1 1'>\udcff</svg>", "found the byte 0xff, expected UTF-8"),
    ],
)
def test_a_drawing_holds_shapes_and_numbers_only(tmp_path, svg, says):
    folder = copied(KNEE / "content", tmp_path / "content")
    (folder / "drawings").mkdir()
    words = "title: Knee\ncaption: A knee.\nsources: [knee-leaflet]\n"
    (folder / "drawings/knee.yaml").write_text(words)
    svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"')
    (folder / "drawings/knee.svg").write_bytes(svg.encode("utf-8", "surrogateescape"))
    found = told(folder)
    assert {(file, line) for file, line, _ in found} == {("drawings/knee.svg", 1)}
    assert any(says in message for _, _, message in found), found


def test_a_drawing_without_its_picture_is_told(tmp_path):
    folder = copied(CONTENT, tmp_path / "content")
    (folder / "drawings/tubes.svg").unlink()
    (found,) = told(folder)
    assert found[0] == "drawings/tubes.yaml"
    assert "found no drawing 'tubes.svg'" in found[2]


# --- single values


@pytest.mark.parametrize("typed", ["5_0", "1e2", "٥", "0x5", "5.", "1,5", "½"])
def test_a_number_is_written_in_plain_digits(typed):
    for kind in (base.Whole, base.Exact):
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(typed)


@pytest.mark.parametrize("typed", ["5", "-30", "0"])
def test_plain_digits_are_a_number(typed):
    assert TypeAdapter(base.Whole).validate_python(typed) == int(typed)
    assert TypeAdapter(base.Exact).validate_python(f"{typed}.5") == Decimal(f"{typed}.5")


@pytest.mark.parametrize("typed", ["", "  ", "Guide\u202e", "\u200b", "<b>Guide</b>"])
def test_a_name_is_plain_words(typed):
    with pytest.raises(ValidationError):
        TypeAdapter(base.PlainWords).validate_python(typed)


def test_the_least_that_may_be_answered_is_not_above_the_most():
    said = {"id": "weight", "type": "number", "label": "Weight", "why": "For food."}
    with pytest.raises(ValidationError, match="found min 300 above max 250, expected it below"):
        ProfileQuestion.model_validate({**said, "min": "300", "max": "250"})
