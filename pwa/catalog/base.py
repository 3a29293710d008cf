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


def _without_controls(value: str) -> str:
    if fault := prose.control_fault(value):
        raise ValueError(fault)
    return value


Name = Annotated[
    str,
    StringConstraints(min_length=1, strip_whitespace=True),
    AfterValidator(_without_controls),
]
"""Words that are not translated: a title, a publisher."""


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
