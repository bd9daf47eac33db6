"""The canonical body joints and the 2D keypoint layouts, as linear maps of them.

Every order, name, pair and limb of the project is defined here, once.

World axes: metres, right-handed, Y up, a person facing +Z, so that the person's left is +X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_BODY_TREE: tuple[tuple[str, str | None], ...] = (
    ("hips", None),  # the midpoint of the two hip joints
    ("spine", "hips"),  # lower back
    ("chest", "spine"),  # upper back, below the collar bones
    ("neck", "chest"),  # base of the neck
    ("head", "neck"),  # base of the skull, where the head pivots
    ("head_top", "head"),
    ("nose", "head"),
    ("left_eye", "head"),
    ("right_eye", "head"),
    ("left_ear", "head"),
    ("right_ear", "head"),
    ("left_shoulder", "chest"),
    ("left_elbow", "left_shoulder"),
    ("left_wrist", "left_elbow"),
    ("left_hand", "left_wrist"),  # base of the middle finger
    ("right_shoulder", "chest"),
    ("right_elbow", "right_shoulder"),
    ("right_wrist", "right_elbow"),
    ("right_hand", "right_wrist"),
    ("left_hip", "hips"),
    ("left_knee", "left_hip"),
    ("left_ankle", "left_knee"),
    ("left_toe", "left_ankle"),  # ball of the foot
    ("right_hip", "hips"),
    ("right_knee", "right_hip"),
    ("right_ankle", "right_knee"),
    ("right_toe", "right_ankle"),
)

BODY_JOINTS: tuple[str, ...] = tuple(name for name, _ in _BODY_TREE)
"""Names of the B = 27 canonical body joints, parents before children."""

BODY_INDEX: dict[str, int] = {name: index for index, name in enumerate(BODY_JOINTS)}

BODY_PARENTS: tuple[int, ...] = tuple(
    -1 if parent is None else BODY_INDEX[parent] for _, parent in _BODY_TREE
)
"""Index of each body joint's parent; -1 for the hips."""

BODY_BONES: tuple[tuple[int, int], ...] = tuple(
    (parent, child) for child, parent in enumerate(BODY_PARENTS) if parent >= 0
)

LIMB_JOINTS: tuple[str, ...] = tuple(
    f"{side}_{part}"
    for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    for side in ("left", "right")
)
"""The 12 limb joints that accuracy is measured on."""

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
"""Name -> typical length in metres on 0.86 m legs, and the joints it runs along, once or once a side."""


def swap_sides(name: str) -> str:
    """The joint's name on the other side of the body ('nose' stays 'nose')."""
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    if name.startswith("right_"):
        return "left_" + name.removeprefix("right_")
    return name


def side_of(name: str) -> str:
    """'left', 'right' or 'middle'."""
    for side in ("left", "right"):
        if name.startswith(side + "_"):
            return side
    return "middle"


BODY_MIRROR: tuple[int, ...] = tuple(BODY_INDEX[swap_sides(name)] for name in BODY_JOINTS)
"""Permutation that exchanges left and right body joints."""

COCO_KEYPOINTS: tuple[str, ...] = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)

COCO_INDEX: dict[str, int] = {name: index for index, name in enumerate(COCO_KEYPOINTS)}

COCO_MIRROR: tuple[int, ...] = tuple(COCO_INDEX[swap_sides(name)] for name in COCO_KEYPOINTS)

COCO_LIMBS: tuple[tuple[int, int], ...] = tuple(
    (COCO_INDEX[a], COCO_INDEX[b])
    for a, b in (
        ("nose", "left_eye"),
        ("nose", "right_eye"),
        ("left_eye", "left_ear"),
        ("right_eye", "right_ear"),
        ("left_shoulder", "right_shoulder"),
        ("left_shoulder", "left_elbow"),
        ("left_elbow", "left_wrist"),
        ("right_shoulder", "right_elbow"),
        ("right_elbow", "right_wrist"),
        ("left_shoulder", "left_hip"),
        ("right_shoulder", "right_hip"),
        ("left_hip", "right_hip"),
        ("left_hip", "left_knee"),
        ("left_knee", "left_ankle"),
        ("right_hip", "right_knee"),
        ("right_knee", "right_ankle"),
    )
)
"""Lines drawn between COCO keypoints, as index pairs."""

COCO_18_KEYPOINTS: tuple[str, ...] = (
    "nose",
    "neck",
    "right_shoulder",
    "right_elbow",
    "right_wrist",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
    "right_hip",
    "right_knee",
    "right_ankle",
    "left_hip",
    "left_knee",
    "left_ankle",
    "right_eye",
    "left_eye",
    "right_ear",
    "left_ear",
)
"""OpenPose's COCO model."""

BODY_25_KEYPOINTS: tuple[str, ...] = (
    *COCO_18_KEYPOINTS[:8],
    "mid_hip",
    *COCO_18_KEYPOINTS[8:],
    "left_big_toe",
    "left_small_toe",
    "left_heel",
    "right_big_toe",
    "right_small_toe",
    "right_heel",
)
"""OpenPose's BODY_25 model."""

