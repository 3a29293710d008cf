"""Pictures drawn from figures: so many people out of a hundred. Page and paper share them.

Key ideas:

- **A picture never says more than its figure.** A person is filled up to the low end, half filled
  up to the high end, and an outline beyond. "Less than one" is one half-filled person; "more than
  seventy" is seventy filled ones, and the words beside the picture say the rest. An end that is not
  a whole number widens the half-filled part; it is never rounded away.
- **Few strokes.** A person is a dot and a pill, drawn with round line ends, and all people of one
  kind are one path: on paper a path for each person costs ten times as much. The filled half is a
  shape of its own, because stroked patterns come out at the wrong scale in print.
- **Words stay outside.** The caller writes the caption. On the page the picture is hidden from
  screen readers; a tagged PDF insists on a title, so there one can be given.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from html import escape

from pwa.catalog.model import Figure, Unit

CELL_X, CELL_Y = 20, 27
_HEAD, _BODY = 8.4, 12.6  # line widths, so the diameters of head and body
_RIM = 3.2  # what is left of the ink when the ground is drawn over it
_HEAD_AT, _NECK, _FEET = 5.2, 16.4, 18.6  # middle of the head, ends of the body's line
_COLUMNS = 10
_LARGEST = 1000
# A circle as four curves: how far the handles stand off, as a part of the radius.
_KAPPA = 0.5523

Place = tuple[float, float]


class PictureError(ValueError):
    """A figure that can't be drawn as people."""


def counts(figure: Figure, unit: Unit) -> tuple[int, int] | None:
    """How many people are filled, and up to how many half filled; None where there is no group."""
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
    ground: str = "var(--card, #fff)",
    title: str = "",
) -> str:
    """``of`` people in rows of ten, read from the start of the line: full, half, outline."""
    full, half = _checked(low, high, of)
    places = [_place(n, rtl) for n in range(of)]
    rows = -(-of // _COLUMNS)
    drawn = _drawn(places, full, half, ink, ground, rtl)
    return _svg(_COLUMNS * CELL_X, rows * CELL_Y, drawn, title)


def person(
    fill: str,
    *,
    rtl: bool = False,
    ink: str = "currentColor",
    ground: str = "#fff",
    title: str = "",
) -> str:
    """One person, ``full``, ``half`` or ``outline``, for the key beside the pictures."""
    low, high = {"full": (1, 1), "half": (0, 1), "outline": (0, 0)}[fill]
    return _svg(CELL_X, CELL_Y, _drawn([(CELL_X / 2, 0.0)], low, high, ink, ground, rtl), title)


def _drawn(places: list[Place], full: int, half: int, ink: str, ground: str, rtl: bool) -> str:
    """The layers of a picture, from the back to the front."""
    outlined, between, filled = places[full:], places[full:half], places[:full]
    return (
        _bodies(outlined, 0, ink)
        + _bodies(outlined, _RIM, ground)
        + _halves(between, ink, rtl)
        + _bodies(filled, 0, ink)
    )


def _checked(low: Decimal | int, high: Decimal | int, of: int) -> tuple[int, int]:
    if not 0 < of <= _LARGEST:
        raise PictureError(f"found a group of {of} people, expected 1 to {_LARGEST}")
    if not 0 <= low <= high <= of:
        raise PictureError(
            f"found {low} to {high} of {of} people, expected low, high and the group in order"
        )
    full = int(Decimal(low).to_integral_value(ROUND_FLOOR))
    return full, int(Decimal(high).to_integral_value(ROUND_CEILING))


def _place(number: int, rtl: bool) -> Place:
    """The top middle of a person's cell."""
    row, column = divmod(number, _COLUMNS)
    if rtl:
        column = _COLUMNS - 1 - column
    return column * CELL_X + CELL_X / 2, float(row * CELL_Y)


def _bodies(places: list[Place], inside: float, ink: str) -> str:
    """Heads and bodies; ``inside`` is how much narrower than the outline."""
    # A line of almost no length with round ends is a dot.
    heads = "".join(f"M{x:g},{y + _HEAD_AT:g}h.01" for x, y in places)
    trunks = "".join(f"M{x:g},{y + _NECK:g}V{y + _FEET:g}" for x, y in places)
    return _stroke(heads, _HEAD - inside, ink) + _stroke(trunks, _BODY - inside, ink)


def _stroke(path: str, width: float, ink: str) -> str:
    if not path:
        return ""
    return (
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width:g}"'
        ' stroke-linecap="round"/>'
    )


def _halves(places: list[Place], ink: str, rtl: bool) -> str:
    """The half of each person that comes first in the direction of reading."""
    if not places:
        return ""
    side = 1 if rtl else -1
    path = "".join(
        _half(x, y + _HEAD_AT, y + _HEAD_AT, side * _HEAD / 2)
        + _half(x, y + _NECK, y + _FEET, side * _BODY / 2)
        for x, y in places
    )
    return f'<path d="{path}" fill="{ink}"/>'


def _half(x: float, top: float, bottom: float, r: float) -> str:
    """Half of a pill whose round ends are centred on ``top`` and ``bottom``; ``r`` has a side."""
    k, a = r * _KAPPA, abs(r)
    ka = a * _KAPPA
    return (
        f"M{x:g},{top - a:.4g}"
        f"C{x + k:.4g},{top - a:.4g} {x + r:.4g},{top - ka:.4g} {x + r:.4g},{top:.4g}"
        f"V{bottom:.4g}"
        f"C{x + r:.4g},{bottom + ka:.4g} {x + k:.4g},{bottom + a:.4g} {x:g},{bottom + a:.4g}Z"
    )


def _svg(width: float, height: float, body: str, title: str) -> str:
    hidden = "" if title else ' aria-hidden="true"'
    words = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"{hidden}'
        f' focusable="false">{words}{body}</svg>'
    )
