"""Neutral words and a neutral order. Which words lean to one side is content: ``wording.yaml``."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pwa.catalog import prose
from pwa.catalog.errors import Problem
from pwa.catalog.model import Catalog
from pwa.catalog.rules.base import Documents, problem, texts
from pwa.catalog.walk import Loc
from pwa.catalog.wording import Leaning

_WORD = re.compile(r"\w+")


def neutral_words(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """No text holds a word that leans to one side, but for the phrases that are excepted."""
    leanings = catalog.wording.never if catalog.wording else ()
    marks = marks_of(word for leaning in leanings for word in leaning.words)
    for document, loc, text in texts(catalog, documents) if leanings else ():
        for leaning in leanings if may_hold(text.replace("**", ""), marks) else ():
            if found := leans(text, leaning):
                message = f"found '{found}', expected a neutral word: {leaning.because}"
                yield problem(document, loc, message)


def exceptions_are_needed(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Each excepted phrase holds one of its leaning words, and still stands in some text."""
    plain = "\n".join(" ".join(text.lower().split()) for _, _, text in texts(catalog, documents))
    for where, phrase, words in _excepted(catalog):
        if words and not _any_of(words).search(phrase):
            message = f"found '{phrase}', expected a phrase that holds one of the words"
            yield problem(documents["", "wording"], where, message)
        elif phrase.lower() not in plain and not any(
            _holds(text, phrase) for _, _, text in texts(catalog, documents)
        ):
            message = f"found '{phrase}', expected a phrase that some text holds"
            yield problem(documents["", "wording"], where, message)


def _excepted(catalog: Catalog) -> Iterator[tuple[Loc, str, tuple[str, ...]]]:
    """Each excepted phrase, with its place and the words one of which it must hold, if any."""
    wording = catalog.wording
    for index, leaning in enumerate(wording.never if wording else ()):
        for place, phrase in enumerate(leaning.unless):
            yield ("never", index, "unless", place), phrase, leaning.words
    for name in ("rates", "medicines"):
        part = getattr(wording, name, None)
        for place, phrase in enumerate(part.unless if part else ()):
            yield (name, "unless", place), phrase, ()


def options_in_a_neutral_order(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Options stand in the order of their ids, unless ``wording.yaml`` says which other it is."""
    wording = catalog.wording
    if wording is None or wording.order.by == "stated":
        return
    for option in catalog.options.values():
        document = documents["options", option.id]
        if "order" in (document.data or {}):
            message = "found an order of its own, expected none: wording.yaml says 'by: id'"
            yield problem(document, ("order",), message)


def marks_of(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase: it tells, whatever breaks the line before it."""
    words = (_WORD.findall(phrase.casefold()) for phrase in phrases)
    return frozenset(max(found, key=len, default="") for found in words)


def may_hold(text: str, marks: frozenset[str]) -> bool:
    """Whether a text is worth a closer look: nearly none holds a word of any of the phrases."""
    return "" in marks or not marks.isdisjoint(_WORD.findall(text.casefold()))


def leans(text: str, leaning: Leaning) -> str | None:
    """The first word of the text that leans, if there is one outside of the excepted phrases."""
    found = _any_of(leaning.words).search(without(bare(text), leaning.unless))
    return found[0] if found else None


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def without(words: str, phrases: tuple[str, ...]) -> str:
    """The words, the excepted phrases left out."""
    for phrase in phrases:
        words = re.sub(re.escape(phrase), " ", words, flags=re.IGNORECASE)
    return words


def _holds(text: str, phrase: str) -> bool:
    return phrase.lower() in bare(text).lower()


def bare(text: str) -> str:
    """The words of a text, its markup and its holes left out."""
    parts = prose.flatten(prose.parse(" ".join(text.split())))
    words = (part.words if isinstance(part, prose.TermLink) else part for part in parts)
    return "".join(word for word in words if isinstance(word, str))
