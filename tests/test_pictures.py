"""Pictures show what the content says, neither more nor less, on every page and on paper."""

import re
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from pwa import pictures, plan
from pwa.catalog.model import Figure, Unit
from pwa.handouts import drawn, printer
from pwa.handouts.sheet import Segment, Sheet
from pwa.handouts.style import Script, Style
from pwa.i18n import localise

GROUP = Unit(forms={"one": "{n} in 100 people", "other": "{n} in 100 people"}, of=100)
PLAIN = Style((Script("en", ("Noto Sans",)),))
CATALOG, ENGLISH = pages.CATALOG, pages.REGISTRY["en"]
RATES = {
    name: (*ends, CATALOG.units[figure.unit].shape)
    for name, figure in CATALOG.figures.items()
    if (ends := pictures.counts(figure, CATALOG.units[figure.unit]))
}
"""Every rate of the guide: how many are full, up to how many striped, and what is drawn."""
WIDTH = 400  # of the picture on paper, in CSS pixels
DPI = 96
PHONE = 286  # what is left for a drawing where the screen is 320 pixels wide


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


def kinds(svg: str) -> dict[str, int]:
    """How many shapes of each kind a picture holds, counted from its paths."""
    picture = html.fragment_fromstring(svg)
    found = {"full": 0, "striped": 0, "outline": 0}
    stripes = len(pictures.SHAPES["dot" if "7 7 0" in svg else "person"].stripes)
    for path in picture.iter("path"):
        shapes = path.get("d").count("M")
        if "a" not in path.get("d"):
            found["striped"] = shapes // stripes
        else:
            found["outline" if path.get("fill") == "none" else "full"] += shapes
    found["outline"] -= found["striped"]
    return found


@given(st.integers(0, 100), st.integers(0, 100), st.sampled_from(["person", "dot"]))
@settings(max_examples=40)
def test_everyone_is_drawn_once(low, high, shape):
    low, high = sorted((low, high))
    found = kinds(pictures.people(low, high, shape=shape))
    assert found == {"full": low, "striped": high - low, "outline": 100 - high}


def test_a_picture_is_hidden_from_screen_readers_unless_it_has_a_title():
    assert 'aria-hidden="true"' in pictures.people(2, 5)
    titled = pictures.people(2, 5, title="2 < 5 & more")
    assert "<title>2 &lt; 5 &amp; more</title>" in titled
    assert "aria-hidden" not in titled


def test_a_picture_of_a_hundred_costs_few_paths():
    assert pictures.people(2, 5).count("<path") <= 4


# --- the guide's rates ------------------------------------------------------------------------


@cache
def shown_people() -> dict[str, list[html.HtmlElement]]:
    """Every picture of a rate on every page that is read, by the figure's id."""
    found: dict[str, list[html.HtmlElement]] = {}
    for path in pages.READ_PAGES:
        for picture in pages.tree(path).xpath("//figure[@data-people]"):
            found.setdefault(picture.get("data-people"), []).append(picture)
    return found


def test_every_rate_has_its_picture_on_some_page_and_nothing_else_has_one():
    assert shown_people().keys() == RATES.keys()


@pytest.mark.parametrize("name", RATES)
def test_on_every_page_the_picture_of_a_rate_shows_that_rate(name):
    full, striped, shape = RATES[name]
    for picture in shown_people()[name]:
        svg = html.tostring(picture.find("svg"), encoding="unicode")
        assert ("7 7 0" in svg) == (shape == "dot")
        assert kinds(svg) == {
            "full": full,
            "striped": striped - full,
            "outline": 100 - striped,
        }


@pytest.mark.parametrize("name", RATES)
def test_the_words_beside_a_picture_say_the_same(name):
    full, striped, _ = RATES[name]
    picture = next(p for p in shown_people()[name] if "en" in p.xpath("/html/@lang"))
    words = pages.words(picture.find("figcaption"))
    assert str(CATALOG.figures[name].name) in words
    numbers = set(map(int, re.findall(r"\d+", words.partition("Each shape")[2])))
    assert numbers == {100, *({full} - {0}), *({striped} if striped > full else ()), 100 - striped}
    assert ("Striped" in words) == (striped > full)
    assert ("at most the other" in words) == (CATALOG.figures[name].qualifier == "more-than")


@pytest.fixture(scope="module")
def printed_rates(tmp_path_factory) -> list[Image.Image]:
    """Each rate of the guide on a page of its own, in both directions of reading."""
    svgs = (
        pictures.people(full, striped, shape=shape, rtl=rtl, ink="#000", title="x")
        for full, striped, shape in RATES.values()
        for rtl in (False, True)
    )
    return printed(svgs, tmp_path_factory.mktemp("rates"))


