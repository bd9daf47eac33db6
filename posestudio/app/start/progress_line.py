"""Progress on a view itself: a thin line at its upper edge, and words with Cancel for what takes long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from posestudio.app.common.translation import tr
from posestudio.app.work.detection import Detection
from posestudio.app.work.jobs import Jobs
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.lift_worker import LiftWorker
from posestudio.app.work.sequence_work import SequenceWork

LINE_MS, WORDS_MS = 150, 500
"""How long something takes before the line is shown, and before its words are."""
_HEIGHT, _ASIDE = (
    3,
    12,
)  # pixels of the line; of the words from the lower right corner, where least is covered
_STEP_MS = 80  # between two pictures of a line whose end is not known
_ROLE = QPalette.ColorRole


class ProgressLine(QObject):
    """Shows on ``view`` what is being done for it. Short work shows nothing, so that a drag does not flicker."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._cancel: Callable[[], Any] | None = None
        self.line = _Line(view)
        self.words = _Words(view)
        self.words.cancel.clicked.connect(self._stop)
        self._show_line = QTimer(self, singleShot=True, interval=LINE_MS)
        self._show_line.timeout.connect(self._begin_line)
        self._show_words = QTimer(self, singleShot=True, interval=WORDS_MS)
        self._show_words.timeout.connect(self._begin_words)
        view.installEventFilter(self)

    def follow(self, jobs: Jobs) -> None:
        """Show the running job of a queue, which Cancel ends."""
        jobs.progressed.connect(lambda title, done, whole: self.show(title, done, whole, jobs.cancel))
        jobs.ended.connect(lambda: None if jobs.running_title else self.end())

    def show(self, text: str, done: int = 0, whole: int = 0, cancel: Callable[[], Any] | None = None) -> None:
        """``done`` of the ``whole`` has been done; 0 of 0 where that is not known. It can be ended by ``cancel``."""
        self._cancel = cancel
        self.line.set_share(done / whole if whole > 0 else None)
        self.words.describe(text, can_cancel=cancel is not None)
        if self.line.isHidden() and not self._show_line.isActive():
            self._show_line.start()
            self._show_words.start()

    def end(self) -> None:
        """Nothing is being done any more."""
        for timer in (self._show_line, self._show_words):
            timer.stop()
        self.line.hide()
        self.words.hide()

    def _begin_line(self) -> None:
        self._take_place()
        self.line.show()
        self.line.raise_()

    def _begin_words(self) -> None:
        self._take_place()
        self.words.show()
        self.words.raise_()

    def _stop(self) -> None:
        self.words.cancel.setEnabled(False)
        if self._cancel is not None:
            self._cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._take_place()
        return False

    def _take_place(self) -> None:
        width = self._view.width()
        self.line.setGeometry(0, 0, width, _HEIGHT)
        self.words.adjustSize()
        self.words.setFixedWidth(min(self.words.sizeHint().width(), max(width - 2 * _ASIDE, 60)))
        corner = QPoint(width, self._view.height()) - QPoint(_ASIDE, _ASIDE)
        self.words.move(corner - QPoint(self.words.width(), self.words.height()))


class _Line(QWidget):
    """The part that is done in the accent colour; a part that moves where it is not known."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.share: float | None = None
        self._phase = 0.0
        self._clock = QTimer(self, interval=_STEP_MS)
        self._clock.timeout.connect(self._move)
        self.hide()

    def set_share(self, share: float | None) -> None:
        """How much is done, from 0 to 1; None where that is not known."""
        self.share = share
        self.update()

    def _move(self) -> None:
        if self.share is None:
            self._phase = (self._phase + 0.04) % 1.0
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours, width = self.palette(), self.width()
        painter.fillRect(self.rect(), colours.color(_ROLE.Mid))
        start, length = (0.0, self.share) if self.share is not None else (1.3 * self._phase - 0.3, 0.3)
        painter.fillRect(QRectF(start * width, 0, length * width, _HEIGHT), colours.color(_ROLE.Highlight))
        painter.end()


class _Words(QFrame):
    """What is being done, and Cancel."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label, self.cancel = QLabel(), QPushButton(tr("Cancel"))
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self.label, 1)
        row.addWidget(self.cancel)
        self.hide()

    def describe(self, text: str, *, can_cancel: bool) -> None:
        """Show another text, and whether it can be cancelled."""
        if text != self.label.text():
            self.label.setText(text)
            self.cancel.setEnabled(True)
        self.cancel.setVisible(can_cancel)

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel.setEnabled(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(_ROLE.Midlight), 1))
        painter.setBrush(self.palette().color(_ROLE.Base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


class ViewProgress(QObject):
    """The lines of the pictures, while people are looked for, and of the 3D view, while it is lifted or solved;
    ``detections`` are those in the pictures of ``planes``."""

    def __init__(
        self,
        planes: Sequence[QWidget],
        view: QWidget,
        detections: Sequence[Detection],
        work: SequenceWork,
        worker: LiftWorker,
        scheduler: LiftScheduler,
    ) -> None:
        super().__init__(view)
        self.pictures, self.view = [ProgressLine(plane) for plane in planes], ProgressLine(view)
        self._solving = work.solver.jobs
        for line, detection in zip(self.pictures, detections, strict=True):
            line.follow(detection.jobs)
        self.pictures[0].follow(work.search.jobs)
        self.view.follow(self._solving)
        worker.submitted.connect(self._lifting)
        for ended in (scheduler.lifted, scheduler.failed, scheduler.idle, scheduler.read_from_file):
            ended.connect(self._lifted)

    def _lifting(self) -> None:
        if not self._solving.running_title:
            self.view.show(tr("Finding poses..."))

    def _lifted(self, *_: object) -> None:
        if not self._solving.running_title:
            self.view.end()
