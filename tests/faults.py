"""``make faults``: every way we know of to disturb a phone, and whether it ends whole each time.

A case disturbs one thing: a request of the first visit or of an update, the storage, the server,
the tabs. Then the network is well again, and within seconds the phone must hold a whole set, the
new one or the old one, with every file's hash right, no half-filled set beside it, and nothing that
was typed lost. The last line says how many of how many cases did.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from conftest import ARGS, CHROMIUM
from playwright.sync_api import Browser, Error, Page, sync_playwright
from scripted import BASE, Scripted, scripted

FAULTS = ("cut", "truncate", "reset", "500", "portal", "redirect", "stall")
"""``stall`` lasts until the network is well again, which closes the connections."""
PATIENCE = 15_000
CHANGED = ("en/", "en/p/3/", "en/warning-signs/")
TYPED = "half a wo"
WHOLE = """async (base) => {
  const found = {};
  const hashOf = async (bytes) => btoa(String.fromCharCode(...new Uint8Array(
    await crypto.subtle.digest("SHA-256", bytes)))).slice(0, 16)
    .replaceAll("+", "-").replaceAll("/", "_");
  for (const name of (await caches.keys()).filter((key) => key.includes(":"))) {
    const mark = await caches.match(`${base}?index`, { cacheName: name });
    const index = await mark?.json().catch(() => undefined);
    const pages = index ? Object.entries(index.pages) : [["no mark"]];
    let bad = 0;
    for (const [path, hash] of pages) {
      const entry = await caches.match(base + path, { cacheName: name });
      if (!entry || (await hashOf(await entry.arrayBuffer())) !== hash) bad += 1;
    }
    found[name] = bad;
  }
  return found;
}"""


@dataclass
class Phone:
    """A fresh browser profile and the server that it talks to."""

    page: Page
    net: Scripted

    def visit(self, path: str = "en/") -> None:
        # A failure is the browser's own error page: the reader will try again.
        with suppress(Error):
            self.page.goto(f"{self.net.address}{path}", timeout=4000, wait_until="commit")

    def until(self, state: str = "ready", patience: int = PATIENCE) -> None:
        found = self.page.locator(f"html[data-offline={state}]")
        found.wait_for(state="attached", timeout=patience)

    def install(self) -> None:
        self.visit()
        self.until()

    def recover(self) -> None:
        """The network is well again; the reader is patient, then loads the page again, once."""
        self.net.nth = None
        self.net.faults.clear()
        self.net.cut()
        try:
            self.until(patience=3500)
        except Error:
            self.visit()
            self.until()

    def update(self) -> None:
        """The reader comes back to the page, which looks for a new version then."""
        self.come_back()

    def offered(self, patience: int = PATIENCE) -> None:
        self.page.locator("[data-update]").wait_for(state="visible", timeout=patience)

    def come_back(self) -> None:
        self.page.evaluate("dispatchEvent(new Event('focus'))")

    def accept(self) -> None:
        with self.page.expect_navigation():
            self.page.click("[data-accept-update]")
        self.until()

    def type(self) -> None:
        self.page.fill("[name=word]", TYPED)

    def check_typed(self) -> None:
        assert self.page.input_value("[name=word]") == TYPED, "what was typed is lost"

    def check(self, changed: tuple[str, ...] = (), sets: int = 1) -> None:
        """Whole, with nothing beside it, and it opens without a network."""
        found = self.page.evaluate(WHOLE, BASE)
        assert len(found) == sets, f"{len(found)} sets"
        assert not any(found.values()), f"not whole: {found}"
        self.net.stop()
        for path in ("en/p/3/", "en/p/11/", "en/"):
            self.page.goto(f"{self.net.address}{path}")
            expected = "new" if path in changed else "old"
            assert self.page.inner_text("main") == expected, f"{path} is not in its version"


Case = Callable[[Phone], None]


# --- each request of the first visit


def first_visit(nth: int, fault: str) -> Case:
    def case(phone: Phone) -> None:
        phone.net.nth = (nth, fault)
        phone.visit()
        wait_for(lambda: phone.net.nth is None)
        time.sleep(0.3)
        phone.recover()
        phone.check()

    return case


def wait_for(done: Callable[[], bool]) -> None:
    for _ in range(60):
        if done():
            return
        time.sleep(0.05)


# --- each request of an update


def update(nth: int, fault: str, changed: tuple[str, ...], *, with_steps: bool) -> Case:
    def case(phone: Phone) -> None:
        phone.install()
        phone.type()
        phone.net.deploy(changed, "new", with_steps=with_steps)
        phone.net.nth = (nth, fault)
        phone.update()
        wait_for(lambda: phone.net.nth is None)
        time.sleep(0.3)
        phone.net.nth = None
        phone.net.cut()
        phone.come_back()
        phone.offered()
        phone.check_typed()
        assert phone.page.inner_text("main") == "old", "the new version came unasked"
        phone.accept()
        phone.check_typed()
        phone.check(changed)

    return case


# --- storage


def damage(script: str) -> Case:
    """What ``script`` does to the caches heals while there is a network."""

    def case(phone: Phone) -> None:
        phone.install()
        phone.type()
        phone.page.evaluate(script)
        phone.come_back()
        wait_for(lambda: not any(phone.page.evaluate(WHOLE, BASE).values() or [1]))
        phone.check_typed()
        phone.recover()
        phone.check()

    return case


EACH = "for (const name of await caches.keys()) {const cache = await caches.open(name);%s}"
DAMAGES = {
    "all caches wiped": "for (const name of await caches.keys()) await caches.delete(name);",
    "the chosen language forgotten": f"await caches.delete('{BASE}chosen');",
    "every entry removed": EACH % "for (const key of await cache.keys()) await cache.delete(key);",
    "every third entry removed": EACH
    % "(await cache.keys()).forEach((key, at) => at % 3 || cache.delete(key));",
    "every entry damaged": EACH
    % "for (const key of await cache.keys()) await cache.put(key, new Response('x'));",
    "one entry damaged": EACH % f"await cache.put('{BASE}en/p/3/', new Response('x'));",
    "one entry empty": EACH % f"await cache.put('{BASE}en/p/3/', new Response());",
    "the mark removed": EACH % f"await cache.delete('{BASE}?index');",
    "the mark damaged": EACH % f"await cache.put('{BASE}?index', new Response('{{'));",
}


def cleared(kinds: str) -> Case:
    """The browser clears what a site stored, in part, behind the page's back."""

    def case(phone: Phone) -> None:
        phone.install()
        devtools = phone.page.context.new_cdp_session(phone.page)
        origin = f"http://127.0.0.1:{phone.net.port}"
        devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})
        phone.visit("en/plan/")
        phone.recover()
        phone.check()

    return case


