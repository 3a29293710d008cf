"""The self-audit: it is whole, and what it points to is there."""

from collections.abc import Iterator

from pwa.catalog.errors import Problem, did_you_mean
from pwa.catalog.model import Catalog
from pwa.catalog.rules.base import Documents, problem


def audit_is_whole(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Every instrument of the audit has as many points as it is said to have."""
    for index, instrument in enumerate(catalog.audit.instruments if catalog.audit else ()):
        if len(instrument.criteria) != instrument.items:
            message = f"found {len(instrument.criteria)} points, expected {instrument.items}"
            loc = ("instruments", index, "parts")
            yield problem(documents["", "audit"], loc, message)


def audit_points_to_pages(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Where the audit says that something is met, there is such a page."""
    # As files: one that is at fault itself is still there to be pointed to.
    known = [name for kind, name in documents if kind == "pages"]
    known += [f"options/{name}" for kind, name in documents if kind == "options"]
    for number, instrument in enumerate(catalog.audit.instruments if catalog.audit else ()):
        for group, part in enumerate(instrument.parts):
            for index, criterion in enumerate(part.criteria):
                for place, page in enumerate(criterion.where):
                    if page not in known:
                        loc = ("parts", group, "criteria", index, "where", place)
                        message = f"no page is called '{page}'{did_you_mean(page, known)}"
                        where = ("instruments", number, *loc)
                        yield problem(documents["", "audit"], where, message)
