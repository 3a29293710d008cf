"""The loader: every fault is told in one line with its place, all of them in one run."""

import random
import re
import string
from collections.abc import Mapping
from pathlib import Path

import pytest
from planting import CONTENT, KNEE, Fault, append, copied, restored, swap, whole
from pydantic import TypeAdapter

from pwa.catalog import Catalog, ContentError, load
from pwa.catalog.document import read
from pwa.catalog.loader import FILES, FOLDERS, OPTIONAL, schema_of
from pwa.catalog.model import Option, Task
from pwa.catalog.typed import SourceId, Text
from pwa.catalog.walk import find

REAL = sorted(CONTENT.rglob("*.yaml"))
LINE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): (?P<rest>.+)")

NO_SOURCE = swap(r"^sources: .*\n", "")


def faq(name: str, file: str, words: str, *says: str) -> Fault:
    """A fault in the prose of an answer to a common question."""
    text = f"question: Why?\nstatements:\n  - text: >-\n      {words}\n    sources: [panwar]\n"
    return Fault(name, f"faq/{file}.yaml", whole(text), "- text:", says)


# Each in a file of its own, so that all can be planted together.
FAULTS = (
    Fault(
        "an unknown key is named with the nearest known one",
        "glossary/disc.yaml",
        append("meanings: twice"),
        "meanings",
        ("meanings: ", "unknown key 'meanings'", "did you mean 'meaning'?"),
    ),
    Fault(
        "a duplicate key is named with the line of the first",
        "glossary/cage.yaml",
        append("name: again"),
        "name: again",
        ("found the key 'name' a second time (first in line 1)",),
    ),
    Fault(
        "a duplicate key deep in a file",
        "glossary/rod.yaml",
        whole("name: rod\nmeaning: A bar.\nsay: rod\nsources:\n- {a: b, a: c}\n"),
        "- {a: b",
        ("found the key 'a' a second time",),
    ),
    Fault(
        "a missing field is named",
        "glossary/level.yaml",
        swap(r"^meaning: (.|\n  )*\n", ""),
        "",
        ("the field 'meaning' is missing",),
    ),
    Fault(
        "a field missing inside a list is told at its entry",
        "conditions/instability.yaml",
        swap(r"^statements:\n  - text:", "statements:\n  - txt:"),
        "- txt:",
        ("unknown key 'txt' (did you mean 'text'?)", "the field 'text' is missing"),
    ),
    Fault(
        "a missing source is a missing field",
        "glossary/stroke.yaml",
        NO_SOURCE,
        "",
        ("the field 'sources' is missing",),
    ),
    Fault(
        "an empty list of sources is no source",
        "glossary/plif.yaml",
        swap(r"^sources: .*$", "sources: []"),
        "sources: []",
        ("found an empty list, expected at least one entry",),
    ),
    Fault(
        "a word in the place of a number",
        "tasks/driving.yaml",
        swap(r"^order: .*$", "order: soon"),
        "order: soon",
        ("order: found 'soon', expected a whole number",),
    ),
    Fault(
        "a word in the place of a list",
        "tasks/lifts.yaml",
        swap(r"^sources: .*$", "sources: panwar"),
        "sources: panwar",
        ("sources: found 'panwar', expected a list",),
    ),
    Fault(
        "a list in the place of words",
        "tasks/pack-bag.yaml",
        swap(r"^title: .*$", "title: [a, b]"),
        "title: [a",
        ("title: found a list, expected text",),
    ),
    Fault(
        "keys in the place of words",
        "tasks/first-walk.yaml",
        swap(r"^title: .*$", "title: {a: b}"),
        "title: {a",
        ("title: found keys and values, expected text",),
    ),
    Fault(
        "a word in the place of true or false",
        "tasks/blood-thinners.yaml",
        swap(r"^medicine: .*$", "medicine: perhaps"),
        "medicine: perhaps",
        ("medicine: found 'perhaps', expected true or false",),
    ),
    Fault(
        "nothing in the place of words",
        "tasks/going-home.yaml",
        swap(r"^title: .*$", "title:"),
        "title:",
        ("title: found nothing, expected some text",),
    ),
    Fault(
        "a source that does not exist, and the nearest that does",
        "risks/bleeding.yaml",
        swap(r"^sources: .*$", "sources: [panwarr]"),
        "sources: [panwarr]",
        ("sources.0: no source is called 'panwarr' (did you mean 'panwar'?)",),
    ),
    Fault(
        "a risk that does not exist, and the nearest that does",
        "options/mis-tlif.yaml",
        swap(r"risk: infection$", "risk: infecton"),
        "risk: infecton",
        ("no risk is called 'infecton' (did you mean 'infection'?)",),
    ),
    Fault(
        "a page that does not exist, and the nearest that does",
        "pages/home.yaml",
        swap(r"- page: options$", "- page: option"),
        "- page: option\n",
        ("no page is called 'option' (did you mean 'options'?)",),
    ),
    Fault(
        "a task group that does not exist",
        "tasks/home-setup.yaml",
        swap(r"^group: .*$", "group: hospitl"),
        "group: hospitl",
        ("no task group is called 'hospitl' (did you mean 'hospital'?)",),
    ),
    Fault(
        "a question of the profile that does not exist",
        "tasks/diabetes.yaml",
        swap(r"any_of: .*$", "any_of: [diabets]"),
        "any_of: [diabets]",
        ("no profile question is called 'diabets' (did you mean 'diabetes'?)",),
    ),
    faq(
        "a glossary term that does not exist",
        "bones-join",
        "It is a [[fusin]].",
        "no glossary term is called 'fusin' (did you mean 'fusion'?)",
    ),
    faq(
        "a figure that does not exist",
        "first-walk",
        "It takes {bone-heling}.",
        "no figure is called 'bone-heling' (did you mean 'bone-healing'?)",
    ),
    faq("a digit typed in prose", "half-way", "Wait 6 weeks.", "a digit typed in prose ('Wait 6"),
    faq("an Arabic-Indic digit", "how-risky", "Wait ٦ weeks.", "a digit typed in prose"),
    faq("a superscript digit", "is-a-robot-better", "Ask your team².", "a digit typed in prose"),
    faq("a fraction", "screws-and-rods", "Take ½ of it.", "a digit typed in prose"),
    faq("a digit inside strong", "which-lasts", "**Wait 6 weeks.**", "a digit typed in prose"),
    faq(
        "a digit in a link's words", "what-fusion-does", "[[rod|2 rods]]", "a digit typed in prose"
    ),
    faq("a tag", "second-opinion", "It is <b>good</b>.", "'<b>good", "HTML is not allowed"),
    faq("an entity", "small-cut-or-open", "Cuts &amp; scars.", "'&amp;", "HTML is not allowed"),
    faq("a stray bracket", "which-conditions", "See [[rod.", "found a stray '[['"),
    faq("a bidi override", "why-not-small-cuts", "Up \u202edown.", "the bidi control U+202E"),
    Fault(
        "an option with an answer fewer than its peers",
        "options/non-surgical.yaml",
        swap(r"^  driving:\n(    .*\n|\n)+", ""),
        "answers:",
        ("answers: the answer to 'driving' is missing (every option answers every field)",),
    ),
    Fault(
        "an answer to a field that does not exist",
        "options/open-fusion.yaml",
        append("  drivin:\n    not_known: No one knows."),
        "drivin:",
        ("no field is called 'drivin' (did you mean 'driving'?)",),
    ),
    Fault(
        "an alias",
        "glossary/traction.yaml",
        whole("name: &n traction\nmeaning: *n\nsources: [panwar]\n"),
        "meaning",
        ("found an alias or anchor, expected the value written out",),
    ),
    Fault(
        "an alias that holds itself",
        "glossary/tlif.yaml",
        whole("name: TLIF\nmeaning: Words.\nsources: &s [*s]\n"),
        "sources",
        ("found an alias or anchor",),
    ),
    Fault(
        "an alias bomb",
        "glossary/llif.yaml",
        whole(
            "a: &a [x, x]\n"
            + "".join(
                f"{b}: &{b} [*{a}, *{a}]\n"
                for a, b in zip(string.ascii_lowercase, string.ascii_lowercase[1:], strict=False)
            )
        ),
        "z:",
        ("found an alias or anchor",),
    ),
    Fault(
        "a tag of YAML",
        "glossary/mri-scan.yaml",
        swap(r"^name: .*$", "name: !!python/object/apply:os.getcwd []"),
        "name: !!python",
        ("found a tag, expected the value written out",),
    ),
    Fault(
        "a byte that is no UTF-8",
        "glossary/alif.yaml",
        append("say: caf\udce9"),
        "say: caf",
        ("found the byte 0xe9, expected UTF-8",),
    ),
    Fault(
        "an empty file", "glossary/bmi.yaml", whole(""), "", ("found an empty file, expected keys",)
    ),
    Fault(
        "a file of comments",
        "glossary/fusion.yaml",
        whole("# to be written\n"),
        "",
        ("found an empty file, expected keys and values",),
    ),
    Fault(
        "a list in the place of a file",
        "glossary/olif.yaml",
        whole("- name: OLIF\n"),
        "",
        ("found a list, expected keys and values",),
    ),
    Fault(
        "a word in the place of a file",
        "glossary/opioid.yaml",
        whole("opioid\n"),
        "",
        ("found the text 'opioid', expected keys and values",),
    ),
    Fault(
        "deep nesting",
        "glossary/nicotine.yaml",
        whole("name: nicotine\nmeaning: " + "[" * 5000 + "]" * 5000 + "\n"),
        "meaning",
        ("found more than 30 levels",),
    ),
    Fault(
        "a tab",
        "glossary/prehab.yaml",
        append("say:\n\tpre-hab"),
        "\tpre-hab",
        ("found broken YAML",),
    ),
    Fault(
        "a quote that is never closed",
        "glossary/scoliosis.yaml",
        whole('name: scoliosis\nmeaning: "A curve.\nsources: [panwar]\n'),
        "meaning",
        ("found broken YAML",),
    ),
    Fault(
        "two documents in one file",
        "glossary/spondylosis.yaml",
        append("---\nname: another"),
        "---",
        ("found broken YAML",),
    ),
    Fault(
        "a NUL byte",
        "glossary/vertebra.yaml",
        append("say: a\0b"),
        "say: a",
        ("found the control character U+0000, expected none",),
    ),
    Fault(
        "a window that ends before it starts",
        "tasks/scans-and-checks.yaml",
        swap(
            r"^window:\n  from: .*\n  until: .*$", "window:\n  from: {days: 3}\n  until: {days: 1}"
        ),
        "window:",
        ("window: found an end before the start, expected it after",),
    ),
    Fault(
        "a window beyond any calendar",
        "tasks/meals-and-help.yaml",
        swap(r"^  until: .*$", "  until: {days: 999999999}"),
        "until: {days: 9",
        ("found '999999999', expected less than or equal to",),
    ),
    Fault(
        "a window whose figure is no length of time",
        "phases/weeks-one-and-two.yaml",
        swap(r"^  until: .*$", "  until: {figure: wound-infection}"),
        "until: {figure",
        ("found the figure 'wound-infection', expected one that is a length of time",),
    ),
    Fault(
        "a day that is not in the calendar",
        "guide.yaml",
        swap(r"^updated: .*$", 'updated: "2026-02-30"'),
        "updated",
        ("updated: found '2026-02-30', expected a day such as",),
    ),
    Fault(
        "a script in a drawing",
        "drawings/tubes.svg",
        swap(r"</svg>", "<script>alert()</script>\n</svg>"),
        "<script>",
        ("found <script>, expected shapes and numbers only",),
    ),
    Fault(
        "a handler in a drawing",
        "drawings/ways-in.svg",
        swap(r"</svg>", '<path onload="alert()" d="M0,0"/>\n</svg>'),
        "<path onload",
        ("found the attribute 'onload', expected presentation attributes only",),
    ),
    Fault(
        "an address in a drawing",
        "drawings/cage-and-screws.svg",
        swap(r"</svg>", '<path href="https://example.org/" d="M0,0"/>\n</svg>'),
        "<path href",
        ("found the attribute 'href'",),
    ),
    Fault(
        "a file with a misspelt ending",
        "risks/infection.yml",
        whole("name: Infection\n"),
        "",
        ("found the file 'risks/infection.yml'",),
    ),
    Fault(
        "a file in a misspelt folder",
        "optons/alif.yaml",
        whole("name: ALIF\n"),
        "",
        ("found the file 'optons/alif.yaml' (did you mean 'options/…yaml'?)",),
    ),
    Fault(
        "a file with a misspelt name",
        "figure.yaml",
        whole("a: b\n"),
        "",
        ("found the file 'figure.yaml' (did you mean 'figures.yaml'?)",),
    ),
    Fault(
        "a file whose name is no id",
        "faq/Which One.yaml",
        whole("question: Which?\nstatements: [{text: This., sources: [panwar]}]\n"),
        "",
        ("found 'Which One', expected a name of small letters",),
    ),
)

