"""What is selected in the strip of frames, and the commands on it. Selecting is not an edit and not undone."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from posestudio.app.model import motion_edits
from posestudio.app.model.document import Document
from posestudio.app.model.motion_edits import CopiedKeys, key_frames
from posestudio.app.model.motion_state import Range


class MotionSelection(QObject):
    """Selected keys of the person being edited, a range of frames, and the keys that were copied last.

    A command on keys is about those selected, else about the key of the frame that is shown; a command on frames is
    about the range, else about that frame.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._keys: frozenset[int] = frozenset()
        self._range: Range | None = None
        self.copied: CopiedKeys = {}
        document.changed.connect(self._document_changed)

    # -- what is selected

    @property
    def keys(self) -> frozenset[int]:
        """Frames of the selected keys."""
        return self._keys & set(key_frames(self._document.state)) if self._keys else self._keys

    @property
    def range(self) -> Range | None:
        """The first and last selected frame; None without a range."""
        return self._range

    @property
    def keys_meant(self) -> list[int]:
        """Frames, ascending, of the keys that a command is about."""
        frame = self._document.state.frame
        here = {frame} & set(key_frames(self._document.state))
        return sorted(self.keys or here)

    @property
    def frames_meant(self) -> Range:
        """The frames that a command is about."""
        frame = self._document.state.frame
        return (frame, frame) if self._range is None else self._range

    def select_keys(self, frames: Iterable[int]) -> None:
        """Select the keys in ``frames`` and no others."""
        self._set(frozenset(frames), self._range)

    def toggle_key(self, frame: int) -> None:
        """Select the key in a frame as well, or no longer."""
        self._set(self.keys ^ {frame}, self._range)

    def set_range(self, one: int, other: int) -> None:
        """Select the frames from one to another, in either order."""
        last = max(self._document.state.source.frames - 1, 0)
        first, final = (min(max(frame, 0), last) for frame in sorted((one, other)))
        self._set(self._keys, (first, final))

    def clear(self) -> None:
        """Select nothing."""
        self._set(frozenset(), None)

    def begin_range(self) -> None:
        """The range begins at the frame that is shown."""
        frame = self._document.state.frame
        self.set_range(frame, max(frame, frame if self._range is None else self._range[1]))

    def end_range(self) -> None:
        """The range ends at the frame that is shown."""
        frame = self._document.state.frame
        self.set_range(min(frame, frame if self._range is None else self._range[0]), frame)

    def _set(self, keys: frozenset[int], frames: Range | None) -> None:
        if (keys, frames) != (self._keys, self._range):
            self._keys, self._range = keys, frames
            self.changed.emit()

    def _document_changed(self, names: frozenset[str]) -> None:
        if "source" in names and self._range is not None:
            last = self._document.state.source.frames - 1
            if self._range[1] > last:
                self._range = None
        if names & {"source", "person", "frame"}:  # a command would be about keys that are out of sight
            self._set(frozenset(), self._range)

    # -- commands on keys

    def make_key(self) -> None:
        """Hold every joint of the frame where it is shown."""
        document = self._document
        if not document.state.empty:
            document.apply(motion_edits.key_made(document.state, document.selected_body()))

    def delete_keys(self) -> None:
        """Remove what was set by hand in the frames of the keys."""
        self._document.apply(motion_edits.keys_deleted(self._document.state, self.keys_meant))

    def copy_keys(self) -> None:
        """Remember the keys for ``paste_keys``."""
        copied = motion_edits.keys_copied(self._document.state, self.keys_meant)
        if copied:
            self.copied = copied
            self.changed.emit()

    def paste_keys(self) -> None:
        """Set the copied keys from the frame that is shown on."""
        document, frame = self._document, self._document.state.frame
        document.apply(motion_edits.keys_pasted(document.state, self.copied, frame))
        self.select_keys(frame + after for after in self.copied)

    def move_keys(self, direction: int) -> None:
        """Move the keys by a frame, to the right for 1 and to the left for -1, or as far as there is no other key."""
        document, keys = self._document, self.keys_meant
        others = set(key_frames(document.state)) - set(keys)
        by = direction
        while others & {frame + by for frame in keys}:
            by += direction
        if not keys or not 0 <= keys[0] + by <= keys[-1] + by < document.state.source.frames:
            return
        document.brief_gesture("keys")
        document.apply(motion_edits.keys_moved(document.state, keys, by), in_gesture=True)
        self.select_keys(frame + by for frame in keys)

    def go_to_key(self, direction: int) -> None:
        """Show the frame of the next key, or of the one before for -1."""
        document = self._document
        beyond = [at for at in key_frames(document.state) if (at - document.state.frame) * direction > 0]
        if beyond:
            document.end_gesture()
            document.set_frame(min(beyond) if direction > 0 else max(beyond))
            self.select_keys([document.state.frame])

    # -- commands on frames

    def swap_sides(self) -> None:
        """Exchange left and right in the range."""
        if not self._document.state.empty:
            self._document.apply(motion_edits.sides_swapped(self._document.state, self.frames_meant))

    def mark_missing(self) -> None:
        """Ignore the keypoints in the range, or use them again."""
        if not self._document.state.empty:
            self._document.apply(motion_edits.marked_missing(self._document.state, self.frames_meant))

    def trim(self) -> None:
        """Keep the range alone."""
        if self._range is not None:
            self._document.apply(motion_edits.trimmed(self._document.state, self._range))

    def mark_in(self) -> None:
        """Keep the frames from the one that is shown on."""
        state = self._document.state
        last = state.source.frames - 1 if state.motion.trim is None else state.motion.trim[1]
        self._keep(state.frame, last if last >= state.frame else state.source.frames - 1)

    def mark_out(self) -> None:
        """Keep the frames up to the one that is shown."""
        state = self._document.state
        first = 0 if state.motion.trim is None else state.motion.trim[0]
        self._keep(first if first <= state.frame else 0, state.frame)

    def _keep(self, first: int, last: int) -> None:
        self._document.apply(motion_edits.trimmed(self._document.state, (first, last)))

    def lift_clip(self, on: bool) -> None:
        """Whether the frames of the clip are lifted as one motion."""
        self._document.apply(motion_edits.clip_lifted(self._document.state, on))

    def keep_all(self) -> None:
        """Keep all frames."""
        self._document.apply(motion_edits.trimmed(self._document.state, None))
