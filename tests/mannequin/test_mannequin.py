"""The mesh of the mannequin, and where poses put it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.mirroring import BODY_MIRROR, swap_sides
from posestudio.body.standing import standing_body
from posestudio.geometry.rotations import from_rotation_vectors
from posestudio.mannequin import bone_transforms, mannequin, skinned
from posestudio.mannequin.bones import BONES, rest_joints

MESH = mannequin()


def poses(seed: int, count: int, noise: float = 0.06) -> np.ndarray:
    """Standing bodies whose joints are moved at random, metres."""
    moved = np.random.default_rng(seed).normal(0, noise, (count, 29, 3))
    return (standing_body() + moved).astype(np.float32)


def images() -> np.ndarray:
    """(V,) the mirror image of each vertex."""
    return cKDTree(MESH.vertices).query(MESH.vertices * [-1, 1, 1])[1]


def test_mesh_is_closed_small_and_turned_outwards():
    edges = np.concatenate([MESH.faces[:, [0, 1]], MESH.faces[:, [1, 2]], MESH.faces[:, [2, 0]]])
    directed = set(map(tuple, edges.tolist()))
    assert len(directed) == len(edges), "an edge is used twice in one direction"
    assert directed == {(b, a) for a, b in directed}
    assert len(MESH.vertices) - len(edges) // 2 + len(MESH.faces) == 2, "one piece without holes"
    assert len(MESH.vertices) <= 3000
    a, b, c = (MESH.vertices[MESH.faces[:, i]] for i in range(3))
    assert 0.04 < np.einsum("ij,ij->", a, np.cross(b, c)) / 6 < 0.09, "cubic metres"
    facing = (np.cross(b - a, c - a) * MESH.normals[MESH.faces].mean(1)).sum(-1)
    assert (facing > 0).mean() > 0.999


def test_mesh_and_weights_are_symmetric():
    image = images()
    np.testing.assert_allclose(MESH.vertices[image] * [-1, 1, 1], MESH.vertices, atol=1e-5)
    np.testing.assert_array_equal(np.array([0, 2, 1])[MESH.sides[image]], MESH.sides)
    swapped = [BONES.index(swap_sides(name)) for name in BONES]
    dense = np.zeros((len(MESH.vertices), len(BONES)))
    np.add.at(dense, (np.arange(len(dense))[:, None], MESH.bones), MESH.weights)
    np.testing.assert_allclose(dense[image][:, swapped], dense, atol=1e-5)


def test_weights_sum_to_one_and_all_bones_move_something():
    np.testing.assert_allclose(MESH.weights.sum(1), 1, atol=1e-5)
    assert (MESH.weights >= 0).all()
    assert set(MESH.bones[MESH.weights > 0.3].tolist()) == set(range(len(BONES)))


def test_rest_pose_is_the_mesh():
    vertices, normals = skinned(rest_joints()[None])
    np.testing.assert_allclose(vertices[0], MESH.vertices, atol=1e-5)
    np.testing.assert_allclose(normals[0], MESH.normals, atol=1e-4)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10_000),
    st.tuples(*[st.floats(-3, 3)] * 3),
    st.tuples(*[st.floats(-5, 5)] * 3),
)
def test_turned_and_moved_bodies_have_turned_and_moved_meshes(seed, vector, offset):
    body = poses(seed, 2)
    turn = from_rotation_vectors(np.array(vector))
    vertices, normals = skinned(body)
    other, other_normals = skinned(body @ turn.T + offset)
    np.testing.assert_allclose(other, vertices @ turn.T + offset, atol=2e-3)
    np.testing.assert_allclose(other_normals, normals @ turn.T, atol=2e-2)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_mirrored_bodies_have_mirrored_meshes(seed):
    body = poses(seed, 1)
    vertices, _ = skinned(body)
    other, _ = skinned(body[:, list(BODY_MIRROR)] * [-1, 1, 1])
    np.testing.assert_allclose(other[0, images()] * [-1, 1, 1], vertices[0], atol=2e-4)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([0.0, 1e-20, 1e-6, 1.0, 1e4, 1e30]),
    st.sampled_from([np.nan, np.inf, -np.inf]),
)
def test_any_joints_give_finite_vertices(seed, scale, missing):
    rng = np.random.default_rng(seed)
    body = rng.normal(0, 1, (4, 29, 3)) * scale
    body[rng.random((4, 29)) < 0.3] = missing
    body[3] = missing
    vertices, normals = skinned(body.astype(np.float32))
    assert np.isfinite(vertices).all() and np.isfinite(normals).all()
    assert np.isfinite(bone_transforms(body)).all()


@pytest.mark.parametrize(("start", "end"), [("left_knee", "left_ankle"), ("right_elbow", "right_wrist")])
def test_lengths_follow_the_joints(start, end):
    """The mesh of a bone that is half as long again is as well, and other bones stay where they were."""
    body = rest_joints()
    along = body[BODY_INDEX[end]] - body[BODY_INDEX[start]]
    longer = body.copy()
    below = [BODY_INDEX[name] for name in BODY_INDEX if name == end or _below(name, end)]
    longer[below] += 0.5 * along
    before, after = (skinned(one[None])[0][0] for one in (body, longer))
    length = np.linalg.norm(along)
    share = (before - body[BODY_INDEX[start]]) @ along / length**2
    near = np.linalg.norm(before - body[BODY_INDEX[start]] - share[:, None] * along, axis=1) < 0.07
    middle = near & (share > 0.3) & (share < 0.7)
    moved = (after - before)[middle] @ along / length**2
    np.testing.assert_allclose(moved, 0.5 * share[middle], atol=0.08)
    apart = np.linalg.norm(before - body[BODY_INDEX[start]], axis=1) > 0.75
    np.testing.assert_allclose(
        after[apart & ~middle & (share < 0)], before[apart & ~middle & (share < 0)], atol=1e-4
    )


def _below(name: str, end: str) -> bool:
    side, part = end.split("_")
    return name in {"ankle": [f"{side}_toe", f"{side}_heel"], "wrist": [f"{side}_hand"]}[part]


def test_joints_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="expected joints"):
        bone_transforms(np.zeros((29, 3)))
    assert bone_transforms(np.zeros((0, 29, 3))).shape == (0, len(BONES), 3, 4)
    assert skinned(np.zeros((0, 29, 3)))[0].shape == (0, len(MESH.vertices), 3)
