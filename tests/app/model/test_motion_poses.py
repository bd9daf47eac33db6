"""What is shown of a motion in a frame."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.model.document import Document
from posestudio.app.model.motion_poses import floor_height, hips_path, pose_in
from posestudio.lifting.motion.ground import Floor
from tests.app.fakes import FakeLifter
from tests.app.sequences import seen


@pytest.fixture
def motion(qapp):
    document = Document()
    document.open_source(seen(6, absent=(0,)))
    asked = {"hypotheses": 3, "seed": 0, "keys": None, "previous": None, "changed": None, "fps": 30.0}
    frames = list(document.state.source.sequence)
    return FakeLifter().lift_motion(
        frames, document.state.camera, callback=lambda *_: None, steps=2, **asked
    )[0]


def test_a_frame_has_the_poses_of_all_motions_and_their_denoising(motion):
    pose = pose_in(motion, 4)
    assert np.array_equal(pose.joints[0], motion.joints[3]) and np.array_equal(pose.score[0], motion.score)
    assert np.array_equal(pose.trajectory[:, 0], motion.trajectory[:, 3])
    assert pose_in(motion, 0) is None and pose_in(motion, 6) is None
    assert np.array_equal(hips_path(motion, 2), motion.joints[:, 2, 0])


def test_the_floor_is_where_the_motion_says_below_the_path(motion):
    normal = np.array([0.1, 0.98, 0.0]) / np.linalg.norm([0.1, 0.98])
    floor = Floor(normal, 0.3, False)
    height = floor_height(replace(motion, floor=floor))
    middle = motion.joints[:, 0, 0].mean(0)
    assert floor.heights(np.array([middle[0], height, middle[2]])) == pytest.approx(0, abs=1e-5)
    feet = motion.joints[:, 0, :, 1].min(-1)
    assert feet.min() <= floor_height(replace(motion, floor=None)) <= feet.max()
