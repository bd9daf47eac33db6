"""Puts the chosen person into poses of the library: wholly, partly, or in passing. No widgets."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from posestudio.app.common.translation import tr
from posestudio.app.model import pose_edits
from posestudio.app.model.document import Document
from posestudio.app.model.pose_library import Pose
from posestudio.app.model.visibility import Visibility
from posestudio.posing import blended
from posestudio.posing.placing import placed_like


class PoseApplying(QObject):
    """A pose is put where the person is and faces where they face; bone lengths stay the person's."""

    def __init__(self, document: Document, visibility: Visibility, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._visibility = document, visibility
        self._blend_from: np.ndarray | None = None  # the body when blending began
        document.gesture_ended.connect(self._end_blend)

    @property
    def body(self) -> np.ndarray | None:
        """(29, 3) the chosen body, where it can be posed."""
        document = self._document
        return document.selected_body() if document.joints.can_pose else None

    @property
    def possible(self) -> bool:
        """Whether there is somebody to pose."""
        return self.body is not None

    def apply(self, pose: Pose) -> bool:
        """Put the person into a pose; returns whether there is a person."""
        body = self.body
        if body is None:
            return False
        self.preview(None)
        self._document.joints.apply_pose(
            placed_like(body, pose.joints), tr("Apply pose {name}", name=pose.name)
        )
        return True

    def preview(self, pose: Pose | None) -> None:
        """Show the person in a pose without putting them into it, or as they are."""
        body = None if pose is None or self._document.gesturing else self.body
        self._visibility.preview_pose(
            None if pose is None or body is None else placed_like(body, pose.joints)
        )

    def begin_blend(self) -> None:
        """From here to the end of the gesture, blends are of the body as it is now, and one edit."""
        self.preview(None)
        self._blend_from = self.body
        self._document.begin_gesture()

    def blend(self, pose: Pose, share: float, *, by_keys: bool = False) -> None:
        """Put the person between the body at the beginning, at a ``share`` of 0, and a pose, at 1. Steps ``by_keys``
        are one edit until they pause."""
        if self._blend_from is None:
            self._blend_from = self.body
        body = self._blend_from
        if body is None:
            return
        if by_keys:
            self._document.brief_gesture("blend")
        mixed = blended(body, placed_like(body, pose.joints), share)
        text = tr("Blend with {name}", name=pose.name)
        self._document.apply(pose_edits.applied(self._document.state, mixed, text), in_gesture=True)

    def _end_blend(self) -> None:
        self._blend_from = None
