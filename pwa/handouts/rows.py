"""Rows: pieces of a sheet that stand beside the same pieces in another language.

A template in ``templates/rows/`` calls ``row`` around each piece. Rendered in two languages it
gives two lists of rows, which match one to one; `bands` puts them side by side and groups those
that form one table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from jinja2 import Template
from markupsafe import Markup

from pwa.handouts.parts import Part

Kind = Literal[
    "top", "head", "sub", "item", "more", "flow", "rest", "fields", "note", "bar", "stop", "entry"
]
"""``top`` stands above the table, ``head`` and ``sub`` are headings in it, ``more`` goes on with
the item before, ``flow`` too and may go over a page, ``rest`` stays on its page, ``fields`` too and
is filled in by hand, ``note`` is a remark without a number, ``stop`` calls for help under the title
in a ``bar``, ``entry`` is a line of contents."""


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
    versions = list(zip(*spoken, strict=True))

    def band(version: tuple[Row, ...]) -> str:
        kind = "stop" if version[0].kind == "bar" else version[0].kind
        return kind if kind in ("top", "stop", "entry") else "table"

    return [Band(kind, list(found)) for kind, found in groupby(versions, band)]


def units(rows: list[tuple[Row, ...]]) -> list[list[tuple[Row, ...]]]:
    """Rows that must stand on one page: an item with the rest of it."""
    found: list[list[tuple[Row, ...]]] = []
    for version in rows:
        if found and version[0].kind in ("rest", "fields"):
            found[-1].append(version)
        else:
            found.append([version])
    return found
