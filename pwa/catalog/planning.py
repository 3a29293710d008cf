"""What the plan is made of: tasks and phases with their windows, and what a reader is asked."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pwa.catalog.base import Entry, Exact, Model, Sources, Statement, Statements, Whole
from pwa.catalog.typed import (
    AmountText,
    AnswerId,
    FigureId,
    Id,
    OptionId,
    TaskGroupId,
    Text,
    UnitId,
)


class Edge(Model):
    """A day, counted from the day of the operation (negative: before it).

    Either a length in days, weeks or calendar months, or one end of a figure.
    """

    days: Annotated[Whole, Field(ge=-3660, le=3660)] | None = None
    weeks: Annotated[Whole, Field(ge=-520, le=520)] | None = None
    months: Annotated[Whole, Field(ge=-120, le=120)] | None = None
    figure: FigureId | None = None
    end: Literal["low", "high"] = "high"
    side: Literal["before", "after"] = "after"

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [n for n in ("days", "weeks", "months", "figure") if getattr(self, n) is not None]
        if len(given) != 1:
            raise ValueError("expected exactly one of days, weeks, months, figure")
        return self

    @model_validator(mode="after")
    def _end_and_side_of_a_figure(self) -> Self:
        # Passed over, "one week, before" would be a week after the operation.
        stray = sorted({"end", "side"} & self.model_fields_set)
        if stray and self.figure is None:
            expected = "it with a figure alone: a day before the operation has a minus"
            raise ValueError(f"found '{stray[0]}' beside a length of time, expected {expected}")
        return self


class Window(Model):
    """The first and the last day on which something is to be done, both included."""

    start: Edge = Field(alias="from")
    until: Edge


class Amount(Model):
    """A figure multiplied by a number from the profile, such as grams for each kilogram."""

    figure: FigureId
    per: AnswerId
    unit: UnitId
    text: AmountText


class When(Model):
    """Whom a task or phase is for. Nothing said: everyone who has an operation.

    Someone who hasn't decided counts as having any of the operations. ``any_of`` names questions of
    the profile that have an answer, or single choices of one.
    """

    any_of: tuple[AnswerId, ...] = ()
    options: tuple[OptionId, ...] = ()


class TaskGroup(Model):
    title: Text


class Task(Entry):
    """One thing to do, and the days it is to be done in."""

    title: Text
    group: TaskGroupId
    window: Window
    when: When = When()
    why: Text
    how: Statements
    late: Text
    """Whom to ask today when the window has passed."""
    medicine: bool = False
    """Concerns a medicine: the plan leaves room for who decides, what they said, from when."""
    amount: Amount | None = None
    sources: Sources


class Limit(Statement):
    """A statement about recovery that may have days of its own, such as an end to a limit."""

    window: Window | None = None
    options: tuple[OptionId, ...] = ()
    """Whom the days are for; nobody named means everyone that the phase is for."""


class Phase(Entry):
    """A stretch of recovery."""

    title: Text
    window: Window
    when: When = When()
    summary: Text
    restrictions: tuple[Limit, ...] = ()
    milestones: tuple[Limit, ...] = ()
    sources: Sources


class Choice(Model):
    """One of the answers to a question of type ``choice``. Its id is one of the profile's."""

    id: Id
    label: Text


class OtherUnit(Model):
    """The same number in another unit, for a reader who counts in it."""

    label: Text
    times: Annotated[Exact, Field(gt=0)]
    """How many of it make one of the question's own."""


class ProfileQuestion(Model):
    """Something the plan asks the reader, and why."""

    id: Id
    type: Literal["date", "option", "flag", "number", "choice"]
    label: Text
    why: Text
    min: Exact | None = None
    max: Exact | None = None
    also: OtherUnit | None = None
    choices: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _parts_fit_the_type(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("expected choices for a question of type choice, and for no other")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"found min {self.min} above max {self.max}, expected it below")
        if self.also and self.type != "number":
            raise ValueError("found another unit, expected it for a question of type number alone")
        return self


class ProfileGroup(Model):
    id: Id
    title: Text
    questions: Annotated[tuple[ProfileQuestion, ...], Field(min_length=1)]


class Profile(Model):
    """``profile.yaml``."""

    groups: Annotated[tuple[ProfileGroup, ...], Field(min_length=1)]
