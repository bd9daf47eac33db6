from __future__ import annotations

import math

import pytest
import torch

from posestudio.body.layouts import BODY_BONES, BODY_INDEX, COCO_INDEX
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.proportions import LEG_LENGTH
from posestudio.body.standing import standing_body
from posestudio.dataset.augment import reshape_bodies
from posestudio.dataset.batches import Batches
from posestudio.dataset.recombine import recombined, turned_parts
from posestudio.dataset.simulated_keypoints import (
    BELOW_WAIST,
    FACE,
    LEGS,
    measured_lengths,
    random_visibility,
    randomly_exchanged_sides,
    simulated_observation,
)
from posestudio.dataset.virtual_cameras import (
    NEAREST,
    RowRandom,
    sample_views,
    target_poses,
    uniform_rotations,
)
from posestudio.diffusion.proportions import bones, joints_of, proportions, with_reference_legs
from posestudio.diffusion.ray_fitting import keypoints_of, leg_length, solve_translation
from posestudio.geometry.rotations_torch import about_axis


def bodies(count: int) -> torch.Tensor:
    """(count, B, 3) standing bodies with limbs bent at random, hips at the origin."""
    joints = torch.from_numpy(standing_body())
    vectors = bones(joints[None].repeat(count, 1, 1))
    rng = RowRandom(count, torch.Generator().manual_seed(4), torch.device("cpu"))
    for name in ("left_elbow", "right_elbow", "left_knee", "right_knee"):
        turned = about_axis(0, rng.uniform(-1.0, 1.0)) @ vectors[:, BODY_INDEX[name], :, None]
        vectors[:, BODY_INDEX[name]] = turned[..., 0]
    return joints_of(vectors)


def rng(count: int, seed: int = 0) -> RowRandom:
    return RowRandom(count, torch.Generator().manual_seed(seed), torch.device("cpu"))


def test_bones_and_joints_are_inverse() -> None:
    joints = bodies(3)
    assert torch.allclose(joints_of(bones(joints)), joints, atol=1e-6)


def test_other_shapes_keep_directions_and_symmetry() -> None:
    joints = bodies(200)
    shaped = reshape_bodies(joints, torch.Generator().manual_seed(0))
    before, after = bones(joints), bones(shaped)
    lengths = after.norm(dim=-1)
    for child in range(1, len(BODY_MIRROR)):
        assert torch.allclose(lengths[:, child], lengths[:, BODY_MIRROR[child]], rtol=1e-3, atol=1e-4)
    for name in ("left_elbow", "right_wrist", "left_knee", "right_ankle", "head", "left_toe"):
        index = BODY_INDEX[name]
        cosine = torch.nn.functional.cosine_similarity(before[:, index], after[:, index], dim=-1)
        assert cosine.min() > 0.9999
    change = (after.norm(dim=-1) / before.norm(dim=-1).clamp_min(1e-6))[:, BODY_INDEX["left_elbow"]]
    assert 0.03 < change.log().std() < 0.2


def test_shoulders_take_the_stated_widths() -> None:
    shaped = reshape_bodies(bodies(2000), torch.Generator().manual_seed(0))
    width = (shaped[:, BODY_INDEX["left_shoulder"]] - shaped[:, BODY_INDEX["right_shoulder"]]).norm(dim=-1)
    assert width.quantile(0.05) < 0.29 and width.quantile(0.95) > 0.39


def test_reference_legs() -> None:
    scaled = with_reference_legs(bodies(5) * 3.7)
    assert torch.allclose(leg_length(scaled), torch.full((5,), LEG_LENGTH), atol=1e-5)


def test_rotations_are_rotations() -> None:
    for rotations in (
        uniform_rotations(rng(50)),
        *(about_axis(axis, torch.linspace(-3, 3, 50)) for axis in range(3)),
    ):
        assert torch.allclose(rotations @ rotations.transpose(1, 2), torch.eye(3).expand(50, 3, 3), atol=1e-5)
        assert torch.allclose(torch.linalg.det(rotations), torch.ones(50), atol=1e-5)
    quarter = about_axis(1, torch.tensor([math.pi / 2]))[0]
    assert torch.allclose(quarter @ torch.tensor([0.0, 0, 1]), torch.tensor([1.0, 0, 0]), atol=1e-6)


def test_cameras_see_the_whole_body_from_the_stated_range() -> None:
    joints = bodies(3000)
    views = sample_views(joints, rng(3000))
    assert (views.joints[..., 2] > NEAREST * 0.9).all()
    lengths = [(pose[:, 1:] - pose[:, :1]).norm(dim=-1) for pose in (joints, views.joints)]
    assert torch.allclose(*lengths, atol=1e-4)  # seen, not deformed
    up = views.joints[:, BODY_INDEX["neck"]] - views.joints[:, 0]
    upright = -up[:, 1] / up.norm(dim=-1)
    assert (upright > 0.5).float().mean() > 0.85  # all but those turned any way at all
    half_height = (views.rays[..., 1].amax(1) - views.rays[..., 1].amin(1)) / 2
    assert 0.03 < half_height.quantile(0.01) and half_height.quantile(0.99) < 1.6


