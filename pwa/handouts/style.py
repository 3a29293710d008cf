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

NORMAL_PT, LARGE_PT = 11, 16
# Noto Sans has tall small letters: at 11 points they stand higher than those of Times at 12.
SHEETS: Final = ("base", "table", "option", "checklist", "warning-signs")
# Debian 12 calls the font "Symbols2", later ones "Symbols 2".
SYMBOLS: Final = ("Noto Sans Symbols 2", "Noto Sans Symbols2")
# Letter is shorter by the width of a thumb: narrower margins give half of that back.
_PAPER: Final = {
    "a4": "@page { size: A4; margin: 12mm 14mm 15mm }",
    "letter": "@page { size: letter; margin: 10mm 14mm 13mm }",
}
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

    @classmethod
    def of(cls, locale: Locale, request: Request) -> "Style":
        """The style of a request in its language."""
        fonts, rtl = locale.data.fonts, locale.direction == "rtl"
        return cls(fonts, counter_style(locale), rtl, request.paper, request.large_print)


def css(style: Style) -> str:
    """The whole stylesheet of a style."""
    size = LARGE_PT if style.large_print else NORMAL_PT
    names = ", ".join(f'"{name}"' for name in (*style.fonts, *SYMBOLS))
    # Arabic letters reach further up and down than Latin ones.
    leading = 1.6 if style.rtl else 1.34
    return "\n".join(
        (
            _PAPER[style.paper],
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
