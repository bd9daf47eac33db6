"""Lengths of a body: its reference size, the proportions that can be known, and maps between joints and bones."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BODY_PARENTS
from posestudio.body.mirroring import BODY_MIRROR

LEG_LENGTH = 0.86
"""Thigh plus shin of the reference body, metres. Scale cannot be seen in one picture, so models
are trained on, and results and metrics given for, a person with legs of this length."""

PROPORTIONS: dict[str, tuple[float, tuple[tuple[str, ...], ...]]] = {
    "torso": (0.49, (("hips", "spine", "chest", "neck"),)),
    "head": (0.31, (("neck", "head", "head_top"),)),
    "shoulder_width": (0.30, (("left_shoulder", "right_shoulder"),)),
    "hip_width": (0.185, (("left_hip", "right_hip"),)),
    "upper_arm": (0.30, (("left_shoulder", "left_elbow"), ("right_shoulder", "right_elbow"))),
    "forearm": (0.22, (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist"))),
    "thigh": (0.395, (("left_hip", "left_knee"), ("right_hip", "right_knee"))),
    "shin": (0.465, (("left_knee", "left_ankle"), ("right_knee", "right_ankle"))),
}
"""Name -> typical length in metres on 0.86 m legs, and the joints it runs along, once or once per side."""

LEG_BONES: tuple[int, ...] = tuple(
    BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("knee", "ankle")
)
"""Body joints at the lower ends of thighs and shins."""


def _parent_matrix() -> np.ndarray:
    """(B, B): row j marks joint j's parent; the hips' row marks themselves."""
    matrix = np.zeros((len(BODY_JOINTS), len(BODY_JOINTS)))
    for child, parent in enumerate(BODY_PARENTS):
        matrix[child, max(parent, 0)] = 1
    return matrix


_HIPS = np.eye(len(BODY_JOINTS))[0]

BONES_OF_JOINTS = np.eye(len(BODY_JOINTS)) - _parent_matrix()
"""(B, B): joints (B, 3) -> vectors from each joint's parent; zero for the hips."""

JOINTS_OF_BONES = np.linalg.inv(BONES_OF_JOINTS + np.outer(_HIPS, _HIPS)) @ np.diag(1 - _HIPS)
"""(B, B): the inverse of BONES_OF_JOINTS, with the hips at the origin."""

MEAN_OF_SIDES = (np.eye(len(BODY_JOINTS)) + np.eye(len(BODY_JOINTS))[:, list(BODY_MIRROR)]) / 2
"""(B, B): bone lengths (B,) -> the mean of both sides at each of them."""


def leg_length(body: np.ndarray) -> float:
    """Median over frames and sides of thigh plus shin, in the unit of ``body`` (F, B, 3)."""
    lengths = []
    for side in ("left", "right"):
        hip, knee, ankle = (body[:, BODY_INDEX[f"{side}_{part}"]] for part in ("hip", "knee", "ankle"))
        lengths.append(np.linalg.norm(knee - hip, axis=-1) + np.linalg.norm(ankle - knee, axis=-1))
    return float(np.median(lengths))
