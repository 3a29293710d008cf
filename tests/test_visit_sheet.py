"""The visit's summary: one sheet of either paper, shared or kept as plain words, and no request."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from plan_page import saved
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from visit_page import NASTY, add_own, answer, choose, item, ready, sheet

from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


@pytest.fixture
def prepared(open_visit: Any, names: list[str], server: str) -> Callable[..., Page]:
    """A typical load: eight questions, some answers, what matters, all steps, option and day."""

    def make(locale: str, **options: object) -> Page:
        page = open_visit(locale, **options)
        page.goto(f"{server}/{locale}/plan/")
        page.wait_for_selector("[data-component=plan][data-ready]")
        page.select_option("#option", "alif")
        page.fill("#surgery_date", "2027-03-01")
        saved(page)
        page.goto(f"{server}/{locale}/questions/")
        ready(page)
        choose(page, *names[::4][:8])
        for index in range(4):
            page.locator("[data-answer]").nth(index).fill("About six weeks, then a scan. " * 4)
        for index in range(0, 10, 2):
            page.locator("[name=care]").nth(index).check()
        page.fill("[name=matters]", "To walk with my dog again, and to sleep. " * 4)
        for index in range(4):
            page.locator("[data-ready-step] [value=yes]").nth(index).check()
        page.wait_for_timeout(300)
        return page

    return make


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_eight_questions_fit_one_page_of_either_paper(
    prepared: Any, locale: str, tmp_path: Path
) -> None:
    page = prepared(locale, viewport={"width": 360, "height": 740})
    assert page.locator("[data-ask]").count() == 8
    expect(page.locator("[data-too-long]")).to_be_hidden()
    for paper in ("A4", "Letter"):
        path = tmp_path / f"{paper}.pdf"
        margin = dict.fromkeys(("top", "bottom", "left", "right"), "14mm")
        page.pdf(path=path, format=paper, margin=margin, prefer_css_page_size=False)
        assert len(PdfReader(path).pages) == 1
    page.emulate_media(media="print")
    expect(page.locator(".sheet .line:visible")).to_have_count(5)  # a name, four answers
    for hidden in ("[name=ask]", "h1", ".foot", "[data-action]"):
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)


def test_the_sheet_names_option_and_day_of_the_plan(prepared: Any, catalog: Catalog) -> None:
    page = prepared("en")
    expect(sheet(page)).to_contain_text(str(catalog.options["alif"].name))
    expect(sheet(page)).to_contain_text("Day of the operation: Mon 1 Mar 2027")
    assert not re.search(r"\d of \d|score|%", sheet(page).text_content())
    care = next(one for one in catalog.options.values() if not one.operation)
    page.goto(page.url.replace("questions", "plan"))
    page.select_option("#option", str(care.id))
    saved(page)
    page.goto(page.url.replace("plan", "questions"))
    ready(page)
    expect(sheet(page)).to_contain_text("Day I start: Mon 1 Mar 2027")


def test_more_than_a_page_is_said_before_it_is_printed(open_visit: Any) -> None:
    page = open_visit()
    own = add_own(page, "A long one")
    answer(page, own, "About six weeks, then a scan.\n" * 150)
    expect(page.locator("[data-too-long]")).to_be_visible()


SHARING = """window.given = [];
navigator.share = async what => { window.given.push(what); };"""

COPYING = """delete Navigator.prototype.share; window.given = [];
Object.defineProperty(navigator, "clipboard",
  { value: { writeText: async what => { window.given.push(what); } } });"""

NEITHER = """delete Navigator.prototype.share;
Object.defineProperty(navigator, "clipboard", { value: undefined });"""


def test_the_sheet_is_shared_as_plain_words(open_visit: Any, names: list[str]) -> None:
    for script in (SHARING, COPYING):
        page = open_visit(script=script)
        own = add_own(page, "Who drives me home?")
        answer(page, own, "My sister")
        page.locator("[data-ready-step] [value=yes]").first.check()
        page.click("[data-action=share]")
        page.wait_for_function("window.given.length === 1")
        given = page.evaluate("window.given[0].text ?? window.given[0]")
        assert "1. Who drives me home?\n   My sister" in given
        assert "Do I know enough? Yes" in given
        expect(page.locator("[data-message]")).to_have_text(
            re.compile("copied") if script is COPYING else ""
        )


def test_where_nothing_can_be_shared_the_sheet_is_a_file(open_visit: Any) -> None:
    page = open_visit(script=NEITHER)
    add_own(page, "Who drives me home?")
    with page.expect_download() as download:
        page.click("[data-action=share]")
    assert download.value.suggested_filename == "plainspine-2026-11-21.txt"
    assert "Who drives me home?" in Path(download.value.path()).read_text()


def test_nothing_of_this_makes_a_request(open_visit: Any, names: list[str]) -> None:
    page = open_visit(script=SHARING)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose(page, *names[:2])
    own = add_own(page, NASTY)
    answer(page, own, "https://example.org/?a=b")
    item(page, own).get_by_role("button", name="Up").click()
    page.check("[name=care] >> nth=0")
    page.fill("[name=matters]", NASTY)
    page.locator("[data-ready-step] [value=not-yet]").first.check()
    page.click("[data-action=share]")
    saved(page)
    page.wait_for_timeout(300)
    assert asked == []
