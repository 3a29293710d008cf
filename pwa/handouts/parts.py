"""What stands on each kind of sheet: the values its template needs, worked out beforehand.

A sheet is one part; a booklet would be several. A part knows what it cites, so that the list of
sources at the end holds exactly those, numbered in the order of the catalogue.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pwa import plan
from pwa.catalog.model import Catalog, Task
from pwa.catalog.typed import SourceId
from pwa.catalog.walk import find
from pwa.handouts import drawn, when
from pwa.handouts.request import Request
from pwa.i18n.localise import Localised
from pwa.i18n.text import LocalText, figures_in


@dataclass(frozen=True)
class Part:
    """One sheet's worth of content."""

    template: str
    title: str
    values: dict[str, Any]
    cited: tuple[str, ...] = field(default=())
    """The sources, each once, in the order of the catalogue."""


@dataclass(frozen=True)
class Row:
    """One task as it stands on the checklist."""

    number: int
    task: Task
    start: str
    until: str
    """The days, where the day of the operation is known."""
    lengths: LocalText
    late: bool
    whom: tuple[str, ...]
    """The answers in the profile for which the task is meant; empty where it is for everyone."""


Builder = Callable[[Localised, Request, date], Part]


def build(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """The parts of the sheet that was asked for."""
    return (_BUILDERS[request.kind](localised, request, today),)


def cited(catalog: Catalog, *values: Any) -> tuple[str, ...]:
    """The sources that anything in ``values`` stands on."""
    found = {str(name) for _, name in find(values, SourceId)}
    return tuple(name for name in catalog.sources if name in found)


def heading(catalog: Catalog, shows: str, otherwise: str) -> str:
    """The title of the page that shows the same thing."""
    return next((page.title for page in catalog.pages.values() if page.shows == shows), otherwise)


# --- an option -------------------------------------------------------------------------------


def option(localised: Localised, request: Request, today: date) -> Part:
    """One option, with every field answered."""
    catalog = localised.catalog
    chosen = catalog.options[str(request.option)]
    rates = [rate for answer in chosen.answers.values() for rate in answer.risks]
    drawings = [(use.part, catalog.drawings[use.drawing]) for use in chosen.drawings]
    risks = [catalog.risks[rate.risk] for rate in rates]
    figures = [catalog.figures[rate.figure] for rate in rates if rate.figure]
    values = {
        "option": chosen,
        "drawings": [(part, one, drawn.drawing(localised, one, part)) for part, one in drawings],
        "pictures": dict(drawn.people(localised, chosen.answers.values())),
        "figures_in": figures_in,
        "emergency": emergency(catalog),
    }
    sources = cited(catalog, chosen, *risks, *figures, *(one for _, one in drawings))
    return Part("option.html", str(chosen.name), values, sources)


# --- the checklist ---------------------------------------------------------------------------


def checklist(localised: Localised, request: Request, today: date) -> Part:
    """The tasks that go with an option, in their groups, dated where the day is known."""
    catalog = localised.catalog
    chosen = catalog.options[request.option] if request.option else None
    items = _everyones_items(catalog, request)
    rows: dict[str, list[Row]] = {name: [] for name in catalog.task_groups}
    tasks = sorted(items, key=lambda item: list(rows).index(catalog.tasks[item.id].group))
    for number, item in enumerate(tasks, start=1):
        task = catalog.tasks[item.id]
        rows[task.group].append(_row(localised, request, today, number, item))
    values = {
        "option": chosen,
        "day": request.day and localised.formats.day(request.day),
        "operation": chosen is None or chosen.operation,
        "groups": [(catalog.task_groups[name], found) for name, found in rows.items() if found],
        "emergency": emergency(catalog),
    }
    title = heading(catalog, "tasks", catalog.guide.name)
    return Part(
        "checklist.html", title, values, cited(catalog, *(catalog.tasks[i.id] for i in tasks))
    )


def _everyones_items(catalog: Catalog, request: Request) -> list[plan.Dated]:
    """Every task that some reader with this option and day could have."""
    questions = catalog.profile_questions.values()
    # A choice counts as a tick here: the sheet is for whichever of them the reader has made.
    flags = frozenset(str(asked.id) for asked in questions if asked.type == "flag")
    flags |= {str(choice.id) for asked in questions for choice in asked.choices}
    numbers = {str(asked.id): Decimal(0) for asked in questions if asked.type == "number"}
    anyone = plan.Profile(request.day, request.option, flags, numbers)
    return [item for item in plan.schedule(catalog, anyone) if item.kind == "task"]


def _row(localised: Localised, request: Request, today: date, number: int, item: plan.Dated) -> Row:
    catalog = localised.catalog
    task = catalog.tasks[item.id]
    start, until = (plan.step(catalog, edge) for edge in (task.window.start, task.window.until))
    chosen = catalog.options[request.option] if request.option else None
    return Row(
        number,
        task,
        *when.dates(localised, item),
        when.lengths(localised, start, until, chosen is None or chosen.operation),
        when.is_late(item, today),
        tuple(catalog.answer_labels[name] for name in task.when.any_of),
    )


# --- warning signs ---------------------------------------------------------------------------


def warning_signs(localised: Localised, request: Request, today: date) -> Part:
    """The sheet for the refrigerator's door."""
    catalog = localised.catalog
    groups = list(catalog.warning_signs.values())
    values = {
        "urgent": [group for group in groups if group.urgency == "emergency"],
        "others": [group for group in groups if group.urgency != "emergency"],
    }
    title = heading(catalog, "warning_signs", catalog.guide.name)
    return Part("warning-signs.html", title, values, cited(catalog, *groups))


def emergency(catalog: Catalog) -> list[Any]:
    """The signs that call for help at once; they stand on every sheet."""
    return [g for g in catalog.warning_signs.values() if g.urgency == "emergency"]


_BUILDERS: Final[dict[str, Builder]] = {
    "option": option,
    "checklist": checklist,
    "warning-signs": warning_signs,
}
