"""The denoiser of single poses, coupled through time: clean estimates of all frames of a motion."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.body.layouts import OBSERVED_23
from posestudio.diffusion.conditioning import Observation, observe
from posestudio.diffusion.mirroring import half_mirrored
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.lifting.motion.bodies import proportions_of
from posestudio.lifting.motion.evidence import Evidence
from posestudio.lifting.motion.smoothing import smoothed

COUPLING = 2.0
"""Stiffness with which estimates of neighbouring frames are drawn together once their noise is as large as poses
differ; it fades with the noise."""

FINAL_COUPLING = 0.3
"""The stiffness that remains without noise."""

UNSEEN, HIDDEN = 1e-4, 0.3
"""Weights of an estimate in a frame in which nothing was seen, and of a joint that was not, beside 1 of one seen."""

HELD = 100.0
"""Weight of a joint whose position is known."""

_SEEN_BY = torch.from_numpy(abs(OBSERVED_23.matrix)).float().T
_SEEN_BY = _SEEN_BY / _SEEN_BY.sum(1, keepdim=True).clamp_min(1e-6)
"""(B, 23) how much each keypoint tells of each joint."""


def observed_frames(evidence: Evidence, fov_known: bool, lengths: Tensor | None) -> Observation:
    """The observation of each instant by itself, of the smooth points with the noise that is left in them, of a
    person with bones of ``lengths`` (B,)."""
    proportion = None if lengths is None else proportions_of(lengths).expand(len(evidence), -1)
    return observe(
        evidence.smooth, evidence.smooth_visible, evidence.smooth_noise, fov_known, lengths=proportion
    )


class CoupledFrames:
    """Clean estimates of a motion, ``estimate(x, sigma)``, each frame's by the denoiser of single poses.

    ``x`` (T, H, B, 3) are poses about their hips in window axes, over ``scale`` metres; so is the estimate. Each
    frame's is made in its person-centred axes; then those of neighbouring frames are drawn together (see
    `smoothing`), the more the higher the noise. ``held`` (T, B) says which joints are known otherwise.
    """

    def __init__(
        self,
        denoiser: Denoiser,
        evidence: Evidence,
        observation: Observation,
        hypotheses: int,
        held: Tensor | None = None,
        coupled: bool = True,
    ):
        self.rotation, self.coupled = observation.rotation[:, None], coupled
        self.clean = half_mirrored(denoiser, observation.repeat(hypotheses), hypotheses)
        seen = evidence.smooth_visible.any(-1).to(evidence.rays.dtype)
        told = _SEEN_BY.to(evidence.rays.device) @ evidence.smooth_visible.T
        weight = (seen * (HIDDEN + (1 - HIDDEN) * told)).clamp_min(UNSEEN)
        if held is not None:
            weight = torch.where(held.T, HELD, weight)
        self.weight = weight.double().cpu().numpy()

    def __call__(self, x: Tensor, sigma: Tensor) -> Tensor:
        rows = (x @ self.rotation.transpose(-1, -2)).flatten(0, 1)
        joints = self.clean(rows, sigma).unflatten(0, x.shape[:2]) @ self.rotation
        if not self.coupled or len(x) < 3:
            return joints
        variance = float(sigma) ** 2
        share = variance / (1 + variance)
        return smoothed(joints, self.weight, FINAL_COUPLING + (COUPLING - FINAL_COUPLING) * share)
