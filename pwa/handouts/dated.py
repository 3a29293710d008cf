"""Tasks and phases as they stand on paper: numbered, in their groups, with dates or lengths.

A sheet is for whoever it is handed to, and nobody has told it about diabetes or smoking: so it has
every task that some reader with this option could have, and each says for whom it is.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pwa import plan
from pwa.catalog.model import Catalog, Phase, Task, TaskGroup
from pwa.handouts import when
from pwa.handouts.request import Request
from pwa.i18n.localise import Localised
from pwa.i18n.text import LocalText


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


@dataclass(frozen=True)
class Stage:
    """One phase as it stands on the sheet about recovery."""

    number: int
    phase: Phase
    start: str
    until: str
    lengths: LocalText


Groups = list[tuple[TaskGroup, list[Row]]]


def tasks(localised: Localised, request: Request, today: date) -> Groups:
    """The tasks in their groups, numbered through."""
    catalog = localised.catalog
    rows: dict[str, list[Row]] = {name: [] for name in catalog.task_groups}
    items = [item for item in _everyones_items(catalog, request) if item.kind == "task"]
    items.sort(key=lambda item: list(rows).index(catalog.tasks[item.id].group))
    for number, item in enumerate(items, start=1):
        rows[catalog.tasks[item.id].group].append(_row(localised, request, today, number, item))
    return [(catalog.task_groups[name], found) for name, found in rows.items() if found]


def phases(localised: Localised, request: Request, today: date) -> list[Stage]:
    """The stretches of recovery, in the order of the catalogue."""
    catalog = localised.catalog
    items = {i.id: i for i in _everyones_items(catalog, request) if i.kind == "phase"}
    found = [(phase, items[name]) for name, phase in catalog.phases.items() if name in items]
    return [
        Stage(
            number,
            phase,
            *when.dates(localised, item),
            when.lengths(localised, *_edges(catalog, phase), _operation(catalog, request)),
        )
        for number, (phase, item) in enumerate(found, start=1)
    ]


def _everyones_items(catalog: Catalog, request: Request) -> tuple[plan.Dated, ...]:
    """Every item that some reader with this option and day could have."""
    questions = catalog.profile_questions.values()
    # A choice counts as a tick here: the sheet is for whichever of them the reader has made.
    flags = frozenset(str(asked.id) for asked in questions if asked.type == "flag")
    flags |= {str(choice.id) for asked in questions for choice in asked.choices}
    numbers = {str(asked.id): Decimal(0) for asked in questions if asked.type == "number"}
    return plan.schedule(catalog, plan.Profile(request.day, request.option, flags, numbers))


def _row(localised: Localised, request: Request, today: date, number: int, item: plan.Dated) -> Row:
    catalog = localised.catalog
    task = catalog.tasks[item.id]
    return Row(
        number,
        task,
        *when.dates(localised, item),
        when.lengths(localised, *_edges(catalog, task), _operation(catalog, request)),
        when.is_late(item, today),
        tuple(catalog.answer_labels[name] for name in task.when.any_of),
    )


def _edges(catalog: Catalog, entry: Task | Phase) -> tuple[plan.Step, plan.Step]:
    return plan.step(catalog, entry.window.start), plan.step(catalog, entry.window.until)


def _operation(catalog: Catalog, request: Request) -> bool:
    return request.option is None or catalog.options[request.option].operation
