"""Augmentation of training crops: rotated, scaled, shifted, mirrored, cut to half a body, recoloured, blurred,
partly occluded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import COCO_INDEX
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.crops import box_of_points, compose, crop_of_box, cut, moved
from posestudio.detection.network.model import INSIDE, OUTSIDE, UNLABELLED

_UPPER = [index for name, index in COCO_INDEX.items() if not name.endswith(("knee", "ankle"))]
_LOWER = [index for name, index in COCO_INDEX.items() if name.endswith(("hip", "knee", "ankle"))]
_HALF_JOINTS = 5  # the fewest labelled keypoints of a half-body crop


@dataclass(frozen=True)
class Augmentation:
    """Probabilities and ranges of the augmentations.

    ``scale`` is the range of enlargement. With probability ``any_angle`` the crop is rotated by any angle, else with
    probability ``rotated`` by a normal one of standard deviation ``angle``, degrees. ``shift`` is the standard
    deviation of the translation, as a share of the crop. The others are probabilities: ``half_body`` of a crop of
    the upper or lower body alone, ``occluded`` of rectangles in front of it, ``neighbour`` of another person beside
    it, ``grey`` that of a recoloured one, ``compressed`` of JPEG's artefacts.
    """

    scale: tuple[float, float] = (0.7, 1.35)
    rotated: float = 0.6
    angle: float = 30.0
    any_angle: float = 0.15
    shift: float = 0.06
    mirrored: float = 0.5
    half_body: float = 0.15
    occluded: float = 0.3
    neighbour: float = 0.2
    recoloured: float = 0.8
    grey: float = 0.08
    blurred: float = 0.15
    compressed: float = 0.15


@dataclass(frozen=True)
class Sample:
    """A crop: ``picture`` (size, size, 3) RGB uint8, ``points`` (17, 2) its pixels, ``status`` (17,) UNLABELLED,
    INSIDE or OUTSIDE."""

    picture: NDArray[np.uint8]
    points: NDArray[Any]
    status: NDArray[Any]


def plain_crop(
    picture: NDArray[np.uint8],
    points: NDArray[Any],
    labelled: NDArray[np.bool_],
    affine: NDArray[Any],
    size: int,
) -> Sample:
    """The crop as detection cuts it; ``points`` (17, 2) in the picture's pixels, ``labelled`` (17,) which are
    labelled."""
    return _sample(cut(picture, affine, size), moved(points, affine), labelled, size)


def augmented(
    picture: NDArray[np.uint8],
    points: NDArray[Any],
    labelled: NDArray[np.bool_],
    affine: NDArray[Any],
    size: int,
    rng: np.random.Generator,
    how: Augmentation | None = None,
    neighbour: NDArray[np.uint8] | None = None,
) -> Sample:
    """A variation, drawn from ``rng``, of the crop that ``affine`` cuts out as detection does; ``neighbour``
    (n, n, 3) is a crop of another person to put beside it."""
    how = how or Augmentation()
    affine = _half_body(points, labelled, affine, size, rng, how)
    turn = 0.0
    if rng.random() < how.any_angle:
        turn = rng.uniform(-np.pi, np.pi)
    elif rng.random() < how.rotated:
        turn = np.radians(np.clip(rng.normal(0, how.angle), -80, 80))
    zoom = np.exp(rng.uniform(*np.log(how.scale)))
    change = crop_of_box((0, 0, size / zoom, size / zoom), size, 1.0, turn)
    change[:, 2] = size / 2 - change[:, :2] @ (size / 2, size / 2) + rng.normal(0, how.shift * size, 2)
    mirrored = rng.random() < how.mirrored
    if mirrored:
        change = compose(np.array([[-1.0, 0, size], [0, 1, 0]]), change)
        points, labelled = points[list(COCO_MIRROR)], labelled[list(COCO_MIRROR)]
    affine = compose(change, affine)
    border = "edge" if rng.random() < 0.5 else "constant"
    sample = _sample(cut(picture, affine, size, border), moved(points, affine), labelled, size)
    shown = sample.picture
    if neighbour is not None:
        shown = _beside(shown, sample, neighbour, rng)
    if rng.random() < how.occluded:
        shown = _occluded(shown, rng)
    if rng.random() < how.recoloured:
        shown = _recoloured(shown, rng, how.grey)
    if rng.random() < how.blurred:
        shown = _blurred(shown, rng)
    if rng.random() < how.compressed:
        shown = _compressed(shown, rng)
    return Sample(shown, sample.points, sample.status)


def _sample(
    picture: NDArray[np.uint8], points: NDArray[Any], labelled: NDArray[np.bool_], size: int
) -> Sample:
    inside = ((points >= 0) & (points < size)).all(axis=-1)
    status = np.where(labelled, np.where(inside, INSIDE, OUTSIDE), UNLABELLED)
    return Sample(picture, points.astype(np.float32), status)


def _half_body(
    points: NDArray[Any],
    labelled: NDArray[np.bool_],
    affine: NDArray[Any],
    size: int,
    rng: np.random.Generator,
    how: Augmentation,
) -> NDArray[Any]:
    """The crop's affine map, in some cases that of the upper or the lower half of the body instead."""
    if rng.random() >= how.half_body:
        return affine
    half = np.zeros(len(labelled), dtype=bool)
    half[_UPPER if rng.random() < 0.6 else _LOWER] = True
    if (half & labelled).sum() < _HALF_JOINTS:
        return affine
    box = box_of_points(moved(points, affine), half & labelled, margin=0.15)
    return compose(crop_of_box(box, size), affine)


