"""HTML to PDF. With `form` the only module that knows WeasyPrint; it runs in the workers.

Key ideas:

- **One thread.** Pango's font map is not thread-safe: a process lays out one sheet at a time.
- **Kept warm.** The fonts and each style's parsed CSS are made once a process; they cost more than
  a sheet. Pages are laid out once and kept, the feet too; of a dated sheet its form (`form`).
- **Joined as pages, never as files**: whoever merges finished PDFs loses their tags.
- **Nothing is fetched.** A sheet carries what it needs; ``data:`` is all the fetcher reads, for the
  HTML and for the CSS alike (WeasyPrint's own default opens files and the network).
- **A half sheet is no sheet.** What WeasyPrint only logs (a rule it does not know, a picture
  it could not load) fails the render: on paper nobody sees a console.
"""

import copy
import gc
import logging
import re
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from typing import Any, Final

import weasyprint
from weasyprint.logger import LOGGER
from weasyprint.pdf import tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from pwa.handouts import fonts, foot, form, style, tagging
from pwa.handouts.errors import NoRoom, PrintError, TooSlow
from pwa.handouts.form import Form
from pwa.handouts.kept import Kept
from pwa.handouts.sheet import AT, END, ZERO, Foot, Segment, Sheet
from pwa.handouts.style import Script, Style

TAGS: Final = 40_000
"""Of HTML, whose pages and forms a process keeps: those of the longest booklet, and some more."""
FEET: Final = 64
"""Rows of feet that a process keeps."""
_BASE = "data:,"
"""Where relative addresses lead: nowhere."""
_KEPT: Final[Kept[Any]] = Kept(TAGS)
"""Laid-out segments, and drawn sheets with blanks."""
_OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "uncompressed_pdf": False}
_NO_GLYPH = ".notdef glyph"
"""What WeasyPrint says of a letter that would come out as an empty box."""
_BEGINS = re.compile(f"{AT}([0-9]+){ZERO}(.){END}")

tagging.extend(tags)


