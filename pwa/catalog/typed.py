"""Strings that carry meaning: prose to translate, and names of other things in the catalog.

Each checks itself against what the content defines (`Known`), so a dangling name or a digit in
prose is reported at its own line, together with every other fault of the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from pwa.catalog import prose
from pwa.catalog.errors import did_you_mean


@dataclass(frozen=True)
class Known:
    """What the content defines, handed to validation so that each fault is found in its place."""

    ids: Mapping[str, frozenset[str]]
    allowed_digits: tuple[str, ...] | None = ()
    """Words that may hold a digit; None where their file can't be read."""

    def missing(self, kind: str, name: str) -> str | None:
        """A message if ``name`` does not exist, with the nearest name that does.

        None where the names of that kind are not known, because their file can't be read.
        """
        known = self.ids.get(kind)
        if known is None or name in known:
            return None
        noun = NOUNS.get(kind, kind)
        return f"no {noun} is called '{name}'{did_you_mean(name, known)}"


NOUNS = {
    "sources": "source",
    "figures": "figure",
    "units": "unit",
    "options": "option",
    "field_defs": "field",
    "risks": "risk",
    "glossary": "glossary term",
    "pages": "page",
    "drawings": "drawing",
    "task_groups": "task group",
    "profile_questions": "profile question",
}


class _Typed(str):
    """A string whose class carries meaning, so that it survives validation as that class."""

    pattern: ClassVar[str | None] = None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(
            cls._validate,
            core_schema.str_schema(min_length=1, strip_whitespace=True, pattern=cls.pattern),
        )

    @classmethod
    def _validate(cls, value: str, info: ValidationInfo) -> Self:
        # Without a context (one file read alone, by the extractor) only the shape is checked.
        known: Known | None = info.context
        faults = list(cls.faults(value, known)) if known else []
        if faults:
            raise ValueError("; ".join(faults))
        return cls(value)

    @classmethod
    def faults(cls, value: str, known: Known) -> Iterator[str]:
        """What is wrong with ``value``, given everything the content defines."""
        yield from ()


class Text(_Typed):
    """Prose in the source language: translated, and rendered with the inline markup.

    The markup is ``**strong**``, ``[[term-id]]`` or ``[[term-id|words]]``, and ``{figure-id}``.
    """

    own_holes: ClassVar[frozenset[str]] = frozenset()
    """Holes that something other than a figure fills."""
    digits: ClassVar[bool] = False

    @classmethod
    def faults(cls, value: str, known: Known) -> Iterator[str]:
        yield from prose.faults(value)
        if not cls.digits and known.allowed_digits is not None:
            yield from filter(None, [prose.digit_fault(value, known.allowed_digits)])
        for part in prose.flatten(prose.parse(value)):
            if isinstance(part, prose.TermLink):
                fault = known.missing("glossary", part.term)
            elif isinstance(part, prose.Hole) and part.name not in cls.own_holes:
                fault = known.missing("figures", part.name)
            else:
                fault = None
            if fault:
                yield fault


class CountText(Text):
    """A form of a unit: ``{n}`` is the number, and the unit's own denominator may be written."""

    own_holes = frozenset({"n"})
    digits = True

    @classmethod
    def faults(cls, value: str, known: Known) -> Iterator[str]:
        yield from super().faults(value, known)
        parts = [part for part in prose.flatten(prose.parse(value)) if not isinstance(part, str)]
        if parts != [prose.Hole("n")]:
            yield f"found '{value[:40]}', expected plain words with {{n}} in them once"


class AmountText(Text):
    """A sentence in which ``{amount}`` is worked out on the reader's phone."""

    own_holes = frozenset({"amount"})


class Id(_Typed):
    """The name of something in the catalog; ``kind`` is the catalog's field it is looked up in."""

    pattern = r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$"
    kind: ClassVar[str] = ""

    @classmethod
    def faults(cls, value: str, known: Known) -> Iterator[str]:
        if cls.kind and (fault := known.missing(cls.kind, value)):
            yield fault


class SourceId(Id):
    kind = "sources"


class FigureId(Id):
    kind = "figures"


class UnitId(Id):
    kind = "units"


class OptionId(Id):
    kind = "options"


class FieldId(Id):
    kind = "field_defs"


class RiskId(Id):
    kind = "risks"


class TermId(Id):
    kind = "glossary"


class PageId(Id):
    kind = "pages"


class DrawingId(Id):
    kind = "drawings"


class TaskGroupId(Id):
    kind = "task_groups"


class AnswerId(Id):
    kind = "profile_questions"
