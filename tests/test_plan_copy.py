"""The copy of the plan: what is lost with one database comes back from the other."""

import json
from typing import Any

import pytest
from plan_page import ENTRY, FAR, again, answer, choose, file, ready, saved, says, stored, task
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LOSE = """async () => {
  const { guide } = document.documentElement.dataset;
  await new Promise((done) => (indexedDB.deleteDatabase(guide).onsuccess = done));
}"""
"""As Chromium does when it opens one that a crash has torn."""

COPIES = """async () => {
  const { indexedDB } = await navigator.storageBuckets.open("copy");
  return (await indexedDB.databases()).map(({ name }) => name);
}"""

MISSING = """const open = StorageBucketManager.prototype.open;
StorageBucketManager.prototype.open = function (...args) {
  if (window.cut) throw new DOMException("", "UnknownError");
  return open.apply(this, args);
}"""
"""No copy can be reached while ``window.cut`` is true."""


def note(page: Page, name: str, words: str) -> None:
    task(page, name).locator("details.own").evaluate("one => one.open = true")
    task(page, name).locator("[data-note]").fill(words)
    saved(page)


def after_the_loss(page: Page) -> dict[str, Any]:
    """What the reader has after the database has gone and the page was opened again."""
    page.evaluate(LOSE)
    return stored(again(page))


def test_a_lost_database_comes_back_whole(open_plan: Any, anyone: str, medicine: str) -> None:
    page = open_plan()
    page.fill("#surgery_date", FAR)
    note(page, anyone, "My sister drives")
    note(page, medicine, "Ask Dr Lee")
    before = stored(page)
    assert after_the_loss(page) == before
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    note(page, anyone, "My brother drives")  # and is the same plan as before
    assert after_the_loss(page)["tasks"][anyone]["note"] == "My brother drives"


