"""The edits of joints that a document, or one view of it, offers to widgets and commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np

from posestudio.app.model import joint_edits
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.state import State
from posestudio.keypoints import Keypoints


class Edited(Protocol):
    """What joints are edited in: a document, or one view of it."""

    @property
    def state(self) -> State: ...
    def selected_body(self) -> np.ndarray | None: ...
    def apply(self, change: Change | None, *, in_gesture: bool = False) -> None: ...


class JointEdits:
    """The functions of `joint_edits` applied to a document's state and selected hypothesis, as edits of it."""

    def __init__(self, document: Edited) -> None:
        self._document = document

    def positions(self) -> np.ndarray:
        """Pixels (23, 2) where joints are shown; see `joint_edits.shown_points`."""
        return joint_edits.shown_points(self._document.state, self._document.selected_body())

    def copied(self) -> Keypoints:
        """The person's joints, for ``paste``."""
        return self._document.state.keypoints()

    def move(self, positions: np.ndarray, joints: Iterable[int]) -> None:
        """Move ``joints`` to their pixels in ``positions`` (23, 2), in the gesture under way."""
        self._document.apply(joint_edits.moved(self._document.state, positions, joints), in_gesture=True)

    def cycle_visibility(self, joints: Iterable[int]) -> None:
        """Visible -> occluded -> missing -> visible, for ``joints``."""
        document = self._document
        document.apply(joint_edits.visibility_cycled(document.state, document.selected_body(), joints))

    def mark_missing(self, joints: Iterable[int]) -> None:
        """Make ``joints`` missing."""
        self._document.apply(joint_edits.marked_missing(self._document.state, joints))

    def reset(self) -> None:
        """Undo all edits of the person's joints in this frame."""
        self._document.apply(joint_edits.reset(self._document.state))

    def mirror(self) -> None:
        """Reflect the person about its own middle."""
        self._document.apply(joint_edits.mirrored(self._document.state))

    def swap_sides(self) -> None:
        """Exchange the names left and right."""
        self._document.apply(joint_edits.sides_swapped(self._document.state))

    def snap_to_pose(self) -> None:
        """Move every joint to where the selected hypothesis is seen by the camera."""
        self._document.apply(joint_edits.snapped(self._document.state, self._document.selected_body()))

    def add_extra(self) -> None:
        """Add neck, head top, toes and heels where they are missing, as the selected hypothesis has them."""
        self._document.apply(joint_edits.extra_added(self._document.state, self._document.selected_body()))

    def remove_extra(self) -> None:
        """Make neck, head top, toes and heels missing."""
        self._document.apply(joint_edits.extra_removed(self._document.state))

    def paste(self, pose: Keypoints) -> None:
        """Give the person the joints of the first person in ``pose``."""
        self._document.apply(joint_edits.pasted(self._document.state, pose))

    def toggle_pins(self, joints: Iterable[int]) -> None:
        """Pin body ``joints`` where the selected hypothesis has them, or unpin them."""
        document = self._document
        document.apply(joint_edits.pins_toggled(document.state, document.selected_body(), joints))

    def pull(self, joint: int, point: np.ndarray) -> None:
        """Pin a body joint at ``point`` (3,), world metres, in the gesture under way."""
        document = self._document
        change = joint_edits.pulled(document.state, joint, point, document.selected_body())
        document.apply(change, in_gesture=True)

    def release_pins(self) -> None:
        """Unpin every joint of the person in this frame."""
        self._document.apply(joint_edits.pins_removed(self._document.state))
