"""Rendered training pictures: a clothed person in a given pose in front of a random background, with keypoints.

All 17 keypoints are known exactly, also those that the body itself hides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX
from posestudio.detection.training.backgrounds import background
from posestudio.detection.training.clothed_body import Clothes, clothed_body
from posestudio.detection.training.depth_map import DepthMap


@dataclass(frozen=True)
class Rendered:
    """``picture`` (size, size, 3) RGB uint8, ``points`` (17, 2) its pixels, which may lie outside it, and ``joints``
    (29, 3) of the body in camera axes, metres, each moved aside on its depth so that the body is in the middle."""

    picture: NDArray[np.uint8]
    points: NDArray[Any]
    joints: NDArray[Any]


class Renders:
    """Renders people in poses (N, 29, 3), metres, Y up, such as those of a poses file."""

    def __init__(self, poses: NDArray[Any], size: int = 192):
        self.poses, self.size = np.asarray(poses, dtype=np.float32), size

    def draw(self, rng: np.random.Generator) -> Rendered:
        """A picture of one person; pose, camera, clothes, light and background are drawn from ``rng``."""
        body = self.poses[rng.integers(len(self.poses))].astype(np.float64)
        joints, focal = in_camera_axes(body, self.size, rng)
        clothes = Clothes.draw(rng)
        capsules = clothed_body(joints, clothes, rng)
        canvas = DepthMap(self.size, focal)
        for capsule in capsules:
            canvas.add(capsule)
        feet = canvas.project(joints[[BODY_INDEX["left_toe"], BODY_INDEX["right_toe"]]])[:, 1]
        horizon = float(np.clip(feet.max() - rng.uniform(0.0, 0.5) * self.size, 0, self.size))
        picture = background(rng, self.size, horizon)
        _ground_shadow(picture, canvas.project(joints), rng)
        picture = canvas.shade(picture, clothes, joints, rng)
        return Rendered((picture * 255).astype(np.uint8), canvas.keypoints(joints), joints)


def in_camera_axes(body: NDArray[Any], size: int, rng: np.random.Generator) -> tuple[NDArray[Any], float]:
    """(29, 3) the body in camera axes (x right, y down, z forward), seen from a random side, its longer extent 0.6 to
    0.8 of the picture; and the focal length in pixels."""
    yaw, pitch = rng.uniform(-np.pi, np.pi), rng.normal(0.1, 0.2)
    roll = rng.normal(0, 0.12)
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    camera_axes = np.diag([1.0, -1.0, -1.0])
    build = rng.normal(1, 0.06, 3) * rng.uniform(0.9, 1.1)
    turned = (body - body.mean(axis=0)) * (1, build[1], 1) @ (camera_axes @ about_z @ about_x @ about_y).T
    distance = rng.uniform(2.2, 7.0)
    turned[:, 2] += distance
    flat = turned[:, :2] / turned[:, 2:]
    low, high = flat.min(axis=0), flat.max(axis=0)
    extent = max(float((high - low).max()), 1e-3)
    focal = size * rng.uniform(0.6, 0.8) / extent
    middle = (low + high) / 2 * turned[:, 2:]
    turned[:, :2] -= middle  # a shift of each point on its own depth: the camera's principal point moves
    return turned, focal


def _ground_shadow(picture: NDArray[np.float32], points: NDArray[Any], rng: np.random.Generator) -> None:
    """Darken the picture, in place, under the feet of a body at pixels ``points`` (29, 2), in most cases."""
    import cv2

    if rng.random() < 0.4:
        return
    feet = points[[BODY_INDEX[n] for n in ("left_ankle", "right_ankle", "left_toe", "right_toe")]]
    size = len(picture)
    middle = feet.mean(axis=0)
    width = float(np.ptp(feet[:, 0])) / 2 + size * 0.06
    shade: Any = np.zeros((size, size), np.float32)
    cv2.ellipse(
        shade,
        (int(middle[0] + rng.normal(0, 0.05) * size), int(feet[:, 1].max())),
        (int(width), max(int(width * rng.uniform(0.1, 0.35)), 1)),
        0, 0, 360, 1.0, -1,
    )  # fmt: skip
    shade = cv2.GaussianBlur(shade, (0, 0), size * 0.02)
    picture *= 1 - shade[..., None] * np.float32(rng.uniform(0.2, 0.6))