FIGURE = (
    "{name}:\n  name: Any\n  low: {low}\n  high: {high}\n  unit: {unit}\n  population: people\n"
    "  time: ever\n  certainty: range\n  sources: [panwar]"
)


def figure(fault: str, name: str, low: str, high: str, says: str, unit: str = "days") -> Fault:
    text = FIGURE.format(name=name, low=low, high=high, unit=unit)
    at = {"low": f"low: {low}\n", "high": f"high: {high}\n", "": f"{name}:\n"}
    place = "low" if f"'{low[:40]}'" in says else "" if "low below" in says else "high"
    # Its own last words make the line unmistakable.
    return Fault(fault, "figures.yaml", append(text), at[place], (says,))


# Many in one file.
IN_ONE_FILE = (
    figure("low above high", "aa", "99991", "5", "expected low below high"),
    figure("low equal to high", "ab", "99992", "99992", "expected low below high"),
    figure("not a number", "ac", ".nan", "99993", "found '.nan', expected a number"),
    figure("what Python calls no number", "ad", "nan", "99994", "found 'nan', expected a number"),
    figure("endless", "ae", "1", "inf", "found 'inf', expected a number"),
    figure("endless downwards", "af", "-inf", "99995", "found '-inf', expected a number"),
    figure("a number of 400 digits", "ag", "1", "9" * 400, f"found '{'9' * 40}', expected"),
    figure("a number with a huge exponent", "ah", "1", "1e999999", "found '1e999999', expected"),
    figure("a number below zero", "ai", "-7", "99996", "found '-7', expected greater than"),
    figure("words for a number", "aj", "few", "99997", "found 'few', expected a number"),
    figure("more people than the group has", "ak", "1", "101", "found 101 of 100", "people-in-100"),
)


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


