"""How joints are dragged: with bone lengths kept or freely in the picture, on a floor, with both sides alike."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from posestudio.app.model.pose_drag import Manner


class PosingOptions(QObject):
    """Choices for dragging joints, for the session; they are no edits."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feet_on_floor = self._symmetric = False
        self._poses_body: bool | None = None

    @property
    def feet_on_floor(self) -> bool:
        """Whether feet stay above the floor, and those that stand on it stay where they are."""
        return self._feet_on_floor

    @feet_on_floor.setter
    def feet_on_floor(self, on: bool) -> None:
        self._feet_on_floor = on
        self.changed.emit()

    @property
    def symmetric(self) -> bool:
        """Whether the joint of the other side moves as the mirror image of the one that is dragged."""
        return self._symmetric

    @symmetric.setter
    def symmetric(self, on: bool) -> None:
        self._symmetric = on
        self.changed.emit()

    @property
    def poses_body(self) -> bool | None:
        """Whether a keypoint dragged in the picture poses the body, with its bone lengths, or is corrected alone;
        None: as suits what is open (see `joint_editing.JointEdits.poses_body`)."""
        return self._poses_body

    @poses_body.setter
    def poses_body(self, poses: bool | None) -> None:
        self._poses_body = poses
        self.changed.emit()

    @property
    def manner(self) -> Manner:
        """How joints are dragged in space."""
        return Manner(self._feet_on_floor, self._symmetric)
