"""What the tests of the visit's page share: opening it, choosing, asking and looking into it."""

from typing import Any

from playwright.sync_api import Page

NASTY = "<img src=x onerror=alert(1)> \u202e{day} **b** [[x]] <script>"


def ready(page: Page) -> None:
    page.wait_for_selector(".visit[data-ready]")


def again(page: Page) -> None:
    page.reload()
    ready(page)


def chosen(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("[data-ask]", "all => all.map(a => a.dataset.ask)")
    return found


def choose(page: Page, *names: str) -> None:
    page.eval_on_selector_all(".group", "all => all.forEach(one => one.open = true)")
    for name in names:
        page.check(f"[name=ask][value=q-{name}]")


def item(page: Page, key: str) -> Any:
    return page.locator(f"[data-ask={key}]")


def add_own(page: Page, words: str) -> str:
    page.fill("[name=own]", words)
    page.get_by_role("button", name="Add my question").click()
    return chosen(page)[-1]


def answer(page: Page, key: str, words: str) -> None:
    item(page, key).locator("[data-answer]").fill(words)


def sheet(page: Page) -> Any:
    return page.locator("[data-sheet]")


def stored(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        """async () => {
          const from = document.querySelector("script[type=module]").src;
          const { readAll } = await import(new URL("store.js", from));
          return Object.fromEntries((await readAll()).visit);
        }"""
    )
    return found
