"""Sampling that keeps an eye on the picture, and on whatever else is known: estimates drawn towards it."""

from __future__ import annotations

from torch import Tensor

from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.constraints import Held, as_bodies_are, likelier_sides
from posestudio.diffusion.mirroring import half_mirrored
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.samplers import Denoise

GUIDANCE = 0.5
"""How far each estimate is drawn towards exact keypoints' rays once its noise is below the pose's own size."""

RAYS_TRUSTED = 0.01
"""2D noise, over the person's size, of keypoints that are trusted half as much as exact ones."""


def trust(observation: Observation) -> Tensor:
    """(N, K) how far each keypoint is trusted, 1 where it is exact, 0 where it is missing."""
    return observation.visible / (1 + (observation.noise / RAYS_TRUSTED) ** 2)


def guided(
    denoiser: Denoiser,
    observation: Observation,
    scale: float,
    guidance: float,
    held: Held | None = None,
    sides_known: bool = True,
    hypotheses: int = 1,
) -> Denoise:
    """The denoiser for one observation, its estimates drawn towards the keypoints' rays and what is held.

    The observation is of each picture ``hypotheses`` times in a row; every second is asked in the mirror.

    The pull towards the rays grows as the noise falls, guidance / (1 + sigma^2), and so does that towards a
    body whose sides are even: early estimates are averages over poses, whose depths would put the pull in the
    wrong place. The noisier a point, the less it pulls and says of where the body is. A ``guidance`` of 0 leaves
    estimates as they are, but for what is held. What is held is held throughout: the network sees it in its
    next input, and completes the rest (as inpainting by replacement does: Song et al. 2021, appendix I.2).
    """
    ask = half_mirrored(denoiser, observation, hypotheses)
    trusted = trust(observation)
    all_rays = observation.points * observation.size[:, None, None]

    def denoise(x: Tensor, sigma: Tensor) -> Tensor:
        estimate = ask(x, sigma)
        if guidance == 0 and held is None:
            return estimate
        confidence = 1 / (1 + float(sigma) ** 2)
        strength = guidance * confidence
        joints = estimate * scale
        rays, weight = all_rays, trusted
        if not sides_known:
            rays, weight = likelier_sides(joints, rays, weight)
        if held is not None:
            joints = held.applied(joints, rays, weight, strength, confidence)
        else:
            joints = as_bodies_are(joints, rays, weight, strength, confidence)
        return joints / scale

    return denoise
