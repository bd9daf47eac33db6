"""Short work in background threads: reading and writing files without freezing the window."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

PATIENCE_MS = 4000
"""How long work waits for the work before it, which may never end (a folder on a server that does not answer)."""

Outcome = tuple[Future, Callable[[Any], None], Callable[[Exception], None]]


class Tasks(QObject):
    """Runs functions in background threads, and calls back in Qt's thread with what they return or raise.

    Reading is done one after the other in a thread that can be abandoned: work that takes longer than ``patience_ms``
    while other work waits is overtaken by it, and closing does not wait for it. Writing (``finish``) has a thread of
    its own, and is completed before the window is closed.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, *, patience_ms: int = PATIENCE_MS) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="posestudio-writing")
        self._queue = _AbandonableQueue()
        self._delivery = threading.Lock()  # taken while a thread uses this object, never after close()
        self._closed = False
        # Queued: the callbacks of work that ends at once are still called after ``run`` has returned.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self, interval=patience_ms, singleShot=True)
        self._patience.timeout.connect(self._overtake)
        self._waited_for: Future | None = None

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        *,
        finish: bool = False,
    ) -> None:
        """Call ``work`` in the background, then ``done`` with its result or ``failed`` with its exception.

        With ``finish`` it is done even when the window closes before its turn.
        """
        future: Future = self._pool.submit(work) if finish else self._queue.put(work)
        future.add_done_callback(lambda finished: self._emit((finished, done, failed)))
        self._watch_patience()

    def _emit(self, outcome: Outcome) -> None:
        with self._delivery:
            if not self._closed:  # an abandoned thread may outlive this object
                self._finished.emit(outcome)

    def _deliver(self, outcome: Outcome) -> None:
        future, done, failed = outcome
        self._watch_patience()
        problem = future.exception()
        if problem is None:
            done(future.result())
        elif isinstance(problem, Exception):
            failed(problem)

    def _watch_patience(self) -> None:
        """Time the running work, or the one about to run, while other work waits."""
        waiting, running = self._queue.state
        if not waiting:
            self._patience.stop()
        elif running is not self._waited_for or not self._patience.isActive():
            self._patience.start()
        self._waited_for = running

    def _overtake(self) -> None:
        self._queue.overtake(self._waited_for)
        self._watch_patience()

    def close(self, *, wait: bool = False) -> None:
        """Finish all writing and drop the reading that waits. Reading under way is waited for only with ``wait``."""
        self._patience.stop()
        with self._delivery:
            self._closed = True
        self._finished.disconnect(self._deliver)
        self._queue.close(wait)
        self._pool.shutdown(wait=True)


class _AbandonableQueue:
    """Work done one after the other by a daemon thread, or by another that takes over from it."""

    def __init__(self) -> None:
        self._ready = threading.Condition()
        self._waiting: deque[tuple[Future, Callable[[], Any]]] = deque()
        self._running: Future | None = None
        # The one that takes work; abandoned ones end when theirs is done.
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def state(self) -> tuple[bool, Future | None]:
        """(whether work waits, the work that runs); None also before the thread has taken the first."""
        with self._ready:
            return bool(self._waiting), self._running

    def put(self, work: Callable[[], Any]) -> Future:
        future: Future = Future()
        with self._ready:
            self._waiting.append((future, work))
            if self._thread is None:
                self._begin()
            self._ready.notify_all()
        return future

    def overtake(self, future: Future | None) -> None:
        """Abandon the thread if ``future`` still runs in it, and let another do what waits."""
        with self._ready:
            if future is not None and future is self._running and not self._closed:
                self._running = None
                self._begin()

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._work, name="posestudio-reading", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        me = threading.current_thread()
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._closed or self._thread is not me or bool(self._waiting))
                if self._closed or self._thread is not me:
                    return
                future, work = self._waiting.popleft()
                self._running = future
            problem: BaseException | None = None
            result: Any = None
            try:
                result = work()
            except BaseException as raised:
                problem = raised
            with self._ready:
                if self._running is future:
                    self._running = None
            if problem is not None:
                future.set_exception(problem)
            else:
                future.set_result(result)
            del future, work, result, problem

    def close(self, wait: bool) -> None:
        with self._ready:
            self._closed = True
            self._waiting.clear()
            self._ready.notify_all()
            thread = self._thread
        if wait and thread is not None:
            thread.join()
