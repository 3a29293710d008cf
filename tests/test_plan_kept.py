"""What a reader entered stays on the phone: through full storage, tabs, clocks and damage."""

from pathlib import Path
from typing import Any

import pytest
from conftest import SHELL, phone
from plan_page import (
    FAILING,
    FAR,
    again,
    answer,
    dates,
    fill_in,
    module,
    ready,
    saved,
    says,
    stored,
    task,
)
from playwright.sync_api import Playwright, expect

pytestmark = pytest.mark.browser


def test_everything_is_kept_when_the_browser_is_closed_and_opened(
    playwright: Playwright, tmp_path: Path, server: str, anyone: str, medicine: str
) -> None:
    with phone(playwright, tmp_path, SHELL, service_workers="block") as context:
        page = context.pages[0]
        page.goto(f"{server}/en/plan/")
        ready(page)
        page.fill("#surgery_date", FAR)
        page.check("#smoker")
        task(page, anyone).locator("input[type=checkbox]").check()
        task(page, medicine).locator("details.own summary").click()
        task(page, medicine).locator("[data-answer=who]").fill("Dr Lee")
        saved(page)
    with phone(playwright, tmp_path, SHELL, service_workers="block") as context:
        page = context.pages[0]
        page.goto(f"{server}/en/plan/")
        ready(page)
        expect(page.locator("#surgery_date")).to_have_value(FAR)
        expect(page.locator("#smoker")).to_be_checked()
        expect(task(page, anyone).locator("input[type=checkbox]")).to_be_checked()
        expect(task(page, medicine).locator("[data-answer=who]")).to_have_value("Dr Lee")
        expect(task(page, medicine).locator("[data-answer=who]")).to_be_visible()
        assert dates(page)


def test_a_note_is_kept_when_the_page_is_left_at_once(
    open_plan: Any, anyone: str, server: str
) -> None:
    page = open_plan()
    task(page, anyone).locator("details.own summary").click()
    task(page, anyone).locator("[data-note]").fill("Bring the letter")
    page.locator(".nav a").first.click()
    page.wait_for_url(f"{server}/en/")
    page.go_back()
    again(page)
    expect(task(page, anyone).locator("[data-note]")).to_have_value("Bring the letter")


