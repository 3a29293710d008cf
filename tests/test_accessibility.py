"""axe-core on every page, in a language of each direction, light and dark, on a phone and wide."""

from collections.abc import Iterator

import pages
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Axe()
PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SMALL_SET = ("", "compare/", "plan/", "options/alif/")
SHORTEN_LISTS = """document.querySelectorAll("main :is(ul, ol, dl, tbody)")
    .forEach(list => [...list.children].slice(4).forEach(one => one.remove()))"""
"""Of all that axe looks at, colours alone differ in the dark, and those of a list's first items
are those of the others. Looking at every one would take a minute."""
OTHERS = ("/", "/nothing/", "/en/compare/?options=alif,mis-tlif")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One for all, since a new one costs more than a page's whole check."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True, service_workers="block")
    yield context.new_page()
    context.close()


def opened(page: Page, address: str) -> None:
    """The page with everything unfolded, so that nothing is kept from axe."""
    page.goto(address)
    if address.endswith("/plan/"):
        page.wait_for_selector("[data-component=plan][data-ready]")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def faults(page: Page, **options: object) -> list[str]:
    found = AXE.run(page, options={"resultTypes": ["violations"], **options})
    violations = found.response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}" for fault in violations for node in fault["nodes"]
    ]


@pytest.mark.parametrize("path", [*pages.SEEN, *OTHERS])
def test_a_page_has_no_barrier_on_a_phone(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    opened(page, server + path)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    page.evaluate(SHORTEN_LISTS)
    assert faults(page, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize("path", [f"/{code}/{slug}" for code in ("en", "ar") for slug in SMALL_SET])
def test_a_page_has_no_barrier_on_a_wide_screen(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    opened(page, server + path)
    assert faults(page) == []


def test_a_form_with_faults_has_no_barrier(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    page.goto(f"{server}/en/handouts/")
    page.select_option("#kind", "option")
    page.click("form[method=post] button")
    page.wait_for_selector("[aria-invalid]")
    assert faults(page) == []
