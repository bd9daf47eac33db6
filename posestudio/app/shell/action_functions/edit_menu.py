"""What the actions of the menu Edit do, on keypoints those of the active plane."""

from __future__ import annotations

import numpy as np

from posestudio.app.files.clipboard import Clipboard
from posestudio.app.model.joint_edits import with_children
from posestudio.app.model.person_points import shown
from posestudio.app.model.posing_options import PosingOptions
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

    _follow_posing(parts)
    return {
        "pose_body": lambda: _set(document.posing, "poses_body", parts.actions["pose_body"].isChecked()),
        "feet_on_floor": lambda: _set(
            document.posing, "feet_on_floor", parts.actions["feet_on_floor"].isChecked()
        ),
        "symmetric": lambda: _set(document.posing, "symmetric", parts.actions["symmetric"].isChecked()),
        "discard_pose": joints.discard_pose,
        "undo": document.undo,
        "redo": document.redo,
        "copy_pose": clipboard.copy_pose,
        "paste": clipboard.paste,
        "select_all": select_all,
        "select_limb": lambda: planes.active.select(with_children(planes.active.selected)),
        "cycle_visibility": cycle_visibility,
        "mirror": clipboard.mirror_pose,
        "swap_sides": lambda: planes.edited.joints.swap_sides(),
        "snap": lambda: planes.edited.joints.snap_to_pose(),
        "add_extra": lambda: planes.edited.joints.add_extra(),
        "remove_extra": lambda: planes.edited.joints.remove_extra(),
        "reset_joints": lambda: planes.edited.joints.reset(),
        "pin": lambda: joints.toggle_pins(BODY_OF_POINT[joint] for joint in sorted(planes.active.selected)),
        "release_pins": joints.release_pins,
        "preferences": parts.edit_preferences,
    }


def _set(options: PosingOptions, name: str, on: bool | None) -> None:
    setattr(options, name, on)


def _follow_posing(parts: Parts) -> None:
    """Tick the actions of posing as joints are dragged now; what is opened is dragged as suits it."""
    document, actions = parts.document, parts.actions

    def tick() -> None:
        actions["pose_body"].setChecked(document.joints.poses_body)
        actions["feet_on_floor"].setChecked(document.posing.feet_on_floor)
        actions["symmetric"].setChecked(document.posing.symmetric)

    def changed(names: frozenset[str]) -> None:
        if names & {"source", "picture", "views"}:
            tick()

    document.posing.changed.connect(tick)
    document.changed.connect(changed)
    document.opened.connect(lambda: _set(document.posing, "poses_body", None))
    tick()
