"""Pictures drawn from figures: so many out of a group, and a stretch of time. Page and paper share
them.

Key ideas:

- **A picture never says more than its figure.** A shape is full up to the low end, striped up to
  the high end, and an outline beyond. "Less than one" is one striped shape; "more than seventy" is
  seventy full ones, and the words beside the picture say what may follow. An end that is not a
  whole number widens the striped part; it is never rounded away. People are drawn for people;
  anything else that is counted is a plain circle.
- **Ink alone.** Full, striped and outlined differ without colour, on any ground, at any contrast
  the reader's system forces, and on a grey printer. Nothing is painted over anything.
- **Few paths.** All shapes of one kind are one path: on paper a path for each costs ten times as
  much. Stripes are strokes of their own, because patterns come out at the wrong scale in print.
- **Words stay outside.** The caller writes the caption. On the page the picture is hidden from
  screen readers; a tagged PDF insists on a title, so there one can be given.
- **Time mirrors, bodies do not.** What is read in order starts where the line starts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from html import escape
from math import sqrt
from typing import Any, Final

from pwa.catalog.model import Figure, Phase, Unit

CELL = 20
COLUMNS = 10
_LARGEST = 1000
_LINE = 1.6  # of an outline
_STRIPE = 1.5

Place = tuple[float, float]
Stripe = tuple[float, float, float]
"""Left end and height in the cell, and the length."""


class PictureError(ValueError):
    """A figure that can't be drawn as a group, or a time that can't be drawn to scale."""


# --- so many out of a group ------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """What stands for one of the group: its outline, and the stripes that make it grey."""

    height: int
    outline: str
    """A path, relative to ``start`` in the cell."""
    start: Place
    stripes: tuple[Stripe, ...]


def _chords(middle: Place, radius: float, *heights: float) -> tuple[Stripe, ...]:
    """Level lines across a circle whose lower half goes straight down."""
    found = []
    for y in heights:
        half = sqrt(radius**2 - min(y - middle[1], 0) ** 2)
        found.append((middle[0] - half, y, 2 * half))
    return tuple(found)


SHAPES: Final = {
    "person": Shape(
        28,
        "a4 4 0 1 0 8 0a4 4 0 1 0-8 0zm-2.5 19v-6.5a6.5 6.5 0 0 1 13 0v6.5z",
        (6, 6),
        (*_chords((10, 6), 4, 4.4), (6.4, 7.6, 7.2), *_chords((10, 18.5), 6.5, 15.3, 18.5, 21.7)),
    ),
    "dot": Shape(
        20,
        "a7 7 0 1 0 14 0a7 7 0 1 0-14 0z",
        (3, 10),
        (*_chords((10, 10), 7, 6.8, 10), (10 - sqrt(49 - 3.2**2), 13.2, 2 * sqrt(49 - 3.2**2))),
    ),
}


def counts(figure: Figure, unit: Unit) -> tuple[int, int] | None:
    """How many shapes are full, and up to how many striped; None where there is no group."""
    if unit.of is None:
        return None
    low, high = figure.ends
    if figure.qualifier in ("less-than", "up-to") and figure.low is None:
        low = Decimal(0)
    return int(low.to_integral_value(ROUND_FLOOR)), int(high.to_integral_value(ROUND_CEILING))


def people(
    low: Decimal | int,
    high: Decimal | int,
    of: int = 100,
    *,
    rtl: bool = False,
    ink: str = "currentColor",
    shape: str = "person",
    title: str = "",
    columns: int = COLUMNS,
) -> str:
    """``of`` shapes in rows, read from the start of the line: full, striped, outlined."""
    full, striped = _checked(low, high, of)
    drawn = SHAPES[shape]
    places = [_place(n, columns, drawn.height, rtl) for n in range(of)]
    rows = -(-of // columns)
    said = f' data-full="{full}" data-striped="{striped - full}" data-of="{of}"'
    body = _group(drawn, places, full, striped, ink)
    return _svg(columns * CELL, rows * drawn.height, body, title, said)


def person(fill: str, *, ink: str = "currentColor", title: str = "") -> str:
    """One person, ``full``, ``striped`` or ``outline``, for the key beside the pictures."""
    low, high = {"full": (1, 1), "striped": (0, 1), "outline": (0, 0)}[fill]
    drawn = SHAPES["person"]
    return _svg(CELL, drawn.height, _group(drawn, [(0, 0)], low, high, ink), title)


def _checked(low: Decimal | int, high: Decimal | int, of: int) -> tuple[int, int]:
    if not 0 < of <= _LARGEST:
        raise PictureError(f"found a group of {of}, expected 1 to {_LARGEST}")
    if not 0 <= low <= high <= of:
        raise PictureError(f"found {low} to {high} of {of}, expected low, high, group in order")
    full = int(Decimal(low).to_integral_value(ROUND_FLOOR))
    return full, int(Decimal(high).to_integral_value(ROUND_CEILING))


def _place(number: int, columns: int, height: int, rtl: bool) -> Place:
    """The top left of a shape's cell."""
    row, column = divmod(number, columns)
    if rtl:
        column = columns - 1 - column
    return column * CELL, row * height


