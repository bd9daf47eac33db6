"""Left for right: poses and pictures in the mirror, and a denoiser asked through it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from posestudio.body.mirroring import BODY_MIRROR, COCO_MIRROR
from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.joint_maps import JointMap
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.samplers import Denoise

_COCO = list(COCO_MIRROR)
_MIRRORED = JointMap(np.eye(len(BODY_MIRROR))[list(BODY_MIRROR)], np.diag([-1, 1, 1]))


def flipped(joints: Tensor, chosen: Tensor) -> Tensor:
    """Mirror images (left for right, x for -x) of the ``chosen`` (N,) bodies (N, B, 3)."""
    return torch.where(chosen[:, None, None], _MIRRORED(joints), joints)


def flipped_pictures(observation: Observation, chosen: Tensor) -> Observation:
    """Mirror images of the ``chosen`` (N,) of N pictures; their frames stay those of the pictures as they are."""
    points = observation.points[:, _COCO] * observation.points.new_tensor([-1, 1])
    return replace(
        observation,
        points=torch.where(chosen[:, None, None], points, observation.points),
        visible=torch.where(chosen[:, None], observation.visible[:, _COCO], observation.visible),
        noise=torch.where(chosen[:, None], observation.noise[:, _COCO], observation.noise),
    )


def half_mirrored(denoiser: Denoiser, observation: Observation, hypotheses: int) -> Denoise:
    """The denoiser for one observation, every second of each picture's ``hypotheses`` asked in the mirror.

    A pose and its mirror image are as likely, given mirrored pictures, but a network learns that only
    roughly. It errs a little differently on either, so hypotheses of both kinds stand for the truth
    better than of one, as those of two networks would, at the cost of one.
    """
    mirrored = torch.arange(len(observation), device=observation.points.device) % hypotheses % 2 == 1
    seen = flipped_pictures(observation, mirrored)

    def denoise(x: Tensor, sigma: Tensor) -> Tensor:
        return flipped(denoiser.denoise(flipped(x, mirrored), sigma, seen), mirrored)

    return denoise
