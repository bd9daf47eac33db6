"""Scores of a lifter by missing keypoints, keypoint noise, camera, and factor of the sampler's noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.dataset.batches import Batch, Batches
from posestudio.dataset.poses import Poses
from posestudio.dataset.virtual_cameras import RowRandom, sample_views, target_poses
from posestudio.diffusion.conditioning import observe
from posestudio.lifting.lifter import Lifter
from posestudio.training.evaluation import SEED, evaluate, sample_all, score
from posestudio.training.metrics import calibration_error, limbs

ROBUSTNESS_POSES = 150
"""Held-out poses of each condition."""

WRONG_FOCAL_LENGTH = 1.3
"""Factor of the error in the focal length."""

NOISE_FACTORS = (0.5, 0.7, 0.85, 1.0, 1.15)
"""Factors of the sampler's noise."""


def noise_scores(lifter: Lifter, batch: Batch, hypotheses: int, steps: int) -> dict[str, dict[str, float]]:
    """Energy, best of ten, and calibration errors in depth and plane by the factor of the sampler's noise."""
    found = {}
    for noise in NOISE_FACTORS:
        drawn = sample_all(
            lifter.denoiser, batch, lifter.scale, hypotheses=hypotheses, steps=steps, noise=noise
        )
        scores = score(drawn, batch.x0, lifter.scale)
        kept = {name: scores[name] for name in ("energy", "pa_mpjpe_mean", "best_of_10")}
        off = calibration_error(limbs(drawn), limbs(batch.x0))
        found[f"{noise:g}"] = kept | {axis: round(value, 4) for axis, value in off.items()}
    return found


def robustness_scores(
    lifter: Lifter, validation: Poses, steps: int, progress: Callable[[int, int], None]
) -> dict[str, dict[str, dict[str, float]]]:
    """Scores of ten hypotheses by condition and level; ``progress`` is called with (done, total)."""
    chosen = np.linspace(0, len(validation) - 1, min(ROBUSTNESS_POSES, len(validation))).astype(int)
    joints = Batches(validation.joints[chosen], lifter.device, lifter.scale).joints
    conditions = list(_conditions(joints, lifter.scale))
    found: dict[str, dict[str, dict[str, float]]] = {}
    for number, (condition, level, batch) in enumerate(conditions, 1):
        scores = evaluate(
            lifter.denoiser, batch, lifter.scale, hypotheses=10, steps=steps, noise=lifter.noise
        )
        kept = {name: scores[name] for name in ("pa_mpjpe_mean", "best_of_10", "energy")}
        found.setdefault(condition, {})[level] = kept
        progress(number, len(conditions))
    return found


def _conditions(joints: Tensor, scale: float) -> list[tuple[str, str, Batch]]:
    """(condition, level, batch): the same poses (N, B, 3) with missing or noisy keypoints, or other cameras."""
    count, points = len(joints), len(COCO_KEYPOINTS)

    def rng() -> RowRandom:
        return RowRandom(count, torch.Generator(joints.device).manual_seed(SEED), joints.device)

    def seen(views: Any, rays: Tensor, visible: Tensor, noise: float = 0.0, known: bool = True) -> Batch:
        observation = observe(rays, visible, noise, known)
        return Batch(target_poses(views, observation) / scale, observation)

    everything = torch.ones(count, points, device=joints.device)
    views = sample_views(joints, rng())
    rays = views.rays[:, :points]
    found = []
    order = rng().uniform(0, 1, points).argsort(1).argsort(1)
    for missing in range(7):
        found.append(("missing points", str(missing), seen(views, rays, (order >= missing).float())))
    size = (rays.amax(1) - rays.amin(1)).amax(-1)[:, None, None]
    shift = rng().normal(0, 1, points, 2) * size
    for noise in (0.0, 0.005, 0.01, 0.02, 0.04):
        found.append(("noise", f"{noise:g}", seen(views, rays + noise * shift, everything, noise)))
    for zoom in (1 / WRONG_FOCAL_LENGTH, 1.0, WRONG_FOCAL_LENGTH):
        for known in (True, False):
            level = f"focal length x {1 / zoom:.2f}, {'believed' if known else 'unknown'}"
            found.append(("camera", level, seen(views, rays * zoom, everything, known=known)))
    for fov in (25.0, 50.0, 75.0):
        there = sample_views(joints, rng(), fov=fov)
        found.append(("field of view", f"{fov:g}", seen(there, there.rays, everything)))
    for elevation in (-20.0, 0.0, 20.0, 40.0, 60.0):
        there = sample_views(joints, rng(), elevation=elevation)
        found.append(("elevation", f"{elevation:g}", seen(there, there.rays, everything)))
    return found
