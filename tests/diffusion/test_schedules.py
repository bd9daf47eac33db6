from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.diffusion.schedules import (
    SCHEDULES,
    SIGMA_MAX,
    SIGMA_MIN,
    geometric_sigma,
    geometric_sigmas,
    geometric_time,
    lognormal_sigmas,
)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), st.floats(1e-3, 0.1), st.floats(1.0, 100.0))
def test_seed_schedule_interpolates_exponentially(t: float, low: float, high: float) -> None:
    sigma = geometric_sigma(torch.tensor(t, dtype=torch.float64), low, high)
    assert sigma.item() == pytest.approx(low ** (1 - t) * high**t, rel=1e-9)
    assert geometric_time(sigma, low, high).item() == pytest.approx(t, abs=1e-9)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 7, 100])
def test_schedules_descend_to_zero(name: str, steps: int) -> None:
    sigmas = SCHEDULES[name](steps)
    assert sigmas.shape == (steps + 1,)
    assert sigmas[0].item() == pytest.approx(SIGMA_MAX)
    assert sigmas[-1] == 0
    assert (sigmas.diff() < 0).all()
    if steps > 1:
        assert sigmas[-2].item() == pytest.approx(SIGMA_MIN, rel=1e-3)


def test_exponential_levels_are_evenly_spaced_in_the_logarithm() -> None:
    ratios = geometric_sigmas(10)[:-1].log().diff()
    assert torch.allclose(ratios, ratios[0].expand_as(ratios), atol=1e-4)


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules_refuse_nonsense(name: str) -> None:
    with pytest.raises(ValueError, match="at least one step"):
        SCHEDULES[name](0)
    with pytest.raises(ValueError, match="sigma_min"):
        SCHEDULES[name](5, 2.0, 1.0)
    with pytest.raises(ValueError, match="sigma_min"):
        SCHEDULES[name](5, 0.0, 1.0)


def test_training_levels_are_log_normal() -> None:
    levels = lognormal_sigmas(20_000, -0.8, 1.2, torch.Generator().manual_seed(0)).log()
    assert levels.mean().item() == pytest.approx(-0.8, abs=0.05)
    assert levels.std().item() == pytest.approx(1.2, rel=0.05)
