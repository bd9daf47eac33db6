"""The panel of denoising: the steps from noise to the poses with their noise levels, gone through and played."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from posestudio.app.common.flat_buttons import flat_button
from posestudio.app.common.numbers import rounded
from posestudio.app.common.own_keys import OwnKeys
from posestudio.app.common.spacing import GRID, PANEL
from posestudio.app.common.translation import tr
from posestudio.app.display.noise_slider import NoiseSlider
from posestudio.app.display.player import SPEEDS
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.transport import speed_box

_PLAYING = ("start", "previous", "play", "next", "end")
_LARGE = 10  # steps


class DenoisingPanel(OwnKeys):
    """Shows the position of ``playback``; ``action`` returns one by its id, for the buttons. While something in it
    has the focus, Space plays the steps and arrows go through them."""

    shown_changed = Signal()

    def __init__(
        self, playback: StepPlayer, action: Callable[[str], QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._playback = playback
        self._sigmas = np.zeros(0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.steps = NoiseSlider()
        self.readout = QLabel()
        self.shown = QComboBox()
        self.shown.addItems([tr("Noisy sample x_t"), tr("Denoised estimate x_0")])
        self.shown.setToolTip(
            tr("Show the noisy samples of a step, or what the network estimates them to be")
        )
        self.shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.speed = speed_box()
        row = QHBoxLayout()
        row.setSpacing(1)
        for name in _PLAYING:
            row.addWidget(flat_button(action(name)))
        row.addWidget(flat_button(action("loop")))
        row.addSpacing(4)
        row.addWidget(self.speed)
        row.addStretch()
        row.addWidget(self.shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(*PANEL)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(self.steps)
        column.addWidget(self.readout)
        column.addStretch()
        self.steps.valueChanged.connect(self._scrub)
        self.steps.sliderPressed.connect(playback.pause)
        playback.moved.connect(self._show_step)
        self.speed.currentIndexChanged.connect(self._set_speed)
        self.shown.currentIndexChanged.connect(lambda _: self.shown_changed.emit())
        self.set_sigmas(np.zeros(0))

    @property
    def shows_estimates(self) -> bool:
        """Whether the network's denoised estimates are shown instead of the noisy samples."""
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
        self._playback.finish()

    def leave_for(self, workspace: str) -> None:
        """Show the pose again, unless the workspace chosen is that of this panel."""
        if workspace != "inspect":
            self._playback.finish()

    def _scrub(self, step: int) -> None:
        self._playback.pause()
        self._playback.go(step)

    def _set_speed(self, index: int) -> None:
        self._playback.speed = SPEEDS[index]

    def _show_step(self) -> None:
        step = self._playback.step
        with QSignalBlocker(self.steps):
            self.steps.setValue(step)
        if len(self._sigmas) < 2:
            self.readout.setText("")
            return
        last, noise = len(self._sigmas) - 1, rounded(self._sigmas[step], 3)
        self.readout.setText(
            tr("Step {step} of {last}, noise level {noise}", step=step, last=last, noise=noise)
        )

    # -- keys

    def key_command(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; None where it is left to the window."""
        playback, keys = self._playback, Qt.Key
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        return {
            keys.Key_Space: playback.toggle,
            keys.Key_Left: lambda: playback.move(-1),
            keys.Key_Right: lambda: playback.move(1),
            keys.Key_PageUp: lambda: playback.move(-_LARGE),
            keys.Key_PageDown: lambda: playback.move(_LARGE),
            keys.Key_Home: lambda: playback.move(-playback.last),
            keys.Key_End: lambda: playback.move(playback.last),
        }.get(keys(event.key()))
