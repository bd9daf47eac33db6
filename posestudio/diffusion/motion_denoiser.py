"""The motion denoiser: clean estimates of motions, from those of a per-frame denoiser and a network over time."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from posestudio.body.feet import heels_of
from posestudio.diffusion.motion_conditioning import JOINTS, MotionObservation
from posestudio.diffusion.motion_network import MotionExtra, MotionNetwork
from posestudio.diffusion.parameterizations import Denoiser

WHITE = 0.2
"""Share of the noise's variance that is new in every frame; the rest changes slowly."""

SLOWNESS = 6.0
"""Standard deviation, in frames, of the smoothing over time that the slow noise is made with."""


def motion_noise(white: Tensor, slow: Tensor) -> Tensor:
    """(..., T, B, 3) unit noise that is correlated over time, of two independent unit noises of that shape.

    Noise that changes slowly moves whole stretches of a motion together, so that the network cannot average it out
    over frames, and samples differ in what a motion does instead of in its jitter. Each frame's noise alone is unit
    noise, as the per-frame denoiser expects.
    """
    return WHITE**0.5 * white + (1 - WHITE) ** 0.5 * smoothed_noise(slow)


def smoothed_noise(noise: Tensor) -> Tensor:
    """Unit noise (..., T, B, 3) smoothed over time with a Gaussian of SLOWNESS frames, and unit again."""
    length = noise.shape[-3]
    frames = torch.arange(length, device=noise.device, dtype=noise.dtype)
    kernel = torch.exp(-0.5 * ((frames[:, None] - frames[None, :]) / SLOWNESS).square())
    kernel = kernel / kernel.square().sum(1, keepdim=True).sqrt()
    return torch.einsum("st,...tbc->...sbc", kernel, noise)


class MotionDenoiser(nn.Module):
    """D(x; s) = mixture of d(x; s) over time - t F, t = s / (1 + s), of the estimates d of a per-frame flow denoiser;
    mixture and F are a `MotionNetwork`'s.

    ``x`` (N, T, B, 3) are poses about the hips in window axes, over the data's standard deviation, at the noise level
    ``s``. The per-frame denoiser is not trained and not part of this module's state.
    """

    def __init__(self, network: MotionNetwork, frames: Denoiser):
        super().__init__()
        self.network = network
        self.per_frame = (frames,)  # in a tuple, so that its weights are not this module's

    def denoise(self, x: Tensor, sigma: Tensor, observation: MotionObservation) -> tuple[Tensor, MotionExtra]:
        """(estimate (N, T, B, 3) of the clean poses in window axes, what the network says besides); ``sigma`` (N,)
        or ()."""
        sigma = torch.as_tensor(sigma, dtype=x.dtype, device=x.device).expand(len(x))
        with torch.no_grad():
            estimate = self.frame_estimates(x, sigma, observation)
        time = sigma / (1 + sigma)
        scaled = x * (1 - time)[:, None, None, None]
        poses, extra = self.network(
            scaled[..., :JOINTS, :], estimate[..., :JOINTS, :], time, observation.features
        )
        return torch.cat([poses, torch.stack(heels_of(poses), -2)], -2), extra

    def frame_estimates(self, x: Tensor, sigma: Tensor, observation: MotionObservation) -> Tensor:
        """(N, T, B, 3) the per-frame denoiser's estimates of ``x`` (N, T, B, 3) at noise levels (N,)."""
        turn = observation.turn
        rows = (x @ turn.transpose(-1, -2)).flatten(0, 1)
        levels = sigma.repeat_interleave(x.shape[1])
        estimate = self.per_frame[0].denoise(rows, levels, observation.frames)
        return estimate.unflatten(0, x.shape[:2]) @ turn
