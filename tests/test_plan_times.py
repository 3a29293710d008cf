"""What is due, late or over on a day, and what of it goes into the reader's calendar."""

from collections.abc import Iterator
from typing import Any

import pytest
from icalendar import Calendar
from plan_page import MakeContext, calendar, says, task
from playwright.sync_api import Browser, Page, expect
from test_schedule_js import open_page

from pwa.catalog import Catalog

pytestmark = pytest.mark.browser

DAY = "2026-11-01"
PLACE = """async ([start, until, today]) =>
  (await import("/schedule.js")).placeOf({ start, until, done: false }, "2026-11-01", today)"""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = open_page(browser, "UTC")
    yield page
    page.context.close()


# --- late for a time ---


@pytest.mark.parametrize(
    ("start", "until", "today", "place"),
    [
        ("2026-10-01", "2026-10-20", DAY, "late"),  # on the day itself one can still ask
        ("2026-10-01", "2026-10-20", "2026-11-02", "over"),
        ("2026-09-06", DAY, "2026-11-02", "over"),  # until the day, and begun before it
        (DAY, DAY, DAY, "now"),
        (DAY, DAY, "2026-11-02", "late"),
        (DAY, DAY, "2026-11-03", "over"),
        (DAY, "2026-11-03", "2026-11-06", "late"),  # three days of time, and three to be late
        (DAY, "2026-11-03", "2026-11-07", "over"),
        ("2026-11-22", "2026-12-13", "2027-01-03", "late"),
        ("2026-11-22", "2026-12-13", "2027-01-05", "over"),
    ],
)
def test_a_step_is_late_for_as_long_as_there_was_time_for_it(
    blank: Page, start: str, until: str, today: str, place: str
) -> None:
    assert blank.evaluate(PLACE, [start, until, today]) == place


IDS = "all => all.map(one => one.dataset.task)"


def late(page: Page) -> set[str]:
    return set(page.eval_on_selector_all("[data-place=late] [data-task]", IDS))


def test_long_after_the_day_nothing_of_the_ward_is_called_late(open_plan: Any) -> None:
    page = open_plan()
    page.select_option("#option", "alif")
    page.fill("#surgery_date", "2026-11-20")
    assert late(page) == {"on-arrival"}  # the ward is still there
    expect(page.locator("[data-place=over] [data-task=eat-protein]")).to_be_attached()
    page.fill("#surgery_date", "2025-11-21")
    assert late(page) <= {"anti-inflammatories-after"}
    expect(page.locator("[data-place=over] [data-task=on-arrival]")).to_be_attached()
    page.fill("#surgery_date", "2023-08-09")
    assert late(page) == set()


# --- the calendar ---


def events(page: Page) -> dict[str, Any]:
    """The events of the next file, by task."""
    found = Calendar.from_ical(calendar(page)).walk("VEVENT")
    return {str(one["UID"]).rpartition("-")[0]: one for one in found}


def off(found: dict[str, Any]) -> set[str]:
    return {name for name, event in found.items() if event.get("STATUS") == "CANCELLED"}


