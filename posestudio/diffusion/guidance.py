"""Sampling that keeps an eye on the picture: estimates drawn towards what was seen."""

from __future__ import annotations

from torch import Tensor

from ..body.layouts import BODY_INDEX
from .conditioning import Observation
from .denoiser import Denoiser
from .placement import towards_rays
from .samplers import Denoise

HIPS = [BODY_INDEX["left_hip"], BODY_INDEX["right_hip"]]

GUIDANCE = 0.5
"""How far each estimate is drawn towards the keypoints' rays once its noise is below the pose's own size."""


def guided(denoiser: Denoiser, observation: Observation, scale: float, guidance: float) -> Denoise:
    """The denoiser for one observation, its estimates drawn towards the keypoints' rays.

    The pull grows as the noise falls, guidance / (1 + sigma^2): early estimates are averages over
    poses, whose depths would put the pull in the wrong place.
    """
    rays = observation.points * observation.size[:, None, None]

    def denoise(x: Tensor, sigma: Tensor) -> Tensor:
        estimate = denoiser.denoise(x, sigma, observation)
        if guidance == 0:
            return estimate
        strength = guidance / (1 + float(sigma) ** 2)
        drawn = towards_rays(estimate * scale, rays, observation.visible, strength) / scale
        drawn = drawn - drawn[:, HIPS].mean(1, keepdim=True)  # poses are relative to the hip joints' middle,
        drawn[:, BODY_INDEX["hips"]] = 0  # which is what the hips are
        return drawn

    return denoise
