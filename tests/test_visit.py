"""Preparing for a visit in a real browser: questions, answers, and how all of it is kept."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import SHELL, phone
from plan_page import FAILING, MakeContext, saved
from playwright.sync_api import Playwright, expect
from visit_page import NASTY, add_own, again, answer, choose, chosen, item, ready, sheet, stored

from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


def test_without_javascript_the_page_is_a_list_to_tick_and_to_write_on(
    browser_context: MakeContext, server: str, names: list[str], catalog: Catalog
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    page.goto(f"{server}/en/questions/")
    expect(page.locator("[name=ask]:visible")).to_have_count(len(names))
    expect(page.locator("[name=care]:visible")).to_have_count(len(catalog.cares))
    expect(page.locator("[data-advice]:visible")).to_have_count(4)
    expect(page.locator("main button:visible")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator(".asks .blank:visible")).to_have_count(len(names))


def test_the_whole_flow_works_by_keyboard_on_a_narrow_phone(
    open_visit: Any, names: list[str]
) -> None:
    page = open_visit(viewport={"width": 320, "height": 640})
    first, second = names[:2]

    def press(selector: str, key: str) -> None:
        page.locator(selector).focus()
        page.keyboard.press(key)

    press(f"[value=q-{first}]", "Space")
    press(f"[value=q-{second}]", "Space")
    page.locator("[name=own]").focus()
    page.keyboard.type("Who drives me home?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    own = chosen(page)[-1]
    assert chosen(page) == [f"q-{first}", f"q-{second}", own]
    press(f"[data-ask={own}] [data-move='-1']", "Enter")
    page.keyboard.press("Enter")  # the place in the page went along
    assert chosen(page) == [own, f"q-{first}", f"q-{second}"]
    expect(page.locator("[data-told]")).to_have_text("Now number 1 of 3.")
    expect(item(page, own).locator("[data-move='1']")).to_be_focused()
    page.locator("[data-answer]").first.focus()
    page.keyboard.type("My sister")
    press("[name=care] >> nth=0", "Space")
    press("[data-ready-step] [value=not-yet] >> nth=1", "Space")
    expect(page.locator("[data-advice]:visible")).to_have_count(1)
    for words in ("Who drives me home?", "My sister", "Not yet"):
        expect(sheet(page)).to_contain_text(words)
    page.locator("[data-sheet] li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.locator("[data-action=print]")).to_be_visible()


def test_the_order_the_answers_and_the_ticks_are_kept_when_the_browser_is_closed(
    playwright: Playwright, tmp_path: Path, server: str, names: list[str]
) -> None:
    with phone(playwright, tmp_path, SHELL, service_workers="block") as context:
        page = context.pages[0]
        page.goto(f"{server}/en/questions/")
        ready(page)
        choose(page, *names[:3])
        item(page, f"q-{names[2]}").get_by_role("button", name="Up").click()
        answer(page, f"q-{names[0]}", "Yes, twice")
        page.check("[name=care] >> nth=1")
        page.fill("[name=matters]", "My garden")
        page.locator("[data-ready-step] [value=yes]").first.check()
        saved(page)
    with phone(playwright, tmp_path, SHELL, service_workers="block") as context:
        page = context.pages[0]
        page.goto(f"{server}/en/questions/")
        ready(page)
        assert chosen(page) == [f"q-{names[index]}" for index in (0, 2, 1)]
        expect(item(page, f"q-{names[0]}").locator("[data-answer]")).to_have_value("Yes, twice")
        expect(page.locator("[name=care] >> nth=1")).to_be_checked()
        expect(page.locator("[name=matters]")).to_have_value("My garden")
        expect(page.locator("[data-ready-step] [value=yes]").first).to_be_checked()
        # What was ticked here puts its rows first in the comparison.
        page.goto(f"{server}/en/compare/")
        expect(page.locator("[name=care]:checked")).to_have_count(1)
        expect(page.locator("[data-mine] [data-row]").first).to_be_visible()


def test_a_question_taken_out_can_be_put_back(open_visit: Any, names: list[str]) -> None:
    page = open_visit()
    choose(page, names[0])
    own = add_own(page, "Who drives me home?")
    answer(page, own, "My sister")
    item(page, own).get_by_role("button", name="Take out").click()
    assert chosen(page) == [f"q-{names[0]}"]
    saved(page)
    assert stored(page)[own] is None
    page.keyboard.press("Enter")  # on "Put it back"
    assert chosen(page) == [f"q-{names[0]}", own]
    expect(item(page, own).locator("[data-answer]")).to_have_value("My sister")
    page.uncheck(f"[value=q-{names[0]}]")
    assert chosen(page) == [own]


def test_what_is_written_is_shown_as_letters_whatever_it_is(
    open_visit: Any, names: list[str]
) -> None:
    page = open_visit()
    own = add_own(page, NASTY)
    answer(page, own, NASTY)
    page.fill("[name=matters]", NASTY)
    for place in ("span >> nth=0", ".answer"):
        assert sheet(page).locator(f".asks li {place}").text_content() == NASTY
    assert page.locator(".visit img, [data-body] script").count() == 0
    again(page)
    expect(item(page, own).locator("[data-own-words]")).to_have_value(NASTY)


def test_two_tabs_show_the_same_visit(open_visit: Any, names: list[str]) -> None:
    first = open_visit()
    second = first.context.new_page()
    second.goto(first.url)
    ready(second)
    choose(second, names[0])
    own = add_own(second, "Who drives me home?")
    expect(first.locator("[data-ask]")).to_have_count(2)
    choose(first, names[1])
    expect(item(second, f"q-{names[1]}")).to_be_visible()
    assert chosen(first) == chosen(second) == [f"q-{names[0]}", own, f"q-{names[1]}"]


def test_a_full_phone_is_told_and_nothing_is_lost(open_visit: Any, names: list[str]) -> None:
    page = open_visit(script=FAILING)
    choose(page, *names[:2])
    page.fill("[name=matters]", "My garden")
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    expect(sheet(page)).to_contain_text("My garden")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    # In one step: else what still waits may be saved before the button is found.
    page.evaluate("window.full = false; document.querySelector('[data-action=retry]').click()")
    saved(page)
    assert stored(page)["order"] == [f"q-{name}" for name in names[:2]]
    assert stored(page)["matters"] == "My garden"


NONE = "IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }"


def test_a_phone_that_keeps_nothing_still_makes_the_sheet(
    open_visit: Any, names: list[str]
) -> None:
    page = open_visit(script=NONE)
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    choose(page, names[0])
    add_own(page, "Who drives me home?")
    expect(sheet(page)).to_contain_text("Who drives me home?")


def test_damaged_records_are_left_out(open_visit: Any, names: list[str]) -> None:
    page = open_visit()
    choose(page, names[0])
    saved(page)
    page.evaluate(
        """async () => {
          const from = document.querySelector("script[type=module]").src;
          const { write } = await import(new URL("store.js", from));
          await write([["visit", "cares", "all"], ["visit", "own-1", { text: 1, answer: "" }],
                       ["visit", "ready", { sure: "maybe" }], ["visit", "x", {}],
                       ["visit", "order", ["own-1", "q-nowhere", "q-__proto__", "__proto__"]]]);
        }"""
    )
    again(page)
    assert chosen(page) == []
    choose(page, names[0])
    assert chosen(page) == [f"q-{names[0]}"]


# --- the plan's file, and the plan


def test_the_visit_travels_in_the_plans_file_and_goes_with_everything(
    open_visit: Any, names: list[str], server: str
) -> None:
    page = open_visit()
    choose(page, *names[:2])
    own = add_own(page, NASTY)
    answer(page, own, "Yes")
    page.check("[name=care] >> nth=0")
    page.fill("[name=matters]", "My garden")
    page.locator("[data-ready-step] [value=not-yet]").first.check()
    saved(page)
    before = stored(page)
    assert {*before} == {"order", "cares", "matters", "ready", own}
    page.goto(f"{server}/en/plan/")
    page.wait_for_selector("[data-component=plan][data-ready]")
    with page.expect_download() as download:
        page.click("[data-action=export-plan]")
    backup = json.loads(Path(download.value.path()).read_text())
    assert backup["visit"] == before
    page.click("[data-action=delete-plan]")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("[data-message]")).to_have_text(re.compile("Everything .* is deleted"))
    assert page.evaluate("indexedDB.databases()") == []
    bad = {**backup, "visit": {**before, "order": [own, own]}}
    for content, told in ((bad, "not a saved plan"), (backup, "now on this phone")):
        with page.expect_file_chooser() as chooser:
            page.click("[data-action=import-plan]")
        buffer = json.dumps(content).encode()
        picked = {"name": "p.json", "mimeType": "application/json", "buffer": buffer}
        chooser.value.set_files(picked)  # type: ignore[arg-type]
        if content is backup:
            page.get_by_role("button", name="Replace", exact=True).click()
        expect(page.locator("[data-message]")).to_contain_text(told)
    page.goto(f"{server}/en/questions/")
    ready(page)
    assert stored(page) == before
    expect(item(page, own).locator("[data-answer]")).to_have_value("Yes")


GOOD = {
    "order": ["q-x", "own-1"],
    "cares": ["x"],
    "matters": "",
    "ready": {"x": "yes"},
    "own-1": {"text": "", "answer": ""},
    "own-2": None,
}

BAD = [
    {"order": "q-x"},
    {"order": ["q-x", "q-x"]},
    {"order": ["x"]},
    {"order": [["q-x"]]},
    {"order": [f"q-{number}" for number in range(501)]},
    {"cares": ["<b>"]},
    {"cares": {}},
    {"matters": 1},
    {"matters": "x" * 20_001},
    {"ready": {"x": "maybe"}},
    {"ready": ["yes"]},
    {"ready": None},
    {"own-1": {"text": ""}},
    {"own-1": {"text": "", "answer": "", "more": ""}},
    {"own-1": {"text": "", "answer": None}},
    {"own-1": "x"},
    {"own-1-": None},
    {"<b>": None},
    {"x": ""},
]


def test_only_a_visit_of_the_right_shape_is_taken(open_visit: Any) -> None:
    page = open_visit()
    judged = page.evaluate(
        """async all => {
          const from = document.querySelector("script[type=module]").src;
          const { KINDS } = await import(new URL("kinds.js", from));
          return all.map(one => Object.entries(one).every((one) => KINDS.visit.isGood(...one)));
        }""",
        [GOOD, *BAD],
    )
    assert judged == [True] + [False] * len(BAD)
