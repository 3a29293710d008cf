"""What prose may hold: three kinds of inline markup, no digits, no HTML, no invisible controls.

Parsing happens here once, for every face: a string becomes a tuple of parts, and a page, a sheet of
paper or a calendar entry each decides what a part looks like.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"\*\*(?P<strong>(?:(?!\*\*).)+)\*\*"
    r"|\[\[(?P<term>[a-z][a-z0-9-]*)(?:\|(?P<words>(?! *\])[^\]|]+))?\]\]"
    r"|\{(?P<hole>[a-z][a-z0-9_-]*)\}",
    re.DOTALL,
)
_LEFTOVER = re.compile(r"\*\*?|\[\[|\]\(|\]\]|[{}]")
_HTML = re.compile(r"[<>]|&(?:#\w+|[A-Za-z]\w*);")
# Bidi embeddings and overrides can make a sentence read as its opposite; isolates in pairs are
# harmless, but one that is not closed turns what stands after it.
BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
BIDI_ISOLATES, POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
# Letters and a sign, says Unicode, but nothing is drawn for them.
_BLANK = "\u115f\u1160\u2800"


@dataclass(frozen=True)
class Strong:
    parts: "tuple[Part, ...]"


@dataclass(frozen=True)
class TermLink:
    """A link to the glossary; ``words`` is None where the term's own name is to be shown."""

    term: str
    words: str | None


@dataclass(frozen=True)
class Hole:
    """A figure's id, or the name of a value filled in by the page."""

    name: str


Part = str | Strong | TermLink | Hole


def parse(text: str) -> tuple[Part, ...]:
    """Split prose into its parts; what is no markup stays as it stands."""
    return tuple(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    end = 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        end = match.end()
        if match["strong"]:
            yield Strong(parse(match["strong"]))
        elif match["term"]:
            yield TermLink(match["term"], match["words"])
        else:
            yield Hole(match["hole"])
    if end < len(text):
        yield text[end:]


def flatten(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Every part, those inside ``**strong**`` included."""
    for part in parts:
        yield part
        if isinstance(part, Strong):
            yield from flatten(part.parts)


def faults(text: str) -> Iterator[str]:
    """What no text may be or hold, whoever writes it."""
    checks = (html_fault(text), markup_fault(text), control_fault(text), blank_fault(text))
    yield from filter(None, checks)


def html_fault(text: str) -> str | None:
    """What looks like HTML, if anything does."""
    if found := _HTML.search(text):
        return f"found '{text[found.start() :][:20]}', expected plain words: HTML is not allowed"
    return None


def markup_fault(text: str) -> str | None:
    """Markup that was opened and never closed, or a malformed hole."""
    left = TOKEN.sub(lambda m: (m["strong"] or "").replace("**", ""), text)
    left = TOKEN.sub("", left)
    if found := _LEFTOVER.search(left):
        markup = "**strong**, [[term]], [[term|words]] or {figure}"
        return f"found a stray '{found[0]}', expected {markup}"
    return None


def digit_fault(text: str, allowed: tuple[str, ...]) -> str | None:
    """A digit typed into prose, in any script; numbers belong in figures.yaml."""
    bare = TOKEN.sub(lambda m: m["strong"] or m["words"] or "", text)
    bare = TOKEN.sub(lambda m: m["words"] or "", bare)
    for name in allowed:
        bare = bare.replace(name, "")
    for position, char in enumerate(bare):
        if unicodedata.category(char) in ("Nd", "Nl", "No"):
            near = bare[max(0, position - 10) : position + 15].strip()
            return (
                f"found a digit typed in prose ('{near}'), expected a {{figure}} from figures.yaml"
            )
    return None


def control_fault(text: str) -> str | None:
    """A character that changes the reading direction or can't be seen."""
    for char in text:
        if char in BIDI_OVERRIDES:
            return f"found the bidi control U+{ord(char):04X}, expected none"
        if unicodedata.category(char) == "Cc" and char not in "\n\t":
            return f"found the control character U+{ord(char):04X}, expected none"
    return _isolate_fault(text)


def blank_fault(text: str) -> str | None:
    """A text of which a reader sees nothing, as it is made of characters without a shape."""
    if any(_shows(part, "LNPS") for part in flatten(parse(text))):
        return None
    return f"found nothing that can be seen ('{ascii(text)[1:-1][:40]}'), expected words"


def has_words(text: str) -> bool:
    """Whether there is a letter of any script, or a hole or a term, which bring words along."""
    return any(_shows(part, "L") for part in flatten(parse(text)))


def _shows(part: Part, kinds: str) -> bool:
    """Whether a part has a character of these kinds (the first letters of their categories)."""
    if isinstance(part, Strong):
        return False  # its own parts tell
    if isinstance(part, Hole):
        return True
    words = (part.words or part.term) if isinstance(part, TermLink) else part
    spelt = unicodedata.normalize("NFKC", words)  # so that "№" has its letters
    return any(unicodedata.category(char)[0] in kinds and char not in _BLANK for char in spelt)


def _isolate_fault(text: str) -> str | None:
    """An isolate that is not closed, or closed without having been opened."""
    open_ones: list[str] = []
    for char in text:
        if char in BIDI_ISOLATES:
            open_ones.append(char)
        elif char == POP_ISOLATE and not open_ones:
            return "found U+2069 that closes nothing, expected an isolate before it"
        elif char == POP_ISOLATE:
            open_ones.pop()
    if open_ones:
        return f"found the isolate U+{ord(open_ones[-1]):04X} left open, expected U+2069 after it"
    return None
