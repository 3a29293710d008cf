"""What stands on each kind of sheet: the values its template needs, worked out beforehand.

A sheet is one part or several; a booklet is all of them. A part knows what it cites, so that the
list of sources at the end holds exactly those, numbered in the order of the catalogue.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, Final

from pwa.catalog.model import Catalog
from pwa.catalog.typed import SourceId
from pwa.catalog.walk import find
from pwa.handouts import dated, drawn
from pwa.handouts.request import Request
from pwa.i18n.localise import Localised
from pwa.i18n.text import figures_in

_ = str
"""Marks a message for the extractor."""

COLUMNS: Final = 4
"""As many side by side as can be read in large print too, on a page that lies on its side."""


@dataclass(frozen=True)
class Part:
    """Some pages of a sheet."""

    template: str
    title: str
    values: dict[str, Any]
    cited: tuple[str, ...] = field(default=())
    """The sources, each once, in the order of the catalogue."""
    landscape: bool = False
    listed: bool = True
    """Has a line of its own in a list of contents."""
    in_rows: bool = False
    """Laid out from the rows of its template in one language too."""
    wordy: bool = False
    """Long text that has to stay on its page: two languages stand one below the other in large
    print."""


Builder = Callable[[Localised, Request, date], tuple[Part, ...]]


def build(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """The parts of the sheet that was asked for."""
    return _BUILDERS[request.kind](localised, request, today)


def cited(catalog: Catalog, *values: Any) -> tuple[str, ...]:
    """The sources that anything in ``values`` stands on."""
    found = {str(name) for _, name in find(values, SourceId)}
    return tuple(name for name in catalog.sources if name in found)


def heading(catalog: Catalog, shows: str, otherwise: str) -> str:
    """The title of the page that shows the same thing."""
    page = page_of(catalog, shows)
    return page.title if page else otherwise


def page_of(catalog: Catalog, shows: str) -> Any:
    """The page that shows the same thing, or None."""
    return next((page for page in catalog.pages.values() if page.shows == shows), None)


def emergency(catalog: Catalog) -> list[Any]:
    """The signs that call for help at once; they stand on every sheet."""
    return [g for g in catalog.warning_signs.values() if g.urgency == "emergency"]


def option(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """One option, with every field answered."""
    catalog = localised.catalog
    chosen = catalog.options[str(request.option)]
    rates = [rate for answer in chosen.answers.values() for rate in answer.risks]
    drawings = [(use.part, catalog.drawings[use.drawing]) for use in chosen.drawings]
    risks = [catalog.risks[rate.risk] for rate in rates]
    figures = [catalog.figures[rate.figure] for rate in rates if rate.figure]
    pictures = dict(drawn.people(localised, chosen.answers.values()))
    values = {
        "option": chosen,
        "drawings": [(part, one, drawn.drawing(localised, one, part)) for part, one in drawings],
        "pictures": pictures,
        "first_drawn": _first_drawn(catalog, chosen, pictures, request),
        "figures_in": figures_in,
        "emergency": emergency(catalog),
    }
    sources = cited(catalog, chosen, *risks, *figures, *(one for _, one in drawings))
    return (Part("option.html", str(chosen.name), values, sources),)


def _first_drawn(
    catalog: Catalog, option: Any, pictures: dict[str, Any], request: Request
) -> str | None:
    """The field whose answer has the first picture of people: what one stands for is told there."""
    with_pictures = ("risks",) if request.second_locale else ("points", "risks")
    fields = (one for one in catalog.field_defs.values() if one.answer in with_pictures)
    drawn_in = (
        one.id for one in fields if any(map(pictures.get, drawn.figures(option.answers[one.id])))
    )
    return next(drawn_in, None)


def compare(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """Options side by side, as many to a table as can be read; beside them, in every table, the
    alternatives to choosing one. These have no letter.
    """
    catalog = localised.catalog
    letters = dict(zip(catalog.options, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))
    options, beside = chosen_options(catalog, request), list(catalog.alternatives.values())
    chosen = options + beside
    tables = -(-len(options) // max(COLUMNS - len(beside), 1))
    ends = [len(options) * at // tables for at in range(tables + 1)]
    values = {
        "tables": [options[start:end] + beside for start, end in pairwise(ends)],
        "chosen": chosen,
        "letters": letters,
        "harms": partial(_harms, catalog),
        "shared": partial(_shared, catalog),
        "emergency": emergency(catalog),
    }
    figures = [catalog.figures[r.figure] for o in chosen for r in _rates(o) if r.figure]
    sources = cited(catalog, *chosen, *figures)
    title = heading(catalog, "compare", catalog.guide.name)
    return (Part("compare.html", title, values, sources, landscape=True),)


def _harms(catalog: Catalog, shown: list[Any], field: str) -> list[Any]:
    """The risks that any of these options names, each once, in the order of the catalogue.

    Each has a line for every option: so no option seems safer because it names fewer.
    """
    named = {rate.risk for one in shown for rate in one.answers[field].risks}
    return [risk for name, risk in catalog.risks.items() if name in named]


def _shared(catalog: Catalog, shown: list[Any], field: str, risk: str) -> Any:
    """A figure whose people and time are those of every figure of this risk, or None: what all of
    them have in common is told once.
    """
    rates = [rate for one in shown for rate in one.answers[field].risks if rate.risk == risk]
    figures = [catalog.figures[rate.figure] for rate in rates if rate.figure]
    told = {(figure.population, figure.time) for figure in figures}
    return figures[0] if len(told) == 1 else None


def _rates(option: Any) -> list[Any]:
    return [rate for answer in option.answers.values() for rate in answer.risks]


def chosen_options(catalog: Catalog, request: Request) -> list[Any]:
    """The options that were named, or all, in the order of the catalogue."""
    return [o for name, o in catalog.options.items() if name in (request.options or (name,))]


def checklist(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """The tasks that go with an option, in their groups: a list to tick, then how to do each."""
    catalog = localised.catalog
    chosen = catalog.options[request.option] if request.option else None
    groups = dated.tasks(localised, request, today)
    tasks = [row.task for _, rows in groups for row in rows]
    values = {
        "option": chosen,
        "day": request.day and localised.formats.day(request.day),
        "operation": chosen is None or chosen.operation,
        "groups": groups,
        "emergency": emergency(catalog),
    }
    title = heading(catalog, "tasks", catalog.guide.name)
    how = str(localised.translator.text(_("How to do each task")))
    undated = dated.tasks(localised, replace(request, day=None), today)
    return (
        Part("checklist.html", title, values),
        Part(
            "details.html",
            how,
            {"groups": undated},
            cited(catalog, *tasks),
            listed=False,
            wordy=True,
        ),
    )


def recovery(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """The stretches of recovery, one after another."""
    catalog = localised.catalog
    stages = dated.phases(localised, request, today)
    chosen = catalog.options[request.option] if request.option else None
    said = str(localised.translator.text(_("The time after the operation, to scale")))
    timeline, order = drawn.timeline(localised, [stage.phase for stage in stages], said)
    stages.sort(key=lambda stage: order.index(stage.phase))
    values = {
        "stages": [replace(stage, number=n) for n, stage in enumerate(stages, start=1)],
        "timeline": timeline,
        "option": chosen,
        "page": page_of(catalog, "phases"),
        "day": request.day and localised.formats.day(request.day),
        "operation": chosen is None or chosen.operation,
        "emergency": emergency(catalog),
    }
    sources = cited(catalog, *(stage.phase for stage in stages))
    title = heading(catalog, "phases", str(localised.translator.text(_("Recovery"))))
    return (Part("recovery.html", title, values, sources, in_rows=True),)


def questions(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """What to ask, with room for each answer."""
    catalog = localised.catalog
    groups = list(catalog.questions.values())
    page = page_of(catalog, "questions")
    values = {"groups": groups, "page": page, "emergency": emergency(catalog)}
    title = heading(catalog, "questions", str(localised.translator.text(_("My questions"))))
    return (Part("questions.html", title, values, cited(catalog, *groups), in_rows=True),)


def warning_signs(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """The sheet for the refrigerator's door: what calls for help, in letters as big as they can be.

    What is often part of healing is read at leisure, in the booklet and on the page.
    """
    catalog = localised.catalog
    whole = request.kind == "booklet"
    every = catalog.warning_signs.values()
    groups = [group for group in every if whole or group.urgency != "expected"]
    values = {
        "urgent": [group for group in groups if group.urgency == "emergency"],
        "others": [group for group in groups if group.urgency != "emergency"],
    }
    title = heading(catalog, "warning_signs", catalog.guide.name)
    return (Part("warning-signs.html", title, values, cited(catalog, *groups)),)


def booklet(localised: Localised, request: Request, today: date) -> tuple[Part, ...]:
    """Everything, after a list of what is inside. What cannot wait comes first."""
    catalog = localised.catalog
    chosen = chosen_options(catalog, request)
    one = replace(request, options=request.options if len(request.options) == 1 else ())
    inside = [*warning_signs(localised, request, today)]
    for each in chosen:
        inside += option(localised, replace(request, options=(str(each.id),)), today)
    if len(chosen) > 1:
        inside += compare(localised, request, today)
    inside += checklist(localised, one, today)
    inside += questions(localised, one, today) if catalog.questions else ()
    inside += recovery(localised, one, today) if catalog.phases else ()
    inside = [_without_help(part) for part in inside]
    entries = [(at, part.title) for at, part in enumerate(inside, start=1) if part.listed]
    cover = Part("contents.html", str(catalog.guide.tagline), {"entries": entries}, in_rows=True)
    return (cover, *inside)


def _without_help(part: Part) -> Part:
    """A part of a booklet, whose first sheet has the signs that call for help: after each part they
    would often have a page to themselves.
    """
    return replace(part, values={**part.values, "emergency": []})


_BUILDERS: Final[dict[str, Builder]] = {
    "option": option,
    "compare": compare,
    "checklist": checklist,
    "questions": questions,
    "recovery": recovery,
    "warning-signs": warning_signs,
    "booklet": booklet,
}
