from dataclasses import replace

import numpy as np

from posestudio.keypoints.picture_size import with_common_size
from tests.fakes import CAMERA, standing_keypoints

UNSIZED = replace(standing_keypoints(), size=None)


def test_a_known_size_stays_and_serves_the_others():
    frames = [UNSIZED, standing_keypoints(), replace(standing_keypoints(), size=(100, 90))]
    assert [frame.size for frame in with_common_size(frames)] == [CAMERA.size, CAMERA.size, (100, 90)]


def test_frames_without_anybody_stay_as_they_are():
    empty = replace(UNSIZED, visibility=np.zeros((1, 17), np.int8))
    assert with_common_size([empty]) == [empty]
