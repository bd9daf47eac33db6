"""Work that must not hold the window: files read and written, one after the other, in one thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class Tasks(QObject):
    """Runs functions in a background thread; what they return or raise comes back in Qt's thread."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="posestudio-files")
        self._waiting: dict[Future, bool] = {}  # and whether closing waits for it
        # Queued: work that ends at once is still answered after ``run`` has returned.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        *,
        finish: bool = False,
    ) -> None:
        """Call ``work`` behind the window, then ``done`` with its result or ``failed`` with its exception.

        ``finish`` says that it is done even when the window closes before its turn.
        """
        future = self._pool.submit(work)
        self._waiting[future] = finish
        future.add_done_callback(lambda finished: self._finished.emit((finished, done, failed)))

    def _deliver(self, outcome: tuple[Future, Callable, Callable]) -> None:
        future, done, failed = outcome
        del self._waiting[future]
        problem = future.exception()
        if problem is None:
            done(future.result())
        elif isinstance(problem, Exception):
            failed(problem)

    def close(self) -> None:
        """Finish what is being written, drop what was to be read, end the thread."""
        self._finished.disconnect(self._deliver)
        for future, finish in self._waiting.items():
            if not finish:
                future.cancel()
        self._pool.shutdown(wait=True)
