"""Work that must not hold the window: files read and written, one after the other, in one thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal


class Tasks(QObject):
    """Runs functions in a background thread; what they return or raise comes back in Qt's thread."""

    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="posestudio-files")
        self._waiting = 0
        self._finished.connect(self._deliver)

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Call ``work`` behind the window, then ``done`` with its result or ``failed`` with its exception."""
        self._waiting += 1
        if self._waiting == 1:
            self.busy_changed.emit(True)
        future = self._pool.submit(work)
        future.add_done_callback(lambda finished: self._finished.emit((finished, done, failed)))

    def _deliver(self, outcome: tuple[Future, Callable, Callable]) -> None:
        future, done, failed = outcome
        self._waiting -= 1
        if self._waiting == 0:
            self.busy_changed.emit(False)
        problem = future.exception()
        if problem is None:
            done(future.result())
        elif isinstance(problem, Exception):
            failed(problem)

    def close(self) -> None:
        """Finish what is running (a file is being written), drop the rest, end the thread."""
        self._finished.disconnect(self._deliver)
        self._pool.shutdown(wait=True, cancel_futures=True)
