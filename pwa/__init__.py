"""A patient guide from content files: pages, an offline phone and paper. `create_app` serves it."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flask import Config, Flask

from pwa.catalog import Catalog, ContentError, Problem, in_country, load
from pwa.handouts import fonts
from pwa.handouts.workers import workers
from pwa.i18n import Registry, locales
from pwa.i18n.localise import lacking
from pwa.settings import SettingError, check
from pwa.web.app import MAX_BODY, configure
from pwa.web.publish import Published
from pwa.web.site import Site, read_icons

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
TRANSLATIONS = ROOT / "translations"
HOSTS = ("localhost", "127.0.0.1")
LOGGER = logging.getLogger(__name__)


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The WSGI app. Settings come from ``GUIDE_…`` in the environment, then from ``config``.

    ``BASE_URL`` is the address patients know the site by, for the codes on paper; without it, that
    of each request. ``CONTENT`` and ``TRANSLATIONS`` are folders; ``HOSTS`` is a list of the names
    it answers to, in addition to this machine's own; ``WARM`` starts the printing workers and
    makes parts of fonts at once, not with the first sheet; ``COUNTRY`` is whose emergency number is
    shown; ``VERSIONS`` is a folder to note each version in, so that phones that hold an earlier one
    are told only what changed; ``OFFLINE=false`` takes the guide back from the phones that keep it.
    Raises `ContentError` where content can't be used, `SettingError` where a setting can't.
    """
    app = Flask(__name__, static_folder=None)
    app.config.update(
        configured(config),
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
    )
    app.config["TRUSTED_HOSTS"] = [*HOSTS, *map(str.lower, app.config["HOSTS"])]
    site = _site(app.config)
    for line in unpublished(site.catalog, site.all_locales):
        LOGGER.warning(line)
    app.extensions["published"] = _published(site, app.config["VERSIONS"])
    configure(app)
    if app.config["WARM"]:
        workers().start()
        fonts.prepare(site.locales.values())
    return app


def configured(config: Mapping[str, Any] | None = None) -> Config:
    """What is set: by ``config``, else in the environment. Raises `SettingError`."""
    found = Config(ROOT)
    found.from_mapping(CONTENT=CONTENT, TRANSLATIONS=TRANSLATIONS, HOSTS=(), WARM=False)
    found.from_mapping(COUNTRY=None, BASE_URL="", VERSIONS=None, OFFLINE=True)
    found.from_prefixed_env("GUIDE")
    found.update(config or {})
    check(found)
    return found


def _site(config: Mapping[str, Any]) -> Site:
    return open_site(
        config["CONTENT"],
        config["TRANSLATIONS"],
        country=config["COUNTRY"],
        origin=config["BASE_URL"].rstrip("/"),
        offline=config["OFFLINE"],
    )


def _published(site: Site, versions: str | Path | None) -> Published:
    folder = Path(versions) / site.catalog.guide.id if versions else None
    return Published(site, before=folder, remembers=True)


def unpublished(catalog: Catalog, registry: Registry) -> Iterator[str]:
    """A line on each language that is left out: the phones that have it will lose it."""
    for code, locale in registry.items():
        if missing := len(lacking(catalog, locale)):
            yield (
                f"{code}: not published: signs or medicine steps are missing"
                f" ({missing}, listed by 'plainspine translations check')"
            )


def open_site(
    content: str | Path, translations: str | Path, *, country: str | None = None, **how: Any
) -> Site:
    """The site of a content folder in the languages of a translations folder.

    ``country`` takes the place of the one in ``guide.yaml``. Raises `SettingError` if it is not
    known.
    """
    catalog, registry = read(content, translations)
    try:
        catalog = in_country(catalog, country) if country else catalog
    except ValueError as error:
        raise SettingError(f"GUIDE_COUNTRY: {error}") from error
    return Site(catalog, registry, read_icons(Path(content)), **how)


def read(content: str | Path, translations: str | Path) -> tuple[Catalog, Registry]:
    """Both folders. Raises `ContentError` with the faults of both."""
    problems: list[Problem] = []
    try:
        catalog = load(content)
    except ContentError as error:
        problems += error.problems
    try:
        registry = locales.load(translations)
    except ContentError as error:
        problems += error.problems
    if problems:
        raise ContentError(problems)
    return catalog, registry
