"""Which words a guide keeps away from, and what it says of its own order: ``wording.yaml``."""

from typing import Annotated, Literal

from pydantic import Field

from pwa.catalog.base import Model
from pwa.catalog.typed import TermId, Text

Words = Annotated[tuple[str, ...], Field(min_length=1)]


class Leaning(Model):
    """Words that make one choice look better, worse or smaller than it is."""

    words: Words
    because: str
    """For the writer of the text that holds one of them."""
    unless: tuple[str, ...] = ()
    """Phrases in which such a word leans to no side."""


class Rates(Model):
    """How a number of people is told in words, where a figure should stand."""

    numbers: Words
    """Such as "one": two of them with one of ``between`` between them are a rate."""
    between: Words
    shares: Words
    """Such as "half": a rate before ``of`` or before people."""
    people: Words
    words: Words = ("percent",)
    """What is a rate by itself."""
    unless: tuple[str, ...] = ()


class Tells(Model):
    """Verbs that tell a reader to do something with a medicine, and what makes them harmless."""

    verbs: Words
    unless_after: tuple[str, ...] = ()


class Medicines(Model):
    """How a text would tell a reader to stop, start or change a medicine."""

    words: Words
    terms: tuple[TermId, ...] = ()
    """Medicines in the glossary."""
    tells: Annotated[tuple[Tells, ...], Field(min_length=1)]
    unless_after: tuple[str, ...] = ()
    """What makes each of the verbs harmless where it stands right before it, such as "when to"."""
    done: tuple[str, ...] = ()
    """The same said of the medicine, such as "is stopped"."""
    unless: tuple[str, ...] = ()


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
    rates: Rates | None = None
    medicines: Medicines | None = None
    not_known: NotKnown | None = None