# --- nothing that stands in a file makes the loader fall over ----------------------------------

PIECES = [
    b"\0", b"\xff", b"\xe2\x80\xae", b"*a", b"&a ", b"!!python/object:os.system x", b"<<: *b",
    b"? ", b"- ", b": ", b"[", b"{", b"}", b"]", b"|\n", b">-\n", b"\t", b"9" * 400, b"1e999999",
    b".nan", b"inf", b"2026-02-30", b"null", b"~", b"''", b'"', b"'", b"#", b"%", b"---\n",
    b"...\n", b"\r", b"{nope}", b"[[nope]]", b"**", b"<b>", b"&amp;", b"-1", b"0", b"true",
    b"{a: b}", b"[a, b]", b"{[a]: b}", b"[[a], [b]]", "٣".encode(), b"\xc2\x85", b"\xef\xbb\xbf",
    b"id: x\n", b"[]", b"{}", b"1e-400", b"\xed\xa0\x80",
]  # fmt: skip


def mutated(body: bytes, dice: random.Random) -> bytes:
    """The file with one to four slips of a clumsy hand."""
    lines = body.split(b"\n")
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        slip, at = dice.randrange(7), dice.randrange(len(lines))
        line, piece = lines[at], dice.choice(PIECES)
        if slip == 0:
            lines[at] = line[: dice.randrange(len(line) + 1)]
        elif slip == 1 and len(lines) > 1:
            del lines[at]
        elif slip == 2:
            lines.insert(at, dice.choice(lines))
        elif slip == 3:
            cut = dice.randrange(len(line) + 1)
            lines[at] = line[:cut] + piece + line[cut:]
        elif slip == 4:
            lines[at] = b": ".join((line.partition(b":")[0], piece))
        elif slip == 5:
            lines[at] = b" " * dice.choice((0, 1, 2, 4, 6)) + line.lstrip()
        else:
            other = dice.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    return b"\n".join(lines)