def full(phone: Phone, size: int | None) -> None:
    devtools = phone.page.context.new_cdp_session(phone.page)
    given = {"origin": f"http://127.0.0.1:{phone.net.port}"}
    given |= {} if size is None else {"quotaSize": size}
    devtools.send("Storage.overrideQuotaForOrigin", given)


def full_at_first(phone: Phone) -> None:
    full(phone, 1)
    phone.visit()
    phone.until("failed")
    assert phone.page.evaluate(WHOLE, BASE) == {}, "an orphan"
    assert phone.page.inner_text("main") == "old"
    full(phone, None)
    phone.recover()
    phone.check()


def full_at_an_update(phone: Phone) -> None:
    phone.install()
    phone.type()
    phone.net.deploy(CHANGED, "new")
    full(phone, 1)
    phone.update()
    time.sleep(1.5)
    assert list(phone.page.evaluate(WHOLE, BASE).values()) == [0], "the old version is not whole"
    full(phone, None)
    phone.come_back()
    phone.offered()
    phone.accept()
    phone.check_typed()
    phone.check(CHANGED)


# --- server, tabs, versions


def killed(phone: Phone) -> None:
    phone.net.faults["static/en."] = ["stall"]
    phone.visit()
    wait_for(lambda: not phone.net.faults["static/en."])
    phone.net.stop()
    time.sleep(0.5)
    phone.net.start()
    phone.recover()
    phone.check()


def killed_at_an_update(phone: Phone) -> None:
    phone.install()
    phone.net.deploy(CHANGED, "new")
    phone.net.faults["changes"] = ["stall"]
    phone.update()
    wait_for(lambda: not phone.net.faults["changes"])
    phone.net.stop()
    time.sleep(0.5)
    phone.visit("en/p/3/")
    assert phone.page.inner_text("main") == "old"
    phone.net.start()
    phone.come_back()
    phone.offered()
    phone.accept()
    phone.check(CHANGED)


def tab_closed_while_storing(phone: Phone) -> None:
    phone.net.faults["static/en."] = ["stall"]
    phone.visit()
    wait_for(lambda: not phone.net.faults["static/en."])
    context = phone.page.context
    phone.page.close()
    phone.page = context.new_page()
    phone.visit()
    phone.recover()
    phone.check()


def two_tabs(phone: Phone) -> None:
    phone.install()
    other = Phone(phone.page.context.new_page(), phone.net)
    other.install()
    other.type()
    phone.net.deploy(CHANGED, "new")
    phone.update()
    phone.offered()
    other.offered()
    phone.accept()
    other.page.locator("[data-update]").wait_for(state="hidden")
    other.check_typed()
    assert other.page.inner_text("main") == "old"
    assert phone.page.inner_text("main") == "new"
    other.page.reload()
    other.until()
    other.check(CHANGED)


