"""Lists that must fit together: parts of drawings, questions of the profile, ids."""

from collections.abc import Iterator

from pwa.catalog.errors import Problem, did_you_mean
from pwa.catalog.model import Catalog
from pwa.catalog.rules.base import Documents, choices, problem
from pwa.catalog.typed import Id
from pwa.catalog.walk import find


def drawn_parts_exist(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A part picked out in a drawing stands in its legend."""
    for option, document in choices(catalog, documents):
        for index, use in enumerate(option.drawings):
            drawing = catalog.drawings.get(use.drawing)
            numbers = [part.number for part in drawing.parts] if drawing else [use.part]
            if use.part is not None and use.part not in numbers:
                message = f"found part {use.part}, expected one of: {', '.join(map(str, numbers))}"
                yield problem(document, ("drawings", index, "part"), message)


def country_is_known(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """The country of the guide has its line in ``emergency.yaml``."""
    country = catalog.guide.country if catalog.guide else None
    if country and country not in catalog.emergency:
        message = f"emergency.yaml knows no country '{country}'"
        message += did_you_mean(country, catalog.emergency)
        yield problem(documents["", "guide"], ("country",), message)


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


def cares_have_their_own_id(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """No two things a reader may care about share an id: it is what their phone remembers."""
    ids = [care.id for care in catalog.cares]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            loc = ("cares", index, "id")
            yield problem(documents["", "fields"], loc, f"found the id '{name}' a second time")


def alternatives_have_an_address(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """An alternative's page stands beside the guide's pages, so no page or option has its name."""
    for name in catalog.alternatives:
        taken = {"a page": catalog.pages, "an option": catalog.options}
        for noun in [noun for noun, names in taken.items() if name in names]:
            message = f"found the name '{name}', which {noun} has"
            yield problem(documents["alternatives", name], (), message)


def questions_to_ask_have_their_own_id(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A question to ask is chosen by its id, so no other group has the same."""
    seen: set[str] = set()
    for group in catalog.questions.values():
        for index, question in enumerate(group.questions):
            if question.id in seen:
                message = f"found the id '{question.id}' a second time"
                yield problem(documents["questions", group.id], ("questions", index, "id"), message)
            seen.add(question.id)
