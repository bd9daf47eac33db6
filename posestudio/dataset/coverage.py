"""What a set of poses covers: directions of bones, height of the hips, tilt of the trunk, subjects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.limits import direction_counts
from posestudio.dataset.poses import Poses


@dataclass(frozen=True)
class Coverage:
    """``directions`` {bone: (BINS) counts}, both sides; ``height`` (N,) of the hips over the lowest joint, in
    leg lengths; ``tilt`` (N,) degrees of the trunk from upright; ``training`` and ``validation`` list
    (subject, poses)."""

    directions: dict[str, np.ndarray]
    height: np.ndarray
    tilt: np.ndarray
    training: list[tuple[str, int]]
    validation: list[tuple[str, int]]


def coverage(poses: Poses) -> Coverage:
    """The coverage of a set of poses."""
    joints = poses.joints
    trunk = joints[:, BODY_INDEX["neck"]] - joints[:, BODY_INDEX["hips"]]
    cosine = trunk[:, 1] / np.maximum(np.linalg.norm(trunk, axis=-1), 1e-9)
    legs = np.linalg.norm(
        joints[:, BODY_INDEX["left_knee"]] - joints[:, BODY_INDEX["left_hip"]], axis=-1
    ) + np.linalg.norm(joints[:, BODY_INDEX["left_ankle"]] - joints[:, BODY_INDEX["left_knee"]], axis=-1)
    height = (joints[:, 0, 1] - joints[..., 1].min(-1)) / np.maximum(legs, 1e-9)
    training, validation = (_subjects(part) for part in poses.split())
    tilt = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return Coverage(direction_counts(joints), height, tilt, training, validation)


def _subjects(poses: Poses) -> list[tuple[str, int]]:
    """(subject, poses) of each subject."""
    names, counts = np.unique(poses.subject, return_counts=True)
    return list(zip(names.tolist(), counts.tolist(), strict=True))
