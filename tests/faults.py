"""``make faults``: every way we know of to disturb a phone, and whether it ends whole each time.

A case disturbs one thing: a request of the first visit or of an update, the storage, the server,
the tabs. Then the network is well again, and within seconds the phone must hold a whole set, the
new one or the old one, with every file's hash right, no half-filled set beside it, and nothing that
was typed lost. The last line says how many of how many cases did.
"""

import argparse
import sys
from collections.abc import Iterator

from conftest import ARGS, CHROMIUM
from disturbances import (
    CHANGED,
    DAMAGES,
    FAULTS,
    cleared,
    clock_moved,
    damage,
    deployed_twice,
    deployed_while_storing,
    first_visit,
    full_at_an_update,
    full_at_first,
    killed,
    killed_at_an_update,
    language_offline,
    tab_closed_while_storing,
    two_tabs,
    update,
    withdrawn,
)
from disturbed import PATIENCE, Case, Phone
from playwright.sync_api import Browser, Error, sync_playwright
from scripted import scripted


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
