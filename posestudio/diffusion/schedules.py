"""Schedules of noise levels, for training and for sampling. In units of the data's standard deviation."""

from __future__ import annotations

import math

import torch
from torch import Tensor

SIGMA_MIN = 0.005
SIGMA_MAX = 20.0


def geometric_sigma(t: Tensor, sigma_0: float = SIGMA_MIN, sigma_1: float = SIGMA_MAX) -> Tensor:
    """T(t) = s0 (s1 / s0)^t for t in [0, 1]: the geometric schedule, Song et al. 2021, appendix C."""
    return sigma_0 * (sigma_1 / sigma_0) ** t


def geometric_time(sigma: Tensor, sigma_0: float = SIGMA_MIN, sigma_1: float = SIGMA_MAX) -> Tensor:
    """The t of a noise level: the inverse of :func:`geometric_sigma`."""
    return torch.log(sigma / sigma_0) / math.log(sigma_1 / sigma_0)


def geometric_sigmas(steps: int, sigma_min: float = SIGMA_MIN, sigma_max: float = SIGMA_MAX) -> Tensor:
    """(steps + 1,) levels of the geometric schedule from ``sigma_max`` to ``sigma_min``, then 0."""
    _check(steps, sigma_min, sigma_max)
    levels = geometric_sigma(torch.linspace(1, 0, steps, dtype=torch.float64), sigma_min, sigma_max)
    return torch.cat([levels, levels.new_zeros(1)]).float()


def karras_sigmas(
    steps: int, sigma_min: float = SIGMA_MIN, sigma_max: float = SIGMA_MAX, rho: float = 7.0
) -> Tensor:
    """(steps + 1,) levels of Karras et al. 2022 ("EDM"), equation 5, from ``sigma_max`` down to 0."""
    _check(steps, sigma_min, sigma_max)
    ramp = torch.linspace(0, 1, steps, dtype=torch.float64)
    low, high = sigma_min ** (1 / rho), sigma_max ** (1 / rho)
    levels = (high + ramp * (low - high)) ** rho
    return torch.cat([levels, levels.new_zeros(1)]).float()


def lognormal_sigmas(count: int, mean: float, deviation: float, generator: torch.Generator) -> Tensor:
    """(count,) training noise levels, ln sigma ~ N(mean, deviation^2) (EDM, table 1)."""
    normal = torch.randn(count, generator=generator, device=generator.device)
    return (mean + deviation * normal).exp().clamp(SIGMA_MIN / 2, SIGMA_MAX * 2)


SCHEDULES = {"karras": karras_sigmas, "exponential": geometric_sigmas}
"""By the names of the option ``schedule``."""


def _check(steps: int, sigma_min: float, sigma_max: float) -> None:
    """Raises ValueError for a schedule without steps, or of other than positive, ascending levels."""
    if steps < 1:
        raise ValueError(f"a schedule needs at least one step, not {steps}")
    if not 0 < sigma_min <= sigma_max:
        raise ValueError(f"expected 0 < sigma_min <= sigma_max, got {sigma_min} and {sigma_max}")
