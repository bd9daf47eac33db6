"""Accuracy of a denoiser on poses: errors of one, of the mean and of the best of 10, 50 and 200 hypotheses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from posestudio.dataset.batches import Batch, Batches
from posestudio.diffusion.guidance import GUIDANCE, guided
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.samplers import SAMPLERS, STOCHASTIC, noise_from
from posestudio.diffusion.schedules import SIGMA_MAX, karras_sigmas
from posestudio.training.metrics import energy_score, limb_lengths, limbs, mpjpe, procrustes, scaled

SEED = 20_240_923
"""Seed of the poses, cameras and noise that are evaluated."""

Scores = dict[str, float]
"""Means by name, see :func:`per_picture`."""


def per_picture(hypotheses: Tensor, truth: Tensor, scale: float) -> dict[str, Tensor]:
    """Errors (N,) of hypotheses (N, H, B, 3) against truth (N, B, 3), both over ``scale`` metres, by name.

    Millimetres on 0.86 m legs, hips at the origin, 12 limb joints. ``mpjpe``, ``n_mpjpe`` (scaled) and
    ``pa_mpjpe_mean`` (Procrustes) are the mean hypothesis's, those with ``one_`` a single one's,
    ``best_of_10`` (scaled) and ``pa_best_of_10`` the best of the first ten's; likewise for 50 and 200 where
    there are as many. ``energy`` is the energy score. ``asymmetry`` is the mean difference of left and
    right limb bones, ``bone_spread`` the standard deviation of a bone's length over the hypotheses.
    """
    guesses, goal = limbs(hypotheses) * scale * 1000, limbs(truth) * scale * 1000
    mean = guesses.mean(1)
    errors = {
        "mpjpe": mpjpe(mean, goal),
        "n_mpjpe": mpjpe(scaled(mean, goal), goal),
        "pa_mpjpe_mean": mpjpe(procrustes(mean, goal), goal),
        "one_mpjpe": mpjpe(guesses[:, 0], goal),
        "one_n_mpjpe": mpjpe(scaled(guesses[:, 0], goal), goal),
        "one_pa_mpjpe": mpjpe(procrustes(guesses[:, 0], goal), goal),
    }
    wide = goal[:, None].expand_as(guesses)
    fitted = mpjpe(scaled(guesses, wide), wide)
    aligned = mpjpe(procrustes(guesses, wide), wide)
    for count in (10, 50, 200):
        if count == 10 or guesses.shape[1] >= count:
            errors[f"best_of_{count}"] = fitted[:, :count].amin(1)
            errors[f"pa_best_of_{count}"] = aligned[:, :count].amin(1)
    errors["energy"] = energy_score(guesses, goal)
    lengths = limb_lengths(hypotheses) * scale * 1000
    errors["asymmetry"] = (lengths[..., 0] - lengths[..., 1]).abs().mean((1, 2))
    errors["bone_spread"] = lengths.std(1, correction=0).mean((1, 2))
    return errors


def score(hypotheses: Tensor, truth: Tensor, scale: float) -> Scores:
    """Means over the pictures of :func:`per_picture`, to a hundredth of a millimetre."""
    errors = per_picture(hypotheses, truth, scale)
    return {name: round(float(values.mean()), 2) for name, values in errors.items()}


@torch.no_grad()
def sample(
    denoiser: Denoiser,
    batch: Batch,
    scale: float,
    hypotheses: int,
    steps: int,
    guidance: float = GUIDANCE,
    sampler: str = "dpmpp_2m",
    noise: float = 1.0,
) -> Tensor:
    """(N, hypotheses, B, 3) samples for a batch's pictures, divided by the data's standard deviation,
    drawn as in lifting.

    ``noise`` is the factor of a deterministic sampler's starting noise.
    """
    observation = batch.observation.repeat(hypotheses)
    generator = torch.Generator().manual_seed(SEED)
    start = torch.randn(hypotheses, *batch.x0.shape[1:], generator=generator).to(batch.x0.device)
    sigmas = karras_sigmas(steps).to(batch.x0.device)
    drawn = torch.Generator(batch.x0.device).manual_seed(SEED)
    stochastic: dict[str, Any] = {"noise_like": noise_from(drawn)} if sampler in STOCHASTIC else {}
    x = SAMPLERS[sampler](
        guided(denoiser, observation, scale, guidance, hypotheses=hypotheses),
        start.repeat(len(batch.x0), 1, 1) * (SIGMA_MAX * noise),
        sigmas,
        **stochastic,
    )
    return x.view(len(batch.x0), hypotheses, *x.shape[1:])


def evaluation_batch(
    joints: np.ndarray, count: int, scale: float, device: str | torch.device = "cpu"
) -> Batch:
    """A batch of ``count`` of the poses (M, B, 3), evenly chosen, with exact keypoints of cameras fixed by SEED."""
    chosen = np.linspace(0, len(joints) - 1, min(count, len(joints))).astype(int)
    batches = Batches(joints[chosen], device, scale, augment=False, noisy=False)
    return batches.batch_of(batches.joints, torch.Generator().manual_seed(SEED))


@torch.no_grad()
def sample_all(
    denoiser: Denoiser,
    batch: Batch,
    scale: float,
    hypotheses: int = 10,
    steps: int = 10,
    guidance: float = GUIDANCE,
    sampler: str = "dpmpp_2m",
    noise: float = 1.0,
    at_once: int = 1280,
    progress: Callable[[int, int], None] | None = None,
) -> Tensor:
    """:func:`sample` for any number of pictures, about ``at_once`` poses at a time."""
    chunk = max(1, at_once // hypotheses)
    parts = []
    for start in range(0, len(batch.x0), chunk):
        part = batch.part(start, start + chunk)
        parts.append(sample(denoiser, part, scale, hypotheses, steps, guidance, sampler, noise))
        if progress is not None:
            progress(min(start + chunk, len(batch.x0)), len(batch.x0))
    return torch.cat(parts)


def evaluate(denoiser: Denoiser, batch: Batch, scale: float, **options: Any) -> Scores:
    """Scores of a denoiser on a batch; options are those of :func:`sample_all`."""
    return score(sample_all(denoiser, batch, scale, **options), batch.x0, scale)
