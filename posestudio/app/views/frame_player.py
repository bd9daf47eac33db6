"""Plays what is open, frame by frame; the poses follow as they do under a hand."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from posestudio.app.model.document import Document

TICK_MS = 16
FRAME_TIME = 1 / 30  # of keypoint files, which do not say


class FramePlayer(QObject):
    """Moves the document through its frames at the clip's own pace; frames are left out rather than time.

    All of one playing is one gesture, and so one undo entry; anybody else's edit ends it.
    """

    playing_changed = Signal(bool)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.loop = False
        self.speed = 1.0
        self._started, self._first, self._shown = 0.0, 0, 0
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        document.gesture_ended.connect(self.pause)

    @property
    def playing(self) -> bool:
        """Whether the clock runs."""
        return self._clock.isActive()

    def toggle(self) -> None:
        """Play, from the first frame when at the last; or pause."""
        if self.playing:
            self._document.end_gesture()
        elif self._document.state.source.frames > 1:
            self._document.begin_gesture()
            last = self._document.state.source.frames - 1
            self._start(0 if self._document.state.frame == last else self._document.state.frame)
            self._clock.start()
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop the clock."""
        if self.playing:
            self._clock.stop()
            self.playing_changed.emit(False)

    def _start(self, frame: int) -> None:
        self._started, self._first = perf_counter(), frame
        self._show(frame)

    def _show(self, frame: int) -> None:
        self._document.set_frame(frame)
        self._shown = frame

    def _tick(self) -> None:
        source = self._document.state.source
        if not self._document.gesturing or self._document.state.frame != self._shown:
            self.pause()  # somebody else went elsewhere
            return
        passed = (perf_counter() - self._started) * self.speed / max(source.frame_time or FRAME_TIME, 1e-3)
        frame = self._first + int(passed)
        if frame < source.frames:
            self._show(frame)
        elif self.loop:
            self._start(0)
        else:
            self._show(source.frames - 1)
            self._document.end_gesture()
