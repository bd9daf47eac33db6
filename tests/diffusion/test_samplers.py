"""Samplers against a Gaussian prior, whose denoiser and posterior are known in closed form."""

from __future__ import annotations

import pytest
import torch

from posestudio.diffusion.samplers import (
    SAMPLERS,
    STOCHASTIC,
    NoiseLike,
    Step,
    annealed,
    dpmpp_2m,
    euler,
    euler_maruyama,
    heun,
    noise_from,
)
from posestudio.diffusion.schedules import geometric_sigmas, karras_sigmas

MEAN, DEVIATION, SIGMA_MAX = 1.5, 0.4, 20.0


def gaussian_denoiser(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
    """E[x0 | x] for x0 ~ N(MEAN, DEVIATION^2) and x = x0 + sigma noise."""
    keep = DEVIATION**2 / (DEVIATION**2 + sigma**2)
    return MEAN + keep * (x - MEAN)


def start(count: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(3)
    noise = torch.randn(count, 1, 3, generator=generator, dtype=torch.float64)
    return MEAN + noise * (DEVIATION**2 + SIGMA_MAX**2) ** 0.5


def noise_option(name: str, generator: torch.Generator) -> dict[str, NoiseLike]:
    return {"noise_like": noise_from(generator)} if name in STOCHASTIC else {}


@pytest.mark.parametrize(("name", "steps"), [("euler", 200), ("heun", 40), ("dpmpp_2m", 40)])
def test_deterministic_samplers_arrive_at_the_prior(name: str, steps: int) -> None:
    samples = SAMPLERS[name](gaussian_denoiser, start(20_000), karras_sigmas(steps).double())
    assert samples.mean().item() == pytest.approx(MEAN, abs=0.02)
    assert samples.std().item() == pytest.approx(DEVIATION, rel=0.04)


def test_euler_maruyama_arrives_at_the_prior() -> None:
    generator = torch.Generator().manual_seed(0)
    samples = euler_maruyama(
        gaussian_denoiser, start(20_000), karras_sigmas(300).double(), noise_like=noise_from(generator)
    )
    assert samples.mean().item() == pytest.approx(MEAN, abs=0.02)
    assert samples.std().item() == pytest.approx(DEVIATION, rel=0.04)


SLOPE = torch.tensor([[1.0, 0.6, 0.0], [0.0, 0.5, -0.3], [0.2, 0.0, 0.1]], dtype=torch.float64)
"""A pose of three numbers is SLOPE times three independent ones; two of them are seen, with noise."""

SEEN = torch.tensor([[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]], dtype=torch.float64)
SEEN_NOISE = 0.2
OBSERVED = torch.tensor([0.7, -0.4], dtype=torch.float64)


def posterior() -> tuple[torch.Tensor, torch.Tensor]:
    """Mean (3,) and covariance (3, 3) of the numbers, given what was seen (Bishop 2006, equation 2.116)."""
    prior = SLOPE @ SLOPE.T
    gain = prior @ SEEN.T @ torch.linalg.inv(SEEN @ prior @ SEEN.T + SEEN_NOISE**2 * torch.eye(2))
    return gain @ OBSERVED, prior - gain @ SEEN @ prior


@pytest.mark.parametrize(
    ("name", "steps"), [("euler", 300), ("heun", 60), ("dpmpp_2m", 60), ("euler_maruyama", 500)]
)
def test_samplers_arrive_at_a_posterior_with_correlations(name: str, steps: int) -> None:
    mean, covariance = posterior()

    def denoise(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        keep = covariance @ torch.linalg.inv(covariance + sigma**2 * torch.eye(3))
        return mean + (x - mean) @ keep.T

    generator = torch.Generator().manual_seed(4)
    x = torch.randn(20_000, 1, 3, generator=generator, dtype=torch.float64) * SIGMA_MAX
    samples = SAMPLERS[name](denoise, x, karras_sigmas(steps).double(), **noise_option(name, generator))[:, 0]
    assert torch.allclose(samples.mean(0), mean, atol=0.02)
    assert torch.allclose(samples.T.cov(), covariance, atol=0.03 * float(covariance.diagonal().max()))


def exact_flow(x: torch.Tensor) -> torch.Tensor:
    """Where the probability flow from ``SIGMA_MAX`` ends."""
    return MEAN + (x - MEAN) * DEVIATION / (DEVIATION**2 + SIGMA_MAX**2) ** 0.5


def test_second_order_beats_first_at_equal_evaluations() -> None:
    x = start(200)
    steps_and_samplers = {"euler": (60, euler), "heun": (30, heun), "dpmpp_2m": (60, dpmpp_2m)}
    errors = {
        name: (sampler(gaussian_denoiser, x, karras_sigmas(steps).double()) - exact_flow(x)).abs().mean()
        for name, (steps, sampler) in steps_and_samplers.items()
    }
    assert errors["heun"] < errors["euler"] / 2
    assert errors["dpmpp_2m"] < errors["euler"] / 2


def test_doubling_the_steps_shrinks_the_error() -> None:
    x = start(100)
    for sampler, factor in ((euler, 1.6), (heun, 2.5), (dpmpp_2m, 2.0)):
        coarse, fine = (
            (sampler(gaussian_denoiser, x, karras_sigmas(steps).double()) - exact_flow(x)).abs().mean()
            for steps in (30, 60)
        )
        assert fine < coarse / factor


def spread_of_annealed(coefficient: float) -> float:
    generator = torch.Generator().manual_seed(1)
    sigmas = geometric_sigmas(80).double()
    samples = annealed(
        gaussian_denoiser, start(5000), sigmas, noise_like=noise_from(generator), noise=coefficient
    )
    return samples.std().item()


def test_a_smaller_noise_coefficient_narrows_the_annealed_sampler() -> None:
    spreads = [spread_of_annealed(coefficient) for coefficient in (0.5, 0.8, 1.0)]
    assert spreads == sorted(spreads)
    assert spreads[0] < 0.8 * spreads[2]


@pytest.mark.parametrize("name", SAMPLERS)
def test_the_callback_sees_each_step_in_order(name: str) -> None:
    seen: list[Step] = []
    x, sigmas = start(4), karras_sigmas(6).double()
    SAMPLERS[name](
        gaussian_denoiser,
        x,
        sigmas,
        seen.append,
        **noise_option(name, torch.Generator().manual_seed(0)),
    )
    assert [step.index for step in seen] == list(range(6))
    assert [step.sigma for step in seen] == pytest.approx(sigmas[:-1].tolist())
    assert torch.equal(seen[0].x, x)
    for step in seen:
        assert torch.allclose(step.denoised, gaussian_denoiser(step.x, step.sigma))


@pytest.mark.parametrize("name", SAMPLERS)
def test_an_exception_from_the_callback_stops_the_sampler(name: str) -> None:
    class StopError(Exception):
        pass

    calls = []

    def stop(step: Step) -> None:
        calls.append(step.index)
        if step.index == 2:
            raise StopError

    with pytest.raises(StopError):
        SAMPLERS[name](gaussian_denoiser, start(2), karras_sigmas(10).double(), callback=stop)
    assert calls == [0, 1, 2]


@pytest.mark.parametrize("name", SAMPLERS)
def test_the_same_generator_gives_the_same_samples(name: str) -> None:
    def run() -> torch.Tensor:
        generator = torch.Generator().manual_seed(11)
        return SAMPLERS[name](
            gaussian_denoiser, start(3), karras_sigmas(5).double(), **noise_option(name, generator)
        )

    assert torch.equal(run(), run())
