"""Worker processes that lay sheets out, few and on a short lead.

Key ideas:

- **Nothing a reader sends can hold the server up.** A worker has a limit of memory, a sheet a limit
  of time (its worker is killed at the end of it), the queue a length; beyond that the asker is told
  when to come back. Only plain data crosses over.
- **A fresh start.** Workers come from a fork server, started before it has threads: forking a
  threaded web server hangs. The fork server has WeasyPrint loaded, so a new worker is quick.
- **Warm.** A worker sets its fonts up before it takes its first sheet, then freezes what it has
  loaded, so the garbage collector never walks it again.
- **Started when first needed**, in whichever process asks: a web server's worker, the command line,
  a test. Nobody has to close it.
"""

import gc
import math
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from multiprocessing.util import Finalize
from typing import Final

from pebble import ProcessPool

from pwa.handouts.errors import Busy, HandoutError, PrintError, TooSlow, Unfinished
from pwa.handouts.sheet import Sheet

PROCESSES: Final = 2
WAITING: Final = 16
"""Sheets that may stand in line behind those being laid out."""
SECONDS: Final = 8.0
"""What one sheet may take."""
IN_LINE: Final = 1.5
"""How much longer an asker waits for a place: at most so many seconds more."""
MEMORY: Final = 1_500_000_000
"""Bytes of address space for each worker."""
SHEETS_EACH: Final = 500
"""A worker is replaced after so many: WeasyPrint's fonts leave a little memory behind each time."""
LARGEST: Final = 3_000_000
"""Letters of HTML; a booklet of ten options in two languages has half of it."""

Job = Callable[[Sheet, float], bytes]
Task = Future[bytes]


class Workers:
    """A pool that can be called from any thread.

    An asker waits for ``patience`` seconds: by default until the sheet is made or its worker is
    killed; where it is less, the sheet is made although its asker has gone, to be asked for again.
    """

    def __init__(
        self,
        processes: int = PROCESSES,
        waiting: int = WAITING,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        patience: float | None = None,
    ) -> None:
        self.processes = processes
        self.seconds = seconds
        self.patience = patience or seconds + IN_LINE
        self.memory = memory
        self._places = threading.BoundedSemaphore(processes + waiting)
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None
        self._owner = 0

    def render(self, sheet: Sheet) -> bytes:
        """The sheet as PDF. Raises `Busy`, `TooSlow` or another `PrintError`."""
        return self.result(self.begin(sheet))

    def begin(self, sheet: Sheet) -> Task:
        """Have the sheet made, without waiting for it. Raises `Busy` or `PrintError`."""
        if sheet.length > LARGEST:
            raise PrintError(f"found {sheet.length} letters of HTML, expected at most {LARGEST}")
        return self._begin(_print, sheet)

    def result(self, task: Task) -> bytes:
        """What has been begun here, as soon as it is made. Raises as `render` does."""
        try:
            return task.result(self.patience)
        except TimeoutError as error:
            if not task.done():
                raise self._come_back() from error
            raise TooSlow(
                f"found more than {self.seconds} seconds of work, expected less"
            ) from error
        except HandoutError:
            raise
        except Exception as error:
            # A worker that ran out of memory, or a fault in the layout: the sheet's words may be in
            # the message, so only the kind of error goes on.
            raise PrintError(f"found {type(error).__name__}, expected a sheet") from error

    def start(self) -> None:
        """Have the workers ready before the first sheet is asked for."""
        self._running().schedule(_nothing)

    def close(self) -> None:
        """Stop the workers; asked again, new ones start."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None and self._owner == os.getpid():
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    @property
    def _goes_on(self) -> bool:
        """Whether a sheet is made although its asker has gone."""
        return self.patience < self.seconds

    def _come_back(self) -> Busy:
        return Unfinished(round(self.patience)) if self._goes_on else Busy(round(self.seconds))

    def _begin(self, job: Job, sheet: Sheet) -> Task:
        if not self._places.acquire(blocking=False):
            raise Busy(round(self.patience / 2))
        expires = math.inf if self._goes_on else time.monotonic() + self.patience
        try:
            task = self._running().schedule(
                _unless_late, (expires, self.seconds, job, sheet), timeout=self.seconds
            )
        except BaseException:
            self._places.release()
            raise
        # Even if nobody waits for it any longer, a sheet holds its place until it is done.
        task.add_done_callback(lambda _: self._places.release())
        return task

    def _running(self) -> ProcessPool:
        with self._lock:
            if self._pool is None or self._owner != os.getpid() or not _usable(self._pool):
                self._pool, self._owner = self._new_pool(), os.getpid()
                # Not atexit, which a web server's own worker process skips: it would then wait
                # for ours for ever.
                Finalize(self, self.close, exitpriority=10)
            return self._pool

    def _new_pool(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pwa.handouts.printer"])
        return ProcessPool(
            max_workers=self.processes,
            max_tasks=SHEETS_EACH,
            initializer=_prepare,
            initargs=(self.memory,),
            context=context,
        )


@cache
def workers() -> Workers:
    """The workers of this process."""
    return Workers()


def _usable(pool: ProcessPool) -> bool:
    """Whether a pool still takes work; one whose workers could not start does not."""
    return bool(pool.active)


# --- what runs in a worker -------------------------------------------------------------------


def _prepare(memory: int) -> None:
    """Load and warm up what every sheet needs, then limit this process."""
    # Python would act on the signal only after WeasyPrint's C code returns; the kernel acts now.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from pwa.handouts import printer

    printer.warm_up()
    # Not before: to fontconfig without memory a folder of fonts is empty, and it notes that for the
    # whole machine.
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    gc.collect()
    gc.freeze()


def _unless_late(expires: float, seconds: float, job: Job, sheet: Sheet) -> bytes:
    """Do the job, unless the asker has gone by now."""
    if time.monotonic() > expires:
        raise Busy(round(seconds))
    # Before the kill, which would lose all that this worker has kept.
    return job(sheet, time.monotonic() + 0.6 * seconds)


def _print(sheet: Sheet, until: float) -> bytes:
    from pwa.handouts import printer  # WeasyPrint is loaded in workers alone

    with suppress(MemoryError, SystemError):  # the latter if C could not even say the former
        return printer.pdf(sheet, until)
    printer.forget()
    return printer.pdf(sheet, until)


def _nothing() -> None:
    pass
