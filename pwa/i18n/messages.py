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
_COUNTS = (*range(1000), 1_000_001)
"""Those by which a rule is tried; the last one stands for what is no whole number."""
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
    """Notes what is there twice; Babel would let the later translation win without a word.

    It counts with the language's own rule where the header has another one, and notes that too.
    """

    def __init__(self, locale: str, **given: Any) -> None:
        super().__init__(locale=locale, **given)
        self.spoken = locale
        self.again: list[Message] = []
        self.miscounts: str | None = None

    def __setitem__(self, name: Any, message: Message) -> None:
        if name and name in self:
            self.again.append(message)
        super().__setitem__(name, message)
        if not name and (fault := _plural_fault(self, self.spoken)):
            self.miscounts = fault
            own = "nplurals={}; plural={};".format(*get_plural(self.spoken))
            self.mime_headers = [("Plural-Forms", own)]


def read_strictly(path: Path, locale: str) -> Po:
    """The ``.po`` file as Babel's catalogue. Raises `ContentError` where it is not whole.

    Babel by itself skips what it can't read, and an update would then write the rest over it.
    """
    po, problems = read_and_judge(path, locale)
    if problems:
        raise ContentError(problems)
    return po


def read_and_judge(path: Path, locale: str) -> tuple[Po, list[Problem]]:
    """The catalogue, and what is wrong with the file though all of it can be read.

    Raises `ContentError` where it can't.
    """
    raw = path.read_bytes()
    po = _Once(locale, charset="utf-8", fuzzy=False)
    broken = _parse(raw, po)
    told = [broken] if broken else []
    if po.miscounts:
        told.append((_line_of_plurals(raw), po.miscounts))
    for message in po.again:
        twice = f"found '{source_of(message)[:40]}' a second time, expected it once"
        told.append((message.lineno or 1, twice))
    problems = [Problem(str(path), line, "", found) for line, found in told]
    if broken:
        raise ContentError(problems)
    for message in po:
        _restore_previous(message)
    return po, problems


def _parse(raw: bytes, po: Po) -> tuple[int, str] | None:
    """Fill ``po``; where that can't be done, the line and what was found there."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        _whole_lines(text)
        _whole_entries(text)
        PoFileParser(po, abort_invalid=True).parse(StringIO(text))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return line, f"found the byte 0x{raw[error.start]:02x}, expected UTF-8"
    except PoFileError as error:
        told = str(error).rpartition(" on ")[0]
        return error.lineno + 1, f"found a broken entry ({told}), expected msgid and msgstr"
    except ValueError as error:
        return 1, _unreadable(error)
    return None


def _unreadable(why: object) -> str:
    return f"found a header that can't be read ({why}), expected Babel's own"


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


def _line_of_plurals(raw: bytes) -> int:
    """Where the header has its rule; its first words may stand in a comment or a message too."""
    found = re.search(rb"(?im)^[^#\r\n]*Plural-Forms:", raw)
    head = raw[: found.start()] if found else b""
    return len(re.findall(rb"\r\n|\r|\n", head)) + 1


def _plural_fault(po: Po, locale: str) -> str | None:
    """Which form goes with which number is the language's affair: as Babel has it, or as CLDR."""
    expected, own = get_plural(locale)
    try:
        same = _forms_told(po.plural_expr) in (_forms_told(own), _forms_of_cldr(locale))
    except (ValueError, ZeroDivisionError) as error:
        return _unreadable(f"plural={po.plural_expr}: {error}")
    if not same:
        return _unreadable(f"plural={po.plural_expr}, expected plural={own}")
    if po.num_plurals != expected:
        return f"found {po.num_plurals} plural forms in the header, expected {expected}"
    return None


def _forms_told(rule: str) -> list[int]:
    return list(map(gettext.c2py(rule), _COUNTS))


def _forms_of_cldr(locale: str) -> list[int]:
    rule = Locale.parse(locale).plural_form
    tags = sorted(rule.tags | {"other"}, key=_TAGS.index)
    return [tags.index(rule(n)) for n in _COUNTS]


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
