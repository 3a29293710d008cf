"""Rates: so many people out of a group, of whom, over what time, and says who."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from pwa.catalog.errors import Problem
from pwa.catalog.model import Catalog
from pwa.catalog.rules.base import Documents, choices, problem


def low_is_below_high(documents: Documents) -> Iterator[Problem]:
    """The low end of a figure is below its high end."""
    if not (document := documents.get(("", "figures"))):
        return
    for name, figure in (document.data or {}).items():
        low, high = (_number(figure, end) for end in ("low", "high"))
        if low is not None and high is not None and low >= high:
            message = f"expected low below high, found low {low} and high {high}"
            yield problem(document, (name,), message)


def _number(figure: Any, end: str) -> Decimal | None:
    written = figure.get(end) if isinstance(figure, dict) else None
    try:
        found = Decimal(written) if isinstance(written, str) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def rates_fit_their_group(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """No more people are counted than the group has."""
    for name, figure in catalog.figures.items():
        unit = catalog.units.get(figure.unit)
        if unit and unit.of and figure.high > unit.of:
            message = f"found {figure.high} of {unit.of}, expected at most {unit.of}"
            yield problem(documents["", "figures"], (name, "high"), message)


def risks_are_counted_in_people(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """The figure of a risk is so many out of a group, which can be drawn and compared."""
    for option, document in choices(catalog, documents):
        for name, answer in option.answers.items():
            for index, rate in enumerate(answer.risks):
                figure = catalog.figures.get(rate.figure) if rate.figure else None
                unit = catalog.units.get(figure.unit) if figure else None
                if unit and not unit.of:
                    loc = ("answers", name, "risks", index, "figure")
                    message = f"found the figure '{rate.figure}', expected so many out of a group"
                    yield problem(document, loc, message)


def what_is_not_known_says_so(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Where of whom or over what time a figure holds is not known, one set phrase says so."""
    known = catalog.wording.not_known if catalog.wording else None
    if known is None:
        return
    for name, figure in catalog.figures.items():
        for key, said in (("population", figure.population), ("time", figure.time)):
            if any(words in said.lower() for words in known.instead_of):
                message = f"found '{said}', expected '{known.say}'"
                yield problem(documents["", "figures"], (name, key), message)