def outcome(folder: Path) -> str:
    """Loaded, or refused in lines of the right form; anything else is an error of the test."""
    try:
        catalog, problems = load(folder), None
    except ContentError as error:
        catalog, problems = None, error.problems
    if problems is None:
        assert isinstance(catalog, Catalog)
        return "loaded"
    assert problems
    assert all(LINE.fullmatch(str(problem)) for problem in problems)
    return "refused"


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_a_file_it_loads_or_is_refused_in_plain_lines(tmp_path, seed):
    dice, folder = random.Random(seed), copied(KNEE / "content", tmp_path / "content")
    files = sorted(folder.rglob("*.yaml"))
    outcomes = []
    for _ in range(70):
        picked = dice.sample(files, dice.choice((1, 1, 3)))
        with restored(*picked):
            for path in picked:
                path.write_bytes(mutated(path.read_bytes(), dice))
            outcomes.append(outcome(folder))
    assert outcomes.count("refused") > 10
    assert outcomes.count("loaded") > 1


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_all_files_at_once_they_are_refused_in_plain_lines(tmp_path, seed):
    dice, folder = random.Random(seed), copied(CONTENT, tmp_path / "content")
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.svg")]):
        path.write_bytes(mutated(path.read_bytes(), dice))
    assert outcome(folder) == "refused"


