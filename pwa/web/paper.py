"""The door to the handouts: from a form's fields, or an address, to a PDF."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache

from pwa.handouts import Request, Workers, file_name, handout, parse
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
    return file_name(request), _print(published, request, _patient() if patient else None)


def ready(published: Published, path: str, pool: Workers | None = None) -> File | None:
    """The undated sheet at ``path``, such as ``en/handouts/option-alif-a4.pdf``, or None."""
    code, _, name = path.partition("/handouts/")
    known = {sheet.name: sheet for sheet in ready_sheets(published.site.catalog)}
    if code not in published.site.locales or name not in known:
        return None
    if path not in published.printed:
        fields = {**known[name].fields, "locale": code}
        request = parse(fields, published.site.catalog, published.site.locales)
        pdf = _print(published, request, pool)
        published.printed[path] = File(path, "application/pdf", pdf)
    return published.printed[path]


def ready_files(published: Published) -> Iterator[File]:
    """Every undated sheet, for the export; as many at a time as there are workers."""
    names = [known.name for known in ready_sheets(published.site.catalog)]
    paths = [f"{code}/handouts/{name}" for code in published.site.locales for name in names]
    with ThreadPoolExecutor(PROCESSES) as askers:
        for file in askers.map(lambda path: ready(published, path, _patient()), paths):
            if file is not None:
                yield file


def _print(published: Published, request: Request, pool: Workers | None) -> bytes:
    return handout(published.site.localised[request.locale], request, date.today(), pool)


@cache
def _patient() -> Workers:
    """Workers for someone who would rather wait than be told to come back."""
    return Workers(seconds=60)
