"""The line at the foot of each page. CSS writes it: only the layout knows a page's number."""

from datetime import date

from markupsafe import Markup

from pwa.handouts.style import counter_style
from pwa.handouts.words import isolated
from pwa.i18n.localise import Localised

_ = str
"""Marks a message for the extractor."""

_PAGE, _PAGES = "\ue000", "\ue001"  # private letters: no translation holds them


def page_rules(localised: Localised, title: str, today: date, large_print: bool) -> Markup:
    """CSS for the foot: what sheet this is and when it was printed, and page n of m.

    In large print there is room for the guide's name alone; the rest stands at the sheet's end.

    The margin boxes of a page don't mirror by themselves: the start is named for each direction.
    """
    text = localised.translator.text
    guide = localised.catalog.guide
    printed = text(_("Printed {date}"), date=localised.formats.long_day(today))
    version = text(_("version {version}"), version=guide.version)
    about = (
        (f"{guide.name} {version}",) if large_print else (title, f"{guide.name} {version}", printed)
    )
    left = " · ".join(map(isolated, about))
    page = str(text(_("Page {page} of {pages}"), page=_PAGE, pages=_PAGES))
    digits = counter_style(localised.locale)
    start, end = ("right", "left") if localised.locale.direction == "rtl" else ("left", "right")
    return Markup(
        f"@page {{ @bottom-{start} {{ content: {css_string(left)} }}"
        f" @bottom-{end} {{ content: {_with_counters(page, digits)} }} }}"
    )


def css_string(words: str) -> str:
    """A CSS string that can end neither itself nor the ``<style>`` it stands in."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words) + '"'


def _with_counters(message: str, digits: str) -> str:
    content = css_string(message)
    for mark, counter in ((_PAGE, "page"), (_PAGES, "pages")):
        content = content.replace(f"\\{ord(mark):x} ", f'" counter({counter}, {digits}) "')
    return content
