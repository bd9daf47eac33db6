"""Samplers by name: functions ``sampler(denoise, x, sigmas, callback=None, **options) -> x`` from noise to samples.

``denoise(x, sigma)`` gives the clean estimate (a closure over denoiser and observation), ``x`` (N, B, 3) starts
at noise level ``sigmas[0]``, and ``sigmas`` (steps + 1,) descends to 0. ``callback(Step)`` is called once per step:
it is for recording, progress and cancelling, and an exception raised in it ends the sampler. Below, each sampler
is its update of one step, with the options that it alone has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Protocol

import torch
from torch import Tensor

Denoise = Callable[[Tensor, Tensor], Tensor]
NoiseLike = Callable[[Tensor], Tensor]
"""Gives unit noise of the shape of a tensor."""


@dataclass(frozen=True)
class Step:
    """The state before the update of step ``index``: pose ``x`` at noise level ``sigma`` (), its clean estimate
    ``denoised``, and the noise level ``following`` () that the update leads to; ``previous`` is the step before."""

    index: int
    sigma: Tensor
    following: Tensor
    x: Tensor
    denoised: Tensor
    denoise: Denoise
    previous: Step | None


Callback = Callable[[Step], None]


class Sampler(Protocol):
    def __call__(
        self, denoise: Denoise, x: Tensor, sigmas: Tensor, callback: Callback | None = None, **options: Any
    ) -> Tensor: ...


def _sampler(update: Callable[..., Tensor]) -> Sampler:
    """The sampler that repeats ``update(step, **options) -> x`` over the noise levels."""

    @wraps(update)
    def sampler(
        denoise: Denoise, x: Tensor, sigmas: Tensor, callback: Callback | None = None, **options: Any
    ) -> Tensor:
        step = None
        for index in range(len(sigmas) - 1):
            sigma, previous = sigmas[index], None if step is None else replace(step, previous=None)
            step = Step(index, sigma, sigmas[index + 1], x, denoise(x, sigma), denoise, previous)
            if callback is not None:
                callback(step)
            x = update(step, **options)
        return x

    return sampler


@_sampler
def euler(step: Step) -> Tensor:
    """First order, deterministic: DDIM in the variance exploding parameters (EDM, algorithm 1 without line 6)."""
    return step.denoised + step.following / step.sigma * (step.x - step.denoised)


@_sampler
def heun(step: Step) -> Tensor:
    """Second order, deterministic: Karras et al. 2022 ("EDM"), algorithm 1."""
    sigma, following, x = step.sigma, step.following, step.x
    slope = (x - step.denoised) / sigma
    stepped = x + (following - sigma) * slope
    if following > 0:
        slope_there = (stepped - step.denoise(stepped, following)) / following
        stepped = x + (following - sigma) * (slope + slope_there) / 2
    return stepped


@_sampler
def dpmpp_2m(step: Step) -> Tensor:
    """Second order multistep, deterministic, one evaluation per step: DPM-Solver++ (2M), Lu et al. 2022, algorithm 2.

    In the variance exploding parameters alpha = 1 and lambda = -ln sigma.
    """
    sigma, following, estimate = step.sigma, step.following, step.denoised
    if step.previous is not None and following > 0:
        ratio = (step.previous.sigma / sigma).log() / (sigma / following).log()
        estimate = estimate + (estimate - step.previous.denoised) / (2 * ratio)
    return estimate + following / sigma * (step.x - estimate)


@_sampler
def annealed(step: Step, noise: float = 1.0, noise_like: NoiseLike = torch.randn_like) -> Tensor:
    """Fully stochastic (DDIM with all noise renewed): the clean estimate, with new noise of the next level.

    ``noise`` is the noise factor; above about 1 samples stay noisy, below it their spread narrows.
    """
    return step.denoised + noise * step.following * noise_like(step.x)


@_sampler
def euler_maruyama(step: Step, noise: float = 1.0, noise_like: NoiseLike = torch.randn_like) -> Tensor:
    """The reverse variance exploding SDE in Euler-Maruyama steps: Song et al. 2021, equation 46, given the score.

    Needs hundreds of steps; a reference for the others. ``noise`` scales what is added at each.
    """
    variance = step.sigma**2 - step.following**2
    x = step.x + variance / step.sigma**2 * (step.denoised - step.x)
    return x + noise * variance.sqrt() * noise_like(x) if step.following > 0 else x


SAMPLERS: dict[str, Sampler] = {
    "euler": euler,
    "heun": heun,
    "dpmpp_2m": dpmpp_2m,
    "annealed": annealed,
    "euler_maruyama": euler_maruyama,
}

STOCHASTIC = ("annealed", "euler_maruyama")
"""Samplers that add noise at each step, by the options ``noise`` and ``noise_like``; the others start from noise."""


def noise_from(generator: torch.Generator) -> NoiseLike:
    """Unit noise drawn from a generator on the samples' device."""
    return lambda x: torch.randn(x.shape, generator=generator, dtype=x.dtype, device=x.device)
