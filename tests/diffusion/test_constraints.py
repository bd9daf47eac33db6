from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, PROPORTIONS
from posestudio.body.standing import standing_body
from posestudio.diffusion.constraints import (
    SIDES,
    follow,
    likelier_sides,
    relative_to_hips,
    solve_held_translation,
)
from posestudio.diffusion.placement import keypoints_of
from posestudio.diffusion.proportions import bones, proportions, with_lengths

BODY = relative_to_hips(torch.from_numpy(standing_body())[None] * torch.tensor([1.0, -1.0, -1.0]))


def rays_of(joints: torch.Tensor) -> torch.Tensor:
    points = keypoints_of(joints)
    return points[..., :2] / points[..., 2:]


@settings(max_examples=40, deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(2, 8), st.integers(0, 26))
def test_a_held_joint_and_the_rays_tell_the_place(x: float, y: float, z: float, joint: int) -> None:
    place = torch.tensor([[x, y, z]])
    targets = torch.full_like(BODY, torch.nan)
    targets[:, joint] = BODY[:, joint] + place
    for visible in (torch.ones(1, 17), torch.zeros(1, 17)):
        found = solve_held_translation(BODY, targets, rays_of(BODY + place[:, None]), visible)
        assert torch.allclose(found, place, atol=2e-3)


def test_bones_keep_their_lengths_while_they_follow() -> None:
    held = torch.full_like(BODY, torch.nan)
    wrist, ankle = BODY_INDEX["left_wrist"], BODY_INDEX["right_ankle"]
    held[:, wrist] = BODY[:, wrist] + torch.tensor([0.05, -0.2, -0.1])
    held[:, ankle] = BODY[:, ankle]
    moved = follow(BODY, held)
    assert torch.equal(moved[:, [wrist, ankle]], held[:, [wrist, ankle]])
    change = bones(moved).norm(dim=-1) - bones(BODY).norm(dim=-1)
    assert change.abs().max() < 0.03
    assert torch.equal(follow(BODY, torch.full_like(BODY, torch.nan)), BODY)


@given(st.lists(st.floats(0.7, 1.4) | st.none(), min_size=8, max_size=8))
@settings(max_examples=30, deadline=None)
def test_given_lengths_are_given_and_no_others(factors: list[float | None]) -> None:
    before = proportions(BODY)
    wanted = torch.tensor([[torch.nan if f is None else f for f in factors]]) * before
    after = proportions(with_lengths(BODY, wanted))
    expected = torch.where(torch.isfinite(wanted), wanted, before)
    for index, name in enumerate(PROPORTIONS):
        assert float(after[0, index]) == pytest.approx(float(expected[0, index]), rel=1e-3), name


def test_the_naming_of_sides_that_fits_is_found() -> None:
    joints = BODY.clone()
    joints[:, BODY_INDEX["left_wrist"]] += torch.tensor([0.3, -0.3, 0.0])
    rays = rays_of(joints + torch.tensor([0.0, 0.0, 4.0]))
    for naming in SIDES:
        exchanged = rays[:, list(naming)]
        found, visible = likelier_sides(joints, exchanged, torch.ones(1, 17))
        assert torch.allclose(found[:, COCO_INDEX["left_wrist"]], rays[:, COCO_INDEX["left_wrist"]])
        assert visible.all()
    assert len(set(SIDES)) == 8 and SIDES[0] == tuple(range(17))
