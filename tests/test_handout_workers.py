"""The workers: bounded in time, memory and number, and deaf to the network."""

import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from conftest import ROOT
from weasyprint.logger import LOGGER

from pwa.handouts import Busy, HandoutError, PrintError, TooSlow, Workers, printer
from pwa.handouts.sheet import Segment, Sheet
from pwa.handouts.style import Script, Style
from pwa.handouts.workers import LARGEST, MEMORY, _print

PLAIN = Style((Script("en", ("Noto Sans",)),))
# Columns without end: laying this table out takes WeasyPrint longer than anyone waits.
BOMB = "<table><tr>" + "<td colspan='65000'>x</td>" * 50 + "</tr></table>"
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
    "DwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def sheet(body: str, head: str = "") -> Sheet:
    start = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>{head}'
    html = f"{start}</head><body>{body}</body></html>"
    return Sheet((Segment(html, PLAIN),))


HELLO = sheet("<p>Hello</p>")


@contextmanager
def pool(**limits):
    made = Workers(**limits)
    made.render(HELLO)
    yield made
    made.close()


@pytest.fixture(scope="module")
def workers():
    with pool() as made:
        yield made


def test_a_sheet_is_laid_out(workers):
    assert workers.render(HELLO).startswith(b"%PDF-1.7")


def test_any_thread_may_ask(workers):
    with ThreadPoolExecutor(8) as threads:
        sheets = list(threads.map(lambda _: workers.render(HELLO), range(16)))
    assert all(pdf.startswith(b"%PDF") for pdf in sheets)


def test_a_worker_that_hangs_is_killed_and_the_next_sheet_works():
    with pool(processes=1, seconds=1) as made:
        started = time.monotonic()
        with pytest.raises(TooSlow, match="more than 1 seconds"):
            made.render(sheet(BOMB))
        assert time.monotonic() - started < 4
        assert made.render(HELLO).startswith(b"%PDF")


def test_when_the_queue_is_full_the_asker_is_told_when_to_come_back():
    with pool(processes=1, waiting=1, seconds=2) as made:
        askers = [threading.Thread(target=_ignoring_faults, args=(made, BOMB)) for _ in range(2)]
        for asker in askers:
            asker.start()
            time.sleep(0.2)
        started = time.monotonic()
        with pytest.raises(Busy) as told:
            made.render(HELLO)
        assert time.monotonic() - started < 0.1, "the answer does not wait in the queue"
        assert told.value.retry_after >= 1
        for asker in askers:
            asker.join()
        assert made.render(HELLO).startswith(b"%PDF"), "the places are free again"


def test_a_worker_may_not_take_all_the_memory(workers):
    with pytest.raises(PrintError, match="MemoryError"):
        workers.result(workers._begin(_hoard, HELLO))
    assert workers.render(HELLO).startswith(b"%PDF")


def test_a_huge_document_is_refused_before_it_reaches_a_worker(workers):
    with pytest.raises(PrintError, match="expected at most"):
        workers.render(sheet("x" * LARGEST))


def test_closed_workers_start_again_when_asked():
    with pool(processes=1) as made:
        made.close()
        assert made.render(HELLO).startswith(b"%PDF")


def test_workers_that_cannot_start_give_an_error_and_not_a_hang():
    made = Workers(processes=1, memory="no number", seconds=2)
    started = time.monotonic()
    with pytest.raises((PrintError, Busy)):
        made.render(HELLO)
    assert time.monotonic() - started < 10
    made.close()


def test_a_worker_knows_its_fonts_before_its_memory_is_limited():
    code = """
from pathlib import Path
import pwa.handouts.printer
from pwa.handouts.workers import _prepare
pages = int(Path("/proc/self/statm").read_text().split()[0])
_prepare(4096 * pages + 10_000_000)
"""
    started = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
    assert started.returncode == 0, started.stderr


def test_a_worker_without_memory_forgets_what_it_keeps_and_tries_again(workers):
    assert workers._begin(_short_of_memory, HELLO).result().startswith(b"%PDF")


# --- what a sheet may fetch: nothing --------------------------------------------------------


@pytest.fixture(scope="module")
def visitors():
    """A server on this machine that remembers who knocked, and its port."""
    found = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    connection, who = server.accept()
                except OSError:
                    return
                found.append(who)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], found


ABUSES = {
    "picture": '<img alt="x" src="{url}">',
    "picture set": '<img alt="x" srcset="{url}" src="{url}">',
    "object": '<object data="{url}">x</object>',
    "embed": '<embed src="{url}">',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "import": "<style>@import url({url});</style>",
    "background": '<p style="background: url({url})">x</p>',
    "list mark": '<ul style="list-style-image: url({url})"><li>x</li></ul>',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: f; src: url({url}) }} p {{ font-family: f }}</style>"
    "<p>x</p>",
    "drawing": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>x</title>'
    '<image href="{url}" width="9" height="9"/></svg>',
    "attachment": '<link rel="attachment" href="{url}">',
    "attached link": '<a rel="attachment" href="{url}">x</a>',
    "base": '<base href="{url}"><img alt="x" src="a.png">',
}


@pytest.mark.parametrize("way", ABUSES)
@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/x", "file:///etc/hostname"])
def test_nothing_outside_the_sheet_is_fetched(workers, visitors, way, address):
    port, found = visitors
    html = sheet(ABUSES[way].format(url=address.format(port=port)))
    # What a drawing may not fetch, WeasyPrint reports as a fault of the drawing.
    refused = f"found the address '{address[:4]}" if way != "drawing" else "render SVG image data:"
    with pytest.raises(PrintError, match=refused):
        workers.render(html)
    assert found == []


def test_what_weasyprint_says_within_a_layout_reaches_no_log_and_afterwards_does():
    before = LOGGER.propagate
    with printer._complaints() as outer:
        with printer._complaints() as inner:
            LOGGER.warning("one")
        assert LOGGER.propagate is False
        LOGGER.warning("two")
    assert (inner, outer) == (["one"], ["two"])
    assert LOGGER.propagate is before


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/x", "//127.0.0.1/x", "HTTP://127.0.0.1/x"])
def test_other_ways_to_write_an_address_lead_nowhere_either(workers, address):
    with pytest.raises(PrintError):
        workers.render(sheet(f'<img alt="x" src="{address}">'))


def test_a_picture_inside_the_sheet_is_shown(workers):
    assert b"/Image" in workers.render(sheet(f'<img alt="x" src="{PIXEL}">'))


@pytest.mark.parametrize(
    "fault",
    [
        "<style>p { colour: red }</style><p>x</p>",
        "<style>p { width: }</style><p>x</p>",
        '<img src="data:image/png;base64,AAAA" alt="x">',
        f'<img src="{PIXEL}">',
    ],
    ids=["unknown rule", "empty rule", "broken picture", "picture without words"],
)
def test_what_weasyprint_only_logs_fails_the_sheet(workers, fault):
    with pytest.raises(PrintError, match="faults in the layout, expected none"):
        workers.render(sheet(fault))


def _ignoring_faults(workers: Workers, body: str) -> None:
    with suppress(HandoutError):
        workers.render(sheet(body))


def _hoard(made: Sheet, until: float) -> bytes:
    return b"x" * 2 * MEMORY


def _short_of_memory(made: Sheet, until: float) -> bytes:
    from pwa.handouts import printer

    def pdf(*args):
        if printer._KEPT.names():
            raise MemoryError
        return written(*args)

    written, printer.pdf = printer.pdf, pdf
    printer._KEPT.get("of another sheet", 1, bytes)
    try:
        return _print(made, until)
    finally:
        printer.pdf = written
