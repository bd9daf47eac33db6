"""Puts the chosen person into poses of the library: wholly, partly, or in passing. No widgets."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from posestudio.app.common.translation import tr
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

    @property
    def body(self) -> np.ndarray | None:
        """(29, 3) the chosen body, where it can be posed."""
        document = self._document
        return document.selected_body() if document.joints.can_pose else None

    @property
    def possible(self) -> bool:
        """Whether there is somebody to pose."""
        return self.body is not None

    def apply(self, pose: Pose, share: float = 1.0) -> bool:
        """Put the person into a pose, or at a ``share`` of the way to it; returns whether there is a person."""
        target = self._on_the_way(pose, share)
        if target is None:
            return False
        self.preview(None)
        text = tr("Apply pose {name}", name=pose.name)
        if share < 1:
            text = tr("Blend with {name}", name=pose.name)
        self._document.joints.apply_pose(target, text)
        return True

    def preview(self, pose: Pose | None, share: float = 1.0) -> None:
        """Show the person in a pose, or at a ``share`` of the way to it, without putting them there; None shows them
        as they are."""
        wanted = pose is not None and not self._document.gesturing
        self._visibility.preview_pose(self._on_the_way(pose, share) if pose is not None and wanted else None)

    def _on_the_way(self, pose: Pose, share: float) -> np.ndarray | None:
        """(29, 3) the person's body at a ``share`` of 0, in the pose at 1."""
        body = self.body
        if body is None:
            return None
        placed = placed_like(body, pose.joints)
        return placed if share >= 1 else blended(body, placed, share)
