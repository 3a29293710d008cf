"""Which pages there are in which language, for the tests that go through all of them."""

from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from guides import CATALOG, REGISTRY
from lxml import html

from pwa import create_app
from pwa.i18n import Localised
from pwa.i18n.localise import is_published
from pwa.web.addresses import NOT_STORED, slugs
from pwa.web.sheets import ready_sheets
from pwa.web.site import Site

LOCALES = tuple(code for code, locale in REGISTRY.items() if is_published(CATALOG, locale))
SLUGS = tuple(slugs(CATALOG))
MADE_BY_MACHINE = tuple(code for code in LOCALES if REGISTRY[code].data.machine_made)
PAGES = tuple(f"/{code}/{slug}" for code in LOCALES for slug in SLUGS)
READ_PAGES = tuple(page for page in PAGES if NOT_STORED not in page)
"""Those that a link leads to; the worker alone shows the other."""
OPTION_PAGES = tuple(page for page in PAGES if page.split("/")[-2] in CATALOG.choices)
"""Those of the options, and those of the alternatives to them, which tell as much."""
SEEN = tuple(page for page in PAGES if page.startswith(("/en/", "/ar/")))
"""The pages that are looked at in a browser: one language for each direction."""


@cache
def app() -> Flask:
    return create_app()


@cache
def client() -> FlaskClient:
    """For reading; a test that changes the app makes its own."""
    return app().test_client()


@cache
def text(path: str) -> str:
    answer = client().get(path)
    assert answer.status_code == 200, path
    return answer.text


@cache
def tree(path: str) -> html.HtmlElement:
    return html.document_fromstring(text(path), parser=html.HTMLParser(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def code_of(path: str) -> str:
    return path.split("/")[1]


def local(path: str) -> Localised:
    localised: Localised = app().extensions["published"].site.localised[code_of(path)]
    return localised


def said(path: str, message: str) -> str:
    return str(local(path).translator.text(message))


def one(tree: html.HtmlElement, path: str) -> html.HtmlElement:
    found = tree.xpath(path)
    assert len(found) == 1, f"{path}: {len(found)}"
    return found[0]


def name(path: str) -> str:
    """A page's address as the name of a file."""
    return path.strip("/").partition("/")[2].replace("/", "-") or "home"


def sheets(site: Site) -> set[str]:
    """The addresses of the sheets that need nothing entered."""
    return {
        f"/{code}/handouts/{sheet.name}"
        for code, locale in site.locales.items()
        for sheet in ready_sheets(site.catalog, locale)
    }
