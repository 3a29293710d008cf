"""What the tests of the personal plan share: opening it, looking into it, filling it in."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

TODAY = "2026-11-21T10:00:00"
FAR = "2027-03-01"
MakeContext = Callable[..., BrowserContext]
FILES = tempfile.TemporaryDirectory(prefix="plans-")
"""Where the files lie that are chosen: ten megabytes take seconds on any other way to Chromium."""


def ready(page: Page) -> None:
    page.wait_for_selector("[data-component=plan][data-ready]")


def again(page: Page) -> Page:
    page.reload()
    ready(page)
    return page


def saved(page: Page) -> None:
    """Wait until the page says that everything is on the phone."""
    page.wait_for_selector("[data-saved=saved]:visible")


def dates(page: Page) -> dict[str, tuple[str, str]]:
    """What the page shows, by task."""
    found = page.eval_on_selector_all(
        "[data-task][data-from]:not([hidden])",
        "all => all.map(one => [one.dataset.task, one.dataset.from, one.dataset.until])",
    )
    return {name: (start, until) for name, start, until in found}


def task(page: Page, name: str) -> Any:
    return page.locator(f"[data-task={name}]")


def module(name: str) -> str:
    """JavaScript that imports one of our modules."""
    return f"await import(new URL('{name}', document.querySelector('script[type=module]').src))"


def stored(page: Page) -> dict[str, Any]:
    """Everything in the reader's database."""
    return page.evaluate(
        f"""async () => {{
          const {{ readAll }} = {module("store.js")};
          const {{ plan, tasks }} = await readAll();
          return {{ plan: Object.fromEntries(plan), tasks: Object.fromEntries(tasks) }};
        }}"""
    )


def export(page: Page) -> dict[str, Any]:
    with page.expect_download() as download:
        page.click("[data-action=export-plan]")
    assert download.value.suggested_filename == "plainspine-2026-11-21.json"
    return dict(json.loads(Path(download.value.path()).read_text()))


def choose(page: Page, content: bytes) -> None:
    picked = Path(tempfile.mkdtemp(dir=FILES.name)) / "plan.json"
    picked.write_bytes(content)
    with page.expect_file_chooser() as chooser:
        page.click("[data-action=import-plan]")
    chooser.value.set_files(picked)


def answer(page: Page, name: str) -> None:
    """Say yes or no to the question that is open."""
    page.locator("dialog[open]").get_by_role("button", name=name, exact=True).click()


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-message]")).to_contain_text(words)


def fill_in(page: Page, anyone: str) -> None:
    page.fill("#surgery_date", FAR)
    page.check("#smoker")
    task(page, anyone).locator("input[type=checkbox]").check()
    task(page, anyone).locator("details.own summary").click()
    task(page, anyone).locator("[data-note]").fill("<b>ملاحظة</b> & 'quotes'")
    saved(page)


ENTRY: dict[str, Any] = {"done": None, "note": "", "answers": {}}
GOOD: dict[str, Any] = {
    "guide": "plainspine",
    "version": 2,
    "saved": "2026-11-21",
    "plan": {"answers": {"smoker": True}},
    "tasks": {"x": ENTRY},
    "visit": {},
}

FAILING = """const put = IDBObjectStore.prototype.put;
window.full = true;
IDBObjectStore.prototype.put = function (...args) {
  if (window.full) throw new DOMException("", "QuotaExceededError");
  return put.apply(this, args);
};"""
"""A phone that is full, until ``window.full`` is false."""


def file(**changes: Any) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


def calendar(page: Page) -> bytes:
    with page.expect_download() as download:
        page.click("[data-action=calendar]")
    return Path(download.value.path()).read_bytes()


def reach(page: Page, name: str) -> None:
    reach_until(page, f"document.activeElement.id === '{name}'")


def reach_until(page: Page, reached: str) -> None:
    for _ in range(60):
        if page.evaluate(reached):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key did not reach: {reached}")
