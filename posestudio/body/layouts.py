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
"""Human3.6M as 3D lifters use it; as many as COCO's: read only where it is named."""

PANOPTIC_19_KEYPOINTS: tuple[str, ...] = (
    "neck",
    "nose",
    "hips",
    *(
        f"{side}_{part}"
        for side in ("left", "right")
        for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    ),
    "left_eye",
    "left_ear",
    "right_eye",
    "right_ear",
)
"""CMU Panoptic's body."""

CROWDPOSE_14_KEYPOINTS: tuple[str, ...] = (*COCO_KEYPOINTS[5:], "head_top", "neck")
"""CrowdPose: COCO's limbs, then the head."""

AIC_14_KEYPOINTS: tuple[str, ...] = (
    *COCO_18_KEYPOINTS[2:14],
    "head_top",
    "neck",
)
"""AI Challenger."""

MPI_15_KEYPOINTS: tuple[str, ...] = ("head_top", *COCO_18_KEYPOINTS[1:14], "chest")
"""OpenPose's MPI model."""

JHMDB_15_KEYPOINTS: tuple[str, ...] = (
    "neck",
    "spine",
    "head_top",
    *(
        f"{side}_{part}"
        for part, sides in (
            ("shoulder", ("right", "left")),
            ("hip", ("right", "left")),
            ("elbow", ("right", "left")),
            ("knee", ("right", "left")),
            ("wrist", ("right", "left")),
            ("ankle", ("right", "left")),
        )
        for side in sides
    ),
)
"""JHMDB (also sub-JHMDB)."""

POSETRACK_17_KEYPOINTS: tuple[str, ...] = ("nose", "neck", "head_top", *COCO_KEYPOINTS[3:])
"""PoseTrack: as COCO's, with the head's bottom and top in place of the eyes; read only where it is named."""

BODY_19_KEYPOINTS: tuple[str, ...] = BODY_25_KEYPOINTS[:19]
"""OpenPose's BODY_19 model: BODY_25 without feet."""

BODY_25B_KEYPOINTS: tuple[str, ...] = (*COCO_KEYPOINTS, "neck", "head_top", *BODY_25_KEYPOINTS[-6:])
"""OpenPose's BODY_25B model, as many as BODY_25's: read only where it is named."""

BODY_135_KEYPOINTS: tuple[str, ...] = (
    *BODY_25B_KEYPOINTS,
    *(f"{side}_hand_{index}" for side in ("left", "right") for index in range(20)),
    *(f"face_{index}" for index in range(70)),
)
"""OpenPose's BODY_135 model."""

COCO_23_KEYPOINTS: tuple[str, ...] = (*COCO_KEYPOINTS, *BODY_25_KEYPOINTS[-6:])
"""COCO with feet."""

HALPE_68_KEYPOINTS: tuple[str, ...] = (
    *HALPE_26_KEYPOINTS,
    *(f"{side}_hand_{index}" for side in ("left", "right") for index in range(21)),
)
"""AlphaPose's body with feet and hands."""

HALPE_136_KEYPOINTS: tuple[str, ...] = (
    *HALPE_26_KEYPOINTS,
    *(f"face_{index}" for index in range(68)),
    *HALPE_68_KEYPOINTS[-42:],
)
"""AlphaPose's whole body (Halpe-FullBody): body, feet, face, hands."""

SMPL_24_KEYPOINTS: tuple[str, ...] = (
    "hips",
    "left_hip",
    "right_hip",
    "spine",
    "left_knee",
    "right_knee",
    "spine_2",
    "left_ankle",
    "right_ankle",
    "chest",
    "left_toe",
    "right_toe",
    "neck",
    "left_collar",
    "right_collar",
    "head",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hand",
    "right_hand",
)
"""The joints of SMPL."""

BLAZEPOSE_33_KEYPOINTS: tuple[str, ...] = (
    "nose",
    *(f"{side}_eye{part}" for side in ("left", "right") for part in ("_inner", "", "_outer")),
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    *COCO_KEYPOINTS[5:11],
    *(f"{side}_{part}" for part in ("pinky", "index", "thumb") for side in ("left", "right")),
    *COCO_KEYPOINTS[11:],
    *(f"{side}_{part}" for part in ("heel", "foot_index") for side in ("left", "right")),
)
"""MediaPipe's BlazePose."""

KEYPOINT_ORDERS: dict[str, tuple[str, ...]] = {
    "coco17": COCO_KEYPOINTS,
    "coco18": COCO_18_KEYPOINTS,
    "coco23": COCO_23_KEYPOINTS,
    "body19": BODY_19_KEYPOINTS,
    "body25": BODY_25_KEYPOINTS,
    "body25b": BODY_25B_KEYPOINTS,
    "body135": BODY_135_KEYPOINTS,
    "mpi15": MPI_15_KEYPOINTS,
    "halpe26": HALPE_26_KEYPOINTS,
    "halpe68": HALPE_68_KEYPOINTS,
    "halpe136": HALPE_136_KEYPOINTS,
    "wholebody133": WHOLEBODY_133_KEYPOINTS,
    "blazepose33": BLAZEPOSE_33_KEYPOINTS,
    "mpii16": MPII_16_KEYPOINTS,
    "lsp14": LSP_14_KEYPOINTS,
    "crowdpose14": CROWDPOSE_14_KEYPOINTS,
    "aic14": AIC_14_KEYPOINTS,
    "jhmdb15": JHMDB_15_KEYPOINTS,
    "posetrack17": POSETRACK_17_KEYPOINTS,
    "h36m17": H36M_17_KEYPOINTS,
    "panoptic19": PANOPTIC_19_KEYPOINTS,
    "smpl24": SMPL_24_KEYPOINTS,
}
"""The 2D layouts that keypoint files come in, by name."""

COMMONEST_ORDERS: tuple[str, ...] = ("coco17", "body25")
"""Of layouts of the same length, those that a file without names is taken to have. Of other layouts that
share a length none is assumed."""


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
