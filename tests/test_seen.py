"""Every page as it is seen in Chromium, in a language of each direction.

A page is opened once for all that is asked of it: opening it takes longer than any one question.
The pictures in build/screenshots are for a person to look at.
"""

from collections.abc import Iterator
from typing import Any

import pages
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from looking import (
    PHONE,
    WIDE,
    barriers,
    brightness,
    is_blank,
    missed_rules,
    pictured,
    survey,
    twice_as_large,
    unfold,
)
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ALSO = ("/", "/nothing/", "/en/compare/?options=alif,mis-tlif")
"""Pages that are not in a list: of the languages, of a mistake, of a choice of two."""
FEW = [
    f"/{code}/{slug}"
    for code in ("en", "ar")
    for slug in ("", "compare/", "plan/", "options/alif/")
]
BAR = "place => document.querySelectorAll('.nav').forEach(one => { one.style.position = place; })"


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """One tab for all pages."""
    context = browser.new_context(viewport=PHONE, service_workers="block")
    context.add_init_script(AXE_SCRIPT)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def complaints(phone: Page) -> list[str]:
    """What the browser says of the page that is open: errors, warnings, breaches of the policy."""
    found: list[str] = []

    def heard(message: Any) -> None:
        if message.type in ("error", "warning") and "blocked by Playwright" not in message.text:
            found.append(message.text)

    phone.on("console", heard)
    phone.on("pageerror", lambda error: found.append(str(error)))
    return found


def opened(page: Page, server: str, path: str) -> Page:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    page.goto(server + path)
    if path.endswith("/plan/"):
        page.wait_for_selector("[data-component=plan][data-ready]")
    return page


@pytest.fixture(scope="module", params=[*pages.SEEN, *ALSO])
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(phone: Page, server: str, complaints: list[str], path: str) -> Page:
    """The page at ``path``; the tests below find it as the one before has left it."""
    complaints.clear()
    return opened(phone, server, path)


def test_a_page_is_not_blank_on_a_phone_or_on_a_desk(page: Page, path: str) -> None:
    page.evaluate(BAR, "static")  # in one tall picture it would lie across the middle
    # A screen as tall as the page: twice as fast as a picture of what is beyond the screen.
    tall = page.evaluate("document.documentElement.scrollHeight")
    assert tall >= PHONE["height"]
    page.set_viewport_size({**PHONE, "height": tall})
    assert not is_blank(pictured(page, path))
    page.set_viewport_size(WIDE)
    assert not is_blank(pictured(page, path))
    page.evaluate(BAR, "")


def test_a_page_fits_a_phone_at_any_size_of_letters(page: Page) -> None:
    page.set_viewport_size(PHONE)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.set_viewport_size({"width": 320, "height": 740})
    found = {"320 px": survey(page)}
    page.set_viewport_size(PHONE)
    twice_as_large(page)
    found["letters twice as large"] = survey(page)
    assert found == {"320 px": {}, "letters twice as large": {}}
    page.evaluate("document.documentElement.style.fontSize = ''")


def test_no_rule_that_a_page_needs_is_left_out(page: Page) -> None:
    assert missed_rules(page) == []


def test_a_page_has_no_barrier_on_a_phone(page: Page) -> None:
    assert barriers(page, dark=True) == []


def test_the_browser_complains_of_nothing(page: Page, complaints: list[str], path: str) -> None:
    expected = ["status of 404"] if path == "/nothing/" else []
    assert [one for one in complaints if not any(part in one for part in expected)] == []


# --- a few pages also in the dark and on a desk


@pytest.fixture(scope="module", params=FEW)
def one_of_few(request: pytest.FixtureRequest, phone: Page, server: str) -> tuple[Page, str]:
    return opened(phone, server, request.param), request.param


def test_the_dark_is_dark(one_of_few: tuple[Page, str]) -> None:
    page, path = one_of_few
    assert brightness(pictured(page, path, "-light")) > 180
    page.emulate_media(color_scheme="dark")
    dark = pictured(page, path, "-dark")
    assert not is_blank(dark)
    assert brightness(dark) < 80


def test_a_page_has_no_barrier_on_a_wide_screen(one_of_few: tuple[Page, str]) -> None:
    page, _ = one_of_few
    page.set_viewport_size(WIDE)
    assert barriers(page, dark=False) == []


def test_a_form_with_faults_has_no_barrier(phone: Page, server: str) -> None:
    opened(phone, server, "/en/handouts/")
    phone.select_option("#kind", "option")
    phone.click("form[method=post] button")
    phone.wait_for_selector("[aria-invalid]")
    assert barriers(phone, dark=True) == []
