"""The heels of a rig's feet: its own heel joints, points fixed to its foot bones, or where a stiff foot has them.

In the file's own units and axes. A heel that is fixed to the foot bone follows the foot's roll, which ankle and ball
alone do not show.
"""

from __future__ import annotations

import numpy as np

from posestudio.body.feet import heel_of
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import ROTATION_CHANNELS, Skeleton
from posestudio.geometry.rotations import unit
from posestudio.mocap.rig_matching import RigMatch

_AHEAD = np.array([0.0, 0.0, 1.0])
_LEAST_BEND = np.sin(np.radians(20.0))  # between shin and foot at rest: a straighter foot has no sole
_MOST_ROLL = np.radians(
    40.0
)  # median over a clip; where it is more the rest pose's feet are not a standing person's
_STIFF = 0.02  # of the shin: how far the ball may move in the foot's own axes
_HEEL_REACH = (0.04, 0.35)  # of the shin: how far from the ankle a rig's own heel may lie


def heel_point(
    side: str,
    skeleton: Skeleton,
    match: RigMatch,
    positions: dict[str, np.ndarray],
    rotations: np.ndarray,
    body: np.ndarray,
    toe_in_rig: bool,
) -> np.ndarray:
    """(F, 3) the heel of one side.

    ``positions`` (F, 3) are the rig's joints by role, ``rotations`` (F, J, 3, 3) its joints' global ones; ``body``
    (F, B, 3) has knees, ankles and toes already. Unless the toe is in the rig (``toe_in_rig``), the foot bone's
    rotation says nothing about the foot. Rest poses are not always standing people: one whose foot is straight, or
    rolled most of the time, is not used.
    """
    knee, ankle, toe = (body[:, BODY_INDEX[f"{side}_{part}"]] for part in ("knee", "ankle", "toe"))
    shin = float(np.median(np.linalg.norm(knee - ankle, axis=-1)))
    own = positions.get(f"{side}_heel")
    if own is not None:
        reach = float(np.median(np.linalg.norm(own - ankle, axis=-1)))
        if _HEEL_REACH[0] * shin < reach < _HEEL_REACH[1] * shin:
            return own
    stiff = heel_of(knee, ankle, toe)
    foot = match.joints[f"{side}_ankle"]
    if not toe_in_rig or not any(channel in ROTATION_CHANNELS for channel in skeleton.channels[foot]):
        return stiff
    axes = rotations[:, foot].astype(float)
    balls = np.einsum("fji,fj->fi", axes, toe - ankle)
    ball = np.median(balls, axis=0)
    rest = skeleton.rest_positions().astype(float)
    leg = rest[match.joints[f"{side}_knee"]] - rest[foot]
    fixed = np.linalg.norm(balls - ball, axis=-1).max() < _STIFF * shin
    bent = np.linalg.norm(np.cross(unit(leg, _AHEAD), unit(ball, _AHEAD))) > _LEAST_BEND
    if not (fixed and bent):
        return stiff
    heel = ankle + axes @ heel_of(leg, np.zeros(3), ball)
    roll = roll_between(stiff - ankle, heel - ankle, toe - ankle)
    return heel if abs(float(np.median(roll))) < _MOST_ROLL else stiff


def roll_between(one: np.ndarray, other: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """(F,) angles about ``axis`` (F, 3) from the vectors ``one`` to ``other``, radians in -pi to pi."""
    along = unit(axis, _AHEAD)
    one, other = (vectors - np.sum(vectors * along, -1, keepdims=True) * along for vectors in (one, other))
    return np.arctan2(np.sum(np.cross(one, other) * along, -1), np.sum(one * other, -1))