def test_a_letter_typed_in_the_last_moment_is_in_the_journal_until_it_is_stored(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan(
        script="IDBFactory.prototype.open = new Proxy(IDBFactory.prototype.open, {"
        "apply: (open, self, args) => window.cut ? {} : open.apply(self, args) })"
    )
    page.fill("#surgery_date", FAR)
    saved(page)
    task(page, anyone).locator("details.own summary").click()
    # From here on no transaction comes to an end, as when the page is torn down under it.
    page.evaluate("window.cut = true")
    task(page, anyone).locator("[data-note]").fill("Bring the letter")
    again(page)
    expect(task(page, anyone).locator("[data-note]")).to_have_value("Bring the letter")
    saved(page)
    assert stored(page)["tasks"][anyone]["note"] == "Bring the letter"
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_draft_that_is_older_than_what_is_stored_is_passed_over(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    note = task(page, anyone).locator("[data-note]")
    task(page, anyone).locator("details.own summary").click()
    note.fill("old")
    drafts = page.evaluate("Object.entries(localStorage)")
    note.fill("new")
    saved(page)
    page.evaluate("all => all.forEach(one => localStorage.setItem(...one))", drafts)
    page.evaluate("localStorage.setItem('plainspine draft tasks odd', '[1')")
    again(page)
    expect(note).to_have_value("new")
    assert len(drafts) == 1


def test_without_any_journal_the_database_does_alone(open_plan: Any) -> None:
    page = open_plan(
        script="Object.defineProperty(window, 'localStorage',"
        "{ get() { throw new DOMException('', 'SecurityError') } })"
    )
    page.fill("#surgery_date", FAR)
    saved(page)
    again(page)
    expect(page.locator("#surgery_date")).to_have_value(FAR)


def test_a_plan_of_the_first_version_of_the_database_is_taken_over(
    open_plan: Any, server: str, anyone: str
) -> None:
    page = open_plan()
    page.goto(f"{server}/healthz")
    page.evaluate(
        """async ([day, id]) => {
          await new Promise((done) => (indexedDB.deleteDatabase("plainspine").onsuccess = done));
          const request = indexedDB.open("plainspine", 1);
          request.onupgradeneeded = () => {
            request.result.createObjectStore("plan").put({ surgery_date: day }, "answers");
            request.result.createObjectStore("tasks").put(
              { done: null, note: "from before", answers: {} }, id);
          };
          await new Promise((done) => (request.onsuccess = done));
          request.result.close();
        }""",
        [FAR, anyone],
    )
    page.goto(f"{server}/en/plan/")
    ready(page)
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    expect(task(page, anyone).locator("[data-note]")).to_have_value("from before")


def test_what_is_typed_before_the_store_is_read_wins_over_it(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    page.fill("#surgery_date", FAR)
    page.check("#smoker")
    saved(page)
    page.add_init_script(
        """const open = indexedDB.open.bind(indexedDB);
        IDBFactory.prototype.open = function (...args) {
          const request = open(...args);
          const held = new Proxy({}, { set: (_, name, value) => {
            request[name] = name === "onsuccess" ? () => setTimeout(value, 400) : value;
            return true;
          }, get: (_, name) => request[name] });
          return held;
        };"""
    )
    page.reload()
    page.check("#diabetes")
    task(page, anyone).locator("input[type=checkbox]").check()
    ready(page)
    saved(page)
    assert stored(page)["plan"]["answers"] == {
        "surgery_date": FAR,
        "smoker": True,
        "diabetes": True,
    }
    assert stored(page)["tasks"][anyone]["done"] == "2026-11-21"


def test_a_full_phone_is_told_and_nothing_is_lost(open_plan: Any, anyone: str) -> None:
    page = open_plan(script=FAILING)
    page.fill("#surgery_date", FAR)
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    task(page, anyone).locator("input[type=checkbox]").check()
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    assert dates(page)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    # In one step: else what still waits may be saved before the button is found.
    page.evaluate("window.full = false; document.querySelector('[data-action=retry]').click()")
    saved(page)
    expect(page.locator("[data-failed]")).to_be_hidden()
    assert stored(page)["plan"]["answers"] == {"surgery_date": FAR}
    assert anyone in stored(page)["tasks"]


def test_a_phone_that_keeps_nothing_still_shows_dates(open_plan: Any) -> None:
    page = open_plan(
        script="IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }"
    )
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    page.fill("#surgery_date", FAR)
    assert dates(page)


def test_damaged_records_are_left_out_and_the_rest_is_shown(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    page.fill("#surgery_date", FAR)
    task(page, anyone).locator("input[type=checkbox]").check()
    saved(page)
    page.evaluate(
        f"""async () => {{
          const store = {module("store.js")};
          await store.write([["plan", "answers", {{ surgery_date: "{FAR}", option: 7 }}],
                             ["tasks", "odd", {{ done: "yes" }}], ["tasks", "x y", null]]);
        }}"""
    )
    again(page)
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    expect(page.locator("#option")).to_have_value("")
    expect(task(page, anyone).locator("input[type=checkbox]")).to_be_checked()


def test_two_tabs_show_the_same_plan(open_plan: Any, anyone: str) -> None:
    first = open_plan()
    second = first.context.new_page()
    second.goto(first.url)
    ready(second)
    second.fill("#surgery_date", FAR)
    task(second, anyone).locator("input[type=checkbox]").check()
    saved(second)
    expect(first.locator("#surgery_date")).to_have_value(FAR)
    expect(task(first, anyone).locator("input[type=checkbox]")).to_be_checked()


# --- tabs, clocks and damage


def test_everything_is_deleted_in_every_tab_and_leaves_no_trace(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    fill_in(page, anyone)
    expect(other.locator("#surgery_date")).to_have_value(FAR)
    page.evaluate("localStorage.setItem('plainspine draft tasks x', '[1, [\"tasks\", \"x\", 1]]')")
    page.click("[data-action=delete-plan]")
    answer(page, "Delete")
    says(page, "Everything you entered is deleted")
    for tab in (page, other):
        expect(tab.locator("#surgery_date")).to_have_value("")
        expect(task(tab, anyone).locator("input[type=checkbox]")).not_to_be_checked()
    kept = """async () => [await indexedDB.databases(), Object.keys(localStorage),
      Object.keys(sessionStorage), document.cookie, location.hash]"""
    databases, *others = page.evaluate(kept)
    assert others == [[], [], "", ""]
    # The other tab looked for the plan: what it opened is empty.
    assert stored(page) == {"plan": {}, "tasks": {}}
    assert len(databases) <= 1
    other.check("#diabetes")
    saved(other)
    assert stored(other)["plan"]["answers"] == {"diabetes": True}


def test_two_tabs_that_change_different_answers_keep_both(open_plan: Any) -> None:
    first = open_plan()
    second = first.context.new_page()
    second.goto(first.url)
    ready(second)
    first.check("#smoker")
    expect(second.locator("#smoker")).to_be_checked()
    second.check("#diabetes")
    expect(first.locator("#diabetes")).to_be_checked()
    assert stored(first)["plan"]["answers"] == {"smoker": True, "diabetes": True}


def test_a_clock_that_was_set_back_is_told_and_loses_nothing(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    fill_in(page, anyone)
    before = stored(page)
    page.clock.set_fixed_time("2020-01-01T10:00:00")
    again(page)
    expect(page.locator("[data-clock]")).to_contain_text("today is Wed 1 Jan 2020")
    assert stored(page) == before
    task(page, anyone).locator("[data-note]").fill("written in 2020")
    saved(page)
    again(page)
    expect(task(page, anyone).locator("[data-note]")).to_have_value("written in 2020")
    page.clock.set_fixed_time("2026-11-22T10:00:00")
    again(page)
    expect(page.locator("[data-clock]")).to_be_hidden()


def test_another_time_zone_changes_no_date(open_plan: Any, tmp_path: Path, anyone: str) -> None:
    shown = []
    for zone in ("Pacific/Kiritimati", "Pacific/Apia", "America/Los_Angeles"):
        page = open_plan(timezone_id=zone)
        page.fill("#surgery_date", "2027-03-28")
        shown.append((dates(page), task(page, anyone).locator("[data-when]").inner_text()))
    assert shown[0] == shown[1] == shown[2]


def test_damage_is_told_and_all_that_is_whole_is_shown(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    fill_in(page, anyone)
    expect(page.locator("[data-damaged]")).to_be_hidden()
    page.evaluate(
        f"""async () => ({module("store.js")}).write([["tasks", "odd", 7], ["plan", "booked", "x"],
          ["stamps", "tasks odd", "late"], ["before", "records", {{ plan: 1 }}]])"""
    )
    again(page)
    expect(page.locator("[data-damaged]")).to_be_visible()
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    expect(task(page, anyone).locator("input[type=checkbox]")).to_be_checked()


def test_a_database_of_a_later_version_is_left_alone(open_plan: Any) -> None:
    page = open_plan()
    page.evaluate(
        """() => new Promise((done) => {
          indexedDB.open("plainspine", 99).onsuccess = (event) => done(event.target.result.close());
        })"""
    )
    again(page)
    expect(page.get_by_role("alert")).to_contain_text("a newer version of this guide")
    page.fill("#surgery_date", FAR)
    assert dates(page)
    assert page.evaluate("indexedDB.databases().then(([one]) => one.version)") == 99
