"""Augmentation of training crops: turned, scaled, shifted, mirrored, half a body, recoloured, blurred, partly
hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import COCO_INDEX
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.crops import box_of_points, compose, crop_of_box, cut, moved
from posestudio.detection.network.model import LABELLED, OUTSIDE, UNLABELLED

_UPPER = [index for name, index in COCO_INDEX.items() if not name.endswith(("knee", "ankle"))]
_LOWER = [index for name, index in COCO_INDEX.items() if name.endswith(("hip", "knee", "ankle"))]
_HALF_JOINTS = 5  # the fewest placed keypoints of a half-body crop


@dataclass(frozen=True)
class Augmentation:
    """Chances and ranges of the augmentations. ``scale`` is the range of enlargement; a share ``turned`` is rotated
    by an angle of standard deviation ``turn`` degrees, a share ``spun`` by any angle; ``shift`` is the standard
    deviation as a share of the crop; the other numbers are chances, ``grey`` among the recoloured."""

    scale: tuple[float, float] = (0.7, 1.35)
    turned: float = 0.6
    turn: float = 30.0
    spun: float = 0.05
    shift: float = 0.06
    mirrored: float = 0.5
    half: float = 0.15
    hidden: float = 0.3
    recoloured: float = 0.8
    grey: float = 0.08
    blurred: float = 0.15


@dataclass(frozen=True)
class Sample:
    """A crop: ``picture`` (size, size, 3) RGB uint8, ``points`` (17, 2) its pixels, ``known`` (17,) UNLABELLED,
    LABELLED or OUTSIDE."""

    picture: NDArray[np.uint8]
    points: NDArray[Any]
    known: NDArray[Any]


def plain_crop(
    picture: NDArray[np.uint8],
    points: NDArray[Any],
    placed: NDArray[np.bool_],
    affine: NDArray[Any],
    size: int,
) -> Sample:
    """The crop as detection cuts it; ``points`` (17, 2) in the picture's pixels, ``placed`` (17,) which are
    labelled."""
    return _sample(cut(picture, affine, size), moved(points, affine), placed, size)


def augmented(
    picture: NDArray[np.uint8],
    points: NDArray[Any],
    placed: NDArray[np.bool_],
    affine: NDArray[Any],
    size: int,
    random: np.random.Generator,
    how: Augmentation | None = None,
) -> Sample:
    """A variation, drawn from ``random``, of the crop that ``affine`` cuts out as detection does."""
    how = how or Augmentation()
    affine = _half_body(points, placed, affine, size, random, how)
    turn = 0.0
    if random.random() < how.spun:
        turn = random.uniform(-np.pi, np.pi)
    elif random.random() < how.turned:
        turn = np.radians(np.clip(random.normal(0, how.turn), -80, 80))
    zoom = np.exp(random.uniform(*np.log(how.scale)))
    change = crop_of_box((0, 0, size / zoom, size / zoom), size, 1.0, turn)
    change[:, 2] = size / 2 - change[:, :2] @ (size / 2, size / 2) + random.normal(0, how.shift * size, 2)
    mirrored = random.random() < how.mirrored
    if mirrored:
        change = compose(np.array([[-1.0, 0, size], [0, 1, 0]]), change)
        points, placed = points[list(COCO_MIRROR)], placed[list(COCO_MIRROR)]
    affine = compose(change, affine)
    border = "edge" if random.random() < 0.5 else "constant"
    sample = _sample(cut(picture, affine, size, border), moved(points, affine), placed, size)
    shown = sample.picture
    if random.random() < how.hidden:
        shown = _hidden(shown, random)
    if random.random() < how.recoloured:
        shown = _recoloured(shown, random, how.grey)
    if random.random() < how.blurred:
        shown = _blurred(shown, random)
    return Sample(shown, sample.points, sample.known)


def _sample(picture: NDArray[np.uint8], points: NDArray[Any], placed: NDArray[np.bool_], size: int) -> Sample:
    inside = ((points >= 0) & (points < size)).all(axis=-1)
    known = np.where(placed, np.where(inside, LABELLED, OUTSIDE), UNLABELLED)
    return Sample(picture, points.astype(np.float32), known)


def _half_body(
    points: NDArray[Any],
    placed: NDArray[np.bool_],
    affine: NDArray[Any],
    size: int,
    random: np.random.Generator,
    how: Augmentation,
) -> NDArray[Any]:
    """The crop's affine map, in some cases that of the upper or the lower half of the body instead."""
    if random.random() >= how.half:
        return affine
    half = np.zeros(len(placed), dtype=bool)
    half[_UPPER if random.random() < 0.6 else _LOWER] = True
    if (half & placed).sum() < _HALF_JOINTS:
        return affine
    box = box_of_points(moved(points, affine), half & placed, margin=0.15)
    return compose(crop_of_box(box, size), affine)


def _hidden(picture: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """The picture with one to three rectangles replaced: by one colour, noise, or another part of the picture."""
    size = len(picture)
    picture = picture.copy()
    for _ in range(random.integers(1, 4)):
        height, width = random.integers(size // 16, size // 4, 2)
        top, left = random.integers(0, size - height), random.integers(0, size - width)
        kind = random.random()
        if kind < 0.4:
            patch: Any = random.integers(0, 256, 3)
        elif kind < 0.5:
            patch = random.integers(0, 256, (height, width, 3))
        else:
            y, x = random.integers(0, size - height), random.integers(0, size - width)
            patch = picture[y : y + height, x : x + width].copy()
        picture[top : top + height, left : left + width] = patch
    return picture


def _recoloured(picture: NDArray[np.uint8], random: np.random.Generator, grey: float) -> NDArray[np.uint8]:
    """The picture with other brightness, contrast, tint and saturation."""
    import cv2

    levels = np.arange(256, dtype=np.float32) / 255
    gamma = np.exp(random.uniform(-0.4, 0.4))
    curve = (levels**gamma - 0.5) * random.uniform(0.7, 1.3) + 0.5 + random.uniform(-0.12, 0.12)
    tint = random.uniform(0.85, 1.15, 3)
    table = np.clip(curve[:, None] * tint * 255, 0, 255).astype(np.uint8)
    picture = cv2.LUT(picture, table[:, None, :])  # type: ignore[assignment]
    saturation = 0.0 if random.random() < grey else random.uniform(0.6, 1.4)
    luminance = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    matrix = np.eye(3, dtype=np.float32) * saturation + (1 - saturation) * luminance
    return cv2.transform(picture, matrix)  # type: ignore[return-value]


def _blurred(picture: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """The picture out of focus, of lower resolution, or noisy."""
    import cv2

    kind, size = random.random(), len(picture)
    if kind < 0.35:
        return cv2.GaussianBlur(picture, (0, 0), random.uniform(0.5, 2.0))  # type: ignore[return-value]
    if kind < 0.7:
        less = int(size * random.uniform(0.35, 0.8))
        small = cv2.resize(picture, (less, less), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
    noise = random.normal(0, random.uniform(2, 14), picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)
