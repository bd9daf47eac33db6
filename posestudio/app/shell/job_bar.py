"""The progress of the running job in the status bar, with a button that cancels it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from posestudio.app.common.translation import tr
from posestudio.app.work.jobs import Jobs


class JobBar(QWidget):
    """A title, a bar and Cancel; hidden while nothing runs."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.bar, self.cancel = QLabel(), QProgressBar(), QPushButton(tr("Cancel"))
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.title, self.bar, self.cancel):
            row.addWidget(widget)
        self.cancel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
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
