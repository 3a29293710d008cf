"""Compare each translation with its source. Every fault is reported, with the ``.po`` file's line.

Each rule is one function: source and translation in, a message out (or None). A rule looks at what
a program can judge (holes, numbers, markup, controls); the sense is for a reviewer.
"""

import gettext
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel.messages import Message
from babel.messages.catalog import Catalog as Po

from pwa.catalog import prose
from pwa.catalog.errors import ContentError, Problem
from pwa.i18n.messages import forms_of, is_translated, lacks_words, read_and_judge, source_of
from pwa.i18n.terms import Terms
from pwa.i18n.terms import load as load_terms

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")


def check(path: Path, cldr: str, template: Po) -> list[Problem]:
    """Every fault of the ``.po`` file at ``path``."""
    if not path.is_file():
        return [Problem(str(path), 1, "", "the file is missing: run 'translations update'")]
    try:
        po, faults = read_and_judge(path, cldr)
        terms = load_terms(path.parents[1] / "terms.yaml")
    except ContentError as error:
        return error.problems
    faults += [
        Problem(str(path), message.lineno or 1, _quoted(message), fault)
        for message in po
        if message.id and any(forms_of(message)) and not message.fuzzy
        for fault in (*message_faults(message, po), *term_faults(message, terms))
    ]
    if missing := sum(1 for message in template if message.id and message.id not in po):
        lacks = f"lacks {missing} messages of the source: run 'translations update'"
        faults.append(Problem(str(path), 1, "", lacks))
    return faults


def incomplete(path: Path, cldr: str, vital: Iterable[str]) -> list[Problem]:
    """Each vital text that the file at ``path`` doesn't have: without it nothing is published."""
    if not path.is_file():
        return []
    try:
        po, _ = read_and_judge(path, cldr)
    except ContentError:
        return []  # `check` tells what is broken
    entries = {source_of(message): message for message in po if message.id}
    said = {name for name, one in entries.items() if is_translated(one) and not one.fuzzy}
    return [_vital(path, text, entries.get(text)) for text in sorted({*vital} - said)]


def _vital(path: Path, text: str, message: Message | None) -> Problem:
    found = "no entry" if message is None else "a fuzzy one" if message.fuzzy else "none"
    fault = f"found {found}, expected a translation: without it the language is not published"
    line = (message.lineno if message else None) or 1
    return Problem(str(path), line, _short(text), fault)


def _quoted(message: Message) -> str:
    return _short(source_of(message))


def _short(source: str) -> str:
    return f"'{source[:40]}…'" if len(source) > 40 else f"'{source}'"


def message_faults(message: Message, po: Po) -> Iterator[str]:
    """What is wrong with one message."""
    forms = forms_of(message)
    sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    if message.pluralizable and sum(map(bool, forms)) != po.num_plurals:
        yield f"found {sum(map(bool, forms))} plural forms, expected {po.num_plurals}"
        return
    loose_forms = _forms_for_one_number(po.plural_expr) if message.pluralizable else ()
    for index, form in enumerate(forms):
        loose = index in loose_forms
        for rule in RULES:
            if fault := rule(sources[-1], form, loose):
                yield fault


def term_faults(message: Message, terms: Terms) -> Iterator[str]:
    """Each term of the source that the language calls otherwise here than its list says."""
    sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    yield from terms.faults(sources[-1], " ".join(forms_of(message)))


@cache
def _forms_for_one_number(plural_expr: str) -> frozenset[int]:
    """The forms that may say their number in a word: those for exactly one, two or none."""
    counts = Counter(map(gettext.c2py(plural_expr), range(1000)))
    return frozenset(form for form, count in counts.items() if count == 1)


def words_said(source: str, said: str, loose: bool) -> str | None:
    """There are words, as in the source, and a reader can see them."""
    if lacks_words(source, said):
        return f"found no words ('{ascii(said)[1:-1][:40]}'), expected a translation"
    return None


