"""The diffusion of keypoint coordinates: noise schedule, forward process and DDIM step.

Coordinates are (..., 17, 2) x, y of the crop with its edges at -1 and 1, independent of resolution.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

TIMES = 1000
"""T, the number of noise levels. Chosen here; the paper's is not known."""


def signal_levels(times: int = TIMES) -> Tensor:
    """(times + 1,) g_t for t = 0 ... T, from 1 to nearly 0: the cosine schedule of Nichol & Dhariwal 2021, eq. 17."""
    t = torch.arange(times + 1, dtype=torch.float64, device="cpu") / times
    level = torch.cos((t + 0.008) / 1.008 * math.pi / 2).square()
    return (level / level[0]).clamp(1e-5, 1).float()


def diffuse(clean: Tensor, level: Tensor, noise: Tensor, scale: float) -> Tensor:
    """y_t = sqrt(g_t) (z y_0) + sqrt(1 - g_t) e, DiffusionPose's forward process: (N, 17, 2) from (N, 17, 2).

    ``level`` (N,) is g_t and ``scale`` is z: the larger it is, the less the noise moves a keypoint.
    """
    g = level[:, None, None]
    return g.sqrt() * (scale * clean) + (1 - g).sqrt() * noise


def ddim_step(noisy: Tensor, clean: Tensor, level: Tensor, next_level: Tensor, scale: float) -> Tensor:
    """y at the next level from y_t and an estimate of y_0, without new noise (Song et al. 2021, eq. 12)."""
    g, h = level[:, None, None], next_level[:, None, None]
    noise = (noisy - g.sqrt() * scale * clean) / (1 - g).sqrt().clamp_min(1e-4)
    return h.sqrt() * scale * clean + (1 - h).sqrt() * noise
