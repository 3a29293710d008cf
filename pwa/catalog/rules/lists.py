"""Lists that must fit together: parts of drawings, questions of the profile, ids."""

from collections.abc import Iterator

from pwa.catalog import prose
from pwa.catalog.errors import Problem, did_you_mean
from pwa.catalog.model import Catalog
from pwa.catalog.rules.base import Documents, choices, problem, texts
from pwa.catalog.typed import Id
from pwa.catalog.walk import find

NAMES = ("name", "title", "short", "label")
LED_TO = {
    "home": "home",
    "options": "options",
    "compare": "compare",
    "plan": "plan",
    "warning_signs": "warning-signs",
    "questions": "questions",
    "glossary": "glossary",
    "handouts": "handouts",
    "sources": "about",
    "search": "search",
}
"""What a page shows, and the name under which pages, paper and the phone look for it."""


def drawn_parts_exist(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A part picked out in a drawing stands in its legend."""
    for option, document in choices(catalog, documents):
        for index, use in enumerate(option.drawings):
            drawing = catalog.drawings.get(use.drawing)
            numbers = [part.number for part in drawing.parts] if drawing else [use.part]
            if use.part is not None and use.part not in numbers:
                message = f"found part {use.part}, expected one of: {', '.join(map(str, numbers))}"
                yield problem(document, ("drawings", index, "part"), message)


def an_emergency_has_its_signs(documents: Documents) -> Iterator[Problem]:
    """Where a page shows warning signs, some of them need help at once."""
    groups = [document for (kind, _), document in documents.items() if kind == "warning-signs"]
    # Of a file that can't be read nobody knows.
    if any(one.data is None or one.data.get("urgency") == "emergency" for one in groups):
        return
    for (kind, _), page in documents.items():
        if kind == "pages" and (page.data or {}).get("shows") == "warning_signs":
            message = "found no group of warning signs with 'urgency: emergency', expected one"
            yield problem(page, ("shows",), message)


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


def names_are_plain(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """What is shown as a heading, a link or a label holds no link of its own."""
    for document, loc, text in texts(catalog, documents):
        parts = prose.flatten(prose.parse(text)) if loc[-1] in NAMES else ()
        for part in parts:
            if isinstance(part, prose.TermLink):
                message = f"found a link to '{part.term}', expected plain words in a name or title"
                yield problem(document, loc, message)


def pages_have_the_names_that_links_use(
    catalog: Catalog, documents: Documents
) -> Iterator[Problem]:
    """A page that others lead to has the name that they lead to."""
    for page in catalog.pages.values():
        expected = LED_TO.get(page.shows, page.id)
        if page.id != expected:
            message = f"found '{page.shows}' on the page '{page.id}', expected it on '{expected}'"
            yield problem(documents["pages", page.id], ("shows",), message)
    needed = {"home": True, "about": True, "glossary": bool(catalog.glossary)}
    for name in [name for name, is_needed in needed.items() if is_needed]:
        if ("pages", name) not in documents and ("", "guide") in documents:
            message = f"there is no pages/{name}.yaml, to which other pages lead"
            yield problem(documents["", "guide"], (), message)


def questions_to_ask_have_their_own_id(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A question to ask is chosen by its id, so no other group has the same."""
    seen: set[str] = set()
    for group in catalog.questions.values():
        for index, question in enumerate(group.questions):
            if question.id in seen:
                message = f"found the id '{question.id}' a second time"
                yield problem(documents["questions", group.id], ("questions", index, "id"), message)
            seen.add(question.id)
