"""What a finished PDF holds: its text as a search finds it, its fonts, the glyphs it draws."""

import io
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import pikepdf
from PIL import Image


def text_of(pdf):
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True)
    assert told.returncode == 0
    return unicodedata.normalize("NFC", told.stdout.decode())


def pictures_of(pdf, pages):
    """The first pages as they are printed, in grey."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "60", "-gray", "-l", str(pages), "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, check=True)
        return [_loaded(file) for file in sorted(Path(folder).iterdir())]


def _loaded(file):
    with Image.open(file) as picture:
        picture.load()
        return picture


def fonts_in(pdf):
    """Each font by its name, and its embedded file."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary) and "/DescendantFonts" in one:
                assert "/ToUnicode" in one
                about = one.DescendantFonts[0].FontDescriptor
                file = about.get("/FontFile3") or about.get("/FontFile2")
                found[_name(one)] = file.read_bytes()
    return found


def codes_drawn(pdf):
    """The number of every glyph that is drawn, by the name of its font."""
    found = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            font = ""
            for operands, operator in pikepdf.parse_content_stream(page, "Tf TJ Tj"):
                if str(operator) == "Tf":
                    font = _name(page.Resources.Font[str(operands[0])])
                    continue
                shown = operands[0] if str(operator) == "TJ" else operands
                for piece in shown:
                    if isinstance(piece, pikepdf.String):
                        found.setdefault(font, set()).update(_pairs(bytes(piece)))
    return found


def _name(font):
    """The font's name, without the letters that mark it as a part of the whole."""
    return str(font.BaseFont).partition("+")[2]


def _pairs(raw):
    return (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
