"""What is selected: nothing, a joint, a person, the camera or the picture. Selecting is no edit, and not undone."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal

from posestudio.app.model.document import Document
from posestudio.app.model.state import BODY_OF_POINT, POINT_OF_BODY

What = Literal["nothing", "joint", "person", "camera", "picture"]


class Selection(QObject):
    """``what`` is selected; of a joint its keypoint ``joint`` among the 23 of `person_points` (None for a body joint
    that is none) and its body joint ``body``. A person is the one that the document edits."""

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.what: What = "nothing"
        self.joint: int | None = None
        self.body: int | None = None
        document.changed.connect(self._document_changed)
        document.opened.connect(self.clear)

    def clear(self) -> None:
        """Select nothing."""
        self._set("nothing")

    def select_joint(self, joint: int) -> None:
        """Select a joint by its keypoint."""
        self._set("joint", joint, BODY_OF_POINT[joint])

    def select_body_joint(self, body: int) -> None:
        """Select a joint by its body joint."""
        self._set("joint", POINT_OF_BODY.get(body), body)

    def select_person(self) -> None:
        """Select the person that the document edits."""
        self._set("nothing" if self._document.state.empty else "person")

    def select_camera(self) -> None:
        """Select the virtual camera."""
        self._set("camera")

    def select_picture(self) -> None:
        """Select the picture behind the keypoints."""
        self._set("nothing" if self._document.state.picture is None else "picture")

    def _set(self, what: What, joint: int | None = None, body: int | None = None) -> None:
        if (what, joint, body) != (self.what, self.joint, self.body):
            self.what, self.joint, self.body = what, joint, body
            self.changed.emit()

    def _document_changed(self, names: frozenset[str]) -> None:
        """Select nothing where what was selected is there no more."""
        state = self._document.state
        gone = {
            "joint": state.empty or bool(names & {"source", "person"}),
            "person": state.empty,
            "picture": state.picture is None,
        }
        if gone.get(self.what, False):
            self.clear()
