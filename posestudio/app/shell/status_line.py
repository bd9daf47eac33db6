"""The status bar: a hint for the pointer, running jobs, and what the lifter is doing or has done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar

from posestudio.app.common.numbers import number
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.shell.hints import hint
from posestudio.app.shell.job_bar import JobBar
from posestudio.app.work.jobs import Jobs
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.lift_worker import LiftWorker, Response
from posestudio.app.work.sequence_work import SequenceWork
from posestudio.app.work.services import Studio


class StatusLine(QObject):
    """The labels ``hint`` at the left and ``state`` at the right of the status bar, with the job ``bars`` between."""

    def __init__(self, bar: QStatusBar, studio: Studio, jobs: Sequence[Jobs]) -> None:
        super().__init__(bar)
        self._studio = studio
        self._model_loaded = False
        self.state, self.hint = QLabel(), QLabel()
        for label in (self.state, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
        # Text of any length is cut where the window ends, and never makes it wider.
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        bar.addWidget(self.hint, 1)
        self.bars = [JobBar(queue) for queue in jobs]
        for job_bar in self.bars:
            bar.addPermanentWidget(job_bar)
        bar.addPermanentWidget(self.state)
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(8, 0, 8, 2)
        self._searching: Callable[[], bool] = lambda: False
        self._pointed = ""  # about what is below the pointer
        document = studio.document
        document.changed.connect(self._refresh)
        document.keypoints_found.connect(self._refresh)
        document.motion_changed.connect(self._refresh)
        self._refresh()

    def show_hint(self, text: str) -> None:
        """Show what is below the pointer, or, for '', what can be done."""
        self._pointed = text
        self._refresh()

    def _refresh(self, *_: object) -> None:
        self.hint.setText(self._pointed or hint(self._studio.document, searching=self._searching()))

    def follow(self, worker: LiftWorker, scheduler: LiftScheduler, work: SequenceWork) -> None:
        """Show from now on what is lifted and solved, how long it took, and what failed."""
        self._searching = lambda: work.search.busy
        work.search.ended.connect(self._refresh)
        work.solver.solved.connect(self._show_solved)
        worker.submitted.connect(self._show_busy)
        scheduler.lifted.connect(self._show_lifted)
        scheduler.read_from_file.connect(
            lambda count: self.state.setText(tr_n("%n pose from the file", "%n poses from the file", count))
        )
        scheduler.failed.connect(self._show_refused)
        scheduler.idle.connect(self.state.clear)  # what was lifted last is not open any more

    def _show_busy(self) -> None:
        self.state.setText(tr("Finding poses...") if self._model_loaded else tr("Loading the model..."))

    def _show_lifted(self, response: Response) -> None:
        if response.result is None:
            return
        self._model_loaded = True
        self._studio.clear_notices("lift")
        count = response.result.joints.shape[1]
        self.state.setText(
            tr_n(
                "%n pose in {time} s",
                "%n poses in {time} s",
                count,
                time=number(response.seconds, 1 if response.seconds >= 1 else 2),
            )
        )

    def _show_solved(self, seconds: float, frames: int) -> None:
        motion = self._studio.document.motion_result
        if motion is not None:
            self._studio.clear_notices("motion")
            text = tr_n(
                "Motion of %n frame solved in {time} s",
                "Motion of %n frames solved in {time} s",
                frames,
                time=number(seconds, 1),
            )
            self.state.setText(text)

    def _show_refused(self, text: str) -> None:
        self.state.clear()
        self._studio.show_error(tr("No 3D poses: {problem}", problem=text), "lift")
