"""Lists that must fit together: parts of drawings, questions of the profile, ids."""

from collections.abc import Iterator

from pwa.catalog.errors import Problem
from pwa.catalog.model import Catalog
from pwa.catalog.rules.base import Documents, problem
from pwa.catalog.typed import Id
from pwa.catalog.walk import find


def drawn_parts_exist(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A part picked out in a drawing stands in its legend."""
    for option in catalog.options.values():
        for index, use in enumerate(option.drawings):
            drawing = catalog.drawings.get(use.drawing)
            numbers = [part.number for part in drawing.parts] if drawing else [use.part]
            if use.part is not None and use.part not in numbers:
                message = f"found part {use.part}, expected one of: {', '.join(map(str, numbers))}"
                yield problem(documents["options", option.id], ("drawings", index, "part"), message)


def one_day_asked(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """The profile asks for exactly one date, the day everything is counted from."""
    dates = [question for question in catalog.profile_questions.values() if question.type == "date"]
    if catalog.profile and len(dates) != 1:
        message = f"found {len(dates)} questions of type date, expected one"
        yield problem(documents["", "profile"], (), message)


def questions_have_their_own_id(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """No two entries of one list share an id."""
    lists = {"fields": catalog.fields, "profile": catalog.profile}
    for name, groups in lists.items():
        seen: set[tuple[int, str]] = set()
        for loc, entry in find(groups, Id):
            if (len(loc), entry) in seen:
                message = f"found the id '{entry}' a second time"
                yield problem(documents["", name], ("groups", *loc), message)
            seen.add((len(loc), entry))
