"""The edits of joints that a document, or one view of it, offers to widgets and commands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Protocol

import numpy as np

from posestudio.app.model import joint_edits, pose_edits
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.pose_drag import Manner, PoseDrag
from posestudio.app.model.posing_options import PosingOptions
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.keypoints import Keypoints


class Edited(Protocol):
    """What joints are edited in: a document, or one view of it."""

    @property
    def state(self) -> State: ...
    def selected_body(self) -> np.ndarray | None: ...
    @property
    def gesture(self) -> object | None: ...
    def apply(self, change: Change | None, *, in_gesture: bool = False) -> None: ...


class JointEdits:
    """The functions of `joint_edits` applied to a document's state and selected hypothesis, as edits of it."""

    def __init__(self, document: Edited, options: PosingOptions | None = None) -> None:
        self._document = document
        self.options = options
        """How joints are dragged; None where bone lengths cannot be kept."""
        self._drag: tuple[object, PoseDrag] | None = None  # of a gesture

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

    # -- with bone lengths kept

    @property
    def poses_body(self) -> bool:
        """Whether a keypoint dragged in the picture poses the body, rather than being corrected alone: as was chosen,
        else unless it was seen in a photograph."""
        state = self._document.state
        if self.options is None or state.views:
            return False
        if self.options.poses_body is not None:
            return self.options.poses_body
        return not (isinstance(state.source, KeypointsSource) and state.picture is not None)

    @property
    def can_pose(self) -> bool:
        """Whether there is a chosen body that can be dragged with its bone lengths kept."""
        document = self._document
        return self.options is not None and not document.state.views and document.selected_body() is not None

    def drag(self, places: Mapping[int, np.ndarray], sight: np.ndarray | None = None) -> None:
        """Move body joints to ``places`` (3,), world metres, in the gesture under way, or, where limbs do not
        reach, along ``sight`` (3,); the rest of the chosen body follows with its bone lengths, and what need not
        move stays. Needs ``can_pose``."""
        self._apply_drag(lambda drag, state, manner: drag.moved(state, places, manner, sight))

    def drag_in_picture(self, positions: np.ndarray, joints: Collection[int]) -> None:
        """Move keypoints ``joints`` to their pixels in ``positions`` (23, 2), as ``drag`` does."""
        self._apply_drag(lambda drag, state, manner: drag.moved_in_picture(state, positions, joints, manner))

    def rotate(self, joint: int, rotation: np.ndarray, degrees: float) -> None:
        """Turn all beyond a body joint by ``rotation`` (3, 3), world axes, from how it was when the gesture under way
        began; at the hips the whole figure. Needs ``can_pose``."""
        self._apply_drag(lambda drag, state, manner: drag.turned(state, joint, rotation, degrees, manner))

    def nudge(self, joint: int, by: np.ndarray) -> None:
        """Move a body joint by (3,) world metres, as ``drag`` does."""
        body = self._document.selected_body()
        assert body is not None
        self._drag = None
        self.drag({joint: body[joint] + np.asarray(by, np.float64)})
        self._drag = None

    def nudge_in_picture(self, positions: np.ndarray, joints: Collection[int]) -> None:
        """Move keypoints ``joints`` from where they are now to their pixels in ``positions``, as
        ``drag_in_picture``."""
        self._drag = None
        self.drag_in_picture(positions, joints)
        self._drag = None

    def keep_pose(self, joint: int) -> None:
        """Take a body joint's pin away, and keep the chosen pose as one made by hand: the end of a free pull."""
        document, body = self._document, self._document.selected_body()
        if body is not None and self.can_pose and joint in document.state.pinned:
            document.apply(pose_edits.kept(document.state, body, joint), in_gesture=True)

    def _apply_drag(self, made: Callable[[PoseDrag, State, Manner], Change | None]) -> None:
        document = self._document
        state, body, gesture = document.state, document.selected_body(), document.gesture
        assert body is not None and self.options is not None
        drag = self._drag
        if drag is None or gesture is None or drag[0] is not gesture:
            self._drag = drag = (gesture, PoseDrag(state, np.asarray(body, np.float64)))
        document.apply(made(drag[1], state, self.options.manner), in_gesture=True)

    def apply_pose(self, pose: np.ndarray, text: str = "") -> None:
        """Put the person into exactly ``pose`` (29, 3), world metres; keypoints follow as the camera sees them."""
        self._document.apply(pose_edits.applied(self._document.state, pose, text))

    def discard_pose(self) -> None:
        """Let the keypoints alone say what the poses are, without the one made by hand."""
        self._document.apply(pose_edits.pose_discarded(self._document.state))

    def release_pins(self) -> None:
        """Unpin every joint of the person in this frame."""
        self._document.apply(joint_edits.pins_removed(self._document.state))
