"""The row of controls over the strip: time, frame, rate, the buttons of playing, and what to look at next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QToolButton, QWidget

from posestudio.app.common.flat_buttons import flat_button
from posestudio.app.common.numbers import rounded
from posestudio.app.common.translation import tr
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.player import SPEEDS
from posestudio.app.display.time_code import frames_per_second
from posestudio.app.display.time_field import TimeField
from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.document import Document
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.video_source import times_of

_PLAYING = (
    "first_frame",
    "previous_key",
    "previous_frame",
    "play_frames",
    "next_frame",
    "next_key",
    "last_frame",
)
_RANGE = ("loop_motion", "mark_in", "mark_out")
_MORE = ("next_unsure", "lift_clip", "how_it_formed")
_GAP = 4  # pixels


class Transport(QWidget):
    """The controls of the frames of ``document``; ``action`` returns one by its id, for the buttons. Where there
    is little width, what can be done without is left out."""

    def __init__(
        self,
        document: Document,
        player: FramePlayer,
        action: Callable[[str], QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._player = document, player
        self.time = TimeField(document)
        self.time.chosen.connect(self._go_to)
        self.frame = QSpinBox()
        self.frame.setKeyboardTracking(False)
        self.frame.setAccessibleName(tr("Frame"))
        self.frame.setToolTip(tr("The number of the frame"))
        self.frame.valueChanged.connect(lambda number: self._go_to(number - 1))
        self.frame.editingFinished.connect(self.frame.clearFocus)
        self.total, self.rate = QLabel(), QLabel()
        self.speed = speed_box()
        self.speed.currentIndexChanged.connect(self._set_speed)
        more = self._more = [flat_button(action(name)) for name in _MORE]
        self.legend = _Legend()
        self.legend.setToolTip(
            tr("Red: the confidence of these frames is below 50 %, or the person is lost there for a while")
        )
        self._optional: list[QWidget] = [self.legend, self.rate, self.total, self.speed, *more, self.frame]
        self._optional += [_beside([flat_button(action(name)) for name in _RANGE])]
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for widget in (self.time, self.frame, self.total, self.rate):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(_beside([flat_button(action(name)) for name in _PLAYING]))
        row.addWidget(self._optional[-1])
        row.addWidget(self.speed)
        row.addStretch(1)
        row.addWidget(self.legend)
        for button in more:
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        document.changed.connect(self._document_changed)
        self._document_changed(frozenset({"source"}))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as much as the width has place for: words on the last buttons, then what can be done without."""
        source = self._document.state.source
        unsure, lift, _ = self._more
        of_clips, not_of_clips = {lift}, {self.legend, unsure}  # a clip's own keypoints are all sure
        unused = not_of_clips if isinstance(source, ClipSource | AnimationSource) else set()
        unused |= set() if isinstance(source, ClipSource) else of_clips
        for widget in self._optional:
            widget.setVisible(widget not in unused)
        for style in (Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly):
            for button in self._more:
                button.setToolButtonStyle(style)
            if self._row.sizeHint().width() <= self.width():
                return
        for widget in self._optional:
            if self._row.sizeHint().width() <= self.width():
                break
            widget.setVisible(False)

    def _go_to(self, frame: int) -> None:
        self._document.brief_gesture("frame")
        self._document.set_frame(frame)

    def _set_speed(self, index: int) -> None:
        self._player.speed = SPEEDS[index]

    def _document_changed(self, names: frozenset[str]) -> None:
        if not names & {"source", "frame"}:
            return
        state = self._document.state
        with QSignalBlocker(self.frame):
            self.frame.setRange(1, max(state.source.frames, 1))
            self.frame.setValue(state.frame + 1)
        if "source" in names:
            self.total.setText(tr("of {frames}", frames=state.source.frames))
            known = state.source.frame_time is not None
            rate = frames_per_second(times_of(state.source)) if known else 0.0
            self.rate.setText(tr("at {rate} fps", rate=rounded(rate)) if rate else "")
            self._fit()


class _Legend(QLabel):
    """A red square, and what red frames are."""

    def __init__(self) -> None:
        super().__init__()
        self._show_colour()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._show_colour()
        super().changeEvent(event)

    def _show_colour(self) -> None:
        red = self.palette().color(QPalette.ColorRole.BrightText).name()
        self.setText(f'<span style="color:{red}">\u25a0</span> {tr("unsure")}')


def speed_box() -> QComboBox:
    """A box of playing speeds, at the normal one."""
    box = QComboBox()
    box.addItems([f"{speed:g}x" for speed in SPEEDS])
    box.setCurrentIndex(SPEEDS.index(1.0))
    box.setToolTip(tr("Playing speed"))
    box.setAccessibleName(tr("Playing speed"))
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box


def _beside(buttons: list[QToolButton]) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(1)
    for button in buttons:
        row.addWidget(button)
    return group
