"""The desk where sheets are asked for: who makes a sheet, and how long its asker waits.

Key ideas:

- **Nobody waits long for an answer.** A sheet that takes the quick workers too long (a booklet in
  two languages may take a minute) goes to a slow worker, which makes one at a time, out of the way
  of all others; its asker is told to come back for it.
- **Nothing is made twice.** Whoever asks for a sheet that is being made waits for that one. What
  holds nothing of a patient is kept for whoever asks next; a dated sheet is forgotten as soon as it
  is made. Its form, which the worker keeps, is filled in again in a moment.
"""

import threading
from functools import cache
from typing import Final

from pwa.handouts.errors import TooSlow, Unfinished
from pwa.handouts.sheet import Sheet
from pwa.handouts.workers import Task, Workers, workers

KEPT: Final = 48
"""Undated sheets of which the PDF is kept: those that a clinic prints again and again."""
PATIENCE: Final = 8.0
"""Seconds that an asker waits for the slow worker."""
LONGEST: Final = 180.0
"""Seconds that a long sheet may take. The longest takes one minute on a machine of two cores."""
WAITING: Final = 3
"""Long sheets that may stand in line."""


class Desk:
    """Can be asked from any thread."""

    def __init__(self, quick: Workers, slow: Workers) -> None:
        self._quick = quick
        self._slow = slow
        self._lock = threading.Lock()
        self._tasks: dict[Sheet, Task] = {}
        # Their hashes only: few (each took a worker's seconds), and nothing but a number.
        self._long: set[int] = set()

    def sheet(self, made: Sheet) -> bytes:
        """The sheet as PDF. Raises `Unfinished`, `Busy` or `PrintError`."""
        name = hash(made.nobodys)
        line = self._slow if name in self._long else self._quick
        try:
            return line.result(self._task(line, made))
        except TooSlow as error:
            self._long.add(name)
            self._task(self._slow, made)  # which keeps what it has laid out, so it gets further
            raise Unfinished(round(PATIENCE)) from error

    def forget(self) -> None:
        """Make every sheet anew."""
        with self._lock:
            self._tasks.clear()

    def _task(self, line: Workers, made: Sheet) -> Task:
        with self._lock:
            task = self._tasks.pop(made, None)
            if task is None or _failed(task):
                task = line.begin(made)
            self._tasks[made] = task  # now the last that will be dropped
            while len(self._tasks) > KEPT:
                del self._tasks[next(iter(self._tasks))]
        if made.personal:
            task.add_done_callback(lambda _: self._drop(made))
        return task

    def _drop(self, made: Sheet) -> None:
        with self._lock:
            self._tasks.pop(made, None)


def _failed(task: Task) -> bool:
    return task.cancelled() or (task.done() and task.exception() is not None)


@cache
def desk() -> Desk:
    """The desk of this process."""
    return Desk(workers(), Workers(1, WAITING, LONGEST, patience=PATIENCE))
