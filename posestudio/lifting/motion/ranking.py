"""Ranks the hypotheses of a motion as whole motions, and says how sure their joints are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from posestudio.body.layouts import BODY_INDEX, LIMB_INDICES, to_keypoints
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size

LEAST_DEVIATION = 0.015
"""Standard deviation, metres, of joints that all hypotheses agree about."""

CALIBRATION = 1.4
"""Factor between the spread of the hypotheses and the standard deviation of the error (docs/accuracy.md)."""

_HIPS = BODY_INDEX["hips"]


def reprojection_errors(
    joints: np.ndarray, keypoints: Sequence[Keypoints], camera: Camera
) -> tuple[np.ndarray, np.ndarray]:
    """Mean distance (F, H) of projected joints (F, H, B, 3), world axes, from the observed keypoints: in pixels, nan
    where there are none, and over the person's size, 0 where there are none."""
    together = Keypoints.concatenate(list(keypoints), keypoints[0].size)
    pixels = camera.project(to_keypoints(joints))
    distance = np.nan_to_num(np.linalg.norm(pixels - together.points[:, None], axis=-1), nan=1e6)
    observed = together.observed[:, None]
    count = observed.sum(-1)
    total = np.where(observed, distance, 0).sum(-1)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float32)
    return mean, np.nan_to_num(mean) / person_size(together)[:, None]


def motion_distances(joints: np.ndarray) -> np.ndarray:
    """(H, H) metres between the motions (F, H, B, 3): the mean over frames of the mean distance of limb joints, hips
    at the origin, plus a quarter of the hips' distance, as `posterior.pose_distances` has it for poses."""
    limbs = joints[:, :, LIMB_INDICES] - joints[:, :, [_HIPS]]
    hips = joints[:, :, _HIPS]
    count = joints.shape[1]
    distances = np.zeros((count, count))
    for one in range(count):
        apart = np.linalg.norm(limbs[:, one:] - limbs[:, one, None], axis=-1).mean((0, 2))
        apart += np.linalg.norm(hips[:, one:] - hips[:, one, None], axis=-1).mean(0) / 4
        distances[one, one:] = distances[one:, one] = apart
    return distances


def motion_scores(distances: np.ndarray, relative_error: np.ndarray, noise: float) -> np.ndarray:
    """(H,) scores of motions whose ``distances`` are (H, H) and whose mean reprojection errors (H,) and keypoint
    noise are over the person's size; the higher, the better.

    - (distance to the first) / 10 cm - (reprojection error) / (5 % + 4 ``noise``). The first is the central motion,
    see `sampling.sample_motion`. It comes first, whatever the others score:
    docs/decisions/0026-the-central-motion.md.
    """
    score = np.round(-distances[0] / 0.1 - relative_error / (0.05 + 4 * noise), 3)
    score[0] = score.max()
    score[1:] -= 1e-3  # of equal scores the first counts
    return score.astype(np.float32)


def joint_deviations(joints: np.ndarray) -> np.ndarray:
    """(F, B) metres: how far each joint of the hypotheses (F, H, B, 3), hips at the origin, is from their mean (root
    mean square), times CALIBRATION, and at least LEAST_DEVIATION; 0 for the hips."""
    about_hips = joints - joints[:, :, [_HIPS]]
    variance = about_hips.var(axis=1, ddof=1 if joints.shape[1] > 1 else 0).sum(-1)
    deviation = np.sqrt(CALIBRATION**2 * variance + LEAST_DEVIATION**2)
    deviation[:, _HIPS] = 0
    return deviation.astype(np.float32)