def _group(shape: Shape, places: list[Place], full: int, striped: int, ink: str) -> str:
    """One path for each kind of shape that occurs, and one for the stripes."""
    return (
        _path(_outlines(shape, places[:full]), ink, fill=ink)
        + _path(_outlines(shape, places[full:striped]), ink)
        + _path(_stripes(shape, places[full:striped]), ink, width=_STRIPE)
        + _path(_outlines(shape, places[striped:]), ink)
    )


def _outlines(shape: Shape, places: list[Place]) -> str:
    dx, dy = shape.start
    return "".join(f"M{x + dx:g} {y + dy:g}{shape.outline}" for x, y in places)


def _stripes(shape: Shape, places: list[Place]) -> str:
    return "".join(
        f"M{x + dx:.4g} {y + dy:.4g}h{length:.3g}"
        for x, y in places
        for dx, dy, length in shape.stripes
    )


def _path(data: str, ink: str, fill: str = "none", width: float = _LINE) -> str:
    if not data:
        return ""
    return (
        f'<path d="{data}" fill="{fill}" stroke="{ink}" stroke-width="{width:g}"'
        ' stroke-linejoin="round"/>'
    )


# --- a stretch of time -----------------------------------------------------------------------

Stretch = tuple[int, int]
"""The first and the last day, counted from the day that everything is counted from."""

_WIDE, _GUTTER, _ROW, _BAR = 320, 38, 32, 14
_MONTH = 365.25 / 12
_TICKS = (1, 2, 3, 6, 12)  # months between two numbers under the lines
_MOST_TICKS = 5


def in_sequence(stretches: Sequence[Stretch]) -> tuple[list[int], int]:
    """Those that follow one another, then those that run beside them; and how many these are."""
    follow: list[int] = []
    for n in sorted(range(len(stretches)), key=lambda n: (stretches[n][1], stretches[n][0])):
        if not follow or stretches[n][0] >= stretches[follow[-1]][1]:
            follow.append(n)
    others = [n for n in range(len(stretches)) if n not in follow]
    return follow + others, len(others)


def phases_drawn(
    phases: Sequence[Phase], stretches: Sequence[Stretch], **look: Any
) -> tuple[str, list[Phase]]:
    """The timeline of all phases, and the phases in the order of its numbers."""
    if not phases:
        return "", []
    order, beside = in_sequence(stretches)
    svg = timeline([stretches[n] for n in order], beside=beside, **look)
    return svg, [phases[n] for n in order]


def timeline(
    stretches: Sequence[Stretch],
    *,
    beside: int = 0,
    rtl: bool = False,
    ink: str = "currentColor",
    font: str = "sans-serif",
    digits: Callable[[str], str] = str,
    title: str = "",
) -> str:
    """A numbered bar for each stretch, to scale, over a line of months.

    The last ``beside`` of them do not follow the others; they are drawn in outline.
    """
    last = max((until for _, until in stretches), default=0)
    if last <= 0 or any(start < 0 or until < start for start, until in stretches):
        raise PictureError("found no time after the day, expected stretches that lie after it")
    axis = _Axis(last, rtl, ink, font, digits)
    foot = len(stretches) * _ROW + 6
    bars = "".join(
        axis.bar(n, stretch, outline=n >= len(stretches) - beside)
        for n, stretch in enumerate(stretches)
    )
    return _svg(_WIDE, foot + 26, axis.months(foot) + bars, title)


