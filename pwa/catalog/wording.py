"""Which words a guide keeps away from, and what it says of its own order: ``wording.yaml``."""

from typing import Annotated, Literal

from pydantic import Field

from pwa.catalog.base import Model
from pwa.catalog.typed import Text

Words = Annotated[tuple[str, ...], Field(min_length=1)]


class Leaning(Model):
    """Words that make one choice look better, worse or smaller than it is."""

    words: Words
    because: str
    """For the writer of the text that holds one of them."""
    unless: tuple[str, ...] = ()
    """Phrases in which such a word leans to no side."""


class NotKnown(Model):
    """The one phrase for what nobody knows, and what must not stand in its place."""

    say: str
    instead_of: Words


class Order(Model):
    """How the options are ordered, and how the reader is told that this is no advice."""

    by: Literal["id", "stated"]
    """``id``: by the options' short names. ``stated``: by their own ``order``, as the text says."""
    said: Text


class Wording(Model):
    """``wording.yaml``."""

    order: Order
    never: tuple[Leaning, ...] = ()
    not_known: NotKnown | None = None