@pytest.mark.parametrize("at", range(len(RATES)), ids=list(RATES))
@pytest.mark.parametrize("rtl", [False, True])
def test_on_paper_each_shape_is_as_full_as_the_figure_says(printed_rates, at, rtl):
    full, striped, shape = list(RATES.values())[at]
    found = list(looks(printed_rates[2 * at + rtl], pictures.SHAPES[shape], rtl))
    assert found == ["full"] * full + ["striped"] * (striped - full) + ["outline"] * (100 - striped)


def looks(image: Image.Image, shape: pictures.Shape, rtl: bool) -> Iterator[str]:
    """How each shape looks in the printed picture, in the order of reading."""
    scale = WIDTH * DPI / 96 / (pictures.COLUMNS * pictures.CELL)
    # The last two stripes of a body, and the ground between them.
    (_, above, _), (_, stripe, _) = shape.stripes[-3:-1]
    for row in range(10):
        for column in reversed(range(10)) if rtl else range(10):
            x = (column + 0.5) * pictures.CELL * scale
            on, between = (
                image.getpixel((round(x), round((row * shape.height + y) * scale))) < 128
                for y in (stripe, (above + stripe) / 2)
            )
            yield {(1, 1): "full", (1, 0): "striped", (0, 0): "outline"}[on, between]


def printed(svgs: Iterator[str], folder: Path) -> list[Image.Image]:
    style = f"body{{margin:0}} svg{{width:{WIDTH}px;display:block;break-after:page}}"
    style = f"<style>@page{{margin:0!important}} {style}</style>"
    body = "".join(svgs)
    text = f'<html lang="en"><head><title>x</title>{style}</head><body>{body}</body></html>'
    (folder / "x.pdf").write_bytes(printer.pdf(Sheet((Segment(text, PLAIN),))))
    command = ["pdftoppm", "-r", str(DPI), "-gray", "x.pdf", "x"]
    subprocess.run(command, cwd=folder, check=True)
    return [Image.open(path) for path in sorted(folder.glob("x-*.pgm"))]


@pytest.mark.parametrize("option", [o for o in CATALOG.options if CATALOG.options[o].operation])
def test_a_sheet_draws_every_rate_that_its_option_tells(option):
    english = localise(CATALOG, ENGLISH)
    answers = english.catalog.options[option].answers
    found = dict(drawn.people(english, answers.values()))
    told = {rate.figure for answer in answers.values() for rate in answer.risks if rate.figure}
    assert told & RATES.keys() <= found.keys() <= RATES.keys()
    for name, svg in found.items():
        assert kinds(svg)["full"] == RATES[name][0]
        assert f"<title>{CATALOG.figures[name].name}: " in svg


# --- time -------------------------------------------------------------------------------------

STRETCHES = [(0, 91), (0, 14), (15, 42), (43, 91), (91, 183), (183, 365)]


def test_what_runs_beside_the_others_comes_last():
    assert pictures.in_sequence(STRETCHES) == ([1, 2, 3, 4, 5, 0], 1)
    assert pictures.in_sequence([]) == ([], 0)


@pytest.mark.parametrize("rtl", [False, True])
def test_a_timeline_is_to_scale_and_starts_where_the_line_starts(rtl):
    svg = html.fragment_fromstring(pictures.timeline(STRETCHES, rtl=rtl))
    bars = [(float(bar.get("x")), float(bar.get("width"))) for bar in svg.iter("rect")]
    a_day = bars[-1][1] / (365 - 183)
    for (start, until), (x, width) in zip(STRETCHES, bars, strict=True):
        assert width == pytest.approx((until - start) * a_day, abs=0.2)
        begins = bars[0][0] + bars[0][1] - (x + width) if rtl else x - bars[0][0]
        assert begins == pytest.approx(start * a_day, abs=0.2)
    rings = {float(ring.get("cx")) for ring in svg.iter("circle")}
    assert rings == {304.0 if rtl else 16.0}


@pytest.mark.parametrize("stretches", [[], [(-5, 3)], [(5, 3)], [(0, 0)]])
def test_a_time_that_has_no_scale_is_refused(stretches):
    with pytest.raises(pictures.PictureError, match="after the day"):
        pictures.timeline(stretches)


