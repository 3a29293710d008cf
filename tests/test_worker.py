"""The service worker in Chromium, against a small guide on a server that fails on purpose."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from scripted import BASE, FAULTS, Scripted
from worker_page import BUNDLE, look_for_update, said, sets, stored, until, visit

pytestmark = pytest.mark.browser

DAMAGE = """async ([name, path]) => {
  const cache = await caches.open((await caches.keys()).find((key) => key.includes(name)));
  await cache.put(path, new Response("damaged"));
}"""


# --- the first visit


def test_one_request_stores_every_page_of_the_language(page: Page, net: Scripted) -> None:
    stored(page, net)
    assert [path for path in net.asked if path.endswith(".json")] == [
        path for path in net.files if path.startswith("static/en.")
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
    net.faults[BUNDLE] = [fault]
    visit(page, net.address)
    until(page, "ready")
    assert net.faults[BUNDLE] == []
    net.stop()
    visit(page, net.address, "en/p/3/")
    assert said(page) == "old"


def test_a_bundle_that_comes_in_crumbs_is_stored_whole(page: Page, net: Scripted) -> None:
    """Of 97 bytes, with the line ends that Windows may have given a site before it was put up."""
    bundle = next(path for path in net.files if BUNDLE in path)
    net.files[bundle] = replace(
        net.files[bundle], body=net.files[bundle].body.replace(b"\n", b"\r\n")
    )
    net.faults[BUNDLE] = ["drip"]
    visit(page, net.address)
    until(page, "ready")
    assert sum(BUNDLE in path for path in net.asked) == 1
    net.stop()
    visit(page, net.address, "en/p/3/")
    assert said(page) == "old"


def test_a_bundle_that_takes_longer_than_the_patience_is_stored_as_long_as_it_comes(
    page: Page, net: Scripted
) -> None:
    net.faults[BUNDLE] = ["slow"]
    visit(page, net.address)
    until(page, "ready")
    assert sum(BUNDLE in path for path in net.asked) == 1


def test_a_tab_of_another_guide_makes_it_store_nothing(page: Page, net: Scripted) -> None:
    assert len("/other/") == len(BASE)
    page.goto(f"http://127.0.0.1:{net.port}/other/en/")
    own = page.context.new_page()
    visit(own, net.address, "es/")
    until(own, "ready")
    assert not any(BUNDLE in path for path in net.asked)


@pytest.mark.parametrize("fault", ["reset", "portal"])
def test_a_failed_worker_script_is_fetched_again(page: Page, net: Scripted, fault: str) -> None:
    net.faults["sw.js"] = [fault]
    visit(page, net.address)
    until(page, "ready")
    assert net.faults["sw.js"] == []


def test_a_worker_script_that_hangs_does_not_hang_the_page(page: Page, net: Scripted) -> None:
    net.faults["sw.js"] = ["stall"]
    page.clock.install()
    visit(page, net.address)
    until(page, "storing")
    page.clock.run_for(20_000)
    until(page, "failed")
    net.cut()  # The browser would let go of it by itself, twenty seconds later.
    page.clock.run_for(2000)
    until(page, "ready")


def test_a_failure_is_said_and_leaves_nothing_half_stored(page: Page, net: Scripted) -> None:
    net.faults[BUNDLE] = ["500"] * 9
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


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_sheet_of_paper_without_a_network_is_called_missing(
    page: Page, net: Scripted, method: str
) -> None:
    stored(page, net)
    net.stop()
    with page.expect_navigation():
        page.evaluate(
            "method => void (Object.assign(document.forms.f, {method, action: 'x.pdf'}).submit())",
            method,
        )
    assert page.inner_text("h1") == "en not-stored/"


def test_what_an_address_asks_is_kept_when_its_slash_is_added_offline(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    net.stop()
    visit(page, net.address, "en/compare?options=a,b")
    assert page.url == f"{net.address}en/compare/?options=a,b"
    assert page.inner_text("h1") == "en compare/"


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


# --- the way back


def test_the_worker_that_takes_all_back_leaves_no_cache_and_keeps_the_plan(
    page: Page, net: Scripted
) -> None:
    stored(page, net)
    page.evaluate("localStorage.setItem('plan', 'mine')")
    page.evaluate("caches.open('/other/en:1')")
    net.withdraw_worker()
    look_for_update(page)
    until(page, "unsupported")
    assert page.evaluate("caches.keys()") == ["/other/en:1"]
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    assert page.evaluate("localStorage.getItem('plan')") == "mine"
    visit(page, net.address, "en/p/3/")
    assert "en/p/3/" in net.asked
