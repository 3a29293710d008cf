"""axe-core on every page, in a language of each direction, light and dark, on a phone and wide."""

from collections.abc import Iterator

import pages
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RUN_AXE = """rules => axe.run(document, {resultTypes: ["violations"], ...rules})
    .then(({violations}) => violations.flatMap(({id, nodes}) =>
        nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`)))"""
PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SMALL_SET = ("", "compare/", "plan/", "options/alif/")
KEEP_TWO_OF_A_KIND = """() => {
    const own = one => one.tagName + one.getAttribute("class") + one.getAttributeNames();
    const kind = one => (one.parentElement ? kind(one.parentElement) : "") + own(one);
    const seen = {};
    for (const one of document.querySelectorAll("body *")) {
        const name = kind(one);
        seen[name] = (seen[name] ?? 0) + 1;
        if (seen[name] > 2 && !one.matches("[role=cell], [role=rowheader]")) one.remove();
    }
}"""
"""To axe, what has the same tags, classes and attributes around it is the same. Looking at a long
page's every item takes seconds; ids, labels and headings are looked at one by one in test_pages."""
OTHERS = ("/", "/nothing/", "/en/compare/?options=alif,mis-tlif")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One for all, since a new one costs more than a page's whole check."""
    context = browser.new_context(viewport=PHONE, bypass_csp=True, service_workers="block")
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


def opened(page: Page, address: str) -> None:
    """The page with everything unfolded, so that nothing is kept from axe."""
    page.goto(address)
    if address.endswith("/plan/"):
        page.wait_for_selector("[data-component=plan][data-ready]")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def faults(page: Page, **rules: object) -> list[str]:
    found: list[str] = page.evaluate(RUN_AXE, rules)
    return found


def all_faults(page: Page, *, dark: bool) -> list[str]:
    page.evaluate(KEEP_TWO_OF_A_KIND)
    page.emulate_media(color_scheme="light")
    found = faults(page)
    if dark:  # where colours alone are different
        page.emulate_media(color_scheme="dark")
        found += faults(page, runOnly=["color-contrast"])
    return found


@pytest.mark.parametrize("path", [*pages.SEEN, *OTHERS])
def test_a_page_has_no_barrier_on_a_phone(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(PHONE)
    opened(page, server + path)
    assert all_faults(page, dark=True) == []


@pytest.mark.parametrize("path", [f"/{code}/{slug}" for code in ("en", "ar") for slug in SMALL_SET])
def test_a_page_has_no_barrier_on_a_wide_screen(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(WIDE)
    opened(page, server + path)
    assert all_faults(page, dark=False) == []


def test_a_form_with_faults_has_no_barrier(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/en/handouts/")
    page.select_option("#kind", "option")
    page.click("form[method=post] button")
    page.wait_for_selector("[aria-invalid]")
    assert all_faults(page, dark=True) == []
