"""What the actions of the menu Edit do, on keypoints those of the active plane."""

from __future__ import annotations

import numpy as np

from posestudio.app.files.clipboard import Clipboard
from posestudio.app.model.joint_edits import with_children
from posestudio.app.model.person_points import shown
from posestudio.app.model.state import BODY_OF_POINT
from posestudio.app.shell.parts import Parts, Table


def edit_commands(parts: Parts) -> Table:
    """The functions by the ids of their actions."""
    document, planes = parts.document, parts.planes
    joints = document.joints
    clipboard = Clipboard(parts.studio, parts.opening, lambda: planes.edited)

    def select_all() -> None:
        planes.active.select(np.flatnonzero(shown(planes.edited.state.visibility)).tolist())

    def cycle_visibility() -> None:
        plane = planes.active
        hovered = plane.model.hovered_joint
        joints = sorted(plane.selected) or ([] if hovered is None else [hovered])
        if joints:
            planes.edited.joints.cycle_visibility(joints)

    return {
        "undo": document.undo,
        "redo": document.redo,
        "copy_pose": clipboard.copy_pose,
        "paste": clipboard.paste,
        "select_all": select_all,
        "select_limb": lambda: planes.active.select(with_children(planes.active.selected)),
        "cycle_visibility": cycle_visibility,
        "mirror": lambda: planes.edited.joints.mirror(),
        "swap_sides": lambda: planes.edited.joints.swap_sides(),
        "snap": lambda: planes.edited.joints.snap_to_pose(),
        "add_extra": lambda: planes.edited.joints.add_extra(),
        "remove_extra": lambda: planes.edited.joints.remove_extra(),
        "reset_joints": lambda: planes.edited.joints.reset(),
        "pin": lambda: joints.toggle_pins(BODY_OF_POINT[joint] for joint in sorted(planes.active.selected)),
        "release_pins": joints.release_pins,
        "preferences": parts.edit_preferences,
    }