HALPE_26_KEYPOINTS: tuple[str, ...] = (
    *COCO_KEYPOINTS,
    "head_top",
    "neck",
    "hips",
    "left_big_toe",
    "right_big_toe",
    "left_small_toe",
    "right_small_toe",
    "left_heel",
    "right_heel",
)
"""AlphaPose's and RTMPose's body with feet (Halpe-FullBody)."""

WHOLEBODY_133_KEYPOINTS: tuple[str, ...] = (
    *COCO_KEYPOINTS,
    *BODY_25_KEYPOINTS[-6:],
    *(f"face_{index}" for index in range(68)),
    *(f"{side}_hand_{index}" for side in ("left", "right") for index in range(21)),
)
"""COCO-WholeBody: body, feet, face, hands."""

MPII_16_KEYPOINTS: tuple[str, ...] = (
    "right_ankle",
    "right_knee",
    "right_hip",
    "left_hip",
    "left_knee",
    "left_ankle",
    "hips",
    "chest",
    "neck",
    "head_top",
    "right_wrist",
    "right_elbow",
    "right_shoulder",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
)
"""MPII Human Pose; its thorax is called the chest here."""

LSP_14_KEYPOINTS: tuple[str, ...] = (
    *MPII_16_KEYPOINTS[:6],
    *MPII_16_KEYPOINTS[10:],
    "neck",
    "head_top",
)
"""Leeds Sports Pose."""

H36M_17_KEYPOINTS: tuple[str, ...] = (
    "hips",
    "right_hip",
    "right_knee",
    "right_ankle",
    "left_hip",
    "left_knee",
    "left_ankle",
    "spine",
    "chest",
    "neck",
    "head_top",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
    "right_shoulder",
    "right_elbow",
    "right_wrist",
)
"""Human3.6M as 3D lifters use it; as many as COCO's, so it is read only where it is named."""

KEYPOINT_ORDERS: dict[str, tuple[str, ...]] = {
    "coco17": COCO_KEYPOINTS,
    "coco18": COCO_18_KEYPOINTS,
    "body25": BODY_25_KEYPOINTS,
    "halpe26": HALPE_26_KEYPOINTS,
    "wholebody133": WHOLEBODY_133_KEYPOINTS,
    "mpii16": MPII_16_KEYPOINTS,
    "lsp14": LSP_14_KEYPOINTS,
    "h36m17": H36M_17_KEYPOINTS,
}
"""The 2D layouts that keypoint files come in, by name. Of two of the same length the first is assumed."""


def coco_columns(keypoints: Sequence[str]) -> tuple[int, ...]:
    """Where the 17 COCO keypoints stand in another layout's names; -1 for one of the face that it lacks.

    Raises ValueError naming the first joint of a limb that the layout lacks.
    """
    positions = {name: index for index, name in enumerate(keypoints)}
    for name in LIMB_JOINTS:
        if name not in positions:
            raise ValueError(f"no keypoint is named {name!r}")
    return tuple(positions.get(name, -1) for name in COCO_KEYPOINTS)


@dataclass(frozen=True)
class KeypointLayout:
    """A 2D keypoint layout: its names, and how its points follow from the body joints.

    ``matrix`` has shape (K, B) and rows that sum to one, so ``matrix @ joints`` gives the K points
    in 3D, whatever the unit and axes of ``joints`` (B, 3).
    """

    name: str
    keypoints: tuple[str, ...]
    matrix: np.ndarray


def _mix(keypoints: tuple[str, ...], mixtures: dict[str, dict[str, float]]) -> np.ndarray:
    """Matrix (K, B): a keypoint is the body joint of its name unless ``mixtures`` says otherwise."""
    matrix = np.zeros((len(keypoints), len(BODY_JOINTS)), dtype=np.float32)
    for row, keypoint in enumerate(keypoints):
        for joint, weight in mixtures.get(keypoint, {keypoint: 1.0}).items():
            matrix[row, BODY_INDEX[joint]] = weight
    return matrix


COCO_17 = KeypointLayout("coco17", COCO_KEYPOINTS, _mix(COCO_KEYPOINTS, {}))


def to_keypoints(body: np.ndarray, layout: KeypointLayout = COCO_17) -> np.ndarray:
    """Points of ``layout`` of the same bodies: (..., B, 3) -> (..., K, 3), unit and axes kept.

    Raises ValueError when the second last axis is not the body's joints.
    """
    body = np.asarray(body)
    if body.ndim < 2 or body.shape[-2:] != (len(BODY_JOINTS), 3):
        raise ValueError(f"expected (..., {len(BODY_JOINTS)}, 3) body joints, got {body.shape}")
    return np.einsum("kb,...bc->...kc", layout.matrix, body).astype(np.float32)