def test_the_picture_shows_the_target() -> None:
    views = sample_views(bodies(100), rng(100))
    observation = simulated_observation(views, rng(100), noisy=False)
    pose = target_poses(views, observation)
    assert torch.allclose(pose[:, 0], torch.zeros(100, 3), atol=1e-6)
    rays = observation.points * observation.size[:, None, None]
    points = keypoints_of(pose)
    placed = points + solve_translation(points, rays, observation.visible)[:, None]
    seen = observation.visible > 0
    assert seen[:, :17].all() and torch.allclose(
        (placed[..., :2] / placed[..., 2:])[seen], rays[seen], atol=2e-3
    )


def test_what_goes_missing() -> None:
    visible = random_visibility(rng(4000)).bool()
    assert 0.7 < visible.float().mean() < 0.95
    assert (visible.all(1).float().mean()) > 0.2
    assert ((~visible[:, FACE]).all(1) & visible[:, LEGS].all(1)).float().mean() > 0.05
    assert ((~visible[:, LEGS]).all(1) & visible[:, FACE].all(1)).float().mean() > 0.02
    assert ((~visible[:, BELOW_WAIST]).all(1) & visible[:, FACE].all(1)).float().mean() > 0.02
    assert 0.01 < (~visible).all(1).float().mean() < 0.04
    wrist, elbow = COCO_INDEX["left_wrist"], COCO_INDEX["left_elbow"]
    assert (~visible[:, wrist] & ~visible[:, elbow]).float().mean() > 0.05


def test_confused_sides_exchange_whole_groups() -> None:
    points = torch.arange(23.0)[None, :, None].expand(2000, 23, 2)
    confused = randomly_exchanged_sides(points, rng(2000))[..., 0]
    assert (confused.sort(1).values == torch.arange(23.0)).all()
    left_knee, right_knee, left_ankle = (COCO_INDEX[n] for n in ("left_knee", "right_knee", "left_ankle"))
    swapped = confused[:, left_knee] == right_knee
    assert torch.equal(swapped, confused[:, left_ankle] != left_ankle)
    assert 0.4 < swapped.float().mean() < 0.6
    assert (confused[:, COCO_INDEX["nose"]] == COCO_INDEX["nose"]).all()


def test_lengths_are_told_of_some_and_nearly_true() -> None:
    joints = bodies(2000)
    lengths = measured_lengths(joints, rng(2000))
    known = torch.isfinite(lengths)
    assert 0.05 < known.any(1).float().mean() < 0.25
    assert ((lengths / proportions(joints))[known] - 1).abs().max() < 0.06


def test_recombined_bodies_keep_lengths_and_joints_that_are_not_replaced() -> None:
    joints = bodies(400)
    made = recombined(joints, bodies(50).flip(0), torch.Generator().manual_seed(0), share=0.5)
    assert torch.allclose(bones(made).norm(dim=-1), bones(joints).norm(dim=-1), atol=1e-4)
    changed = ((made - joints).abs().amax((1, 2)) > 1e-4).float().mean()
    assert 0.25 < changed < 0.5
    assert torch.equal(recombined(joints, joints, torch.Generator().manual_seed(0), share=0), joints)


def test_replacing_a_part_by_itself_changes_nothing() -> None:
    one = bodies(3)[:1]
    same = one.expand(50, -1, -1)
    made = recombined(same, one, torch.Generator().manual_seed(1), share=1.0)
    straight = (made - same).abs().amax((1, 2)) < 1e-4
    assert 0.01 < straight.float().mean() < 1  # where no source pose was mirrored


def test_turned_parts_turn_a_little() -> None:
    joints = bodies(500)
    made = turned_parts(joints, torch.Generator().manual_seed(0), deviation=0.1)
    assert torch.allclose(bones(made).norm(dim=-1), bones(joints).norm(dim=-1), atol=1e-4)
    cosine = torch.nn.functional.cosine_similarity(bones(made)[:, 1:], bones(joints)[:, 1:], dim=-1)
    assert 0.7 < cosine.min() < 0.999 and cosine.mean() > 0.95


@pytest.mark.parametrize("augment", [True, False])
def test_batches_follow_from_the_generator(augment: bool) -> None:
    batches = Batches(bodies(50).numpy(), augment=augment)
    one, same = (batches.draw(16, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(one.x0, same.x0)
    assert torch.equal(one.observation.points, same.observation.points)
    assert not torch.equal(one.x0, batches.draw(16, torch.Generator().manual_seed(4)).x0)


def test_batches_have_unit_deviation_and_reference_legs() -> None:
    batches = Batches(bodies(200).numpy() * 1.3)
    batch = batches.draw(500, torch.Generator().manual_seed(0))
    assert batch.x0.std().item() == pytest.approx(1, rel=0.1)
    assert torch.allclose(leg_length(batch.x0) * batches.scale, torch.full((500,), LEG_LENGTH), atol=1e-4)
    assert len(BODY_BONES) == 28
