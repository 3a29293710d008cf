"""A plan travels in a link: nothing is saved until the reader agrees, nothing bad comes in."""

from typing import Any

import pytest
from plan_page import (
    FAR,
    answer,
    dates,
    fill_in,
    module,
    saved,
    says,
    stored,
    task,
)
from playwright.sync_api import Page, expect

from pwa import plan
from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


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


# --- another phone


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
