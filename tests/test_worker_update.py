"""A new version in Chromium: it waits for the reader, costs what changed, and may fail."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from scripted import Scripted
from worker_page import BUNDLE, look_for_update, said, sets, stored, until, visit

from pwa.web.files import File

pytestmark = pytest.mark.browser


def offered(page: Page, net: Scripted, changed: tuple[str, ...], **how: Any) -> None:
    """A guide with other pages is deployed, and its offer stands in the page."""
    net.deploy(changed, "new", **how)
    net.asked.clear()
    look_for_update(page)
    page.locator("[data-update]").wait_for(state="visible")


def accept(page: Page) -> None:
    with page.expect_navigation():
        page.click("[data-accept-update]")


def fetched(net: Scripted) -> list[str]:
    return [path for path in net.asked if path != "sw.js"]


def test_a_new_version_waits_for_the_reader_and_costs_what_changed(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    offered(page, net, ("en/p/3/",))
    (step,) = fetched(net)
    assert step.startswith("en/changes.")
    assert len(net.files[step].body) < 300
    visit(page, net.address, "en/p/3/")
    assert said(page) == "old"
    accept(page)
    assert said(page) == "new"
    assert sets(page) == ["en"]
    expect(page.locator("[data-update]")).to_be_hidden()
    net.stop()
    visit(page, net.address, "en/p/4/")
    assert said(page) == "old"


def test_a_phone_that_missed_two_versions_walks_through_them(page: Page, net: Scripted) -> None:
    stored(page, net)
    net.deploy(("en/p/1/", "en/p/2/"), "between")
    net.deploy(("en/p/2/",), "newer")
    offered(page, net, ("en/p/3/", "en/p/2/"))
    assert len(fetched(net)) == 3
    accept(page)
    net.stop()
    for path, words in (("en/p/1/", "old"), ("en/p/2/", "new"), ("en/p/3/", "new")):
        visit(page, net.address, path)
        assert said(page) == words


def test_where_no_steps_are_kept_the_changed_pages_come_whole(page: Page, net: Scripted) -> None:
    stored(page, net)
    offered(page, net, ("en/p/3/",), with_steps=False)
    assert fetched(net)[1:] == ["en/offline.json", "en/p/3/"]
    accept(page)
    net.stop()
    visit(page, net.address, "en/p/3/")
    assert said(page) == "new"


def test_many_changed_pages_come_in_the_bundle(page: Page, net: Scripted) -> None:
    stored(page, net)
    offered(page, net, tuple(f"en/p/{n}/" for n in range(12)), with_steps=False)
    assert "en/p/3/" not in net.asked
    assert sum(BUNDLE in path for path in net.asked) == 1


@pytest.mark.parametrize(("path", "fault"), [("offline.json", "portal"), ("en/p/3/", "cut")])
def test_an_update_that_fails_in_part_comes_in_the_bundle(
    page: Page, net: Scripted, path: str, fault: str
) -> None:
    stored(page, net)
    net.faults[path] = [fault]
    offered(page, net, ("en/p/3/",), with_steps=False)
    assert sum(BUNDLE in path for path in net.asked) == 1


def test_a_step_that_leads_astray_is_not_followed(page: Page, net: Scripted) -> None:
    stored(page, net)
    old = net.files
    net.deploy(("en/p/3/",), "new")
    step = next(path for path in net.files if path.startswith("en/changes."))
    body = net.files[step].body.replace(b"<main>new</main>", b"<main>bad</main>")
    assert body != net.files[step].body
    net.files[step] = File(step, "application/json", body)
    look_for_update(page)
    page.locator("[data-update]").wait_for(state="visible")
    accept(page)
    visit(page, net.address, "en/p/3/")
    assert said(page) == "new"
    assert old != net.files


def test_an_update_that_fails_leaves_the_old_version_whole_and_is_tried_again(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    net.faults |= {"changes": ["500"], "offline.json": ["500"], BUNDLE: ["500"]}
    offered(page, net, ("en/p/3/",))
    assert net.faults == {"changes": [], "offline.json": [], BUNDLE: []}
    assert said(page) == "old"


def test_only_the_tab_that_accepts_is_loaded_again(page: Page, net: Scripted) -> None:
    stored(page, net)
    other = page.context.new_page()
    visit(other, net.address, "en/plan/")
    until(other, "ready")
    other.evaluate("window.typed = 'kept'")
    offered(page, net, ("en/p/3/",))
    other.locator("[data-update]").wait_for(state="visible")
    accept(page)
    other.locator("[data-update]").wait_for(state="hidden")
    assert other.evaluate("window.typed") == "kept"


def test_a_language_chosen_after_the_server_moved_on_is_stored(page: Page, net: Scripted) -> None:
    stored(page, net)
    net.deploy(("es/p/3/",), "new")
    visit(page, net.address, "es/")
    until(page, "ready")
    net.stop()
    visit(page, net.address, "es/p/3/")
    assert said(page) == "new"


def test_the_offer_names_what_a_reader_must_hear_of(page: Page, net: Scripted) -> None:
    stored(page, net)
    offered(page, net, ("en/p/3/",))
    expect(page.locator("[data-changed=signs]")).to_be_hidden()
    accept(page)
    until(page, "ready")
    offered(page, net, ("en/p/3/", "en/warning-signs/"))
    expect(page.locator("[data-changed=signs]")).to_be_visible()
    visit(page, net.address, "en/p/4/")
    expect(page.locator("[data-changed=signs]")).to_be_visible()


def test_what_was_typed_survives_the_new_version(page: Page, net: Scripted) -> None:
    stored(page, net)
    page.fill("[name=word]", "half a wo")
    page.fill("[name=note]", "two\nlines")
    page.check("[name=yes]")
    page.locator("[name=word]").press("End")
    page.locator("[name=word]").press_sequentially("rd")
    offered(page, net, ("en/",))
    accept(page)
    assert said(page) == "new"
    assert page.input_value("[name=word]") == "half a word"
    assert page.input_value("[name=note]") == "two\nlines"
    assert page.is_checked("[name=yes]")


def test_a_date_typed_in_half_is_not_thrown_away(page: Page, net: Scripted) -> None:
    stored(page, net)
    page.locator("[name=day]").press_sequentially("12")
    offered(page, net, ("en/",))
    page.click("[data-accept-update]")
    expect(page.locator("[name=day]")).to_be_focused()
    assert page.evaluate("document.querySelector('[name=day]').validity.badInput")
    assert said(page) == "old"


def test_half_a_date_that_is_switched_off_keeps_no_new_version_away(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    page.locator("[name=day]").press_sequentially("12")
    page.evaluate("document.querySelector('[name=day]').disabled = true")
    offered(page, net, ("en/",))
    accept(page)
    assert said(page) == "new"


def test_a_language_that_is_published_no_more_stays_until_the_reader_accepts(
    page: Page, net: Scripted
) -> None:
    visit(page, net.address, "es/")
    until(page, "ready")
    offered(page, net, ("en/p/1/",), languages=("en",))
    assert sets(page) == ["en", "es"]
    net.stop()
    visit(page, net.address, "es/p/4/")
    assert page.inner_text("h1") == "es p/4/"
    net.start()
    page.locator("[data-update]").wait_for(state="visible")
    accept(page)
    visit(page, net.address)
    until(page, "ready")
    assert sets(page) == ["en"]
    net.stop()
    visit(page, net.address, "es/p/4/")
    assert page.inner_text("h1") == "en not-stored/"


def test_an_older_version_deployed_again_wins(page: Page, net: Scripted) -> None:
    stored(page, net)
    offered(page, net, ("en/",))
    accept(page)
    until(page, "ready")
    net.deploy((), "old")
    look_for_update(page)
    page.locator("[data-update]").wait_for(state="visible")
    accept(page)
    assert said(page) == "old"
    assert sets(page) == ["en"]


def test_a_version_withdrawn_before_the_reader_answers_is_no_longer_offered(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    offered(page, net, ("en/",))
    net.deploy((), "old")
    look_for_update(page)
    expect(page.locator("[data-update]")).to_be_hidden()
    visit(page, net.address)
    assert said(page) == "old"
    assert sets(page) == ["en"]
