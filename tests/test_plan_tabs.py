"""Two tabs: what one deletes or replaces does not come back from the other, and all else stays."""

import re
from typing import Any

import pytest
from plan_page import FAR, again, answer, choose, file, module, ready, saved, says, stored, task
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def second(page: Page, path: str = "") -> Page:
    other = page.context.new_page()
    other.goto(page.url + path)
    other.wait_for_selector("[data-component][data-ready]")
    return other


def note_in(page: Page, name: str) -> Any:
    note = task(page, name).locator("[data-note]")
    task(page, name).locator("details.own").evaluate("one => one.open = true")
    return note


def delete(page: Page) -> None:
    page.click("[data-action=delete-plan]")
    answer(page, "Delete")
    says(page, "Everything you entered is deleted")


@pytest.mark.parametrize("wait", [0, 400])
def test_what_stands_or_waits_in_another_tab_is_deleted_too(
    open_plan: Any, anyone: str, wait: int
) -> None:
    page = open_plan()
    other = second(page)
    note = note_in(other, anyone)
    page.click("[data-action=delete-plan]")
    note.press_sequentially("My sister drives")
    other.wait_for_timeout(wait)
    answer(page, "Delete")
    says(page, "Everything you entered is deleted")
    says(other, "Everything you entered is deleted")
    expect(note).to_have_value("")
    other.locator("#smoker").check()
    saved(other)
    other.wait_for_timeout(900)
    assert stored(page) == {"plan": {"answers": {"smoker": True}}, "tasks": {}}
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_write_that_was_on_its_way_when_another_tab_deleted_is_refused(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    # This tab hears of nothing, as if it were asleep.
    other = page.context.new_page()
    other.add_init_script("BroadcastChannel.prototype.postMessage = () => {}")
    other.goto(page.url)
    ready(other)
    note_in(page, anyone).fill("My sister drives")
    saved(page)
    delete(other)
    note_in(page, anyone).fill("My sister drives me")
    says(page, "Everything you entered is deleted")
    assert stored(other)["tasks"] == {}
    note_in(page, anyone).fill("Typed after that")
    saved(page)
    again(page)
    expect(note_in(page, anyone)).to_have_value("Typed after that")


def test_what_is_typed_after_a_deletion_is_kept_in_both_tabs(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    other = second(page)
    for deleting, typing in ((page, page), (other, page), (page, other)):
        note_in(typing, anyone).fill("old")
        saved(typing)
        delete(deleting)
        expect(note_in(other if deleting is page else page, anyone)).to_have_value("")
        note_in(typing, anyone).fill("new")
        saved(typing)
        assert stored(page)["tasks"][anyone]["note"] == "new"


SLOW_TO_DELETE = """const {deleteDatabase} = IDBFactory.prototype;
IDBFactory.prototype.deleteDatabase = function (name) {
    const start = performance.now();
    while (performance.now() < start + 700);
    return deleteDatabase.call(this, name);
};"""


def test_no_tab_is_told_of_a_deletion_before_it_is_done(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    other = page.context.new_page()
    other.add_init_script(SLOW_TO_DELETE)
    other.goto(page.url)
    ready(other)
    note_in(page, anyone).fill("old")
    saved(page)
    other.click("[data-action=delete-plan]")
    answer(other, "Delete")
    expect(note_in(page, anyone)).to_have_value("")
    note_in(page, anyone).fill("new")
    says(other, "Everything you entered is deleted")
    saved(page)
    assert stored(page)["tasks"][anyone]["note"] == "new"


def test_what_is_hoped_for_does_not_come_back_on_the_page_of_questions(
    open_plan: Any, open_visit: Any
) -> None:
    page = open_plan()
    other = second(page, "../questions/")
    other.fill("[name=matters]", "My garden")
    other.wait_for_selector("[data-saved=saved]:visible")
    delete(page)
    expect(other.locator("[name=matters]")).to_have_value("")
    expect(other.locator("[data-saved]")).to_be_hidden()
    other.locator("[name=care]").first.check()
    other.wait_for_selector("[data-saved=saved]:visible")
    read = f"async () => [...(await ({module('store.js')}).readAll()).visit.keys()]"
    assert page.evaluate(read) == ["cares"]


def test_a_file_opened_in_one_tab_replaces_the_note_in_the_other(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    other = second(page)
    note = note_in(other, anyone)
    note.fill("old")
    saved(other)
    entry = {"done": None, "note": "from the file", "answers": {}}
    choose(page, file(tasks={anyone: entry}))
    answer(page, "Replace")
    says(page, "now on this phone")
    expect(note).to_have_value("from the file")
    task(other, anyone).locator("input[type=checkbox]").check()
    saved(other)
    assert stored(page)["tasks"][anyone]["note"] == "from the file"
    page.get_by_role("button", name="Bring back the plan from before").click()
    note.focus()
    answer(page, "Replace")
    says(page, "from before")
    expect(note).to_have_value("old")


def test_the_form_waits_while_a_link_asks_and_an_edit_in_another_tab_is_kept(
    open_plan: Any,
) -> None:
    page = open_plan()
    page.check("#smoker")
    saved(page)
    page.evaluate(f"location.hash = '#p=surgery_date:{FAR}'")
    offer = page.locator("[data-offer]")
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    assert page.evaluate("document.querySelector('#profile').inert")
    page.locator("#diabetes").click(force=True)
    expect(page.locator("#diabetes")).not_to_be_checked()
    expect(offer).to_be_focused()
    other = page.context.new_page()
    other.goto(page.url.partition("#")[0])
    ready(other)
    other.check("#diabetes")
    expect(page.locator("#diabetes")).to_be_checked()
    page.get_by_role("button", name="Do not use them").click()
    page.check("#lives_alone")
    saved(page)
    expect(page.locator("#surgery_date")).to_have_value("")
    assert stored(page)["plan"]["answers"].keys() == {"smoker", "diabetes", "lives_alone"}


def test_a_link_that_says_nothing_new_leaves_the_address(open_plan: Any) -> None:
    page = open_plan()
    page.check("#smoker")
    saved(page)
    page.evaluate("location.hash = '#steps'")
    assert page.url.endswith("#steps")
    page.evaluate("location.hash = '#p=smoker:1'")
    expect(page).to_have_url(re.compile(r"/plan/#?$"))
    expect(page.locator("[data-offer]")).to_be_hidden()


def wiped(page: Any) -> None:
    """As a browser does that runs out of room, or is told to forget this site."""
    devtools = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})


def test_storage_that_is_cleared_under_a_page_is_told(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    note = note_in(page, anyone)
    note.fill("My sister drives")
    note.blur()
    saved(page)
    wiped(page)
    page.click("#smoker")
    says(page, "Everything you entered is deleted")
    expect(note).to_have_value("")
    expect(page.locator("[data-saved]")).to_be_hidden()
    page.check("#smoker")
    saved(page)
    assert again(page).is_checked("#smoker")


def test_a_tap_does_not_take_away_what_leaving_a_field_has_told(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    note = note_in(page, anyone)
    note.fill("My sister drives")
    saved(page)
    wiped(page)
    page.locator("#smoker").hover()
    page.mouse.down()  # leaves the field, whose last words no longer fit what is stored
    says(page, "Everything you entered is deleted")
    page.mouse.up()
    saved(page)
    says(page, "Everything you entered is deleted")
    expect(note).to_have_value("")


def test_a_number_out_of_range_takes_the_place_of_the_last_good_one(open_plan: Any) -> None:
    page = open_plan()
    amount = page.locator("[data-amount]").first
    page.locator("#weight_kg").press_sequentially("700")
    expect(amount).to_contain_text("grams")  # of 70
    page.keyboard.press("Tab")
    expect(amount).to_be_hidden()
    saved(page)
    limits = page.locator("#weight_kg-range")
    assert limits.evaluate("one => getComputedStyle(one).fontWeight") == "600"
    assert stored(page)["plan"]["answers"] == {}
    expect(again(page).locator("#weight_kg")).to_have_value("")
