"""Everything that stands at an address: pages, scripts, and what a phone stores."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pwa.catalog.walk import find
from pwa.i18n import Localised
from pwa.i18n.text import LocalText
from pwa.plan import rules
from pwa.web import offline, search
from pwa.web.changes import changes, remember
from pwa.web.files import File
from pwa.web.headers import security_headers
from pwa.web.manifest import Shortcut, webmanifest
from pwa.web.offline import Bundle
from pwa.web.site import Site

LOGGER = logging.getLogger(__name__)
SHORTCUTS = ("plan", "warning-signs")
"""The pages that a long press on the installed app's icon offers."""


@dataclass
class Published:
    """A site with its offline sets."""

    site: Site
    before: Path | None = None
    """Where the last deployment stands: phones that hold it are told only what changed."""
    remembers: bool = False
    """Whether this deployment is noted there for the next one. An export does so by itself."""
    printed: dict[str, File] = field(default_factory=dict)
    """Undated sheets of paper, once they have been asked for."""
    _indices: dict[str, list[File]] = field(default_factory=dict)

    def only(self, codes: tuple[str, ...]) -> None:
        """Publish these languages alone; none named means all."""
        if codes:
            self.site.locales = {code: self.site.locales[code] for code in codes}

    def find(self, path: str, **extra: Any) -> File | None:
        """The file at ``path``, or None. ``extra`` renders a page for one request."""
        try:  # first of all, so that nobody waits for the sets of all languages to read a page
            return self.site.page(path, **extra)
        except KeyError:
            return None if extra else self._others.get(path)

    def files(self) -> Iterator[File]:
        """Every file of the site."""
        yield self.site.page("")
        for code in self.site.locales:
            yield from self.site.pages(code)
        yield from self._others.values()

    @cached_property
    def bundles(self) -> Mapping[str, Bundle]:
        """What a phone stores, by language."""
        return {code: self._bundle(code) for code in self.site.locales}

    def _bundle(self, code: str) -> Bundle:
        # Without the PNG icons: only the phone's installer reads them, while it is online.
        files = [
            self.site.page(""),
            *self.site.pages(code),
            *self.site.warning_pages(),
            *(file for file in self.site.assets if file.media_type != "image/png"),
            *self._search(code),
            self._manifest(code),
        ]
        return Bundle.build(files, security_headers(), vital(self.site.localised[code]))

    @cached_property
    def _others(self) -> dict[str, File]:
        """Every file that is no page, by address."""
        found = [*self.site.assets, *map(self._manifest, self.site.locales), *self._offline()]
        for code in self.site.locales:
            found += self._search(code)
        return {file.path: file for file in found}

    def _offline(self) -> Iterator[File]:
        if not self.site.offline:
            yield offline.worker_off(self.site.base)
            return
        yield offline.worker(self.bundles, self.site.base)
        for code, bundle in self.bundles.items():
            yield offline.bundle_file(code, bundle)
            yield offline.manifest_file(code, bundle)
        if self.before:
            yield from self._steps(self.before)

    def _steps(self, before: Path) -> list[File]:
        try:
            steps = changes(before, self.bundles)
            if self.remembers:
                remember(before, self.bundles, steps)
        except OSError as error:
            # A full disk or a folder of someone else's: without steps phones fetch changed pages
            # whole, which is no reason to serve no script.
            LOGGER.warning("can't note this version in %s (%s)", before, error.strerror)
            return []
        return steps

    def _search(self, code: str) -> list[File]:
        """What a phone searches, where the guide has a page for it."""
        if search.PAGE not in self.site.catalog.pages:
            return []
        if code not in self._indices:
            self._indices[code] = search.index(code, self.site.pages(code))
        return self._indices[code]

    def _manifest(self, code: str) -> File:
        localised = self.site.localised[code]
        catalog = localised.catalog
        pages = [catalog.pages[name] for name in SHORTCUTS if name in catalog.pages]
        return webmanifest(
            code,
            base=self.site.base,
            name=f"{catalog.guide.name}: {catalog.guide.tagline}",
            short_name=catalog.guide.name,
            description=str(catalog.guide.description),
            direction=localised.locale.direction,
            icons={
                name.removeprefix("icons/"): path for name, path in self.site.asset_paths.items()
            },
            shortcuts=[Shortcut(str(page.short), f"{page.id}/") for page in pages],
        )


def vital(localised: Localised) -> dict[str, str]:
    """What a reader must hear of when it changes, with a hash of all that it says.

    That is more than words: whom to call, how urgent a sign is, when and for whom a task is due.
    """
    catalog = localised.catalog
    signs = tuple(catalog.warning_signs.values())
    medicines = {str(task.id): task for task in catalog.tasks.values() if task.medicine}
    due = [item for item in rules(catalog)["items"] if item["id"] in medicines]
    parts = {
        "warning-signs": [
            *_said(signs),
            *(group.urgency for group in signs),
            str(localised.emergency),
            *(catalog.here.numbers if catalog.here else ()),
        ],
        "medicines": [*_said(tuple(medicines.values())), *map(repr, due)],
    }
    return {name: offline.short_hash(repr(told).encode()) for name, told in parts.items()}


def _said(part: object) -> list[str]:
    return [str(text) for _, text in find(part, LocalText)]
