"""Guided denoising: clean estimates moved towards the keypoints' rays and to what else is known of the body."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS, EXTRA_KEYPOINTS
from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.constraints import Constraints, constrained_to_bodies, likelier_sides
from posestudio.diffusion.mirroring import half_mirrored
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.samplers import Denoise

GUIDANCE = 0.5
"""How far each estimate is moved towards exact keypoints' rays once its noise is below the pose's own size."""

HALF_TRUST_NOISE = 0.01
"""2D noise, over the person's size, of keypoints that are trusted half as much as exact ones."""


HALF_FOLLOWED_NOISE, HALF_FOLLOWED_EXTRA_NOISE = 0.005, 0.0125
"""2D noise, over the person's size, of COCO's and of extra keypoints that get half of the guidance, see
:func:`followed`."""

_HALF_FOLLOWED = [HALF_FOLLOWED_NOISE] * len(COCO_KEYPOINTS) + [HALF_FOLLOWED_EXTRA_NOISE] * len(
    EXTRA_KEYPOINTS
)


def trust(observation: Observation) -> Tensor:
    """(N, K) how far each keypoint is trusted, 1 where it is exact, 0 where it is missing."""
    return observation.visible / (1 + (observation.noise / HALF_TRUST_NOISE) ** 2)


def followed(trusted: Tensor) -> Tensor:
    """(N, K) the share of the guidance that points of such :func:`trust` (N, K) get: 1 where they are exact, .7 at
    .4 % of noise over the person's size, .06 at 1 %.

    It falls faster than the trust, which says how much points count beside each other. The network's estimates follow
    noisy points as far as these can be believed; guidance would move all hypotheses to the same wrong place, and they
    would lie closer together in the picture than they are right. Extra keypoints of some noise get more, because
    networks hardly look at them: without guidance exact toes bring the foot no nearer.
    """
    half = torch.tensor(_HALF_FOLLOWED[: trusted.shape[1]], dtype=trusted.dtype, device=trusted.device)
    squared = (1 / trusted.clamp_min(1e-6) - 1) * (HALF_TRUST_NOISE / half) ** 2
    return 1 / (1 + squared.square())


def guided(
    denoiser: Denoiser,
    observation: Observation,
    scale: float,
    guidance: float,
    constraints: Constraints | None = None,
    sides_known: bool = True,
    hypotheses: int = 1,
) -> Denoise:
    """The denoiser for one observation, its estimates moved towards the keypoints' rays and to the constraints.

    The observation is of each picture ``hypotheses`` times in a row; every second is denoised mirrored.

    The share of the way to the rays grows as the noise falls, guidance / (1 + sigma^2), and so does that to a
    body whose sides are even: early estimates are averages over poses, whose depths would put the joints at
    wrong positions. The noisier a point, the less it moves its joint (see :func:`followed`) and says of where the
    body is. A ``guidance`` of 0 leaves estimates as they are, except for the constraints. These hold at every step:
    the network sees them in its next input, and completes the rest (as inpainting by replacement does: Song et al.
    2021, appendix I.2).
    """
    clean_estimate = half_mirrored(denoiser, observation, hypotheses)
    trusted = trust(observation)
    all_rays = observation.points * observation.size[:, None, None]

    def denoise(x: Tensor, sigma: Tensor) -> Tensor:
        estimate = clean_estimate(x, sigma)
        if guidance == 0 and constraints is None:
            return estimate
        confidence = 1 / (1 + float(sigma) ** 2)
        joints = estimate * scale
        rays, weight = all_rays, trusted
        if not sides_known:
            rays, weight = likelier_sides(joints, rays, weight)
        strength = guidance * confidence * followed(weight)
        if constraints is not None:
            joints = constraints.applied(joints, rays, weight, strength, confidence)
        else:
            joints = constrained_to_bodies(joints, rays, weight, strength, confidence)
        return joints / scale

    return denoise
