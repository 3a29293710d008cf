"""The plan, printed from the browser: on a host without a server it is the reader's paper."""

from typing import Any

import pytest
from plan_page import FAR, again, saved, task
from playwright.sync_api import Page, expect

from pwa.catalog.model import Catalog

pytestmark = pytest.mark.browser


def printed(page: Page) -> Page:
    page.emulate_media(media="print")
    return page


def test_on_paper_a_step_about_medicines_says_how_to_do_it(
    open_plan: Any, catalog: Catalog
) -> None:
    page = printed(open_plan())
    shown = {name for name in catalog.tasks if task(page, name).is_visible()}
    assert any(catalog.tasks[name].medicine for name in shown)
    for name in shown:
        how = task(page, name).locator(".how ul")
        assert how.is_visible() == catalog.tasks[name].medicine, name


def test_a_plan_with_a_day_prints_the_questions_that_have_an_answer(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", FAR)
    page.check("#diabetes")
    page.fill("#weight_kg", "70")
    printed(page)
    for name in ("surgery_date", "diabetes", "weight_kg"):
        expect(page.locator(f"#{name}")).to_be_visible()
    for name in ("smoker", "option", "work", "diabetes-why"):
        expect(page.locator(f"#{name}")).to_be_hidden()
    empty = page.locator("#profile fieldset:not(:has(#diabetes, #surgery_date))")
    assert empty.evaluate_all("all => all.every(one => !one.checkVisibility())")


def test_without_a_day_the_whole_form_is_printed_with_a_box_for_each_choice(open_plan: Any) -> None:
    page = printed(open_plan())
    for name in ("surgery_date", "smoker", "weight_kg"):
        expect(page.locator(f"#{name}")).to_be_visible()
    expect(page.locator("#profile select:visible")).to_have_count(0)
    expect(page.locator("#work + .on-paper")).to_be_visible()


# --- digits ---


@pytest.mark.parametrize("typed", ["٧٢٫٥", "۷۲٫۵", "72.5", "72,5", " ٧٢.٥ "])
def test_a_weight_may_be_typed_in_the_digits_of_the_page(open_plan: Any, typed: str) -> None:
    page = open_plan(language="ar")
    page.locator("#weight_kg").press_sequentially(typed)
    page.keyboard.press("Tab")
    expect(page.locator("#weight_kg-also")).to_have_value("١٦٠")
    expect(page.locator("[data-amount]").first).to_be_visible()
    saved(page)
    expect(again(page).locator("#weight_kg")).to_have_value("٧٢.٥")


@pytest.mark.parametrize("typed", ["٧", "٩٩٩", "abc", "٧٠ب", "-٧٠"])
def test_a_weight_that_can_not_be_is_refused_in_any_digits(open_plan: Any, typed: str) -> None:
    page = open_plan(language="ar")
    limits = page.locator("#weight_kg-range")
    page.locator("#weight_kg").press_sequentially(typed)
    page.keyboard.press("Tab")
    expect(limits).to_have_css("font-weight", "600")
    expect(page.locator("[data-amount]").first).to_be_hidden()
    page.fill("#weight_kg", "٧٠")
    expect(limits).not_to_have_css("font-weight", "600")
