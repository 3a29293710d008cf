"""From a localised catalog and an address to HTML. One function behind the server and the export.

Jinja alone, without Flask: an export of thousands of pages should not pay for requests.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from pwa import pictures
from pwa.catalog.model import Phase, Source, Statement, Term
from pwa.catalog.reading import NAMES
from pwa.handouts.request import KINDS, NEEDS_OPTION, TAKES_DAY, TAKES_MANY, TAKES_ONE
from pwa.handouts.words import lang_of
from pwa.i18n import Localised, Registry
from pwa.i18n.text import LocalText, figures_in, unlinked
from pwa.plan import in_order, rules, stretches
from pwa.web.addresses import HOME, NOT_STORED, option_slug, page_slug
from pwa.web.folding import place
from pwa.web.headers import content_policy
from pwa.web.markup import html
from pwa.web.sheets import ready_sheets
from pwa.web.spans import amount_patterns, span, step_name
from pwa.web.styles import stylesheet

TEMPLATES = Path(__file__).parent / "templates"


class _Compiled(BytecodeCache):
    """Templates compiled once for all languages: compiling takes as long as rendering."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Renderer:
    """Renders the pages of one language."""

    def __init__(
        self,
        localised: Localised,
        registry: Registry,
        source_name: str,
        base: str,
        assets: Mapping[str, str],
        *,
        offline: bool = True,
    ) -> None:
        self.localised = localised
        self.locale = localised.locale
        self.registry = registry
        self.source_name = source_name
        self.base = base
        self.assets = assets
        self.offline = offline

    def page(self, slug: str, **extra: Any) -> str:
        """The page at ``slug``. Raises KeyError where there is none."""
        parts = slug.strip("/").split("/")
        catalog = self.localised.catalog
        if len(parts) == 2:
            if parts[0] != "options":
                raise KeyError(slug)
            return self._render("option.html", slug, option=catalog.options[parts[1]], **extra)
        if parts == [NOT_STORED]:
            return self._render("not-stored.html", "", **extra)
        if parts[0] in catalog.alternatives:
            option = catalog.alternatives[parts[0]]
            return self._render("option.html", slug, option=option, **extra)
        page = catalog.pages[parts[0] or HOME]
        return self._render("page.html", slug, page=page, **extra)

    def template(self, name: str, **extra: Any) -> str:
        """A page that has no address of its own, such as an error."""
        return self._render(name, "", **extra)

    def _render(self, template: str, slug: str, **extra: Any) -> str:
        context = {"errors": {}, "values": {}, "chosen": (), "static": False, "page": None} | extra
        style = Markup(stylesheet(getattr(context["page"], "shows", "")))
        return self._environment.get_template(template).render(slug=slug, style=style, **context)

    def url(self, path: str = "") -> str:
        """An address inside this language."""
        return f"{self.base}{self.locale.code}/{path}"

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            finalize=self._finalize,
            bytecode_cache=_COMPILED,
        )
        environment.filters["plain"] = str  # the bare words, for attributes
        environment.filters["lang_of"] = lang_of
        environment.filters["by_name"] = by_name
        environment.filters["unlinked"] = unlinked
        environment.globals.update(self._globals())
        return environment

    def _globals(self) -> dict[str, Any]:
        catalog, translator = self.localised.catalog, self.localised.translator
        return {
            "L": self.localised,
            "c": catalog,
            "locale": self.locale,
            "registry": self.registry,
            "base": self.base,
            "offline": self.offline,
            "url": self.url,
            "asset": lambda name: f"{self.base}{self.assets[name]}",
            "page_url": lambda page: self.url(page_slug(page)),
            "option_url": lambda option: self.url(option_slug(option)),
            "_": translator.text,
            "people": self._people,
            "source_label": source_label,
            "people_counts": self._people_counts,
            "pictured": self._pictured,
            "drawn": self._drawn,
            "timeline": self._timeline,
            "positions": {name: index for index, name in enumerate(catalog.options)},
            "formulas": NAMES,
            "span": span,
            "amount_patterns": amount_patterns,
            "step_name": step_name,
            "plan_rules": rules,
            "tasks_in_order": in_order,
            "sheet_kinds": {kind: _asks_for(kind) for kind in KINDS},
            "ready_sheets": ready_sheets,
            "policy": content_policy(in_page=True),
        }

    def _people_counts(self, name: str) -> dict[str, Any] | None:
        """What the icon array of a rate shows, or None where there is no picture."""
        figure = self.localised.catalog.figures[name]
        unit = self.localised.catalog.units[figure.unit]
        found = pictures.counts(figure, unit)
        if found is None:
            return None
        or_more = figure.qualifier in ("more-than", "at-least")
        shown = {"full": found[0], "half": found[1], "of": unit.of}
        return {**shown, "shape": unit.shape, "or_more": or_more}

    def _people(self, shown: Mapping[str, Any]) -> Markup:
        rtl = self.locale.direction == "rtl"
        ends = shown["full"], shown["half"], shown["of"]
        return Markup(pictures.people(*ends, rtl=rtl, shape=shown["shape"]))

    def _pictured(self, statements: Iterable[Statement]) -> list[str]:
        """The rates that stand in these sentences, each once."""
        named = [name for item in statements for name in figures_in(item.text)]
        return [name for name in dict.fromkeys(named) if self._people_counts(name)]

    def _timeline(self) -> tuple[Markup, list[Phase]]:
        """The phases to scale, and in the order in which they are numbered there."""
        drawn = pictures.phases_drawn(
            list(self.localised.catalog.phases.values()),
            stretches(self.localised.catalog, self.localised.catalog.phases.values()),
            rtl=self.locale.direction == "rtl",
            digits=self.localised.formats.digits,
        )
        return Markup(drawn[0]), drawn[1]

    def _drawn(self, name: str, part: int | None) -> Markup:
        """A drawing, with the part that is meant standing out."""
        svg = self.localised.catalog.drawings[name].svg
        hidden = ' aria-hidden="true"' if "aria-hidden" not in svg else ""
        svg = svg.replace("<svg", f"<svg{hidden}", 1)
        return Markup(pictures.numbered(svg, part, self.localised.formats.digits))

    def _finalize(self, value: object) -> object:
        if isinstance(value, LocalText):
            return html(value, lambda term: f"{self.url('glossary/')}#{term}", self.source_name)
        return value


def _asks_for(kind: str) -> dict[str, object]:
    """How many options and whether a day goes with a kind of sheet."""
    options = "one" if kind in TAKES_ONE else "many" if kind in TAKES_MANY else "none"
    return {"options": options, "needs": kind in NEEDS_OPTION, "day": kind in TAKES_DAY}


def by_name(terms: Iterable[Term]) -> list[Term]:
    """Terms in the order of the names that the reader sees."""
    return sorted(terms, key=lambda term: place(str(term.name)))


def source_label(source: Source) -> str:
    """How a document is named in a line: its label, or the first author's family name."""
    if source.label:
        return source.label
    name = source.authors[0].split()[-1] if source.authors else source.title
    return f"{name} {source.year}" if source.year else name
