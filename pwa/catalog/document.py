"""One YAML file, read so that nothing can surprise and every value knows its line.

YAML's cleverness is refused: all scalars stay strings (no ``no`` → False, no ``12:30`` → 750), and
aliases, tags and duplicate keys are errors. What is left is mappings, lists and strings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pwa.catalog.errors import Problem
from pwa.catalog.walk import Loc

MAX_DEPTH = 30
_CONTROLS = re.compile(f"{yaml.reader.Reader.NON_PRINTABLE.pattern}|[\x85\u2028\u2029]")
_NOTHING = ("null", "Null", "NULL", "~")


@dataclass
class Document:
    """A parsed file. ``data`` is None where it could not be read at all."""

    file: str
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, loc: Loc) -> int:
        """The line of the value, or of the nearest thing around it that stands in the file."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def add(self, message: str, loc: Loc = (), line: int | None = None) -> None:
        where = ".".join(str(step) for step in loc)
        self.problems.append(Problem(self.file, line or self.line(loc), where, message))


def read(path: Path) -> Document:
    """Read a file; what is wrong with it stands in ``problems``."""
    document = Document(str(path))
    text = _decode(path, document)
    if text is None:
        return document
    try:
        clever = list(_cleverness(text))
        for line, found, _ in clever:
            document.add(f"found {found}, expected the value written out", line=line)
        if not all(goes_on for *_, goes_on in clever):
            return document
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        document.add(*_syntax(error))
        return document
    if node is None or not isinstance(node, yaml.MappingNode):
        found = "an empty file" if node is None else _kind(node)
        document.add(f"found {found}, expected keys and values")
        return document
    document.data = _plain(node, (), document)
    return document


def _decode(path: Path, document: Document) -> str | None:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"found the byte 0x{raw[error.start]:02x}, expected UTF-8"
        document.add(found, line=raw.count(b"\n", 0, error.start) + 1)
        return None
    # The parser refuses the first ones too, but doesn't say in which line. Of the others it makes
    # lines of their own, so that no number after them would be right.
    for bad in _CONTROLS.finditer(text):
        found = f"found the control character U+{ord(bad[0]):04X}, expected none"
        document.add(found, line=text.count("\n", 0, bad.start()) + 1)
    return _CONTROLS.sub(" ", text)


def _cleverness(text: str) -> Iterator[tuple[int, str, bool]]:
    """What is refused, its line, and whether the rest can be read all the same."""
    depth, lines = 0, text.split("\n")
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        mark: Any = event.start_mark
        line = mark.line + 1
        if isinstance(event, yaml.ScalarEvent) and _is_cut(event, lines):
            yield line, "words that end at ' #', where a comment begins", True
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield line, "an alias or anchor", not isinstance(event, yaml.AliasEvent)
        if getattr(event, "tag", None):
            yield line, "a tag", True
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            yield line, f"more than {MAX_DEPTH} levels", False


def _is_cut(event: yaml.ScalarEvent, lines: list[str]) -> bool:
    """Whether a sentence without quotes has lost its end. Behind a single word a comment is one."""
    end: Any = event.end_mark
    return " " in event.value and not event.style and lines[end.line][end.column :].startswith(" #")


def _syntax(error: yaml.YAMLError) -> tuple[str, Loc, int]:
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    noticed, begun = (mark and int(mark.line) + 1 for mark in marks)
    if begun and ("end of stream" in said or "could not find expected ':'" in said):
        # What was never closed is in the line where it was opened, not in the last one.
        noticed = begun
    if "mapping values" in said:
        said += "; has the line before a space after its colon?"
    if begun and noticed != begun:
        said += f", in what begins in line {begun}"
    return f"found broken YAML ({said}), expected 'key: value' lines", (), noticed or 1


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "keys and values"
    return "a list" if isinstance(node, yaml.SequenceNode) else f"the text '{node.value[:30]}'"


def _plain(node: yaml.Node, loc: Loc, document: Document) -> Any:
    document.lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, loc, document))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*loc, i), document) for i, child in enumerate(node.value)]
    quoted = getattr(node, "style", None)
    return "" if not quoted and node.value in _NOTHING else node.value


def _pairs(node: yaml.MappingNode, loc: Loc, document: Document) -> Iterator[tuple[str, Any]]:
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            document.add(f"found {_kind(key)} as a key, expected a word", loc, line)
            continue
        here = (*loc, key.value)
        if here in document.lines:
            first = document.lines[here]
            document.add(
                f"found the key '{key.value}' a second time (first in line {first})", here, line
            )
            continue
        document.lines[here] = line
        yield key.value, _plain(value, here, document)
