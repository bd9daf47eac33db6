from __future__ import annotations

import pytest
import torch

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.diffusion.guidance import guided
from posestudio.diffusion.mirroring import half_mirrored, mirrored_bodies, mirrored_observation
from posestudio.diffusion.parameterizations import PreconditionedDenoiser
from tests.diffusion.people import random_observation, tiny_network

FIRST = torch.tensor([True, False])
ALL = torch.tensor([True, True])


def random_poses(count: int) -> torch.Tensor:
    return torch.randn(count, len(BODY_INDEX), 3, generator=torch.Generator().manual_seed(1))


def test_flips_swap_the_sides_of_the_chosen() -> None:
    joints = random_poses(2)
    mirrored = mirrored_bodies(joints, FIRST)
    assert torch.equal(mirrored[1], joints[1])
    left, right = BODY_INDEX["left_wrist"], BODY_INDEX["right_wrist"]
    assert torch.equal(mirrored[0, left], joints[0, right] * torch.tensor([-1.0, 1, 1]))
    assert torch.equal(mirrored_bodies(mirrored, FIRST), joints)


def test_pictures_are_flipped_with_what_is_visible() -> None:
    seen = random_observation(2, missing=0.5)
    mirrored = mirrored_observation(seen, FIRST)
    left, right = COCO_INDEX["left_knee"], COCO_INDEX["right_knee"]
    assert torch.equal(mirrored.points[1], seen.points[1]) and torch.equal(
        mirrored.visible[1], seen.visible[1]
    )
    assert torch.equal(mirrored.points[0, left], seen.points[0, right] * torch.tensor([-1.0, 1]))
    assert mirrored.visible[0, left] == seen.visible[0, right]
    assert torch.equal(mirrored_observation(mirrored, FIRST).points, seen.points)


@pytest.mark.parametrize("model", ["mlp", "transformer"])
@torch.no_grad()
def test_every_second_hypothesis_is_denoised_mirrored(model: str) -> None:
    denoiser = PreconditionedDenoiser(tiny_network(model))
    picture, sigma = random_observation(2), torch.tensor(1.5)
    first, second = random_poses(2), random_poses(2) + 0.5
    rows = torch.stack([first, second], 1).flatten(0, 1)
    answers = half_mirrored(denoiser, picture.repeat(2), 2)(rows, sigma).unflatten(0, (2, 2))
    straight = denoiser.denoise(first, sigma, picture)
    through = mirrored_bodies(
        denoiser.denoise(mirrored_bodies(second, ALL), sigma, mirrored_observation(picture, ALL)), ALL
    )
    torch.testing.assert_close(answers[:, 0], straight)
    torch.testing.assert_close(answers[:, 1], through)


@torch.no_grad()
def test_a_mirrored_picture_gets_mirrored_poses() -> None:
    denoiser = PreconditionedDenoiser(tiny_network("mlp"))
    picture, sigma, x = random_observation(1), torch.tensor(0.4), random_poses(2)
    there = mirrored_observation(picture, ALL[:1])
    here = guided(denoiser, picture.repeat(2), 0.3, 0.5, hypotheses=2)(x, sigma)
    mirrored = guided(denoiser, there.repeat(2), 0.3, 0.5, hypotheses=2)(
        mirrored_bodies(x, ALL).flip(0), sigma
    )
    torch.testing.assert_close(mirrored_bodies(mirrored, ALL).flip(0), here, atol=1e-5, rtol=1e-4)
