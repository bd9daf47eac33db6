"""The joints of head and face, which rigs lack but for two eyes: placed in the frame of the head joint.

Measures are an adult's with 0.86 m legs: eyes 64 mm and ears 146 mm apart, the nose's tip 105 mm before
the line through the ears, the top of the head 120 mm above it.
"""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import Skeleton
from posestudio.geometry.rotations import frame, nearest_rotation, orthonormal
from posestudio.mocap.rig_matching import RigMatch

EARS_OVER_SHOULDERS = 0.19
"""Height of the ears' line over the shoulder joints in the rest pose, metres."""

FROM_EARS: dict[str, tuple[float, float, float]] = {
    "head": (0.0, -0.06, -0.01),
    "head_top": (0.0, 0.12, 0.0),
    "nose": (0.0, -0.02, 0.105),
    "left_eye": (0.032, 0.02, 0.085),
    "right_eye": (-0.032, 0.02, 0.085),
    "left_ear": (0.073, 0.0, 0.0),
    "right_ear": (-0.073, 0.0, 0.0),
}
"""Left, up and forward of the middle between the ears, metres."""

_LARGEST_TURN = np.cos(np.radians(60))
"""A head that faces further from the chest than this, most of the time, has an unusual rest pose."""


def head_points(
    skeleton: Skeleton,
    match: RigMatch,
    positions: np.ndarray,
    rotations: np.ndarray | None,
    body: np.ndarray,
    scale: float,
) -> dict[str, np.ndarray]:
    """(F, 3) positions of the head's body joints, in file units.

    ``positions`` (F, J, 3) are the skeleton's joints, ``rotations`` (F, 3, 3) the head joint's global ones
    or None where the rig has no head. ``body`` (F, B, 3) holds the limbs and trunk in file units
    already, ``scale`` is file units a metre of a body with 0.86 m legs.
    """
    chest = _chest_axes(body)
    axes = chest
    if rotations is not None:
        turned = rotations.astype(float) @ _rest_axes(skeleton, match)
        towards_front = (turned[:, :, 2] * chest[:, :, 2]).sum(-1)
        if len(turned) and np.median(towards_front) > _LARGEST_TURN:
            axes = turned
        elif len(turned):
            # The rest pose is not a person standing straight: the head is, on average, before the chest.
            axes = turned @ nearest_rotation((np.swapaxes(turned, 1, 2) @ chest).mean(0))
    ears = _between_ears(skeleton, match, positions, body, axes, scale)
    return {name: ears + scale * (axes @ np.array(position)) for name, position in FROM_EARS.items()}


def _axes(left: np.ndarray, up: np.ndarray) -> np.ndarray:
    """(..., 3, 3) with columns left, up, forward; ``up`` is kept."""
    up, left = orthonormal(up, left)
    return frame(left, up)


def _chest_axes(body: np.ndarray) -> np.ndarray:
    across = body[:, BODY_INDEX["left_shoulder"]] - body[:, BODY_INDEX["right_shoulder"]]
    return _axes(across, body[:, BODY_INDEX["neck"]] - body[:, BODY_INDEX["chest"]])


def _rest_axes(skeleton: Skeleton, match: RigMatch) -> np.ndarray:
    """(3, 3) left, up and forward of the person in the rest pose, by hips and shoulders."""
    rest = skeleton.rest_positions().astype(float)
    hips = [rest[match.joints[f"{side}_hip"]] for side in ("left", "right")]
    shoulders = [rest[match.joints[f"{side}_shoulder"]] for side in ("left", "right")]
    return _axes(hips[0] - hips[1], sum(shoulders) - sum(hips))


def _between_ears(
    skeleton: Skeleton,
    match: RigMatch,
    positions: np.ndarray,
    body: np.ndarray,
    axes: np.ndarray,
    scale: float,
) -> np.ndarray:
    """(F, 3): behind the eyes where a rig has them, else above its head joint, else above the neck."""
    left_up_forward = np.swapaxes(axes, 1, 2)
    eyes = [match.joints[role] for role in ("left_eye", "right_eye") if role in match.joints]
    if len(eyes) == 2:
        _, up, forward = FROM_EARS["left_eye"]
        return positions[:, eyes].mean(1) - scale * (
            up * left_up_forward[:, 1] + forward * left_up_forward[:, 2]
        )
    if "head" not in match.joints:
        neck_to_ears = 0.15
        return body[:, BODY_INDEX["neck"]] + scale * neck_to_ears * left_up_forward[:, 1]
    head = positions[:, match.joints["head"]]
    rest = skeleton.rest_positions().astype(float)
    shoulders = rest[[match.joints["left_shoulder"], match.joints["right_shoulder"]]].mean(0)
    height = (rest[match.joints["head"]] - shoulders) @ _rest_axes(skeleton, match)[:, 1] / scale
    rise = np.clip(EARS_OVER_SHOULDERS - height, 0.0, 0.12)
    return head + scale * (rise * left_up_forward[:, 1] + 0.01 * left_up_forward[:, 2])
