"""The schedule: rules and a reader's answers in, dated items out. Pure.

Key ideas:

- **The rules are data.** `rules` boils the catalog down to what dates need, as plain JSON, with
  every figure already resolved to a whole number of days, weeks or months. `schedule.js` reads the
  same rules on the phone; one test feeds both with the same answers and accepts no difference.
- **A day is a civil date.** No clock and no time zone takes part.
- **The end wins.** A month is a calendar month, cut to the month's last day, so two lengths that
  are in order on paper may cross in a short month. Then the start gives way: nothing is ever dated
  after its own deadline.
- Nobody is left out for want of an answer: undecided counts as an operation, and without a day the
  same items come in the same order, undated.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypedDict

from pwa.catalog import Catalog
from pwa.catalog.model import Edge, Phase, ProfileQuestion, Task

CountUnit = Literal["days", "weeks", "months"]
Kind = Literal["task", "phase"]

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
"""Outside of these a day is a slip of the keyboard, and JavaScript counts the year 99 as 1999."""

_ANY_DAY = date(2001, 1, 1)
"""Stands in for the day while it is unknown, so that the order is still that of time."""
_LENGTHS = {"days": Decimal(1), "weeks": Decimal(7), "months": Decimal("30.4375")}


class Step(TypedDict):
    """A signed length of time, counted from the day."""

    unit: CountUnit
    n: int


class Whom(TypedDict):
    """Whom an item is for; empty lists ask for nothing."""

    any_of: list[str]
    options: list[str]


class Item(TypedDict):
    """One task or phase, reduced to its window."""

    id: str
    kind: Kind
    group: str | None
    start: Step
    until: Step
    when: Whom


class Asked(TypedDict):
    """What may be answered to one question of the profile."""

    type: Literal["date", "option", "flag", "number", "choice"]
    min: str | None
    max: str | None
    choices: list[str]


class Rules(TypedDict):
    """All that the schedule needs, as JSON."""

    questions: dict[str, Asked]
    options: dict[str, bool]
    """Each option, and whether it is an operation."""
    items: list[Item]


@dataclass(frozen=True)
class Profile:
    """What a reader has answered. Every part may be missing."""

    day: date | None = None
    option: str | None = None
    flags: frozenset[str] = frozenset()
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.day and not FIRST_DAY <= self.day <= LAST_DAY:
            raise ValueError(f"found {self.day}, expected a day from {FIRST_DAY} to {LAST_DAY}")


@dataclass(frozen=True)
class Dated:
    """An item that applies, with its first and last day; None while the day is unknown."""

    id: str
    kind: Kind
    start: date | None
    until: date | None


# --- from the catalog to rules ---------------------------------------------------------------


def rules(catalog: Catalog) -> Rules:
    """The scheduling rules of a catalog."""
    entries: list[Task | Phase] = [*catalog.tasks.values(), *catalog.phases.values()]
    return Rules(
        questions={name: _asked(asked) for name, asked in catalog.profile_questions.items()},
        options={name: option.operation for name, option in catalog.options.items()},
        items=[_item(catalog, entry) for entry in entries],
    )


def _asked(question: ProfileQuestion) -> Asked:
    low, high = (None if end is None else str(end) for end in (question.min, question.max))
    choices = [str(choice.id) for choice in question.choices]
    return Asked(type=question.type, min=low, max=high, choices=choices)


def _item(catalog: Catalog, entry: Task | Phase) -> Item:
    return Item(
        id=str(entry.id),
        kind="task" if isinstance(entry, Task) else "phase",
        group=str(entry.group) if isinstance(entry, Task) else None,
        start=step(catalog, entry.window.start),
        until=step(catalog, entry.window.until),
        when=Whom(
            any_of=[str(name) for name in entry.when.any_of],
            options=[str(name) for name in entry.when.options],
        ),
    )


def step(catalog: Catalog, edge: Edge) -> Step:
    """An edge of a window as a whole, signed number of one unit."""
    if edge.days is not None:
        return Step(unit="days", n=edge.days)
    if edge.weeks is not None:
        return Step(unit="weeks", n=edge.weeks)
    if edge.months is not None:
        return Step(unit="months", n=edge.months)
    return _figure_step(catalog, edge)


def _figure_step(catalog: Catalog, edge: Edge) -> Step:
    assert edge.figure is not None
    figure = catalog.figures[edge.figure]
    unit = catalog.units[figure.unit].offset
    if unit is None:
        raise ValueError(f"the figure '{edge.figure}' is not a length of time")
    size = figure.ends[0 if edge.end == "low" else 1]
    if size != size.to_integral_value():
        # Half a week is no step a calendar knows, three or four days are.
        unit, size = "days", (size * _LENGTHS[unit]).quantize(Decimal(1), ROUND_HALF_UP)
    return Step(unit=unit, n=-int(size) if edge.side == "before" else int(size))


def stretches(catalog: Catalog, phases: Iterable[Phase]) -> list[tuple[int, int]]:
    """The first and the last day of each phase, near enough for a picture to scale."""
    edges = ((phase.window.start, phase.window.until) for phase in phases)
    return [(_near(step(catalog, a)), _near(step(catalog, b))) for a, b in edges]


def _near(by: Step) -> int:
    return int((by["n"] * _LENGTHS[by["unit"]]).quantize(Decimal(1), ROUND_HALF_UP))


# --- from rules and answers to dates ---------------------------------------------------------


def schedule(source: Catalog | Rules, profile: Profile) -> tuple[Dated, ...]:
    """What applies to this reader, in the order of time."""
    found = rules(source) if isinstance(source, Catalog) else source
    given = _given(found, profile)
    items = [item for item in found["items"] if _applies(item, found, profile, given)]
    return tuple(_in_order(items, profile.day))


def _given(found: Rules, profile: Profile) -> frozenset[str]:
    """The questions that have an answer (a tick is one, and so is a number), and each choice."""
    by_type = {"date": profile.day is not None, "option": profile.option is not None}
    single = {name for name, asked in found["questions"].items() if by_type.get(asked["type"])}
    chosen = {*profile.choices.keys(), *profile.choices.values()}
    return profile.flags | profile.numbers.keys() | single | chosen


def _applies(item: Item, found: Rules, profile: Profile, given: frozenset[str]) -> bool:
    when = item["when"]
    if when["any_of"] and given.isdisjoint(when["any_of"]):
        return False
    if profile.option not in found["options"]:
        # Undecided counts as any of the operations.
        return not when["options"] or any(found["options"].get(name) for name in when["options"])
    if when["options"]:
        return profile.option in when["options"]
    return found["options"][profile.option]


def _in_order(items: Iterable[Item], day: date | None) -> Iterable[Dated]:
    windows = [(*_window(item, day or _ANY_DAY), item["id"], item["kind"]) for item in items]
    for start, until, name, kind in sorted(windows):
        yield Dated(name, kind, start if day else None, until if day else None)


def in_order(catalog: Catalog) -> list[Task]:
    """Every task, whomever it is for, in the order of time."""
    dated = _in_order(rules(catalog)["items"], None)
    return [catalog.tasks[one.id] for one in dated if one.kind == "task"]


def _window(item: Item, day: date) -> tuple[date, date]:
    until = moved(day, item["until"])
    return min(moved(day, item["start"]), until), until


def moved(day: date, by: Step) -> date:
    """The day, so many days, weeks or calendar months on."""
    if by["unit"] == "months":
        return _months_on(day, by["n"])
    return day + timedelta(days=by["n"] * (7 if by["unit"] == "weeks" else 1))


def _months_on(day: date, n: int) -> date:
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
