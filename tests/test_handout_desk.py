"""The desk: long sheets are made out of the way of others, and nothing is made twice."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from pwa.handouts import Busy, Desk, PrintError, Sheet, Unfinished, Workers
from pwa.handouts.sheet import BLANK, END, Entries, Segment
from pwa.handouts.style import Script, Style

PLAIN = Style((Script("en", ("Noto Sans",)),))
NOBODY, DAY = Entries(("0",)), Entries(("17",))
MOMENT = 0.4
"""Seconds. The long sheet takes several on any machine."""


class Counted(Workers):
    """Workers that note what they begin."""

    def __init__(self, **limits: float) -> None:
        super().__init__(processes=1, **limits)  # type: ignore[arg-type]
        self.begun: list[Sheet] = []

    def begin(self, sheet: Sheet):
        self.begun.append(sheet)
        return super().begin(sheet)


def sheet(body: str, *, dated: bool = False) -> Sheet:
    if dated:
        body += f"<p><span data-blank='0'>{BLANK}0{END}</span></p>"
    start = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head>'
    made = Sheet((Segment(f"{start}<body>{body}</body></html>", PLAIN),))
    return replace(made, model=NOBODY, letters=(("0123456789",),), entries=DAY) if dated else made


HELLO = sheet("<p>Hello</p>")
LONG = "".join(f"<p>The {number}th of many lines of words.</p>" for number in range(2500))


@pytest.fixture(scope="module")
def lines() -> Iterator[tuple[Counted, Counted]]:
    quick = Counted(seconds=MOMENT)
    slow = Counted(waiting=1, seconds=100, patience=MOMENT)
    for line in (quick, slow):
        line.start()
        while True:  # a cold worker takes longer than a moment
            try:
                line.render(HELLO)
                break
            except (Busy, PrintError):
                time.sleep(0.1)
    yield quick, slow
    for line in (quick, slow):
        line.close()


@pytest.fixture
def desk(lines: tuple[Counted, Counted]) -> Desk:
    for line in lines:
        line.begun.clear()
    return Desk(*lines)


def asked_until_made(desk: Desk, made: Sheet) -> tuple[bytes, int]:
    """The PDF, and how often its asker was told to come back."""
    for tries in range(200):
        try:
            return desk.sheet(made), tries
        except Unfinished:
            time.sleep(0.1)
    raise AssertionError("it was never made")


def test_a_long_sheet_is_made_while_its_asker_is_told_to_come_back(
    desk: Desk, lines: tuple[Counted, Counted]
) -> None:
    long = sheet(LONG)
    started = time.monotonic()
    with pytest.raises(Unfinished) as told:
        desk.sheet(long)
    assert time.monotonic() - started < 5 * MOMENT
    assert told.value.retry_after >= 1
    # The quick worker is free for others, though its last sheet was stopped.
    assert asked_until_made(desk, HELLO)[0].startswith(b"%PDF")
    assert asked_until_made(desk, long)[0].startswith(b"%PDF")
    assert [line.begun.count(long) for line in lines] == [1, 1]
    assert desk.sheet(long) is desk.sheet(long), "kept for the next"


def test_a_long_dated_sheet_is_quick_for_the_next_day(
    desk: Desk, lines: tuple[Counted, Counted]
) -> None:
    mine = sheet(LONG, dated=True)
    other = replace(mine, entries=Entries(("23",)))
    assert asked_until_made(desk, mine)[1] > 1
    assert lines[1].begun.count(mine) <= 2, "who comes back waits for the same"
    assert asked_until_made(desk, other)[1] <= 1
    assert other not in lines[0].begun, "it was known to be long"


def test_a_sheet_of_nobody_is_made_once_whoever_asks(
    desk: Desk, lines: tuple[Counted, Counted]
) -> None:
    with ThreadPoolExecutor(8) as askers:
        found = set(askers.map(desk.sheet, [HELLO] * 16))
    assert len(found) == 1
    assert lines[0].begun == [HELLO]
    desk.forget()
    desk.sheet(HELLO)
    assert lines[0].begun == [HELLO] * 2


def test_nothing_with_a_patients_day_is_kept(desk: Desk, lines: tuple[Counted, Counted]) -> None:
    dated = sheet("<p>On</p>", dated=True)
    for times in (1, 2):
        desk.sheet(dated)
        assert lines[0].begun == [dated] * times
        assert desk._tasks == {}


def test_what_takes_the_slow_worker_too_long_is_begun_again(lines: tuple[Counted, Counted]) -> None:
    brief = Counted(seconds=2 * MOMENT, patience=MOMENT)
    desk = Desk(lines[0], brief)
    for _ in range(60):
        with pytest.raises(Unfinished):
            desk.sheet(sheet(LONG))
        if len(brief.begun) > 1:
            break
    assert len(brief.begun) > 1
    brief.close()


def test_what_could_not_be_made_is_tried_again(desk: Desk, lines: tuple[Counted, Counted]) -> None:
    faulty = sheet("<p style='display: nothing'>x</p>")
    for _ in range(2):
        with pytest.raises(PrintError, match="faults in the layout"):
            desk.sheet(faulty)
    assert lines[0].begun == [faulty] * 2


def test_only_so_many_long_sheets_stand_in_line(desk: Desk) -> None:
    told = []
    for number in range(3):
        with pytest.raises(Busy) as busy:
            desk.sheet(sheet(f"<p>{number}</p>{LONG}"))
        told.append(type(busy.value))
    assert told == [Unfinished, Unfinished, Busy]
