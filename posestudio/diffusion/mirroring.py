"""Mirror images of bodies and observations, left for right, and a denoiser that mirrors half of its hypotheses
on the way in and out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from posestudio.body.mirroring import BODY_MIRROR, OBSERVED_MIRROR
from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.joint_maps import JointMap
from posestudio.diffusion.parameterizations import Denoiser
from posestudio.diffusion.samplers import Denoise

_OBSERVED = list(OBSERVED_MIRROR)
_MIRRORED = JointMap(np.eye(len(BODY_MIRROR))[list(BODY_MIRROR)], np.diag([-1, 1, 1]))


def mirrored_bodies(joints: Tensor, chosen: Tensor) -> Tensor:
    """Mirror images (left for right, x for -x) of the ``chosen`` (N,) bodies (N, B, 3)."""
    return torch.where(chosen[:, None, None], _MIRRORED(joints), joints)


def mirrored_observation(observation: Observation, chosen: Tensor) -> Observation:
    """The observation with the ``chosen`` (N,) of its N pictures mirrored; ``rotation`` and ``size`` stay."""
    points = observation.points[:, _OBSERVED] * observation.points.new_tensor([-1, 1])
    return replace(
        observation,
        points=torch.where(chosen[:, None, None], points, observation.points),
        visible=torch.where(chosen[:, None], observation.visible[:, _OBSERVED], observation.visible),
        noise=torch.where(chosen[:, None], observation.noise[:, _OBSERVED], observation.noise),
    )


def half_mirrored(denoiser: Denoiser, observation: Observation, hypotheses: int) -> Denoise:
    """The denoiser for one observation, mirrored at input and output for every second of a picture's ``hypotheses``.

    A pose and its mirror image are equally likely, given mirrored pictures, but a network learns that only
    approximately. Its errors differ a little between the two, so that both together represent the
    posterior better than either alone, as an ensemble of two networks would, at the cost of one.
    """
    mirrored = torch.arange(len(observation), device=observation.points.device) % hypotheses % 2 == 1
    seen = mirrored_observation(observation, mirrored)

    def denoise(x: Tensor, sigma: Tensor) -> Tensor:
        return mirrored_bodies(denoiser.denoise(mirrored_bodies(x, mirrored), sigma, seen), mirrored)

    return denoise
