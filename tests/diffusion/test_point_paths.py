"""Tests of the paths of 2D points: less noise, gaps bridged, outliers ignored, short sequences."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.diffusion.point_paths import follow_points, white_noise

FPS = torch.tensor([30.0])


def walking(frames: int = 60) -> torch.Tensor:
    """(1, T, 17, 2) points that move to and fro, over the person's size."""
    time = torch.arange(frames) / 30
    phase = torch.arange(17) / 3
    moved = 0.1 * torch.sin(2 * np.pi * 0.8 * time[:, None] + phase)
    place = torch.linspace(0, 1, 17)
    return torch.stack([place + moved, place.flip(0) + moved / 2 + time[:, None] / 4], -1)[None]


def noisy(points: torch.Tensor, level: float, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return points + level * torch.randn(points.shape, generator=generator)


def paths_of(points, visible=None, noise=0.004, fps=FPS):
    visible = torch.ones(points.shape[:3]) if visible is None else visible
    return follow_points(points, visible, torch.full(points.shape[:3], noise), fps)


@pytest.mark.parametrize("told", [0.002, 0.01, 0.05])
def test_noise_is_averaged_whatever_is_said_of_it(told):
    points = walking()
    paths, deviation, white = paths_of(noisy(points, 0.01), noise=told)
    assert 0.008 < float(white) < 0.012
    assert (paths - points).square().mean().sqrt() < 0.0075
    assert 0.003 < float(deviation.median()) < 0.0075


def test_exact_points_stay():
    points = walking()
    paths, _, white = paths_of(points)
    assert float(white) < 0.002 and (paths - points).abs().max() < 0.004


def test_a_path_goes_through_points_that_are_said_to_be_exact():
    points = noisy(walking(), 0.01)
    told = torch.full((1, 60, 17), 0.01)
    told[0, 30, 9] = 0.001
    paths = follow_points(points, torch.ones(1, 60, 17), told, FPS)[0]
    assert (paths - points)[0, 30, 9].norm() < 0.002
    assert (paths - points)[0, :, 9].norm(dim=-1).mean() > 0.005


def test_a_gap_is_bridged_and_grows_less_sure():
    points = walking()
    visible = torch.ones(1, 60, 17)
    visible[:, 20:26, 9] = 0
    hidden = points.clone()
    hidden[:, 20:26, 9] = 7.0  # whatever stands where nothing was seen
    paths, deviation, _ = paths_of(hidden, visible)
    assert (paths - points)[:, 20:26, 9].abs().max() < 0.05
    assert deviation[0, 22, 9] > 5 * deviation[0, 40, 9]


def test_an_outlier_moves_its_path_little():
    points = noisy(walking(), 0.003)
    off = points.clone()
    off[0, 30, 4] += 0.5
    moved = (paths_of(off)[0] - paths_of(points)[0])[0, 30, 4].norm()
    assert moved < 0.15


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 6), st.integers(0, 100), st.floats(10, 60))
def test_short_sequences_and_missing_points_give_finite_paths(frames, seed, fps):
    generator = torch.Generator().manual_seed(seed)
    points = torch.randn(2, frames, 17, 2, generator=generator)
    visible = (torch.rand(2, frames, 17, generator=generator) > 0.5).float()
    paths, deviation, white = follow_points(
        points * visible[..., None], visible, torch.full(visible.shape, 0.01), torch.tensor([fps, fps])
    )
    assert paths.isfinite().all() and deviation.isfinite().all() and white.isfinite().all()


def test_nobody_seen():
    nothing = torch.zeros(1, 10, 17)
    paths, deviation, white = paths_of(torch.zeros(1, 10, 17, 2), nothing)
    assert paths.isfinite().all() and float(white) == 0 and (deviation > 1).all()


def test_a_sequence_does_not_depend_on_the_others():
    one, two = noisy(walking(), 0.01), noisy(walking(), 0.02, seed=1)
    both = torch.cat([one, two])
    together = follow_points(both, torch.ones(2, 60, 17), torch.full((2, 60, 17), 0.004), FPS.repeat(2))[0]
    torch.testing.assert_close(together[:1], paths_of(one)[0], atol=1e-6, rtol=0)


def test_white_noise_where_points_are_seen_in_every_third_frame_is_what_is_said():
    visible = torch.zeros(1, 30, 17)
    visible[:, ::3] = 1
    assert float(white_noise(walking(30), visible, torch.full((1, 30, 17), 0.02))) == pytest.approx(0.02)
