"""Sentences of rooms without a window, as the window says them."""

import numpy as np

from posestudio.app.common.remarks import said
from posestudio.geometry.camera import LEVEL_ASSUMED, UNLIKELY_POSE, Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.assumptions import (
    DETECTED_NOISE_ASSUMED,
    FPS_ASSUMED,
    OWN_NOISE_USED,
    assumptions,
)


def test_what_a_lift_assumed_is_said_in_few_words():
    camera = Camera.default((640, 480))
    keypoints = Keypoints(np.full((1, 17, 2), 200.0), size=(640, 480))
    sentences = assumptions(keypoints, camera.rays(keypoints.points), camera, None)
    assert list(map(said, sentences)) == [
        "Camera assumed: level, 50° vertical field of view",
        "Scale assumed: leg length 0.86 m",
    ]
    others = (LEVEL_ASSUMED, DETECTED_NOISE_ASSUMED, FPS_ASSUMED, OWN_NOISE_USED)
    (focal,) = Camera.default((640, 480), 500.0).notes
    assert all(said(one) != one for one in (*others, focal)) and said(UNLIKELY_POSE) == UNLIKELY_POSE
    assert said("a.jpg: the picture is broken: no end") == "a.jpg: the picture is damaged: no end"
    assert said("walk.bvh: line 3: expected OFFSET") == "walk.bvh: line 3: expected OFFSET"