@dataclass(frozen=True)
class _Axis:
    """Where a day stands between the start of the line and its end."""

    last: int
    rtl: bool
    ink: str
    font: str
    digits: Callable[[str], str]

    def at(self, day: float) -> float:
        x = _GUTTER + day / self.last * (_WIDE - _GUTTER - 12)
        return _WIDE - x if self.rtl else x

    def bar(self, row: int, stretch: Stretch, outline: bool) -> str:
        middle = row * _ROW + _ROW / 2
        ring = _WIDE - 16 if self.rtl else 16
        left, right = sorted(map(self.at, stretch))
        guide = f"M{ring - 16 if self.rtl else ring + 16} {middle:g}H{self.at(stretch[0]):.4g}"
        fill = f'fill-opacity="{0.12 if outline else 1}" stroke-width="{_LINE:g}"'
        return (
            f'<circle cx="{ring}" cy="{middle:g}" r="12" fill="none" stroke="{self.ink}"'
            f' stroke-width="2"/>{self._number(ring, middle + 5.4, row + 1, bold=True)}'
            f'<path d="{guide}" stroke="{self.ink}" stroke-dasharray="1.5 3.5"/>'
            f'<rect x="{left:.4g}" y="{middle - _BAR / 2:g}" width="{right - left:.4g}"'
            f' height="{_BAR}" fill="{self.ink}" stroke="{self.ink}" {fill}/>'
        )

    def months(self, foot: float) -> str:
        """The numbered months, each with a line up through the bars."""
        months = self.last / _MONTH
        step = next((n for n in _TICKS if months / n < _MOST_TICKS), _TICKS[-1])
        found = range(0, int(months + 0.1) + 1, step)
        lines = "".join(f"M{self.at(min(n * _MONTH, self.last)):.4g} 0V{foot}" for n in found)
        edge = f'<path d="M{self.at(0):g} {foot}H{self.at(self.last):g}" stroke="{self.ink}"/>'
        numbers = (self._number(self.at(min(n * _MONTH, self.last)), foot + 19, n) for n in found)
        faint = f'<path d="{lines}" stroke="{self.ink}" stroke-opacity=".3"/>'
        return faint + edge + "".join(numbers)

    def _number(self, x: float, y: float, n: int, bold: bool = False) -> str:
        return (
            f'<text x="{x:.4g}" y="{y:g}" font-family="{escape(self.font)}" font-size="15"'
            f' font-weight="{700 if bold else 400}" text-anchor="middle" fill="{self.ink}"'
            f' direction="ltr">{self.digits(str(n))}</text>'
        )


# --- drawings --------------------------------------------------------------------------------

_FAINT = "0.38"
_LABEL = re.compile(r">\s*\d+\s*</text>")
_PART = re.compile(r'<g data-part="(\d+)"')


def numbered(svg: str, part: int | None, digits: Callable[[str], str]) -> str:
    """A drawing with its legend's digits, and one part standing out: the others are made faint.

    It is written into the shapes themselves, because a style sheet does not reach them on paper.
    """

    def marked(found: re.Match[str]) -> str:
        chosen = int(found[1]) == part
        return found[0] + (' data-chosen=""' if chosen else f' opacity="{_FAINT}"')

    svg = _LABEL.sub(lambda label: digits(label[0]), svg)
    return svg if part is None else _PART.sub(marked, svg)


def _svg(width: float, height: float, body: str, title: str, extra: str = "") -> str:
    hidden = "" if title else ' aria-hidden="true"'
    words = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"{hidden}'
        f' focusable="false"{extra}>{words}{body}</svg>'
    )
