"""What every model shares: it is frozen, closed to unknown keys, and its claims have sources."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticKnownError

from pwa.catalog import prose
from pwa.catalog.typed import Id, SourceId, Text

_DIGITS = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")


def _in_digits(kind: Literal["int_parsing", "decimal_parsing"]) -> BeforeValidator:
    def check(value: Any) -> Any:
        # pydantic would take 5_0 for 50 and 1e2 for 100: slips, and a wrong number on the page.
        if isinstance(value, str) and not _DIGITS.fullmatch(value.strip()):
            raise PydanticKnownError(kind)
        return value

    return BeforeValidator(check)


Whole = Annotated[int, _in_digits("int_parsing")]
Exact = Annotated[Decimal, _in_digits("decimal_parsing")]


def sound(text: str) -> str:
    """The text, if it is one. Raises ValueError with what no text may be or hold."""
    for fault in prose.faults(text):
        raise ValueError(fault)
    return text


def _plain(text: str) -> str:
    if not all(isinstance(part, str) for part in prose.parse(text)):
        raise ValueError(f"found '{text[:40]}', expected plain words, without holes or markup")
    return sound(text)


PlainWords = Annotated[
    str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_plain)
]
"""Words that are shown just as they stand, and not translated: a title, a language's own name."""


class Model(BaseModel):
    """Base of all: immutable, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Model):
    """Something that has a file of its own; its id is the file's name."""

    id: Id
    order: Whole = 50


Sources = Annotated[tuple[SourceId, ...], Field(min_length=1)]


class Statement(Model):
    """One claim and the documents it stands on."""

    text: Text
    sources: Sources


Statements = Annotated[tuple[Statement, ...], Field(min_length=1)]
