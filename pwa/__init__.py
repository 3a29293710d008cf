"""A patient guide from content files: pages, an offline phone and paper. `create_app` serves it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from pwa.catalog import in_country, load
from pwa.handouts import fonts
from pwa.handouts.workers import workers
from pwa.i18n import locales
from pwa.web.app import MAX_BODY, configure
from pwa.web.publish import Published
from pwa.web.site import Site, read_icons

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
TRANSLATIONS = ROOT / "translations"
HOSTS = ("localhost", "127.0.0.1", "[::1]")


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The WSGI app. Settings come from ``GUIDE_…`` in the environment, then from ``config``.

    ``BASE_URL`` is the address patients know the site by, for the codes on paper; without it, that
    of each request. ``CONTENT`` and ``TRANSLATIONS`` are folders; ``HOSTS`` is a list of the names
    it answers to, in addition to this machine's own; ``WARM`` starts the printing workers and
    makes parts of fonts at once, not with the first sheet; ``COUNTRY`` is whose emergency number is
    shown; ``VERSIONS`` is a folder to note each version in, so that phones that hold an earlier one
    are told only what changed; ``OFFLINE=false`` takes the guide back from the phones that keep it.
    Raises `ContentError` where content can't be used, ValueError where a setting can't.
    """
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(CONTENT=CONTENT, TRANSLATIONS=TRANSLATIONS, HOSTS=(), WARM=False)
    app.config.from_mapping(COUNTRY=None, BASE_URL="", VERSIONS=None, OFFLINE=True)
    app.config.from_prefixed_env("GUIDE")
    app.config.update(config or {})
    _check(app.config)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        TRUSTED_HOSTS=[*HOSTS, *app.config["HOSTS"]],
    )
    app.extensions["published"] = _published(app.config)
    configure(app)
    if app.config["WARM"]:
        workers().start()
        fonts.prepare(app.extensions["published"].site.locales.values())
    return app


def _check(config: Mapping[str, Any]) -> None:
    # What is no JSON comes from the environment as text: a name would be a list of letters, and
    # "False" would be true.
    if isinstance(config["HOSTS"], str):
        raise ValueError(f"GUIDE_HOSTS: found '{config['HOSTS']}', expected [\"host\", …] as JSON")
    for name in ("OFFLINE", "WARM"):
        if not isinstance(config[name], bool):
            raise ValueError(f"GUIDE_{name}: found '{config[name]}', expected true or false")


def _published(config: Mapping[str, Any]) -> Published:
    site = open_site(
        config["CONTENT"],
        config["TRANSLATIONS"],
        country=config["COUNTRY"],
        origin=config["BASE_URL"].rstrip("/"),
        offline=config["OFFLINE"],
    )
    folder = Path(config["VERSIONS"]) / site.catalog.guide.id if config["VERSIONS"] else None
    return Published(site, before=folder, remembers=True)


def open_site(
    content: str | Path, translations: str | Path, *, country: str | None = None, **how: Any
) -> Site:
    """The site of a content folder in the languages of a translations folder.

    ``country`` takes the place of the one in ``guide.yaml``. Raises ValueError if it is not known.
    """
    catalog = load(content)
    catalog = in_country(catalog, country) if country else catalog
    return Site(catalog, locales.load(translations), read_icons(Path(content)), **how)
