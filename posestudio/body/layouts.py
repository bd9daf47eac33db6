"""The 29 canonical body joints, the 2D keypoints that are observed of them, and the linear map from the ones to the
others.

Every name, order and bone of a body is defined here, once; the layouts of other tools are in `keypoint_layouts`.

World axes: metres, right-handed, Y up, a person facing +Z, so that the person's left is +X.
"""

from __future__ import annotations

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
    (
        "left_heel",
        "left_ankle",
    ),  # last, so that all others keep the index that they had before there were heels
    ("right_heel", "right_ankle"),
)

BODY_JOINTS: tuple[str, ...] = tuple(name for name, _ in _BODY_TREE)
"""Names of the B = 29 canonical body joints, parents before children."""

JOINTS_WITHOUT_HEELS: tuple[str, ...] = BODY_JOINTS[:-2]
"""Joints of files and weights that were made before bodies had heels; `feet.with_heels` adds these."""

BODY_INDEX: dict[str, int] = {name: index for index, name in enumerate(BODY_JOINTS)}

BODY_PARENTS: tuple[int, ...] = tuple(
    -1 if parent is None else BODY_INDEX[parent] for _, parent in _BODY_TREE
)
"""Index of each body joint's parent; -1 for the hips."""

BODY_BONES: tuple[tuple[int, int], ...] = tuple(
    (parent, child) for child, parent in enumerate(BODY_PARENTS) if parent >= 0
)
"""Index pairs (parent, child)."""


def joints_below(*roots: str) -> list[int]:
    """Indices of the named body joints and of all below them, in order."""
    found = {BODY_INDEX[root] for root in roots}
    for joint, parent in enumerate(BODY_PARENTS):
        if parent in found:
            found.add(joint)
    return sorted(found)


LIMB_JOINTS: tuple[str, ...] = tuple(
    f"{side}_{part}"
    for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    for side in ("left", "right")
)
"""The 12 limb joints that accuracy is measured on."""

LIMB_INDICES: list[int] = [BODY_INDEX[name] for name in LIMB_JOINTS]
"""Their indices among the body's joints."""

FACE_JOINTS: tuple[str, ...] = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
"""Names that body joints and COCO keypoints have in common on the face."""

HEAD_JOINTS: tuple[str, ...] = ("head_top", *FACE_JOINTS)
"""The body joints that are children of the head."""

BONES_WITHOUT_FACE: tuple[tuple[int, int], ...] = tuple(
    bone for bone in BODY_BONES if BODY_JOINTS[bone[1]] not in FACE_JOINTS
)
"""The lines of a drawn body: on the face they would only be a fan."""

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

EXTRA_KEYPOINTS: tuple[str, ...] = ("neck", "head_top", "left_toe", "right_toe", "left_heel", "right_heel")
"""Keypoints that some files have besides COCO's: each is the body joint of its name."""

OBSERVED_KEYPOINTS: tuple[str, ...] = COCO_KEYPOINTS + EXTRA_KEYPOINTS
"""All keypoints that a lifter looks at."""

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

EXTRA_LIMBS: tuple[tuple[int, int], ...] = tuple(
    (OBSERVED_KEYPOINTS.index(a), OBSERVED_KEYPOINTS.index(b))
    for a, b in (
        ("neck", "head_top"),
        *((f"{side}_ankle", f"{side}_heel") for side in ("left", "right")),
        *((f"{side}_heel", f"{side}_toe") for side in ("left", "right")),
        *((f"{side}_ankle", f"{side}_toe") for side in ("left", "right")),
    )
)
"""Lines drawn to the extra keypoints, as index pairs among all that are observed."""


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

OBSERVED_23 = KeypointLayout("observed23", OBSERVED_KEYPOINTS, _mix(OBSERVED_KEYPOINTS, {}))


def to_keypoints(body: np.ndarray, layout: KeypointLayout = COCO_17) -> np.ndarray:
    """Points of ``layout`` of the same bodies: (..., B, 3) -> (..., K, 3), unit and axes kept.

    Bodies of JOINTS_WITHOUT_HEELS will do where the layout needs no heels. Raises ValueError when the second last
    axis is not the body's joints.
    """
    body, matrix = np.asarray(body), layout.matrix
    if not matrix[:, len(JOINTS_WITHOUT_HEELS) :].any() and body.shape[-2:-1] == (len(JOINTS_WITHOUT_HEELS),):
        matrix = matrix[:, : len(JOINTS_WITHOUT_HEELS)]
    if body.ndim < 2 or body.shape[-2:] != (matrix.shape[1], 3):
        raise ValueError(f"expected (..., {len(BODY_JOINTS)}, 3) body joints, got {body.shape}")
    return np.einsum("kb,...bc->...kc", matrix, body).astype(np.float32)
