"""From a request to one HTML document, ready to be laid out: the only user of the templates.

The document carries everything with it (drawings, pictures, the words of the page's foot), so that
laying it out fetches nothing. Its style is the worker's business: see `pwa.handouts.style`.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pwa.handouts import drawn, foot, parts, words
from pwa.handouts.parts import Part
from pwa.handouts.request import Request
from pwa.i18n.localise import Localised


def html(localised: Localised, request: Request, today: date) -> str:
    """The sheet as HTML, in the language of ``localised``."""
    built = parts.build(localised, request, today)
    context = _context(localised, request, built)
    body = Markup("\n").join(_body(part, context) for part in built)
    layout = environment().get_template("layout.html")
    return layout.render(
        context,
        title=built[0].title,
        page_rules=foot.page_rules(localised, built[0].title, today, request.large_print),
        body=body,
        has_fallback=words.has_fallback(body),
        today=localised.formats.long_day(today),
        updated=localised.formats.long_day(localised.catalog.guide.updated),
    )


@cache
def environment() -> Environment:
    """Jinja, set up so that nothing unescaped and nothing untranslated slips through."""
    return Environment(
        loader=PackageLoader("pwa.handouts"),
        autoescape=True,
        finalize=words.finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _body(part: Part, context: dict[str, Any]) -> Markup:
    template = environment().get_template(part.template)
    return Markup(template.render(context, part=part, **part.values))


def _context(localised: Localised, request: Request, built: Iterable[Part]) -> dict[str, Any]:
    catalog = localised.catalog
    wanted = {name for part in built for name in part.cited}
    order = [name for name in catalog.sources if name in wanted]
    number = localised.formats.number

    def cite(names: Iterable[str]) -> str:
        """The numbers of sources, as they stand in the list at the end."""
        found = sorted({order.index(name) + 1 for name in names if name in order})
        return ",\u00a0".join(map(number, found))

    return {
        "_": localised.translator.text,
        "ngettext": localised.translator.plural,
        "L": localised,
        "c": catalog,
        "locale": localised.locale,
        "request": request,
        "number": number,
        "cite": cite,
        "phrase": lambda name: words.figure(localised.figure(name)),
        "sources": [(index, catalog.sources[name]) for index, name in enumerate(order, start=1)],
        "joined": words.joined,
        "warning_title": parts.heading(catalog, "warning_signs", ""),
        "person": drawn.person,
    }
