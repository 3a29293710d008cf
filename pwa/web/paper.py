"""The door to the handouts: from a form's fields, or an address, to a PDF."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache

from pwa.handouts import Draft, Workers, draft, file_name, parse
from pwa.handouts.workers import PROCESSES
from pwa.web.files import File
from pwa.web.publish import Published
from pwa.web.sheets import ready_sheets


def sheet(
    published: Published, fields: Mapping[str, str], *, patient: bool = False
) -> tuple[str, bytes]:
    """A sheet's file name and PDF. Raises `BadRequest`, `Busy` or `PrintError`.

    A ``patient`` asker, such as the command line, gives a slow machine a minute for it.
    """
    request = parse(fields, published.site.catalog, published.site.locales)
    made = draft(published.site.localised[request.locale], request, date.today())
    return file_name(request), made.print(_patient() if patient else None)


def ready(published: Published, path: str) -> File | None:
    """The undated sheet at ``path``, such as ``en/handouts/option-<id>-a4.pdf``, or None."""
    if path not in published.printed:
        found = _draft(published, path)
        if found is None:
            return None
        published.printed[path] = File(path, "application/pdf", found.print())
    return published.printed[path]


def drafts(published: Published) -> dict[str, Draft]:
    """Every undated sheet by its address, not yet laid out."""
    paths = [
        f"{code}/handouts/{known.name}"
        for code, locale in published.site.locales.items()
        for known in ready_sheets(published.site.catalog, locale)
    ]
    return {path: found for path in paths if (found := _draft(published, path))}


def print_all(wanted: Mapping[str, Draft]) -> dict[str, bytes]:
    """The PDFs of these drafts, as many at a time as there are workers."""
    with ThreadPoolExecutor(PROCESSES) as askers:
        printed = askers.map(lambda one: one.print(_patient()), wanted.values())
        return dict(zip(wanted, printed, strict=True))


def _draft(published: Published, path: str) -> Draft | None:
    code, _, name = path.partition("/handouts/")
    catalog, locales = published.site.catalog, published.site.locales
    if code not in locales:
        return None
    known = {sheet.name: sheet for sheet in ready_sheets(catalog, locales[code])}
    if name not in known:
        return None
    request = parse({**known[name].fields, "locale": code}, catalog, locales)
    # The day of the content, not today's: a sheet that says the same stays the same file.
    return draft(published.site.localised[code], request, catalog.guide.updated)


@cache
def _patient() -> Workers:
    """Workers for someone who would rather wait than be told to come back."""
    return Workers(seconds=60)
