"""Windows of time in which something is to be done."""

from collections.abc import Iterable, Iterator
from math import nan

from pwa.catalog.errors import Problem
from pwa.catalog.model import Catalog, Edge, Phase, Task, Window
from pwa.catalog.rules.base import Documents, problem
from pwa.catalog.walk import Loc, find

FAR = 3660.0
"""Days. A calendar ends somewhere, and so does patience."""


def windows_in_order(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A window's first day is not after its last, and its figures are lengths of time."""
    entries: Iterable[tuple[str, Task | Phase]] = [
        *(("tasks", task) for task in catalog.tasks.values()),
        *(("phases", phase) for phase in catalog.phases.values()),
    ]
    for kind, entry in entries:
        document = documents[kind, entry.id]
        for place, window in find(entry, Window):
            for where, message in _faults(window, catalog):
                yield problem(document, (*place, *where), message)


def _faults(window: Window, catalog: Catalog) -> Iterator[tuple[Loc, str]]:
    edges = {"from": window.start, "until": window.until}
    days = {name: _rough_days(edge, catalog) for name, edge in edges.items()}
    for name in [name for name, day in days.items() if day is None]:
        figure = edges[name].figure
        yield (name,), f"found the figure '{figure}', expected one that is a length of time"
    for name in [name for name, day in days.items() if day and abs(day) > FAR]:
        yield (name,), "found more than ten years, expected less"
    start, until = days["from"], days["until"]
    if start is not None and until is not None and start > until:
        yield (), "found an end before the start, expected it after"


def _rough_days(edge: Edge, catalog: Catalog) -> float | None:
    """The edge in days, a month taken as 30.4: enough to tell the order.

    None for a figure that is no length of time; not a number for one that is at fault itself.
    """
    lengths = {"days": 1.0, "weeks": 7.0, "months": 30.4}
    if edge.figure is None:
        return sum((getattr(edge, unit) or 0) * length for unit, length in lengths.items())
    figure = catalog.figures.get(edge.figure)
    if figure is None or figure.unit not in catalog.units:
        return nan
    unit = catalog.units[figure.unit].offset
    if unit is None:
        return None
    value = float(figure.ends[0 if edge.end == "low" else 1])
    return value * lengths[unit] * (-1 if edge.side == "before" else 1)
