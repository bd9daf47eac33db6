from __future__ import annotations

import torch

from posestudio.body.layouts import COCO_INDEX
from posestudio.dataset.photograph_noise import UNTOLD, as_found
from posestudio.dataset.virtual_cameras import RowRandom

COUNT = 4_000


def rng(seed: int = 0) -> RowRandom:
    return RowRandom(COUNT, torch.Generator().manual_seed(seed), torch.device("cpu"))


def rays(count: int) -> torch.Tensor:
    """(COUNT, count, 2) points in a row, 1 across and 2 down: size 2."""
    points = torch.stack([torch.linspace(0, 1, 17), torch.linspace(0, 2, 17)], -1)
    return torch.cat([points, points[:6]])[:count].repeat(COUNT, 1, 1)


def test_errors_are_as_large_as_is_said_with_heavy_tails() -> None:
    exact = rays(17)
    found = as_found(exact, 1.0, rng(), exchanged=0, untold=0)
    over = (found.rays - exact).norm(dim=-1) / 2 / found.noise
    middle, most = over.flatten()[::7].quantile(torch.tensor([0.5, 0.99]))
    assert 1.0 < middle < 1.8  # a normal error of one standard deviation along each axis: 1.18
    assert most > 5 * middle  # a normal one: 2.6
    doubled = as_found(exact, 2.0, rng(), exchanged=0, untold=0)
    assert torch.allclose(doubled.rays - exact, 2 * (found.rays - exact), atol=1e-5)
    wrist, nose = COCO_INDEX["left_wrist"], COCO_INDEX["nose"]
    assert found.noise[:, wrist].median() > 1.5 * found.noise[:, nose].median()


def test_eyes_move_together_and_extra_points_change_no_other() -> None:
    found = as_found(rays(23), 1.0, rng(), untold=0)
    shift = (found.rays - rays(23))[:, :5, 0].clamp(-0.1, 0.1)
    assert torch.corrcoef(shift.T)[1, 2] > 0.4
    assert torch.equal(as_found(rays(17), 1.0, rng(), untold=0).rays, found.rays[:, :17])


def test_some_sides_are_exchanged_and_some_sources_say_nothing() -> None:
    exact = rays(17)
    found = as_found(exact, 0.01, rng(), exchanged=1.0, untold=0.4)
    left, right = COCO_INDEX["left_wrist"], COCO_INDEX["right_wrist"]
    near = (found.rays[:, left] - exact[:, right]).norm(dim=-1) < 0.01
    assert 0.05 < near.float().mean() < 0.2
    alike = (found.noise == found.noise[:, :1]).all(1)
    assert 0.35 < alike.float().mean() < 0.45
    assert set(found.noise[alike, 0].tolist()) == set(torch.tensor(UNTOLD).tolist())
