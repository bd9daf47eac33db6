"""How well hypotheses explain the observed keypoints, and their scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from posestudio.body.layouts import COCO_KEYPOINTS, to_keypoints
from posestudio.diffusion.constraints import SIDE_EXCHANGES
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.posterior import central_pose

_DECIMALS = 3  # of a score


def reprojection_error(
    joints: np.ndarray,
    keypoints: Keypoints,
    camera: Camera,
    exchanges: Sequence[Sequence[int]] = SIDE_EXCHANGES[:1],
) -> tuple[np.ndarray, np.ndarray]:
    """Mean distance of projected from observed keypoints: in pixels, and over the person's size. (P, H) each.

    ``joints`` (P, H, B, 3) in camera axes. ``exchanges`` are permutations of the observed
    keypoints, COCO's first; the one with the least error of COCO's counts. nan and 0 for a person without
    observed keypoints.
    """
    pixels = camera.project(camera.to_world(to_keypoints(joints)))
    sums = []
    for exchange in exchanges:
        naming = list(exchange[: len(COCO_KEYPOINTS)])
        distance = np.linalg.norm(pixels - keypoints.points[:, None, naming], axis=-1)
        seen = keypoints.observed[:, None, naming]
        sums.append(np.where(seen, np.nan_to_num(distance, nan=1e6), 0).sum(-1))
    distance = np.min(sums, axis=0)
    count = keypoints.observed.sum(-1)[:, None]
    mean = np.where(count > 0, distance / np.maximum(count, 1), np.nan).astype(np.float32)
    relative = np.nan_to_num(mean) / person_size(keypoints)[:, None]
    return mean, relative


def hypothesis_scores(joints: np.ndarray, relative_error: np.ndarray, noise: ArrayLike = 0.0) -> np.ndarray:
    """(P, H) scores of hypotheses (P, H, B, 3) in camera axes: the higher, the better.

    - (mean distance to the others) / 10 cm - (reprojection error) / (5 % + 4 ``noise``), where the error
    (P, H) and the keypoints' noise, () or (P,), are over the person's size: high where most of the posterior's
    mass is. The distance is `posterior.pose_distances`, so that one that stands far before or behind the others
    is no better than one with an arm elsewhere. The medoid of the largest mode comes first, whatever the others
    score (docs/decisions/0018-the-medoid-comes-first.md). Differences of less than a thousandth (0.1 mm) count as
    none, so that rounding decides nothing; of equals the one with the lower index comes first.
    """
    scores = np.empty(joints.shape[:2], np.float64)
    noise = np.broadcast_to(np.asarray(noise, np.float64), len(joints))
    for person, (poses, error, point_noise) in enumerate(zip(joints, relative_error, noise, strict=True)):
        others = max(len(poses) - 1, 1)
        first, distances = central_pose(poses)
        distance = distances.sum(1) / others
        score = np.round(-distance / 0.1 - error / (0.05 + 4 * point_noise), _DECIMALS)
        score[first] = score.max()
        # Of equal scores the first counts, which has to be the medoid.
        score[np.arange(len(score)) != first] -= 10.0**-_DECIMALS
        scores[person] = score
    return scores.astype(np.float32)


def mean_noise(noise: np.ndarray, seen: Keypoints) -> np.ndarray:
    """(P,) mean of the noise (P, 17) of the observed points, at most a tenth of the person's size."""
    observed = seen.observed
    return (np.minimum(noise, 0.1) * observed).sum(-1) / np.maximum(observed.sum(-1), 1)
