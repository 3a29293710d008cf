"""A case for each way we know of to disturb a phone: requests, storage, server, tabs, versions."""

import time

from disturbed import WHOLE, Case, Phone, wait_for
from scripted import BASE

FAULTS = ("cut", "truncate", "reset", "500", "portal", "redirect", "stall")
"""``stall`` lasts until the network is well again, which closes the connections."""
CHANGED = ("en/", "en/p/3/", "en/warning-signs/")


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
