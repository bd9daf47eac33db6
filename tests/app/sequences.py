"""Keypoints of a person who moves through a sequence of frames."""

import numpy as np

from posestudio.app.model.sources import KeypointsSource
from posestudio.body.layouts import to_keypoints
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints

SIZE = (200, 150)


def seen(frames=8, absent=(), confidence=0.9):
    """A standing person who moves by 2 px a frame, and is not there in the frames ``absent``; ``confidence`` of all
    keypoints, or one for each frame."""
    points = np.asarray(Camera.default(SIZE).project(to_keypoints(standing_body())), float)
    sure = np.broadcast_to(confidence, frames)
    made = [
        Keypoints(
            points[None] + (2 * n, 0),
            size=SIZE,
            tracks=[0],
            confidence=np.full((1, 17), sure[n]),
            source=f"{n:04d}",
        )
        for n in range(frames)
    ]
    for frame in absent:
        made[frame] = Keypoints(np.zeros((0, 17, 2)), size=SIZE, source=f"{frame:04d}")
    return KeypointsSource("walk.json", tuple(made), frame_time=1 / 30)
