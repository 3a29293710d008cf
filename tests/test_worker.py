"""The service worker in Chromium, against a small guide on a server that fails on purpose."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from scripted import BASE, FAULTS, Scripted, guide, scripted

pytestmark = pytest.mark.browser

MakeContext = Callable[..., BrowserContext]
DAMAGE = """async ([name, path]) => {
  const cache = await caches.open((await caches.keys()).find((key) => key.includes(name)));
  await cache.put(path, new Response("damaged"));
}"""


@pytest.fixture
def net() -> Iterator[Scripted]:
    with scripted() as server:
        yield server


@pytest.fixture
def page(browser_context: MakeContext) -> Page:
    page = browser_context().new_page()
    page.set_default_timeout(15_000)
    return page


def visit(page: Page, address: str, path: str = "en/") -> None:
    page.goto(f"{address}{path}")


def until(page: Page, state: str) -> None:
    page.locator(f"html[data-offline={state}]").wait_for(state="attached")


def sets(page: Page) -> list[str]:
    names = page.evaluate("caches.keys()")
    return sorted(name.removeprefix(BASE).split(":")[0] for name in names if ":" in name)


def said(page: Page) -> str:
    return page.inner_text("main")


def stored(page: Page, net: Scripted) -> None:
    visit(page, net.address)
    until(page, "ready")


def look_for_update(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.update())")


# --- the first visit


def test_one_request_stores_every_page_of_the_language(page: Page, net: Scripted) -> None:
    stored(page, net)
    assert [path for path in net.asked if path.endswith(".json")] == [
        path for path in net.files if path.startswith("en/bundle.")
    ]
    expect(page.locator("[data-state=ready]")).to_be_visible()
    expect(page.locator("[data-state=storing]")).to_be_hidden()
    expect(page.locator("[data-update]")).to_be_hidden()
    net.stop()
    for path in (
        "en/plan/",
        "en/p/11/",
        "en/index.html",
        "en/compare/?options=a,b",
        "en/?fbclid=x",
    ):
        visit(page, net.address, path)
        assert said(page) == "old"
        until(page, "ready")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failed_bundle_is_fetched_again(page: Page, net: Scripted, fault: str) -> None:
    net.faults["bundle"] = [fault]
    visit(page, net.address)
    until(page, "ready")
    assert net.faults["bundle"] == []
    net.stop()
    visit(page, net.address, "en/p/3/")
    assert said(page) == "old"


@pytest.mark.parametrize("fault", ["reset", "portal"])
def test_a_failed_worker_script_is_fetched_again(page: Page, net: Scripted, fault: str) -> None:
    net.faults["sw.js"] = [fault]
    visit(page, net.address)
    until(page, "ready")
    assert net.faults["sw.js"] == []


def test_a_failure_is_said_and_leaves_nothing_half_stored(page: Page, net: Scripted) -> None:
    net.faults["bundle"] = ["500"] * 9
    visit(page, net.address)
    until(page, "failed")
    expect(page.locator("[data-state=failed]")).to_be_visible()
    expect(page.locator("[data-state=storing]")).to_be_hidden()
    assert sets(page) == []


def test_a_browser_without_workers_is_told_so_calmly(page: Page, net: Scripted) -> None:
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    visit(page, net.address)
    until(page, "unsupported")
    expect(page.locator("[data-state=unsupported]")).to_be_visible()


# --- without a network


def test_the_warning_signs_of_a_language_never_stored_open_offline(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    net.stop()
    visit(page, net.address, "es/warning-signs/")
    assert page.inner_text("h1") == "es warning-signs/"


def test_a_language_never_stored_is_answered_in_the_readers_own(page: Page, net: Scripted) -> None:
    stored(page, net)
    net.stop()
    visit(page, net.address, "es/plan/")
    assert page.inner_text("h1") == "en not-stored/"
    visit(page, net.address, "")
    assert page.url == f"{net.address}en/"


def test_a_second_language_is_stored_when_it_is_first_read(page: Page, net: Scripted) -> None:
    stored(page, net)
    visit(page, net.address, "es/")
    until(page, "ready")
    assert sets(page) == ["en", "es"]
    net.stop()
    visit(page, net.address, "es/p/1/")
    assert page.inner_text("h1") == "es p/1/"
    visit(page, net.address, "nowhere/")
    assert page.inner_text("h1") == "es not-stored/"


def test_a_server_that_hangs_does_not_keep_the_reader_waiting(page: Page, net: Scripted) -> None:
    stored(page, net)
    net.faults["es/plan/"] = ["hang"]
    visit(page, net.address, "es/plan/")
    assert page.inner_text("h1") == "en not-stored/"


def test_stored_files_keep_the_headers_of_their_set(page: Page, net: Scripted) -> None:
    stored(page, net)
    answer = page.reload()
    assert answer is not None
    assert answer.from_service_worker
    assert answer.headers["x-policy"] == "kept"


# --- damage


def test_a_damaged_page_is_not_shown_and_heals(page: Page, net: Scripted) -> None:
    stored(page, net)
    page.evaluate(DAMAGE, ["en:", f"{BASE}en/p/3/"])
    visit(page, net.address, "en/p/3/")
    assert said(page) == "old"
    until(page, "ready")
    net.stop()
    visit(page, net.address, "en/p/3/")
    assert said(page) == "old"


def test_a_damaged_page_offline_is_called_missing(page: Page, net: Scripted) -> None:
    stored(page, net)
    page.evaluate(DAMAGE, ["en:", f"{BASE}en/p/3/"])
    net.stop()
    visit(page, net.address, "en/p/3/")
    assert page.inner_text("h1") == "en not-stored/"


def test_wiped_storage_is_filled_again(page: Page, net: Scripted) -> None:
    stored(page, net)
    page.evaluate("caches.keys().then((all) => Promise.all(all.map((one) => caches.delete(one))))")
    stored(page, net)
    assert sets(page) == ["en"]


# --- a new version


def test_a_new_version_waits_for_the_reader_and_costs_what_changed(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    net.files = guide(changed=("en/p/3/",), text="new")
    net.asked.clear()
    look_for_update(page)
    page.locator("[data-update]").wait_for(state="visible")
    assert [path for path in net.asked if path != "sw.js"] == ["en/offline.json", "en/p/3/"]
    visit(page, net.address, "en/p/3/")
    assert said(page) == "old"
    with page.expect_navigation():
        page.click("[data-accept-update]")
    assert said(page) == "new"
    assert sets(page) == ["en"]
    expect(page.locator("[data-update]")).to_be_hidden()
    net.stop()
    visit(page, net.address, "en/p/4/")
    assert said(page) == "old"


def test_many_changed_pages_come_in_the_bundle(page: Page, net: Scripted) -> None:
    stored(page, net)
    net.files = guide(changed=tuple(f"en/p/{n}/" for n in range(12)), text="new")
    net.asked.clear()
    look_for_update(page)
    page.locator("[data-update]").wait_for(state="visible")
    assert "en/p/3/" not in net.asked
    assert sum("bundle" in path for path in net.asked) == 1


@pytest.mark.parametrize(("path", "fault"), [("offline.json", "portal"), ("en/p/3/", "cut")])
def test_an_update_that_fails_in_part_comes_in_the_bundle(
    page: Page, net: Scripted, path: str, fault: str
) -> None:
    stored(page, net)
    net.files = guide(changed=("en/p/3/",), text="new")
    net.faults[path] = [fault]
    look_for_update(page)
    page.locator("[data-update]").wait_for(state="visible")


def test_an_update_that_fails_leaves_the_old_version_whole_and_is_tried_again(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    net.files = guide(changed=("en/p/3/",), text="new")
    net.faults |= {"offline.json": ["500"], "bundle": ["500"]}
    look_for_update(page)
    page.locator("[data-update]").wait_for(state="visible")
    assert net.faults == {"offline.json": [], "bundle": []}
    assert said(page) == "old"


def test_only_the_tab_that_accepts_is_loaded_again(page: Page, net: Scripted) -> None:
    stored(page, net)
    other = page.context.new_page()
    visit(other, net.address, "en/plan/")
    until(other, "ready")
    other.evaluate("window.typed = 'kept'")
    net.files = guide(changed=("en/p/3/",), text="new")
    look_for_update(page)
    other.locator("[data-update]").wait_for(state="visible")
    with page.expect_navigation():
        page.click("[data-accept-update]")
    other.locator("[data-update]").wait_for(state="hidden")
    assert other.evaluate("window.typed") == "kept"


def test_a_language_chosen_after_the_server_moved_on_is_stored(page: Page, net: Scripted) -> None:
    stored(page, net)
    net.files = guide(changed=("es/p/3/",), text="new")
    visit(page, net.address, "es/")
    until(page, "ready")
    net.stop()
    visit(page, net.address, "es/p/3/")
    assert said(page) == "new"