# --- the real content --------------------------------------------------------------------------


def name_of(path: Path) -> str:
    return str(path.relative_to(CONTENT))


def entry_of(path: Path):
    """The file by itself, checked for its shape."""
    data = read(path).data
    named = {**data, "id": path.stem} if path.parent.name in FOLDERS else data
    return TypeAdapter(schema_of(path)).validate_python(named)


@pytest.mark.parametrize("path", REAL, ids=name_of)
def test_a_content_file_has_its_shape_and_no_digit_in_its_prose(path, catalog):
    texts = [str(text) for _, text in find(entry_of(path), Text) if not text.digits]
    for text in texts:
        bare = re.sub(r"\{[^}]*\}|\[\[[^|\]]*\|?", "", text)
        for name in catalog.guide.allowed_digits:
            bare = bare.replace(name, "")
        assert not [char for char in bare if char.isnumeric()], text


@pytest.mark.parametrize("path", REAL, ids=name_of)
def test_every_term_that_a_content_file_links_to_is_in_the_glossary(path, catalog):
    for _, text in find(entry_of(path), Text):
        for term in re.findall(r"\[\[([^|\]]+)", text):
            assert term in catalog.glossary, text


def test_every_figure_has_a_source_and_says_of_whom_and_over_what_time(catalog):
    for name, one in catalog.figures.items():
        assert one.sources, name
        assert set(one.sources) <= catalog.sources.keys(), name
        assert one.population, name
        assert one.time, name


def test_every_claim_has_a_source_that_exists(catalog):
    names = [source for _, source in find(catalog, SourceId)]
    assert len(names) > len(catalog.figures)
    assert set(names) <= catalog.sources.keys()


def test_every_option_answers_the_same_fields_in_some_words(catalog):
    for option in catalog.options.values():
        assert list(option.answers) == list(catalog.field_defs) or set(option.answers) == set(
            catalog.field_defs
        ), option.id
        assert all(any(find(answer, Text)) or answer.risks for answer in option.answers.values())


def test_there_are_warning_signs_of_every_urgency(catalog):
    urgencies = {group.urgency for group in catalog.warning_signs.values()}
    assert urgencies == {"emergency", "same-day", "expected"}
    assert all(group.signs for group in catalog.warning_signs.values())


def test_every_medicine_task_leaves_the_change_to_the_team(catalog):
    tasks = [task for task in catalog.tasks.values() if task.medicine]
    assert tasks
    for task in tasks:
        words = " ".join(text for _, text in find(task, Text)).lower()
        assert re.search(r"\bask\b|\btell\b|\bshow\b|\bcall\b|\bteam\b", words), task.id


def test_every_figure_is_used_somewhere(catalog):
    words = " ".join(text for _, text in find(catalog, Text))
    holes = set(re.findall(r"\{([^}]+)\}", words))
    windows = {
        edge.figure
        for entry in (*catalog.tasks.values(), *catalog.phases.values())
        for edge in (entry.window.start, entry.window.until)
    }
    rates = {
        rate.figure
        for option in catalog.options.values()
        for answer in option.answers.values()
        for rate in answer.risks
    }
    amounts = {task.amount.figure for task in catalog.tasks.values() if task.amount}
    assert not catalog.figures.keys() - holes - windows - rates - amounts


def test_the_order_of_the_entries_is_the_one_they_ask_for(catalog):
    for entries in (catalog.options, catalog.tasks, catalog.pages, catalog.glossary):
        keys = [(entry.order, entry.id) for entry in entries.values()]
        assert keys == sorted(keys)


def test_a_loaded_entry_cannot_be_changed(catalog):
    for kind, entries in ((Option, catalog.options), (Task, catalog.tasks)):
        entry = next(iter(entries.values()))
        assert isinstance(entry, kind)
        with pytest.raises(ValueError, match="frozen"):
            entry.order = 1
