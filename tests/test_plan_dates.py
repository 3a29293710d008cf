"""The reader's day makes dates: which steps are shown, when each is due, what moves with it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pages
import pytest
from plan_page import (
    FAR,
    again,
    answer,
    calendar,
    dates,
    module,
    saved,
    says,
    stored,
    task,
)
from playwright.sync_api import expect

from pwa import plan
from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


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
    assert max(dates(page)[name][1] for name in over.evaluate_all(IDS)) < "2026-11-21"
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


@pytest.mark.parametrize("language", pages.LOCALES)
def test_a_number_is_written_as_the_browser_would_write_it(open_plan: Any, language: str) -> None:
    page = open_plan(language=language)
    written = page.evaluate(
        f"""async () => {{
          const {{ formatNumber }} = {module("formats.js")};
          const {{ format }} = new Intl.NumberFormat(document.documentElement.dataset.intl);
          const numbers = [0, 7, 42, 365, 999, 1000, 12345, 7.5];
          return numbers.map(one => [formatNumber(one), format(one)]);
        }}"""
    )
    assert [ours for ours, _ in written] == [theirs for _, theirs in written]


def test_days_and_numbers_take_the_digits_of_the_language(open_plan: Any) -> None:
    page = open_plan()
    arabic = {"intl": "ar-u-nu-arab", "digits": "٠١٢٣٤٥٦٧٨٩"}
    page.evaluate("given => Object.assign(document.documentElement.dataset, given)", arabic)
    page.fill("#surgery_date", "2026-12-14")
    expect(page.locator("[data-count-days]")).to_have_text("٢٣")
    expect(page.locator("[data-count-day]")).to_contain_text("٢٠٢٦")
