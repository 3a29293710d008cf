"""The house rules that a program can judge: who may import whom, and what may stand where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from guides import CATALOG
from planting import ROOT

PWA = ROOT / "pwa"
PYTHON = sorted([*PWA.rglob("*.py"), ROOT / "server.py"])
SCRIPTS = sorted((PWA / "web" / "static").rglob("*.js"))
STYLES = sorted(PWA.rglob("styles/*.css"))
TEMPLATES = sorted(PWA.rglob("templates/**/*.html"))
WRITTEN = sorted({*PYTHON, *SCRIPTS, *STYLES, *TEMPLATES})

BELOW = {"catalog", "i18n", "plan", "pictures"}
ABOVE = {"export", "reading", "serving", "settings", "cli", "pwa"}
EVERYTHING = {*BELOW, "handouts", "web", *ABOVE}
# The table of the design: each part, and the parts of ours that it may import.
MAY_IMPORT = {
    "catalog": set(),
    "i18n": {"catalog"},
    "plan": {"catalog"},
    "pictures": {"catalog"},
    "handouts": BELOW,
    "web": {*BELOW, "handouts"},
    "export": {*BELOW, "handouts", "web"},
    "reading": {"catalog", "web"},
    "serving": set(),
    "settings": set(),
    "cli": EVERYTHING,
    "pwa": {*BELOW, "handouts", "settings", "web"},
    "server": EVERYTHING,
}
# What is not ours, and the only parts that may know of it.
ONLY_IN = {
    "weasyprint": {"handouts"},
    "flask": {"web", "pwa"},
    "werkzeug": {"web", "pwa"},
    "granian": {"serving"},
    "click": {"cli"},
    "jinja2": {"web", "handouts"},
    "markupsafe": {"web", "handouts"},
    "pebble": {"handouts"},
    "textstat": {"reading"},
}
LONGEST = 400


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def part_of(path: Path) -> str:
    """The part that a file belongs to: its folder in ``pwa/``, or its own name."""
    if path.parent == ROOT:
        return path.stem
    inside = path.relative_to(PWA).parts
    return inside[0] if len(inside) > 1 else path.stem.replace("__init__", "pwa")


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> Iterator[str]:
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "pwa":
            known = len(parts) > 1 and parts[1] in EVERYTHING
            yield parts[1] if known else "pwa"


def faulty(paths, fault):
    """The files with a fault, and which. One test for all files: there are hundreds of them."""
    found = {name_of(path): fault(path) for path in paths}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_a_module_imports_only_what_stands_below_it():
    def above(path):
        part = part_of(path)
        return set(ours(path)) - {part} - MAY_IMPORT[part]

    assert faulty(PYTHON, above) == {}


def test_a_library_is_known_only_where_it_belongs():
    def strange(path):
        libraries = {name.split(".")[0] for name in imported(path)}
        return [one for one in libraries & ONLY_IN.keys() if part_of(path) not in ONLY_IN[one]]

    assert faulty(PYTHON, strange) == {}


def test_every_part_has_its_line_in_the_table():
    assert {part_of(path) for path in PYTHON} == MAY_IMPORT.keys()


def test_what_lays_out_and_what_fills_in_alone_know_weasyprint():
    knowing = [path for path in PYTHON if any(n.startswith("weasyprint") for n in imported(path))]
    assert [name_of(path) for path in knowing] == [
        "pwa/handouts/form.py",
        "pwa/handouts/printer.py",
    ]


def test_a_module_opens_with_a_sentence_on_what_it_is_for():
    def silent(path):
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        return len(words.split()) < 4

    assert faulty(PYTHON, silent) == {}


def test_no_file_is_longer_than_a_sitting():
    def too_long(path):
        return len(path.read_text(encoding="utf-8").splitlines()) > LONGEST

    assert faulty(WRITTEN, too_long) == {}


# --- the code knows no medicine ----------------------------------------------------------------

SUBJECT = (
    "spine spinal lumbar cervical thoracic vertebra vertebrae vertebral disc discs lumbosacral "
    "sciatica scoliosis stenosis spondylolisthesis laminectomy discectomy fusion interbody pedicle "
    "surgeon surgeons surgery surgical neurosurgeon orthopaedic orthopedic "
    "anaesthetic anesthetic opioid ibuprofen nicotine calcium vitamin"
)
# Words of a glossary that every programmer uses too.
EVERYDAY = {"level", "stroke", "navigation", "instability", "cage"}
# The names of the plan's and the handouts' interface, and what CSS calls a round bullet.
ALLOWED = re.compile(r"surgery[-_]date|list-style-type: ?disc")


def subject_words() -> list[str]:
    names = {*CATALOG.glossary, *CATALOG.options, *CATALOG.risks, *CATALOG.conditions}
    names |= {str(term.name).lower() for term in CATALOG.glossary.values()}
    names |= {name.replace("-", " ") for name in names}
    return sorted((names - EVERYDAY) | set(SUBJECT.split()), key=len, reverse=True)


WORDS = re.compile(r"\b(?:" + "|".join(map(re.escape, subject_words())) + r")\b", re.IGNORECASE)


def test_no_word_of_the_subject_stands_in_the_code():
    def medical(path):
        return WORDS.findall(ALLOWED.sub("", path.read_text(encoding="utf-8")))

    assert faulty(WRITTEN, medical) == {}


@pytest.mark.parametrize("words", ["spine", "Spinal", "mis-tlif", "facetectomy", "wound infection"])
def test_a_word_of_the_subject_would_be_found(words):
    assert WORDS.search(f"for {words}, say")


# --- no prose in scripts, no left and right in styles -------------------------------------------

JS_TOKEN = re.compile(
    r"/\*.*?\*/|//[^\n]*"
    r"|(?P<string>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"
    r"|(?<=[(,=:\[!&|?{};\n])\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/[a-z]*",
    re.DOTALL,
)
SENTENCE = re.compile(r"[A-Za-z]{2,}(?:,? [a-z]{2,}){2,}")


def strings(text: str) -> list[str]:
    """The string literals of a script, its comments left out."""
    return [found["string"][1:-1] for found in JS_TOKEN.finditer(text) if found["string"]]


def test_a_script_says_nothing_by_itself():
    def prose(path):
        found = strings(path.read_text(encoding="utf-8"))
        return [words for words in found if SENTENCE.search(words)]

    assert faulty(SCRIPTS, prose) == {}


def test_a_sentence_in_a_script_would_be_found():
    script = "// it's one\nconst a = b ? 'ok' : \"Your plan is saved.\"; /* not 'this one here' */"
    assert [s for s in strings(script) if SENTENCE.search(s)] == ["Your plan is saved."]


SIDES = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?<![\w-])(?:left|right)\s*:"
    r"|(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b",
)
SCREEN = [path for path in STYLES if path.is_relative_to(PWA / "web")]


def test_a_style_knows_start_and_end_and_neither_left_nor_right():
    def sides(path):
        return SIDES.findall(path.read_text(encoding="utf-8"))

    assert faulty(STYLES, sides) == {}


@pytest.mark.parametrize(
    "rule", ["margin-left:0", "a{left: 0}", "text-align:right", "border-top-left-radius:1px"]
)
def test_a_physical_side_would_be_found(rule):
    assert SIDES.search(rule)


def test_there_are_files_of_every_sort_to_judge():
    assert SCREEN
    assert all((PYTHON, SCRIPTS, STYLES, TEMPLATES))


# --- what the templates take for granted --------------------------------------------------------

TEXT = re.compile(r">([^<>{}]*[A-Za-z]{2,}[^<>{}]*)<")


def test_no_words_stand_bare_in_a_template():
    assert faulty(TEMPLATES, bare_words) == {}


def bare_words(path):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    # A macro that writes attributes stands outside of any tag.
    return [words.strip() for words in TEXT.findall(text) if '="' not in words]
