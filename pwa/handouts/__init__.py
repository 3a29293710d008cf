"""Sheets of paper: the same words and figures as the page, laid out for a kitchen table.

::

    fields ── request.parse ──▶ Request ── sheets.sheet ──▶ Sheet ── desk, workers ──▶ PDF
                                    (localised catalogue)        (printer, in its own process)
"""

from datetime import date

from pwa.handouts import sheets
from pwa.handouts.desk import Desk, desk
from pwa.handouts.errors import (
    BadField,
    BadRequest,
    Busy,
    HandoutError,
    PrintError,
    TooSlow,
    Unfinished,
)
from pwa.handouts.request import Request, file_name, parse
from pwa.handouts.sheet import Sheet
from pwa.handouts.sheets import Wish
from pwa.handouts.workers import Workers, workers
from pwa.i18n.localise import Localised

__all__ = [
    "BadField",
    "BadRequest",
    "Busy",
    "Desk",
    "HandoutError",
    "PrintError",
    "Request",
    "Sheet",
    "TooSlow",
    "Unfinished",
    "Wish",
    "Workers",
    "desk",
    "draft",
    "file_name",
    "handout",
    "parse",
    "workers",
]


def draft(wish: Wish) -> Sheet:
    """The sheet, not yet laid out. The same draft always makes the same PDF."""
    return sheets.sheet(wish)


def handout(
    localised: Localised,
    request: Request,
    today: date,
    pool: Workers | None = None,
    *,
    second: Localised | None = None,
) -> bytes:
    """The sheet as PDF. Raises `Busy` or `PrintError`."""
    speakers = (localised, second) if second else (localised,)
    return (pool or workers()).render(draft(Wish(request, speakers, today)))
