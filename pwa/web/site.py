"""The whole site as files at addresses. The server looks one up; the export writes them all.

Pages are rendered once, when first asked for, and kept: a guide is a few hundred files that change
only when its content does.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pwa.catalog import Catalog, ContentError, Problem
from pwa.i18n import Localised, Registry, localise
from pwa.i18n.locales import SOURCE
from pwa.i18n.localise import is_published
from pwa.web.addresses import slugs
from pwa.web.files import HTML, File
from pwa.web.render import Renderer
from pwa.web.scripts import script

STATIC = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclass
class Site:
    """A catalog in its languages, below one base path such as ``/`` or ``/guide/``."""

    catalog: Catalog
    all_locales: Registry
    icons: Mapping[str, bytes]
    base: str = "/"
    static: bool = False
    """Whether there is no server behind the site, so that nothing can be posted to it."""
    origin: str = ""
    """Where the site stands, such as ``https://host``, if that is known: paper leads there."""
    offline: bool = True
    """Whether phones keep the guide. If not, they are told to forget what they kept."""
    _pages: dict[str, File] = field(default_factory=dict)

    @cached_property
    def locales(self) -> Registry:
        """The languages that may be shown: those whose vital texts are complete."""
        everyone = self.all_locales.items()
        return {code: locale for code, locale in everyone if is_published(self.catalog, locale)}

    @cached_property
    def localised(self) -> Mapping[str, Localised]:
        return {code: localise(self.catalog, locale) for code, locale in self.locales.items()}

    @cached_property
    def renderers(self) -> Mapping[str, Renderer]:
        source = self.all_locales[SOURCE].data.name
        return {
            code: Renderer(
                localised, self.locales, source, self.base, self.asset_paths, offline=self.offline
            )
            for code, localised in self.localised.items()
        }

    # --- pages

    def page(self, path: str, **extra: Any) -> File:
        """The page at ``path``, such as ``en/options/<id>/``. Raises KeyError where there is none.

        With ``extra`` (chosen options, a form's faults) it is rendered for this one request.
        """
        if path == "":
            return self._languages()
        if extra:
            return self._render(path, extra)
        if path not in self._pages:
            self._pages[path] = self._render(path, {})
        return self._pages[path]

    def _render(self, path: str, extra: Mapping[str, Any]) -> File:
        if path not in self._addresses:  # each page has one address, so that the cache is bounded
            raise KeyError(path)
        code, _, slug = path.partition("/")
        html = self.renderers[code].page(slug, static=self.static, **extra)
        return File(path, HTML, html.encode())

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return frozenset(f"{code}/{slug}" for code in self.locales for slug in slugs(self.catalog))

    def _languages(self) -> File:
        first = next(iter(self.renderers.values()))
        return File("", HTML, first.template("languages.html", homes=self.localised).encode())

    def pages(self, code: str) -> Iterator[File]:
        """Every page of one language."""
        return (self.page(f"{code}/{slug}") for slug in slugs(self.catalog))

    def warning_pages(self) -> Iterator[File]:
        """The warning signs of every language, which every phone keeps."""
        if "warning-signs" in self.catalog.pages:
            yield from (self.page(f"{code}/warning-signs/") for code in self.locales)

    # --- scripts and icons

    @cached_property
    def assets(self) -> tuple[File, ...]:
        """Scripts and icons, at addresses that change with their content.

        One version names the whole folder, so that modules import each other by relative path.
        """
        bodies = {f"js/{path.name}": script(path) for path in sorted(STATIC.glob("js/*.js"))}
        bodies |= {f"icons/{name}": body for name, body in self.icons.items()}
        whole = b"".join(name.encode() + body for name, body in bodies.items())
        version = hashlib.sha256(whole).hexdigest()[:10]
        return tuple(
            File(f"static/{version}/{name}", MEDIA_TYPES[Path(name).suffix], body)
            for name, body in bodies.items()
        )

    @cached_property
    def asset_paths(self) -> Mapping[str, str]:
        """Name (``js/app.js``) → address."""
        return {file.path.split("/", 2)[2]: file.path for file in self.assets}


def read_icons(content: Path) -> dict[str, bytes]:
    """The guide's own icons, or the neutral ones that come with the code, by file name.

    Raises `ContentError` where the drawing among them is no text: phones are given nothing else.
    """
    return {
        path.name: _own_or_default(content / "icons" / path.name, path)
        for path in sorted(STATIC.glob("icons/*"))
    }


def _own_or_default(own: Path, default: Path) -> bytes:
    body = (own if own.is_file() else default).read_bytes()
    if own.suffix == ".svg":
        _check_is_text(own, body)
    return body


def _check_is_text(path: Path, body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        found = f"found the byte 0x{body[error.start]:02x}, expected UTF-8"
        raise ContentError([Problem(str(path), line, "", found)]) from None
