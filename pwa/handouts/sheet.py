"""A sheet before it is laid out: plain data that crosses to a worker.

A sheet is a row of segments. Each is laid out by itself and the pages are joined, so that what many
sheets share is laid out once and kept. Page numbers are therefore no business of a segment: the
foot is drawn when all pages are known.

What a patient entered is in no segment. It stands in the sheet's *entries*; the segments have a
*blank* for each, so they are the same for everybody (see `pwa.handouts.form`).
"""

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from html import escape
from importlib.metadata import version
from importlib.resources import files

from pwa.handouts.fonts import identity
from pwa.handouts.style import SYMBOLS, Style, common, css

PAGE, PAGES = "\ue000", "\ue001"
"""Stand for a page's number and the number of pages. Private letters: no translation holds them."""
AT, ZERO, END = "\ue002", "\ue003", "\ue004"
"""``AT 3 ZERO 0 END`` stands for the page on which segment 3 begins, in digits that start at 0."""
BLANK = "\ue005"
"""``BLANK 3 END`` stands for the third of the texts that are entered."""
LINK, CODE = "\ue006", "\ue007"
"""Stand for the address, within an attribute, and for its code."""
_BLANKS = re.compile(f"{BLANK}([0-9]+){END}|{LINK}|{CODE}")


@dataclass(frozen=True)
class Foot:
    """The line at the foot of each page, in one language."""

    lang: str
    start: str
    end: str = ""


@dataclass(frozen=True)
class Segment:
    """Some pages, as one HTML document that needs nothing from outside."""

    html: str
    style: Style


@dataclass(frozen=True)
class Entries:
    """What is written into the blanks of a sheet."""

    texts: tuple[str, ...] = ()
    link: str = ""
    """The address that the day is a part of."""
    code: str = ""
    """The same as an SVG for a camera."""

    def within(self, html: str) -> str:
        """The HTML with no blank left."""
        return _BLANKS.sub(self._entered, html)

    def _entered(self, blank: re.Match[str]) -> str:
        if blank[0] == CODE:
            return self.code
        return escape(self.link if blank[0] == LINK else self.texts[int(blank[1])])


@dataclass(frozen=True)
class Sheet:
    """All of it. The same sheet always makes the same PDF."""

    segments: tuple[Segment, ...]
    feet: tuple[Foot, ...] = ()
    """For each language of the sheet, in its own digits."""
    model: Entries = Entries()
    """What stands in the blanks while the sheet is laid out: entered by nobody."""
    letters: tuple[tuple[str, ...], ...] = ()
    """For each text of the model, words that have every letter which may stand in its place."""
    entries: Entries | None = None

    @property
    def personal(self) -> bool:
        """Whether anything on it was entered by a patient."""
        return self.entries is not None

    @property
    def nobodys(self) -> "Sheet":
        """The same sheet with nothing entered."""
        return replace(self, entries=None)

    @property
    def plain(self) -> "Sheet":
        """The same sheet as HTML alone: what is entered stands where the blanks were."""
        written = self.entries or self.model
        segments = (replace(one, html=written.within(one.html)) for one in self.segments)
        return Sheet(tuple(segments), self.feet)

    @property
    def length(self) -> int:
        """Letters of HTML."""
        return sum(len(segment.html) for segment in self.segments)

    @cached_property
    def key(self) -> str:
        """Names the sheet, and whatever lays it out: WeasyPrint, our own code, the fonts."""
        made_of = [version("weasyprint"), version("pydyf"), _code(), common(), repr(self.feet)]
        for segment in self.segments:
            styles = [css(segment.style, size) for size in segment.style.sizes]
            fonts = [identity(script.fonts) for script in segment.style.scripts]
            made_of += [repr(segment.style), *styles, *fonts, identity(SYMBOLS), segment.html]
        return hashlib.sha256("\0".join(made_of).encode()).hexdigest()


@cache
def _code() -> str:
    """Changes with any line of the code that lays sheets out."""
    modules = sorted(
        (file for file in files("pwa.handouts").iterdir() if file.name.endswith(".py")),
        key=lambda file: file.name,
    )
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in modules)).hexdigest()
