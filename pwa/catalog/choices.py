"""What there is to choose from, and what explains it: options, risks, conditions, terms."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pwa.catalog.base import Entry, Model, Sources, Statement, Statements, Whole
from pwa.catalog.typed import DrawingId, FieldId, FigureId, Id, OptionId, RiskId, Text


class FieldDef(Model):
    """One question that every option answers."""

    id: Id
    title: Text
    answer: Literal["text", "points", "steps", "risks"]
    in_summary: bool = False
    side: Literal["good", "bad"] | None = None
    """Which side of an option it tells; rules see to it that both sides are told alike."""


class FieldGroup(Model):
    id: Id
    title: Text
    fields: Annotated[tuple[FieldDef, ...], Field(min_length=1)]


class Care(Model):
    """Something a reader may care about, and the fields that speak of it."""

    id: Id
    text: Text
    fields: Annotated[tuple[FieldId, ...], Field(min_length=1)]


class Gap(Model):
    """A field that an option alone can't answer, though all like it do, and why that is honest."""

    field: FieldId
    option: Id
    because: str
    """For the writer: what the sources don't say."""


class Fields(Model):
    """``fields.yaml``."""

    groups: Annotated[tuple[FieldGroup, ...], Field(min_length=1)]
    cares: tuple[Care, ...] = ()
    """What a reader may tick in the comparison, so that those fields come first."""
    gaps: tuple[Gap, ...] = ()


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
    part: Whole | None = None


class Option(Entry):
    """A treatment; or, in ``alternatives/``, what a reader may do instead of choosing one now.

    An alternative answers the same fields. It is always shown beside the options that are compared,
    and it is none of them: no plan is made for it, and it isn't listed among them.
    """

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
    needs: FieldId | None = None
    """Where an option's answer to this field does not apply, the risk does not apply either."""
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
    drawing: DrawingId | None = None


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
