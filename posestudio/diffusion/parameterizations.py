"""Parameterizations: what a network predicts and how it is scaled, each a Denoiser.

``denoise(x, sigma, observation)`` returns the estimate D(x; sigma) of the clean pose, and
``loss(x0, observation, generator)`` the losses to train on. The predicted unit noise is (x - D) / sigma,
and the score (D - x) / sigma^2.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import torch
from torch import Tensor, nn

from posestudio.body.feet import heels_of
from posestudio.body.layouts import JOINTS_WITHOUT_HEELS
from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.schedules import (
    SIGMA_MAX,
    SIGMA_MIN,
    geometric_sigma,
    geometric_time,
    lognormal_sigmas,
)


class Denoiser(nn.Module, ABC):
    """A network with its parameterization: how inputs, outputs and the noise level are scaled, and the loss.

    One that ``follows`` is the student of another, and does not sample.
    """

    follows = False

    network: Any  # one of `networks`

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    @abstractmethod
    def estimate(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        """Estimate of the clean pose by the network alone: x (N, B, 3), sigma (N,) -> (N, B, 3)."""

    def denoise(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        """Estimate of the clean pose: x (N, B, 3), sigma (N,) or () -> (N, B, 3).

        A network that was trained without heels gives its other joints; the heels are those of stiff feet.
        """
        sigma = torch.as_tensor(sigma, dtype=x.dtype, device=x.device).expand(len(x))
        estimate = self.estimate(x, sigma, observation)
        return estimate if self.network.joints == x.shape[1] else with_stiff_heels(estimate)

    @abstractmethod
    def loss(self, x0: Tensor, observation: Observation, generator: torch.Generator) -> Tensor:
        """(N,) losses at noise levels and noises drawn from ``generator``."""

    def forward(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        return self.denoise(x, sigma, observation)


def with_stiff_heels(joints: Tensor) -> Tensor:
    """Bodies (..., 29, 3) with their last two joints, the heels, where a stiff foot has them (`body.feet`)."""
    return torch.cat([joints[..., : len(JOINTS_WITHOUT_HEELS), :], torch.stack(heels_of(joints), -2)], -2)


def _noise_like(x: Tensor, generator: torch.Generator) -> Tensor:
    """Unit noise of the shape and on the device of ``x``."""
    return torch.randn(x.shape, generator=generator, device=generator.device, dtype=x.dtype).to(x.device)


class PreconditionedDenoiser(Denoiser):
    """D(x; s) = c_skip x + c_out F(c_in x, ln s / 4), Karras et al. 2022 ("EDM"), equation 7, table 1.

    The data's standard deviation is 1, since poses are divided by it. Four fifths of the noise levels are
    log-normal, the rest spread evenly in log sigma over the high levels, where the denoiser is a regressor of the
    pose from the picture alone, which determines the mean of the samples.
    """

    def __init__(self, network: nn.Module, mean: float = -0.8, deviation: float = 1.2, high: float = 0.2):
        super().__init__(network)
        self.mean, self.deviation, self.high = mean, deviation, high

    def estimate(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        s = sigma[:, None, None]
        total = (s.square() + 1).sqrt()
        estimate = self.network(x / total, sigma.log() / 4, observation)
        return x / total.square() + (s / total) * estimate.to(x.dtype)

    def training_sigmas(self, count: int, generator: torch.Generator) -> Tensor:
        """(count,) noise levels of a training batch."""
        levels = lognormal_sigmas(count, self.mean, self.deviation, generator)
        spread = torch.rand(count, generator=generator, device=generator.device)
        chosen = torch.rand(count, generator=generator, device=generator.device) < self.high
        return torch.where(chosen, geometric_sigma(spread, 1.0, SIGMA_MAX), levels)

    def loss(self, x0: Tensor, observation: Observation, generator: torch.Generator) -> Tensor:
        sigma = self.training_sigmas(len(x0), generator).to(x0.device)
        noisy = x0 + sigma[:, None, None] * _noise_like(x0, generator)
        weight = (sigma.square() + 1) / sigma.square()
        error = self.denoise(noisy, sigma, observation) - x0
        return weight * error.square().mean(dim=(1, 2))


class FlowMatcher(Denoiser):
    """Rectified flow: x_t = (1 - t) x0 + t eta, and the network predicts the velocity eta - x0.

    Lipman et al. 2023, "Flow matching for generative modeling", and Liu et al. 2023, "Flow straight and
    fast". Over 1 - t that is the pose of the other parameterizations at noise level s = t / (1 - t), so that
    D(x; s) = x_t - t F(x_t, t). Four fifths of the training's t are logit-normal, sigmoid(N(0, 1)), as Esser et
    al. 2024, "Scaling rectified flow transformers", found best: the velocity is hardest to predict
    in the middle between noise and pose. The rest are uniform.
    """

    UNIFORM_SHARE = 0.2

    def training_times(self, count: int, generator: torch.Generator) -> Tensor:
        """(count,) times of a training batch, within the range that is sampled from."""
        first, last = (sigma / (1 + sigma) for sigma in (SIGMA_MIN, SIGMA_MAX))
        normal = torch.randn(count, generator=generator, device=generator.device)
        chance, chosen = torch.rand(2, count, generator=generator, device=generator.device)
        return torch.where(chosen < self.UNIFORM_SHARE, chance, normal.sigmoid()) * (last - first) + first

    def estimate(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        time = sigma / (1 + sigma)
        mixed = x * (1 - time)[:, None, None]
        return mixed - time[:, None, None] * self.network(mixed, time, observation).to(x.dtype)

    def loss(self, x0: Tensor, observation: Observation, generator: torch.Generator) -> Tensor:
        time = self.training_times(len(x0), generator).to(x0.device)
        noise = _noise_like(x0, generator)
        velocity = self.network(torch.lerp(x0, noise, time[:, None, None]), time, observation)
        return (velocity - (noise - x0)).square().mean(dim=(1, 2))


class NoisePredictor(Denoiser):
    """Noise prediction on a geometric schedule: t ~ U[0, 1], x = x0 + T(t) eta, and the network predicts -eta.

    Ho et al. 2020 (noise prediction); Song et al. 2021, appendix C (the geometric schedule).

    ``norm`` is 'l1' or 'l2'. So D(x) = x + T(t) F(x, t).
    """

    def __init__(self, network: nn.Module, norm: str = "l2"):
        super().__init__(network)
        if norm not in ("l1", "l2"):
            raise ValueError(f"norm must be 'l1' or 'l2', not {norm!r}")
        self.norm = norm

    def estimate(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        time = geometric_time(sigma.clamp(SIGMA_MIN, SIGMA_MAX))
        return x + sigma[:, None, None] * self.network(x, time, observation).to(x.dtype)

    def loss(self, x0: Tensor, observation: Observation, generator: torch.Generator) -> Tensor:
        time = torch.rand(len(x0), generator=generator, device=generator.device).to(x0.device)
        noise = _noise_like(x0, generator)
        noisy = x0 + geometric_sigma(time)[:, None, None] * noise
        error = self.network(noisy, time, observation) + noise
        return (error.abs() if self.norm == "l1" else error.square()).mean(dim=(1, 2))


class Regressor(Denoiser):
    """The baseline of diffusion: the same network, given the observation alone, predicts one pose.

    Trained on the squared error, so that it predicts the posterior's mean, whatever the noisy input.
    """

    def estimate(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        return self.network(torch.zeros_like(x), torch.zeros_like(x[:, 0, 0]), observation).to(x.dtype)

    def loss(self, x0: Tensor, observation: Observation, generator: torch.Generator) -> Tensor:
        return (self.denoise(x0, x0.new_zeros(()), observation) - x0).square().mean(dim=(1, 2))


class PoseFollower(Denoiser):
    """How a pose that explained a picture changes with the picture, in one evaluation: D(x; s) = x + F(x).

    A student of another denoiser (see `training.distillation`), for each move of a drag. ``x`` is the pose that
    sampling ended in before the picture changed; there is no noise.
    """

    follows = True

    def estimate(self, x: Tensor, sigma: Tensor, observation: Observation) -> Tensor:
        return x + self.network(x, torch.zeros_like(sigma), observation).to(x.dtype)

    def loss(self, x0: Tensor, observation: Observation, generator: torch.Generator) -> Tensor:
        """Of a picture that has not changed."""
        return (self.denoise(x0, x0.new_zeros(()), observation) - x0).square().mean(dim=(1, 2))


PARAMETERIZATIONS: dict[str, type[Denoiser]] = {
    "preconditioned": PreconditionedDenoiser,
    "flow": FlowMatcher,
    "noise": NoisePredictor,
    "regressor": Regressor,
    "follower": PoseFollower,
}
