"""A ``.po`` file as a dict. Fuzzy entries are left out: an outdated translation is never shown."""

import gettext
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages import Message
from babel.messages.catalog import Catalog as Po
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, PoFileParser, unescape

from pwa.catalog import prose
from pwa.catalog.errors import ContentError, Problem

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The day in the heads of all files: without a change they stay as they are, byte for byte."""
_SIGNED = re.compile(r"reviewed: \S+ \d{4}-\d\d-\d\d")
_REVIEW = re.compile(_SIGNED.pattern + r" (?P<hash>[0-9a-f]{8})")

_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')
_TAGS = ("zero", "one", "two", "few", "many", "other")
_KEYWORD = re.compile(r"\s*(msgid_plural|msgid|msgctxt|msgstr\[|msgstr)")
_ORPHANS = {("msgstr", "msgstr"), ("msgstr", "msgstr["), ("msgstr[", "msgstr")}
_LINE = re.compile(r'\s*(?:#.*|(?:(?:msg\w+(?:\[\d\])?\s+)?"(?:\\.|[^"\\])*")?\s*)')


@dataclass(frozen=True)
class Messages:
    """What a language says for each source text."""

    singular: Mapping[str, str] = field(default_factory=dict)
    plural: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: 0 if n == 1 else 1
    """Which plural form a whole number takes."""
    reviewed: frozenset[str] = frozenset()
    """The source texts whose translation a person has checked."""


def read(path: Path, locale: str) -> Messages:
    """The messages of a ``.po`` file; none where there is no file."""
    if not path.is_file():
        return Messages()
    catalog = read_strictly(path, locale)
    singular: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    reviewed = set()
    for message in catalog:
        if not message.id or message.fuzzy or not is_translated(message):
            continue
        name, forms = source_of(message), forms_of(message)
        if message.pluralizable:
            plural[name] = forms
        else:
            singular[name] = forms[0]
        if is_reviewed(message):
            reviewed.add(name)
    return Messages(singular, plural, gettext.c2py(catalog.plural_expr), frozenset(reviewed))


class _Once(Po):
    """Notes what is there twice; Babel would let the later translation win without a word."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.again: list[Message] = []

    def __setitem__(self, name: Any, message: Message) -> None:
        if name and name in self:
            self.again.append(message)
        super().__setitem__(name, message)


def read_strictly(path: Path, locale: str) -> Po:
    """The ``.po`` file as Babel's catalogue. Raises `ContentError` where it is not whole.

    Babel by itself skips what it can't read, and an update would then write the rest over it.
    """
    raw = path.read_bytes()
    po = _Once(locale=locale, charset="utf-8", fuzzy=False)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        _whole_lines(text)
        _whole_entries(text)
        PoFileParser(po, abort_invalid=True).parse(StringIO(text))
        _same_forms(po.plural_expr, locale)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"found the byte 0x{raw[error.start]:02x}, expected UTF-8"
    except PoFileError as error:
        line = error.lineno + 1
        told = str(error).rpartition(" on ")[0]
        found = f"found a broken entry ({told}), expected msgid and msgstr"
    except ValueError as error:
        line, found = 1, f"found a header that can't be read ({error}), expected Babel's own"
    else:
        expected = get_plural(locale)[0]
        if po.num_plurals == expected and not po.again:
            for message in po:
                _restore_previous(message)
            return po
        line, found = 1, f"found {po.num_plurals} plural forms in the header, expected {expected}"
        if po.again:
            line = po.again[0].lineno or 1
            found = f"found '{source_of(po.again[0])[:40]}' a second time, expected it once"
    raise ContentError([Problem(str(path), line, "", found)])


def _whole_lines(text: str) -> None:
    """Babel takes a string without its last quotation mark for the end of the file."""
    for number, line in enumerate(text.split("\n")):
        if not _LINE.fullmatch(line):
            raise PoFileError(line.strip()[:40], Po(), line, number)


def _whole_entries(text: str) -> None:
    """Babel gives a translation that has lost its source to the next message."""
    last = "msgstr"
    for number, line in enumerate(text.split("\n")):
        found = _KEYWORD.match(line)
        if found and (last, found[1]) in _ORPHANS:
            raise PoFileError("a msgstr without its msgid", Po(), line, number)
        last = found[1] if found else last


def _same_forms(found: str, locale: str) -> None:
    """Which form goes with which number is the language's affair: as Babel has it, or as CLDR."""
    expected = get_plural(locale)[1]
    rule = Locale.parse(locale).plural_form
    tags = sorted(rule.tags | {"other"}, key=_TAGS.index)
    counts = range(1000)
    told = [gettext.c2py(found)(n) for n in counts]
    if told not in (
        list(map(gettext.c2py(expected), counts)),
        [tags.index(rule(n)) for n in counts],
    ):
        raise ValueError(f"plural={found}, expected plural={expected}")


def _restore_previous(message: Message) -> None:
    """What a fuzzy message was the translation of. Babel writes it, but reads it as a comment."""
    told = " ".join(c[1:].strip() for c in message.user_comments if c.startswith("|"))
    message.user_comments = [c for c in message.user_comments if not c.startswith("|")]
    message.previous_id = [
        "".join(unescape(f'"{piece}"') for piece in _QUOTED.findall(found))
        for found in re.split(r"\bmsgid(?:_plural)? (?=\")", told)[1:]
    ]


def source_of(message: Message) -> str:
    """The source text; of a plural message, its singular."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation: one form, or one for each plural form of the language."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(form or "" for form in message.string or ())


def is_translated(message: Message) -> bool:
    """Whether every form has words that a reader sees."""
    forms = forms_of(message)
    return bool(forms) and not any(lacks_words(source_of(message), form) for form in forms)


def lacks_words(source: str, said: str) -> bool:
    """Whether a translation says nothing: its words are missing, or none can be seen.

    A sign alone may stand for a sign, and nothing but a word for a word.
    """
    if prose.has_words(source):
        return not prose.has_words(said)
    return prose.blank_fault(said) is not None


def review_hash(message: Message) -> str:
    """Ties a review to the very words reviewed, so that it lapses when either side changes."""
    words = repr((message.id, forms_of(message)))
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def sealed(message: Message) -> list[str]:
    """The comments on a message; a reviewer's ``reviewed: <initials> <date>`` gets its hash."""
    return [
        f"{comment} {review_hash(message)}" if _SIGNED.fullmatch(comment) else comment
        for comment in map(str.strip, message.user_comments)
    ]


def is_reviewed(message: Message) -> bool:
    """Whether a comment ``reviewed: <initials> <date> <hash>`` still fits the message."""
    found = (_REVIEW.fullmatch(comment.strip()) for comment in message.user_comments)
    return any(match["hash"] == review_hash(message) for match in found if match)
