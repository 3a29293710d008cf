"""Sheets of paper: the same words and figures as the page, laid out for a kitchen table.

::

    fields ── request.parse ──▶ Request ── sheets.html ──▶ HTML ── workers ──▶ PDF
                                    (localised catalogue)       (printer, in its own process)
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from pwa.handouts import sheets
from pwa.handouts.errors import BadField, BadRequest, Busy, HandoutError, PrintError, TooSlow
from pwa.handouts.request import Request, file_name, parse
from pwa.handouts.style import Style, css
from pwa.handouts.workers import Workers, workers
from pwa.i18n.localise import Localised

__all__ = [
    "BadField",
    "BadRequest",
    "Busy",
    "Draft",
    "HandoutError",
    "PrintError",
    "Request",
    "TooSlow",
    "Workers",
    "draft",
    "file_name",
    "handout",
    "parse",
]


@dataclass(frozen=True)
class Draft:
    """A sheet before it is laid out. The same draft always makes the same sheet."""

    html: str
    style: Style

    @property
    def key(self) -> str:
        """Names the draft, and whatever lays it out."""
        styles = "".join(css(self.style, size) for size in self.style.sizes)
        made_of = (version("weasyprint"), repr(self.style), styles, self.html)
        return hashlib.sha256("\0".join(made_of).encode()).hexdigest()

    def print(self, pool: Workers | None = None) -> bytes:
        """The PDF. Raises `Busy` or `PrintError`."""
        return (pool or workers()).render(self.html, self.style)


def draft(localised: Localised, request: Request, today: date) -> Draft:
    """The sheet in the language of ``localised``, as it is printed on that day."""
    return Draft(sheets.html(localised, request, today), Style.of(localised.locale, request))


def handout(
    localised: Localised, request: Request, today: date, pool: Workers | None = None
) -> bytes:
    """The sheet as PDF. Raises `Busy` or `PrintError`."""
    return draft(localised, request, today).print(pool)
