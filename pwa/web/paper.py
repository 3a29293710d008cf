"""The door to the handouts: from a form's fields, or an address, to a PDF."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from functools import cache
from typing import Final

from pwa.catalog import Catalog
from pwa.handouts import Request, Sheet, Wish, Workers, desk, draft, file_name, parse
from pwa.handouts.workers import PROCESSES
from pwa.web.addresses import option_slug, page_slug
from pwa.web.files import File
from pwa.web.publish import Published
from pwa.web.sheets import ready_sheets
from pwa.web.site import Site

_PLACES: Final = {
    "compare": "compare",
    "checklist": "tasks",
    "questions": "questions",
    "recovery": "phases",
    "warning-signs": "warning_signs",
}
"""What the page shows on which the words of a kind of sheet stand."""


def sheet(
    published: Published, fields: Mapping[str, str], *, origin: str = "", patient: bool = False
) -> tuple[str, bytes]:
    """A sheet's file name and PDF. Raises `BadRequest`, `Busy` or `PrintError`.

    ``origin`` is where the asker reached the site, such as ``https://host``: the sheet leads there.
    A ``patient`` asker, such as the command line, gives a slow machine minutes for it.
    """
    request = parse(fields, published.site.catalog, published.site.locales)
    made = _draft(published.site, request, date.today(), origin)
    pdf = _patient().render(made) if patient else desk().sheet(made)
    return file_name(request), pdf


def ready(published: Published, path: str) -> File | None:
    """The undated sheet at ``path``, such as ``en/handouts/option-<id>-a4.pdf``, or None."""
    if path not in published.printed:
        found = _ready_draft(published, path)
        if found is None:
            return None
        published.printed[path] = File(path, "application/pdf", desk().sheet(found))
    return published.printed[path]


def drafts(published: Published) -> dict[str, Sheet]:
    """Every undated sheet by its address, not yet laid out."""
    paths = [
        f"{code}/handouts/{known.name}"
        for code, locale in published.site.locales.items()
        for known in ready_sheets(published.site.catalog, locale)
    ]
    return {path: found for path in paths if (found := _ready_draft(published, path))}


def print_all(
    wanted: Mapping[str, Sheet], done: Callable[[int], None] = lambda number: None
) -> dict[str, bytes]:
    """The PDFs of these drafts, as many at a time as there are workers.

    The longest come first, so that no worker is idle at the end; ``done`` is told of each.
    """
    order = sorted(wanted, key=lambda path: wanted[path].length, reverse=True)
    with ThreadPoolExecutor(PROCESSES) as askers:
        asked = {askers.submit(_patient().render, wanted[path]): path for path in order}
        for number, _ in enumerate(as_completed(asked), start=1):
            done(number)
        printed = {path: task.result() for task, path in asked.items()}
    return {path: printed[path] for path in wanted}


def _ready_draft(published: Published, path: str) -> Sheet | None:
    code, _, name = path.partition("/handouts/")
    catalog, locales = published.site.catalog, published.site.locales
    if code not in locales:
        return None
    known = {sheet.name: sheet for sheet in ready_sheets(catalog, locales[code])}
    if name not in known:
        return None
    request = parse({**known[name].fields, "locale": code}, catalog, locales)
    # The day of the content, not today's: a sheet that says the same stays the same file.
    return _draft(published.site, request, catalog.guide.updated)


def _draft(site: Site, request: Request, today: date, origin: str = "") -> Sheet:
    codes = filter(None, (request.locale, request.second_locale))
    speakers = tuple(site.localised[code] for code in codes)
    return draft(Wish(request, speakers, today, address(site, request, origin)))


# --- where the same stands on a phone ---------------------------------------------------------


def address(site: Site, request: Request, origin: str = "") -> str:
    """The page with the same words, or the plan with the same day; empty where no host is known."""
    host = site.origin or origin
    if not host:
        return ""
    return f"{host}{site.base}{request.locale}/{_place(site.catalog, request)}"


def _place(catalog: Catalog, request: Request) -> str:
    if request.kind == "option":
        return option_slug(str(request.option))
    plan = _slug(catalog, "plan")
    if plan and (request.day or (request.kind == "checklist" and request.option)):
        return f"{plan}#p={_answers(catalog, request)}"
    slug = _slug(catalog, _PLACES.get(request.kind, "home"))
    if request.kind == "compare" and slug and request.options:
        return f"{slug}?options={','.join(request.options)}"
    return slug


def _slug(catalog: Catalog, shows: str) -> str:
    return next((page_slug(page.id) for page in catalog.pages.values() if page.shows == shows), "")


def _answers(catalog: Catalog, request: Request) -> str:
    """The day and the option as the plan reads them from an address."""
    one = request.option if len(request.options) == 1 else None
    given = {"option": one, "date": request.day and request.day.isoformat()}
    questions = catalog.profile_questions.values()
    pairs = ((asked.id, given.get(asked.type)) for asked in questions)
    return ";".join(f"{name}:{value}" for name, value in pairs if value)


@cache
def _patient() -> Workers:
    """Workers for someone who would rather wait than be told to come back."""
    return Workers(seconds=300)
