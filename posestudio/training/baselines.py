"""Baselines for diffusion models: mean pose, nearest training picture, regressor. Each returns hypotheses
(N, H, B, 3), divided by ``scale`` metres."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX
from posestudio.dataset.batches import Batch, Batches
from posestudio.diffusion.constraints import constrained_to_bodies
from posestudio.diffusion.guidance import GUIDANCE
from posestudio.diffusion.mirroring import mirrored_bodies, mirrored_observation
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.training.evaluation import SEED
from posestudio.training.metrics import energy_score, limbs

NOISE_LEVELS = tuple(np.linspace(0.02, 0.4, 39))
"""Standard deviations, divided by the data's, among which that of a regressor's Gaussian noise is chosen."""


def mean_pose(training: np.ndarray, batch: Batch, scale: float) -> Tensor:
    """For every picture the mean of the training poses (M, B, 3), upright and facing the camera."""
    joints = Batches(training).joints
    across = joints[:, BODY_INDEX["left_hip"]] - joints[:, BODY_INDEX["right_hip"]]
    angle = torch.atan2(across[:, 2], across[:, 0])
    cos, sin = angle.cos(), angle.sin()
    facing = torch.stack(
        [
            cos[:, None] * joints[..., 0] + sin[:, None] * joints[..., 2],
            joints[..., 1],
            -sin[:, None] * joints[..., 0] + cos[:, None] * joints[..., 2],
        ],
        -1,
    )
    mean = facing.mean(0) * joints.new_tensor([1, -1, -1])  # y up, z to us -> OpenCV's y down, z away
    return (mean / scale).to(batch.x0.device).expand(len(batch.x0), 1, -1, -1)


def nearest_picture(training: np.ndarray, batch: Batch, scale: float, views: int = 100_000) -> Tensor:
    """The pose of the training picture whose centred keypoints are nearest, among ``views`` random pictures.

    Every keypoint counts as visible, so this is a baseline for complete pictures only.
    """
    seen = Batches(training, batch.x0.device, scale, augment=False, noisy=False)
    many = seen.draw(views, torch.Generator().manual_seed(SEED + 1))
    distance = torch.cdist(batch.observation.points.flatten(1), many.observation.points.flatten(1))
    return many.x0[distance.argmin(1)][:, None]


@torch.no_grad()
def regressed(regressor: Denoiser, batch: Batch, scale: float) -> Tensor:
    """The one answer of a regressor (see `parameterizations.Regressor`): the mean of its answers to the picture and
    to the mirrored picture, projected to the constraints of a body and moved towards its rays, as lifting does."""
    nothing = torch.zeros_like(batch.x0)
    everybody = torch.ones(len(nothing), dtype=torch.bool, device=nothing.device)
    there = mirrored_observation(batch.observation, everybody)
    answers = [regressor.denoise(nothing, nothing.new_zeros(()), seen) for seen in (batch.observation, there)]
    mean = torch.stack([answers[0], mirrored_bodies(answers[1], everybody)]).mean(0) * scale
    rays = batch.observation.points * batch.observation.size[:, None, None]
    return (
        constrained_to_bodies(mean, rays, batch.observation.visible, GUIDANCE, confidence=1.0)[:, None]
        / scale
    )


def with_tuned_noise(answer: Tensor, batch: Batch, scale: float, hypotheses: int) -> tuple[Tensor, float]:
    """(hypotheses, standard deviation of the noise in millimetres): one answer (N, 1, B, 3) plus the Gaussian
    noise that scores best on these very pictures, which favours the baseline."""
    generator = torch.Generator().manual_seed(SEED + 2)
    noise = torch.randn(len(answer), hypotheses, *answer.shape[2:], generator=generator).to(answer)
    noise[:, :, BODY_INDEX["hips"]] = 0

    def energy(level: float) -> float:
        return float(energy_score(limbs(answer + level * noise), limbs(batch.x0)).mean())

    best = min(NOISE_LEVELS, key=energy)
    return answer + best * noise, best * scale * 1000
