"""The line at the foot of each page, drawn by CSS: only the layout knows a page's number."""

from collections.abc import Iterator
from datetime import date

from pwa.handouts.sheet import PAGE, PAGES, Foot
from pwa.handouts.style import LARGE_PT, Script, Style, font_names, page_css
from pwa.handouts.words import isolated
from pwa.i18n.localise import Localised

_ = str
"""Marks a message for the extractor."""
SMALL_PT = 8
_DOT = " · "
_LOOK = "vertical-align: top; padding-top: 1.5mm; color: #333; width: auto; white-space: pre-line"


def feet(speakers: tuple[Localised, ...], title: str, today: date, large: bool) -> tuple[Foot, ...]:
    """What sheet this is, which version, when it was printed, and page n of m; in each language.

    In large print, and beside another language, the sheet's title has no room, and the rest takes
    two lines.
    """
    if len(speakers) > 1:
        one, other = speakers
        return (
            Foot(one.locale.code, _beside(one, today, large)),
            Foot(other.locale.code, "", _beside(other, today, large)),
        )
    first = speakers[0]
    issue = _issue(first, today)
    start = " ·\n".join(issue) if large else _DOT.join((isolated(title), *issue))
    return (Foot(first.locale.code, start, _page(first)),)


def _beside(localised: Localised, today: date, large: bool) -> str:
    """The foot of one language beside another."""
    version, printed = _issue(localised, today, named=not large)
    return isolated(_page(localised)) + _DOT + version + "\n" + printed


def _issue(localised: Localised, today: date, *, named: bool = True) -> tuple[str, str]:
    """Which version of the guide, printed when."""
    guide, say = localised.catalog.guide, localised.translator.text
    version = say(_("version {version}"), version=guide.version)
    printed = say(_("Printed {date}"), date=localised.formats.long_day(today))
    return isolated(f"{guide.name} {version}" if named else str(version)), isolated(str(printed))


def _page(localised: Localised) -> str:
    return str(localised.translator.text(_("Page {page} of {pages}"), page=PAGE, pages=PAGES))


def sides(feet: tuple[Foot, ...], rtl: bool) -> Iterator[tuple[str, str, str]]:
    """The language, the side and the words of each box below a page.

    The margin boxes of a page don't mirror by themselves: the start is named for each direction.
    """
    named = ("right", "left") if rtl else ("left", "right")
    for one in feet:
        for side, words in zip(named, (one.start, one.end), strict=True):
            if words:
                yield one.lang, side, words


def css(feet: tuple[Foot, ...], look: Style, scripts: tuple[Script, ...]) -> str:
    """The stylesheet of empty pages with these feet."""
    spoken = {script.lang: script for script in scripts}
    size = LARGE_PT if look.large_print else SMALL_PT
    boxes = ""
    for lang, side, words in sides(feet, scripts[0].rtl):
        script = spoken[lang]
        font = f"font: {size}pt/1.2 {font_names((script,))}; {_LOOK}; text-align: {side}"
        way = f"direction: {'rtl' if script.rtl else 'ltr'}"
        said = _with_counters(words, script.digits)
        boxes += f" @bottom-{side} {{ {font}; {way}; content: {said} }}"
    # A page that lies on its side has room for all of it in one line.
    in_one_line = boxes.replace("white-space: pre-line", "white-space: normal")
    pages = "".join(
        f"@page {name} {{ {page_css(look, turned)};{boxes} }}\n.{name} {{ page: {name} }}\n"
        for name, turned, boxes in (("tall", False, boxes), ("wide", True, in_one_line))
    )
    return pages + "p { break-after: page; margin: 0 } p:last-child { break-after: auto }"


def css_string(words: str) -> str:
    """A CSS string that can end neither itself nor the ``<style>`` it stands in."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words) + '"'


def _with_counters(message: str, digits: str) -> str:
    content = css_string(message)
    for mark, counter in ((PAGE, "page"), (PAGES, "pages")):
        content = content.replace(f"\\{ord(mark):x} ", f'" counter({counter}, {digits}) "')
    return content
