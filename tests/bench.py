"""``make bench``: how long the main steps take here, as medians, and how many bytes a phone loads.

Times on a shared machine drift: compare figures of one run with each other, not with another day's.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import brotli

import pwa
from pwa.catalog import load
from pwa.handouts import Workers, handout, parse
from pwa.i18n import locales, localise
from pwa.web.files import File
from pwa.web.publish import Published

ROOT = Path(__file__).parents[1]
RUNS = 7


def main() -> None:
    """Print one line for each measurement."""
    catalog = load(pwa.CONTENT)
    registry = locales.load(pwa.TRANSLATIONS)
    published = Published(pwa.open_site(pwa.CONTENT, pwa.TRANSLATIONS))
    _time("read and check the content", lambda: load(pwa.CONTENT))
    for code, locale in registry.items():
        _time(f"localise ({code})", lambda locale=locale: localise(catalog, locale))
        pages = sum(1 for _ in published.site.pages(code))
        _time(f"render {pages} pages ({code})", lambda code=code: _render(published, code))
    _bytes(published)
    _sheets(published)


def _render(published: Published, code: str) -> None:
    published.site._pages.clear()
    for _ in published.site.pages(code):
        pass


def _bytes(published: Published) -> None:
    for code, bundle in published.bundles.items():
        _size(f"everything offline ({code})", bundle.body)
        first = [published.site.page(f"{code}/"), *_scripts(published.site.assets)]
        packed = sum(len(brotli.compress(file.body, quality=5)) for file in first)
        print(f"{f'first view, with the offline script ({code})':44}{packed / 1000:9.1f} kB")


def _scripts(assets: tuple[File, ...]) -> list[File]:
    return [file for file in assets if file.path.endswith(("app.js", "offline.js", "icon.svg"))]


def _sheets(published: Published) -> None:
    pool = Workers(processes=1, seconds=60)
    for code, localised in published.site.localised.items():
        for kind in ("option", "checklist", "warning-signs"):
            fields = {"kind": kind, "locale": code, "surgery_date": "2027-03-01"}
            fields["option"] = next(iter(published.site.catalog.options))
            request = parse(fields, published.site.catalog, published.site.locales)
            _time(
                f"print {kind} ({code})",
                lambda r=request, at=localised: handout(at, r, date.today(), pool),
            )
    pool.close()


def _time(name: str, step: Callable[[], object]) -> None:
    step()  # warm
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        step()
        taken.append((time.perf_counter() - start) * 1000)
    print(
        f"{name:44}{statistics.median(taken):9.1f} ms  (from {min(taken):.1f} to {max(taken):.1f})"
    )


def _size(name: str, body: bytes) -> None:
    packed = len(brotli.compress(body, quality=5))
    print(f"{name:44}{packed / 1000:9.1f} kB")


if __name__ == "__main__":
    main()
