"""Held-out accuracy of a denoiser: errors of one, the mean and the best of ten hypotheses, beside a control."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..body.layouts import BODY_INDEX
from ..dataset.batches import Batch, Batches
from ..diffusion.denoiser import Denoiser
from ..diffusion.guidance import GUIDANCE, guided
from ..diffusion.samplers import SAMPLERS
from ..diffusion.schedule import SIGMA_MAX, karras_sigmas
from .metrics import energy_score, limbs, mpjpe, procrustes, scaled

SEED = 20_240_923
"""Fixes the poses, cameras and noises that are evaluated."""


@dataclass(frozen=True)
class Scores:
    """Millimetres on 0.86 m legs, hips at the origin, 12 limb joints."""

    mpjpe: float
    n_mpjpe: float
    pa_mpjpe_mean: float
    best_of_10: float
    pa_best_of_10: float
    energy: float

    def as_dict(self) -> dict[str, float]:
        return {name: round(value, 2) for name, value in vars(self).items()}


def score(hypotheses: Tensor, truth: Tensor, scale: float) -> Scores:
    """Scores of hypotheses (N, H, B, 3) against truth (N, B, 3), both over ``scale`` metres.

    ``mpjpe`` and ``n_mpjpe`` are those of the mean hypothesis.
    """
    guesses, goal = limbs(hypotheses) * scale * 1000, limbs(truth) * scale * 1000
    mean, some = guesses.mean(1), guesses[:, :10]
    wide = goal[:, None].expand_as(some)
    return Scores(
        mpjpe=float(mpjpe(mean, goal).mean()),
        n_mpjpe=float(mpjpe(scaled(mean, goal), goal).mean()),
        pa_mpjpe_mean=float(mpjpe(procrustes(mean, goal), goal).mean()),
        best_of_10=float(mpjpe(scaled(some, wide), wide).amin(1).mean()),
        pa_best_of_10=float(mpjpe(procrustes(some, wide), wide).amin(1).mean()),
        energy=float(energy_score(guesses, goal).mean()),
    )


@torch.no_grad()
def sample(
    denoiser: Denoiser,
    batch: Batch,
    scale: float,
    hypotheses: int,
    steps: int,
    guidance: float = GUIDANCE,
    sampler: str = "dpmpp_2m",
) -> Tensor:
    """(N, hypotheses, B, 3) samples for a batch's pictures, over the data's deviation, as lifting draws them."""
    observation = batch.observation.repeat(hypotheses)
    generator = torch.Generator().manual_seed(SEED)
    noise = torch.randn(hypotheses, *batch.x0.shape[1:], generator=generator).to(batch.x0.device)
    sigmas = karras_sigmas(steps).to(batch.x0.device)
    x = SAMPLERS[sampler](
        guided(denoiser, observation, scale, guidance),
        noise.repeat(len(batch.x0), 1, 1) * SIGMA_MAX,
        sigmas,
        generator=torch.Generator(batch.x0.device).manual_seed(SEED),
    )
    return x.view(len(batch.x0), hypotheses, *x.shape[1:])


def held_out_batch(joints: np.ndarray, count: int, scale: float, device: str | torch.device = "cpu") -> Batch:
    """``count`` held-out poses (M, B, 3), evenly chosen, seen exactly through cameras fixed by SEED."""
    chosen = np.linspace(0, len(joints) - 1, min(count, len(joints))).astype(int)
    batches = Batches(joints[chosen], device, scale, augment=False, noisy=False)
    return batches.see(batches.joints, torch.Generator().manual_seed(SEED))


@torch.no_grad()
def evaluate(
    denoiser: Denoiser,
    batch: Batch,
    scale: float,
    hypotheses: int = 10,
    steps: int = 10,
    guidance: float = GUIDANCE,
    chunk: int = 128,
    progress: Callable[[int, int], None] | None = None,
) -> Scores:
    """Scores of a denoiser on a batch, in chunks of that many pictures."""
    parts = []
    for start in range(0, len(batch.x0), chunk):
        parts.append(sample(denoiser, batch.part(start, start + chunk), scale, hypotheses, steps, guidance))
        if progress is not None:
            progress(min(start + chunk, len(batch.x0)), len(batch.x0))
    return score(torch.cat(parts), batch.x0, scale)


def mean_pose_control(training: np.ndarray, batch: Batch, scale: float) -> Scores:
    """Scores of always answering the training poses' mean, upright and facing the camera."""
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
    guess = (mean / scale).to(batch.x0.device).expand(len(batch.x0), 1, -1, -1)
    return score(guess, batch.x0, scale)
