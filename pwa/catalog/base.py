"""What every model shares: it is frozen, closed to unknown keys, and its claims have sources."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pwa.catalog.typed import Id, SourceId, Text


class Model(BaseModel):
    """Base of all: immutable, and closed to keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
