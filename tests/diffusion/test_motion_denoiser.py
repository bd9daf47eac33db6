"""Tests of the motion network and denoiser: shapes, reach in time, any length, weights files."""

from pathlib import Path

import numpy as np
import pytest
import torch

from posestudio.diffusion.motion_checkpoint import load_motion_denoiser, save_motion_weights
from posestudio.diffusion.motion_conditioning import MotionObservation, observe_motion
from posestudio.diffusion.motion_denoiser import MotionDenoiser, motion_noise
from posestudio.diffusion.motion_network import REACH, MotionNetwork
from posestudio.diffusion.parameterizations import FlowMatcher
from posestudio.errors import CheckpointError
from tests.diffusion.people import tiny_network

OPTIONS = {"width": 16, "layers": 1, "heads": 2}


def seen(count: int, frames: int, seed: int = 0, **changes: object) -> MotionObservation:
    generator = torch.Generator().manual_seed(seed)
    rays = torch.randn(count, frames, 17, 2, generator=generator) * 0.1 + torch.tensor([0.3, -0.2])
    visible = (torch.rand(count, frames, 17, generator=generator) > 0.1).float()
    return observe_motion(rays, visible, torch.full_like(visible, 0.01), 0.3, **changes)


def denoiser() -> MotionDenoiser:
    torch.manual_seed(0)
    network = MotionNetwork(**OPTIONS)
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return MotionDenoiser(network, FlowMatcher(tiny_network("mlp"))).eval()


@torch.no_grad()
def estimate(x: torch.Tensor, observation: MotionObservation, sigma: float = 1.0) -> torch.Tensor:
    return denoiser().denoise(x, torch.tensor(sigma), observation)[0]


@pytest.mark.parametrize("frames", [1, 2, 9, 100])
def test_sequences_of_any_length(frames):
    x = torch.randn(2, frames, 29, 3)
    found, extra = denoiser().denoise(x, torch.tensor(2.0), seen(2, frames))
    assert found.shape == x.shape and found.isfinite().all()
    assert extra.stands.shape == (2, frames, 2)
    assert extra.velocity.shape == (2, frames, 3) and extra.log_deviation.shape == (2, frames)


def test_a_sequence_does_not_depend_on_the_others():
    x = torch.randn(3, 12, 29, 3)
    whole, one = seen(3, 12), seen(3, 12).map(lambda tensor: tensor[1:2])
    torch.testing.assert_close(estimate(x, whole)[1:2], estimate(x[1:2], one), atol=1e-4, rtol=1e-4)


def test_frames_look_at_their_neighbours_and_no_further_than_the_reach():
    x = torch.randn(1, 3 * REACH, 29, 3)
    other = x.clone()
    other[:, 0] += 1
    change = (estimate(other, seen(1, 3 * REACH)) - estimate(x, seen(1, 3 * REACH))).abs().amax((0, 2, 3))
    assert change[0] > 1e-3 and change[REACH // 2] > 1e-6
    assert change[2 * REACH :].max() < 1e-4


def test_the_person_centred_estimates_are_turned_into_window_axes():
    """A pose that all frames' estimates have in camera axes comes out in window axes, wherever the person stands."""
    observation = seen(1, 8)
    camera = torch.randn(29, 3)
    per_frame = (camera @ observation.frames.rotation.transpose(-1, -2)).unflatten(0, (1, 8))

    class Given(FlowMatcher):
        def denoise(self, x, sigma, observation):
            return per_frame.flatten(0, 1)

    estimates = MotionDenoiser(MotionNetwork(**OPTIONS), Given(tiny_network("mlp"))).frame_estimates(
        torch.zeros(1, 8, 29, 3), torch.ones(1), observation
    )
    expected = (camera @ observation.window[0].T).expand(8, -1, -1)
    torch.testing.assert_close(estimates[0], expected, atol=1e-5, rtol=1e-5)


def test_known_joints_are_told_in_window_axes():
    known = torch.full((1, 4, 29, 3), torch.nan)
    known[0, 2, 5] = torch.tensor([0.1, 0.2, 0.3])
    plain, told = seen(1, 4), seen(1, 4, known=known)
    changed = (told.features - plain.features)[0]
    assert changed[2].abs().sum() > 0 and changed[[0, 1, 3]].abs().sum() == 0
    values = changed[2][changed[2] != 0]
    expected = (known[0, 2, 5] @ told.window[0].T / 0.3).tolist() + [1.0]
    np.testing.assert_allclose(sorted(values.tolist()), sorted(expected), atol=1e-5)


def test_frames_without_anybody_are_marked():
    rays = torch.randn(1, 5, 17, 2) * 0.1
    visible = torch.ones(1, 5, 17)
    visible[:, 3] = 0
    observation = observe_motion(rays, visible, torch.zeros_like(visible), 0.3)
    assert observation.features.isfinite().all()
    nobody = observe_motion(rays, torch.zeros_like(visible), torch.zeros_like(visible), 0.3)
    assert nobody.features.isfinite().all()
    torch.testing.assert_close(nobody.window[0], torch.eye(3), atol=1e-5, rtol=0)


def test_noise_is_of_unit_size_and_correlated_over_time():
    white, slow = torch.randn(2, 40, 60, 29, 3)
    noise = motion_noise(white, slow)
    assert abs(float(noise.std()) - 1) < 0.05
    together = float((noise[:, 1:] * noise[:, :-1]).mean())
    assert 0.7 < together < 0.85


def test_weights_are_written_and_read(tmp_path: Path):
    file = tmp_path / "motion.safetensors"
    first = denoiser()
    save_motion_weights(file, first.network.state_dict(), {"scale": 0.3, "network": OPTIONS})
    again, card = load_motion_denoiser(file, first.per_frame[0])
    x = torch.randn(1, 6, 29, 3)
    expected = first.denoise(x, torch.tensor(1.0), seen(1, 6))[0]
    torch.testing.assert_close(
        again.denoise(x, torch.tensor(1.0), seen(1, 6))[0], expected, atol=0.05, rtol=0.01
    )
    assert card["scale"] == 0.3


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({"network": OPTIONS}, "scale"),
        ({"scale": 0.3, "network": {"width": 10**9}}, "width"),
        ({"scale": 0.3, "network": {"depth": 3}}, "depth"),
        ({"scale": 0.3, "network": [1]}, "network"),
        ({"scale": 0.3, "network": OPTIONS | {"heads": 3}}, "heads"),
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path: Path, card, words):
    file = tmp_path / "motion.safetensors"
    save_motion_weights(file, denoiser().network.state_dict(), card)
    with pytest.raises(CheckpointError, match=words):
        load_motion_denoiser(file, FlowMatcher(tiny_network("mlp")))
