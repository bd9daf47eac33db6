"""Draws a rendered person: capsules into a map of depth and material, which is then shaded.

Blurring the depth within the body joins the capsules to a smooth surface.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS
from posestudio.detection.training.backgrounds import smooth_noise
from posestudio.detection.training.clothed_body import (
    HAIR,
    SHIRT,
    SKIN,
    SLEEVE,
    TROUSERS,
    ClothedCapsule,
    Clothes,
    face_axes,
    unit,
)

_FAR = np.float32(1e6)


class DepthMap:
    """``depth`` (size, size) metres and ``material`` of each pixel, -1 for none, seen with a ``focal`` length in
    pixels; ``cover`` is the share of each pixel that the body covers."""

    def __init__(self, size: int, focal: float):
        self.size, self.focal = size, focal
        self.depth = np.full((size, size), _FAR, np.float32)
        self.material = np.full((size, size), -1, np.int8)
        self.cover = np.zeros((size, size), np.float32)

    def project(self, points: NDArray[Any]) -> NDArray[Any]:
        """Points (..., 3) in camera axes -> (..., 2) pixels."""
        return points[..., :2] / np.maximum(points[..., 2:], 0.1) * self.focal + self.size / 2

    def add(self, part: ClothedCapsule) -> None:
        """Draw a capsule in parallel projection, which is accurate while it is short compared with its distance."""
        (ax, ay), (bx, by) = self.project(part.a), self.project(part.b)
        za, zb = float(part.a[2]), float(part.b[2])
        ra, rb = part.radius_a * self.focal / za, part.radius_b * self.focal / zb
        left, right = int(min(ax - ra, bx - rb)), int(max(ax + ra, bx + rb)) + 2
        top, bottom = int(min(ay - ra, by - rb)), int(max(ay + ra, by + rb)) + 2
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, self.size), min(bottom, self.size)
        if left >= right or top >= bottom:
            return
        x = np.arange(left, right, dtype=np.float32) + 0.5 - np.float32(ax)
        y = (np.arange(top, bottom, dtype=np.float32) + 0.5 - np.float32(ay))[:, None]
        dx, dy = bx - ax, by - ay
        length = max(float(dx * dx + dy * dy), 1e-6)
        share = np.clip((x * np.float32(dx / length)) + y * np.float32(dy / length), 0, 1)
        radius = np.float32(ra) + share * np.float32(rb - ra)
        off = np.square(x - share * np.float32(dx)) + np.square(y - share * np.float32(dy))
        within = radius - np.sqrt(off)  # pixels from the outline
        height = np.sqrt(np.maximum(np.square(radius) - off, 0))
        metres = np.float32((za + zb) / 2 / self.focal)
        depth = np.float32(za) + share * np.float32(zb - za) - height * metres
        area = (slice(top, bottom), slice(left, right))
        cover = np.clip(within + np.float32(0.5), 0, 1)
        np.maximum(self.cover[area], cover, out=self.cover[area])
        nearer = (cover > 0) & (depth < self.depth[area])
        self.depth[area][nearer] = depth[nearer]
        self.material[area][nearer] = part.material

    def shade(
        self,
        picture: NDArray[np.float32],
        clothes: Clothes,
        joints: NDArray[Any],
        rng: np.random.Generator,
    ) -> NDArray[np.float32]:
        """(size, size, 3) the ``picture`` with the shaded body in it; light and texture are drawn from ``rng``."""
        import cv2

        inside = self.material >= 0
        if not inside.any():
            return picture
        pixel = float(np.median(self.depth[inside])) / self.focal  # metres
        reach = max(0.02 / pixel, 0.6)
        weight = inside.astype(np.float32)
        filled = np.where(inside, self.depth, 0).astype(np.float32)
        blurred = cv2.GaussianBlur(filled, (0, 0), reach) / np.maximum(
            cv2.GaussianBlur(weight, (0, 0), reach), 1e-3
        )
        # Where one part lies before another the step in depth is kept.
        soft = np.where(np.abs(blurred - self.depth) < 0.04, blurred, self.depth)
        cloth = np.isin(self.material, (SHIRT, TROUSERS, SLEEVE))
        folds = smooth_noise(rng, self.size, int(rng.integers(8, 30)))[..., 0] * rng.uniform(0, 0.006)
        soft = soft + np.where(cloth, folds, 0)
        dy, dx = np.gradient(soft.astype(np.float32))
        slope = np.stack([dx, dy], axis=-1) / np.float32(pixel)
        normal_z = 1 / np.sqrt(1 + np.square(slope).sum(-1))
        light = unit(rng.normal(0, 1, 3) * (1, 1, 0.5) + (0, -0.8, -0.9))
        lit = (slope[..., 0] * light[0] + slope[..., 1] * light[1] - light[2]) * normal_z
        ambient = rng.uniform(0.3, 0.75)
        brightness = ambient + (1 - ambient) * np.clip(lit, 0, 1) * rng.uniform(1.0, 1.4)
        brightness = brightness * (0.75 + 0.25 * normal_z)
        colour = clothes.colours[np.maximum(self.material, 0)].astype(np.float32)
        colour = colour * (1 + smooth_noise(rng, self.size, 40) * rng.uniform(0, 0.12))
        if clothes.stripes:
            colour[self._bands(joints, clothes.stripes) & np.isin(self.material, (SHIRT, SLEEVE))] *= 0.6
        colour = _with_face(self, colour, joints, clothes)
        body = np.clip(colour * brightness[..., None] * rng.uniform(0.75, 1.15), 0, 1)
        mixed = picture + (body - picture) * self.cover[..., None]
        return cv2.GaussianBlur(mixed.astype(np.float32), (0, 0), rng.uniform(0.3, 0.7))

    def _bands(self, joints: NDArray[Any], width: float) -> NDArray[np.bool_]:
        """(size, size) the pixels of stripes across the trunk, ``width`` metres apart along it."""
        (x, y), top = self.project(joints[[BODY_INDEX["hips"], BODY_INDEX["neck"]]])
        dx, dy = unit(top - (x, y))
        metres = joints[BODY_INDEX["hips"], 2] / self.focal
        rows, columns = np.mgrid[: self.size, : self.size].astype(np.float32)
        run = ((columns - x) * dx + (rows - y) * dy) * metres
        return run / width % 1 < 0.5

    def keypoints(self, joints: NDArray[Any]) -> NDArray[Any]:
        """(17, 2) pixels of the COCO keypoints of a body in camera axes."""
        return self.project(joints[[BODY_INDEX[name] for name in COCO_KEYPOINTS]]).astype(np.float32)


def _with_face(
    canvas: DepthMap, colour: NDArray[np.float32], joints: NDArray[Any], clothes: Clothes
) -> NDArray[np.float32]:
    """The ``colour`` of the pixels with eyes, brows and mouth, where the face is turned to the camera and visible."""
    import cv2

    left, up, front = face_axes(joints)
    towards = -unit(joints[BODY_INDEX["nose"]])
    if front @ towards < 0.05:
        return colour
    skin = clothes.colours[SKIN]
    marks = np.ascontiguousarray(colour)
    nose = joints[BODY_INDEX["nose"]]
    pixels_a_metre = canvas.focal / float(nose[2])

    def blob(point: NDArray[Any], width: float, height: float, paint: Any) -> None:
        x, y = canvas.project(point)
        column, row = int(x), int(y)
        if not (0 <= column < canvas.size and 0 <= row < canvas.size):
            return
        if canvas.depth[row, column] < point[2] - 0.035 or canvas.material[row, column] == HAIR:
            return
        axis = canvas.project(point + left * 0.01) - (x, y)
        angle = float(np.degrees(np.arctan2(axis[1], axis[0])))
        narrow = max(abs(float(front @ towards)), 0.35)
        radii = (max(int(width * pixels_a_metre * narrow * 16), 8), max(int(height * pixels_a_metre * 16), 7))
        cv2.ellipse(
            marks,
            (int((x - 0.5) * 16), int((y - 0.5) * 16)),  # OpenCV's pixels have their centres at whole numbers
            radii,
            angle,
            0,
            360,
            tuple(float(c) for c in paint),
            -1,
            cv2.LINE_AA,
            4,
        )

    for name in ("left_eye", "right_eye"):
        eye = joints[BODY_INDEX[name]]
        blob(eye, 0.017, 0.009, (0.9, 0.88, 0.85))
        blob(eye, 0.008, 0.009, (0.1, 0.07, 0.05))
        blob(eye + up * 0.02, 0.02, 0.005, clothes.colours[HAIR] * 0.8)
    blob(nose - up * 0.04 - front * 0.015, 0.024, 0.007, skin * (0.8, 0.5, 0.5))
    return marks
