"""Sheets of paper: the same words and figures as the page, laid out for a kitchen table.

::

    fields ── request.parse ──▶ Request ── sheets.html ──▶ HTML ── workers ──▶ PDF
                                    (localised catalogue)       (printer, in its own process)
"""

from datetime import date

from pwa.handouts import sheets
from pwa.handouts.errors import BadField, BadRequest, Busy, HandoutError, PrintError, TooSlow
from pwa.handouts.request import Request, file_name, parse
from pwa.handouts.style import Style
from pwa.handouts.workers import Workers, workers
from pwa.i18n.localise import Localised

__all__ = [
    "BadField",
    "BadRequest",
    "Busy",
    "HandoutError",
    "PrintError",
    "Request",
    "TooSlow",
    "Workers",
    "file_name",
    "handout",
    "parse",
]


def handout(
    localised: Localised, request: Request, today: date, pool: Workers | None = None
) -> bytes:
    """The sheet as PDF, in the language of ``localised``. Raises `Busy` or `PrintError`."""
    html = sheets.html(localised, request, today)
    return (pool or workers()).render(html, Style.of(localised.locale, request))
