"""Windows of time in words, for a reader whose day is not known: "From 8 weeks before to 4 weeks
before". Each shape of window is a whole sentence of its own, so that no language has to bend it.
"""

from collections.abc import Iterator
from decimal import Decimal

from pwa.catalog.model import Catalog, Edge, Unit, Window
from pwa.i18n import Localised
from pwa.i18n.text import LocalText
from pwa.plan import Step, step

_UNITS = {unit: Unit(cldr=f"duration-{unit[:-1]}") for unit in ("days", "weeks", "months")}


def span(local: Localised, window: Window) -> LocalText:
    """When something is to be done, counted from the day."""
    _ = local.translator.text
    start, until = step(local.catalog, window.start), step(local.catalog, window.until)
    words = {"start": length(local, start), "until": length(local, until)}
    if start == until:
        return _single(local, start)
    if until["n"] < 0:
        return _("From {start} before to {until} before", **words)
    if until["n"] == 0:
        return _("From {start} before to the day itself", **words)
    if start["n"] < 0:
        return _("From {start} before to {until} after", **words)
    if start["n"] == 0:
        return _("From the day itself to {until} after", **words)
    return _("From {start} after to {until} after", **words)


def step_name(catalog: Catalog, edge: Edge) -> str:
    """An edge of a window for a script to count with, such as ``weeks:-6``."""
    by = step(catalog, edge)
    return f"{by['unit']}:{by['n']}"


def _single(local: Localised, on: Step) -> LocalText:
    _ = local.translator.text
    if on["n"] == 0:
        return _("On the day itself")
    if on["n"] < 0:
        return _("{length} before", length=length(local, on))
    return _("{length} after", length=length(local, on))


def length(local: Localised, by: Step) -> str:
    """Such as ``8 weeks``, whichever way they are counted."""
    size = Decimal(abs(by["n"]))
    return local.formats.amount(size, size, _UNITS[by["unit"]])


def amount_patterns(local: Localised, unit: str) -> dict[str, str]:
    """How the language writes an amount of a unit, by plural category, for a phone to fill."""
    return dict(_patterns(local, local.catalog.units[unit]))


def _patterns(local: Localised, unit: Unit) -> Iterator[tuple[str, str]]:
    # Among these numbers every plural category of CLDR occurs. Later ones win, so that a dual
    # that is one word without a number leaves its place to a form with one.
    for n in (0, 1_000_000, 100, 11, 3, 2, 1):
        said = local.formats.amount(Decimal(n), Decimal(n), unit)
        number = local.formats.number(n)
        if number in said:
            yield local.locale.cldr.plural_form(n), said.replace(number, "{n}", 1)
