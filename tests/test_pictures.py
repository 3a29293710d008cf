"""Icon arrays: the picture shows the figure, neither more nor less."""

import re
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pwa import pictures
from pwa.catalog.model import Figure, Unit
from pwa.handouts import printer
from pwa.handouts.style import Style

GROUP = Unit(forms={"one": "{n} in 100 people", "other": "{n} in 100 people"}, of=100)
PLAIN = Style(("Noto Sans",), "decimal", rtl=False, paper="a4", large_print=False)
WIDTH = 400  # of the picture on paper, in CSS pixels
DPI = 192


def figure(high: str, low: str | None = None, qualifier: str | None = None) -> Figure:
    return Figure.model_construct(
        low=None if low is None else Decimal(low), high=Decimal(high), qualifier=qualifier
    )


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (figure("5", "2"), (2, 5)),
        (figure("1", qualifier="less-than"), (0, 1)),
        (figure("4", qualifier="up-to"), (0, 4)),
        (figure("70", qualifier="more-than"), (70, 70)),
        (figure("3", "2", "about"), (2, 3)),
        (figure("12"), (12, 12)),
        (figure("2.5"), (2, 3)),
        (figure("1.6", "1.2"), (1, 2)),
        (figure("0"), (0, 0)),
    ],
)
def test_a_figure_gives_the_filled_and_the_half_filled(shown, expected):
    assert pictures.counts(shown, GROUP) == expected


def test_a_figure_without_a_group_has_no_picture():
    assert pictures.counts(figure("6"), Unit(cldr="duration-week")) is None


@pytest.mark.parametrize(
    ("low", "high", "of"), [(5, 2, 100), (-1, 2, 100), (5, 101, 100), (1, 2, 0), (1, 2, 10**6)]
)
def test_what_is_no_part_of_a_group_is_refused(low, high, of):
    with pytest.raises(pictures.PictureError, match="expected"):
        pictures.people(low, high, of)


@given(st.integers(0, 100), st.integers(0, 100))
def test_everyone_is_drawn_once(low, high):
    low, high = sorted((low, high))
    svg = pictures.people(low, high)
    stroked = re.findall(r'd="([^"]+)" fill="none" stroke="([^"]+)" stroke-width="8.4"', svg)
    heads = [path.count("h.01") for path, _ in stroked]
    assert sum(heads) == 100
    assert svg.count("Z") == 2 * (high - low), "a head and a body for each half-filled person"


def test_a_picture_is_hidden_from_screen_readers_unless_it_has_a_title():
    assert 'aria-hidden="true"' in pictures.people(2, 5)
    titled = pictures.people(2, 5, title="2 < 5 & more")
    assert "<title>2 &lt; 5 &amp; more</title>" in titled
    assert "aria-hidden" not in titled


def test_a_picture_of_a_hundred_costs_few_strokes():
    assert pictures.people(2, 5).count("<path") <= 7


@pytest.mark.parametrize(
    ("low", "high", "rtl"),
    [(2, 5, False), (0, 1, False), (5, 10, True), (70, 70, False), (33, 87, True)],
)
def test_on_paper_each_person_is_as_filled_as_the_figure_says(tmp_path, low, high, rtl):
    svg = pictures.people(low, high, rtl=rtl, ink="#000", ground="#fff", title="x")
    found = people_on_paper(svg, tmp_path, rtl)
    assert found == ["full"] * low + ["half"] * (high - low) + ["outline"] * (100 - high)


def people_on_paper(svg: str, folder: Path, rtl: bool) -> list[str]:
    """How each person looks in the printed picture, in the order of reading."""
    image = printed(svg, folder)
    box = image.point(lambda v: 255 * (v < 128)).getbbox()
    assert box is not None
    # The outermost bodies touch the cells' edges but for the same few units at either side.
    scale = WIDTH * DPI / 96 / (10 * pictures.CELL_X)
    left = box[0] - (pictures.CELL_X - 12.6) / 2 * scale
    top = box[1] - 1.0 * scale
    return [
        look(image, left, top, scale, row, 9 - column if rtl else column, rtl)
        for row in range(10)
        for column in range(10)
    ]


def look(image, left, top, scale, row, column, rtl) -> str:
    x = left + (column + 0.5) * pictures.CELL_X * scale
    y = top + (row * pictures.CELL_Y + 17.5) * scale
    first, second = (dark(image, x + side * 3 * scale, y) for side in ((1, -1) if rtl else (-1, 1)))
    return {(True, True): "full", (True, False): "half", (False, False): "outline"}[first, second]


def dark(image, x, y) -> bool:
    return image.getpixel((round(x), round(y))) < 128


def printed(svg: str, folder: Path) -> Image.Image:
    style = f"<style>body{{margin:0}} svg{{width:{WIDTH}px;display:block}}</style>"
    html = f'<html lang="en"><head><title>x</title>{style}</head><body>{svg}</body></html>'
    (folder / "x.pdf").write_bytes(printer.pdf(html, PLAIN))
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "x.pdf", "x"]
    subprocess.run(command, cwd=folder, check=True)
    return Image.open(folder / "x.pgm")
