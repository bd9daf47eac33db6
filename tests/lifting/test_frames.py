from dataclasses import replace

import numpy as np

from posestudio.common.picture_limits import LARGEST_SIZE
from posestudio.lifting.frames import lift_frames
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


def unsized(shift):
    return replace(standing_keypoints(shift=shift), size=None)


def test_frames_without_a_size_share_the_assumed_camera():
    progressed = []
    frames = [unsized(shift) for shift in (0.0, 0.3, 0.6)]
    lifted = lift_frames(
        FakeLifter(), frames, progress=lambda *what: progressed.append(what[:2]), hypotheses=2
    )
    assert len({result.camera for result in lifted}) == 1
    assert progressed[-1] == (3, 3)
    size = np.array(lifted[0].camera.size)
    assert all((frame.points <= size).all() for frame in frames)


def test_a_point_far_away_makes_no_picture_that_no_camera_has():
    astray = replace(unsized(0.0).replace_point(0, 9, (2e6, 100)), size=None)
    assert lift_frames(FakeLifter(), [astray])[0].camera.size[0] == LARGEST_SIZE


def test_a_given_camera_is_used():
    assert lift_frames(FakeLifter(), [unsized(0.0)], CAMERA)[0].camera == CAMERA
