"""The gesture of the document that a drag begins, and that other edits may end before the drag does."""

from __future__ import annotations

from posestudio.app.model.view_document import PlaneDocument


class DragGesture:
    """One gesture at a time: undo, another frame, an opened file and others end it early, and then it stays ended."""

    def __init__(self, document: PlaneDocument) -> None:
        self._document = document
        self._gesture: object | None = None

    @property
    def under_way(self) -> bool:
        """Whether the document's gesture is still the one that ``begin`` began."""
        return self._gesture is not None and self._document.gesture is self._gesture

    def begin(self) -> None:
        """From here on edits make one undo entry."""
        self._document.begin_gesture()
        self._gesture = self._document.gesture

    def end(self) -> None:
        """End it, unless it has ended."""
        if self.under_way:
            self._document.end_gesture()
        self._gesture = None

    def cancel(self) -> None:
        """End it and undo its edits, unless it has ended."""
        if self.under_way:
            self._document.cancel_gesture()
        self._gesture = None
