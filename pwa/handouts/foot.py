"""The line at the foot of each page, drawn by CSS: only the layout knows a page's number."""

from datetime import date

from pwa.handouts.sheet import PAGE, PAGES, Foot
from pwa.handouts.style import LARGE_PT, Script, Style, font_names, page_css
from pwa.handouts.words import isolated
from pwa.i18n.localise import Localised

_ = str
"""Marks a message for the extractor."""
_LOOK = "vertical-align: top; padding-top: 2.5mm; color: #333; width: auto"


def feet(speakers: tuple[Localised, ...], title: str, today: date, large: bool) -> tuple[Foot, ...]:
    """What sheet this is, when it was printed, and page n of m; in each language of the sheet.

    In large print, and beside another language, there is room for little: the rest stands at the
    sheet's end.
    """
    first = speakers[0]
    guide, say = first.catalog.guide, first.translator.text
    version = f"{guide.name} {say(_('version {version}'), version=guide.version)}"
    printed = str(say(_("Printed {date}"), date=first.formats.long_day(today)))
    if len(speakers) > 1:
        about = (guide.name,) if large else (guide.name, printed)
        begin, end = first, speakers[1]
        start = " · ".join([_page(begin), *map(isolated, about)])
        return Foot(begin.locale.code, start), Foot(end.locale.code, "", _page(end))
    all_of_it = (version,) if large else (title, version, printed)
    return (Foot(first.locale.code, " · ".join(map(isolated, all_of_it)), _page(first)),)


def _page(localised: Localised) -> str:
    return str(localised.translator.text(_("Page {page} of {pages}"), page=PAGE, pages=PAGES))


def css(feet: tuple[Foot, ...], look: Style, scripts: tuple[Script, ...]) -> str:
    """The stylesheet of empty pages with these feet.

    The margin boxes of a page don't mirror by themselves: the start is named for each direction.
    """
    sides = ("right", "left") if scripts[0].rtl else ("left", "right")
    spoken = {script.lang: script for script in scripts}
    size = LARGE_PT if look.large_print else 8.5
    boxes = ""
    for one in feet:
        script = spoken[one.lang]
        font = f"font: {size}pt/1.3 {font_names((script,))}; {_LOOK}"
        way = f"direction: {'rtl' if script.rtl else 'ltr'}"
        for side, words in zip(sides, (one.start, one.end), strict=True):
            if words:
                said = _with_counters(words, script.digits)
                boxes += f" @bottom-{side} {{ {font}; {way}; content: {said} }}"
    pages = "".join(
        f"@page {name} {{ {page_css(look, turned)};{boxes} }}\n.{name} {{ page: {name} }}\n"
        for name, turned in (("tall", False), ("wide", True))
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
