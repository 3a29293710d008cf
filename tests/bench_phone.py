"""``make bench``: the guide and its peers on a slow phone, side by side in one run.

A phone is Chromium with its processor four times slower behind a line of 150 ms and 1.6 Mbit/s
(slow 4G) or 400 ms and 400 kbit/s (3G). Each figure is the median of several fresh profiles. What
counts is the last line: our ratio to the floor, and to the best peer, in the same run.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import bench_peers
from bench_line import SLOW_4G, THREE_G, Line, Speed, host, line
from conftest import ROOT, phone
from playwright.sync_api import Page, Playwright, sync_playwright

NETWORKS = {"slow 4G": SLOW_4G, "3G": THREE_G}
FLOORS = ("floor, no script", "floor, offline")
LONGEST = 90.0
"""Seconds after which a peer is called never ready."""
PAINTS = """() => {
  window.paints = { fcp: 0, lcp: 0, blocked: 0 };
  const watch = (type, take) => new PerformanceObserver((list) =>
    list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch("paint", (one) => one.name.startsWith("first-c") && (window.paints.fcp = one.startTime));
  watch("largest-contentful-paint", (one) => (window.paints.lcp = one.startTime));
  watch("longtask", (one) => (window.paints.blocked += Math.max(0, one.duration - 50)));
}"""
STORED = """async () => {
  let count = 0;
  for (const name of await caches.keys()) count += (await (await caches.open(name)).keys()).length;
  return count;
}"""


@dataclass(frozen=True)
class Site:
    """A built site: its folder, where its first page is, and how many entries make it whole."""

    name: str
    root: Path
    home: str
    entries: int
    """0 for a site that stores nothing."""


@dataclass
class First:
    """A first view and, if it comes to that, all that follows until everything is stored."""

    fcp: float
    lcp: float
    blocked: float
    requests: int
    sent: int
    ready: float = 0
    stored_bytes: int = 0
    cold: float = 0


def build(exported: Path, folder: Path) -> list[Site]:
    """Every peer, with the pages of our export."""
    bench_peers.install()
    pages = bench_peers.contents(exported)
    makers: dict[str, Callable[[Path], None]] = {
        "floor, no script": lambda out: bench_peers.floor(pages, out, offline=False),
        "floor, offline": lambda out: bench_peers.floor(pages, out, offline=True),
        "MkDocs Material": lambda out: bench_peers.mkdocs(pages, out),
        "Eleventy + Workbox": lambda out: bench_peers.eleventy(pages, out),
        "Astro + PWA": lambda out: bench_peers.astro(pages, out),
    }
    bundle = json.loads(next(exported.glob("static/en.*.json")).read_bytes())
    # Ours counts only with its mark, which is written last, and with the language that was chosen.
    sites = [Site("Plainspine", exported, "en/", len(bundle["files"]) + 2)]
    for name, make in makers.items():
        make(folder / name)
        sites.append(Site(name, folder / name, "", _entries(folder / name / "sw.js", len(pages))))
    return sites


def _entries(worker: Path, pages: int) -> int:
    """What a site stores: Workbox lists it in the worker, the floor has its pages."""
    if not worker.is_file():
        return 0
    return worker.read_text().count('url:"') or worker.read_text().count('"url":') or pages


@contextmanager
def _throttled(playwright: Playwright, profile: Path, **how: object) -> Iterator[Page]:
    with phone(playwright, profile, viewport={"width": 360, "height": 740}, **how) as context:
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.add_init_script(f"({PAINTS})()")
        yield page


def first_view(playwright: Playwright, address: str, way: Line) -> First:
    """The page alone, with workers forbidden, so that their bytes are not in it."""
    before = (way.requests, way.down)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        _throttled(playwright, Path(profile), service_workers="block") as page,
    ):
        page.goto(address, wait_until="load")
        page.wait_for_timeout(1500)
        seen = page.evaluate("window.paints")
        sent = (way.requests - before[0], way.down - before[1])
    return First(seen["fcp"], seen["lcp"], seen["blocked"], *sent)


def until_offline(playwright: Playwright, site: Site, way: Line, result: First) -> None:
    """How long until everything is stored, how much that is, and how it opens without a network."""
    before, address = way.down, f"http://127.0.0.1:{way.port}/{site.home}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        with _throttled(playwright, Path(profile)) as page:
            start = time.monotonic()
            page.goto(address, wait_until="commit")
            while page.evaluate(STORED) < site.entries and time.monotonic() - start < LONGEST:
                time.sleep(0.05)
            if (taken := time.monotonic() - start) >= LONGEST:
                return
            result.ready = taken * 1000
            result.stored_bytes = way.down - before
            page.wait_for_timeout(1000)
        with _throttled(playwright, Path(profile)) as page:
            way_off(page)
            page.goto(address, wait_until="load")
            page.wait_for_timeout(500)
            result.cold = page.evaluate("window.paints")["lcp"]


def way_off(page: Page) -> None:
    """No network for the page. A stored page needs none; one that isn't would fail to open."""
    page.context.set_offline(True)


def measure(playwright: Playwright, site: Site, speed: Speed) -> First:
    with host(site.root) as port, line(port, speed) as way:
        result = first_view(playwright, f"http://127.0.0.1:{way.port}/{site.home}", way)
        if site.entries:
            until_offline(playwright, site, way, result)
    return result


HEAD = "requests     kB   FCP ms   LCP ms  blocked   offline s    kB  cold LCP ms"


def main(runs: int = 5, networks: tuple[str, ...] = tuple(NETWORKS)) -> None:
    """Print a table for each network."""
    exported = ROOT / "build" / "site"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites = build(exported, Path(folder))
        for network in networks:
            print(f"\n{network:22}{HEAD}")
            found = {}
            for site in sites:
                results = [measure(playwright, site, NETWORKS[network]) for _ in range(runs)]
                found[site.name] = _median(results)
                print(f"{site.name:22}{_row(found[site.name])}", flush=True)
            print(_ratios(found))


def _median(results: list[First]) -> First:
    values = [[getattr(one, item.name) for one in results] for item in fields(First)]
    return First(*map(statistics.median, values))


def _row(one: First) -> str:
    first = f"{one.requests:8.0f} {one.sent / 1000:6.1f} {one.fcp:8.0f}"
    first += f" {one.lcp:8.0f} {one.blocked:8.0f}"
    if not one.ready:
        return f"{first}       never"
    return f"{first} {one.ready / 1000:11.2f} {one.stored_bytes / 1000:5.0f} {one.cold:12.0f}"


def _ratios(found: dict[str, First]) -> str:
    ours, bare, floor = (found[name] for name in ("Plainspine", *FLOORS))
    others = [one.ready for name, one in found.items() if name not in ("Plainspine", *FLOORS)]
    best = min((ready for ready in others if ready), default=0)
    if not (ours.ready and floor.ready and floor.cold):
        return "no ratios: ours or the floor was never stored"
    return (
        f"ratio to the floor: largest paint {ours.lcp / bare.lcp:.2f} (aim 1.3), "
        f"all offline {ours.ready / floor.ready:.2f} (aim 1.5), "
        f"cold open {ours.cold / floor.cold:.2f} (aim 1.2); "
        f"ahead of the best peer {best / ours.ready:.1f} times (aim 4)"
    )


if __name__ == "__main__":
    main()
