"""The path of the hips before the camera."""

import numpy as np
import pytest

from posestudio.body.layouts import to_keypoints
from posestudio.geometry.camera import UNKNOWN_DEPTH, Camera
from posestudio.lifting.motion.root_path import solve_path
from tests.lifting.motion.walkers import walk

CAMERA = Camera.look_at((0.0, 1.4, 5.0), (0.0, 0.9, 0.0), 45.0)


def seen(joints):
    """(hips in camera axes (T, 3), bodies about the hips (T, B, 3) in camera axes, rays (T, 17, 2))"""
    placed = CAMERA.to_camera(joints)
    points = to_keypoints(placed).astype(float)
    return placed[:, 0], placed - placed[:, :1], points[..., :2] / points[..., 2:]


def off(found, hips):
    return np.linalg.norm(found - hips, axis=-1)


@pytest.mark.parametrize("heading", [0.0, np.pi / 2, np.pi])
def test_the_path_of_a_walk_is_found_again(heading):
    hips, bodies, rays = seen(walk(90, heading=heading)[0])
    found = solve_path(bodies[None], rays, np.ones((90, 17)), 1 / 30)
    assert off(found[0], hips).max() < 0.02


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_few_frames_are_enough(frames):
    hips, bodies, rays = seen(walk(frames)[0])
    found = solve_path(bodies[None], rays, np.ones((frames, 17)), 1 / 30)
    assert off(found[0], hips).max() < 0.01


def test_a_jump_is_not_smoothed_away():
    joints = walk(60)[0]
    t = np.clip((np.arange(60) - 20) / 30, 0, 0.55)
    joints[..., 1] += (2.7 * t - 4.905 * t**2)[:, None]
    hips, bodies, rays = seen(joints)
    found = solve_path(bodies[None], rays, np.ones((60, 17)), 1 / 30)
    assert off(found[0], hips).max() < 0.06
    assert np.abs(found[0, :, 1] - hips[:, 1]).max() < 0.03
    assert found[0, 28, 1] == pytest.approx(hips[28, 1], abs=0.005)


def test_frames_that_nobody_saw_are_bridged():
    hips, bodies, rays = seen(walk(90)[0])
    weight = np.ones((90, 17))
    weight[40:55] = 0
    rays[40:55] = np.nan
    found = solve_path(bodies[None], rays, weight, 1 / 30)
    assert off(found[0], hips).max() < 0.05


def test_without_any_points_the_hips_are_some_metres_away():
    found = solve_path(walk(5)[0][None], np.full((5, 17, 2), np.nan), np.zeros((5, 17)), 1 / 30)
    assert found == pytest.approx(np.tile([0, 0, UNKNOWN_DEPTH], (1, 5, 1)))


def test_points_far_off_move_the_path_little():
    hips, bodies, rays = seen(walk(60)[0])
    rays[::6, 3] += 0.3
    rays[30, 5:11] += 0.2
    found = solve_path(bodies[None], rays, np.ones((60, 17)), 1 / 30)
    assert off(found[0], hips).max() < 0.04


def test_noise_is_smoothed_and_each_motion_has_its_own_path():
    rng = np.random.default_rng(0)
    hips, bodies, rays = seen(walk(120, heading=2.0)[0])
    lifts = bodies + rng.normal(0, 0.04, (2, *bodies.shape))
    lifts[1] *= 1.1
    found = solve_path(lifts, rays, np.ones((120, 17)), 1 / 30)
    assert off(found[0], hips).mean() < 0.03
    assert found[1, :, 2] / found[0, :, 2] == pytest.approx(1.1, abs=0.04)
    shaking = np.linalg.norm(np.diff(found[0] - hips, n=2, axis=0), axis=-1).mean()
    assert shaking < 0.006


def test_a_predicted_velocity_carries_the_path_where_nothing_is_seen():
    hips, bodies, rays = seen(walk(60)[0])
    weight = np.ones((60, 17))
    weight[30:] = 0
    aside = np.array([0.8, 0.0, 0.0])
    velocity = np.gradient(hips, 1 / 30, axis=0) + (np.arange(60) >= 30)[:, None] * aside
    found = solve_path(bodies[None], rays, weight, 1 / 30, velocity[None], 0.05)
    assert off(found[0, -1:], hips[-1:] + aside)[0] < 0.1


def test_feet_that_stand_keep_the_path_in_place_where_poses_are_off():
    joints, stands = walk(120)
    hips, bodies, rays = seen(joints)
    rng = np.random.default_rng(2)
    slow = np.cumsum(rng.normal(size=(120, 1, 1)), 0)
    lifts = bodies * (1 + 0.06 * slow / np.abs(slow).max()) + rng.normal(0, 0.02, bodies.shape)
    up = CAMERA.R @ [0.0, 1.0, 0.0]
    alone = solve_path(lifts[None], rays, np.ones((120, 17)), 1 / 30)
    held = solve_path(lifts[None], rays, np.ones((120, 17)), 1 / 30, stances=stands[None], up=up)
    assert held.shape == (1, 120, 3)
    speed = [np.linalg.norm(np.diff(one[0] - hips, axis=0), axis=-1).mean() for one in (held, alone)]
    assert speed[0] < 0.9 * speed[1]


def test_a_motion_without_standing_feet_is_as_without_their_knowledge():
    hips, bodies, rays = seen(walk(40)[0])
    args = bodies[None], rays, np.ones((40, 17)), 1 / 30
    free = solve_path(*args, stances=np.zeros((1, 40, 2)), up=[0.0, -1.0, 0.0])
    assert free == pytest.approx(solve_path(*args), abs=1e-4)