def holes_equal(source: str, said: str, loose: bool) -> str | None:
    """Each ``{hole}`` of the source stands in the translation, as often."""
    wanted, found = _holes(source), _holes(said)
    if loose:
        wanted, found = _without_n(wanted), _without_n(found)
    return _difference("hole", wanted, found)


def _holes(text: str) -> Counter[str]:
    parts = prose.flatten(prose.parse(text))
    return Counter("{" + part.name + "}" for part in parts if isinstance(part, prose.Hole))


def _without_n(counts: Counter[str]) -> Counter[str]:
    return Counter({name: count for name, count in counts.items() if name != "{n}"})


def numbers_equal(source: str, said: str, loose: bool) -> str | None:
    """The same numbers, in digits of any script; a range still goes up."""
    wanted, found = Counter(_numbers(source)), Counter(_numbers(said))
    if wanted != found:
        return _difference("number", wanted, found)
    if _numbers(source) == sorted(_numbers(source)) and _numbers(said) != sorted(_numbers(said)):
        return f"found the numbers in the order {' '.join(_numbers(said))}, expected them rising"
    return None


def ranges_rise(source: str, said: str, loose: bool) -> str | None:
    """A range still goes from its low to its high end."""
    if 0 <= source.find("{low}") < source.find("{high}") and _turned_round(said):
        return "found {high} before {low}, expected the range to go up"
    return None


def _turned_round(text: str) -> bool:
    return -1 < text.find("{high}") < text.find("{low}")


def _numbers(text: str) -> list[str]:
    """Numbers as Latin digits; holes and glossary ids are left out."""
    bare = prose.TOKEN.sub(lambda m: m["strong"] or m["words"] or "", text)
    bare = prose.TOKEN.sub(lambda m: m["words"] or "", bare)
    latin = "".join(_latin(char) for char in bare)
    # What counts in one sign, such as ½ or Ⅷ, has no digits; the source never has one.
    signs = [char for char in latin if unicodedata.category(char) in ("No", "Nl")]
    return [re.sub(r"\D", ".", number) for number in _NUMBER.findall(latin)] + signs


def _latin(char: str) -> str:
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


def markup_equal(source: str, said: str, loose: bool) -> str | None:
    """As many strong passages, and links to the same glossary terms."""
    if fault := prose.markup_fault(said):
        return fault
    return _difference("markup", _markup(source), _markup(said))


def _markup(text: str) -> Counter[str]:
    parts = list(prose.flatten(prose.parse(text)))
    terms = [f"[[{part.term}]]" for part in parts if isinstance(part, prose.TermLink)]
    return Counter(terms + ["**strong**" for part in parts if isinstance(part, prose.Strong)])


def addresses_equal(source: str, said: str, loose: bool) -> str | None:
    """No address of the web or of a mailbox that the source does not have, and none lost."""
    wanted, found = (Counter(_ADDRESS.findall(text)) for text in (source, said))
    return _difference("address", wanted, found)


def no_html(source: str, said: str, loose: bool) -> str | None:
    """Nothing that looks like a tag or an entity."""
    return prose.html_fault(said)


def no_controls(source: str, said: str, loose: bool) -> str | None:
    """No bidi embedding or override, no isolate left open, and no other control character."""
    return prose.control_fault(said)


def _difference(noun: str, wanted: Counter[str], found: Counter[str]) -> str | None:
    lost, added = wanted - found, found - wanted
    if not lost and not added:
        return None
    told = [f"lost {' '.join(lost.elements())}"] if lost else []
    told += [f"added {' '.join(added.elements())}"] if added else []
    return f"{noun}: {', '.join(told)} (expected the same as in the source)"


RULES = (
    words_said,
    holes_equal,
    numbers_equal,
    ranges_rise,
    markup_equal,
    addresses_equal,
    no_html,
    no_controls,
)
