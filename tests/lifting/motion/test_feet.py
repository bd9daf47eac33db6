"""Feet that stand stay in their places."""

import numpy as np
import pytest

from posestudio.body.layouts import BODY_BONES
from posestudio.body.standing import standing_body
from posestudio.lifting.motion.feet import contact_mask, stand
from posestudio.lifting.motion.ground import Floor
from posestudio.lifting.motion.stance import FEET
from tests.lifting.motion.walkers import walk

FLOOR = Floor(np.array([0.0, 1.0, 0.0]), 0.0, True)


def lengths(joints):
    parents, children = np.array(BODY_BONES).T
    return np.linalg.norm(joints[..., children, :] - joints[..., parents, :], axis=-1)


def sliding(joints, stands):
    feet = joints[:, FEET].mean(2)
    moved = np.linalg.norm(np.diff(feet, axis=0), axis=-1)
    return moved[stands[1:] & stands[:-1]].mean()


def shaking(joints):
    return np.linalg.norm(np.diff(joints, n=2, axis=0), axis=-1).mean()


def drifting(joints, seed=0):
    """The motion moved and turned a little, differently over time, as lifted ones are."""
    rng = np.random.default_rng(seed)
    times = np.arange(len(joints)) / 30
    drift = sum(
        rng.normal(0, 0.03, (1, 3)) * np.sin(2 * np.pi * (rate * times[:, None] + rng.random(3)))
        for rate in (0.4, 0.9)
    )
    turn = 0.1 * np.sin(2 * np.pi * 0.5 * times)
    c, s, o = np.cos(turn), np.sin(turn), np.zeros(len(turn))
    rotation = np.stack([c, o, s, o, o + 1, o, -s, o, c], -1).reshape(-1, 3, 3)
    hips = joints[:, :1]
    return (joints - hips) @ rotation + hips + drift[:, None]


def test_feet_that_drifted_stand_still_and_the_motion_is_as_smooth_as_before():
    joints, stands = walk(90)
    lifted = drifting(joints)
    found = stand(lifted[None], stands[None], FLOOR, 30.0)[0]
    assert found.shape == joints.shape and found.dtype == np.float32
    assert sliding(found, stands) < 0.25 * sliding(lifted, stands)
    assert lengths(found) == pytest.approx(lengths(lifted), abs=2e-3)
    assert shaking(found) < 1.3 * shaking(lifted)
    assert np.linalg.norm(found - lifted, axis=-1).max() < 0.2


def test_feet_that_stood_already_are_left():
    joints, stands = walk(90)
    found = stand(joints[None], stands[None], FLOOR, 30.0)[0]
    assert np.linalg.norm(found - joints, axis=-1).max() < 0.05
    assert np.linalg.norm(found - joints, axis=-1).mean() < 0.01


def test_feet_do_not_sink_into_the_floor():
    joints, stands = walk(90)
    found = stand(joints[None] - [0, 0.05, 0], stands[None], FLOOR, 30.0)[0]
    assert found[:, np.ravel(FEET), 1].min() > -0.01


def test_a_jump_stays_a_jump():
    joints = np.repeat(standing_body()[None].astype(float), 60, 0)
    joints[20:40] += [0, 1, 0] * np.sin(np.linspace(0, np.pi, 20))[:, None, None] * 0.4
    stands = np.ones((60, 2))
    stands[20:40] = 0
    found = stand(joints[None], stands[None], FLOOR, 30.0)[0]
    assert found[30, 0, 1] == pytest.approx(joints[30, 0, 1], abs=0.03)
    assert found[30, 22, 1] == pytest.approx(joints[30, 22, 1], abs=0.03)


def test_a_raised_heel_turns_about_the_toe():
    joints = np.repeat(standing_body()[None].astype(float), 60, 0)
    ankle, toe = FEET[0]
    foot = joints[0, ankle] - joints[0, toe]
    angle = np.clip((np.arange(60) - 30) / 30, 0, 1) * 0.8
    joints[:, ankle] = joints[:, toe] + np.stack(
        [
            0 * angle + foot[0],
            foot[1] * np.cos(angle) - foot[2] * np.sin(angle),
            foot[1] * np.sin(angle) + foot[2] * np.cos(angle),
        ],
        -1,
    )
    found = stand(joints[None], np.ones((1, 60, 2)), FLOOR, 30.0)[0]
    assert found[59, ankle, 1] - found[0, ankle, 1] > 0.05
    assert np.ptp(found[:, toe], axis=0).max() < 0.01


def test_motions_without_contacts_are_unchanged():
    joints = walk(30)[0]
    found = stand(joints[None], np.zeros((1, 30, 2)), FLOOR, 30.0)
    assert found == pytest.approx(joints[None], abs=1e-6)


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_few_frames_are_enough(frames):
    joints, stands = walk(frames)
    found = stand(joints[None], stands[None], FLOOR, 30.0)
    assert np.isfinite(found).all()
    assert np.linalg.norm(found - joints, axis=-1).max() < 0.1


def test_contacts_have_hysteresis_and_last():
    sure = np.zeros(40)
    sure[5:20] = 0.5  # unsure but part of the contact that begins at 10
    sure[10] = 0.9
    sure[14] = 0.1  # a gap of one frame
    sure[25:27] = 0.9  # too short
    sure[30:36] = 0.5  # never sure
    assert np.flatnonzero(contact_mask(sure, 30.0)).tolist() == list(range(5, 20))


def test_a_foot_that_steps_within_a_contact_is_not_held_back():
    joints = np.repeat(standing_body()[None].astype(float), 60, 0)
    joints[30:] += [0.8, 0, 0]
    found = stand(joints[None], np.ones((1, 60, 2)), FLOOR, 30.0)[0]
    assert np.linalg.norm(found - joints, axis=-1)[[5, 55]].max() < 0.05


def test_held_frames_stay_and_what_follows_goes_on_from_them():
    joints, stands = walk(90)
    held = np.arange(90) < 12
    lifted = joints + [0.05, 0, 0] * (np.clip((np.arange(90) - 12) / 20, 0, 1) ** 2)[:, None, None]
    found = stand(lifted[None], stands[None], FLOOR, 30.0, held)[0]
    assert found[held] == pytest.approx(joints[held], abs=1e-6)
    assert np.linalg.norm(np.diff(found - joints, axis=0), axis=-1)[:14].max() < 0.01
    assert np.ptp(found[:15, FEET[0]].mean(1), axis=0).max() < 0.01
