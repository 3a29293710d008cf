"""A text in the reader's language: a string for plain uses, and its parts for page and paper."""

from collections.abc import Callable
from dataclasses import dataclass

from pwa.catalog import prose
from pwa.catalog.typed import Text


@dataclass(frozen=True)
class Filled:
    """A hole with its words; ``figure`` is the figure's id, or None for any other value.

    ``lang`` names the language of the words where it is not that of the sentence.
    """

    words: str
    figure: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class Strong:
    parts: "tuple[Part, ...]"


@dataclass(frozen=True)
class Link:
    """Words that lead to a glossary term; ``lang`` as in `Filled`."""

    words: str
    term: str
    lang: str | None = None


Part = str | Filled | Strong | Link


class LocalText(Text):
    """Words in the reader's language, or in the source language where ``lang`` names it.

    The string itself is the plain words; ``parts`` keep the markup for whoever renders it.
    """

    parts: tuple[Part, ...]
    lang: str | None

    def __new__(cls, parts: tuple[Part, ...], lang: str | None = None) -> "LocalText":
        text = super().__new__(cls, plain(parts))
        text.parts = parts
        text.lang = lang
        return text

    def __reduce__(self) -> tuple[type["LocalText"], tuple[tuple[Part, ...], str | None]]:
        # A str subclass with a state of its own must say how it crosses to a worker process.
        return LocalText, (self.parts, self.lang)


def plain(parts: tuple[Part, ...]) -> str:
    """The bare words."""
    return "".join(
        part
        if isinstance(part, str)
        else plain(part.parts)
        if isinstance(part, Strong)
        else part.words
        for part in parts
    )


def unlinked(text: LocalText) -> LocalText:
    """The text without its links, for what is a link as a whole."""
    return LocalText(tuple(_unlinked(part) for part in text.parts), text.lang)


def _unlinked(part: Part) -> Part:
    if isinstance(part, Strong):
        return Strong(tuple(_unlinked(child) for child in part.parts))
    if isinstance(part, Link):
        return Filled(part.words, lang=part.lang) if part.lang else part.words
    return part


def figures_in(text: str) -> list[str]:
    """The ids of the figures whose phrases stand in the text."""
    return _figures(text.parts) if isinstance(text, LocalText) else []


def _figures(parts: tuple[Part, ...]) -> list[str]:
    found: list[str] = []
    for part in parts:
        if isinstance(part, Strong):
            found += _figures(part.parts)
        elif isinstance(part, Filled) and part.figure:
            found.append(part.figure)
    return found


def fill(
    parts: tuple[prose.Part, ...],
    hole: Callable[[str], Filled],
    term: Callable[[prose.TermLink], Link],
) -> tuple[Part, ...]:
    """The parts of a message with its holes filled and its links named."""
    return tuple(_fill(part, hole, term) for part in parts)


def _fill(
    part: prose.Part, hole: Callable[[str], Filled], term: Callable[[prose.TermLink], Link]
) -> Part:
    if isinstance(part, prose.Hole):
        return hole(part.name)
    if isinstance(part, prose.TermLink):
        return term(part)
    if isinstance(part, prose.Strong):
        return Strong(fill(part.parts, hole, term))
    return part
