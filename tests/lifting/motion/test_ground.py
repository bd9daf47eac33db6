"""The floor, which way is up, and which feet stand, from a motion."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.geometry.camera import Camera
from posestudio.lifting.motion.ground import NO_FEET, NO_FLOOR, find_floor, levelled, standing
from posestudio.lifting.motion.stance import true_standing
from tests.lifting.motion.walkers import walk

GIVEN = Camera.look_at((0.0, 1.4, 5.0), (0.0, 0.9, 0.0))
UNKNOWN = replace(GIVEN, pose_assumed=True)


def pitched(joints, degrees):
    """The motion in the world of a camera that is taken to be level but looks down by ``degrees``."""
    a = np.radians(degrees)
    return joints @ np.array([[1, 0, 0], [0, np.cos(a), np.sin(a)], [0, -np.sin(a), np.cos(a)]])


def degrees_between(a, b):
    return np.degrees(np.arccos(np.clip(np.dot(a, b), -1, 1)))


@pytest.mark.parametrize("fps", [24, 120])
def test_feet_of_a_walk_are_found_standing(fps):
    joints, stands = walk(3 * fps, fps)
    found = standing(joints[None], 1 / fps)[0]
    assert ((found > 0.5) == stands).mean() > 0.8
    assert found[stands].mean() > 0.85 and found[~stands].mean() < 0.35


def test_a_foot_that_is_held_up_does_not_stand():
    joints = walk(60)[0][:1].repeat(60, 0)
    joints[:, 22] += [0, 0.3, 0]
    joints[:, 21] += [0, 0.3, 0]
    found = standing(joints[None], 1 / 30)[0]
    assert found[:, 0].max() < 0.1 and found[:, 1].min() > 0.8


def test_a_given_camera_says_which_way_is_up_and_the_feet_where_the_floor_is():
    joints, stands = walk(60)
    floor, sentences = find_floor(joints[None] + [0, 0.3, 0], stands[None], GIVEN)
    assert floor.known and floor.normal == pytest.approx([0, 1, 0])
    assert floor.height == pytest.approx(0.3, abs=0.04)
    assert len(sentences) == 1


@pytest.mark.parametrize("degrees", [-15.0, 0.0, 20.0])
def test_a_walk_says_how_the_camera_is_tilted(degrees):
    joints, stands = walk(120, heading=0.6)
    tilted = pitched(joints, degrees)
    floor, _ = find_floor(np.stack([tilted, tilted]), np.stack([stands, stands]), UNKNOWN)
    up = pitched(np.array([0.0, 1.0, 0.0]), degrees)
    assert not floor.known
    assert degrees_between(floor.normal, up) < 3.5
    assert np.abs(floor.heights(tilted[:, [22, 26]])[stands]).max() < 0.08


def test_a_person_who_only_stands_still_keeps_the_camera_about_level():
    joints = walk(60)[0][:1].repeat(60, 0)
    floor, _ = find_floor(joints[None], np.ones((1, 60, 2)), UNKNOWN)
    assert degrees_between(floor.normal, [0, 1, 0]) < 5


def test_a_jump_does_not_raise_the_floor():
    joints = walk(60)[0][:1].repeat(60, 0)
    joints[20:40] += [0, 0.5, 0]
    stands = true_standing(joints, 30).astype(float)
    assert abs(find_floor(joints[None], stands[None], GIVEN)[0].height) < 0.04


def test_without_standing_feet_the_floor_is_where_they_are_lowest_and_that_is_said():
    joints = walk(60)[0]
    floor, sentences = find_floor(joints[None], np.zeros((1, 60, 2)), GIVEN)
    assert abs(floor.height) < 0.06 and sentences == (NO_FEET,)


def test_before_a_moving_camera_there_is_no_floor_and_that_is_said():
    joints, stands = walk(30)
    assert find_floor(joints[None], stands[None], GIVEN, moving=True) == (None, (NO_FLOOR,))


def test_a_levelled_world_has_its_floor_at_zero_and_looks_the_same():
    joints, stands = walk(120)
    tilted = pitched(joints, 18.0)
    floor, _ = find_floor(tilted[None], stands[None], UNKNOWN)
    camera, rotation, shift = levelled(UNKNOWN, floor)
    moved = tilted @ rotation + shift
    assert np.abs(floor.heights(tilted) - moved[..., 1]).max() < 1e-9
    assert camera.project(moved) == pytest.approx(UNKNOWN.project(tilted), abs=1e-6)


def test_a_foot_that_is_predicted_to_stand_does_not_while_it_is_in_the_air_or_moves_fast():
    joints = walk(60)[0][:1].repeat(60, 0)
    joints[20:40] += [0, 0.4, 0]
    joints[50:] += [0.1, 0, 0] * np.arange(10)[:, None, None]
    found = standing(joints[None], 1 / 30, predicted=np.ones((1, 60, 2)))[0]
    assert found[5:15].min() > 0.9
    assert found[22:38].max() < 0.1 and found[52:].max() < 0.1
    assert standing(joints[None], 1 / 30, predicted=np.ones((1, 60, 2)), level=False)[0, 25:35].min() > 0.9
    assert standing(joints[None], 1 / 30, predicted=np.zeros((1, 60, 2))).max() == 0
