"""Numbers as data: what is counted, how much, of whom, over what time, and who says so."""

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

import babel
from pydantic import AfterValidator, Field, model_validator

from pwa.catalog.base import Exact, Model, PlainWords, Sources, Whole
from pwa.catalog.errors import did_you_mean
from pwa.catalog.typed import CountText, Text, UnitId

Number = Annotated[Exact, Field(max_digits=9)]
Shown = Annotated[Exact, Field(max_digits=9, decimal_places=3, ge=0)]
"""A number as a reader sees it: languages write three decimal places, and would round the rest."""


def _known_to_cldr(name: str) -> str:
    known = babel.Locale("en").unit_display_names
    if name not in known:
        raise ValueError(f"no CLDR unit is called '{name}'{did_you_mean(name, known)}")
    return name


class Plural(Model):
    """A phrase that counts; ``{n}`` is the number. Other languages may have more than two forms."""

    one: CountText
    other: CountText


class Conversion(Model):
    """The same amount in a second unit, shown in brackets: value times factor, rounded to step."""

    unit: UnitId
    factor: Annotated[Number, Field(gt=0)]
    step: Annotated[Number, Field(gt=0)] = Decimal(1)


class Unit(Model):
    """What a figure counts: either a CLDR unit such as ``duration-week``, or our own phrase."""

    cldr: Annotated[str, AfterValidator(_known_to_cldr)] | None = None
    forms: Plural | None = None
    of: Annotated[Whole, Field(gt=0, le=1000)] | None = None
    """The denominator, where the figure is so many out of a group that can be drawn."""
    shape: Literal["person", "dot"] = "person"
    """What stands for one of the group in a picture."""
    offset: Literal["days", "weeks", "months"] | None = None
    """How the schedule counts it, where it is a length of time."""
    also: Conversion | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.cldr is None) == (self.forms is None):
            raise ValueError("expected either 'cldr' or 'forms'")
        return self

    @model_validator(mode="after")
    def _of_one_group(self) -> Self:
        for form in (self.forms.one, self.forms.other) if self.forms and self.of else ():
            if re.findall(r"\d+", form) not in ([], [str(self.of)]):
                raise ValueError(f"found '{form}', expected the same group as 'of': {self.of}")
        return self


class Figure(Model):
    """A number, or a range, with everything that lets a reader weigh it."""

    name: Text
    low: Shown | None = None
    high: Shown
    unit: UnitId
    qualifier: Literal["about", "less-than", "more-than", "at-least", "up-to"] | None = None
    population: Text
    time: Text
    certainty: Literal["study", "range", "guidance"]
    """``study``: counted in studies. ``range``: given in guides. ``guidance``: usual advice."""
    sources: Sources

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The low and the high end; equal where the figure is one number."""
        return (self.high if self.low is None else self.low, self.high)


class Source(Model):
    """A document the content stands on. Titles and authors are names: they are not translated."""

    title: PlainWords
    label: Text | None = None
    """What to call it in a line, where it names no author."""
    authors: tuple[PlainWords, ...] = ()
    publisher: PlainWords
    year: PlainWords | None = None
    about: Text
    """What kind of document it is, so that a reader can judge it."""
