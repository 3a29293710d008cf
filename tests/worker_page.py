"""What the tests of the service worker share: opening the small guide, and what it says."""

from playwright.sync_api import Page
from scripted import BASE, Scripted

BUNDLE = "static/en."


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
