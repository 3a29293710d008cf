"""Rows: pieces of a sheet that stand beside the same pieces in another language.

A template in ``templates/rows/`` calls ``row`` around each piece. Rendered in two languages it
gives two lists of rows, which match one to one; `bands` puts them side by side and groups those
that form one table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from jinja2 import Template
from markupsafe import Markup

from pwa.handouts.parts import Part

Kind = Literal[
    "top",  # above the table
    "head",  # a heading in it
    "sub",  # a smaller one
    "group",  # the name of a table of its own, there on every page
    "item",
    "more",  # of the item before
    "flow",  # more, which may go over a page
    "rest",  # more, on the item's page
    "fields",  # the same, to be filled in by hand
    "note",  # without a number
    "bar",  # the title of a call for help
    "stop",  # the call
    "entry",  # a line of contents
]


@dataclass(frozen=True)
class Row:
    """A piece in one language."""

    kind: Kind
    html: Markup
    number: int | None
    box: bool
    """Has a box to tick."""


@dataclass(frozen=True)
class Band:
    """Neighbouring rows that are laid out alike: each with one version a language."""

    kind: str
    rows: list[tuple[Row, ...]]

    @property
    def group(self) -> tuple[Row, ...] | None:
        """The heading that all other rows stand under."""
        return self.rows[0] if self.rows[0][0].kind == "group" else None


def collect(template: Template, context: dict[str, Any], part: Part) -> list[Row]:
    """The rows of a part in one language."""
    found: list[Row] = []

    def row(
        kind: Kind,
        number: int | None = None,
        box: bool = False,
        *,
        caller: Callable[[], Markup],
    ) -> str:
        found.append(Row(kind, Markup(caller().strip()), number, box))
        return ""

    template.render(context, part=part, row=row, **part.values)
    return found


def bands(spoken: list[list[Row]]) -> list[Band]:
    """The rows of all languages side by side, in bands."""
    found: list[Band] = []
    for version in zip(*spoken, strict=True):
        row = version[0].kind
        kind = "stop" if row == "bar" else row if row in ("top", "stop", "entry") else "table"
        if not found or found[-1].kind != kind or row == "group":
            found.append(Band(kind, []))
        found[-1].rows.append(version)
    return found


def units(rows: list[tuple[Row, ...]]) -> list[list[tuple[Row, ...]]]:
    """Rows that must stand on one page: an item with the rest of it."""
    found: list[list[tuple[Row, ...]]] = []
    for version in rows:
        if found and version[0].kind in ("rest", "fields"):
            found[-1].append(version)
        else:
            found.append([version])
    return found
