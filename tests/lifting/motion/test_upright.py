"""Motions before a camera of unknown pose, turned upright."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.geometry.camera import Camera
from posestudio.lifting.motion.ground import Floor
from posestudio.lifting.motion.upright import LEVELLED, upright
from tests.lifting.motion.exercise import exercise, seen


@pytest.fixture
def motion(lifter, camera):
    unknown = replace(camera, pose_assumed=True)
    return lifter.lift_motion(seen(exercise(6), camera), unknown, hypotheses=2, steps=2, trajectory=True)[0]


def test_the_floor_is_level_and_the_picture_stays_the_same(motion):
    tilted = Floor(np.array([0.0, 0.96, 0.28]), 0.3, False)
    (found,) = upright([replace(motion, floor=tilted)])
    assert found.floor.normal == pytest.approx([0, 1, 0]) and found.floor.height == pytest.approx(0, abs=1e-9)
    assert tilted.heights(motion.joints) == pytest.approx(found.joints[..., 1], abs=1e-5)
    before, after = motion.camera.project(motion.joints), found.camera.project(found.joints)
    assert after == pytest.approx(before, rel=1e-4, abs=1e-2, nan_ok=True)
    assert found.trajectory[-1] == pytest.approx(found.joints, abs=1e-5)
    assert found.assumptions[-1] == LEVELLED


def test_people_stay_where_they_are_beside_each_other(motion):
    one = replace(motion, floor=Floor(np.array([0.0, 0.96, 0.28]), 0.3, False))
    other = replace(motion, joints=motion.joints + np.float32([1, 0, 0]), stands=motion.stands * 0)
    pair = upright([other, one])
    apart = np.linalg.norm(pair[0].joints - pair[1].joints, axis=-1)
    assert apart == pytest.approx(np.ones_like(apart), abs=1e-4)
    assert pair[0].camera == pair[1].camera
    assert pair[1].floor.height == pytest.approx(0, abs=1e-9)


def test_what_a_given_camera_says_is_left(motion):
    given = replace(motion, floor=replace(motion.floor, known=True))
    moving = replace(motion, floor=None)
    assert upright([given, moving]) == [given, moving] and upright([]) == []
    assert isinstance(given.camera, Camera)
