"""Drawings are content, so they are read as strictly as prose: shapes and numbers only.

What is refused could run, fetch, restyle the page, be read differently by an HTML parser, or hold
words that no translator would see.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pwa.catalog.document import Document
from pwa.catalog.errors import Problem

_SVG = "http://www.w3.org/2000/svg "
SHAPES = frozenset(
    {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text"}
)
REFUSED = re.compile(r"on|href|style|class|.* ")
"""Attributes that are no presentation; a space stands in a name from another namespace."""
_ADDRESS = re.compile(r"url\(|:", re.IGNORECASE)
_HEAD = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?=<svg[\s>])")
MAX_BYTES = 60_000

Fault = tuple[int, str]


def read(path: Path, document: Document) -> str:
    """The drawing's SVG, or an empty string with the faults added to ``document``."""
    if not path.is_file():
        document.add(f"found no drawing '{path.name}' beside it, expected an SVG file")
        return ""
    raw = path.read_bytes()
    faults = sorted(set(_faults(raw)))
    document.problems += [Problem(str(path), line, "", message) for line, message in faults]
    return "" if faults else _HEAD.sub("", raw.decode("utf-8-sig"), count=1).strip()


def _faults(raw: bytes) -> Iterator[Fault]:
    if len(raw) > MAX_BYTES:
        yield 1, f"found {len(raw)} bytes, expected at most {MAX_BYTES}"
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield line, f"found the byte 0x{raw[error.start]:02x}, expected UTF-8"
        return
    head = _HEAD.match(text)
    if head is None:
        yield 1, f"found '{text.strip()[:20]}', expected <svg> at the start"
        return
    yield from _Reader().faults(text[head.end() :], text.count("\n", 0, head.end()))


class _Reader:
    """Walks through the XML and notes what has no place in a drawing."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.open: list[str] = []
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda name: self.open.pop()
        parser.CharacterDataHandler = self._words
        parser.CommentHandler = self._refuse("a comment")
        parser.ProcessingInstructionHandler = self._refuse("a processing instruction")
        parser.StartCdataSectionHandler = self._refuse("a CDATA section")
        parser.StartDoctypeDeclHandler = self._refuse("a document type")

    def faults(self, text: str, lines_before: int) -> list[Fault]:
        try:
            self.parser.Parse(text, True)
        except expat.ExpatError as error:
            message = f"found broken XML ({expat.ErrorString(error.code)}), expected a drawing"
            self.found.append((error.lineno, message))
        return [(line + lines_before, message) for line, message in self.found]

    def _add(self, found: str, expected: str) -> None:
        line = self.parser.CurrentLineNumber
        self.found.append((line, f"found {found}, expected {expected}"))

    def _refuse(self, what: str) -> Any:
        return lambda *_: self._add(what, "shapes and numbers only")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.removeprefix(_SVG)
        if tag not in SHAPES or not name.startswith(_SVG):
            self._add(f"<{tag.split(' ')[-1]}>", "shapes and numbers only")
        if not self.open and "viewBox" not in attributes:
            self._add("no viewBox", "one")
        for key, value in attributes.items():
            if REFUSED.match(key.lower()):
                self._add(f"the attribute '{key}'", "presentation attributes only")
            elif _ADDRESS.search(value):
                self._add(f"the address '{value[:40]}'", "none")
        self.open.append(tag)

    def _words(self, words: str) -> None:
        where = self.open[-1] if self.open else ""
        if words.strip() and not (where == "text" and words.strip().isdecimal()):
            self._add(f"the words '{words.strip()[:40]}'", "a number, explained in the legend")
