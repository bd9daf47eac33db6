"""The undo history of a document, and its gestures: runs of edits that become one entry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from posestudio.app.model.state import State, changed_fields

_NO_WORK = frozenset({"frame", "person", "target", "settings"})  # of State: changing them alone loses nothing


class Edit(QUndoCommand):
    """Replaces one state by another; the edits of one gesture are merged into one entry.

    A state has the frame and person that it was edited on, so undo also goes to where the edit is seen.
    """

    def __init__(
        self, text: str, before: State, after: State, gesture: object | None, show: Callable[[State], None]
    ) -> None:
        super().__init__(text)
        self.gesture = gesture
        self._before, self._after, self._show = before, after, show

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Edit) or self.gesture is None or other.gesture is not self.gesture:
            return False
        self._after = other._after
        self.setText(other.text())  # such as the angle that it has come to
        return True

    @property
    def is_work(self) -> bool:
        """Whether it changed more than where the document is and the sampler's settings."""
        return bool(changed_fields(self._before, self._after) - _NO_WORK)

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)


class History(QUndoStack):
    """The edits, which ``show`` their states when they are done, undone and redone.

    A gesture is a drag or the like. At most one is under way; ``gesture`` is an object of its own for each, or None.
    """

    gesture_ended = Signal()

    GESTURE_PAUSE_MS = 400

    def __init__(self, show: Callable[[State], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self.gesture: object | None = None
        self._brief_key = ""  # of the brief gesture under way
        self._pause = QTimer(self, singleShot=True, interval=self.GESTURE_PAUSE_MS)
        self._pause.timeout.connect(self.end_gesture)

    def record(self, text: str, before: State, after: State, *, in_gesture: bool) -> None:
        """Replace ``before`` by ``after``, as an entry called ``text``.

        An edit made ``in_gesture`` joins the entry of the gesture under way; any other ends that gesture.
        """
        if not in_gesture:
            self.end_gesture()
        self.push(Edit(text, before, after, self.gesture, self._show))

    def begin_gesture(self) -> None:
        """Merge the edits from here to ``end_gesture`` into one entry."""
        self.end_gesture()
        self.gesture = object()

    def end_gesture(self) -> None:
        """End the gesture under way, if there is one."""
        self._pause.stop()
        if self.gesture is not None:
            self.gesture, self._brief_key = None, ""
            self.gesture_ended.emit()

    def cancel_gesture(self) -> None:
        """End the gesture under way and undo its edits."""
        gesture = self.gesture
        self.end_gesture()
        last = self.command(self.index() - 1)
        if gesture is not None and isinstance(last, Edit) and last.gesture is gesture:
            self.undo()

    def brief_gesture(self, key: str) -> None:
        """Begin the gesture of a run of key presses or wheel clicks of the same ``key``, or prolong it; it ends by
        itself after a pause."""
        if self._brief_key != key:
            self.begin_gesture()
            self._brief_key = key
        self._pause.start()

    @property
    def has_unsaved_work(self) -> bool:
        """Whether joints, pins, camera, picture or source were edited since the document was opened or saved."""
        if self.isClean():
            return False
        ends = sorted((self.cleanIndex(), self.index()))
        return ends[0] < 0 or any(self.command(index).is_work for index in range(*ends))  # type: ignore[attr-defined]
