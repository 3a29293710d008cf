"""The door to the handouts: from a form's fields, or an address, to a PDF."""

from collections.abc import Iterator, Mapping
from datetime import date

from pwa.handouts import Request, file_name, handout, parse
from pwa.web.files import File
from pwa.web.publish import Published
from pwa.web.sheets import ready_sheets


def sheet(published: Published, fields: Mapping[str, str]) -> tuple[str, bytes]:
    """A sheet's file name and PDF. Raises `BadRequest`, `Busy` or `PrintError`."""
    request = parse(fields, published.site.catalog, published.site.locales)
    return file_name(request), _print(published, request)


def ready(published: Published, path: str) -> File | None:
    """The undated sheet at ``path``, such as ``en/handouts/option-alif-a4.pdf``, or None."""
    code, _, name = path.partition("/handouts/")
    known = {sheet.name: sheet for sheet in ready_sheets(published.site.catalog)}
    if code not in published.site.locales or name not in known:
        return None
    if path not in published.printed:
        fields = {**known[name].fields, "locale": code}
        request = parse(fields, published.site.catalog, published.site.locales)
        published.printed[path] = File(path, "application/pdf", _print(published, request))
    return published.printed[path]


def ready_files(published: Published) -> Iterator[File]:
    """Every undated sheet, for the export."""
    for code in published.site.locales:
        for known in ready_sheets(published.site.catalog):
            if file := ready(published, f"{code}/handouts/{known.name}"):
                yield file


def _print(published: Published, request: Request) -> bytes:
    return handout(published.site.localised[request.locale], request, date.today())
