"""The 2D keypoint layouts that files of other tools come in: the names of their keypoints, in order."""

from __future__ import annotations

from collections.abc import Sequence

from posestudio.body.layouts import COCO_KEYPOINTS, LIMB_JOINTS

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
    "thorax",
    "upper_neck",
    "head_top",
    "right_wrist",
    "right_elbow",
    "right_shoulder",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
)
"""MPII Human Pose: the thorax lies between the shoulders, the upper neck at the base of the skull."""

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
    "thorax",
    "upper_neck",
    "head_top",
    "left_shoulder",
    "left_elbow",
    "left_wrist",
    "right_shoulder",
    "right_elbow",
    "right_wrist",
)
"""Human3.6M as 3D lifters use it, thorax and upper neck as MPII's; as many as COCO's: read only where it is named."""

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

MPI_15_KEYPOINTS: tuple[str, ...] = ("head_top", "upper_neck", *COCO_18_KEYPOINTS[2:14], "chest")
"""OpenPose's MPI model, trained on MPII's labels."""

JHMDB_15_KEYPOINTS: tuple[str, ...] = (
    "neck",
    "spine",
    "face",
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

POSETRACK_17_KEYPOINTS: tuple[str, ...] = ("nose", "upper_neck", "head_top", *COCO_KEYPOINTS[3:])
"""PoseTrack: as COCO's, with the head's bottom and top in place of the eyes; read only where it is named."""

BODY_19_KEYPOINTS: tuple[str, ...] = BODY_25_KEYPOINTS[:19]
"""OpenPose's BODY_19 model: BODY_25 without feet."""

BODY_25B_KEYPOINTS: tuple[str, ...] = (
    *COCO_KEYPOINTS,
    "upper_neck",
    "head_top",
    *BODY_25_KEYPOINTS[-6:],
)
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
    *(f"{side}_{part}" for part in ("heel", "big_toe") for side in ("left", "right")),
)
"""MediaPipe's BlazePose; its foot index is the tip of the big toe."""

KEYPOINT_LAYOUTS: dict[str, tuple[str, ...]] = {
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

COMMONEST_LAYOUTS: tuple[str, ...] = ("coco17", "body25")
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
