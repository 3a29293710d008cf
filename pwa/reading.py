"""How hard the pages are to read, measured on what a reader meets: the finished HTML.

Key ideas:

- **What counts.** The words inside `<main>`: headings, list items and cells are sentences of their
  own. What is navigation, a line of sources, a drawing, the name of a document or a text in another
  language is left out.
- **Terms of art** are excepted, and only those: a name that stands in the glossary keeps its place
  in the sentence, each of its words counted as one syllable. `Reading.terms` says which were met.
  The first formula is given a second time with every word counted as it is.
- **Formulas** belong to languages (`FORMULAS`). A language without one is "not known".
- The figures stand on the page of sources, from ``content/reading.yaml``, which `write` renews and
  `faults` compares: measuring takes seconds, and a server should not spend them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

import yaml
from textstat.textstat import textstatistics

from pwa.catalog.reading import FORMULAS, NAMES, Formula, Limit, Measured, Reading
from pwa.web.site import Site

_WITHIN = {"a", "abbr", "bdi", "code", "em", "i", "small", "span", "strong"}
_EMPTY = {"br", "circle", "ellipse", "hr", "img", "input", "line", "path", "rect", "use"}
_LEFT_OUT = {"nav", "script", "style", "svg"}
_INSIDE_NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_ONE_SYLLABLE = "x"
TOLERANCE = Decimal("0.1")
"""How far a figure may have moved before the page must be renewed."""
HEADER = (
    "# How hard the guide is to read. The limits are ours; `reading --write` measures the rest.\n"
)


class _Words(HTMLParser):
    """Collects the sentences, headings, items and cells of a page's `<main>`."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang
        self.blocks: list[str] = []
        self._words = ""
        self._open: list[bool] = []
        """For each open element whether it is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_unless_within(tag)
        if tag in _EMPTY:
            return
        self._open.append(self._left_out(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._end_unless_within(tag)
        if tag not in _EMPTY and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._open):
            self._words += data

    def _left_out(self, tag: str, attrs: Mapping[str, str | None]) -> bool:
        return (
            tag in _LEFT_OUT
            or attrs.get("aria-hidden") == "true"
            or attrs.get("lang", self.lang) != self.lang
            or attrs.get("translate") == "no"
            or "src" in (attrs.get("class") or "").split()
        )

    def _end_unless_within(self, tag: str) -> None:
        if tag not in _WITHIN:
            words = " ".join(self._words.split())
            self.blocks += [words] if re.search(r"\w", words) else []
            self._words = ""


def sentences(html: str, lang: str) -> list[str]:
    """What a reader reads in a page, each sentence with its full stop."""
    found = re.search(r"<main\b.*?</main>", html, re.DOTALL)
    words = _Words(lang)
    words.feed(found[0] if found else "")
    return [_stopped(part) for block in words.blocks for part in _SENTENCE.split(block)]


def _stopped(words: str) -> str:
    bare = _INSIDE_NUMBER.sub("", words)
    return bare if bare[-1] in ".!?" else f"{bare}."


@dataclass(frozen=True)
class Terms:
    """The terms of art of a language, by the names that the glossary gives them."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Terms":
        longest_first = sorted(names, key=len, reverse=True)
        either = "|".join(map(re.escape, longest_first)) or r"(?!)"
        return cls(re.compile(rf"\b(?:{either})(?:e?s)?\b", re.IGNORECASE))

    def excepted(self, text: str) -> str:
        """The text with as many words, those of a term one syllable each."""
        return self.pattern.sub(lambda term: " ".join(_ONE_SYLLABLE for _ in term[0].split()), text)

    def met(self, text: str) -> Counter[str]:
        return Counter(term.lower() for term in self.pattern.findall(text))


@dataclass(frozen=True)
class PageReading:
    """One page under the first formula of its language."""

    path: str
    grade: float
    sentences: tuple[str, ...]
    scores: Mapping[tuple[Formula, bool], float]
    """By formula, and whether terms are excepted."""

    def worst(self, terms: Terms, formula: Formula, lang: str) -> list[tuple[float, str]]:
        """The sentences that are hardest by themselves, hardest first."""
        graded = [(score(formula, terms.excepted(s), lang), s) for s in self.sentences]
        longer = [(grade, said) for grade, said in graded if len(said.split()) > 5]
        return sorted(longer, reverse=formula.lower_is_easier)


