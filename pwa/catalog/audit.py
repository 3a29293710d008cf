"""A guide's own view of how far it meets what is asked of such guides: ``audit.yaml``.

What is met says on which page; what is not says why. An instrument is told whole, or it tells
nothing: how many points it has stands beside it, and a rule counts them.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pwa.catalog.base import Model, Whole
from pwa.catalog.typed import Id, Text

Result = Literal["met", "partly", "not", "does-not-apply"]


class Criterion(Model):
    """One thing an instrument asks, in our own words."""

    asks: Text
    result: Result
    where: tuple[str, ...] = ()
    """Pages on which it is met, such as ``compare`` or ``options/<id>``."""
    because: Text | None = None
    """Why it is not met, or not wholly; or why it can't be asked here."""

    @model_validator(mode="after")
    def _says_where_or_why(self) -> Self:
        if self.result == "met" and not self.where:
            raise ValueError("expected 'where': the pages on which it is met")
        if self.result != "met" and not self.because:
            raise ValueError("expected 'because': why it is not met")
        if self.result in ("not", "does-not-apply") and self.where:
            raise ValueError(f"found 'where' beside the result '{self.result}', expected none")
        return self


class Part(Model):
    title: Text
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class Instrument(Model):
    """A published list of what a good guide does. Its name is not translated."""

    id: Id
    name: str
    about: Text
    items: Annotated[Whole, Field(gt=0)]
    """How many points it has."""
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for part in self.parts for criterion in part.criteria)

    def count(self, *results: Result) -> int:
        return sum(criterion.result in results for criterion in self.criteria)


class Audit(Model):
    """``audit.yaml``."""

    reviewed: Text
    """Who has looked at the guide, said before anything else."""
    instruments: Annotated[tuple[Instrument, ...], Field(min_length=1)]
