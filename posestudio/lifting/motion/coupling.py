"""The denoiser of single poses, coupled through time: clean estimates of a whole motion, guided to its keypoints."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.diffusion.conditioning import Observation, observe
from posestudio.diffusion.constraints import constrained_to_bodies
from posestudio.diffusion.guidance import trust
from posestudio.diffusion.mirroring import half_mirrored
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.proportions import proportions
from posestudio.diffusion.ray_fitting import keypoints_of, solve_translation, towards_rays
from posestudio.lifting.motion.bodies import with_bone_lengths
from posestudio.lifting.motion.evidence import Evidence
from posestudio.lifting.motion.smoothing import smoothed, smoother

COUPLING = 2.0
"""Stiffness with which estimates of neighbouring frames are drawn together once their noise is as large as poses
differ; it fades with the noise."""

FINAL_COUPLING = 0.3
"""The stiffness that remains without noise."""

UNSEEN, HIDDEN = 0.01, 0.3
"""Weights of an estimate in a frame in which nothing was seen, and of a joint that was not, beside 1 of one seen."""

_ROUNDS = 3  # of moving towards the rays and back to the body, once estimates are of one body


class CoupledFrames:
    """Clean estimates of a motion from the denoiser of single poses: ``denoise(x, sigma)``.

    ``x`` (T, H, B, 3) are poses about their hips in window axes, in units of ``scale`` metres. Each frame's estimate
    is made in its person-centred axes; then the estimates of neighbouring frames are drawn together (see `smoothing`)
    the more the higher the noise, given the body's bone ``lengths`` (B,), where known, and moved towards the rays.
    """

    def __init__(
        self,
        denoiser: Denoiser,
        evidence: Evidence,
        scale: float,
        guidance: float,
        hypotheses: int,
        lengths: Tensor | None = None,
        fov_known: bool = True,
        coupled: bool = True,
    ):
        self.scale, self.guidance, self.lengths, self.coupled = scale, guidance, lengths, coupled
        self.hypotheses, self.count = hypotheses, len(evidence)
        observation = self._observed(evidence, fov_known)
        self.rotation = observation.rotation
        repeated = observation.repeat(hypotheses)
        self.clean = half_mirrored(denoiser, repeated, hypotheses)
        self.rays = repeated.points * repeated.size[:, None, None]
        self.trusted = trust(repeated)
        self.weight = self._joint_weights(evidence)

    def __call__(self, x: Tensor, sigma: Tensor) -> Tensor:
        centred = self._to_centred(x)
        joints = self._to_window(self.clean(centred, sigma) * self.scale)
        level = float(sigma)
        confidence = 1 / (1 + level**2)
        if self.coupled and self.count > 2:
            stiffness = FINAL_COUPLING + (COUPLING - FINAL_COUPLING) * (1 - confidence)
            series = self.weight.new_full((len(self.weight),), stiffness)
            joints = smoothed(joints, smoother(self.weight, series))
        rows = self._guided(self._to_centred(joints), confidence)
        return self._to_window(rows) / self.scale

    def _guided(self, rows: Tensor, confidence: float) -> Tensor:
        """Bodies (T * H, B, 3), metres, with their lengths, moved towards the rays."""
        if self.lengths is None:
            return constrained_to_bodies(
                rows, self.rays, self.trusted, self.guidance * confidence, confidence
            )
        translation = None
        for _ in range(_ROUNDS if confidence > 0.5 else 1):
            rows = with_bone_lengths(rows, self.lengths, confidence)
            if translation is None:
                translation = solve_translation(keypoints_of(rows), self.rays, self.trusted)
            rows = towards_rays(rows, self.rays, self.trusted, self.guidance * confidence, translation)
        return with_bone_lengths(rows, self.lengths, confidence)

    def _observed(self, evidence: Evidence, fov_known: bool) -> Observation:
        """The observation of each frame: the smoothed points with the noise that is left."""
        lengths = None
        if self.lengths is not None:
            pose = with_bone_lengths(_standing(evidence.rays.device), self.lengths)
            lengths = proportions(pose).expand(len(evidence), -1)
        return observe(evidence.smooth, evidence.visible, evidence.smooth_noise, fov_known, lengths=lengths)

    def _joint_weights(self, evidence: Evidence) -> Tensor:
        """(B, T) how much an estimate counts when neighbouring frames are drawn together."""
        seen = evidence.seen.to(evidence.rays.dtype)
        share = _SEEN_BY.to(evidence.rays.device) @ evidence.visible.T
        return (seen * (HIDDEN + (1 - HIDDEN) * share)).clamp_min(UNSEEN)

    def _to_centred(self, joints: Tensor) -> Tensor:
        """(T, H, B, 3) in window axes -> (T * H, B, 3) in each frame's person-centred axes."""
        return (joints @ self.rotation[:, None].transpose(-1, -2)).flatten(0, 1)

    def _to_window(self, rows: Tensor) -> Tensor:
        """The inverse of :meth:`_to_centred`."""
        return rows.unflatten(0, (self.count, self.hypotheses)) @ self.rotation[:, None]


def _standing(device: torch.device) -> Tensor:
    """(1, B, 3) a standing body about its hips."""
    from posestudio.body.standing import standing_body

    body = torch.from_numpy(standing_body()[None]).float().to(device)
    return body - body[:, :1]


def _seen_by() -> Tensor:
    """(B, 17) how much of each joint is told by each keypoint, rows at most 1."""
    from posestudio.body.layouts import COCO_17

    share = torch.from_numpy(abs(COCO_17.matrix)).float().T
    return share / share.sum(1, keepdim=True).clamp_min(1e-6)


_SEEN_BY = _seen_by()
