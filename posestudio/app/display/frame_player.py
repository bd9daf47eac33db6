"""Plays the frames of what is open at their own times; where no motion is solved each is lifted, as during a drag."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject

from posestudio.app.display.player import Player
from posestudio.app.model.document import Document
from posestudio.app.model.motion_observation import motion_range
from posestudio.app.model.video_source import times_of


class FramePlayer(Player):
    """Moves the document through the frames that are kept, at the source's own times, again and again with ``loop``;
    late frames are skipped.

    Playing is one gesture of the document; an edit or going to another frame by hand ends it.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.loop = True
        self._started, self._first, self._shown = 0.0, 0, 0
        document.gesture_ended.connect(self.pause)

    def toggle(self) -> None:
        """Play, from the first frame when at the last or outside of what is kept; or pause."""
        first, last = motion_range(self._document.state)
        if self.playing:
            self._document.end_gesture()
        elif last > first:
            self._document.begin_gesture()
            frame = self._document.state.frame
            self._start(frame if first <= frame < last else first)
            self._play()

    def _start(self, frame: int) -> None:
        self._started, self._first = perf_counter(), frame
        self._show(frame)

    def _show(self, frame: int) -> None:
        self._document.set_frame(frame)
        self._shown = frame

    def _tick(self) -> None:
        if not self._document.gesturing or self._document.state.frame != self._shown:
            self.pause()  # another frame was chosen meanwhile
            return
        times = times_of(self._document.state.source)
        passed = (perf_counter() - self._started) * self.speed
        frame = int(np.searchsorted(times, times[self._first] + passed, side="right")) - 1
        if frame == len(times) - 1 and passed > times[-1] - times[self._first] + (times[-1] - times[-2]):
            frame += 1  # the last frame has been shown for its time
        first, last = motion_range(self._document.state)
        if frame <= last:
            self._show(frame)
        elif self.loop:
            self._start(first)
        else:
            self._show(last)
            self._document.end_gesture()
