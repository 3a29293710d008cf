"""Bring a ``.po`` file up to date with the source, keeping every translation that still fits.

A changed sentence is recognised only among the messages that vanished in the same update: its old
translation is kept as *fuzzy*, for the translator to mend, and is not shown. Matching against all
messages (as Babel does) is slow, and gave an evening dose the morning dose's text.

What vanished without a likeness stays at the file's end as *obsolete* (``#~``), as msgmerge has it,
and is taken up again when its sentence comes back: a wrong folder of content costs no translator's
work.
"""

import re
from datetime import datetime
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Message
from babel.messages.catalog import Catalog as Po
from babel.messages.pofile import write_po

from pwa.i18n.files import write_if_changed
from pwa.i18n.messages import EPOCH, is_translated, read_strictly, sealed, source_of

HEADER = "# Translations of the guide. How to edit them stands in the README."
NEAR = 0.6
"""How alike two source texts must be for the old translation to be worth a look."""


def update(path: Path, template: Po, cldr: str) -> int:
    """Rewrite the ``.po`` file at ``path``, making it where there is none.

    Returns the number of messages without a current translation.
    """
    old = _read(path, cldr)
    new = Po(locale=cldr, charset="utf-8", fuzzy=False, header_comment=HEADER, **_headers(old))
    obsolete = _obsolete(old)
    vanished = {str(m.id): m for m in old if m.id and m.id not in template and is_translated(m)}
    for message in template:
        if message.id:
            _carry_over(new, message, old.get(message.id) or obsolete.get(message.id), vanished)
    gone = [*obsolete.values(), *(m for m in vanished.values() if not m.fuzzy)]
    new.obsolete.update({source_of(m): m for m in gone if m.id not in new})
    write_if_changed(path, dump(new))
    return sum(1 for message in new if message.id and (message.fuzzy or not is_translated(message)))


def _headers(old: Po) -> dict[str, Any]:
    """Fixed, so that an update without a change leaves the file as it is."""
    day = old.revision_date if isinstance(old.revision_date, datetime) else EPOCH
    return {
        "project": "guide",
        "version": "1",
        "creation_date": EPOCH,
        "revision_date": day,
        "last_translator": "",
        "language_team": "",
        "msgid_bugs_address": "",
    }


def _read(path: Path, cldr: str) -> Po:
    if not path.is_file():
        return Po(locale=cldr, charset="utf-8", fuzzy=False)
    return read_strictly(path, cldr)


def _obsolete(old: Po) -> dict[Any, Message]:
    """The pairs that no sentence holds now, by source: a fuzzy message still has its old one."""
    pairs = {m.id: m for m in old.obsolete.values()}
    for message in old:
        if message.fuzzy and message.previous_id:
            before = message.previous_id
            name = before[0] if isinstance(message.id, str) else tuple(before)
            pairs[name] = Message(name, message.string, user_comments=message.user_comments)
    return pairs


def _carry_over(
    new: Po, message: Message, known: Message | None, vanished: dict[str, Message]
) -> None:
    if known and known.id != message.id:  # found by its singular alone
        vanished.setdefault(str(known.id), known)
        known = None
    added = new.add(
        message.id,
        locations=message.locations,
        auto_comments=message.auto_comments,
        user_comments=sealed(known) if known else (),
    )
    if known:
        added.string = known.string
        added.flags |= known.flags & {"fuzzy"}
        added.previous_id = known.previous_id
    elif near := _nearest(message, vanished):
        added.string = near.string
        added.flags.add("fuzzy")
        added.previous_id = [near.id] if isinstance(near.id, str) else list(near.id)


def _nearest(message: Message, vanished: dict[str, Message]) -> Message | None:
    """The vanished message most like this one; each is used once."""
    candidates = [m for m in vanished.values() if m.pluralizable == message.pluralizable]
    scored = [(_likeness(source_of(message), source_of(m)), str(m.id)) for m in candidates]
    score, name = max(scored, default=(0.0, ""))
    return vanished.pop(name) if score >= NEAR else None


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0


def dump(po: Po) -> bytes:
    buffer = BytesIO()
    for message in po:
        # Babel takes "100 % of" for a format, and would then refuse or mangle it.
        message.flags -= {"python-format", "python-brace-format"}
    # No line numbers: a new line at a file's head would otherwise touch every entry.
    write_po(buffer, po, width=100, include_lineno=False, include_previous=True, sort_by_file=True)
    return _PREVIOUS.sub(_one_string_a_line, buffer.getvalue().decode()).encode()


_PREVIOUS = re.compile(r"(?:^#\| .*\n)+", re.MULTILINE)
_PIECE = re.compile(r'(?:msgid(?:_plural)? )?"(?:\\.|[^"\\])*"')


def _one_string_a_line(found: re.Match[str]) -> str:
    """Babel breaks the lines of an old source text inside its quotes; msgfmt refuses the file."""
    told = " ".join(line.removeprefix("#| ") for line in found[0].splitlines())
    return "".join(f"#| {piece[0]}\n" for piece in _PIECE.finditer(told))
