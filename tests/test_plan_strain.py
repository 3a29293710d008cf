"""The plan under strain: browsers that are killed, and ten thousand notes."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import ARGS, SHELL
from plan_page import (
    FAR,
    again,
    answer,
    choose,
    export,
    module,
    ready,
    saved,
    says,
    stored,
)
from playwright.sync_api import Browser, Playwright, TimeoutError

from pwa.catalog import Catalog

pytestmark = pytest.mark.browser


# --- killed browsers


KILLS = 10


@contextmanager
def chromium(profile: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A browser in a process group of its own, so that all of it can be killed at one blow."""
    port_file = profile / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    command = [SHELL, *ARGS, f"--user-data-dir={profile}", "--remote-debugging-port=0"]
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, start_new_session=True, stdout=null, stderr=null)
    try:
        for _ in range(200):
            if port_file.exists() and port_file.read_text().count("\n"):
                break
            time.sleep(0.05)
        yield process, f"http://127.0.0.1:{port_file.read_text().split()[0]}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def connected(playwright: Playwright, address: str) -> Browser:
    """The browser at this address; asked again, since one that has just started may not answer."""
    for _ in range(5):
        with suppress(TimeoutError):
            return playwright.chromium.connect_over_cdp(address, timeout=15_000)
    return playwright.chromium.connect_over_cdp(address, timeout=60_000)


def log_of_the_database(folder: Path) -> list[str]:
    """What the browser notes of its opening: whether there was one, see docs/decisions/10."""
    return [file.read_text() for file in folder.rglob("*.indexeddb.leveldb/LOG")]


def test_ten_killed_browsers_lose_nothing_that_was_said_to_be_saved(
    playwright: Playwright, tmp_path: Path, server: str, catalog: Catalog
) -> None:
    names = [name for name, one in catalog.tasks.items() if one.when.any_of == ()][:4]
    kept: dict[str, str] = {}
    for number in range(KILLS + 1):
        with chromium(tmp_path / "profile") as (_, address):
            page = connected(playwright, address).contexts[0].new_page()
            page.add_init_script(NOT_OFFLINE)
            page.goto(f"{server}/en/plan/")
            ready(page)
            found = stored(page)["tasks"]
            notes = {name: found[name]["note"] for name in kept if name in found}
            assert notes == kept, f"after {number} kills; {log_of_the_database(tmp_path)}"
            for name in names:
                kept[name] = f"{number} {name}"
                page.evaluate(TYPE, [name, kept[name]])
                saved(page)
            # What follows is not awaited, so nothing is promised for it.
            page.evaluate(TYPE, ["stray", "half a word"])
    assert len(kept) == len(names)


TORN = bytes([1, 2, 3, 4, 0x90, 1, 1])
"""The head of a line of LevelDB's journal that promises 400 bytes, none of which came."""


@pytest.mark.parametrize("place", ["*.indexeddb.leveldb", "indexeddb.leveldb"])
def test_a_database_that_a_crash_has_torn_comes_back_from_the_other(
    playwright: Playwright, tmp_path: Path, server: str, anyone: str, place: str
) -> None:
    # Chromium writes behind the torn line, and so finds it only when it opens it once more. It
    # deletes the database then. The copy is the one whose folder's name has no origin.
    for number in range(4):
        with chromium(tmp_path / "profile") as (_, address):
            page = connected(playwright, address).contexts[0].new_page()
            page.add_init_script(NOT_OFFLINE)
            page.goto(f"{server}/en/plan/")
            ready(page)
            found = stored(page)["tasks"].get(anyone, {}).get("note")
            assert found == (f"note {number - 1}" if number else None)
            page.evaluate(TYPE, [anyone, f"note {number}"])
            saved(page)
        (folder,) = tmp_path.rglob(place)
        if number == 1:
            with max(folder.glob("*.log")).open("ab") as journal:
                journal.write(TORN)
    assert any("Creating DB" in log.read_text() for log in folder.glob("LOG*"))


# Storing the guide is another test's matter.
NOT_OFFLINE = "delete Navigator.prototype.serviceWorker"

TYPE = """([id, words]) => {
  const card = document.querySelector(`[data-task=${id}]`) ?? document;
  const note = card.querySelector("[data-note]");
  if (id !== "stray") note.value = words;
  else document.querySelector("#smoker").click();
  note.dispatchEvent(new Event("input", { bubbles: true }));
}"""

MANY = f"""async () => {{
  const {{ replaceAll }} = {module("store.js")};
  const entry = (n) => ({{ done: null, note: `${{n}} `.repeat(20), answers: {{}} }});
  await replaceAll(Array.from({{ length: 10000 }}, (_, n) => ["tasks", `t${{n}}`, entry(n)]));
}}"""

TAP = """async (selector) => {
  const field = document.querySelector(selector);
  const start = performance.now();
  field.click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def test_with_ten_thousand_notes_a_tap_is_answered_within_a_tenth_of_a_second(
    open_plan: Any, anyone: str
) -> None:
    page = open_plan()
    page.evaluate(MANY)
    again(page)
    page.fill("#surgery_date", FAR)
    tick = f"[data-task={anyone}] input[type=checkbox]"
    for selector in (tick, "#smoker"):
        times = sorted(page.evaluate(TAP, selector) for _ in range(5))
        assert times[2] < 100, selector
    saved(page)
    backup = export(page)
    assert len(backup["tasks"]) == 10_001
    choose(page, json.dumps(backup).encode())
    answer(page, "Replace")
    says(page, "now on this phone")
    assert export(page)["tasks"] == backup["tasks"]
