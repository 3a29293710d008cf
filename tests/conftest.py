"""What the tests share: the guide, its languages, a running server, and Chromium."""

import gc
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import guides
import pytest
import visit_page
from flask import Flask
from plan_page import FAR, TODAY, MakeContext, ready
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from scripted import Scripted, scripted

from pwa import plan
from pwa.catalog import Catalog
from pwa.handouts import desk
from pwa.i18n import Registry
from pwa.web.site import Site, read_icons

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
"""The browser that readers have."""
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same engine without windows, whose fresh profile costs a third of the time."""
VERSIONS = tempfile.TemporaryDirectory(prefix="versions-")
"""Where the servers of this run note their versions: never in the home folder."""
ARGS = [
    "--headless=new",  # the shell knows no other way, and ignores it
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
]
# Two browsers on two cores: what takes a moment on a phone may take seconds here.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives a browser or prints comes first: a long file at the end leaves a core idle."""
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    slow |= {item.path for item in items if "handout" in item.path.name}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection() -> None:
    """Nothing that is made while tests are collected goes away again."""
    gc.disable()


def pytest_collection_finish() -> None:
    """The guides are a million objects that stay: the collector need not walk them each time."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return guides.CATALOG


@pytest.fixture(scope="session")
def registry() -> Registry:
    return guides.REGISTRY


@pytest.fixture(scope="session")
def site(catalog: Catalog, registry: Registry) -> Site:
    """The guide's pages, without a server; what one test renders, the next one finds."""
    return Site(catalog, registry, read_icons(ROOT / "content"))


@pytest.fixture(scope="session")
def app() -> Flask:
    """The app whose pages are read everywhere; a test that changes one makes its own."""
    from pages import app  # which itself needs this module

    return app()


@pytest.fixture
def client(app):
    desk().forget()  # what one test printed is nothing to the next
    return app.test_client()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(port: int, *options: str, log: Path | None = None) -> Iterator[str]:
    """The real server in a process of its own; ``options`` stand before the subcommand.

    All that it says goes to the file ``log``, if there is one.
    """
    command = [sys.executable, "-c", "from pwa.cli import main; main()", *options]
    command += ["serve", "--port", str(port)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "GUIDE_VERSIONS": VERSIONS.name}
    said = log.open("wb") if log else None
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", process)
        yield address
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until a server that was just started answers."""
    for _ in range(900):  # a busy machine takes its time
        assert process.poll() is None, "the server stopped"
        with suppress(OSError), urllib.request.urlopen(address, timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file to which goes all that the server says."""
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="session")
def server(server_log: Path) -> Iterator[str]:
    """The address of a running server, without a slash at its end."""
    with serving(free_port(), log=server_log) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as instance:
        yield instance


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=SHELL, args=ARGS)
    yield chromium
    chromium.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts (a fresh profile each) that are closed after the test."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        made.append(browser.new_context(**options))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def open_plan(browser_context: MakeContext, server: str) -> Iterator[Callable[..., Page]]:
    """Opens the plan in a fresh browser, on 21 November 2026. No script may fail in it."""
    faults: list[str] = []

    def make(fragment: str = "", script: str = "", language: str = "en", **options: object) -> Page:
        context = browser_context(**{"service_workers": "block", "locale": "en-GB", **options})
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.clock.set_fixed_time(TODAY)
        if script:
            page.add_init_script(script)
        page.goto(f"{server}/{language}/plan/{fragment}")
        ready(page)
        return page

    yield make
    assert faults == []


@pytest.fixture(scope="session")
def anyone(catalog: Catalog) -> str:
    """A task that is for everybody who has a day, some weeks before it."""
    rules = plan.rules(catalog)
    early = plan.schedule(rules, plan.Profile(day=date.fromisoformat(FAR)))
    return next(item.id for item in early if item.kind == "task")


@pytest.fixture(scope="session")
def medicine(catalog: Catalog) -> str:
    found = (one for one in catalog.tasks.values() if one.medicine and one.when.any_of == ())
    return str(next(found).id)


@pytest.fixture
def open_visit(browser_context: MakeContext, server: str) -> Iterator[Callable[..., Page]]:
    """Opens the visit in a fresh browser, on 21 November 2026. No script may fail in it."""
    faults: list[str] = []

    def make(locale: str = "en", script: str = "", **options: object) -> Page:
        page = browser_context(**{"service_workers": "block", **options}).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.clock.set_fixed_time(TODAY)
        if script:
            page.add_init_script(script)
        page.goto(f"{server}/{locale}/questions/")
        visit_page.ready(page)
        return page

    yield make
    assert faults == []


@pytest.fixture(scope="session")
def names(catalog: Catalog) -> list[str]:
    """The questions that a reader may choose for a visit."""
    return [str(one.id) for group in catalog.questions.values() for one in group.questions]


@pytest.fixture
def net() -> Iterator[Scripted]:
    """A small guide on a server that can fail on purpose."""
    with scripted() as server:
        yield server


@pytest.fixture
def page(browser_context: MakeContext) -> Page:
    """A page in a fresh browser, with nothing opened yet."""
    page = browser_context().new_page()
    page.set_default_timeout(15_000)
    return page


@contextmanager
def phone(
    playwright: Playwright, profile: Path, browser: str = CHROMIUM, **options: object
) -> Iterator[BrowserContext]:
    """A browser whose profile outlives it, so that it can be closed and opened again."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=browser, args=ARGS, **options
    )
    yield context
    context.close()


def without_tags(html: str) -> str:
    """The words of a page, for tests that look for a sentence."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
