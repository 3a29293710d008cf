"""From a request to a sheet, ready to be laid out: the only user of the templates.

The sheet carries everything with it (drawings, pictures, the words of the pages' feet), so that
laying it out fetches nothing. Its style is the worker's business: see `pwa.handouts.style`.

Two languages: the same template is rendered once in each, as a list of *rows*; the two lists have
the same length because content and template are the same, and stand side by side. Some kinds are
laid out from their rows in one language too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pwa.handouts import drawn, foot, parts, rows, words
from pwa.handouts.blanks import Blanks
from pwa.handouts.parts import Part
from pwa.handouts.request import Request
from pwa.handouts.sheet import AT, END, ZERO, Segment, Sheet
from pwa.handouts.style import Style
from pwa.i18n.localise import Localised

_ = str
"""Marks a message for the extractor."""
NAMES: Final = {
    "compare": _("Options side by side"),
    "checklist": _("The checklist"),
    "questions": _("Questions to ask"),
    "recovery": _("Recovery, step by step"),
    "booklet": _("Everything in one booklet"),
}


@dataclass(frozen=True)
class Wish:
    """A request with all that is needed to fulfil it."""

    request: Request
    speakers: tuple[Localised, ...]
    """The language of the sheet, and the second where there is one."""
    today: date
    address: str = ""
    """Where the same can be read on a phone, if that is known."""

    @property
    def paired(self) -> bool:
        return len(self.speakers) > 1


def sheet(wish: Wish) -> Sheet:
    """The sheet, not yet laid out."""
    built = [parts.build(speaker, wish.request, wish.today) for speaker in wish.speakers]
    order = _order(wish.speakers[0], built[0])
    blanks = Blanks(wish.request.day, wish.address)
    contexts = [_context(speaker, wish, order, blanks) for speaker in wish.speakers]
    segments = tuple(
        _segment(wish, contexts, versions, at, last=at == len(built[0]) - 1)
        for at, versions in enumerate(zip(*built, strict=True))
    )
    large = wish.request.large_print
    feet = foot.feet(wish.speakers, _title(wish, built[0]), wish.today, large)
    return Sheet(segments, feet, *blanks.entered())


def html(wish: Wish) -> str:
    """All of the sheet's HTML, one segment after another."""
    return "\n".join(segment.html for segment in sheet(wish).plain.segments)


def _title(wish: Wish, built: tuple[Part, ...]) -> str:
    """What the sheet is called: by its kind where its first part has another name."""
    say = wish.speakers[0].translator.text
    return str(say(NAMES["booklet"])) if wish.request.kind == "booklet" else built[0].title


@cache
def environment() -> Environment:
    """Jinja, set up so that nothing unescaped and nothing untranslated slips through."""
    made = Environment(
        loader=PackageLoader("pwa.handouts"),
        autoescape=True,
        finalize=words.finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["plain"] = str  # for attributes: "string" would leave a text its markup
    return made


# --- one segment ------------------------------------------------------------------------------


def _segment(
    wish: Wish, contexts: list[dict[str, Any]], versions: tuple[Part, ...], at: int, *, last: bool
) -> Segment:
    """The pages of one part, in every language of the sheet."""
    part, first = versions[0], wish.speakers[0]
    body, help_ = _body(wish, contexts, versions, last=last)
    turned = part.landscape and not wish.paired
    layout = environment().get_template("layout.html")
    page = layout.render(
        contexts[0],
        voices=contexts,
        part=part,
        at=at,
        last=last,
        turned=turned,
        title=_title(wish, versions) if at == 0 else part.title,
        body=body,
        help=help_,
        has_fallback=words.has_fallback(body),
        today=first.formats.long_day(wish.today),
    )
    locales = tuple(speaker.locale for speaker in wish.speakers)
    look = Style.of(locales, wish.request, landscape=turned)
    return Segment(page, look)


def _body(
    wish: Wish, contexts: list[dict[str, Any]], versions: tuple[Part, ...], *, last: bool
) -> tuple[Markup, Markup]:
    """The part, and what calls for help where that is to stand at the end of the sheet.

    In large print two languages of it take most of a page. After the sources, which may go over a
    page's end, it leaves the least of one empty.
    """
    if not wish.paired and not versions[0].in_rows:
        template = environment().get_template(versions[0].template)
        values = {"part": versions[0], "last": last, **versions[0].values}
        return Markup(template.render(contexts[0], **values)), Markup()
    spoken = [
        rows.collect(environment().get_template(f"rows/{part.template}"), context, part)
        for part, context in zip(versions, contexts, strict=True)
    ]
    layout = environment().get_template(_arrangement(wish, versions[0]))
    bands = rows.bands(spoken)
    to_end = last and wish.paired and wish.request.large_print and bands[-1].kind == "stop"
    ends = len(bands) - 1 if to_end else len(bands)
    values = {"part": versions[0], "units": rows.units, "voices": contexts}
    body, help_ = (
        Markup(layout.render(contexts[0], bands=some, **values) if some else "")
        for some in (bands[:ends], bands[ends:])
    )
    return body, help_


def _arrangement(wish: Wish, part: Part) -> str:
    """How rows are laid out. Half a page's width is too little for long text in large letters."""
    if not wish.paired:
        return "single.html"
    return "stacked.html" if wish.request.large_print and part.wordy else "pairs.html"


# --- what a template can say ------------------------------------------------------------------


def _order(localised: Localised, built: Iterable[Part]) -> list[str]:
    wanted = {name for part in built for name in part.cited}
    return [name for name in localised.catalog.sources if name in wanted]


def _context(localised: Localised, wish: Wish, order: list[str], blanks: Blanks) -> dict[str, Any]:
    catalog = localised.catalog
    number = localised.formats.number

    def cite(names: Iterable[str]) -> str:
        """The numbers of sources, as they stand in the list at the end."""
        found = sorted({order.index(name) + 1 for name in names if name in order})
        return ",\u00a0".join(map(number, found))

    return {
        "_": localised.translator.text,
        "L": localised,
        "c": catalog,
        "locale": localised.locale,
        "request": wish.request,
        "paired": wish.paired,
        "number": number,
        "cite": cite,
        "phrase": lambda name: words.figure(localised.figure(name)),
        "sources": [(index, catalog.sources[name]) for index, name in enumerate(order, start=1)],
        "joined": words.joined,
        "person": drawn.person,
        "page_of": lambda at: f"{AT}{at}{ZERO}{number(0)}{END}",
        "updated": localised.formats.long_day(catalog.guide.updated),
        "printed": localised.formats.long_day(wish.today),
        "entered": partial(blanks.text, localised),
        "address": wish.address,
        "link": blanks.link,
        "code": blanks.code,
    }
