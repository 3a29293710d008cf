"""A plan is kept in a file and comes back from it as it was; a bad file is refused whole."""

import json
import random
import re
from typing import Any

import pytest
from plan_page import (
    ENTRY,
    FAR,
    GOOD,
    again,
    answer,
    choose,
    export,
    file,
    fill_in,
    module,
    says,
    stored,
    task,
)
from playwright.sync_api import Page, expect

from pwa import plan
from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


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


def silence(page: Page) -> None:
    """Take away what was said of the file before."""
    page.evaluate("document.querySelector('[data-message]').textContent = ''")


def test_a_bad_file_is_refused_whole_and_changes_nothing(open_plan: Any, anyone: str) -> None:
    page = open_plan()
    fill_in(page, anyone)
    before = stored(page)
    message = page.locator("[data-message]")
    for name, content in BAD.items():
        silence(page)
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
        silence(page)
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
