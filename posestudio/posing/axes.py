"""The axes in which a joint is turned by hand."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, joints_below
from posestudio.geometry.rotations import frame, orthonormal
from posestudio.posing.limbs import ENDS, MIDDLES, ROOTS, middle_directions
from posestudio.posing.whole import leftwards

TURNS: frozenset[int] = frozenset(
    joint for joint, name in enumerate(BODY_JOINTS) if len(joints_below(name)) > 1
)
"""Body joints beyond which there is something to turn."""


def turning_axes(pose: np.ndarray, joint: int) -> np.ndarray:
    """(3, 3) unit world axes in columns about which a body joint of a pose (29, 3) is turned: of a limb's joint the
    axis of its hinge, the bone beyond it, and one at right angles; else left, up along the bone, and forwards."""
    pose = np.asarray(pose, np.float64)
    left = leftwards(pose)
    child = next((other for other in joints_below(BODY_JOINTS[joint])[1:]), joint)
    along = pose[child] - pose[joint]
    if joint in (0, BODY_INDEX["chest"]):  # whose first children are to all sides
        along = pose[BODY_INDEX["neck"]] - pose[joint]
    across = left
    for limb, (root, middle, end) in enumerate(zip(ROOTS, MIDDLES, ENDS, strict=True)):
        if joint in (root, middle, end):
            sides = middle_directions(pose, np.ones(len(ROOTS)))
            across = np.cross(sides[limb], pose[end] - pose[root])
    if np.linalg.norm(along) < 1e-6:
        along = np.array([0.0, 1.0, 0.0])
    if np.linalg.norm(np.cross(across, along)) < 1e-3 * np.linalg.norm(along):
        across = np.eye(3)[np.abs(along).argmin()]
    up, side = orthonormal(along, across)
    return frame(side, up)
