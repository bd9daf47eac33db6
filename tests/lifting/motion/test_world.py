"""Motions in the world: feet, floor and path together."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import to_keypoints
from posestudio.geometry.camera import Camera
from posestudio.lifting.motion.ground import FROM_CAMERA, FROM_MOTION, NO_FLOOR
from posestudio.lifting.motion.sections import MotionState
from posestudio.lifting.motion.stance import FEET
from posestudio.lifting.motion.world import place
from tests.lifting.motion.walkers import walk
from tests.lifting.motion.walking import seen, walking

CAMERA = Camera.look_at((3.0, 1.4, 4.0), (0.0, 0.9, 0.8), 45.0)


def lifted(joints, noise=0.015, seed=0):
    """(bodies about the hips (2, T, B, 3) as they may be lifted, rays) of a true motion before CAMERA."""
    rng = np.random.default_rng(seed)
    placed = CAMERA.to_camera(joints)
    points = to_keypoints(placed).astype(float)
    times = np.arange(len(joints))[:, None, None] / 30
    slow = sum(
        np.sin(2 * np.pi * (rate * times + rng.random((1, 27, 3)))) * rng.normal(0, noise, (1, 27, 3))
        for rate in (0.3, 0.8)
    )
    bodies = placed - placed[:, :1] + slow
    return np.stack([bodies, bodies - slow]) - bodies[:, :1], points[..., :2] / points[..., 2:]


@pytest.mark.parametrize("known", [True, False])
def test_a_walk_is_placed_on_its_feet(known):
    joints, stands = walk(90)
    bodies, rays = lifted(joints)
    camera = replace(CAMERA, pose_assumed=not known)
    found = place(bodies, rays, np.ones((90, 17)), camera, 1 / 30)
    assert ((found.stands[0] > 0.5) == stands).mean() > 0.8
    assert found.floor.known is known and abs(found.floor.height) < 0.1
    world = CAMERA.to_world(found.joints[0] + found.hips[0][:, None])
    assert np.linalg.norm(world[:, 0] - joints[:, 0], axis=-1).mean() < 0.08
    feet = world[:, FEET].mean(2)
    moved = np.linalg.norm(np.diff(feet, axis=0), axis=-1)
    contact = found.stands > 0.8
    assert np.median(moved[contact[0, 1:] & contact[0, :-1]]) < 0.003


def test_before_a_moving_camera_feet_are_left_and_there_is_no_floor():
    bodies, rays = lifted(walk(30)[0])
    found = place(bodies, rays, np.ones((30, 17)), CAMERA, 1 / 30, moving=True)
    assert found.floor is None and found.joints == pytest.approx(bodies, abs=1e-6)


def test_a_lift_says_where_the_floor_is_and_which_feet_stand(lifter, camera):
    frames = seen(walking(20), camera)
    options = {"hypotheses": 2, "steps": 2}
    motion = lifter.lift_motion(frames, camera, **options)[0]
    assert motion.floor.known and motion.assumptions[-1] == FROM_CAMERA
    assert motion.stands.shape == (20, 2, 2) and motion.stands.max() <= 1
    assumed = lifter.lift_motion(frames, replace(camera, pose_assumed=True), **options)[0]
    assert not assumed.floor.known and FROM_MOTION in assumed.assumptions
    moving = lifter.lift_motion(frames, camera, moving=True, **options)[0]
    assert moving.floor is None and NO_FLOOR in moving.assumptions


def test_the_floor_goes_from_section_to_section_and_through_a_saved_state(lifter, camera):
    frames = seen(walking(320), camera)
    parts = list(lifter.lift_motion_in_sections(frames, camera, hypotheses=1, steps=2))
    floors = [part.motions[0].floor.array().tolist() for part in parts]
    assert len(floors) > 1 and floors[0] == floors[1]
    state = MotionState.from_arrays(parts[0].state.arrays())
    again = next(lifter.lift_motion_in_sections(frames, camera, hypotheses=1, steps=2, state=state))
    assert again.motions[0].floor.array().tolist() == floors[0]
