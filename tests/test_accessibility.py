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
        if (seen[name] > 2) one.remove();
    }
}"""
"""What has the same tags, classes and attributes around it has the same colours; measuring them is
nearly all of what axe does on a long page."""
CONTRAST = "color-contrast"
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


def all_faults(page: Page, *schemes: str) -> dict[str, list[str]]:
    found = {"all but colours": faults(page, rules={CONTRAST: {"enabled": False}})}
    page.evaluate(KEEP_TWO_OF_A_KIND)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found[scheme] = faults(page, runOnly=[CONTRAST])
    return {where: those for where, those in found.items() if those}


@pytest.mark.parametrize("path", [*pages.SEEN, *OTHERS])
def test_a_page_has_no_barrier_on_a_phone(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(PHONE)
    opened(page, server + path)
    assert all_faults(page, "light", "dark") == {}


@pytest.mark.parametrize("path", [f"/{code}/{slug}" for code in ("en", "ar") for slug in SMALL_SET])
def test_a_page_has_no_barrier_on_a_wide_screen(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(WIDE)
    opened(page, server + path)
    assert all_faults(page, "light") == {}


def test_a_form_with_faults_has_no_barrier(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/en/handouts/")
    page.select_option("#kind", "option")
    page.click("form[method=post] button")
    page.wait_for_selector("[aria-invalid]")
    assert all_faults(page, "light", "dark") == {}
