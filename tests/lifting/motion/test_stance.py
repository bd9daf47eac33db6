"""Which feet stand: read from a true motion."""

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.lifting.motion.stance import true_contacts, true_standing
from tests.lifting.motion.walkers import walk


@pytest.mark.parametrize("fps", [24, 30, 120])
def test_feet_of_a_walk_stand_by_turns(fps):
    joints, stands = walk(int(3 * fps), fps)
    found = true_standing(joints, fps)
    assert (found == stands).mean() > 0.85
    assert found[: int(0.3 * fps), 0].all() and not found[int(0.1 * fps) : int(0.4 * fps), 1].any()


def test_many_motions_at_once_are_the_same_as_one_by_one():
    one, other = walk(40)[0], walk(40, heading=1.0)[0]
    both = true_contacts(np.stack([one, other]), 30)
    assert both.shape == (2, 40, 2, 2)
    assert (both[1] == true_contacts(other, 30)).all()


def test_a_raised_heel_leaves_the_toe_standing():
    joints = np.repeat(standing_body()[None], 40, 0)
    joints[15:, BODY_INDEX["left_ankle"], 1] += 0.1
    found = true_contacts(joints, 30)
    assert found[25, 0].tolist() == [False, True] and found[25, 1].all()


def test_nobody_stands_in_a_jump_and_single_frames_are_taken_as_standing():
    joints = np.repeat(standing_body()[None], 60, 0)
    joints[20:40, :, 1] += 1.5 * np.sin(np.linspace(0, np.pi, 20))[:, None]
    assert not true_standing(joints, 30)[22:38].any()
    assert true_standing(joints[:1], 30).all()
