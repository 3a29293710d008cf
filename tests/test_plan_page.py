"""The personal plan in a real browser: what a reader enters, sees, keeps and takes away."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import phone
from icalendar import Calendar
from plan_page import (
    ENTRY,
    FAR,
    GOOD,
    MakeContext,
    again,
    answer,
    calendar,
    choose,
    dates,
    export,
    file,
    fill_in,
    module,
    reach,
    reach_until,
    ready,
    saved,
    says,
    stored,
    task,
)
from playwright.sync_api import Playwright, expect

from pwa import plan
from pwa.catalog import Catalog

pytestmark = pytest.mark.browser

# --- the page as it comes ---


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


def test_no_words_stand_in_the_scripts() -> None:
    folder = Path(plan.__file__).parent / "web" / "static" / "js"
    for path in folder.glob("*.js"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
        code = re.sub(r"[\"'`]@?\[data-[^\n]*", "", code)
        sentences = re.findall(r"[\"'`]([A-Z][a-z]+ [a-z]+ [^\"'`\n]*)[\"'`]", code)
        assert sentences == [], path.name


# --- dates ---


def test_the_page_dates_what_the_schedule_dates(open_plan: Any, catalog: Catalog) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2028-02-29")
    page.check("#smoker")
    page.fill("#weight_kg", "72.5")
    profile = plan.Profile(
        day=date(2028, 2, 29), flags=frozenset({"smoker"}), numbers={"weight_kg": Decimal("72.5")}
    )
    expected = {
        item.id: (str(item.start), str(item.until))
        for item in plan.schedule(catalog, profile)
        if item.kind == "task"
    }
    assert dates(page) == expected
    assert page.locator("[data-task]:visible").count() == len(expected)


def test_without_a_day_there_are_lengths_of_time_and_no_dates(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    assert dates(page) == {}
    expect(task(page, anyone).locator("[data-when]")).to_contain_text("before")
    expect(page.locator("[data-count]")).to_be_hidden()
    page.fill("#surgery_date", FAR)
    assert dates(page)
    page.fill("#surgery_date", "")
    assert dates(page) == {}
    expect(task(page, anyone).locator("[data-when]")).to_contain_text("before")


def test_a_choice_shows_its_own_tasks_and_hides_the_others(
    open_plan: Any, catalog: Catalog
) -> None:
    page = open_plan()
    waiting = next(name for name, option in catalog.options.items() if not option.operation)
    page.select_option("#option", waiting)
    own = {name for name, one in catalog.tasks.items() if waiting in one.when.options}
    shown = page.eval_on_selector_all(
        "[data-task]:not([hidden])", "all => all.map(one => one.dataset.task)"
    )
    assert {*shown} == own
    expect(page.locator("[data-phases]")).to_be_hidden()


def test_days_are_counted_down(open_plan: Any) -> None:
    page = open_plan()
    count = page.locator("[data-count]")
    page.fill("#surgery_date", "2026-12-14")
    expect(count).to_contain_text("23")
    expect(count).to_contain_text("Days to go")
    expect(count).to_contain_text("Mon 14 Dec 2026")
    page.fill("#surgery_date", "2026-11-21")
    expect(count).to_contain_text("The day is today")
    page.fill("#surgery_date", "2026-11-11")
    expect(count).to_contain_text("Days since the day")
    expect(count).to_contain_text("10")


def test_a_time_that_has_passed_says_whom_to_ask_and_no_date(
    open_plan: Any, catalog: Catalog
) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-11-24")
    late = page.locator("[data-place=late] [data-task]")
    assert late.count() > 3
    for index in range(late.count()):
        one = catalog.tasks[late.nth(index).get_attribute("data-task")]
        expect(late.nth(index).locator("[data-late]")).to_have_text(one.late)
        expect(late.nth(index).locator("[data-when]")).to_be_hidden()
    expect(page.locator("[data-place=now] [data-task]").first).to_be_visible()


def test_once_the_day_is_over_what_was_before_it_hurries_nobody(open_plan: Any) -> None:
    page = open_plan()
    page.select_option("#option", "alif")
    page.fill("#surgery_date", "2026-10-01")
    over = page.locator("[data-place=over] [data-task]")
    assert over.count() > 3
    expect(over.locator("[data-late]:visible")).to_have_count(0)
    assert max(dates(page)[name][1] for name in over.evaluate_all(IDS)) < "2026-10-01"
    here = page.locator("[data-phase][data-now]")
    expect(here).to_have_count(1)
    expect(here).to_contain_text("You are here")


IDS = "all => all.map(one => one.dataset.task)"


def test_late_comes_before_now_and_now_before_later(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-12-01")
    order = page.eval_on_selector_all(
        "[data-place]:not([hidden])", "all => all.map(one => one.dataset.place)"
    )
    assert order == ["late", "now", "next"]
    shown = page.eval_on_selector_all(
        "[data-place=next] [data-task]", "all => all.map(one => one.dataset.from)"
    )
    assert shown == sorted(shown)


def test_moving_the_day_moves_the_dates_and_keeps_ticks_and_notes(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    page.fill("#surgery_date", FAR)
    before = dates(page)
    task(page, anyone).locator("input[type=checkbox]").check()
    task(page, anyone).locator("details.own summary").click()
    task(page, anyone).locator("[data-note]").fill("Tuesday, 10 o'clock")
    page.fill("#surgery_date", "2027-03-08")
    after = dates(page)
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in before)
    expect(task(page, anyone).locator("input[type=checkbox]")).to_be_checked()
    expect(task(page, anyone).locator("[data-note]")).to_have_value("Tuesday, 10 o'clock")
    expect(page.locator(f"[data-place=done] [data-task={anyone}]")).to_be_visible()


def test_moving_the_day_tells_each_date_before_and_now_until_it_is_seen(
    open_plan: Any, catalog: Catalog, anyone: str
) -> None:
    page = open_plan()
    card = page.get_by_role("region", name="Your day has moved")
    page.fill("#surgery_date", "2027-03-01")
    expect(card).to_be_hidden()
    calendar(page)
    page.fill("#surgery_date", "2027-03-08")
    expect(card).to_contain_text("From Mon 1 Mar 2027 to Mon 8 Mar 2027")
    expect(card.get_by_role("button", name="Put the new dates in my calendar")).to_be_visible()
    saved(page)
    again(page)
    card.locator("summary").click()
    titles = card.locator("dt").all_inner_texts()
    assert str(catalog.tasks[anyone].title) in titles
    assert len(titles) == len(dates(page)) + page.locator("[data-phase]:visible").count()
    expect(card.locator("dd").first).to_contain_text("Before: Mon 4 Jan to")
    expect(card.locator("dd").nth(1)).to_contain_text("Now: Mon 11 Jan to")
    card.get_by_role("button", name="I have seen this").click()
    expect(card).to_be_hidden()
    again(page)
    expect(card).to_be_hidden()


def test_a_day_that_moves_back_to_where_it_was_has_not_moved(open_plan: Any) -> None:
    page = open_plan()
    for day in ("2027-03-01", "2027-03-08", "2027-03-01"):
        page.fill("#surgery_date", day)
    expect(page.locator("[data-moved]")).to_be_hidden()


def test_a_day_booked_at_short_notice_is_told_honestly(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-12-08")
    expect(page.locator("[data-short]")).to_contain_text("less time than usual")
    expect(page.locator("[data-place=late]")).to_contain_text("One call to your team is enough")
    page.fill("#surgery_date", "2027-06-01")
    expect(page.locator("[data-short]")).to_be_hidden()
    saved(page)
    # The same day comes near: now it was booked in good time, and what is late is late.
    page.clock.set_fixed_time("2027-05-20T10:00:00")
    again(page)
    expect(page.locator("[data-place=late] .task").first).to_be_visible()
    expect(page.locator("[data-short]")).to_be_hidden()


def test_when_nothing_is_due_the_page_says_so_and_names_the_next_day(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2027-03-01")
    expect(page.locator("[data-quiet]")).to_contain_text("next step begins on Mon 4 Jan 2027")
    expect(page.locator("[data-place=next] .task")).to_have_count(3)
    later = page.locator("[data-group] [data-task][data-from]:visible")
    assert later.count() > 3
    groups = page.eval_on_selector_all(
        "[data-group]:not([hidden]) .tasks",
        "all => all.map(list => [...list.querySelectorAll('[data-from]:not([hidden])')]"
        ".map(one => one.dataset.from))",
    )
    assert all(days == sorted(days) for days in groups)


def test_progress_counts_each_tick_at_once(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    page.fill("#surgery_date", FAR)
    count = len(dates(page))
    expect(page.locator("[data-progress]")).to_contain_text(f"Steps done: 0 of {count}")
    task(page, anyone).locator("input[type=checkbox]").check()
    expect(page.locator("[data-progress]")).to_contain_text(f"Steps done: 1 of {count}")
    assert page.locator("[data-progress] progress").evaluate("one => one.value") == 1


def test_the_icon_counts_what_cannot_wait(open_plan: Any) -> None:
    page = open_plan(
        script="navigator.setAppBadge = async n => { window.badge = n };"
        "navigator.clearAppBadge = async () => { window.badge = 0 };"
    )
    page.fill("#surgery_date", "2026-12-08")
    page.check("#smoker")
    soon = [name for name, (_, until) in dates(page).items() if until <= "2026-11-28"]
    assert page.evaluate("window.badge") == len(soon) > 3
    task(page, soon[0]).locator("input[type=checkbox]").check()
    assert page.evaluate("window.badge") == len(soon) - 1
    page.click("[data-action=delete-plan]")
    answer(page, "Delete")
    says(page, "deleted")
    assert page.evaluate("window.badge") == 0


def test_after_the_day_the_page_is_the_recovery_plan(open_plan: Any) -> None:
    page = open_plan()
    page.select_option("#option", "alif")
    page.fill("#surgery_date", "2026-11-10")
    saved(page)
    again(page)
    order = page.eval_on_selector_all(
        ".plan > section:not([hidden])", "all => all.map(one => one.id).filter(Boolean)"
    )
    assert order == ["today", "after", "steps", "answers"]
    here = page.locator("[data-phase][data-now]")
    limits = here.locator("[data-from-step]:visible")
    assert limits.count() > 5
    expect(limits.first).to_contain_text("Now, until")
    assert not [text for text in limits.all_inner_texts() if "20" not in text]


def test_a_limit_of_other_operations_has_no_date_here(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", "2026-11-10")
    phase = page.locator("[data-phase][data-now]").first
    for_some = page.locator("[data-phase][data-now] [data-options*=alif]")
    expect(for_some.first).to_be_visible()
    page.select_option("#option", "laminectomy")
    expect(for_some.first).to_be_hidden()
    expect(phase).to_be_visible()


def test_a_day_that_is_not_known_any_more_is_taken_away_with_one_button(open_plan: Any) -> None:
    page = open_plan()
    expect(page.locator("[data-action=no-day]")).to_be_hidden()
    page.fill("#surgery_date", FAR)
    page.get_by_role("button", name="I do not know the day yet").click()
    assert dates(page) == {}
    expect(page.locator("#surgery_date")).to_be_focused()
    saved(page)
    assert stored(page)["plan"]["answers"] == {}


def test_a_weight_in_pounds_is_kept_in_kilograms(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#weight_kg-also", "154")
    expect(page.locator("#weight_kg")).to_have_value("69.9")
    expect(page.locator("[data-amount]:visible").first).to_contain_text("grams")
    saved(page)
    assert stored(page)["plan"]["answers"] == {"weight_kg": "69.9"}
    again(page)
    expect(page.locator("#weight_kg-also")).to_have_value("154")
    page.fill("#weight_kg", "80")
    expect(page.locator("#weight_kg-also")).to_have_value("176")
    page.fill("#weight_kg-also", "")
    expect(page.locator("#weight_kg")).to_have_value("")


def test_a_choice_brings_its_own_steps(open_plan: Any, catalog: Catalog) -> None:
    page = open_plan()
    own = {n for n, one in catalog.tasks.items() if "work-desk" in one.when.any_of}
    assert own
    for name in own:
        expect(task(page, name)).to_be_hidden()
    page.select_option("#work", "work-desk")
    for name in own:
        expect(task(page, name)).to_be_visible()
    page.select_option("#work", "work-none")
    for name in own:
        expect(task(page, name)).to_be_hidden()


def test_an_amount_is_worked_out_from_the_readers_number(open_plan: Any, catalog: Catalog) -> None:
    page = open_plan()
    amounts = page.locator("[data-amount]:visible")
    expect(amounts).to_have_count(0)
    page.fill("#weight_kg", "70")
    one = next(one for one in catalog.tasks.values() if one.amount)
    assert one.amount
    low, high = (round(end * 70) for end in catalog.figures[one.amount.figure].ends)
    expect(amounts.first).to_contain_text(f"{low} to {high} grams")
    page.fill("#weight_kg", "7")  # out of range: half typed
    expect(amounts.first).to_contain_text(f"{low} to {high} grams")
    page.fill("#weight_kg", "")
    expect(amounts).to_have_count(0)


def test_days_and_numbers_take_the_digits_of_the_language(open_plan: Any) -> None:
    page = open_plan()
    page.evaluate("document.documentElement.dataset.intl = 'ar-u-nu-arab'")
    page.fill("#surgery_date", "2026-12-14")
    expect(page.locator("[data-count-days]")).to_have_text("٢٣")
    expect(page.locator("[data-count-day]")).to_contain_text("٢٠٢٦")


# --- kept on the phone ---


def test_everything_is_kept_when_the_browser_is_closed_and_opened(
    playwright: Playwright, tmp_path: Path, server: str, anyone: str, medicine: str
) -> None:
    with phone(playwright, tmp_path, service_workers="block") as context:
        page = context.pages[0]
        page.goto(f"{server}/en/plan/")
        ready(page)
        page.fill("#surgery_date", FAR)
        page.check("#smoker")
        task(page, anyone).locator("input[type=checkbox]").check()
        task(page, medicine).locator("details.own summary").click()
        task(page, medicine).locator("[data-answer=who]").fill("Dr Lee")
        saved(page)
    with phone(playwright, tmp_path, service_workers="block") as context:
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


FAILING = """const put = IDBObjectStore.prototype.put;
window.full = true;
IDBObjectStore.prototype.put = function (...args) {
  if (window.full) throw new DOMException("", "QuotaExceededError");
  return put.apply(this, args);
};"""


def test_a_full_phone_is_told_and_nothing_is_lost(open_plan: Any, anyone: str) -> None:
    page = open_plan(script=FAILING)
    page.fill("#surgery_date", FAR)
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    task(page, anyone).locator("input[type=checkbox]").check()
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    assert dates(page)
    page.evaluate("window.full = false")
    page.get_by_role("button", name="Try again").click()
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


# --- links ---


def test_a_link_fills_the_form_and_saves_nothing_until_the_reader_agrees(open_plan: Any) -> None:
    page = open_plan("#p=option:alif;surgery_date:2027-03-01;smoker:1;weight_kg:72")
    offer = page.get_by_role("region", name="This link filled in some answers")
    expect(offer).to_contain_text("Mon 1 Mar 2027")
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    expect(page.locator("#option")).to_have_value("alif")
    expect(page.locator("#smoker")).to_be_checked()
    assert dates(page)
    page.wait_for_timeout(300)
    assert stored(page) == {"plan": {}, "tasks": {}}
    page.get_by_role("button", name="Use these answers").click()
    saved(page)
    assert stored(page)["plan"]["answers"] == {
        "option": "alif",
        "surgery_date": FAR,
        "smoker": True,
        "weight_kg": "72",
    }
    assert "#" not in page.url
    expect(offer).to_be_hidden()


def test_a_link_that_is_refused_leaves_what_was_there(open_plan: Any) -> None:
    page = open_plan()
    page.fill("#surgery_date", FAR)
    saved(page)
    page.evaluate("location.hash = '#p=surgery_date:2029-01-01;diabetes:1'")
    expect(page.locator("#surgery_date")).to_have_value("2029-01-01")
    expect(page.locator("[data-offer-replaces]")).to_be_visible()
    page.get_by_role("button", name="Do not use them").click()
    expect(page.locator("#surgery_date")).to_have_value(FAR)
    expect(page.locator("#diabetes")).not_to_be_checked()
    assert stored(page)["plan"]["answers"] == {"surgery_date": FAR}


USELESS = [
    "",
    "#",
    "#steps",
    "#p=",
    "#p=smoker",
    "#p=option:nothing;surgery_date:2027-02-30;smoker:yes;weight_kg:9999",
    "#p=__proto__:1;constructor:1;toString:1;hasOwnProperty:1",
    "#p=option:constructor;option:__proto__",
    "#p=%E0%A4%A;surgery_date:2027-03-01",
    "#p=smoker:<img src=x onerror=alert(1)>",
    "#p=surgery_date:" + "2027-03-01" * 500,
]


def test_a_link_with_nothing_of_use_changes_nothing(open_plan: Any, catalog: Catalog) -> None:
    page = open_plan(USELESS[5])
    expect(page.locator("[data-offer]")).to_be_hidden()
    read = (
        f"async ([all, rules]) => all.map(one => ({module('fragment.js')}).answersIn(one, rules))"
    )
    read = read.replace("all.map(one =>", "Promise.all(all.map(async one =>") + ")"
    assert page.evaluate(read, [USELESS, plan.rules(catalog)]) == [{}] * len(USELESS)


# --- files ---


def test_a_plan_saved_as_a_file_comes_back_after_everything_is_deleted(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    fill_in(page, anyone)
    before, backup = stored(page), export(page)
    page.click("[data-action=delete-plan]")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("[data-message]")).to_have_text(re.compile("Everything .* is deleted"))
    assert page.evaluate("indexedDB.databases()") == []
    expect(page.locator("#surgery_date")).to_have_value("")
    expect(task(page, anyone).locator("[data-note]")).to_have_value("")
    choose(page, json.dumps(backup).encode())
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-swap=day]")).to_contain_text("Mon 1 Mar 2027")
    expect(dialog.locator("[data-swap=notes] td").last).to_have_text("1")
    dialog.get_by_role("button", name="Replace").click()
    expect(page.locator("[data-message]")).to_contain_text("now on this phone")
    after = stored(page)
    assert (after["plan"]["answers"], after["tasks"]) == (
        before["plan"]["answers"],
        before["tasks"],
    )
    again(page)
    expect(task(page, anyone).locator("[data-note]")).to_have_value("<b>ملاحظة</b> & 'quotes'")


def test_deleting_and_replacing_can_be_called_off(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    fill_in(page, anyone)
    before = stored(page)
    page.click("[data-action=delete-plan]")
    page.keyboard.press("Escape")
    choose(page, file(tasks={}, plan={}))
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert stored(page) == before
    expect(page.locator("#surgery_date")).to_have_value(FAR)


BAD = {
    "no JSON": b"{",
    "a list": b"[]",
    "null": b"null",
    "empty": b"",
    "another guide": file(guide="other"),
    "a later version": file(version=3),
    "one key more": file(more=1),
    "one key less": json.dumps({k: v for k, v in GOOD.items() if k != "tasks"}).encode(),
    "answers of the wrong type": file(plan={"answers": {"smoker": "yes"}}),
    "an unknown answer": file(plan={"answers": {"shoe": True}}),
    "a day that is none": file(plan={"answers": {"surgery_date": "2027-02-30"}}),
    "tasks as a list": file(tasks=[]),
    "a task that is text": file(tasks={"x": "done"}),
    "a note that is a number": file(tasks={"x": {**ENTRY, "note": 1}}),
    "an endless note": file(tasks={"x": {**ENTRY, "note": "n" * 20_001}}),
    "a task's odd name": file(tasks={"<b>": ENTRY}),
    "a prototype": file(plan={"answers": {"__proto__": True}}),
    "a prototype in a task": file(tasks={"x": {**ENTRY, "answers": {"constructor": "a"}}}),
    "an answer that is a list": file(plan={"answers": []}),
    "a calendar that is none": file(plan={"calendar": {"id": "x"}}),
    "an unknown part of the plan": file(plan={"more": 1}),
    "a visit as a list": file(visit=[]),
    "a visit of endless depth": file(visit={"x": [[[[[1]]]]]}),
    "the first version with a later part": file(version=1),
    "too big": file(guide="x" * 10_000_000),
}


def test_a_bad_file_is_refused_whole_and_changes_nothing(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    fill_in(page, anyone)
    before = stored(page)
    message = page.locator("[data-message]")
    for name, content in BAD.items():
        page.evaluate("document.querySelector('[data-message]').textContent = ''")
        choose(page, content)
        expect(message, name).to_contain_text("Nothing was changed")
        assert page.locator("dialog[open]").count() == 0, name
        assert stored(page) == before, name


def test_a_file_from_another_version_keeps_tasks_this_one_does_not_know(open_plan: Any) -> None:
    page = open_plan()
    unknown = {**ENTRY, "note": "from a later version"}
    choose(page, file(tasks={"unheard-of": unknown}))
    page.get_by_role("button", name="Replace", exact=True).click()
    expect(page.locator("[data-message]")).to_contain_text("now on this phone")
    assert stored(page)["tasks"] == {"unheard-of": unknown}
    assert export(page)["tasks"] == {"unheard-of": unknown}


def test_a_file_of_the_first_version_is_still_read(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    first = {k: v for k, v in GOOD.items() if k not in ("plan", "visit")}
    old = {**first, "version": 1, "answers": {"surgery_date": FAR}, "tasks": {anyone: ENTRY}}
    choose(page, json.dumps(old).encode())
    page.get_by_role("button", name="Replace", exact=True).click()
    expect(page.locator("[data-message]")).to_contain_text("now on this phone")
    expect(page.locator("#surgery_date")).to_have_value(FAR)


def test_another_kind_of_record_is_kept_taken_out_and_brought_back(open_plan: Any) -> None:
    page = open_plan()
    page.evaluate(
        f"""async () => {{
          const {{ Saver }} = {module("saver.js")};
          await new Saver(() => {{}}).put("visit", "own-1", {{ text: "<b>", answer: "yes" }});
        }}"""
    )
    saved = export(page)
    assert saved["visit"] == {"own-1": {"text": "<b>", "answer": "yes"}}
    page.click("[data-action=delete-plan]")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("[data-message]")).to_have_text(re.compile("Everything .* is deleted"))
    choose(page, json.dumps(saved).encode())
    page.get_by_role("button", name="Replace", exact=True).click()
    expect(page.locator("[data-message]")).to_contain_text("now on this phone")
    assert export(page) == saved


# --- the calendar ---


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
    due = {name for name, (_, until) in window.items() if until >= "2026-11-21"} - {anyone}
    assert len(events) == len(due)
    for event in events:
        name = next(one for one in due if str(event["UID"]).startswith(f"{one}-"))
        assert event["SUMMARY"] == catalog.tasks[name].title
        start = event["DTSTART"].dt
        assert start.tzinfo is None
        assert start.isoformat() == f"{max(window[name][0], '2026-11-21')}T09:00:00"
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
    {{ guide: "g", plan: "p", sequence: 1, stamp: new Date(0), language: "ar" }})];
}}"""


def test_long_titles_in_any_script_are_folded_between_characters(open_plan: Any) -> None:
    title, raw = open_plan().evaluate(LONG)
    assert max(len(line.encode()) for line in raw.split("\r\n")) <= 75
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert event["SUMMARY"] == title
    assert event["DTSTAMP"].dt.isoformat() == "1970-01-01T00:00:00+00:00"


def test_without_a_day_there_is_no_calendar_and_the_page_says_why(open_plan: Any) -> None:
    page = open_plan()
    page.click("[data-action=calendar]")
    expect(page.locator("[data-message]")).to_contain_text("Enter the day first")


# --- for everyone ---


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


def test_a_filled_plan_prints_with_its_notes_and_without_its_buttons(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    fill_in(page, anyone)
    page.emulate_media(media="print")
    expect(task(page, anyone).locator("[data-note]")).to_be_visible()
    expect(page.locator("[data-action]:visible")).to_have_count(0)
    assert page.pdf()[:4] == b"%PDF"
