"""Long work in a background thread, such as a video: one job after the other, with progress and a way to stop it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from posestudio.app.work.tasks import Tasks
from posestudio.common.progress import ProgressCallback

_NEVER_MS = 2**31 - 1  # jobs may take any time: none overtakes another


class Stopped(Exception):
    """Raised by a job's progress callback when the job was cancelled."""


class Jobs(QObject):
    """Runs one job after the other in a thread; each calls a progress callback, which also stops it."""

    progressed = Signal(str, int, int)
    """The running job's title, the amount done and the whole amount; 0 of 0 before the first report."""
    ended = Signal()
    """A job has ended; ``running_title`` says whether the next has begun."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, patience_ms=_NEVER_MS)
        self._jobs: deque[_Job] = deque()  # the first one runs

    @property
    def running_title(self) -> str:
        """The title of the job that runs; empty when none does."""
        return self._jobs[0].title if self._jobs else ""

    def start(
        self,
        title: str,
        work: Callable[[ProgressCallback], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Call ``work`` with a progress callback in the background, then ``done`` with its result, or ``failed`` with
        its exception, which is Stopped after ``cancel``."""
        job = _Job(title)
        self._jobs.append(job)
        if self._jobs[0] is job:
            self.progressed.emit(title, 0, 0)
        self._tasks.run(
            partial(self._run, job, work), partial(self._end, job, done), partial(self._end, job, failed)
        )

    def cancel(self) -> None:
        """Stop the running job at its next report; the jobs that wait are run."""
        if self._jobs:
            self._jobs[0].stop.set()

    def cancel_all(self) -> None:
        """Stop the running job at its next report, and all jobs that wait."""
        for job in self._jobs:
            job.stop.set()

    def close(self) -> None:
        """Stop all jobs, and end the thread."""
        self.cancel_all()
        self._tasks.close(wait=True)

    def _run(self, job: _Job, work: Callable[[ProgressCallback], Any]) -> Any:
        if job.stop.is_set():
            raise Stopped
        return work(partial(self._report, job))

    def _report(self, job: _Job, done: int, total: int, text: str) -> None:
        if job.stop.is_set():
            raise Stopped
        self.progressed.emit(job.title, done, total)

    def _end(self, job: _Job, report: Callable[[Any], None], outcome: Any) -> None:
        self._jobs.remove(job)
        self.ended.emit()
        if self._jobs:
            self.progressed.emit(self._jobs[0].title, 0, 0)
        report(outcome)


@dataclass(eq=False)
class _Job:
    title: str
    stop: threading.Event = field(default_factory=threading.Event)