def test_a_database_lost_under_an_open_page_comes_back(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    note(page, anyone, "My sister drives")
    page.evaluate(LOSE)
    page.check("#smoker")
    saved(page)
    expect(task(page, anyone).locator("[data-note]")).to_have_value("My sister drives")
    assert stored(page)["tasks"][anyone]["note"] == "My sister drives"


def test_a_copy_that_has_missed_something_is_made_anew(
    open_plan: Any, anyone: str, medicine: str
) -> None:
    page = open_plan(script=MISSING)
    note(page, anyone, "first")
    page.evaluate("window.cut = true")
    note(page, anyone, "second")
    page.evaluate("window.cut = false")
    note(page, medicine, "third")
    notes = {name: entry["note"] for name, entry in after_the_loss(page)["tasks"].items()}
    assert notes == {anyone: "second", medicine: "third"}


def test_a_lost_copy_is_made_anew(open_plan: Any, anyone: str, medicine: str) -> None:
    page = open_plan()
    note(page, anyone, "first")
    page.evaluate("navigator.storageBuckets.delete('copy')")
    note(again(page), medicine, "second")
    notes = {name: entry["note"] for name, entry in after_the_loss(page)["tasks"].items()}
    assert notes == {anyone: "first", medicine: "second"}


def test_a_plan_from_before_there_was_a_copy_gets_one(open_plan: Any, anyone: str) -> None:
    page = open_plan(script=MISSING)
    page.evaluate("window.cut = true")
    note(page, anyone, "from before")
    page.evaluate("window.cut = false")
    page.check("#smoker")
    saved(page)
    found = after_the_loss(page)
    assert found["tasks"][anyone]["note"] == "from before"
    assert found["plan"]["answers"] == {"smoker": True}


def test_a_plan_that_was_replaced_is_replaced_in_the_copy_too(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    note(page, anyone, "old")
    choose(page, file(tasks={anyone: {**ENTRY, "note": "from the file"}}))
    answer(page, "Replace")
    says(page, "now on this phone")
    assert after_the_loss(page)["tasks"][anyone]["note"] == "from the file"
    page.get_by_role("button", name="Bring back the plan from before").click()
    answer(page, "Replace")
    says(page, "from before")
    assert after_the_loss(page)["tasks"][anyone]["note"] == "old"


def test_a_deleted_plan_has_no_copy_that_could_come_back(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    note(page, anyone, "My sister drives")
    assert page.evaluate(COPIES) == ["plainspine"]
    page.click("[data-action=delete-plan]")
    answer(page, "Delete")
    says(page, "Everything you entered is deleted")
    assert page.evaluate(COPIES) == []
    assert after_the_loss(page) == {"plan": {}, "tasks": {}}


def test_what_a_sleeping_tab_writes_while_all_is_deleted_does_not_come_back(
    open_plan: Any, anyone: str
) -> None:
    # This tab hears of nothing, and its last words come between one deletion and the other.
    page = open_plan()
    note(page, anyone, "My sister drives")
    other = page.context.new_page()
    other.add_init_script(BETWEEN)
    other.goto(page.url)
    ready(other)
    other.click("[data-action=delete-plan]")
    answer(other, "Delete")
    other.wait_for_selector("html[data-waits]")
    task(page, anyone).locator("[data-note]").fill("My sister drives me")
    says(page, "Everything you entered is deleted")
    other.evaluate("window.go()")
    says(other, "Everything you entered is deleted")
    assert json.dumps(after_the_loss(page)).count("sister") == 0


BETWEEN = """BroadcastChannel.prototype.postMessage = () => {};
const drop = IDBFactory.prototype.deleteDatabase;
IDBFactory.prototype.deleteDatabase = function (...args) {
  if (this !== indexedDB) return drop.apply(this, args);
  const request = {};
  document.documentElement.dataset.waits = "";
  window.go = () => Object.assign(drop.apply(this, args), request);
  return request;
}"""
"""The main database is deleted only after ``window.go()``; the copy is, before."""


def test_who_only_reads_has_no_copy(open_plan: Any) -> None:
    page = open_plan()
    again(page)
    assert page.evaluate(COPIES) == []


def test_a_browser_without_buckets_keeps_the_plan_as_before(open_plan: Any, anyone: str) -> None:
    page = open_plan(script="delete Navigator.prototype.storageBuckets")
    note(page, anyone, "My sister drives")
    assert stored(again(page))["tasks"][anyone]["note"] == "My sister drives"
    page.click("[data-action=delete-plan]")
    answer(page, "Delete")
    says(page, "Everything you entered is deleted")
    assert stored(again(page)) == {"plan": {}, "tasks": {}}


@pytest.mark.parametrize("what", ["cut", "fails"])
def test_a_copy_that_cannot_be_read_at_the_moment_is_not_written_over(
    open_plan: Any, anyone: str, what: str
) -> None:
    page = open_plan()
    note(page, anyone, "My sister drives")
    page.evaluate(LOSE)
    page.add_init_script(FAILS_BESIDE)
    page.add_init_script(MISSING)
    page.add_init_script(f"window.{what} = true")
    again(page)
    expect(page.locator("[data-action=retry]")).to_be_visible()
    page.check("#smoker")
    page.evaluate("window.cut = window.fails = false")
    page.click("[data-action=retry]")
    saved(page)
    expect(task(page, anyone).locator("[data-note]")).to_have_value("My sister drives")
    expect(page.locator("#smoker")).to_be_checked()


FAILS_BESIDE = """const { databases } = IDBFactory.prototype;
IDBFactory.prototype.databases = function () {
  if (window.fails) throw new DOMException("", "UnknownError");
  return databases.call(this);
}"""


def test_a_copy_that_never_answers_holds_nothing_up_for_long(open_plan: Any, anyone: str) -> None:
    page = open_plan(script=SOON)
    page.evaluate("void (StorageBucketManager.prototype.open = () => new Promise(() => {}))")
    note(page, anyone, "My sister drives")
    assert stored(again(page))["tasks"][anyone]["note"] == "My sister drives"


SOON = """const wait = setTimeout;
window.setTimeout = (work, ms) => wait(work, ms === 5000 ? 50 : ms);"""
"""What is waited for five seconds comes at once."""


def test_what_cannot_be_deleted_from_the_copy_stays_whole(open_plan: Any, anyone: str) -> None:
    page = open_plan(script=MISSING)
    note(page, anyone, "My sister drives")
    page.evaluate("window.cut = true")
    page.click("[data-action=delete-plan]")
    answer(page, "Delete")
    says(page, "could not be deleted")
    page.evaluate("window.cut = false")
    assert stored(again(page))["tasks"][anyone]["note"] == "My sister drives"


def test_a_copy_made_anew_while_another_tab_deletes_does_not_bring_the_plan_back(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan(script=MISSING + STALL)
    page.evaluate("window.cut = true")
    note(page, anyone, "My sister drives")
    other = page.context.new_page()
    other.goto(page.url)
    ready(other)
    page.evaluate("window.cut = false; window.stalls = true")
    page.check("#smoker")  # this tab has read the plan, and is about to write the copy
    page.wait_for_selector("html[data-waits]")
    other.click("[data-action=delete-plan]")
    answer(other, "Delete")
    says(other, "Everything you entered is deleted")
    page.evaluate("window.go()")
    says(page, "Everything you entered is deleted")
    page.wait_for_timeout(500)
    assert after_the_loss(page) == {"plan": {}, "tasks": {}}


STALL = """
const openOne = IDBFactory.prototype.open;
let times = 0;
IDBFactory.prototype.open = function (...args) {
  if (!window.stalls || this === indexedDB || ++times !== 2) return openOne.apply(this, args);
  const held = { set onupgradeneeded(does) { this.upgrade = does; } };
  document.documentElement.dataset.waits = "";
  window.go = () => {
    const request = openOne.apply(this, args);
    Object.defineProperty(held, "result", { get: () => request.result });
    Object.defineProperty(held, "transaction", { get: () => request.transaction });
    request.onupgradeneeded = held.upgrade;
    request.onsuccess = held.onsuccess;
    request.onerror = held.onerror;
  };
  return held;
}"""
"""The copy is opened for the second time, which is to make it anew, only after ``window.go()``."""
