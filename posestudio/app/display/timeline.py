"""The timeline: a slider of denoising steps, and below it one of the frames of what is open."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from posestudio.app.common.translation import tr
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.noise_slider import NoiseSlider
from posestudio.app.display.step_player import SPEEDS, StepPlayer
from posestudio.app.model.document import Document


class Timeline(QWidget):
    """Controls of the trajectory's playback, and of the frame."""

    shown_changed = Signal()

    def __init__(
        self,
        document: Document,
        playback: StepPlayer,
        player: FramePlayer,
        transport: list[QAction],
        loop: QAction,
        play_frames: QAction,
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
        self._frames = _FrameRow(document, play_frames)
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
        left = QGridLayout()
        left.setVerticalSpacing(4)
        left.addLayout(buttons, 0, 0)
        left.addLayout(options, 1, 0)
        right = QGridLayout()
        right.addWidget(self.readout, 0, 0)
        right.addWidget(self.shown, 1, 0)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 6, 10, 8)
        grid.setHorizontalSpacing(10)
        grid.addLayout(left, 0, 0)
        grid.addWidget(self.steps, 0, 1)
        grid.addLayout(right, 0, 2)
        grid.addWidget(self._frames.title, 1, 0)
        grid.addWidget(self._frames.slider, 1, 1)
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
    """The frame slider with its numbers; hidden while what is open has a single frame."""

    def __init__(self, document: Document, play: QAction) -> None:
        self._document = document
        self.title = QWidget()
        row = QHBoxLayout(self.title)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(_button(play))
        row.addStretch()
        row.addWidget(QLabel(tr("Frame")))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Frame")
        self.slider.setPageStep(10)
        self.numbers = QWidget()
        self.frame, self._total = QSpinBox(), QLabel()
        self.frame.setKeyboardTracking(False)
        row = QHBoxLayout(self.numbers)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.frame)
        row.addWidget(self._total)
        row.addStretch()
        self.slider.valueChanged.connect(self._slide)
        self.slider.sliderPressed.connect(document.begin_gesture)
        self.slider.sliderReleased.connect(document.end_gesture)
        self.frame.valueChanged.connect(lambda number: self._slide(number - 1))
        document.changed.connect(self.show)
        self.show(frozenset({"source"}))

    def _slide(self, frame: int) -> None:
        if not self.slider.isSliderDown():
            self._document.brief_gesture("frame")
        self._document.set_frame(frame)

    def show(self, names: frozenset[str]) -> None:
        """Show the document's frame, if it is among the changed fields."""
        if not names & {"source", "frame"}:
            return
        state = self._document.state
        blockers = [QSignalBlocker(widget) for widget in (self.slider, self.frame)]
        self.slider.setRange(0, max(state.source.frames - 1, 0))
        self.slider.setValue(state.frame)
        self.frame.setRange(1, max(state.source.frames, 1))
        self.frame.setValue(state.frame + 1)
        del blockers
        self._total.setText(f"of {state.source.frames}")
        for widget in (self.title, self.slider, self.numbers):
            widget.setVisible(state.source.frames > 1)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