@cache
def _measures(lang: str) -> textstatistics:
    measures = textstatistics()
    measures.set_lang(lang)
    return measures


def score(formula: Formula, text: str, lang: str) -> float:
    """What the formula gives for a text."""
    return float(getattr(_measures(lang), formula.function)(text))


def terms_of(site: Site, code: str) -> Terms:
    """The glossary's names, in one language."""
    return Terms.of(str(term.name) for term in site.localised[code].catalog.glossary.values())


def pages(site: Site, code: str) -> Iterator[PageReading]:
    """Every page of a language, measured. None where the language has no formula."""
    formulas, terms = FORMULAS.get(code, ()), terms_of(site, code)
    for file in site.pages(code) if formulas else ():
        read = tuple(sentences(file.body.decode(), code))
        as_it_is = "\n".join(read)
        bare = terms.excepted(as_it_is)
        scores = {(formula, True): score(formula, bare, code) for formula in formulas}
        scores[formulas[0], False] = score(formulas[0], as_it_is, code)
        yield PageReading(file.path, scores[formulas[0], True], read, scores)


def summary(found: Iterable[PageReading]) -> tuple[Measured, ...]:
    """The middle page and the hardest one, by each formula."""
    found = list(found)
    return tuple(
        Measured(
            formula=formula.id,
            terms="excepted" if excepted else "counted",
            pages=len(found),
            middle=_rounded(median(page.scores[formula, excepted] for page in found)),
            hardest=_rounded(formula.hardest(page.scores[formula, excepted] for page in found)),
        )
        for formula, excepted in (found[0].scores if found else ())
    )


def _rounded(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))


def report(
    site: Site, code: str, found: list[PageReading], *, worst: int = 0, terms: bool = False
) -> Iterator[str]:
    """The pages of a language, hardest first, and what they come to."""
    if not found:
        yield f"{code}: not known (no formula for this language)"
        return
    first, excepted = FORMULAS[code][0], terms_of(site, code)
    for page in sorted(found, key=lambda page: page.grade, reverse=first.lower_is_easier):
        yield f"{page.grade:6.1f}  {page.path}"
        for grade, said in page.worst(excepted, first, code)[:worst]:
            yield f"        {grade:6.1f}  {said}"
    for one in summary(found):
        name = NAMES[one.formula].name
        yield f"{code}: {name}, terms {one.terms}: median {one.middle}, hardest {one.hardest}"
    if terms:
        met = sum((excepted.met("\n".join(page.sentences)) for page in found), Counter[str]())
        yield from (f"{count:6}  {term}" for term, count in sorted(met.items()))


def write(path: Path, limits: Mapping[str, Limit], measured: Mapping[str, object]) -> None:
    """Renew the file that the page of sources shows."""
    reading = Reading.model_validate({"limits": limits, "languages": measured})
    plain = reading.model_dump(mode="json")
    path.write_text(HEADER + yaml.safe_dump(plain, sort_keys=False), encoding="utf-8")


def faults(reading: Reading | None, code: str, measured: Iterable[Measured]) -> Iterator[str]:
    """Where a language is harder than it may be, or the figures shown are no longer true."""
    shown = {_key(one): one for one in reading.languages.get(code, ())} if reading else {}
    limits = reading.limits if reading else {}
    for one in measured:
        if limit := limits.get(one.formula):
            yield from _too_hard(code, one, limit)
        if reading and not _is_current(one, shown.get(_key(one))):
            yield f"{code}: {one.formula}: the figures shown are old: run 'reading --write'"


def _key(one: Measured) -> tuple[str, str]:
    return one.formula, one.terms


def _too_hard(code: str, one: Measured, limit: Limit) -> Iterator[str]:
    for name in ("middle", "hardest"):
        found, most = getattr(one, name), getattr(limit, name)
        if one.terms == "excepted" and found > most:
            yield f"{code}: {one.formula}: found {found} for the {name} page, expected {most}"


def _is_current(one: Measured, shown: Measured | None) -> bool:
    if shown is None:
        return False
    moved = max(abs(one.middle - shown.middle), abs(one.hardest - shown.hardest))
    return moved <= TOLERANCE
