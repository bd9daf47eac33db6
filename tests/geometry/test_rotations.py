from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from posestudio.geometry import rotations, rotations_torch
from posestudio.geometry.rotations import continuous_euler

RNG = np.random.default_rng(0)
UNIT = rotations.unit(RNG.normal(size=(50, 3)), np.eye(3)[0])
OTHER = rotations.unit(RNG.normal(size=(50, 3)), np.eye(3)[1])
ANGLES = RNG.uniform(-3, 3, 50)


def assert_rotations(matrices):
    np.testing.assert_allclose(
        matrices @ np.swapaxes(matrices, -1, -2), np.tile(np.eye(3), (len(matrices), 1, 1)), atol=1e-5
    )
    np.testing.assert_allclose(np.linalg.det(matrices), 1, atol=1e-5)


def test_a_turn_is_scipys():
    expected = Rotation.from_rotvec(UNIT * ANGLES[:, None]).as_matrix()
    np.testing.assert_allclose(rotations.turn(UNIT, ANGLES), expected, atol=1e-12)
    np.testing.assert_allclose(rotations.from_rotation_vectors(UNIT * ANGLES[:, None]), expected, atol=1e-12)
    found = rotations_torch.from_rotation_vectors(
        torch.from_numpy((UNIT * ANGLES[:, None]).astype(np.float32))
    )
    np.testing.assert_allclose(found.numpy(), expected, atol=1e-5)


def test_the_smallest_rotation_is_the_same_as_matrix_and_on_vectors():
    swing = rotations.swing(UNIT, OTHER)
    assert_rotations(swing)
    np.testing.assert_allclose((swing @ UNIT[..., None])[..., 0], OTHER, atol=1e-9)
    vectors = RNG.normal(size=(50, 3))
    expected = (swing @ vectors[..., None])[..., 0]
    np.testing.assert_allclose(rotations.swung(vectors, UNIT, OTHER), expected, atol=1e-4)
    assert_rotations(rotations.swing(UNIT, -UNIT))
    ahead = np.concatenate([OTHER[:, :2], np.abs(OTHER[:, 2:])], 1)
    expected = rotations.swing(ahead, np.eye(3)[2])
    np.testing.assert_allclose(rotations_torch.onto_z(torch.from_numpy(ahead)).numpy(), expected, atol=1e-9)


def test_the_nearest_rotation_of_a_rotation_is_itself_and_of_a_reflection_none():
    turned = rotations.turn(UNIT, ANGLES)
    np.testing.assert_allclose(rotations.nearest_rotation(turned * 3), turned, atol=1e-9)
    assert_rotations(rotations.nearest_rotation(turned * [1, 1, -1]))
    for matrices in (turned * 3, turned * [1, 1, -1] + 0.1 * RNG.normal(size=(50, 3, 3))):
        found, singular = rotations_torch.nearest_rotation(torch.from_numpy(matrices))
        np.testing.assert_allclose(found.numpy(), rotations.nearest_rotation(matrices), atol=1e-6)
        assert (singular[:, 2].sign() == torch.linalg.det(torch.from_numpy(matrices)).sign()).all()


def test_the_best_rotation_brings_points_back():
    turned = rotations.turn(UNIT, ANGLES)
    rest = RNG.normal(size=(5, 3))
    np.testing.assert_allclose(
        rotations.best_rotation(rest, rest @ np.swapaxes(turned, 1, 2), np.ones(5)), turned, atol=1e-9
    )


def test_a_frame_keeps_its_first_axis():
    first, second = rotations.orthonormal(3 * UNIT, OTHER)
    axes = rotations.frame(first, second)
    assert_rotations(axes)
    np.testing.assert_allclose(axes[..., 0], UNIT, atol=1e-9)
    assert ((axes[..., 1] * OTHER).sum(-1) > 0).all()
    np.testing.assert_allclose(
        rotations_torch.frame(torch.from_numpy(3 * UNIT), torch.from_numpy(OTHER)).numpy(), axes, atol=1e-9
    )


def test_turns_about_an_axis_and_of_quaternions_are_rotations():
    for axis in range(3):
        found = rotations_torch.about_axis(axis, torch.from_numpy(ANGLES).float()).numpy()
        np.testing.assert_allclose(
            found, rotations.turn(np.tile(np.eye(3)[axis], (50, 1)), ANGLES), atol=1e-6
        )
    quaternions = RNG.normal(size=(50, 4))
    quaternions /= np.linalg.norm(quaternions, axis=-1, keepdims=True)
    expected = Rotation.from_quat(np.roll(quaternions, -1, axis=-1)).as_matrix()
    np.testing.assert_allclose(
        rotations_torch.from_quaternions(torch.from_numpy(quaternions)).numpy(), expected, atol=1e-9
    )


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_euler_angles_are_those_of_the_rotations_also_in_gimbal_lock(seed):
    rng = np.random.default_rng(seed)
    triples = rng.uniform(-180, 180, (6, 5, 3))
    triples[:, :3, 1] = rng.choice([-90, 90, -89.999, 90.001], (6, 3))
    rotations = (
        Rotation.from_euler("ZXY", triples.reshape(-1, 3), degrees=True).as_matrix().reshape(6, 5, 3, 3)
    )
    found = continuous_euler(rotations)
    again = Rotation.from_euler("ZXY", found.reshape(-1, 3), degrees=True).as_matrix()
    np.testing.assert_allclose(again.reshape(rotations.shape), rotations, atol=2e-4)


def test_euler_angles_hold_still_in_gimbal_lock():
    z = np.linspace(30, 60, 31)
    triples = np.stack([z, np.full(31, 90.0), 100 - z], -1)  # the same rotation throughout
    found = continuous_euler(Rotation.from_euler("ZXY", triples, degrees=True).as_matrix()[:, None])
    assert np.abs(np.diff(found[:, 0], axis=0)).max() < 1e-3
