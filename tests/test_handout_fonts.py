"""The fonts of paper: found by name, a small part made of a large one, and named when absent."""

import dataclasses
import os
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from planting import ROOT
from printed import fonts_in, text_of

from pwa.handouts import fonts, printer, sheet, style
from pwa.handouts.errors import PrintError
from pwa.handouts.sheet import Foot, Segment, Sheet
from pwa.handouts.style import Script, Style
from pwa.i18n import locales

REGISTRY = locales.load(ROOT / "tests" / "samples")
CHINESE = REGISTRY["zh"]
CJK = "Noto Sans CJK SC"
OTHER = "龘"
"""A letter that the sample does not have."""


def sheet_of(text, script):
    html = (
        f'<html lang="{script.lang}"><head><title>x</title></head><body><p>{text}</p></body></html>'
    )
    return Sheet((Segment(html, Style((script,))),), (Foot(script.lang, "–"),))


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Subsets are kept in an empty folder, and nothing is remembered."""
    monkeypatch.setattr(fonts, "KEPT_IN", tmp_path / "fonts")
    fonts._face.cache_clear()
    yield tmp_path / "fonts"
    fonts._face.cache_clear()


def test_a_language_is_written_with_the_letters_of_its_words_days_and_units():
    assert set("膝盖简体中文月周星期二千克或") <= set(CHINESE.letters)
    assert OTHER not in CHINESE.letters
    assert set("हिन्दीनवंबर") <= set(REGISTRY["hi"].letters)


def test_only_a_large_font_has_subsets():
    assert [fonts.faces(REGISTRY[code]) for code in ("en", "hi")] == [(), ()]
    assert [(face.family, face.weight) for face in fonts.faces(CHINESE)] == [
        (f"{CJK} Subset", 400),
        (f"{CJK} Subset", 700),
    ]
    assert Script.of(CHINESE).families == (f"{CJK} Subset", CJK, "Noto Sans")


def test_a_subset_is_made_once_and_has_just_the_letters_and_marks(elsewhere):
    face = fonts._face(CJK, "regular", "手术")
    assert [path.name for path in elsewhere.iterdir()] == [Path(face.file).name]
    known = TTFont(face.file).getBestCmap()
    assert {*map(ord, "手术Az0。，“")} <= known.keys()
    assert not {*map(ord, "后请")} & known.keys()
    made = os.stat(face.file)
    assert made.st_size < 300_000
    fonts._face.cache_clear()
    assert fonts._face(CJK, "regular", "手术") == face
    assert os.stat(face.file) == made


def test_where_no_subset_can_be_made_the_whole_font_is_used(elsewhere):
    elsewhere.write_text("no folder can be made here")
    assert fonts.faces(CHINESE) == ()
    assert Script.of(CHINESE).families == CHINESE.data.fonts


def test_a_letter_that_the_subset_lacks_comes_from_the_whole_font():
    small = printer.pdf(sheet_of("请走", Script.of(CHINESE)))
    both = printer.pdf(sheet_of(f"请走{OTHER}", Script.of(CHINESE)))
    assert fonts_in(small).keys() == {"Noto-Sans-CJK-SC-Subset"}
    assert fonts_in(both).keys() == {"Noto-Sans-CJK-SC-Subset", "Noto-Sans-CJK-SC"}
    assert f"请走{OTHER}" in text_of(both)
    assert len(small) < 30_000 < len(both)


def test_a_subset_that_is_gone_leaves_the_whole_font():
    gone = fonts.Face("Gone Subset", 400, "/nowhere/gone.otf")
    script = dataclasses.replace(Script.of(CHINESE), faces=(gone,))
    assert printer.pdf(sheet_of("请走", script)).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("font", "told"),
    [
        ("Noto Sans CJK XX", "the font 'Noto Sans CJK XX' (Debian: fonts-noto-cjk)"),
        ("Noto Sans Xxxx", "the font 'Noto Sans Xxxx' (Debian: fonts-noto-core)"),
        ("Mine: bold, 2-A", "the font 'Mine: bold, 2-A'"),
    ],
)
def test_letters_that_no_font_has_are_refused_with_what_to_install(font, told):
    assert fonts.absent((font,)) == told
    with pytest.raises(PrintError) as caught:
        printer.pdf(sheet_of("\U0010fff0", Script("xx", (font,))))
    assert str(caught.value) == f"found letters that no font on this machine has, expected {told}"


def test_a_font_that_is_there_is_not_called_absent():
    assert fonts.absent(CHINESE.data.fonts) == ""
    with pytest.raises(PrintError, match="notdef"):
        printer.pdf(sheet_of("\U0010fff0", Script.of(REGISTRY["en"])))


# --- what names a sheet -----------------------------------------------------------------------


@pytest.fixture
def forgetful():
    """Nothing of fonts and code is remembered before and after."""
    known = (fonts.identity, fonts._found, sheet._code, style.common)
    for one in known:
        one.cache_clear()
    yield lambda: [one.cache_clear() for one in known]
    for one in known:
        one.cache_clear()


def key():
    return sheet_of("Aa", Script("en", ("Noto Sans",))).key


def test_a_sheet_has_another_key_when_a_font_is_another(forgetful, monkeypatch, tmp_path):
    before = key()
    forgetful()
    assert key() == before
    real = fonts._found
    file = tmp_path / "NotoSans-Regular.ttf"
    file.write_bytes(b"another font")
    newer = fonts.Font(file, 0, False)
    monkeypatch.setattr(
        fonts, "_found", lambda *asked: newer if "Noto Sans" in asked else real(*asked)
    )
    fonts.identity.cache_clear()
    other = key()
    assert other != before
    os.utime(file, (1, 1))
    fonts.identity.cache_clear()
    assert key() not in (before, other)


def test_a_sheet_has_another_key_when_the_code_that_prints_it_is_another(
    forgetful, monkeypatch, tmp_path
):
    before = key()
    for path in (ROOT / "pwa/handouts").glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(sheet, "files", lambda _: tmp_path)
    forgetful()
    assert key() == before
    with (tmp_path / "tagging.py").open("a") as code:
        code.write("# a line more\n")
    forgetful()
    assert key() != before


def test_a_sheet_has_another_key_when_a_stylesheet_is_another(forgetful, monkeypatch, tmp_path):
    before = key()
    shutil.copytree(ROOT / "pwa/handouts/styles", tmp_path / "styles")
    monkeypatch.setattr(style, "files", lambda _: tmp_path)
    forgetful()
    assert key() == before
    with (tmp_path / "styles/compare.css").open("a") as rules:
        rules.write(".cmp { color: #111 }\n")
    forgetful()
    assert key() != before


def test_a_sheet_has_another_key_with_another_weasyprint(monkeypatch):
    before = key()
    monkeypatch.setattr(sheet, "version", lambda name: "0")
    assert key() != before


def test_new_letters_in_a_subset_change_no_key():
    script = Script.of(CHINESE)
    others = tuple(dataclasses.replace(face, file=f"{face.file}2") for face in script.faces)
    newer = dataclasses.replace(script, faces=others)
    assert newer != script
    assert sheet_of("请走", newer).key == sheet_of("请走", script).key
    assert sheet_of("请走了", newer).key != sheet_of("请走", script).key
