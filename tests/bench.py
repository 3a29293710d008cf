"""``make bench``: how long the main steps take here, as medians, and how many bytes a phone loads.

Then the parts that compare with others: `bench_phone`, `bench_build`, `bench_serving`; each can be
run alone, as ``make bench PART=phone``. Times on a shared machine drift: compare figures of one run
with each other, not with another day's.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import bench_build
import bench_phone
import bench_serving
import brotli
import weasyprint
from playwright.sync_api import sync_playwright

import pwa
from pwa.catalog import load
from pwa.handouts import Wish, Workers, draft, handout, parse, printer, style
from pwa.i18n import locales, localise
from pwa.i18n.localise import Localised
from pwa.web.files import File
from pwa.web.publish import Published

ROOT = Path(__file__).parents[1]
RUNS = 7
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Run the parts that are named, or all."""
    parts = {
        "steps": steps,
        "phone": bench_phone.main,
        "build": bench_build.main,
        "serving": bench_serving.main,
    }
    for name in sys.argv[1:] or parts:
        print(f"\n== {name}")
        parts[name]()


def steps() -> None:
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
    _printers(published)


def _printers(published: Published) -> None:
    """The same dated checklist: ours, WeasyPrint with nothing kept, and Chromium.

    Ours is for another day each time, as it is for patients, since it keeps what they share.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for code, localised in published.site.localised.items():
            days = map(date.fromordinal, count(date(2027, 3, 1).toordinal()))
            wishes = (_wish(published, localised, day) for day in days)
            htmls = _as_pages(next(wishes))
            first = time.perf_counter()
            printer.pdf(draft(next(wishes)))
            print(f"the first of all ({code}) {time.perf_counter() - first:.2f} s")

            def chromium(htmls: list[str] = htmls) -> None:
                for html in htmls:
                    page.set_content(html)
                    page.pdf(tagged=True, prefer_css_page_size=True)

            _time(f"checklist, ours ({code})", lambda w=wishes: printer.pdf(draft(next(w))))
            _time(f"checklist, naive WeasyPrint ({code})", lambda h=htmls: _naive(h))
            _time(f"checklist, Chromium ({code})", chromium)
        browser.close()


def _wish(published: Published, localised: Localised, day: date) -> Wish:
    fields = {"kind": "checklist", "locale": localised.locale.code}
    fields["surgery_date"] = day.isoformat()
    fields["option"] = next(iter(published.site.catalog.options))
    request = parse(fields, published.site.catalog, published.site.locales)
    return Wish(request, (localised,), date.today())


def _as_pages(wish: Wish) -> list[str]:
    """The sheet's segments with their styles in them, as any other printer takes them."""
    segments = draft(wish).plain.segments
    look = segments[0].style
    sheet = f"<style>{style.css(look, look.sizes[0])}{style.common()}</style></head>"
    return [one.html.replace("</head>", sheet, 1) for one in segments]


def _naive(htmls: list[str]) -> None:
    for html in htmls:
        weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")


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