def deployed_twice(phone: Phone) -> None:
    phone.install()
    phone.net.deploy(("en/p/1/",), "between")
    phone.update()
    phone.offered()
    phone.net.deploy(CHANGED, "new")
    phone.update()
    time.sleep(0.7)
    phone.accept()
    phone.check(CHANGED)


def withdrawn(phone: Phone) -> None:
    phone.install()
    phone.net.deploy(CHANGED, "new")
    phone.update()
    phone.offered()
    phone.accept()
    phone.net.deploy((), "old")
    phone.update()
    phone.offered()
    phone.type()
    phone.accept()
    phone.check_typed()
    phone.check()


def deployed_while_storing(phone: Phone) -> None:
    phone.net.faults["static/en."] = ["stall"]
    phone.visit()
    wait_for(lambda: not phone.net.faults["static/en."])
    phone.net.deploy(CHANGED, "new", with_steps=False)
    phone.recover()
    phone.visit()
    phone.recover()
    phone.check(CHANGED)


def language_offline(phone: Phone) -> None:
    phone.install()
    phone.net.stop()
    for path, heading in (
        ("es/plan/", "en not-stored/"),
        ("es/warning-signs/", "es warning-signs/"),
    ):
        phone.visit(path)
        phone.page.locator(f"h1:text-is('{heading}')").wait_for()
    phone.net.start()
    phone.visit("es/")
    phone.until()
    phone.check(sets=2)


def clock_moved(by: int) -> Case:
    def case(phone: Phone) -> None:
        phone.page.add_init_script(f"const now = Date.now; Date.now = () => now() + {by}")
        phone.install()
        phone.net.deploy(CHANGED, "new")
        phone.update()
        phone.offered()
        phone.accept()
        phone.check(CHANGED)

    return case


# --- all of them


def cases(browser: Browser) -> Iterator[tuple[str, Case]]:
    for nth, path in enumerate(requests(browser, first)):
        for fault in FAULTS:
            yield f"first visit, {path} ({nth}): {fault}", first_visit(nth, fault)
    many = tuple(f"en/p/{n}/" for n in range(12)) + CHANGED
    for changed, steps in ((CHANGED, True), (CHANGED, False), (many, False)):
        asked = requests(browser, lambda phone, c=changed, s=steps: updated(phone, c, s))
        for nth, path in enumerate(asked):
            for fault in FAULTS:
                yield f"update, {path}: {fault}", update(nth, fault, changed, with_steps=steps)
    year = 365 * 24 * 3600 * 1000
    yield from ((name, damage(f"(async () => {{{script}}})()")) for name, script in DAMAGES.items())
    for kinds in ("cache_storage", "service_workers", "local_storage,indexeddb", "all"):
        yield f"the browser clears {kinds}", cleared(kinds)
    yield from ((f"the clock moved by {by}", clock_moved(by)) for by in (-year, year))
    for case in LIVES:
        yield case.__name__.replace("_", " "), case


LIVES = (
    full_at_first,
    full_at_an_update,
    killed,
    killed_at_an_update,
    tab_closed_while_storing,
    two_tabs,
    deployed_twice,
    withdrawn,
    deployed_while_storing,
    language_offline,
)


def first(phone: Phone) -> None:
    phone.install()


def updated(phone: Phone, changed: tuple[str, ...], with_steps: bool) -> None:
    phone.install()
    phone.net.asked.clear()
    phone.net.deploy(changed, "new", with_steps=with_steps)
    phone.update()
    phone.offered()


def requests(browser: Browser, undisturbed: Case) -> list[str]:
    """What is asked for when all goes well."""
    with opened(browser) as phone:
        undisturbed(phone)
        return [path for path in phone.net.asked if path != "/favicon.ico"]


class opened:  # noqa: N801, a context manager
    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context()
        self._server = scripted()

    def __enter__(self) -> Phone:
        page = self._context.new_page()
        page.set_default_timeout(PATIENCE)
        # Each look at the clock is a minute later, so that no look for a new version is too early.
        page.add_init_script("let looks = 0; performance.now = () => (looks += 1) * 60_000")
        return Phone(page, self._server.__enter__())

    def __exit__(self, *how: object) -> None:
        self._context.close()
        self._server.__exit__(*how)  # type: ignore[arg-type]


def run(browser: Browser, name: str, case: Case) -> str | None:
    """What went wrong, or None."""
    try:
        with opened(browser) as phone:
            case(phone)
    except (AssertionError, Error) as error:
        return f"{name}: {str(error).splitlines()[0]}"
    return None


def main() -> int:
    """Run the cases whose names hold the given words, and say how many ended well."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("words", nargs="*")
    words = parser.parse_args().words
    count = 0
    failed: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        for name, case in cases(browser):
            if not all(word in name for word in words):
                continue
            count += 1
            if wrong := run(browser, name, case):
                failed.append(wrong)
                print(wrong, flush=True)
        browser.close()
    print(f"{count - len(failed)} of {count} ended whole")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