@pytest.mark.parametrize("code", pages.LOCALES)
def test_the_recovery_page_numbers_its_phases_as_the_timeline_does(code):
    figure = pages.tree(f"/{code}/recovery/").find(".//figure[@data-timeline]")
    bars = figure.findall(".//svg/rect")
    listed = figure.xpath("figcaption//li//a/@href")
    assert sorted(listed) == sorted(f"#{name}" for name in CATALOG.phases)
    phases = [CATALOG.phases[href.removeprefix("#")] for href in listed]
    days = [until - start for start, until in plan.stretches(CATALOG, phases)]
    widths = [float(bar.get("width")) for bar in bars]
    for (day, width), (next_day, next_width) in pairwise(zip(days, widths, strict=True)):
        assert width * next_day == pytest.approx(next_width * day, rel=0.02)
    digits = localise(CATALOG, pages.REGISTRY[code]).formats.digits
    numbers = figure.xpath("svg/circle/following-sibling::text[1]/text()")
    assert numbers == [digits(str(n + 1)) for n in range(len(phases))]


# --- drawings ---------------------------------------------------------------------------------


def numbers_in(svg: str) -> list[int]:
    return [int(n) for n in re.findall(r">(\d+)</text>", svg)]


@pytest.mark.parametrize("name", CATALOG.drawings)
def test_the_numbers_of_a_drawing_are_those_of_its_legend(name):
    drawing = CATALOG.drawings[name]
    assert set(numbers_in(drawing.svg)) == {part.number for part in drawing.parts}
    assert drawing.words, "where each part lies is told in words too"


@pytest.mark.parametrize("name", CATALOG.drawings)
def test_a_drawing_is_ink_alone_and_legible_on_a_narrow_phone(name):
    svg = CATALOG.drawings[name].svg
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert colours <= {"none", "currentColor"}
    width = float(re.search(r'viewBox="\S+ \S+ (\S+)', svg)[1])
    sizes = map(float, re.findall(r'font-size="([^"]+)"', svg))
    assert min(sizes) * PHONE / width >= 11


@pytest.mark.parametrize("path", pages.OPTION_PAGES)
def test_an_option_s_own_way_stands_out_in_the_drawing_and_in_its_legend(path):
    option = CATALOG.choices[path.split("/")[-2]]
    for use in option.drawings:
        figure = pages.tree(path).find(f".//figure[@data-drawing='{use.drawing}']")
        chosen = figure.xpath(".//*[@data-chosen]/@data-part")
        faint = figure.xpath(".//*[@data-part][@opacity]/@data-part")
        everyone = set(figure.xpath(".//@data-part"))
        if use.part is None:
            assert (chosen, faint) == ([], [])
        else:
            assert chosen == [str(use.part)]
            assert {*chosen, *faint} == everyone
            here = [part.number == use.part for part in CATALOG.drawings[use.drawing].parts]
            assert ["here" in (li.get("class") or "") for li in figure.iter("li")] == here


def test_every_operation_shows_from_where_it_comes():
    for option in CATALOG.options.values():
        ways = [use.part for use in option.drawings if use.drawing == "ways-in"]
        assert len(ways) == option.operation * (option.id != "injections"), option.id


@pytest.mark.parametrize("path", [p for p in pages.OPTION_PAGES if not p.startswith("/en/")])
def test_a_body_is_not_mirrored(path):
    def shapes(of: str) -> list[str]:
        return pages.tree(of).xpath("//figure[@data-drawing]//svg//@d")

    assert shapes(path) == shapes(re.sub("^/[^/]+", "/en", path))


@pytest.mark.parametrize("path", pages.READ_PAGES)
def test_a_picture_stands_with_words_that_say_the_same(path):
    for figure in pages.tree(path).xpath("//figure"):
        caption = figure.find("figcaption")
        assert caption is not None
        assert len(pages.words(caption)) > 20


def test_on_paper_the_chosen_way_stands_out_and_the_title_tells_the_drawing():
    english = localise(CATALOG, ENGLISH)
    drawing = english.catalog.drawings["ways-in"]
    svg = drawn.drawing(english, drawing, 3)
    assert re.findall(r'data-part="(\d)" data-chosen', svg) == ["3"]
    assert str(drawing.words) in svg
    assert "aria-hidden" not in svg


def test_on_paper_the_timeline_has_the_bars_of_the_page(tmp_path):
    english = localise(CATALOG, ENGLISH)
    svg, phases = drawn.timeline(english, list(english.catalog.phases.values()), "Time")
    assert len(phases) == len(CATALOG.phases)
    (image,) = printed(iter([svg]), tmp_path)
    svg = html.fragment_fromstring(str(svg))
    scale = WIDTH / 320
    for bar in svg.findall("rect"):
        x, y, width, height = (float(bar.get(k)) for k in ("x", "y", "width", "height"))
        middle = image.getpixel((round((x + width / 2) * scale), round((y + height / 2) * scale)))
        assert middle < (128 if bar.get("fill-opacity") == "1" else 255)
