"""Samplers: plain functions ``sampler(denoise, x, sigmas, *, fresh, callback) -> x``.

``denoise(x, sigma)`` gives the clean estimate (a closure over denoiser and observation), ``x`` (N, B, 3) starts
at noise level ``sigmas[0]``, ``sigmas`` (steps + 1,) descends to 0. Once a step, ``callback(Step)`` carries
what recording, progress and cancelling hang on; an exception raised in it stops the sampler. ``fresh(x)`` is unit
noise like x, for samplers that add any (else PyTorch's own, of no fixed seed).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

Denoise = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Step:
    """State before step ``index``: pose ``x`` at noise level ``sigma``, and its clean estimate ``denoised``."""

    index: int
    sigma: float
    x: Tensor
    denoised: Tensor


Callback = Callable[[Step], None]
Fresh = Callable[[Tensor], Tensor]


class Sampler(Protocol):
    def __call__(
        self,
        denoise: Denoise,
        x: Tensor,
        sigmas: Tensor,
        *,
        fresh: Fresh = torch.randn_like,
        callback: Callback | None = None,
        noise: float = 1.0,
    ) -> Tensor: ...


def _report(callback: Callback | None, index: int, sigma: Tensor, x: Tensor, denoised: Tensor) -> None:
    if callback is not None:
        callback(Step(index, float(sigma), x, denoised))


def drawn_by(generator: torch.Generator) -> Fresh:
    """Noise from a generator on the samples' device."""
    return lambda x: torch.randn(x.shape, generator=generator, dtype=x.dtype, device=x.device)


def euler(
    denoise: Denoise,
    x: Tensor,
    sigmas: Tensor,
    *,
    fresh: Fresh = torch.randn_like,
    callback: Callback | None = None,
    noise: float = 1.0,
) -> Tensor:
    """First order, deterministic: DDIM in the variance exploding parameters (EDM, algorithm 1 without line 6)."""
    for index in range(len(sigmas) - 1):
        denoised = denoise(x, sigmas[index])
        _report(callback, index, sigmas[index], x, denoised)
        x = denoised + sigmas[index + 1] / sigmas[index] * (x - denoised)
    return x


def heun(
    denoise: Denoise,
    x: Tensor,
    sigmas: Tensor,
    *,
    fresh: Fresh = torch.randn_like,
    callback: Callback | None = None,
    noise: float = 1.0,
) -> Tensor:
    """Second order, deterministic: Karras et al. 2022 ("EDM"), algorithm 1."""
    for index in range(len(sigmas) - 1):
        sigma, following = sigmas[index], sigmas[index + 1]
        denoised = denoise(x, sigma)
        _report(callback, index, sigma, x, denoised)
        slope = (x - denoised) / sigma
        stepped = x + (following - sigma) * slope
        if following > 0:
            slope_there = (stepped - denoise(stepped, following)) / following
            stepped = x + (following - sigma) * (slope + slope_there) / 2
        x = stepped
    return x


def dpmpp_2m(
    denoise: Denoise,
    x: Tensor,
    sigmas: Tensor,
    *,
    fresh: Fresh = torch.randn_like,
    callback: Callback | None = None,
    noise: float = 1.0,
) -> Tensor:
    """Second order multistep, deterministic, one evaluation a step: DPM-Solver++ (2M), Lu et al. 2022, algorithm 2.

    In the variance exploding parameters alpha = 1 and lambda = -ln sigma.
    """
    previous = None
    for index in range(len(sigmas) - 1):
        sigma, following = sigmas[index], sigmas[index + 1]
        denoised = denoise(x, sigma)
        _report(callback, index, sigma, x, denoised)
        estimate = denoised
        if previous is not None and following > 0:
            ratio = (sigmas[index - 1] / sigma).log() / (sigma / following).log()
            estimate = denoised + (denoised - previous) / (2 * ratio)
        x = estimate + following / sigma * (x - estimate)
        previous = denoised
    return x


def annealed(
    denoise: Denoise,
    x: Tensor,
    sigmas: Tensor,
    *,
    fresh: Fresh = torch.randn_like,
    callback: Callback | None = None,
    noise: float = 1.0,
) -> Tensor:
    """The seed's: walk where the model says, then add noise of the next level times a coefficient below one.

    ``noise`` is that coefficient; above about 1 nothing is ever clean, below it the spread narrows.
    """
    for index in range(len(sigmas) - 1):
        denoised = denoise(x, sigmas[index])
        _report(callback, index, sigmas[index], x, denoised)
        x = denoised + noise * sigmas[index + 1] * fresh(x)
    return x


def euler_maruyama(
    denoise: Denoise,
    x: Tensor,
    sigmas: Tensor,
    *,
    fresh: Fresh = torch.randn_like,
    callback: Callback | None = None,
    noise: float = 1.0,
) -> Tensor:
    """The reverse variance exploding SDE in plain steps: Song et al. 2021, equation 46 (ancestral, score given).

    Needs hundreds of steps; here to be compared with. ``noise`` scales what is added at each.
    """
    for index in range(len(sigmas) - 1):
        sigma, following = sigmas[index], sigmas[index + 1]
        denoised = denoise(x, sigma)
        _report(callback, index, sigma, x, denoised)
        variance = sigma**2 - following**2
        x = x + variance / sigma**2 * (denoised - x)
        if following > 0:
            x = x + noise * variance.sqrt() * fresh(x)
    return x


SAMPLERS: dict[str, Sampler] = {
    "euler": euler,
    "heun": heun,
    "dpmpp_2m": dpmpp_2m,
    "annealed": annealed,
    "euler_maruyama": euler_maruyama,
}
