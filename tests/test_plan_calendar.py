"""The calendar that the plan writes: it holds what is still to be done, and moves with the day."""

from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from plan_page import (
    again,
    calendar,
    dates,
    module,
    saved,
    task,
)
from playwright.sync_api import expect

from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


def test_the_calendar_holds_what_is_still_to_be_done(
    open_plan: Any, catalog: Catalog, anyone: str
) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-12-28")
    task(page, anyone).locator("input[type=checkbox]").check()
    page.check("[data-named]")
    raw = calendar(page)
    lines = raw.decode().split("\r\n")
    assert lines[-1] == ""
    assert all("\n" not in line for line in lines)
    assert raw.count(b"END:VALARM\r\nEND:VEVENT") == raw.count(b"END:VEVENT")
    assert max(len(line.encode()) for line in lines) <= 75
    events = Calendar.from_ical(raw).walk("VEVENT")
    window = dates(page)
    due = {name for name, (_, until) in window.items() if until >= "2026-11-22"} - {anyone}
    assert len(events) == len(due)
    for event in events:
        name = next(one for one in due if str(event["UID"]).startswith(f"{one}-"))
        assert event["SUMMARY"] == catalog.tasks[name].title
        start = event["DTSTART"].dt
        assert start.tzinfo is None
        assert start.isoformat() == f"{max(window[name][0], '2026-11-22')}T09:00:00"
        assert event.subcomponents[-1].name == "VALARM"


def test_a_second_calendar_moves_the_events_of_the_first(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2027-03-01")
    first = {e["UID"]: e for e in Calendar.from_ical(calendar(page)).walk("VEVENT")}
    page.fill("#surgery_date", "2027-03-08")
    saved(page)
    again(page)
    second = {e["UID"]: e for e in Calendar.from_ical(calendar(page)).walk("VEVENT")}
    assert first.keys() == second.keys()
    assert all(second[uid]["SEQUENCE"] > first[uid]["SEQUENCE"] for uid in first)
    assert all(second[uid]["DTSTART"].dt > first[uid]["DTSTART"].dt for uid in first)


def test_a_calendar_names_no_step_unless_the_reader_wishes_it(
    open_plan: Any, catalog: Catalog
) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2027-03-01")
    page.check("#blood_thinners")
    raw = calendar(page).decode()
    unfolded = raw.replace("\r\n ", "")
    assert not [one.title for one in catalog.tasks.values() if str(one.title) in unfolded]
    assert {str(e["SUMMARY"]) for e in Calendar.from_ical(raw).walk("VEVENT")} == {
        "A step in my plan"
    }
    page.check("[data-named]")
    page.fill("[data-at]", "18:30")
    events = Calendar.from_ical(calendar(page)).walk("VEVENT")
    assert {str(one["SUMMARY"]) for one in events} <= {str(t.title) for t in catalog.tasks.values()}
    assert {one["DTSTART"].dt.strftime("%H:%M") for one in events} == {"18:30"}
    again(page)
    expect(page.locator("[data-named]")).to_be_checked()
    expect(page.locator("[data-at]")).to_have_value("18:30")


def test_one_step_alone_can_be_put_into_the_calendar(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-12-28")
    everything = {e["UID"]: e for e in Calendar.from_ical(calendar(page)).walk("VEVENT")}
    task(page, anyone).locator("details.how summary").click()
    with page.expect_download() as download:
        task(page, anyone).get_by_role("button", name="Put this step in my calendar").click()
    (event,) = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert event["SEQUENCE"] > everything[event["UID"]]["SEQUENCE"]
    assert event["DTSTART"].dt == everything[event["UID"]]["DTSTART"].dt


def test_a_step_that_is_done_is_called_off_in_the_next_calendar(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-12-28")
    first = {str(e["UID"]) for e in Calendar.from_ical(calendar(page)).walk("VEVENT")}
    task(page, anyone).locator("input[type=checkbox]").check()
    second = {str(e["UID"]): e for e in Calendar.from_ical(calendar(page)).walk("VEVENT")}
    assert second.keys() == first
    off = [uid for uid, event in second.items() if event.get("STATUS") == "CANCELLED"]
    assert len(off) == 1
    assert off[0].startswith(f"{anyone}-")


LONG = f"""async () => {{
  const {{ calendarFile }} = {module("calendar.js")};
  const title = "ملاحظة, طويلة; جدا \\\\ 😀 ".repeat(12) + "\\nnew line";
  return [title, calendarFile([{{ id: "x", title, description: "", day: "2027-03-01" }}],
    {{ guide: "g", plan: "p", sequence: 1, stamp: new Date(0), at: "08:30", language: "ar" }})];
}}"""


def test_long_titles_in_any_script_are_folded_between_characters(open_plan: Any) -> None:
    title, raw = open_plan().evaluate(LONG)
    assert max(len(line.encode()) for line in raw.split("\r\n")) <= 75
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert event["SUMMARY"] == title
    assert event["DTSTAMP"].dt.isoformat() == "1970-01-01T00:00:00+00:00"
    assert event["DTSTART"].dt.isoformat() == "2027-03-01T08:30:00"


def test_without_a_day_there_is_no_calendar_and_the_page_says_why(open_plan: Any) -> None:
    page = open_plan()
    page.click("[data-action=calendar]")
    expect(page.locator("[data-message]")).to_contain_text("Enter the day first")
