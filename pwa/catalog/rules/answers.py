"""Every option is told alike: the same questions, the same kind of answer, about the same length.

Balance is what a reader can't see for herself: a choice with more words looks like a better one.
"""

from collections.abc import Iterator
from typing import Any

from pwa.catalog.errors import Problem, did_you_mean
from pwa.catalog.model import Answer, Catalog, FieldDef
from pwa.catalog.rules.base import CHOICES, Documents, choices, problem, word_count
from pwa.catalog.typed import Text
from pwa.catalog.walk import find

FACTOR = 2
"""How many times as long as the shortest the longest option may be."""


def equal_fields(documents: Documents) -> Iterator[Problem]:
    """Every option answers every field of ``fields.yaml``, and no other."""
    fields = _field_ids(documents)
    for (kind, _), document in documents.items():
        answers = document.data.get("answers") if kind in CHOICES and document.data else None
        if not fields or not isinstance(answers, dict):
            continue
        for missing in [field for field in fields if field not in answers]:
            message = f"the answer to '{missing}' is missing (every option answers every field)"
            yield problem(document, ("answers",), message)
        for extra in [name for name in answers if name not in fields]:
            message = f"no field is called '{extra}'{did_you_mean(extra, fields)}"
            yield problem(document, ("answers", extra), message)


def _field_ids(documents: Documents) -> list[str]:
    document = documents.get(("", "fields"))
    groups: Any = document.data.get("groups") if document and document.data else None
    if not isinstance(groups, list):
        return []
    lists = (group.get("fields") for group in groups if isinstance(group, dict))
    fields = (field for found in lists if isinstance(found, list) for field in found)
    ids = (field.get("id") for field in fields if isinstance(field, dict))
    return [name for name in ids if isinstance(name, str)]


def answers_fit_their_field(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A field that lists risks is answered with risks, every other with statements."""
    for option, document in choices(catalog, documents):
        for field in catalog.field_defs.values():
            answer = option.answers.get(field.id)
            wrong = answer and (answer.statements if field.answer == "risks" else answer.risks)
            if wrong:
                expected = "risks" if field.answer == "risks" else "statements"
                loc = ("answers", field.id)
                message = f"found the wrong kind of answer, expected {expected}"
                yield problem(document, loc, message)


def options_of_like_length(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """The longest option has at most twice as many words in its answers as the shortest."""
    files = {str(option.id): document for option, document in choices(catalog, documents)}
    lengths = {name: word_count(catalog.choices[name].answers) for name in files}
    long = max(lengths, key=lengths.__getitem__, default="")
    for name, length in lengths.items():
        if FACTOR * length < lengths[long]:
            message = (
                f"found {length} words, expected at least {-(-lengths[long] // FACTOR)}:"
                f" half as many as '{long}' has ({lengths[long]})"
            )
            yield problem(files[name], ("answers",), message)


def good_and_bad_in_the_same_place(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """The fields for the good and the bad side are lists, next to each other, in one group."""
    sides = [field for field in catalog.field_defs.values() if field.side]
    if not sides:
        return
    fault = None
    if sorted(str(field.side) for field in sides) != ["bad", "good"]:
        named = ", ".join(f"{field.id} ({field.side})" for field in sides)
        fault = f"found these sides: {named}; expected one field for the good and one for the bad"
    elif not any(_adjacent(group.fields, sides) for group in catalog.fields):
        fault = "found the two sides apart, expected them next to each other in one group"
    elif sides[0].in_summary != sides[1].in_summary:
        fault = "found one side in the summary, expected both or none"
    elif not {field.answer for field in sides} <= {"points", "risks"}:
        fault = "found a side that is no list, expected points or risks"
    if fault:
        yield problem(documents["", "fields"], ("groups",), fault)


def _adjacent(fields: tuple[FieldDef, ...], sides: list[FieldDef]) -> bool:
    places = [place for place, field in enumerate(fields) if field in sides]
    return len(places) == len(sides) and places[-1] - places[0] == 1


def good_and_bad_in_the_same_type(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Neither the good nor the bad side of an option is set in strong letters or left out."""
    for option, document in choices(catalog, documents):
        for field in catalog.field_defs.values():
            answer = option.answers.get(field.id)
            if field.side and answer and (fault := _louder(answer)):
                loc = ("answers", field.id)
                yield problem(document, loc, fault)


def _louder(answer: Answer) -> str | None:
    if answer.does_not_apply:
        return "found that a side does not apply, expected what is known of it, or not_known"
    if any("**" in text for _, text in find(answer, Text)):
        return "found strong letters, expected plain ones: both sides are weighed alike"
    return None
