"""A phone that is disturbed: what its reader does, and whether all that it stored is whole."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Error, Page
from scripted import BASE, Scripted

PATIENCE = 15_000

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

TYPED = "half a wo"


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


def wait_for(done: Callable[[], bool]) -> None:
    for _ in range(60):
        if done():
            return
        time.sleep(0.05)
