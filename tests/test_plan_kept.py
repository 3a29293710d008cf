"""What a reader has entered is never lost: files, links, tabs, faults, killed browsers."""

import json
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import ARGS, CHROMIUM
from plan_page import (
    ENTRY,
    FAR,
    GOOD,
    again,
    answer,
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
from playwright.sync_api import Page, Playwright, expect

from pwa import plan
from pwa.catalog import Catalog

pytestmark = pytest.mark.browser

# --- files --------------------------------------------------------------------------------------

LETTERS = [
    "a",
    "ب",
    "😀",
    "<b>",
    "'\"&",
    "\\",
    "\n",
    "\u202e",
    "\u2066",
    "\u0000",
    "\ud800",
    "é",
    " ",
]


def some_text(rng: random.Random) -> str:
    return "".join(rng.choices(LETTERS, k=rng.choice([0, 1, 5, 40])))


def some_entry(rng: random.Random) -> dict[str, Any]:
    return {
        "done": rng.choice([None, "2026-11-21", "2028-02-29"]),
        "note": some_text(rng),
        "answers": {name: some_text(rng) for name in ("who", "said", "from") if rng.random() < 0.4},
    }


def some_answers(rng: random.Random, rules: plan.Rules) -> dict[str, Any]:
    values = {
        "flag": lambda asked: True,
        "date": lambda asked: rng.choice(["2027-03-01", "2028-02-29", "1900-01-01"]),
        "option": lambda asked: rng.choice([*rules["options"]]),
        "number": lambda asked: rng.choice([asked["min"], "72.5", asked["max"]]),
        "choice": lambda asked: rng.choice(asked["choices"]),
    }
    questions = rules["questions"].items()
    return {n: values[asked["type"]](asked) for n, asked in questions if rng.random() < 0.5}


def some_state(rng: random.Random, rules: plan.Rules) -> dict[str, Any]:
    parts = {
        "answers": some_answers(rng, rules),
        "booked": {"on": "2026-11-21", "was": rng.choice([None, "2027-01-01"])},
        "calendar": {"id": "0123456789abcdef", "sequence": rng.randint(1, 99), "at": "18:30"},
    }
    ids = [item["id"] for item in rules["items"]] + ["of-a-later-version"]
    return {
        "plan": {name: value for name, value in parts.items() if rng.random() < 0.8},
        "tasks": {name: some_entry(rng) for name in rng.sample(ids, rng.randint(0, 12))},
        "visit": some_visit(rng),
    }


def some_visit(rng: random.Random) -> dict[str, Any]:
    asks = [f"own-{n}" for n in range(rng.choice([0, 0, 3]))] + ["q-of-a-later-version"]
    entries = {ask: {"text": some_text(rng), "answer": some_text(rng)} for ask in asks}
    parts: dict[str, Any] = {
        "order": rng.sample(asks, len(asks)),
        "cares": ["pain"],
        "matters": some_text(rng),
        "ready": {"sure": rng.choice(["yes", "not-yet"])},
        "own-taken-out": None,
    }
    return {name: one for name, one in (parts | entries).items() if rng.random() < 0.6}


ROUND_TRIP = f"""async ([states, rules]) => {{
  const {{ toBackup, fromBackup }} = {module("backup.js")};
  const {{ readAll, replaceAll }} = {module("store.js")};
  const kinds = ["plan", "tasks", "visit"];
  const map = (part) => new Map(Object.entries(part));
  const maps = (state) => Object.fromEntries(kinds.map((kind) => [kind, map(state[kind])]));
  const flat = (state) => JSON.stringify(kinds.map((kind) => [...state[kind]].sort()));
  const stored = async (records) => {{
    const entries = (kind) => [...records[kind]].map(([key, one]) => [kind, key, one]);
    await replaceAll(kinds.flatMap(entries));
    return readAll();
  }};
  const wrong = [];
  for (const [n, state] of states.entries()) {{
    const throughStore = n % 20 === 0; // the file is tried each time, the database now and then
    const before = throughStore ? await stored(maps(state)) : maps(state);
    const text = await new File([toBackup(before, "plainspine", "2026-11-21")], "x.json").text();
    const found = fromBackup(text, "plainspine", rules);
    const after = throughStore ? await stored(found) : found;
    if (flat(after) !== flat(maps(state))) wrong.push(n);
  }}
  return wrong;
}}"""


def test_a_thousand_plans_come_back_from_their_files_as_they_were(
    open_plan: Any, catalog: Catalog
) -> None:
    rng = random.Random(4)
    rules = plan.rules(catalog)
    states = [some_state(rng, rules) for _ in range(1000)]
    text = json.dumps([states, rules])
    assert open_plan().evaluate(f"async text => ({ROUND_TRIP})(JSON.parse(text))", text) == []


MALICIOUS = {
    "a script for a name": file(tasks={"<script>alert(1)</script>": ENTRY}),
    "a name that turns the line": file(tasks={"x\u202ey": ENTRY}),
    "ten megabytes": b" " * 10_000_000 + file(),
    "a megabyte of brackets": b"[" * 1_000_000,
    "twenty thousand and one tasks": file(tasks={f"t{n}": ENTRY for n in range(20_001)}),
    "a prototype deep inside": file(visit={"own-1": {"__proto__": {"a": 1}}}),
    "a constructor": b'{"constructor": {"prototype": {"a": 1}}}',
    "a getter's name": file(plan={"__defineGetter__": 1}),
    "a date that is code": file(plan={"answers": {"surgery_date": "2027-03-01<img onerror=x>"}}),
    "a number that is a list": file(plan={"answers": {"weight_kg": ["70"]}}),
    "a calendar with lines of its own": file(
        plan={"calendar": {"id": "0123456789abcde\nX:1", "sequence": 1}}
    ),
    "an hour with lines of its own": file(
        plan={"calendar": {"id": "0123456789abcdef", "sequence": 1, "at": "09:00\r\nX"}}
    ),
    "no text at all": bytes(range(256)),
}


def test_a_malicious_file_is_refused_and_changes_nothing(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    fill_in(page, anyone)
    before = stored(page)
    for name, content in MALICIOUS.items():
        choose(page, content)
        expect(page.locator("[data-message]"), name).to_contain_text("Nothing was changed")
        assert page.locator("dialog[open]").count() == 0, name
    assert stored(page) == before
    assert page.evaluate("({}).a") is None


NASTY = "<img src=x onerror=window.hit=1><script>window.hit=1</script>\u202eevil\u2066 {day} &amp;"


def test_nasty_words_are_shown_as_words(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    entry = {"done": None, "note": NASTY, "answers": {"who": NASTY, "said": NASTY}}
    choose(page, file(tasks={anyone: entry}))
    answer(page, "Replace")
    says(page, "now on this phone")
    page.fill("#surgery_date", FAR)
    expect(task(page, anyone).locator("[data-note]")).to_have_value(NASTY)
    again(page)
    expect(task(page, anyone).locator("[data-note]")).to_have_value(NASTY)
    assert page.evaluate("window.hit") is None
    assert page.locator("[data-task] img, [data-task] script").count() == 0


def test_opening_a_file_can_be_undone_and_the_undoing_too(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    undo = page.get_by_role("button", name="Bring back the plan from before")
    expect(undo).to_be_hidden()
    fill_in(page, anyone)
    before = export(page)
    choose(page, file())
    answer(page, "Replace")
    says(page, "now on this phone")
    assert export(page) == GOOD
    again(page)
    undo.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-swap=day] td").last).to_contain_text("Mon 1 Mar 2027")
    answer(page, "Replace")
    says(page, "from before is on this phone again")
    assert export(page) == before
    undo.click()
    answer(page, "Replace")
    says(page, "from before")
    assert export(page) == GOOD


# --- another phone ------------------------------------------------------------------------------


def link(page: Page, *, notes: bool = False) -> str:
    page.locator("[data-with-notes]").set_checked(notes)
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("[data-made]")).to_be_focused()
    return page.locator("#plan-link").input_value()


def test_a_link_carries_the_answers_and_no_note_to_a_helpers_phone(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    fill_in(page, anyone)
    page.select_option("#work", "work-desk")
    made = link(page)
    assert "#p=" in made
    assert "&t=" not in made
    expect(page.get_by_role("img", name="A square code")).to_be_visible()
    helper = open_plan(made[made.index("#") :])
    assert stored(helper) == {"plan": {}, "tasks": {}}
    helper.get_by_role("button", name="Use these answers").click()
    saved(helper)
    assert stored(helper)["plan"]["answers"] == stored(page)["plan"]["answers"]
    assert stored(helper)["tasks"] == {}


def test_a_link_with_notes_is_put_before_the_helper_first_and_can_be_undone(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    fill_in(page, anyone)
    made = link(page, notes=True)
    helper = open_plan(made[made.index("#") :])
    expect(helper.locator("[data-offer]")).to_contain_text("Steps with ticks or notes")
    assert stored(helper)["tasks"] == {}
    helper.get_by_role("button", name="Use these answers").click()
    expect(task(helper, anyone).locator("[data-note]")).to_have_value("<b>ملاحظة</b> & 'quotes'")
    saved(helper)
    assert stored(helper)["tasks"] == stored(page)["tasks"]
    helper.get_by_role("button", name="Bring back the plan from before").click()
    answer(helper, "Replace")
    says(helper, "from before")
    assert stored(helper)["tasks"] == {}


PACKS = """async ([packs, rules]) => {
  const { entriesIn, toFragment } = MODULE;
  const pack = async (value) => {
    const map = { size: 1, [Symbol.iterator]: () => Object.entries(value)[Symbol.iterator]() };
    return (await toFragment({ smoker: true }, map));
  };
  const bomb = await pack({ x: { done: null, note: "n".repeat(4_000_000), answers: {} } });
  const links = [...packs, bomb, await pack({ "<b>": { done: null, note: "", answers: {} } }),
    await pack({ x: { done: "yes", note: "", answers: {} } })];
  return Promise.all(links.map(async (one) => (await entriesIn(one, rules)).size));
}""".replace("MODULE", module("fragment.js"))


def test_a_malicious_pack_of_notes_holds_nothing(open_plan: Any, catalog: Catalog) -> None:
    packs = [
        "#p=&t=AAAA",
        "#p=smoker:1&t=" + "A" * 40_000,
        "#p=smoker:1&t=<b>",
        "#t=AAAA",
        "#p=&t=",
    ]
    found = open_plan().evaluate(PACKS, [packs, plan.rules(catalog)])
    assert found == [0] * (len(packs) + 3)


# --- tabs, clocks and damage --------------------------------------------------------------------


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


# --- killed browsers ----------------------------------------------------------------------------

KILLS = 10


@contextmanager
def chromium(profile: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A browser in a process group of its own, so that all of it can be killed at one blow."""
    port_file = profile / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    command = [CHROMIUM, *ARGS, f"--user-data-dir={profile}", "--remote-debugging-port=0"]
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, start_new_session=True, stdout=null, stderr=null)
    try:
        for _ in range(200):
            if port_file.exists() and port_file.read_text().count("\n"):
                break
            time.sleep(0.05)
        yield process, f"http://127.0.0.1:{port_file.read_text().split()[0]}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_ten_killed_browsers_lose_nothing_that_was_said_to_be_saved(
    playwright: Playwright, tmp_path: Path, server: str, catalog: Catalog
) -> None:
    names = [name for name, one in catalog.tasks.items() if one.when.any_of == ()][:4]
    kept: dict[str, str] = {}
    for number in range(KILLS + 1):
        with chromium(tmp_path / "profile") as (_, address):
            browser = playwright.chromium.connect_over_cdp(address, timeout=120_000)
            page = browser.contexts[0].pages[0]
            page.add_init_script(NOT_OFFLINE)
            page.goto(f"{server}/en/plan/")
            ready(page)
            found = stored(page)["tasks"]
            assert {name: found[name]["note"] for name in kept} == kept, f"after {number} kills"
            for name in names:
                kept[name] = f"{number} {name}"
                page.evaluate(TYPE, [name, kept[name]])
                saved(page)
            # What follows is not awaited, so nothing is promised for it.
            page.evaluate(TYPE, ["stray", "half a word"])
    assert len(kept) == len(names)


# Storing the guide is another test's matter.
NOT_OFFLINE = "delete Navigator.prototype.serviceWorker"
TYPE = """([id, words]) => {
  const card = document.querySelector(`[data-task=${id}]`) ?? document;
  const note = card.querySelector("[data-note]");
  if (id !== "stray") note.value = words;
  else document.querySelector("#smoker").click();
  note.dispatchEvent(new Event("input", { bubbles: true }));
}"""


# --- many notes, and everyone -------------------------------------------------------------------

MANY = f"""async () => {{
  const {{ replaceAll }} = {module("store.js")};
  const entry = (n) => ({{ done: null, note: `${{n}} `.repeat(20), answers: {{}} }});
  await replaceAll(Array.from({{ length: 10000 }}, (_, n) => ["tasks", `t${{n}}`, entry(n)]));
}}"""
TAP = """async (selector) => {
  const field = document.querySelector(selector);
  const start = performance.now();
  field.click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def test_with_ten_thousand_notes_a_tap_is_answered_within_a_tenth_of_a_second(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    page.evaluate(MANY)
    again(page)
    page.fill("#surgery_date", FAR)
    tick = f"[data-task={anyone}] input[type=checkbox]"
    for selector in (tick, "#smoker"):
        times = sorted(page.evaluate(TAP, selector) for _ in range(5))
        assert times[2] < 100, selector
    saved(page)
    backup = export(page)
    assert len(backup["tasks"]) == 10_001
    choose(page, json.dumps(backup).encode())
    answer(page, "Replace")
    says(page, "now on this phone")
    assert export(page)["tasks"] == backup["tasks"]


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