def test_a_reminder_is_never_for_an_hour_that_has_gone(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-11-22")  # it is ten o'clock on the day before
    found = {name: one["DTSTART"].dt.isoformat() for name, one in events(page).items()}
    assert min(found.values()) == "2026-11-22T09:00:00"
    assert "pack-bag" not in found  # until today
    page.fill("[data-at]", "10:01")
    found = {name: one["DTSTART"].dt.isoformat() for name, one in events(page).items()}
    assert found["pack-bag"] == "2026-11-21T10:01:00"
    # The hour goes by: what is still to be done is not called off.
    page.fill("[data-at]", "09:00")
    assert off(events(page)) == set()


def test_a_late_step_keeps_its_reminder_and_is_not_called_off(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2027-03-01")
    first = events(page)
    page.fill("#surgery_date", "2026-11-24")
    second = events(page)
    assert len(late(page)) > 3
    assert late(page) <= first.keys() & second.keys()
    assert off(second) == set()
    for name in late(page):
        assert second[name]["DTSTART"].dt.isoformat() == "2026-11-22T09:00:00"
        assert second[name]["SUMMARY"] == "A step in my plan"
        expect(task(page, name).locator("[data-action=calendar-item]")).not_to_have_attribute(
            "hidden", ""
        )


@pytest.mark.parametrize("day", ["", "2020-01-01"])
def test_with_no_dates_left_what_was_given_is_called_off(open_plan: Any, day: str) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2027-03-01")
    first = events(page)
    page.fill("#surgery_date", day)
    second = events(page)
    assert off(second) == second.keys() == first.keys()
    assert all(second[name]["SEQUENCE"] > first[name]["SEQUENCE"] for name in first)
    page.click("[data-action=calendar]")
    says(page, "Nothing is due today." if day else "Enter the day first")


# --- words and places ---


def test_what_moved_says_the_same_as_the_card(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2027-01-18")
    page.fill("#surgery_date", "2027-01-04")
    page.locator("[data-moved] summary").click()
    told = dict(
        page.eval_on_selector_all(
            "[data-moved] dt",
            "all => all.map(dt => [dt.textContent, dt.nextSibling.nextSibling.textContent])",
        )
    )
    begun = page.locator("[data-place=now] .task")
    assert begun.count() > 3
    for card in begun.all():
        title, when = (card.locator(one).inner_text() for one in (".tick span", "[data-when]"))
        assert when.startswith("Now, until")
        assert told[title] == when
    ahead = page.locator("[data-place=next] .task").first
    title, when = (ahead.locator(one).inner_text() for one in (".tick span", "[data-when]"))
    assert told[title] == f"Now: {when}"


@pytest.mark.parametrize(
    ("day", "option", "phase"),
    [
        ("2026-11-07", "alif", "weeks-three-to-six"),  # after two weeks two phases meet
        ("2026-10-10", "alif", "months-two-and-three"),  # and after six
        ("2026-08-21", "alif", "months-three-to-six"),  # and after three months
        ("2026-08-21", "", "months-three-to-six"),
        ("2026-11-18", "laminectomy", "no-bones-joined"),
        ("2026-10-01", "laminectomy", "no-bones-joined"),
    ],
)
def test_the_reader_is_in_one_phase_alone(
    open_plan: Any, day: str, option: str, phase: str
) -> None:
    page = open_plan()
    page.select_option("#option", option)
    page.fill("#surgery_date", day)
    here = page.locator("[data-phase]", has=page.locator("[data-here]:visible"))
    expect(here).to_have_count(1)
    expect(here).to_have_attribute("data-phase", phase)


WORDS = " ".join(f"word{n}" for n in range(60))


def test_on_paper_a_long_answer_is_there_to_its_last_word(open_plan: Any) -> None:
    page = open_plan()
    page.check("#blood_thinners")
    card = task(page, "blood-thinners")
    card.locator("details.own summary").click()
    said = card.get_by_label("What they said")
    said.fill(WORDS)
    page.emulate_media(media="print")
    seen, whole, tall = said.evaluate(
        "one => [one.clientHeight, one.scrollHeight, one.getBoundingClientRect().height]"
    )
    assert seen >= whole
    assert tall > 50  # pixels, of more than two lines


def test_the_form_on_paper_has_a_line_for_the_day_and_a_box_for_each_choice(
    browser_context: MakeContext, server: str, catalog: Catalog
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{server}/en/plan/")
    expect(page.locator(".on-paper:visible")).to_have_count(0)
    page.emulate_media(media="print")
    day = page.locator("#surgery_date")
    expect(day).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(day).to_have_css("border-block-end-width", "1px")
    expect(page.locator("#profile select:visible")).to_have_count(0)
    boxes = page.locator("#option + .on-paper li")
    expect(boxes).to_have_count(len(catalog.options) + 1)
    expect(boxes.last).to_be_visible()
    # What is filled in prints as it is.
    page.emulate_media(media="screen")
    page.select_option("#option", "alif")
    day.press_sequentially("03012027")
    day.blur()
    page.emulate_media(media="print")
    expect(page.locator("#option")).to_be_visible()
    expect(boxes.first).to_be_hidden()
    expect(day).not_to_have_css("color", "rgba(0, 0, 0, 0)")


# --- what stands over the late ones ---


def test_nothing_is_called_late_when_all_that_was_is_done(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-11-24")
    title = page.locator("[data-place=late] > h3")
    lead = page.locator("[data-place=late] > p")
    boxes = page.locator("[data-place=late] .tick input")
    assert boxes.count() > 3
    for index in range(boxes.count()):
        expect(title).to_be_visible()
        if index < boxes.count() - 1:
            expect(lead).to_be_visible()
        boxes.nth(index).check()
    expect(title).to_be_hidden()
    expect(lead).to_be_hidden()


def test_of_one_late_step_nothing_is_said_of_all_of_these(open_plan: Any) -> None:
    page = open_plan()
    page.select_option("#option", "alif")
    page.fill("#surgery_date", "2026-11-20")
    assert len(late(page)) == 1
    expect(page.locator("[data-place=late] > h3")).to_be_visible()
    expect(page.locator("[data-place=late] > p")).to_be_hidden()