class _NothingFromOutside(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Reads ``data:`` and stops the render at anything else, wherever it stands."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.lower().startswith("data:"):
            raise FatalURLFetchingError(f"found the address '{url[:80]}', expected data:")
        return super().fetch(url, headers)


def pdf(sheet: Sheet, until: float | None = None) -> bytes:
    """The finished document. Raises `PrintError` unless all of it could be laid out.

    A long one that is not done at ``until`` (on the monotonic clock) stops between two segments:
    what was laid out is kept, so that the next try gets further.
    """
    if sheet.entries is None:
        return _written(sheet, until)
    with suppress(NoRoom), _checked(sheet):
        return _form(sheet.nobodys, until).filled(sheet.entries)
    return _written(sheet.plain, until)


def _form(sheet: Sheet, until: float | None) -> Form:
    """The sheet drawn with a model's days, ready for anybody's."""

    def make() -> Form:
        made: list[Form] = []
        _written(
            sheet.plain,
            until,
            ready=lambda pages: form.with_letters(pages, sheet),
            finish=form.kept(sheet, made),
        )
        return made[0]

    found: Form = _KEPT.get(sheet, sum(map(_tags, sheet.segments)), make)
    return found


def _written(
    sheet: Sheet,
    until: float | None,
    *,
    ready: Callable[[list[Any]], list[Any]] = list,
    finish: Callable[[Any, Any], object] = tagging.finish,
) -> bytes:
    """All pages joined and drawn; ``ready`` and ``finish`` are called before and after."""
    with _checked(sheet):
        laid = [_in_time(segment, until) for segment in sheet.segments]
        laid = _with_contents(sheet, laid)
        pages = ready(_with_feet(sheet, laid))
        tagging.NOTES = _notes(sheet, pages)  # the last one may have failed half-way
        return bytes(laid[0].copy(pages).write_pdf(finisher=finish, **_OPTIONS))


@contextmanager
def _checked(sheet: Sheet) -> Iterator[None]:
    """Any complaint of WeasyPrint's is a `PrintError`."""
    try:
        with _complaints() as found:
            yield
    except FatalURLFetchingError as error:
        raise PrintError(str(error)) from error
    _refuse(found, *(script for segment in sheet.segments for script in segment.style.scripts))


def _refuse(found: list[str], *scripts: Script) -> None:
    if not found:
        return
    absent = next(filter(None, (fonts.absent(script.fonts) for script in scripts)), "")
    if absent and any(_NO_GLYPH in one for one in found):
        raise PrintError(f"found letters that no font on this machine has, expected {absent}")
    raise PrintError(f"found {len(found)} faults in the layout, expected none: {found[0]}")


# --- segments ---------------------------------------------------------------------------------


def _in_time(segment: Segment, until: float | None) -> Any:
    if until is not None and time.monotonic() > until:
        raise TooSlow("found more pages than there was time for, expected another try")
    # With blanks, filled in or not, pages are for one reader, or kept as a part of a form.
    return _fresh(segment) if tagging.BLANK in segment.html else _kept(segment)


def _kept(segment: Segment) -> Any:
    return _KEPT.get(segment, _tags(segment), lambda: _sound(segment))


def _tags(segment: Segment) -> int:
    return segment.html.count("<")


def _sound(segment: Segment) -> Any:
    with _complaints() as found:
        document = _fresh(segment)
    _refuse(found)  # before anything is kept
    return document


def _fresh(segment: Segment) -> Any:
    """The pages, in the largest letters at which there are few enough; if none, in the smallest."""
    look = segment.style
    _know_faces(look.scripts)
    source = weasyprint.HTML(string=segment.html, base_url=_BASE, url_fetcher=_NothingFromOutside())

    @cache
    def at(size: float) -> Any:
        sheets = [_stylesheet(style.css(look, size)), _stylesheet(style.common())]
        with _uncollected():
            return source.render(stylesheets=sheets, font_config=_fonts(), **_OPTIONS)

    def fits(size: float) -> bool:
        return look.pages is None or len(at(size).pages) <= look.pages

    # Smaller letters never take more pages: so halving finds the size, in few tries.
    return at(look.sizes[bisect_left(look.sizes[:-1], True, key=fits)])


def _with_contents(sheet: Sheet, laid: list[Any]) -> list[Any]:
    """The segments again, with the pages named that a list of contents speaks of."""
    if not any(AT in segment.html for segment in sheet.segments):
        return laid
    counts = [len(document.pages) for document in laid]
    begins = [1 + sum(counts[:at]) for at in range(len(counts))]

    def page(found: re.Match[str]) -> str:
        shift = ord(found[2]) - ord("0")
        return "".join(chr(ord(digit) + shift) for digit in str(begins[int(found[1])]))

    return [
        _fresh(Segment(_BEGINS.sub(page, segment.html), segment.style))
        if AT in segment.html
        else document
        for segment, document in zip(sheet.segments, laid, strict=True)
    ]


# --- feet -------------------------------------------------------------------------------------


def _with_feet(sheet: Sheet, laid: list[Any]) -> list[Any]:
    """All pages, each with its foot.

    Only now is it known how many there are. A page's foot is a box beside its content, so it is
    taken from a row of empty pages; the kept pages themselves are left as they are.
    """
    pages = [page for document in laid for page in document.pages]
    if not sheet.feet:
        return pages
    turned = tuple(page.width > page.height for page in pages)
    scripts = sheet.segments[0].style.scripts
    empty = _feet(sheet.feet, sheet.segments[0].style, scripts, turned)
    return [_one_with_foot(page, below) for page, below in zip(pages, empty.pages, strict=True)]


def _notes(sheet: Sheet, pages: list[Any]) -> tagging.Notes:
    """What the tags need to know: on a sheet of one page, the languages of its feet."""
    if len(pages) > 1:
        return tagging.Notes()
    scripts = sheet.segments[0].style.scripts
    named = foot.sides(sheet.feet, scripts[0].rtl)
    return tagging.Notes({f"@bottom-{side}": lang for lang, side, _ in named})


def _one_with_foot(page: Any, below: Any) -> Any:
    content = [box for box in page._page_box.children if not _is_margin(box)]
    margins = [box for box in below._page_box.children if _is_margin(box)]
    done = copy.copy(page)
    done._page_box = page._page_box.copy_with_children(content + margins)
    return done


def _is_margin(box: Any) -> bool:
    return isinstance(box, tags.boxes.MarginBox)


@lru_cache(maxsize=FEET)
def _feet(
    feet: tuple[Foot, ...], look: Style, scripts: tuple[Script, ...], turned: tuple[bool, ...]
) -> Any:
    """Empty pages with feet, as many and as wide as ``turned`` says."""
    _know_faces(scripts)
    rules = weasyprint.CSS(
        string=foot.css(feet, look, scripts),
        base_url=_BASE,
        font_config=_fonts(),
        url_fetcher=_NothingFromOutside(),
    )
    body = "".join(f'<p class="{"wide" if wide else "tall"}"></p>' for wide in turned)
    source = weasyprint.HTML(
        string=f'<html lang="{scripts[0].lang}"><title>–</title>{body}</html>',
        base_url=_BASE,
        url_fetcher=_NothingFromOutside(),
    )
    return source.render(stylesheets=[rules], font_config=_fonts(), **_OPTIONS)


# --- what stays warm --------------------------------------------------------------------------


@cache
def _fonts() -> Any:
    return FontConfiguration()


def _know_faces(scripts: tuple[Script, ...]) -> None:
    for script in scripts:
        for face in script.faces:
            _know(face)


@cache
def _know(face: fonts.Face) -> None:
    """Add a subset to the fonts; if it is gone, the whole font is there."""
    if rule := face.css():
        weasyprint.CSS(
            string=rule, base_url=_BASE, font_config=_fonts(), url_fetcher=_NothingFromOutside()
        )


@cache
def _stylesheet(rules: str) -> Any:
    with _complaints() as found:
        parsed = weasyprint.CSS(
            string=rules, base_url=_BASE, font_config=_fonts(), url_fetcher=_NothingFromOutside()
        )
    if found:
        raise PrintError(f"found {len(found)} faults in the stylesheet, expected none: {found[0]}")
    return parsed


@contextmanager
def _uncollected() -> Iterator[None]:
    """Boxes stay until their pages are drawn: to walk them all, again and again, is a sixth of the
    time of laying them out."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collects what WeasyPrint logs as a warning or worse. Nothing reaches any other log."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    kept = LOGGER.handlers, LOGGER.propagate  # within another one, that one's
    LOGGER.handlers, LOGGER.propagate = [handler], False
    try:
        yield found
    finally:
        LOGGER.handlers, LOGGER.propagate = kept


def forget() -> None:
    """Give back the memory of all that was laid out and drawn."""
    _KEPT.forget()
    gc.collect()  # boxes point at each other


def warm_up() -> None:
    """Lay out a word, so that fonts are found and code is loaded before a reader waits for it."""
    sample = '<html lang="en"><title>–</title><p>Aa <b>Aa</b></p></html>'
    pdf(Sheet((Segment(sample, Style((Script("en", ("Noto Sans",)),))),)))
