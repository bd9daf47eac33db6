from __future__ import annotations

import pytest
import torch

from posestudio.diffusion.conditioning import Observation
from posestudio.diffusion.networks import ResidualMLP
from posestudio.diffusion.parameterizations import (
    FlowMatcher,
    NoisePredictor,
    PreconditionedDenoiser,
    Regressor,
)
from posestudio.diffusion.schedules import SIGMA_MAX, SIGMA_MIN, geometric_sigma
from tests.diffusion.people import TINY, random_observation, tiny_network

DIFFUSION = {"preconditioned": PreconditionedDenoiser, "flow": FlowMatcher, "noise": NoisePredictor}
UNTRAINED = {
    "preconditioned": 1,
    "flow": 2,
    "noise": 1,
}  # variance of what a network that answers zero should have predicted


@pytest.fixture
def observation() -> Observation:
    return random_observation(64)


@pytest.fixture
def poses() -> torch.Tensor:
    return torch.randn(64, 29, 3, generator=torch.Generator().manual_seed(5))


@pytest.mark.parametrize("name", DIFFUSION)
@pytest.mark.parametrize("model", TINY)
def test_without_noise_the_denoiser_changes_nothing(name: str, model: str, poses, observation) -> None:
    denoiser = DIFFUSION[name](tiny_network(model))
    nearly = denoiser.denoise(poses, torch.tensor(1e-5), observation)
    assert torch.allclose(nearly, poses, atol=1e-3)


def test_at_high_noise_the_preconditioned_denoiser_forgets_its_input(poses, observation) -> None:
    denoiser = PreconditionedDenoiser(ResidualMLP(**TINY["mlp"]))  # untrained: answers zero
    far = denoiser.denoise(poses * 1000, torch.tensor(1000.0), observation)
    assert torch.allclose(far, poses * 1000 / (1 + 1000.0**2), atol=1e-4)


@pytest.mark.parametrize("name", DIFFUSION)
def test_an_untrained_network_loses_the_variance_of_its_target(name: str, poses, observation) -> None:
    denoiser = DIFFUSION[name](ResidualMLP(**TINY["mlp"]))
    loss = denoiser.loss(poses, observation, torch.Generator().manual_seed(0))
    assert loss.shape == (64,)
    assert loss.mean().item() == pytest.approx(UNTRAINED[name], rel=0.1)


@pytest.mark.parametrize("name", DIFFUSION)
def test_the_loss_depends_on_its_generator_alone(name: str, poses, observation) -> None:
    denoiser = DIFFUSION[name](tiny_network("mlp"))
    one, same, other = (
        denoiser.loss(poses, observation, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)
    )
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


class _Straight(torch.nn.Module):
    """Knows x0, and predicts the velocity of the straight line through its input."""

    def __init__(self, poses: torch.Tensor):
        super().__init__()
        self.poses, self.joints = poses, poses.shape[1]

    def forward(self, x: torch.Tensor, time: torch.Tensor, observation: Observation) -> torch.Tensor:
        return (x - self.poses) / time[:, None, None]


def test_the_flow_matcher_is_trained_on_the_velocity(poses, observation) -> None:
    flow = FlowMatcher(_Straight(poses))
    assert flow.loss(poses, observation, torch.Generator().manual_seed(0)).max() < 1e-4
    noisy = poses + 2 * torch.randn_like(poses)
    assert torch.allclose(flow.denoise(noisy, torch.tensor(2.0), observation), poses, atol=1e-4)


def test_the_flow_matcher_learns_mostly_between_noise_and_pose() -> None:
    flow = FlowMatcher(torch.nn.Identity())
    times = flow.training_times(20_000, torch.Generator().manual_seed(0))
    first, last = (sigma / (1 + sigma) for sigma in (SIGMA_MIN, SIGMA_MAX))
    assert times.min() >= first and times.max() <= last
    shares = [((times >= low) & (times < low + 0.25)).float().mean() for low in (0.0, 0.25, 0.5, 0.75)]
    assert min(shares[1:3]) > 1.3 * max(shares[0], shares[3]) and min(shares) > 0.1


class _Perfect(torch.nn.Module):
    """Knows x0, and predicts -eta as a noise prediction network should."""

    def __init__(self, poses: torch.Tensor):
        super().__init__()
        self.poses, self.joints = poses, poses.shape[1]

    def forward(self, x: torch.Tensor, time: torch.Tensor, observation: Observation) -> torch.Tensor:
        return -(x - self.poses) / geometric_sigma(time)[:, None, None]


@pytest.mark.parametrize("norm", ["l1", "l2"])
def test_the_noise_predictor_is_trained_on_minus_the_noise(norm: str, poses, observation) -> None:
    predictor = NoisePredictor(_Perfect(poses), norm)
    assert predictor.loss(poses, observation, torch.Generator().manual_seed(0)).max() < 1e-2
    noisy = poses + 2 * torch.randn_like(poses)
    assert torch.allclose(predictor.denoise(noisy, torch.tensor(2.0), observation), poses, atol=1e-4)


def test_norms_differ_and_others_are_refused(poses, observation) -> None:
    losses = {
        norm: NoisePredictor(ResidualMLP(**TINY["mlp"]), norm).loss(
            poses, observation, torch.Generator().manual_seed(0)
        )
        for norm in ("l1", "l2")
    }
    assert losses["l1"].mean().item() == pytest.approx((2 / torch.pi) ** 0.5, rel=0.05)
    with pytest.raises(ValueError, match="l1"):
        NoisePredictor(ResidualMLP(**TINY["mlp"]), "l3")


def test_the_regressor_answers_from_the_picture_alone(poses, observation) -> None:
    regressor = Regressor(tiny_network("mlp"))
    answer = regressor.denoise(poses, torch.tensor(3.0), observation)
    assert torch.equal(answer, regressor.denoise(poses + 5, torch.tensor(0.1), observation))
    assert not torch.allclose(
        answer, regressor.denoise(poses, torch.tensor(3.0), random_observation(64, seed=1))
    )
    loss = regressor.loss(answer.detach(), observation, torch.Generator())
    assert loss.max() < 1e-9
