"""What a sheet looks like, as plain data that may cross to a worker, and the CSS that follows.

Sizes in the stylesheets are in ``rem``, so large print is one number; only what belongs to the
paper (margins, a box to tick) is in millimetres.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pwa.handouts.request import Paper, Request
from pwa.i18n.locales import Locale

# Noto Sans has tall small letters: at 10.5 points they stand higher than those of Times at 12.
LARGE_PT: Final = 16
SIZES: Final = {"option": (10.5, 10), "warning-signs": (11, 10.25, 9.5)}
"""Sizes in points to try, from the largest, until the sheet fits its pages."""
USUAL: Final = (11,)
PAGES: Final = {"option": 4, "warning-signs": 1}
"""How many pages a kind should take: two leaves of paper, or the door of a refrigerator."""
SHEETS: Final = ("base", "table", "option", "checklist", "warning-signs", "large")
# Debian 12 calls the font "Symbols2", later ones "Symbols 2".
SYMBOLS: Final = ("Noto Sans Symbols 2", "Noto Sans Symbols2")
# Letter is shorter by the width of a thumb: narrower margins give half of that back.
_PAPER: Final = {
    "a4": "size: A4; margin: 12mm 14mm 15mm;",
    "letter": "size: letter; margin: 9mm 13mm 13mm;",
}
_FOOT: Final = "vertical-align: top; padding-top: 2.5mm; color: #333; width: auto"
# What CLDR calls a numbering system, in the words of CSS.
_COUNTERS: Final = {
    "arab": "arabic-indic",
    "arabext": "persian",
    "beng": "bengali",
    "deva": "devanagari",
    "gujr": "gujarati",
    "guru": "gurmukhi",
    "tamldec": "tamil",
    "telu": "telugu",
    "thai": "thai",
}


@dataclass(frozen=True)
class Style:
    """Paper, size and script. Two sheets of one style share a parsed stylesheet."""

    fonts: tuple[str, ...]
    digits: str
    """The CSS name of the language's digits."""
    rtl: bool
    paper: Paper
    large_print: bool
    sizes: tuple[float, ...] = USUAL
    pages: int | None = None
    """The first of the sizes at which the sheet fits into so many pages is used."""

    @classmethod
    def of(cls, locale: Locale, request: Request) -> "Style":
        """The style of a request in its language."""
        large = request.large_print
        return cls(
            fonts=locale.data.fonts,
            digits=counter_style(locale),
            rtl=locale.direction == "rtl",
            paper=request.paper,
            large_print=large,
            sizes=(LARGE_PT,) if large else SIZES.get(request.kind, USUAL),
            pages=None if large else PAGES.get(request.kind),
        )


def css(style: Style, size: float) -> str:
    """The whole stylesheet of a style, with letters of ``size`` points."""
    names = ", ".join(f'"{name}"' for name in (*style.fonts, *SYMBOLS))
    # Arabic letters reach further up and down than Latin ones.
    leading = 1.6 if style.rtl else 1.34
    foot = f"font-size: {size if style.large_print else 8.5}pt; {_FOOT}"
    boxes = f"@bottom-left {{ {foot} }} @bottom-right {{ {foot} }}"
    return "\n".join(
        (
            f"@page {{ {_PAPER[style.paper]} {boxes} }}",
            f"html {{ font: {size}pt/{leading} {names} }}",
            f"ol {{ list-style-type: {style.digits} }}",
            _sheets(),
        )
    )


def counter_style(locale: Locale) -> str:
    """The CSS name of the language's digits, for page numbers."""
    return _COUNTERS.get(locale.data.numbering, "decimal")


@cache
def _sheets() -> str:
    folder = files("pwa.handouts") / "styles"
    return "\n".join((folder / f"{name}.css").read_text("utf-8") for name in SHEETS)
