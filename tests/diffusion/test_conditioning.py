from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import to_keypoints
from posestudio.body.proportions import PROPORTIONS
from posestudio.body.standing import standing_body
from posestudio.diffusion.conditioning import LARGEST_NOISE, NOISE_UNIT, observe
from posestudio.diffusion.proportions import proportions
from posestudio.diffusion.ray_fitting import leg_length
from posestudio.geometry.rotations_torch import onto_z


@settings(max_examples=50, deadline=None)
@given(st.floats(-3, 3), st.floats(-3, 3))
def test_turning_takes_the_direction_onto_the_axis(x: float, y: float) -> None:
    direction = torch.tensor([[x, y, 1.0]], dtype=torch.float64)
    rotation = onto_z(direction)[0]
    assert torch.allclose(rotation @ rotation.T, torch.eye(3, dtype=torch.float64), atol=1e-9)
    assert torch.linalg.det(rotation).item() == pytest.approx(1)
    turned = rotation @ direction[0]
    assert torch.allclose(
        turned, turned.norm() * torch.tensor([0.0, 0.0, 1.0], dtype=torch.float64), atol=1e-9
    )


def person(seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(1, 17, 3, generator=generator) * 0.4 + torch.tensor([0.0, 0.0, 4.0])


def rays_of(points: torch.Tensor) -> torch.Tensor:
    return points[..., :2] / points[..., 2:]


@settings(max_examples=30, deadline=None)
@given(st.floats(-0.5, 0.5), st.floats(-0.4, 0.4), st.floats(3, 10))
def test_a_person_aside_looks_as_to_a_camera_that_faces_them(x: float, y: float, distance: float) -> None:
    standing = torch.from_numpy(to_keypoints(standing_body())) * torch.tensor([1.0, -1.0, -1.0])
    points = (standing + torch.tensor([0.0, 1.0, distance]))[None]
    # Turn the person about the camera, so that the same camera sees them aside.
    aside = points @ onto_z(torch.tensor([[x, y, 1.0]]))[0]
    centred, seen = (observe(rays_of(view), torch.ones(1, 17)) for view in (points, aside))
    # A box is not turned into a box: the views' centres, and so the views, agree to a tenth.
    assert seen.size.item() == pytest.approx(centred.size.item(), rel=0.1)
    assert (seen.points - centred.points).norm(dim=-1).mean() < 0.2
    ways = [view.rotation[0] @ place[0].mean(0) for view, place in ((seen, aside), (centred, points))]
    assert torch.nn.functional.cosine_similarity(*ways, dim=0).item() > 0.999


def test_points_come_out_centred_with_unit_spread() -> None:
    observation = observe(rays_of(person() + torch.tensor([1.0, -0.5, 0.0])), torch.ones(1, 17))
    assert observation.points[:, :17].square().sum(-1).mean().item() == pytest.approx(1, abs=1e-4)
    assert observation.points.amax() < 3


def test_missing_values_are_ignored() -> None:
    rays = rays_of(person())
    visible = torch.ones(1, 17)
    visible[0, [2, 5]] = 0
    wild = rays.clone()
    wild[0, [2, 5]] = torch.tensor([99.0, float("1e6")])
    one, other = observe(rays, visible), observe(wild, visible)
    assert torch.equal(one.points, other.points)
    assert torch.equal(one.context, other.context)
    assert (one.points[0, [2, 5]] == 0).all()


@pytest.mark.parametrize("seen", [0, 1])
def test_hardly_anything_visible_is_still_finite(seen: int) -> None:
    visible = torch.zeros(1, 17)
    visible[0, :seen] = 1
    observation = observe(rays_of(person()), visible)
    for tensor in (observation.points, observation.context, observation.rotation, observation.size):
        assert torch.isfinite(tensor).all()
    assert observation.context[0, 1] == 0  # a single direction has no size


def test_context_tells_size_trust_and_noise() -> None:
    rays = rays_of(person())
    known = observe(rays, torch.ones(1, 17), noise=0.02)
    unknown = observe(rays, torch.ones(1, 17), fov_known=False)
    assert known.context[0, 1:4].tolist() == pytest.approx([1, 0.02 / NOISE_UNIT, 0])
    assert (unknown.context == 0).all()
    nearer = observe(rays * 2, torch.ones(1, 17))
    assert nearer.context[0, 0] > known.context[0, 0]


def test_the_network_is_told_the_root_mean_square_of_what_is_seen() -> None:
    noise, visible = torch.full((1, 17), 0.01), torch.ones(1, 17)
    noise[0, 0], noise[0, 1], visible[0, 2:] = 0.01, 0.02, 0
    level = observe(rays_of(person()), visible, noise).context[0, 2] * NOISE_UNIT
    assert float(level) == pytest.approx((0.0005 / 2) ** 0.5)
    noise[0, 0] = 0.2  # more than it was trained with
    level = observe(rays_of(person()), visible, noise).context[0, 2] * NOISE_UNIT
    assert float(level) == pytest.approx(LARGEST_NOISE)
    alike = observe(rays_of(person()), visible, torch.full((1, 17), 0.02))
    assert alike.context == pytest.approx(observe(rays_of(person()), visible, 0.02).context)


def test_context_tells_doubt_and_lengths() -> None:
    joints = torch.from_numpy(standing_body())[None]
    lengths = proportions(joints)
    by_name = dict(zip(PROPORTIONS, lengths[0].tolist(), strict=True))
    assert by_name["thigh"] + by_name["shin"] == pytest.approx(float(leg_length(joints)), abs=1e-4)
    lengths[0, 0] = torch.nan
    context = observe(rays_of(person()), torch.ones(1, 17), sides_known=False, lengths=lengths).context[0]
    assert context[3] == 1
    values, known = context[4:].chunk(2)
    assert known.tolist() == [0] + [1] * (len(PROPORTIONS) - 1) and values[0] == 0
    assert (values.abs() < 5).all() and (values[1:] != 0).any()


@settings(max_examples=30, deadline=None)
@given(st.floats(-0.6, 0.6), st.floats(-0.4, 0.4))
def test_a_person_is_centred_wherever_the_camera_has_them(x: float, y: float) -> None:
    seen = person() + torch.tensor([x, y, 0.0]) * person()[..., 2:].mean()
    points = observe(rays_of(seen), torch.ones(1, 17)).points[0]
    middle = (points.amax(0) + points.amin(0)) / 2
    assert middle.abs().max() < 0.03


def test_repeating_keeps_a_pictures_hypotheses_together() -> None:
    observation = observe(torch.randn(2, 17, 2), torch.ones(2, 17)).repeat(3)
    assert len(observation) == 6
    assert torch.equal(observation.points[0], observation.points[2])
    assert not torch.equal(observation.points[2], observation.points[3])
