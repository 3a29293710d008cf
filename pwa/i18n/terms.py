"""The words that a translation keeps to: ``terms.yaml``, an English term and what it is called.

A rendering is met where each of its words stands in the translation, in any order and with whatever
the language joins to it (endings, an article). So "cirugía abierta" is met by "las cirugías
abiertas". Where a word changes inside, further renderings are listed. Marks on letters don't count.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from pwa.catalog import prose
from pwa.catalog.base import Model
from pwa.catalog.document import Document, read
from pwa.catalog.errors import ContentError
from pwa.catalog.explain import explain

_SPLIT = re.compile(r"[();,]")
_NOTE = re.compile(r"\(.*?\)")
_TATWEEL = "\u0640"


class Rendering(Model):
    """What an English term is called, in full where one line is not enough."""

    say: Annotated[str, Field(min_length=1)]
    """What translators write. Words in brackets or behind a comma are renderings too."""
    also: tuple[str, ...] = ()
    """Forms of these that are spelt otherwise, such as a plural or a verb."""
    unless: tuple[str, ...] = ()
    """English phrases in which the term means something else."""

    @model_validator(mode="before")
    @classmethod
    def _from_one_line(cls, value: object) -> object:
        return {"say": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if not all(_words(form) for form in (*self.also, self.say)):
            raise ValueError("found a rendering without words, expected some")
        return self

    @cached_property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """Each rendering as the words that must be met."""
        given = (*_SPLIT.split(self.say), *self.also)
        return tuple(words for form in given if (words := _words(form)))

    def is_met(self, said: str) -> bool:
        return any(all(word in said for word in form) for form in self.forms)


@dataclass(frozen=True)
class Terms:
    """The list of one language."""

    renderings: Mapping[str, Rendering]
    """By English term in small letters."""

    def faults(self, source: str, said: str) -> Iterator[str]:
        """Each term of the source that the translation calls otherwise."""
        folded = " ".join(_words(_bare(said)))
        # A name that the source has filled in as well says nothing of the words beside it.
        filled_in = _filled_in(said) - _filled_in(source)
        for term in dict.fromkeys(self._found(_bare(source))):
            rendering = self.renderings[term]
            if _words(term) not in filled_in and not rendering.is_met(folded):
                yield f"'{term}' is not called '{rendering.say}' (terms.yaml)"

    def _found(self, words: str) -> Iterator[str]:
        for match in self._pattern.finditer(words):
            said = match[0].lower()
            term = next(t for t in (said, said[:-1], said[:-2]) if t in self.renderings)
            phrases = self.renderings[term].unless
            if not any(_overlaps(phrase, match, words) for phrase in phrases):
                yield term

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.renderings, key=len, reverse=True)
        either = "|".join(map(re.escape, longest_first)) or r"(?!)"
        return re.compile(rf"(?<![\w-])(?:{either})(?:e?s)?(?![\w-])", re.IGNORECASE)


def _overlaps(phrase: str, match: re.Match[str], words: str) -> bool:
    found = re.finditer(re.escape(phrase), words, re.IGNORECASE)
    return any(other.start() < match.end() and match.start() < other.end() for other in found)


def _bare(text: str) -> str:
    """The words a translator wrote: names that the glossary fills in are not among them."""
    parts = prose.flatten(prose.parse(" ".join(text.split())))
    words = (part.words if isinstance(part, prose.TermLink) else part for part in parts)
    return "".join(word if isinstance(word, str) else " " for word in words)


def _filled_in(text: str) -> Counter[tuple[str, ...]]:
    """The terms whose names the glossary fills in, such as ``[[small-cut]]``."""
    parts = prose.flatten(prose.parse(text))
    links = (part for part in parts if isinstance(part, prose.TermLink))
    return Counter(_words(link.term) for link in links if link.words is None)


def _words(text: str) -> tuple[str, ...]:
    """The words in small letters, without marks on them."""
    apart = unicodedata.normalize("NFD", text.casefold().replace(_TATWEEL, ""))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return tuple(re.findall(r"\w+", bare))


def load(path: Path) -> Terms:
    """The list at ``path``; empty where there is none. Raises `ContentError` with every fault."""
    if not path.is_file():
        return Terms({})
    document = read(path)
    found: dict[str, Rendering] = {}
    for key, value in (document.data or {}).items():
        rendering = _rendering(document, key, value)
        for term in filter(None, (name.strip().lower() for name in _NOTE.sub("", key).split(","))):
            if term in found:
                document.add(f"found the term '{term}' a second time", (key,))
            elif rendering:
                found[term] = rendering
    if document.problems:
        raise ContentError(document.problems)
    return Terms(found)


def _rendering(document: Document, key: str, value: object) -> Rendering | None:
    try:
        return TypeAdapter(Rendering).validate_python(value)
    except ValidationError as error:
        for details in error.errors():
            message, loc = explain(details, Rendering)
            document.add(message, (key, *loc))
        return None
