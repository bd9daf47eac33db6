from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.diffusion.conditioning import Observation, observe
from posestudio.diffusion.guidance import guided
from posestudio.diffusion.parameterizations import PreconditionedDenoiser
from posestudio.diffusion.ray_fitting import keypoints_of, solve_translation, towards_rays
from tests.diffusion.people import random_observation, tiny_network


def body() -> torch.Tensor:
    """(1, B, 3) standing before the camera, in its axes, hips at the origin."""
    joints = torch.from_numpy(standing_body()) * torch.tensor([1.0, -1.0, -1.0])
    return (joints - joints[:1])[None]


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.floats(1.5, 50))
def test_translation_is_recovered_near_and_far(across: float, down: float, depth: float) -> None:
    points = keypoints_of(body())
    truth = torch.tensor([[across * depth, down * depth, depth]])
    placed = points + truth[:, None]
    found = solve_translation(points, placed[..., :2] / placed[..., 2:], torch.ones(1, 23))
    assert torch.allclose(found, truth, atol=1e-4 * depth)


def test_the_error_in_the_picture_is_made_least() -> None:
    points = keypoints_of(body())
    generator = torch.Generator().manual_seed(5)
    placed = points + torch.tensor([0.3, 0.1, 3.0])
    rays = placed[..., :2] / placed[..., 2:] + 0.01 * torch.randn(1, 23, 2, generator=generator)
    weight = torch.rand(1, 23, generator=generator)

    def error(translation: torch.Tensor) -> float:
        moved = points + translation[:, None]
        return float((weight[..., None] * (moved[..., :2] / moved[..., 2:] - rays).square()).sum())

    found = solve_translation(points, rays, weight)
    shifts = [0.05 * direction for direction in (*torch.eye(3), *-torch.eye(3))]
    assert all(error(found) < error(found + shift) for shift in shifts)


def test_nobody_is_put_behind_the_camera() -> None:
    points = keypoints_of(body())
    upside_down = -points[..., :2] / 4
    found = solve_translation(points, upside_down, torch.ones(1, 23))
    assert (points[..., 2] + found[:, None, 2]).min() >= 0.0999


def test_a_single_point_is_put_on_its_ray_four_metres_away() -> None:
    points = keypoints_of(body())
    weight = torch.zeros(1, 23)
    weight[0, 9] = 1
    rays = torch.full((1, 23, 2), 0.3)
    placed = points + solve_translation(points, rays, weight)[:, None]
    assert torch.allclose(placed[0, 9, :2] / placed[0, 9, 2], rays[0, 9], atol=1e-5)
    assert abs(placed[0, 9, 2] - 4) < 1
    drawn = towards_rays(body(), rays, weight, 1.0)
    assert torch.allclose(drawn, body(), atol=1e-5)  # one point says nothing of the pose


def test_missing_points_have_no_say() -> None:
    points = keypoints_of(body())
    placed = points + torch.tensor([0.2, -0.1, 3.0])
    rays = placed[..., :2] / placed[..., 2:]
    rays[0, :5] = 7.0
    weight = torch.ones(1, 23)
    weight[0, :5] = 0
    assert torch.allclose(
        solve_translation(points, rays, weight)[0], torch.tensor([0.2, -0.1, 3.0]), atol=1e-3
    )


def test_nothing_seen_stands_four_metres_away() -> None:
    points = keypoints_of(body())
    found = solve_translation(points, torch.zeros(1, 23, 2), torch.zeros(1, 23))
    assert torch.equal(found[0], torch.tensor([0.0, 0.0, 4.0]))


def test_full_strength_reprojects_exactly_and_keeps_depths() -> None:
    joints = body()
    moved = joints + 0.05 * torch.randn(joints.shape, generator=torch.Generator().manual_seed(2))
    seen = keypoints_of(joints) + torch.tensor([0.1, 0.0, 3.5])
    rays = seen[..., :2] / seen[..., 2:]
    drawn = towards_rays(moved, rays, torch.ones(1, 23), 1.0)
    translation = solve_translation(keypoints_of(moved), rays, torch.ones(1, 23))
    placed = keypoints_of(drawn) + translation[:, None]
    assert torch.allclose(placed[..., :2] / placed[..., 2:], rays, atol=1e-4)
    assert torch.equal(drawn[..., 2], moved[..., 2])
    assert torch.equal(drawn[0, BODY_INDEX["spine"]], moved[0, BODY_INDEX["spine"]])


def test_strength_nought_and_unseen_joints_move_nothing() -> None:
    joints, rays = body(), torch.randn(1, 23, 2) * 0.1
    assert torch.allclose(towards_rays(joints, rays, torch.ones(1, 23), 0.0), joints)
    assert torch.allclose(towards_rays(joints, rays, torch.zeros(1, 23), 1.0), joints)


def test_guidance_brings_estimates_nearer_to_what_was_seen() -> None:
    denoiser = PreconditionedDenoiser(tiny_network("mlp"))
    joints = body() + torch.tensor([0.0, 0.0, 4.0])
    seen = keypoints_of(joints)
    exact, noisy, hopeless = (
        observe(seen[..., :2] / seen[..., 2:], torch.ones(1, 23), noise) for noise in (0.0, 0.01, 0.1)
    )
    x = body() / 0.3 + 0.2 * torch.randn(1, 29, 3, generator=torch.Generator().manual_seed(0))
    sigma = torch.tensor(0.1)

    @torch.no_grad()
    def error(guidance: float, observation: Observation = exact) -> float:
        estimate = guided(denoiser, observation, 0.3, guidance)(x, sigma) * 0.3
        points, rays = keypoints_of(estimate), observation.points * observation.size
        placed = points + solve_translation(points, rays, observation.visible)[:, None]
        return float((placed[..., :2] / placed[..., 2:] - rays).norm(dim=-1).mean())

    assert error(1.0) < 0.5 * error(0.0)
    assert error(1.0) < error(1.0, noisy) < error(1.0, hopeless)
    plain = guided(denoiser, exact, 0.3, 0.0)(x, sigma)
    assert torch.equal(plain, denoiser.denoise(x, sigma, exact))


def test_each_person_is_placed_on_their_own() -> None:
    observation = random_observation(3, missing=0)
    points = torch.randn(3, 23, 3) * 0.3
    together = solve_translation(points, observation.points, observation.visible)
    alone = [
        solve_translation(*(given[i : i + 1] for given in (points, observation.points, observation.visible)))
        for i in range(3)
    ]
    assert torch.allclose(together, torch.cat(alone), atol=1e-4)
