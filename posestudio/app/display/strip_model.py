"""The model of the strip of frames: where everything is, and what is under the pointer. No widgets."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.common.numbers import percent
from posestudio.app.common.translation import tr
from posestudio.app.display.frame_facts import ABSENT, UNSEARCHED, FrameFacts, is_unsure
from posestudio.app.display.strip_pictures import StripPictures
from posestudio.app.display.strip_scale import StripScale, time_text
from posestudio.app.model.document import Document
from posestudio.app.model.motion_edits import key_frames, range_title
from posestudio.app.model.motion_observation import motion_range
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.video_source import times_of

RULER, PICTURES, BARS, KEYS, VIEW = 17.0, 28.0, 18.0, 16.0, 4.0
"""Heights in pixels, from above: ruler, pictures, confidence, keys, and the bar that shows which part is seen."""
BARS_TOP = RULER + PICTURES
KEYS_TOP = BARS_TOP + BARS
HEIGHT = KEYS_TOP + KEYS + VIEW
KEY_SIZE = 5.5  # pixels from the middle of a key's mark to its corners
REACH = 5.0  # pixels around a mark or handle in which it is grabbed


class StripModel(QObject):
    """The frames of ``document``, zoomed and scrolled, with what is selected of them."""

    changed = Signal()

    def __init__(self, document: Document, selection: MotionSelection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document, self.selection = document, selection
        self.scale, self.facts = StripScale(), FrameFacts()
        self.pictures = StripPictures(document, self.scale, self)
        self.pictures.changed.connect(self.changed)
        self.keys: list[int] = []
        self.times: np.ndarray | None = None  # (F,) seconds of the frames, where they are known
        document.changed.connect(self._document_changed)
        document.keypoints_found.connect(self._show_found)
        selection.changed.connect(self.changed)
        self._document_changed(frozenset({"source"}))

    def set_width(self, width: float) -> None:
        """Take another width in pixels."""
        self.scale.resize(self.document.state.source.frames, width)

    def _show_found(self, frames: frozenset[int]) -> None:
        self.facts.forget(frames)
        self.changed.emit()

    def _document_changed(self, names: frozenset[str]) -> None:
        state = self.document.state
        if not self.facts.are_about(state.source, state.person):
            self.facts = FrameFacts(state.source, state.person)
        if "source" in names:
            known = bool(state.source.frame_time) and state.source.frames > 1
            self.times = times_of(state.source) if known else None
        if state.source.frames != self.scale.frames:
            self.set_width(self.scale.width)
        keys = self.keys
        if names & {"source", "person", "keypoint_edits", "pins"}:
            self.keys = key_frames(state)
        if "frame" in names:
            self.scale.reveal(state.frame)
        if names != {"keypoint_edits"} or self.keys != keys:  # not at every movement of a dragged joint
            self.changed.emit()

    # -- what is where

    @property
    def trim(self) -> tuple[int, int]:
        """The first and last frame that are kept."""
        return motion_range(self.document.state)

    def key_under(self, x: float, y: float) -> int | None:
        """The frame whose key's mark is there; the nearest of several."""
        if y < KEYS_TOP or not self.keys:
            return None
        nearest = min(self.keys, key=lambda frame: abs(self.scale.middle(frame) - x))
        return nearest if abs(self.scale.middle(nearest) - x) <= KEY_SIZE + 2 else None

    def handle_under(self, x: float, y: float) -> int | None:
        """0 for the handle at the beginning of what is kept, 1 for that at its end, None for neither."""
        if not RULER <= y < KEYS_TOP or not self.scale.frames:
            return None
        first, last = self.trim
        apart = (abs(self.scale.x(first) - x), abs(self.scale.x(last + 1) - x))
        nearer = 0 if apart[0] < apart[1] else 1
        return nearer if apart[nearer] <= REACH else None

    def is_unsure(self, frame: int) -> bool:
        """Whether the keypoints of a frame are to be looked at (`frame_facts.is_unsure`)."""
        return is_unsure(self.facts, self.document.state, self.keys, frame)

    def next_unsure(self) -> int | None:
        """The first frame of the next run of unsure frames, of those that are kept; after the last run, of the first.
        None where all are sure."""
        first, last = self.trim
        unsure = list(filter(self.is_unsure, range(first, last + 1)))
        starts = [frame for frame, before in zip(unsure, [-2, *unsure], strict=False) if frame != before + 1]
        here = self.document.state.frame
        return next((frame for frame in starts if frame > here), starts[0] if starts else None)

    def describe(self, x: float, y: float) -> str:
        """A sentence about what is at a point of the strip."""
        state = self.document.state
        if self.handle_under(x, y) is not None:
            return tr("In or out: drag it, or press I or O. Frames outside are not played or exported.")
        key = self.key_under(x, y)
        frame = self.scale.frame_at(x) if key is None else key
        parts = [self.frame_title(frame)]
        value = self.facts.of(frame)
        if state.motion.is_missing(frame, state.person):
            parts.append(tr("marked as missing"))
        elif value == UNSEARCHED:
            parts.append(tr("not searched yet"))
        elif value == ABSENT:
            parts.append(tr("the person is not seen"))
        elif value >= 0:
            sure = tr("confidence {share}", share=percent(value))
            parts.append(f"{sure} ({tr('unsure')})" if self.is_unsure(frame) else sure)
        if state.motion.is_swapped(frame, state.person):
            parts.append(tr("sides swapped"))
        selected = self.selection.range
        if selected is not None and selected[0] <= frame <= selected[1]:
            parts.append(tr("selected: {frames}", frames=range_title(selected)))
        if frame in self.keys:
            parts.append(
                tr("key: drag it to another frame, Del deletes it") if key is not None else tr("key")
            )
        return ", ".join(parts)

    def frame_title(self, frame: int) -> str:
        """'Frame 12, 0:00.37'; without the time where that is not known."""
        title, time = tr("Frame {number}", number=frame + 1), self.time_of(frame)
        return f"{title}, {time}" if time else title

    def time_of(self, frame: int) -> str:
        """'0:00.37'; empty where the time of a frame is not known."""
        if self.times is None or not 0 <= frame < len(self.times):
            return ""
        return time_text(float(self.times[frame]), hundredths=True)
