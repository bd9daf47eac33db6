"""Errors of pose hypotheses, in the units of the poses. Protocol: hips at the origin, the 12 limb joints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from posestudio.body.layouts import BODY_INDEX, LIMB_INDICES
from posestudio.geometry.rotations_torch import nearest_rotation


def limbs(joints: Tensor) -> Tensor:
    """(..., B, 3) bodies -> (..., 12, 3) limb joints relative to the hips."""
    return joints[..., LIMB_INDICES, :] - joints[..., BODY_INDEX["hips"], :][..., None, :]


_BONES = [("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")]
_LEFT, _RIGHT = (
    tuple([BODY_INDEX[f"{side}_{bone[end]}"] for bone in _BONES] for end in (0, 1))
    for side in ("left", "right")
)


def limb_lengths(joints: Tensor) -> Tensor:
    """Lengths of upper arms, forearms, thighs and shins, left and right: (..., B, 3) -> (..., 4, 2)."""
    sides = [(joints[..., end, :] - joints[..., start, :]).norm(dim=-1) for start, end in (_LEFT, _RIGHT)]
    return torch.stack(sides, -1)


def mpjpe(estimate: Tensor, truth: Tensor) -> Tensor:
    """Mean per joint position error: (..., J, 3) twice -> (...)."""
    return (estimate - truth).norm(dim=-1).mean(-1)


def scaled(estimate: Tensor, truth: Tensor) -> Tensor:
    """The estimate times the scale that fits the truth best in least squares (N-MPJPE's alignment)."""
    product = (estimate * truth).sum((-1, -2))
    square = estimate.square().sum((-1, -2)).clamp_min(1e-9)
    return estimate * (product / square)[..., None, None]


def procrustes(estimate: Tensor, truth: Tensor) -> Tensor:
    """The estimate translated, rotated and scaled to fit the truth best (PA-MPJPE's alignment; Umeyama 1991)."""
    mean_estimate, mean_truth = estimate.mean(-2, keepdim=True), truth.mean(-2, keepdim=True)
    centred, goal = estimate - mean_estimate, truth - mean_truth
    rotation, singular = nearest_rotation(centred.transpose(-1, -2) @ goal)
    scale = singular.sum(-1) / centred.square().sum((-1, -2)).clamp_min(1e-9)
    return scale[..., None, None] * centred @ rotation + mean_truth


def energy_score(hypotheses: Tensor, truth: Tensor) -> Tensor:
    """Proper score of a set of hypotheses (N, H, J, 3) against (N, J, 3) -> (N,); lower is better.

    E|X - y| - E|X - X'| / 2 over all coordinates, divided by the root of the number of joints
    (Gneiting and Raftery 2007, equation 21), with the unbiased estimate over pairs of hypotheses.
    """
    count, joints = hypotheses.shape[1], hypotheses.shape[2]
    flat, goal = hypotheses.flatten(2), truth.flatten(1)
    to_truth = (flat - goal[:, None]).norm(dim=-1).mean(1)
    # For more than 25 hypotheses cdist would compute x^2 - 2xy + y^2, which is inexact for those close together.
    distances = torch.cdist(flat, flat, compute_mode="donot_use_mm_for_euclid_dist")
    between = distances.sum((1, 2)) / max(count * (count - 1), 1)
    return (to_truth - between / 2) / joints**0.5


QUANTILES = torch.linspace(0, 1, 21)
"""Quantiles q = 0, .05, ... 1 at which calibration is measured."""


def calibration(hypotheses: Tensor, truth: Tensor) -> dict[str, Tensor]:
    """Calibration curves: how often the truth lies within the q-quantile of the distances to the median hypothesis.

    ``hypotheses`` (N, H, J, 3) and ``truth`` (N, J, 3) in camera axes; for 'depth' (z) and 'plane' (x and
    y) the frequency (N, 21) at each of QUANTILES, over the joints. Calibrated hypotheses give q itself;
    less is overconfident.
    """
    middle = hypotheses.median(dim=1).values
    curves = {}
    for name, axes in (("depth", slice(2, 3)), ("plane", slice(0, 2))):
        spread = (hypotheses - middle[:, None])[..., axes].norm(dim=-1)
        error = (truth - middle)[..., axes].norm(dim=-1)
        rank = (spread < error[:, None]).float().mean(1)
        curves[name] = (rank[..., None] <= QUANTILES.to(rank)).float().mean(1)
    return curves


def off_diagonal(curve: Tensor | Sequence[float]) -> float:
    """Mean |frequency - q| of a calibration curve (21,)."""
    return float((torch.as_tensor(curve) - QUANTILES).abs().mean())


def calibration_error(hypotheses: Tensor, truth: Tensor) -> dict[str, float]:
    """:func:`off_diagonal` of 'depth' and 'plane' over all pictures and joints."""
    return {axis: off_diagonal(curve.mean(0)) for axis, curve in calibration(hypotheses, truth).items()}


def interval(values: Tensor, clips: np.ndarray, draws: int = 1000, seed: int = 0) -> tuple[float, float]:
    """95 % bootstrap interval of the mean of ``values`` (N,), whole ``clips`` (N,) drawn at a time."""
    names, index = np.unique(clips, return_inverse=True)
    sums = np.bincount(index, weights=values.double().cpu().numpy(), minlength=len(names))
    counts = np.bincount(index, minlength=len(names))
    drawn = np.random.default_rng(seed).integers(len(names), size=(draws, len(names)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
