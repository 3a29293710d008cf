"""What every rule stands on: the files as written, and a problem with its line in one of them."""

from collections.abc import Iterator, Mapping

from pwa.catalog.document import Document
from pwa.catalog.errors import Problem
from pwa.catalog.model import Catalog, Option
from pwa.catalog.typed import Text
from pwa.catalog.walk import Loc, find

Documents = Mapping[tuple[str, str], Document]
"""Every file by its kind and id; the kind of a file at the top is empty."""


CHOICES = ("options", "alternatives")
"""The folders of what a reader can choose; each entry answers every field."""


def choices(catalog: Catalog, documents: Documents) -> Iterator[tuple[Option, Document]]:
    """Everything that can be chosen, with the file it stands in."""
    for kind, entries in zip(CHOICES, (catalog.options, catalog.alternatives), strict=True):
        yield from ((entry, documents[kind, entry.id]) for entry in entries.values())


def problem(document: Document, loc: Loc, message: str) -> Problem:
    """A fault at this place of a file."""
    return Problem(document.file, document.line(loc), ".".join(map(str, loc)), message)


def word_count(value: object) -> int:
    """How many words a reader reads in it."""
    return sum(len(text.split()) for _, text in find(value, Text))


def texts(catalog: Catalog, documents: Documents) -> Iterator[tuple[Document, Loc, Text]]:
    """Every text of the catalog, with the file and the place it stands in."""
    for (kind, name), document in documents.items():
        found = getattr(catalog, (kind or name).replace("-", "_"), None)
        if kind:
            found = found.get(name) if found else None
        # These two are their groups in the catalog, and have them under a key in the file.
        start: Loc = ("groups",) if (kind, name) in (("", "fields"), ("", "profile")) else ()
        for loc, text in find(found, Text, start):
            yield document, loc, text
        if (kind, name) == ("", "fields"):
            cares = find(catalog.cares, Text, ("cares",))
            yield from ((document, loc, text) for loc, text in cares)
