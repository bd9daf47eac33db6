"""Work that takes its time, such as a video: behind the window, with a bar and a way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from posestudio.app.tasks import Tasks
from posestudio.app.words import tr
from posestudio.progress import Progress


class Stopped(Exception):
    """Raised out of a job's progress when somebody has cancelled it."""


class Jobs(QObject):
    """Runs one job after the other in a thread; each is told how to report and is stopped there."""

    progressed = Signal(str, int, int)
    """The job's title, how much of it is done, and of how much; 0 of 0 before the first report."""
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self)
        self._stop = threading.Event()

    def start(
        self,
        title: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Call ``work`` with a Progress behind the window, then ``done`` with its result or ``failed`` with
        its exception, which is Stopped after ``cancel``."""
        self._stop.clear()
        self.progressed.emit(title, 0, 0)
        self._tasks.run(
            partial(work, partial(self._report, title)),
            lambda result: self._end(done, result),
            lambda problem: self._end(failed, problem),
        )

    def cancel(self) -> None:
        """Stop what is running at its next report."""
        self._stop.set()

    def close(self) -> None:
        """Stop what is running, and end the thread."""
        self.cancel()
        self._tasks.close()

    def _report(self, title: str, done: int, total: int, text: str) -> None:
        if self._stop.is_set():
            raise Stopped
        self.progressed.emit(title, done, total)

    def _end(self, tell: Callable[[Any], None], outcome: Any) -> None:
        self.ended.emit()
        tell(outcome)


class JobBar(QWidget):
    """A title, a bar and Cancel; hidden while nothing runs."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.bar, self.cancel = QLabel(), QProgressBar(), QPushButton(tr("Cancel"))
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.bar, self.cancel):
            row.addWidget(widget)
        self.cancel.clicked.connect(jobs.cancel)
        self.cancel.clicked.connect(lambda: self.cancel.setEnabled(False))
        jobs.progressed.connect(self._show)
        jobs.ended.connect(self.hide)
        self.hide()

    def _show(self, title: str, done: int, total: int) -> None:
        if self.isHidden():
            self.cancel.setEnabled(True)
        self.title.setText(title)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.show()
