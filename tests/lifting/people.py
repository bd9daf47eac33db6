"""Keypoints of standing people, as a camera sees them."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import to_keypoints
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints

SIZE = (640, 480)
"""Of the camera's pictures, pixels."""


def people(camera: Camera, count: int) -> Keypoints:
    """``count`` standing people next to each other."""
    shifts = np.array([[0.4 * index, 0, 0.1 * index] for index in range(count)]).reshape(count, 1, 3)
    points = camera.project(to_keypoints(standing_body()[None] + shifts.astype(np.float32)))
    return Keypoints(points, size=camera.size)
