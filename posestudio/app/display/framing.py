"""Moves the 3D views by itself: to what has been opened, and along with a person who walks."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from posestudio.app.model.document import Document
from posestudio.app.model.sources import HIPS
from posestudio.app.viewport import ViewportGrid

_LEVEL = np.array([1.0, 0.0, 1.0])  # views do not move up and down, so that a jump is seen


class Framing(QObject):
    """Frames every new source, its first poses, and another person who is out of sight; when on, also moves the views
    along with a body that walks from frame to frame. Moving joints or the camera moves no view, unless an edit puts
    the whole body out of sight.

    Its methods are to be called after the scene has been drawn.
    """

    def __init__(self, document: Document, viewport: ViewportGrid, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._viewport = document, viewport
        self._on = True
        self._new_source = self._new_person = True
        self._frame = self._views = 0  # the frame that was shown last, the number of further views
        self._edited = False  # between an edit of the pose and its fine answer
        self._walking = False  # between a frame's change and its fine answer
        self._beside: np.ndarray | None = None  # (3,) the hips that the views are beside

    def set_on(self, on: bool) -> None:
        """Whether the views move along; a person who is out of sight is framed at once."""
        self._on = on
        if on:
            self._viewport.reframe(always=False)

    def document_changed(self, names: frozenset[str]) -> None:
        """React to changed fields of the state."""
        state = self._document.state
        if "source" in names:
            self._new_source, self._beside = True, None
            if state.ghost is not None:
                self._viewport.reframe()
        if "views" in names and len(state.views) != self._views:  # the person's size and place are other ones
            self._new_source, self._views = True, len(state.views)
        if "person" in names:
            self._new_person, self._beside = True, None
        if names & {"source", "person"}:
            self._frame = state.frame
        if "frame" in names and not names & {"source", "person"}:
            self._go_on()
        elif names & {"keypoint_edits", "pins", "motion", "camera", "settings", "views"}:
            self._walking = False
            self._edited = bool(names & {"keypoint_edits", "pins", "motion"})
        if state.ghost is not None:
            self._go_beside(state.ghost[HIPS])

    def _go_on(self) -> None:
        """Notice another frame, whose poses may be there before the views are told of it or long after."""
        if self._document.state.frame != self._frame:
            self._frame, self._walking = self._document.state.frame, True

    def result_changed(self) -> None:
        """React to another result, or to none."""
        document = self._document
        if document.state.ghost is None:
            self._go_on()
        body, result = document.selected_body(), document.result
        if result is None or body is None:
            return
        if self._new_source:
            self._viewport.reframe(always=document.state.ghost is None)
        elif self._new_person:
            self._viewport.find_hidden()
        self._new_source = self._new_person = False
        if document.state.ghost is None:
            self._go_beside(body[HIPS])
            final = result.trajectory is not None or document.motion_result is not None
            if final and not document.gesturing:
                self._walking = False
                if self._edited and self._on:
                    self._viewport.find_lost()
                self._edited = False

    def _go_beside(self, hips: np.ndarray) -> None:
        """Move the views by as much as the hips (3,) have moved since the last call, if the person walks."""
        hips = np.asarray(hips, np.float64)
        if not np.isfinite(hips).all():
            return
        if self._on and self._walking and self._beside is not None:
            by = (hips - self._beside) * _LEVEL
            if by.any():
                self._viewport.shift(by)
        self._beside = hips
        if self._document.state.ghost is not None:
            self._walking = False
