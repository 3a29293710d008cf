"""Preparing for a visit in a real browser: what the page is by itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from pwa.catalog import Catalog

pytestmark = pytest.mark.browser

MakeContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def names(catalog: Catalog) -> list[str]:
    return [str(one.id) for group in catalog.questions.values() for one in group.questions]


def test_without_javascript_the_page_is_a_list_to_tick_and_to_write_on(
    browser_context: MakeContext, server: str, names: list[str], catalog: Catalog
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{server}/en/questions/")
    expect(page.locator("[name=ask]:visible")).to_have_count(len(names))
    expect(page.locator("[name=care]:visible")).to_have_count(len(catalog.cares))
    expect(page.locator("[data-advice]:visible")).to_have_count(4)
    expect(page.locator("main button:visible")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator(".asks .blank:visible")).to_have_count(len(names))
