"""What a text may not say in words: how many people, and what to do with a medicine.

Which words those are is content: ``wording.yaml``. A rate in words would escape its group, its time
and its source; a medicine is stopped, started or changed by whoever prescribed it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pwa.catalog import prose
from pwa.catalog.errors import Problem
from pwa.catalog.model import Catalog
from pwa.catalog.rules.base import Documents, problem, texts
from pwa.catalog.rules.wording import marks_of, may_hold, without
from pwa.catalog.wording import Medicines, Rates

_SENTENCE = re.compile(r"[.?!:;]+(?:\s+|$)")
_FEW = r"(?:[^\W\d_][\w'’-]*\s+)"
"""A word on the way from one part of a phrase to the next."""


def rates_are_figures(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A number of people, be it in words, is a figure with its group, its time and its source."""
    rates = catalog.wording.rates if catalog.wording else None
    if not rates:
        return
    marks = marks_of((*rates.words, *rates.numbers, *rates.shares))
    for document, loc, text in texts(catalog, documents):
        suspect = not text.digits and may_hold(text, marks)
        if suspect and (found := rate_in_words(text, rates)):
            message = f"found '{found}', expected a {{figure}} from figures.yaml"
            yield problem(document, loc, message)


def medicines_are_left_to_doctors(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """No text tells a reader to stop, start or change a medicine; it may tell whom to ask."""
    medicines = catalog.wording.medicines if catalog.wording else None
    if not medicines:
        return
    verbs = (verb for one in medicines.tells for verb in one.verbs)
    marks = marks_of((*verbs, *medicines.done))
    names = {name: str(term.name) for name, term in catalog.glossary.items()}
    for document, loc, text in texts(catalog, documents):
        if may_hold(text, marks) and (found := tells(text, medicines, names)):
            message = f"found '{found}', expected whom to ask: a prescriber decides on medicines"
            yield problem(document, loc, message)


def rate_in_words(text: str, rates: Rates) -> str | None:
    """The first rate that is told in words, if there is one."""
    words = without(_said(text, {}).replace("-", " "), rates.unless)
    found = _rate(rates).search(words)
    return found[0] if found else None


@cache
def _rate(rates: Rates) -> re.Pattern[str]:
    number, share = _any(rates.numbers), _any(rates.shares)
    either = (
        _any(rates.words),
        rf"{number}\s+{_FEW}{{0,2}}?{_any(rates.between)}\s+{number}",
        rf"{share}\s+of",
        rf"{share}\s+{_FEW}{{0,2}}?{_any(rates.people)}",
    )
    return re.compile(rf"\b(?:{'|'.join(either)})\b", re.IGNORECASE)


def tells(text: str, medicines: Medicines, names: Mapping[str, str]) -> str | None:
    """The words that tell a reader what to do with a medicine, if there are any."""
    medicine = _any((*medicines.words, *_known(medicines, names))) + r"(?:e?s)?\b"
    for sentence in _SENTENCE.split(without(_said(text, names), medicines.unless)):
        for pattern, harmless in _orders(medicines, medicine):
            for found in pattern.finditer(sentence):
                if not harmless.search(sentence[: found.start()].rstrip()):
                    return found[0]
    return None


@cache
def _orders(medicines: Medicines, medicine: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Each way to tell it, with what makes it harmless where it stands before."""
    never = r"(?!)"
    found = [
        (
            rf"\b{(verb := _any(one.verbs))}(?:,?\s+(?:or|and)\s+{verb})*"
            rf"\s+{_FEW}{{0,6}}?{medicine}",
            rf"\b{_any((*medicines.unless_after, *one.unless_after) or (never,))}$",
        )
        for one in medicines.tells
    ]
    if medicines.done:
        found.append((rf"\b{medicine}\s+{_FEW}{{0,4}}?{_any(medicines.done)}\b", never))
    return [(re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for a, b in found]


def _known(medicines: Medicines, names: Mapping[str, str]) -> Iterator[str]:
    return (names[term] for term in medicines.terms if term in names)


@cache
def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _said(text: str, names: Mapping[str, str]) -> str:
    """The words of a text, its terms by their names and a figure as a gap."""
    parts = prose.flatten(prose.parse(" ".join(text.split())))
    return "".join(_part(part, names) for part in parts)


def _part(part: prose.Part, names: Mapping[str, str]) -> str:
    if isinstance(part, prose.TermLink):
        return part.words or names.get(part.term, part.term)
    if isinstance(part, prose.Hole):
        return "…"
    return part if isinstance(part, str) else ""
