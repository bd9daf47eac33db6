"""How well hypotheses explain what was seen, and which come first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from .body.layouts import BODY_INDEX, BODY_JOINTS, COCO_KEYPOINTS, to_keypoints
from .camera import Camera
from .keypoints import Keypoints


def reprojection_error(
    joints: np.ndarray,
    keypoints: Keypoints,
    camera: Camera,
    namings: Sequence[Sequence[int]] = (tuple(range(len(COCO_KEYPOINTS))),),
) -> tuple[np.ndarray, np.ndarray]:
    """Mean distance of projected from observed keypoints: in pixels, and over the person's size. (P, H) each.

    ``joints`` (P, H, B, 3) in camera axes. ``namings`` are permutations of the keypoints; the one that fits
    a hypothesis best counts. nan and 0 for a person without observed keypoints.
    """
    pixels = camera.project(camera.to_world(to_keypoints(joints)))
    sums = []
    for naming in map(list, namings):
        distance = np.linalg.norm(pixels - keypoints.points[:, None, naming], axis=-1)
        seen = keypoints.observed[:, None, naming]
        sums.append(np.where(seen, np.nan_to_num(distance, nan=1e6), 0).sum(-1))
    distance = np.min(sums, axis=0)
    count = keypoints.observed.sum(-1)[:, None]
    mean = np.where(count > 0, distance / np.maximum(count, 1), np.nan).astype(np.float32)
    relative = np.nan_to_num(mean) / person_size(keypoints)[:, None]
    return mean, relative


def person_size(keypoints: Keypoints) -> np.ndarray:
    """(P,) longer side of the box around each person's observed keypoints, at least a pixel."""
    seen = keypoints.observed[..., None]
    low = np.where(seen, keypoints.points, np.inf).min(axis=1, initial=np.inf)
    high = np.where(seen, keypoints.points, -np.inf).max(axis=1, initial=-np.inf)
    extent = np.where(np.isfinite(high - low), high - low, 0).max(axis=-1)
    return np.maximum(extent, 1.0)


def rank(joints: np.ndarray, relative_error: np.ndarray) -> np.ndarray:
    """(P, H) scores: high for a hypothesis that reprojects well and has many others around it.

    - (mean distance to the others) / 10 cm - (reprojection error) / (1 % of the person's size): so the
    first is near where most of the posterior's mass is. Hips at the origin.
    """
    bodies = joints - joints[..., BODY_INDEX["hips"], :][..., None, :]
    hypotheses = bodies.shape[1]
    scores = -relative_error / 0.01
    if hypotheses > 1:
        flat = torch.from_numpy(np.ascontiguousarray(bodies.reshape(*bodies.shape[:2], 3 * len(BODY_JOINTS))))
        distance = torch.cdist(flat, flat).sum(-1).numpy() / (hypotheses - 1)
        scores = scores - distance / len(BODY_JOINTS) ** 0.5 / 0.1
    return scores.astype(np.float32)
