"""The timeline: a slider of denoising steps, and below it the strip of the frames of what is open."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.translation import tr
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.frame_strip import FrameStrip
from posestudio.app.display.noise_slider import NoiseSlider
from posestudio.app.display.step_player import SPEEDS, StepPlayer
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection


class Timeline(QWidget):
    """Controls of the trajectory's playback, and of the frame."""

    shown_changed = Signal()

    def __init__(
        self,
        document: Document,
        selection: MotionSelection,
        playback: StepPlayer,
        player: FramePlayer,
        transport: list[QAction],
        loop: QAction,
        of_frames: list[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._playback, self._player = playback, player
        self._sigmas = np.zeros(0)
        self.steps = NoiseSlider()
        self.readout = QLabel()
        self.readout.setFixedWidth(self.readout.fontMetrics().horizontalAdvance("step 000 of 000") + 12)
        self.shown = QComboBox()
        self.shown.addItems([tr("Noisy poses"), tr("Clean estimates")])
        self.shown.setToolTip(tr("Show the noisy poses of a step, or the network's clean estimates of them"))
        self.speed = QComboBox()
        self.speed.addItems([f"{speed:g}x" for speed in SPEEDS])
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.speed.setToolTip(tr("Playing speed"))
        self._frames = _FrameRow(document, selection, of_frames)
        self.strip = self._frames.strip
        self._lay_out(transport, loop)
        self._connect()
        self.set_sigmas(np.zeros(0))

    def _lay_out(self, transport: list[QAction], loop: QAction) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(1)
        for action in transport:
            buttons.addWidget(_button(action))
        options = QHBoxLayout()
        options.setSpacing(4)
        options.addWidget(_button(loop))
        options.addWidget(self.speed)
        options.addStretch()
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(QLabel(tr("Denoising")))
        left.addLayout(buttons)
        left.addLayout(options)
        right = QGridLayout()
        right.addWidget(self.readout, 0, 0)
        right.addWidget(self.shown, 1, 0)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.setHorizontalSpacing(10)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self.steps, 0, 1)
        grid.addLayout(right, 0, 2)
        grid.addWidget(self._frames.left, 1, 0)
        grid.addWidget(self._frames.strip, 1, 1)
        grid.addWidget(self._frames.numbers, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)

    def _connect(self) -> None:
        self.steps.valueChanged.connect(self._scrub)
        self.steps.sliderPressed.connect(self._playback.pause)
        self._playback.moved.connect(self._show_step)
        self.speed.currentIndexChanged.connect(self._set_speed)
        self.shown.currentIndexChanged.connect(lambda _: self.shown_changed.emit())

    @property
    def shows_estimates(self) -> bool:
        """Whether the network's clean estimates are shown instead of the noisy poses."""
        return self.shown.currentIndex() == 1

    def set_sigmas(self, sigmas: np.ndarray) -> None:
        """Noise levels (steps + 1,) of the present trajectory; empty while there is none."""
        self._sigmas = np.asarray(sigmas)
        last = max(len(self._sigmas) - 1, 0)
        with QSignalBlocker(self.steps):
            self.steps.setRange(0, last)
        self.steps.set_sigmas(self._sigmas)
        self.shown.setEnabled(last > 0)
        self._playback.set_length(last)

    def wait(self) -> None:
        """Show the last curve disabled: a quick result has no trajectory, a fine one will follow."""
        self.steps.setEnabled(False)
        self.shown.setEnabled(False)
        self._playback.pause()
        self._playback.go(self._playback.last)

    def _scrub(self, step: int) -> None:
        self._playback.pause()
        self._playback.go(step)

    def _set_speed(self, index: int) -> None:
        self._playback.speed = self._player.speed = SPEEDS[index]

    def _show_step(self) -> None:
        step = self._playback.step
        with QSignalBlocker(self.steps):
            self.steps.setValue(step)
        if len(self._sigmas) < 2:
            self.readout.setText("")
            return
        self.readout.setText(f"step {step} of {len(self._sigmas) - 1}\nnoise {self._sigmas[step]:.3g}")


class _FrameRow:
    """The strip of frames with its buttons and numbers; hidden while what is open has a single frame."""

    def __init__(self, document: Document, selection: MotionSelection, buttons: list[QAction]) -> None:
        self._document = document
        self.left = QWidget()
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(1)
        column.addWidget(QLabel(tr("Frames")))
        for action in buttons:
            row.addWidget(_button(action))
        row.addStretch()
        column.addLayout(row)
        column.addStretch()
        self.strip = FrameStrip(document, selection)
        self.numbers = QWidget()
        self.frame, self._total, self._time = QSpinBox(), QLabel(), QLabel()
        self.frame.setKeyboardTracking(False)
        self.frame.setAccessibleName("Frame")
        row = QHBoxLayout()
        row.addWidget(self.frame)
        row.addWidget(self._total)
        row.addStretch()
        column = QVBoxLayout(self.numbers)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._time)
        column.addStretch()
        self.frame.valueChanged.connect(lambda number: self._go_to(number - 1))
        document.changed.connect(self.show)
        self.show(frozenset({"source"}))

    def _go_to(self, frame: int) -> None:
        self._document.brief_gesture("frame")
        self._document.set_frame(frame)

    def show(self, names: frozenset[str]) -> None:
        """Show the document's frame, if it is among the changed fields."""
        if not names & {"source", "frame"}:
            return
        state = self._document.state
        with QSignalBlocker(self.frame):
            self.frame.setRange(1, max(state.source.frames, 1))
            self.frame.setValue(state.frame + 1)
        self._total.setText(f"of {state.source.frames}")
        self._time.setText(self.strip.model.time_of(state.frame))
        for widget in (self.left, self.strip, self.numbers):
            widget.setVisible(state.source.frames > 1)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
