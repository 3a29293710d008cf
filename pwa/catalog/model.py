"""The shape of the content: one frozen pydantic model for each kind of file.

Key ideas:

- **Two kinds of string carry meaning.** A ``Text`` is prose that a reader sees and a translator
  translates. An ``Id`` names something else in the catalog, and its class says in which folder.
  Because the *type* says so, extraction, localisation and the checks all find them with one walk
  (`pwa.catalog.walk`) and no list of field names has to be kept anywhere.
- **Equal detail.** What an option must answer stands in ``fields.yaml``, not here.
- **No number in prose.** A number is a `Figure`; prose holds its id in braces.
- The code knows no medicine: another subject is another content folder.

Every model forbids unknown keys, so a misspelt key is an error and never a silent loss.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from pwa.catalog.typed import (
    AmountText,
    AnswerId,
    CountText,
    DrawingId,
    FigureId,
    Id,
    OptionId,
    PageId,
    RiskId,
    SourceId,
    TaskGroupId,
    Text,
    UnitId,
)


class Model(BaseModel):
    """Base of all: immutable, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Entry(Model):
    """Something that has a file of its own; its id is the file's name."""

    id: Id
    order: int = 50


Sources = Annotated[tuple[SourceId, ...], Field(min_length=1)]


class Statement(Model):
    """One claim and the documents it stands on."""

    text: Text
    sources: Sources


Statements = Annotated[tuple[Statement, ...], Field(min_length=1)]


# --- numbers ---------------------------------------------------------------------------------


class Plural(Model):
    """A phrase that counts; ``{n}`` is the number. Other languages may have more than two forms."""

    one: CountText
    other: CountText


class Conversion(Model):
    """The same amount in a second unit, shown in brackets: value times factor, rounded to step."""

    unit: UnitId
    factor: Decimal
    step: Decimal = Decimal(1)


class Unit(Model):
    """What a figure counts: either a CLDR unit such as ``duration-week``, or our own phrase."""

    cldr: str | None = None
    forms: Plural | None = None
    of: Annotated[int, Field(gt=0)] | None = None
    """The denominator, where the figure is so many out of a group that can be drawn."""
    offset: Literal["days", "weeks", "months"] | None = None
    """How the schedule counts it, where it is a length of time."""
    also: Conversion | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.cldr is None) == (self.forms is None):
            raise ValueError("expected either 'cldr' or 'forms'")
        return self


class Figure(Model):
    """A number, or a range, with everything that lets a reader weigh it."""

    name: Text
    low: Decimal | None = None
    high: Decimal
    unit: UnitId
    qualifier: Literal["about", "less-than", "more-than", "at-least", "up-to"] | None = None
    population: Text
    time: Text
    certainty: Literal["study", "range", "guidance"]
    """``study``: counted in studies. ``range``: given in guides. ``guidance``: usual advice."""
    sources: Sources

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low is not None and self.low >= self.high:
            raise ValueError(f"expected low below high, found low {self.low} and high {self.high}")
        return self

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The low and the high end; equal where the figure is one number."""
        return (self.high if self.low is None else self.low, self.high)


class Source(Model):
    """A document the content stands on. Titles and authors are names: they are not translated."""

    title: str
    label: Text | None = None
    """What to call it in a line, where it names no author."""
    authors: tuple[str, ...] = ()
    publisher: str
    year: str | None = None
    about: Text
    """What kind of document it is, so that a reader can judge it."""


# --- options ---------------------------------------------------------------------------------


class FieldDef(Model):
    """One question that every option answers."""

    id: Id
    title: Text
    answer: Literal["text", "points", "steps", "risks"]
    in_summary: bool = False


class FieldGroup(Model):
    id: Id
    title: Text
    fields: Annotated[tuple[FieldDef, ...], Field(min_length=1)]


class Fields(Model):
    """``fields.yaml``."""

    groups: Annotated[tuple[FieldGroup, ...], Field(min_length=1)]


class RiskRate(Model):
    """A risk as it stands for one option. Without a figure the reader is told "not known"."""

    risk: RiskId
    figure: FigureId | None = None
    note: Text | None = None
    sources: Sources


class Answer(Model):
    """What an option answers to one field: exactly one of the four."""

    statements: tuple[Statement, ...] = ()
    risks: tuple[RiskRate, ...] = ()
    not_known: Text | None = None
    does_not_apply: Text | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [name for name in type(self).model_fields if getattr(self, name)]
        if len(given) != 1:
            expected = "expected exactly one of statements, risks, not_known, does_not_apply"
            raise ValueError(f"{expected}, found {' and '.join(given) or 'none'}")
        return self


class DrawingUse(Model):
    """A drawing shown with an option; ``part`` is the number that is picked out."""

    drawing: DrawingId
    part: int | None = None


class Option(Entry):
    """A treatment, or doing nothing for now."""

    name: Text
    also_called: Text | None = None
    summary: Text
    operation: bool
    drawings: tuple[DrawingUse, ...] = ()
    answers: Mapping[str, Answer]


class Risk(Entry):
    """Something that can go wrong; how often stands with the option."""

    name: Text
    meaning: Text
    modifiers: tuple[Statement, ...] = ()
    """What makes it more or less likely."""
    sources: Sources


class Condition(Entry):
    """A diagnosis, and the options it is matched with."""

    name: Text
    statements: Statements
    options: tuple[OptionId, ...] = ()


class Technology(Entry):
    name: Text
    statements: Statements
    not_known: Text | None = None


class Term(Entry):
    """A term of art, explained in one sentence."""

    name: Text
    meaning: Text
    say: Text | None = None
    """How to say it, in the reader's own spelling."""
    sources: Sources


