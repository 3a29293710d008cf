"""HTML to PDF. The only module that knows WeasyPrint; it runs in the workers.

Key ideas:

- **One thread.** Pango's font map is not thread-safe: a process lays out one sheet at a time.
- **Kept warm.** The fonts and each style's parsed CSS are made once a process; they cost more than
  a sheet.
- **Nothing is fetched.** A sheet carries what it needs; ``data:`` is all the fetcher reads, for the
  HTML and for the CSS alike (WeasyPrint's own default opens files and the network).
- **A half sheet is no sheet.** What WeasyPrint only logs (a rule it does not know, a picture
  it could not load) fails the render: on paper nobody sees a console.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import weasyprint
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from pwa.handouts import style
from pwa.handouts.errors import PrintError
from pwa.handouts.style import Style

_BASE = "data:,"
"""Where relative addresses lead: nowhere."""
_OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "uncompressed_pdf": False}


class _NothingFromOutside(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Reads ``data:`` and stops the render at anything else, wherever it stands."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.lower().startswith("data:"):
            raise FatalURLFetchingError(f"found the address '{url[:80]}', expected data:")
        return super().fetch(url, headers)


def pdf(html: str, look: Style) -> bytes:
    """The finished document. Raises `PrintError` unless all of it could be laid out."""
    try:
        with _complaints() as found:
            source = weasyprint.HTML(string=html, base_url=_BASE, url_fetcher=_NothingFromOutside())
            data = _laid_out(source, look).write_pdf(**_OPTIONS)
    except FatalURLFetchingError as error:
        raise PrintError(str(error)) from error
    if found:
        raise PrintError(f"found {len(found)} faults in the layout, expected none: {found[0]}")
    return bytes(data)


def _laid_out(source: Any, look: Style) -> Any:
    """The pages, in the largest letters at which there are few enough; if none, in the largest."""
    first = None
    for size in look.sizes:
        document = source.render(
            stylesheets=[_stylesheet(look, size)], font_config=_fonts(), **_OPTIONS
        )
        if look.pages is None or len(document.pages) <= look.pages:
            return document
        first = first or document
    return first


@cache
def _fonts() -> Any:
    return FontConfiguration()


@cache
def _stylesheet(look: Style, size: float) -> Any:
    sheet = style.css(look, size)
    with _complaints() as found:
        parsed = weasyprint.CSS(
            string=sheet, base_url=_BASE, font_config=_fonts(), url_fetcher=_NothingFromOutside()
        )
    if found:
        raise PrintError(f"found {len(found)} faults in the stylesheet, expected none: {found[0]}")
    return parsed


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collects what WeasyPrint logs as a warning or worse. Nothing reaches any other log."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    kept, LOGGER.handlers, LOGGER.propagate = LOGGER.handlers, [handler], False
    try:
        yield found
    finally:
        LOGGER.handlers, LOGGER.propagate = kept, True


def warm_up() -> None:
    """Lay out a word, so that fonts are found and code is loaded before a reader waits for it."""
    sample = '<html lang="en"><title>–</title><p>Aa <b>Aa</b></p></html>'
    pdf(sample, Style(("Noto Sans",), "decimal", rtl=False, paper="a4", large_print=False))
