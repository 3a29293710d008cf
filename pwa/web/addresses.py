"""Which pages a language has, and at which address. The templates and the server both ask here."""

from collections.abc import Iterator

from pwa.catalog import Catalog

HOME = "home"
NOT_STORED = "not-stored"


def slugs(catalog: Catalog) -> Iterator[str]:
    """The address of every page below the language: ``""`` is home, ``options/<id>/`` an option.

    An alternative to the options has an address like a page's: it is not one of them.
    """
    for page in catalog.pages:
        yield page_slug(page)
    for option in catalog.options:
        yield option_slug(option)
    for alternative in catalog.alternatives:
        yield page_slug(alternative)
    yield f"{NOT_STORED}/"


def page_slug(page: str) -> str:
    return "" if page == HOME else f"{page}/"


def option_slug(option: str) -> str:
    return f"options/{option}/"
