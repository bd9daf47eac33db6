"""A person who lifts their forearms and a foot, and the keypoints that a camera sees of it."""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import joints_below, to_keypoints
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.geometry.rotations import from_rotation_vectors
from posestudio.keypoints import Keypoints


def exercise(frames: int, fps: float = 30.0) -> np.ndarray:
    """(F, B, 3) world metres, standing: the forearms and the left shin go up and down."""
    seconds = np.arange(frames) / fps
    joints = np.repeat(standing_body()[None].astype(np.float64), frames, 0)
    for limb, angle in (
        ("right_elbow", -1.2 * np.sin(2 * seconds) ** 2),
        ("left_knee", -1.1 * np.sin(2.5 * seconds) ** 2),
        ("left_elbow", -0.9 * np.sin(1.7 * seconds + 1) ** 2),
    ):
        moved = joints_below(limb)
        origin = joints[:, [moved[0] - 1]]
        turn = from_rotation_vectors(angle[:, None] * np.array([1.0, 0, 0]))
        joints[:, moved] = (joints[:, moved] - origin) @ turn.transpose(0, 2, 1) + origin
    return joints


def seen(joints: np.ndarray, camera: Camera, noise: float = 0.0, seed: int = 0) -> list[Keypoints]:
    """The keypoints of each frame, off by ``noise`` pixels."""
    points = camera.project(to_keypoints(joints))
    points = points + noise * np.random.default_rng(seed).standard_normal(points.shape)
    return [Keypoints(frame, size=camera.size) for frame in points]
