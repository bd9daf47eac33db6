from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.dataset.virtual_cameras import RowRandom, uniform_rotations
from posestudio.training.metrics import energy_score, limbs, mpjpe, procrustes, scaled


def poses(seed: int, count: int = 4) -> torch.Tensor:
    return torch.randn(count, 12, 3, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 5))
def test_procrustes_undoes_similarities(seed: int, scale: float) -> None:
    truth = poses(seed)
    rotation = uniform_rotations(
        RowRandom(4, torch.Generator().manual_seed(seed), torch.device("cpu"))
    ).double()
    moved = scale * truth @ rotation + 3.0
    assert mpjpe(procrustes(moved, truth), truth).max() < 1e-6


def test_procrustes_does_not_mirror() -> None:
    truth = poses(0)
    mirrored = truth * torch.tensor([-1.0, 1, 1], dtype=torch.float64)
    assert mpjpe(procrustes(mirrored, truth), truth).min() > 0.1


def test_scaling_undoes_scale_and_nothing_else() -> None:
    truth = poses(1)
    assert mpjpe(scaled(truth * 2.5, truth), truth).max() < 1e-9
    assert mpjpe(scaled(truth + 1, truth), truth).min() > 0.1


def test_mpjpe_is_a_mean_distance() -> None:
    truth = poses(2)
    assert torch.allclose(mpjpe(truth + torch.tensor([3.0, 4.0, 0.0]), truth), torch.full((4,), 5.0).double())


def test_limbs_are_relative_to_the_hips() -> None:
    body = torch.randn(2, 29, 3)
    assert limbs(body).shape == (2, 12, 3)
    assert torch.allclose(limbs(body + 7.0), limbs(body), atol=1e-5)


def score_of(spread: float) -> float:
    generator = torch.Generator().manual_seed(0)
    truth = torch.randn(600, 12, 3, generator=generator)
    guesses = spread * torch.randn(600, 40, 12, 3, generator=generator)
    return energy_score(guesses, truth).mean().item()


def test_the_energy_score_is_lowest_for_the_true_spread() -> None:
    assert score_of(1.0) < min(score_of(0.5), score_of(1.6), score_of(0.0))


def test_a_single_hypothesis_scores_its_distance() -> None:
    truth = torch.zeros(1, 4, 3)
    assert energy_score(torch.ones(1, 1, 4, 3), truth).item() == pytest.approx(3**0.5)


def test_many_close_hypotheses_keep_their_spread() -> None:
    """A metre from the origin in millimetres, 40 hypotheses .01 mm apart score as one does."""
    truth = torch.full((1, 12, 3), 1000.0)
    near = truth[:, None] + 0.01 * torch.randn(1, 40, 12, 3, generator=torch.Generator().manual_seed(0))
    double = energy_score(near.double(), truth.double()).item()
    assert energy_score(near, truth).item() == pytest.approx(double, rel=0.05)


def test_the_energy_score_counts_pairs_without_those_of_one_with_itself() -> None:
    truth = torch.zeros(1, 1, 3, dtype=torch.float64)
    places = torch.tensor([-1.0, 1.0], dtype=torch.float64)
    two = torch.stack([places, torch.zeros(2), torch.zeros(2)], -1)[None, :, None]
    assert energy_score(two, truth).item() == pytest.approx(0.0)  # 1 - 2 / 2
    places = torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64)
    three = torch.stack([places, torch.zeros(3), torch.zeros(3)], -1)[None, :, None]
    assert energy_score(three, truth).item() == pytest.approx(2 / 3 - (8 / 6) / 2)


def test_the_energy_score_does_not_depend_on_how_many_are_drawn() -> None:
    generator = torch.Generator().manual_seed(0)
    truth = torch.randn(400, 2, 3, generator=generator, dtype=torch.float64)
    means = [
        energy_score(torch.randn(400, count, 2, 3, generator=generator, dtype=torch.float64), truth)
        .mean()
        .item()
        for count in (2, 40)
    ]
    assert means[0] == pytest.approx(means[1], rel=0.08)
