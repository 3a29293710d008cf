"""A sheet before it is laid out: plain data that crosses to a worker.

A sheet is a row of segments. Each is laid out by itself and the pages are joined, so that what is
the same for everybody is laid out once and kept, and only a patient's own pages are made afresh.
Page numbers are therefore no business of a segment: the foot is drawn when all pages are known.
"""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from importlib.resources import files

from pwa.handouts.fonts import identity
from pwa.handouts.style import SYMBOLS, Style, css

PAGE, PAGES = "\ue000", "\ue001"
"""Stand for a page's number and the number of pages. Private letters: no translation holds them."""
AT, ZERO, END = "\ue002", "\ue003", "\ue004"
"""``AT 3 ZERO 0 END`` stands for the page on which segment 3 begins, in digits that start at 0."""


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
    personal: bool = False
    """Holds what a patient entered: never kept once it is printed."""


@dataclass(frozen=True)
class Sheet:
    """All of it. The same sheet always makes the same PDF."""

    segments: tuple[Segment, ...]
    feet: tuple[Foot, ...] = ()
    """For each language of the sheet, in its own digits."""

    @property
    def personal(self) -> bool:
        """Whether anything on it was entered by a patient."""
        return any(segment.personal for segment in self.segments)

    @property
    def length(self) -> int:
        """Letters of HTML."""
        return sum(len(segment.html) for segment in self.segments)

    @cached_property
    def key(self) -> str:
        """Names the sheet, and whatever lays it out: WeasyPrint, our own code, the fonts."""
        made_of = [version("weasyprint"), version("pydyf"), _code(), repr(self.feet)]
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
