"""A ``.po`` file as a dict. Fuzzy entries are left out: an outdated translation is never shown."""

import gettext
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages import Message
from babel.messages.pofile import read_po

_REVIEW = re.compile(r"^reviewed: (?P<who>\S+) (?P<day>\d{4}-\d\d-\d\d) (?P<hash>[0-9a-f]{8})$")


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
    with path.open("rb") as file:
        catalog = read_po(file, locale=locale)
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


def source_of(message: Message) -> str:
    """The source text; of a plural message, its singular."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation: one form, or one for each plural form of the language."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(form or "" for form in message.string or ())


def is_translated(message: Message) -> bool:
    """Whether every form has words."""
    forms = forms_of(message)
    return bool(forms) and all(forms)


def review_hash(message: Message) -> str:
    """Ties a review to the very words reviewed, so that it lapses when either side changes."""
    words = repr((message.id, forms_of(message)))
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def is_reviewed(message: Message) -> bool:
    """Whether a comment ``reviewed: <initials> <date> <hash>`` still fits the message."""
    found = (_REVIEW.match(comment.strip()) for comment in message.user_comments)
    return any(match["hash"] == review_hash(message) for match in found if match)