def _beside(
    picture: NDArray[np.uint8], sample: Sample, neighbour: NDArray[np.uint8], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """The picture with the middle of another at its left or right edge, over at most a fifth of the keypoints' width:
    the person in the middle remains the one to be detected."""
    import cv2

    size = len(picture)
    shown = sample.points[sample.status == INSIDE]
    if len(shown) < 2:
        return picture
    low, high = np.quantile(shown[:, 0], (0.1, 0.9))
    left = rng.random() < 0.5
    room = int(low if left else size - high)
    if room < size // 8:
        return picture
    side = int(size * rng.uniform(0.6, 1.1))
    scaled = cv2.resize(neighbour, (side, side), interpolation=cv2.INTER_AREA)
    middle = scaled[:, side // 4 : side - side // 4]
    middle = middle[:, -room:] if left else middle[:, :room]
    top = int(rng.integers(-side // 4, max(size - side, 0) + side // 4 + 1))
    rows = slice(max(top, 0), min(top + side, size))
    columns = (
        slice(room - middle.shape[1], room) if left else slice(size - room, size - room + middle.shape[1])
    )
    picture = picture.copy()
    picture[rows, columns] = middle[rows.start - top : rows.stop - top]
    return picture


def _compressed(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture after JPEG compression of a low quality."""
    import cv2

    written, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(12, 60))])
    return cv2.imdecode(content, cv2.IMREAD_COLOR) if written else picture  # type: ignore[return-value]


def _occluded(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture with one to three rectangles replaced: by one colour, noise, or another part of the picture."""
    size = len(picture)
    picture = picture.copy()
    for _ in range(rng.integers(1, 4)):
        height, width = rng.integers(size // 16, size // 4, 2)
        top, left = rng.integers(0, size - height), rng.integers(0, size - width)
        kind = rng.random()
        if kind < 0.4:
            patch: Any = rng.integers(0, 256, 3)
        elif kind < 0.5:
            patch = rng.integers(0, 256, (height, width, 3))
        else:
            y, x = rng.integers(0, size - height), rng.integers(0, size - width)
            patch = picture[y : y + height, x : x + width].copy()
        picture[top : top + height, left : left + width] = patch
    return picture


def _recoloured(picture: NDArray[np.uint8], rng: np.random.Generator, grey: float) -> NDArray[np.uint8]:
    """The picture with other brightness, contrast, tint and saturation."""
    import cv2

    levels = np.arange(256, dtype=np.float32) / 255
    gamma = np.exp(rng.uniform(-0.4, 0.4))
    curve = (levels**gamma - 0.5) * rng.uniform(0.7, 1.3) + 0.5 + rng.uniform(-0.12, 0.12)
    tint = rng.uniform(0.85, 1.15, 3)
    table = np.clip(curve[:, None] * tint * 255, 0, 255).astype(np.uint8)
    picture = cv2.LUT(picture, table[:, None, :])  # type: ignore[assignment]
    saturation = 0.0 if rng.random() < grey else rng.uniform(0.6, 1.4)
    luminance = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    matrix = np.eye(3, dtype=np.float32) * saturation + (1 - saturation) * luminance
    return cv2.transform(picture, matrix)  # type: ignore[return-value]


def _blurred(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture out of focus, of lower resolution, or noisy."""
    import cv2

    kind, size = rng.random(), len(picture)
    if kind < 0.35:
        return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 2.0))  # type: ignore[return-value]
    if kind < 0.7:
        less = int(size * rng.uniform(0.35, 0.8))
        small = cv2.resize(picture, (less, less), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
    noise = rng.normal(0, rng.uniform(2, 14), picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)
