from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.proportions import LEG_LENGTH, PROPORTIONS
from posestudio.body.standing import standing_body
from posestudio.diffusion.constraints import (
    SIDE_EXCHANGES,
    constrained_to_bodies,
    follow_pins,
    likelier_sides,
    relative_to_hips,
    solve_pinned_translation,
)
from posestudio.diffusion.proportions import (
    as_reference_body,
    bones,
    proportions,
    with_even_sides,
    with_lengths,
    with_reference_legs,
)
from posestudio.diffusion.ray_fitting import keypoints_of, leg_length

BODY = relative_to_hips(torch.from_numpy(standing_body())[None] * torch.tensor([1.0, -1.0, -1.0]))


def rays_of(joints: torch.Tensor) -> torch.Tensor:
    points = keypoints_of(joints)
    return points[..., :2] / points[..., 2:]


@settings(max_examples=40, deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(2, 8), st.integers(0, 28))
def test_a_held_joint_and_the_rays_tell_the_place(x: float, y: float, z: float, joint: int) -> None:
    position = torch.tensor([[x, y, z]])
    targets = torch.full_like(BODY, torch.nan)
    targets[:, joint] = BODY[:, joint] + position
    for visible in (torch.ones(1, 23), torch.zeros(1, 23)):
        found = solve_pinned_translation(BODY, targets, rays_of(BODY + position[:, None]), visible)
        assert torch.allclose(found, position, atol=2e-3)


def test_bones_keep_their_lengths_while_they_follow() -> None:
    pins = torch.full_like(BODY, torch.nan)
    wrist, ankle = BODY_INDEX["left_wrist"], BODY_INDEX["right_ankle"]
    pins[:, wrist] = BODY[:, wrist] + torch.tensor([0.05, -0.2, -0.1])
    pins[:, ankle] = BODY[:, ankle]
    moved = follow_pins(BODY, pins)
    assert torch.equal(moved[:, [wrist, ankle]], pins[:, [wrist, ankle]])
    change = bones(moved).norm(dim=-1) - bones(BODY).norm(dim=-1)
    assert change.abs().max() < 0.03
    assert torch.equal(follow_pins(BODY, torch.full_like(BODY, torch.nan)), BODY)


@given(st.lists(st.floats(0.7, 1.4) | st.none(), min_size=8, max_size=8))
@settings(max_examples=30, deadline=None)
def test_given_lengths_are_given_and_no_others(factors: list[float | None]) -> None:
    before = proportions(BODY)
    wanted = torch.tensor([[torch.nan if f is None else f for f in factors]]) * before
    after = proportions(with_lengths(BODY, wanted))
    expected = torch.where(torch.isfinite(wanted), wanted, before)
    for index, name in enumerate(PROPORTIONS):
        assert float(after[0, index]) == pytest.approx(float(expected[0, index]), rel=1e-3), name


def uneven(seed: int) -> torch.Tensor:
    """The standing body with every joint a few centimetres off."""
    noise = 0.03 * torch.randn(BODY.shape, generator=torch.Generator().manual_seed(seed))
    return relative_to_hips(BODY + noise)


@given(st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_sides_become_even_and_bones_keep_their_directions(seed: int) -> None:
    before, after = bones(uneven(seed)), bones(with_even_sides(uneven(seed)))
    lengths = after.norm(dim=-1)
    assert torch.allclose(lengths, lengths[:, list(BODY_MIRROR)], atol=1e-5)
    assert torch.allclose(lengths.sum(), before.norm(dim=-1).sum(), rtol=1e-4)
    cosines = torch.cosine_similarity(before[:, 1:], after[:, 1:], dim=-1)
    assert cosines.min() > 0.9999
    assert torch.allclose(with_even_sides(uneven(seed), 0.0), uneven(seed), atol=1e-6)


@given(st.integers(0, 1000), st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_even_sides_and_legs_at_once(seed: int, strength: float) -> None:
    turns = with_reference_legs(with_even_sides(0.8 * uneven(seed), strength), strength)
    assert torch.allclose(as_reference_body(0.8 * uneven(seed), strength), turns, atol=1e-5)


def test_what_is_a_body_and_where_it_was_seen_stays() -> None:
    body = relative_to_hips(with_reference_legs(with_even_sides(BODY)))
    rays = rays_of(body + torch.tensor([0.1, -0.2, 4.0]))
    kept = constrained_to_bodies(body, rays, torch.ones(1, 23), strength=1.0, confidence=1.0)
    assert torch.allclose(kept, body, atol=1e-4)


def test_estimates_become_bodies_as_far_as_they_are_sure() -> None:
    rays, visible = rays_of(BODY + torch.tensor([0.0, 0.0, 4.0])), torch.ones(1, 23)

    def off(confidence: float) -> tuple[float, float]:
        found = constrained_to_bodies(uneven(0) * 0.9, rays, visible, 0.0, confidence)
        lengths = bones(found).norm(dim=-1)
        return float((lengths - lengths[:, list(BODY_MIRROR)]).abs().max()), float(leg_length(found))

    (apart, legs), (less, longer), (none, right) = off(0.0), off(0.4), off(1.0)
    assert apart > less > none and none < 0.01
    assert legs < longer < right and right == pytest.approx(LEG_LENGTH, abs=0.01)


def test_the_naming_of_sides_that_fits_is_found() -> None:
    joints = BODY.clone()
    joints[:, BODY_INDEX["left_wrist"]] += torch.tensor([0.3, -0.3, 0.0])
    rays = rays_of(joints + torch.tensor([0.0, 0.0, 4.0]))
    for naming in SIDE_EXCHANGES:
        exchanged = rays[:, list(naming)]
        found, visible = likelier_sides(joints, exchanged, torch.ones(1, 23))
        assert torch.allclose(found[:, COCO_INDEX["left_wrist"]], rays[:, COCO_INDEX["left_wrist"]])
        assert visible.all()
    assert len(set(SIDE_EXCHANGES)) == 8 and SIDE_EXCHANGES[0] == tuple(range(23))
