"""The service worker in Chromium, against a small guide on a server that fails on purpose."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from scripted import BASE, FAULTS, Scripted, scripted

from pwa.web.files import File

pytestmark = pytest.mark.browser

BUNDLE = "static/en."
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


def offered(page: Page, net: Scripted, changed: tuple[str, ...], **how: bool) -> None:
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