class Faq(Entry):
    question: Text
    statements: Statements


# --- the plan --------------------------------------------------------------------------------


class Edge(Model):
    """A day, counted from the day of the operation (negative: before it).

    Either a length in days, weeks or calendar months, or one end of a figure.
    """

    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    figure: FigureId | None = None
    end: Literal["low", "high"] = "high"
    side: Literal["before", "after"] = "after"

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [n for n in ("days", "weeks", "months", "figure") if getattr(self, n) is not None]
        if len(given) != 1:
            raise ValueError("expected exactly one of days, weeks, months, figure")
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
    """Whom a task or phase is for. Nothing said: everyone who has an operation."""

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


class Phase(Entry):
    """A stretch of recovery."""

    title: Text
    window: Window
    when: When = When()
    summary: Text
    restrictions: tuple[Statement, ...] = ()
    milestones: tuple[Statement, ...] = ()
    sources: Sources


class ProfileQuestion(Model):
    """Something the plan asks the reader, and why."""

    id: Id
    type: Literal["date", "option", "flag", "number"]
    label: Text
    why: Text
    min: Decimal | None = None
    max: Decimal | None = None


class ProfileGroup(Model):
    id: Id
    title: Text
    questions: Annotated[tuple[ProfileQuestion, ...], Field(min_length=1)]


class Profile(Model):
    """``profile.yaml``."""

    groups: Annotated[tuple[ProfileGroup, ...], Field(min_length=1)]


# --- talking with the team -------------------------------------------------------------------


class Question(Model):
    id: Id
    text: Text
    why: Text
    sources: Sources


class QuestionGroup(Entry):
    title: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class WarningSigns(Entry):
    """The signs that call for the same thing, equally fast."""

    urgency: Literal["emergency", "same-day", "expected"]
    title: Text
    action: Text
    signs: Statements
    advice: tuple[Text, ...] = ()


# --- pages -----------------------------------------------------------------------------------


class DrawingPart(Model):
    number: int
    label: Text
    ring: bool = True
    """Ringed numbers are ways in, steps or parts to look at; plain ones are parts of the body."""


class Drawing(Entry):
    """An SVG file of the same name, and the words that belong to it."""

    title: Text
    caption: Text
    parts: tuple[DrawingPart, ...] = ()
    svg: str = ""
    """The drawing itself, read by the loader from the ``.svg`` file beside the YAML."""
    sources: Sources


class Section(Model):
    title: Text
    statements: Statements
    drawing: DrawingId | None = None


class Next(Model):
    page: PageId
    text: Text


class Page(Entry):
    """A page of the guide: one main message, what it shows, and what the reader can do next."""

    title: Text
    short: Text
    """The label in the navigation."""
    about: Text
    """One line under the label, where the page is listed."""
    message: Text
    shows: Literal[
        "home",
        "options",
        "compare",
        "plan",
        "tasks",
        "phases",
        "warning_signs",
        "questions",
        "conditions",
        "technology",
        "glossary",
        "faq",
        "handouts",
        "sources",
        "nothing",
    ]
    icon: Literal["home", "list", "columns", "calendar", "question", "print", "warning", "info"]
    in_bar: bool = False
    """One of the few places in the bar at the bottom of the phone."""
    sections: tuple[Section, ...] = ()
    next: tuple[Next, ...] = ()


class Guide(Model):
    """The guide as a whole."""

    id: Id
    """Names the guide's store on the reader's phone; never change it once published."""
    name: Annotated[str, StringConstraints(min_length=1)]
    tagline: Text
    description: Text
    disclaimer: Text
    translated_by_machine: Text
    version: str
    updated: date
    allowed_digits: tuple[str, ...] = ()
    """Names with a digit in them that prose may hold, such as the label of a vertebra."""


class Catalog(Model):
    """Everything the content says. Mappings keep the order in which a reader meets the entries."""

    guide: Guide
    sources: Mapping[str, Source]
    units: Mapping[str, Unit]
    figures: Mapping[str, Figure]
    fields: tuple[FieldGroup, ...]
    profile: tuple[ProfileGroup, ...]
    task_groups: Mapping[str, TaskGroup]
    options: Mapping[str, Option]
    conditions: Mapping[str, Condition]
    risks: Mapping[str, Risk]
    tasks: Mapping[str, Task]
    phases: Mapping[str, Phase]
    questions: Mapping[str, QuestionGroup]
    warning_signs: Mapping[str, WarningSigns]
    technology: Mapping[str, Technology]
    glossary: Mapping[str, Term]
    faq: Mapping[str, Faq]
    pages: Mapping[str, Page]
    drawings: Mapping[str, Drawing]

    @property
    def field_defs(self) -> dict[str, FieldDef]:
        """Every field of an option by id, in the reader's order."""
        return {field.id: field for group in self.fields for field in group.fields}

    @property
    def profile_questions(self) -> dict[str, ProfileQuestion]:
        """Every question of the profile by id, in the reader's order."""
        return {question.id: question for group in self.profile for question in group.questions}
