"""The personal plan as a page: without JavaScript, by keyboard, on a small phone and on paper."""

import json
import re
from typing import Any

import pytest
from plan_page import (
    MakeContext,
    calendar,
    choose,
    dates,
    export,
    fill_in,
    reach,
    reach_until,
    saved,
    stored,
    task,
)
from playwright.sync_api import expect

from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


# --- the page as it comes


def test_without_javascript_the_page_is_a_paper_form(
    browser_context: MakeContext, server: str, catalog: Catalog
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{server}/en/plan/")
    expect(page.locator("[data-task]:visible")).to_have_count(len(catalog.tasks))
    expect(page.locator("[data-phase]:visible")).to_have_count(len(catalog.phases))
    expect(page.locator("form#profile [name]:visible")).to_have_count(
        len(catalog.profile_questions)
    )
    expect(page.locator("noscript p", has_text="Dates need JavaScript")).to_be_visible()
    expect(page.locator("[data-action]:visible")).to_have_count(0)
    expect(page.locator("[data-task]").first).to_contain_text("before")


def test_each_question_says_why_it_is_asked(open_plan: Any, catalog: Catalog) -> None:
    page = open_plan()
    for name, question in catalog.profile_questions.items():
        field = page.locator(f"form#profile [name={name}]")
        expect(field).to_be_visible()
        expect(field).to_have_accessible_name(question.label)
        expect(field).to_have_accessible_description(re.compile(re.escape(question.why)))


# --- for everyone


def test_the_keyboard_alone_is_enough(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    page.focus("#surgery_date")
    page.keyboard.type("01032027")
    assert dates(page)
    reach(page, "smoker")
    page.keyboard.press("Space")
    assert page.is_checked("#smoker")
    first = page.locator(".place:visible [data-task]:visible").first
    name = first.get_attribute("data-task")
    reach_until(
        page, f"document.activeElement === document.querySelector('[data-task={name}] input')"
    )
    page.keyboard.press("Space")
    expect(first.locator("input[type=checkbox]")).to_be_checked()
    reach_until(page, f"document.activeElement.closest('[data-task={name}] .own summary') !== null")
    page.keyboard.press("Enter")
    reach_until(page, "document.activeElement.matches('[data-note], [data-answer]')")
    page.keyboard.type("by keyboard")
    saved(page)
    assert "by keyboard" in json.dumps(stored(page)["tasks"][name])


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_wider_than_a_small_phone(open_plan: Any, direction: str) -> None:
    page = open_plan(
        "#p=surgery_date:2026-12-14;smoker:1;blood_thinners:1",
        viewport={"width": 320, "height": 640},
    )
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    width, wide = page.evaluate(
        """() => [document.documentElement.scrollWidth,
          [...document.querySelectorAll('.plan *')].filter(one => {
            const box = one.getBoundingClientRect();
            return box.width > 0 && (box.right > 321 || box.left < -1);
          }).map(one => one.outerHTML.slice(0, 80))]"""
    )
    assert (width, wide) == (320, [])


def test_no_request_is_made_by_anything_the_reader_does(
    open_plan: Any, anyone: str, server: str
) -> None:
    page = open_plan()
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    fill_in(page, anyone)
    backup = export(page)
    calendar(page)
    page.evaluate("location.hash = '#p=diabetes:1'")
    page.get_by_role("button", name="Use these answers").click()
    choose(page, json.dumps(backup).encode())
    page.get_by_role("button", name="Replace", exact=True).click()
    page.click("[data-action=delete-plan]")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("[data-message]")).to_contain_text("deleted")
    # The browser itself looks at the icon of the tab again when the address changes.
    assert [url for url in asked if not url.startswith("blob:") and "/icons/" not in url] == []


def test_what_is_folded_is_laid_out_when_it_is_unfolded_or_printed(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    label = task(page, anyone).locator(".own label").first
    expect(label).to_have_css("display", "none")
    page.emulate_media(media="print")
    expect(label).not_to_have_css("display", "none")
    page.emulate_media(media="screen")
    task(page, anyone).locator("details.own summary").click()
    expect(label).to_be_visible()


def test_a_filled_plan_prints_with_its_notes_and_without_its_buttons(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    fill_in(page, anyone)
    page.emulate_media(media="print")
    expect(task(page, anyone).locator("[data-note]")).to_be_visible()
    expect(page.locator("[data-action]:visible")).to_have_count(0)
    assert page.pdf()[:4] == b"%PDF"


def test_the_whole_way_by_keyboard_on_a_small_phone_in_arabic(open_plan: Any, anyone: str) -> None:
    page = open_plan(language="ar", viewport={"width": 320, "height": 640}, locale="ar")
    focused = "document.activeElement.matches('{}')".format
    reach(page, "surgery_date")
    page.keyboard.type("01032027")
    reach(page, "smoker")
    page.keyboard.press("Space")
    reach(page, "work")
    page.keyboard.press("ArrowDown")
    saved(page)
    assert stored(page)["plan"]["answers"].keys() >= {"smoker", "work"}
    assert dates(page)
    reach_until(page, focused(f"[data-task={anyone}] .tick input"))
    page.keyboard.press("Space")
    reach_until(page, focused(f"[data-task={anyone}] .own summary"))
    page.keyboard.press("Enter")
    reach_until(page, focused("[data-note], [data-answer]"))
    page.keyboard.type("ملاحظة")
    saved(page)
    assert "ملاحظة" in json.dumps(stored(page)["tasks"][anyone], ensure_ascii=False)
    page.focus("[data-action=print]")
    with page.expect_download():
        reach_until(page, focused("[data-action=export-plan]"))
        page.keyboard.press("Enter")
    with page.expect_download():
        reach_until(page, focused("[data-action=calendar]"))
        page.keyboard.press("Enter")
    reach_until(page, focused("[data-action=make-link]"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-made]")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    reach_until(page, focused("[data-action=delete-plan]"))
    page.keyboard.press("Enter")
    reach_until(page, focused("dialog [value=yes]"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-message]")).not_to_be_empty()
    assert stored(page) == {"plan": {}, "tasks": {}}
    assert re.fullmatch(r"[^?#]*/ar/plan/", page.url)
