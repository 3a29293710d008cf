"""What a reader opens: pages, drawings, questions for the team, warning signs."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from pwa.catalog.base import Entry, Model, Sources, Statements, Whole
from pwa.catalog.typed import DrawingId, Id, PageId, Text


class Question(Model):
    id: Id
    text: Text
    why: Text
    sources: Sources


class QuestionGroup(Entry):
    title: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class ReadyStep(Model):
    """Something a reader may ask themselves before they choose, and what helps while it is a no."""

    id: Id
    question: Text
    meaning: Text
    """What a yes stands for."""
    not_yet: Text
    """What to do next."""
    page: PageId | None = None
    """Where to do it."""


class Readiness(Model):
    """``readiness.yaml``: steps that are never counted, scored or weighed."""

    steps: Annotated[tuple[ReadyStep, ...], Field(min_length=1)]
    sources: Sources

    @field_validator("steps")
    @classmethod
    def _own_ids(cls, steps: tuple[ReadyStep, ...]) -> tuple[ReadyStep, ...]:
        ids = [step.id for step in steps]
        for name in [name for index, name in enumerate(ids) if name in ids[:index]]:
            raise ValueError(f"found the id '{name}' a second time")
        return steps


class WarningSigns(Entry):
    """The signs that call for the same thing, equally fast."""

    urgency: Literal["emergency", "same-day", "expected"]
    title: Text
    action: Text
    signs: Statements
    advice: tuple[Text, ...] = ()


class DrawingPart(Model):
    number: Whole
    label: Text
    ring: bool = True
    """Ringed numbers are ways in, steps or parts to look at; plain ones are parts of the body."""


class Drawing(Entry):
    """An SVG file of the same name, and the words that belong to it."""

    title: Text
    caption: Text
    parts: tuple[DrawingPart, ...] = ()
    words: Text | None = None
    """What a reader who can't see the drawing has to know: where each part lies."""
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
        "search",
        "nothing",
    ]
    icon: Literal[
        "home", "list", "columns", "calendar", "question", "print", "warning", "info", "search"
    ]
    in_bar: bool = False
    """One of the few places in the bar at the bottom of the phone."""
    sections: tuple[Section, ...] = ()
    next: tuple[Next, ...] = ()
