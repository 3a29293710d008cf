"""What a sheet looks like, as plain data that may cross to a worker, and the CSS that follows.

Sizes in the stylesheets are in ``rem``, so large print is one number; only what belongs to the
paper (margins, a box to tick) is in millimetres. Each language brings its own fonts, digits and
direction (`Script`), so that two of them can stand on one page.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from pwa.handouts.fonts import Face, faces
from pwa.handouts.request import Paper, Request
from pwa.i18n.locales import Locale

# Noto Sans has tall small letters: at 10.5 points they stand higher than those of Times at 12.
LARGE_PT: Final = 16
SIZES: Final = {
    "option": (10.5, 10, 9.75, 9.5, 9.25),
    "warning-signs": (16, 15.5, 15, 14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 9.75, 9),
    "compare": (10,),
    "checklist": (11, 10.5, 10),
    "recovery": (11, 10.5, 10),
    "booklet": (10,),
}
"""Sizes in points to try, from the largest, until the sheet fits its pages."""
USUAL: Final = (11,)
PAIRED: Final = {
    "option": (9.5, 9),
    "compare": (9.5,),
    "questions": (10, 9.5, 9.25, 9),
    "warning-signs": SIZES["warning-signs"],
}
PAIRED_USUAL: Final = (10,)
"""Two languages side by side have half the width each."""
PAGES: Final = {"option": 4, "recovery": 3, "checklist": 9, "warning-signs": 1}
"""How many pages a part of a kind should take: two leaves, or the door of a refrigerator."""
PAGES_PAIRED: Final = {"option": 6, "questions": 6, "warning-signs": 2}
"""The same in two languages: three leaves, or both sides of one."""
SHEETS: Final = (
    "base",
    "table",
    "option",
    "checklist",
    "compare",
    "questions",
    "warning-signs",
    "booklet",
    "pairs",
    "stacked",
    "large",
)
# Debian 12 calls the font "Symbols2", later ones "Symbols 2".
SYMBOLS: Final = ("Noto Sans Symbols 2", "Noto Sans Symbols2")
# Letter is shorter by the width of a thumb: narrower margins give half of that back.
_MARGINS: Final = {"a4": "12mm 14mm 15mm", "letter": "9mm 13mm 13mm"}
# Large feet take two lines (one on a wide page), and large letters every millimetre of a line.
_LARGE: Final = "margin-left: 11mm; margin-right: 11mm; margin-bottom: "
_SIZES: Final = {"a4": "A4", "letter": "letter"}
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
class Script:
    """How one language is set."""

    lang: str
    fonts: tuple[str, ...]
    digits: str = "decimal"
    """The CSS name of the language's digits."""
    rtl: bool = False
    faces: tuple[Face, ...] = field(default=(), repr=False)
    """The subsets of its large fonts. Not shown: new letters in one don't make another sheet."""

    @classmethod
    def of(cls, locale: Locale) -> "Script":
        """The script of a language."""
        rtl = locale.direction == "rtl"
        return cls(locale.code, locale.data.fonts, counter_style(locale), rtl, faces(locale))

    @property
    def families(self) -> tuple[str, ...]:
        """Its fonts, each subset before the others."""
        return tuple(dict.fromkeys((*(face.family for face in self.faces), *self.fonts)))

    @property
    def leading(self) -> float:
        """Line height. Arabic letters reach further up and down than Latin ones."""
        return 1.6 if self.rtl else 1.34

    @property
    def leading_beside(self) -> float:
        """Line height beside another language, in whose shorter lines the eye finds the next."""
        return 1.48 if self.rtl else 1.3


@dataclass(frozen=True)
class Style:
    """Paper, size and scripts. Two sheets of one style share a parsed stylesheet."""

    scripts: tuple[Script, ...]
    paper: Paper = "a4"
    large_print: bool = False
    landscape: bool = False
    sizes: tuple[float, ...] = USUAL
    pages: int | None = None
    """The first of the sizes at which the sheet fits into so many pages is used."""

    @classmethod
    def of(
        cls, locales: tuple[Locale, ...], request: Request, *, landscape: bool = False
    ) -> "Style":
        """The style of a request in its languages."""
        large, kind = request.large_print, request.kind
        paired = len(locales) > 1
        sizes = PAIRED.get(kind, PAIRED_USUAL) if paired else SIZES.get(kind, USUAL)
        pages = None if large else (PAGES_PAIRED if paired else PAGES).get(kind)
        return cls(
            scripts=tuple(map(Script.of, locales)),
            paper=request.paper,
            large_print=large,
            landscape=landscape,
            sizes=(LARGE_PT,) if large else sizes,
            pages=pages,
        )


def page_css(style: Style, landscape: bool) -> str:
    """The declarations of a page: its size and its margins."""
    turned = " landscape" if landscape else ""
    size = f"size: {_SIZES[style.paper]}{turned}; margin: {_MARGINS[style.paper]}"
    return f"{size}; {_LARGE}{13 if landscape else 20}mm" if style.large_print else size


def css(style: Style, size: float) -> str:
    """What is a style's own: `common` comes after it. Letters of ``size`` points."""
    first, *others = style.scripts
    leading = first.leading_beside if others else first.leading
    return "\n".join(
        (
            f"@page {{ {page_css(style, style.landscape)} }}",
            f"html {{ font: {size}pt/{leading} {font_names(style.scripts)} }}",
            f"ol {{ list-style-type: {first.digits} }}",
            *(_other(script) for script in others),
        )
    )


def _other(script: Script) -> str:
    """The rules of a language that stands beside the first."""
    at = f'[lang="{script.lang}"]'
    return (
        f"{at} {{ font-family: {font_names((script,))}; line-height: {script.leading_beside} }}\n"
        f"{at} ol {{ list-style-type: {script.digits} }}"
    )


def font_names(scripts: tuple[Script, ...]) -> str:
    """The fonts of these languages in the words of CSS, each once."""
    named = dict.fromkeys(font for script in scripts for font in script.families)
    return ", ".join(f'"{name}"' for name in (*named, *SYMBOLS))


def counter_style(locale: Locale) -> str:
    """The CSS name of the language's digits, for page numbers."""
    return _COUNTERS.get(locale.data.numbering, "decimal")


@cache
def common() -> str:
    """The rules of all styles."""
    folder = files("pwa.handouts") / "styles"
    return "\n".join((folder / f"{name}.css").read_text("utf-8") for name in SHEETS)
