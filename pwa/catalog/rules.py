"""Rules that look at more than one file. Each is one function with one sentence.

`RAW` rules read the files as written, so that they still speak when another fault keeps a file from
becoming a model. `WHOLE` rules read the finished catalog.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import nan
from typing import Any

from pwa.catalog.document import Document
from pwa.catalog.errors import Problem, did_you_mean
from pwa.catalog.model import Catalog, Edge, Phase, Task
from pwa.catalog.typed import Id
from pwa.catalog.walk import Loc, find

FAR = 3660.0
"""Days. A calendar ends somewhere, and so does patience."""

Documents = Mapping[tuple[str, str], Document]


def raw(documents: Documents) -> list[Problem]:
    """Run the rules that read files as written."""
    return [problem for rule in RAW for problem in rule(documents)]


def whole(catalog: Catalog, documents: Documents) -> list[Problem]:
    """Run the rules that read the catalog."""
    return [problem for rule in WHOLE for problem in rule(catalog, documents)]


def _problem(document: Document, loc: Loc, message: str) -> Problem:
    return Problem(document.file, document.line(loc), ".".join(map(str, loc)), message)


def equal_fields(documents: Documents) -> Iterator[Problem]:
    """Every option answers every field of ``fields.yaml``, and no other."""
    fields = _field_ids(documents)
    for (kind, _), document in documents.items():
        answers = document.data.get("answers") if kind == "options" and document.data else None
        if not fields or not isinstance(answers, dict):
            continue
        for missing in [field for field in fields if field not in answers]:
            message = f"the answer to '{missing}' is missing (every option answers every field)"
            yield _problem(document, ("answers",), message)
        for extra in [name for name in answers if name not in fields]:
            message = f"no field is called '{extra}'{did_you_mean(extra, fields)}"
            yield _problem(document, ("answers", extra), message)


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
    for option in catalog.options.values():
        for field in catalog.field_defs.values():
            answer = option.answers.get(field.id)
            wrong = answer and (answer.statements if field.answer == "risks" else answer.risks)
            if wrong:
                expected = "risks" if field.answer == "risks" else "statements"
                loc = ("answers", field.id)
                message = f"found the wrong kind of answer, expected {expected}"
                yield _problem(documents["options", option.id], loc, message)


def windows_in_order(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A window's first day is not after its last, and its figures are lengths of time."""
    entries: Iterable[tuple[str, Task | Phase]] = [
        *(("tasks", task) for task in catalog.tasks.values()),
        *(("phases", phase) for phase in catalog.phases.values()),
    ]
    for kind, entry in entries:
        document = documents[kind, entry.id]
        edges = {"from": entry.window.start, "until": entry.window.until}
        days = {name: _rough_days(edge, catalog) for name, edge in edges.items()}
        for name in [name for name, day in days.items() if day is None]:
            message = (
                f"found the figure '{edges[name].figure}', expected one that is a length of time"
            )
            yield _problem(document, ("window", name), message)
        for name in [name for name, day in days.items() if day and abs(day) > FAR]:
            yield _problem(document, ("window", name), "found more than ten years, expected less")
        start, until = days["from"], days["until"]
        if start is not None and until is not None and start > until:
            yield _problem(
                document, ("window",), "found an end before the start, expected it after"
            )


def _rough_days(edge: Edge, catalog: Catalog) -> float | None:
    """The edge in days, a month taken as 30.4: enough to tell the order.

    None for a figure that is no length of time; not a number for one that is at fault itself.
    """
    lengths = {"days": 1.0, "weeks": 7.0, "months": 30.4}
    if edge.figure is None:
        return sum((getattr(edge, unit) or 0) * length for unit, length in lengths.items())
    figure = catalog.figures.get(edge.figure)
    if figure is None or figure.unit not in catalog.units:
        return nan
    unit = catalog.units[figure.unit].offset
    if unit is None:
        return None
    value = float(figure.ends[0 if edge.end == "low" else 1])
    return value * lengths[unit] * (-1 if edge.side == "before" else 1)


def drawn_parts_exist(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """A part picked out in a drawing stands in its legend."""
    for option in catalog.options.values():
        for index, use in enumerate(option.drawings):
            drawing = catalog.drawings.get(use.drawing)
            numbers = [part.number for part in drawing.parts] if drawing else [use.part]
            if use.part is not None and use.part not in numbers:
                message = f"found part {use.part}, expected one of: {', '.join(map(str, numbers))}"
                yield _problem(
                    documents["options", option.id], ("drawings", index, "part"), message
                )


def one_day_asked(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """The profile asks for exactly one date, the day everything is counted from."""
    dates = [question for question in catalog.profile_questions.values() if question.type == "date"]
    if catalog.profile and len(dates) != 1:
        message = f"found {len(dates)} questions of type date, expected one"
        yield _problem(documents["", "profile"], (), message)


def questions_have_their_own_id(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """No two entries of one list share an id."""
    lists = {"fields": catalog.fields, "profile": catalog.profile}
    for name, groups in lists.items():
        seen: set[tuple[int, str]] = set()
        for loc, entry in find(groups, Id):
            if (len(loc), entry) in seen:
                message = f"found the id '{entry}' a second time"
                yield _problem(documents["", name], ("groups", *loc), message)
            seen.add((len(loc), entry))


def rates_fit_their_group(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """No more people are counted than the group has."""
    for name, figure in catalog.figures.items():
        unit = catalog.units.get(figure.unit)
        if unit and unit.of and figure.high > unit.of:
            message = f"found {figure.high} of {unit.of}, expected at most {unit.of}"
            yield _problem(documents["", "figures"], (name, "high"), message)


RAW = (equal_fields,)
WHOLE = (
    answers_fit_their_field,
    windows_in_order,
    drawn_parts_exist,
    rates_fit_their_group,
    one_day_asked,
    questions_have_their_own_id,
)
