"""The days of an item in words: as dates where the day is known, as lengths of time where not.

A sentence is never put together from pieces: each way a stretch of time can lie about the day is a
whole message of its own, once for an operation and once for care that simply starts.
"""

from datetime import date
from decimal import Decimal
from typing import Final, Literal

from pwa.catalog.model import Unit
from pwa.i18n.localise import Localised
from pwa.i18n.text import LocalText
from pwa.plan import Dated, Step

_ = str
"""Marks a message for the extractor."""

Shape = Literal[
    "day", "before", "after", "until-day", "from-day", "around", "point-before", "point-after"
]
_OPERATION: Final[dict[Shape, str]] = {
    "day": _("On the day of the operation"),
    "before": _("{start} to {until} before the operation"),
    "after": _("{start} to {until} after the operation"),
    "until-day": _("From {start} before the operation until that day"),
    "from-day": _("From the day of the operation until {until} after it"),
    "around": _("From {start} before the operation until {until} after it"),
    "point-before": _("{start} before the operation"),
    "point-after": _("{start} after the operation"),
}
_START: Final[dict[Shape, str]] = {
    "day": _("On the day you start"),
    "before": _("{start} to {until} before you start"),
    "after": _("{start} to {until} after you start"),
    "until-day": _("From {start} before you start until that day"),
    "from-day": _("From the day you start until {until} later"),
    "around": _("From {start} before you start until {until} later"),
    "point-before": _("{start} before you start"),
    "point-after": _("{start} after you start"),
}
_UNITS: Final = {
    "days": Unit(cldr="duration-day"),
    "weeks": Unit(cldr="duration-week"),
    "months": Unit(cldr="duration-month"),
}


def dates(localised: Localised, item: Dated) -> tuple[str, str]:
    """The first and the last day, such as ``Thu 17 Sep 2026``; empty while the day is unknown."""
    day = localised.formats.day
    return day(item.start) if item.start else "", day(item.until) if item.until else ""


def lengths(localised: Localised, start: Step, until: Step, operation: bool) -> LocalText:
    """Such as ``8 weeks to 4 weeks before the operation``."""
    messages = _OPERATION if operation else _START
    first, last = _length(localised, start), _length(localised, until)
    return localised.translator.text(messages[_shape(start, until)], start=first, until=last)


def is_late(item: Dated, today: date) -> bool:
    """Whether the item's last day has gone by."""
    return item.until is not None and item.until < today


def _shape(start: Step, until: Step) -> Shape:
    first, last = start["n"], until["n"]
    if first == last == 0:
        return "day"
    if start == until:
        return "point-before" if first < 0 else "point-after"
    if first >= 0:
        return "from-day" if first == 0 else "after"
    if last <= 0:
        return "until-day" if last == 0 else "before"
    return "around"


def _length(localised: Localised, step: Step) -> str:
    size = Decimal(abs(step["n"]))
    return localised.formats.amount(size, size, _UNITS[step["unit"]])
