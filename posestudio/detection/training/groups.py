"""Rendered pictures of groups: several clothed people beside and behind each other, with keypoints and boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.detection.training.backgrounds import background
from posestudio.detection.training.clothed_body import Clothes, clothed_body
from posestudio.detection.training.depth_map import DepthMap
from posestudio.detection.training.renders import in_camera_axes

_COARSE = 1024  # longest side in pixels of a background, which is enlarged to the picture's
_SEEN = 0.5  # of a person's pixels, of people who count; the others are mostly hidden


@dataclass(frozen=True)
class RenderedGroup:
    """``picture`` (h, w, 3) RGB uint8; its people from left to right: ``points`` (people, 17, 2) pixels, which may
    lie outside it, ``boxes`` (people, 4) x, y, width, height of what is in it, and ``seen`` (people,) whether at
    least half of a person is in the picture and before the others."""

    picture: NDArray[np.uint8]
    points: NDArray[Any]
    boxes: NDArray[Any]
    seen: NDArray[np.bool_]


def draw_group(
    poses: NDArray[Any], size: tuple[int, int], people: int, rng: np.random.Generator, height: float = 0.6
) -> RenderedGroup:
    """A picture of ``size`` (width, height) of people in ``poses`` (N, 29, 3), metres, Y up, about ``height`` of the
    picture's high; everything else is drawn from ``rng``. Nobody is drawn for 0 people."""
    width, tall = size
    picture = _background(size, rng)
    owner = np.full((tall, width), -1, np.int16)
    drawn: list[tuple[Any, ...]] = []
    pitch = width / max(people, 1)
    # Those behind are smaller, stand higher in the picture, and are drawn first.
    for place in rng.permutation(people) if people else ():
        depth = rng.uniform(0, 1) * (1 - len(drawn) / people)
        side = int(tall * height * (1.15 - 0.3 * depth) / 0.7)
        x = int((place + 0.5 + rng.uniform(-0.2, 0.2)) * pitch) - side // 2
        y = int(tall * (0.97 - 0.12 * depth) - side * 0.9)
        drawn.append((place, x, *_add(picture, owner, place, poses, (x, y), side, rng)))
    drawn.sort(key=lambda each: each[0])
    points = np.array([each[2] for each in drawn]).reshape(-1, 17, 2)
    boxes = np.array([each[3] for each in drawn]).reshape(-1, 4)
    shown = np.array([(owner == each[0]).sum() / max(each[4], 1) for each in drawn])
    return RenderedGroup((picture * 255).astype(np.uint8), points, boxes, shown >= _SEEN)


def _add(
    picture: NDArray[np.float32],
    owner: NDArray[Any],
    number: int,
    poses: NDArray[Any],
    corner: tuple[int, int],
    side: int,
    rng: np.random.Generator,
) -> tuple[NDArray[Any], NDArray[Any], int]:
    """Draw a person into the square of ``side`` pixels at ``corner`` of the picture, in place, with ``number`` as
    owner of the pixels. Returns (17, 2) the keypoints, (4,) the box of what is in the picture, and the number of the
    person's pixels."""
    body = poses[rng.integers(len(poses))].astype(np.float64)
    joints, focal = in_camera_axes(body, side, rng)
    clothes, canvas = Clothes.draw(rng), DepthMap(side, focal)
    for capsule in clothed_body(joints, clothes, rng):
        canvas.add(capsule)
    x, y = corner
    tall, width = owner.shape
    left, top, right, bottom = max(x, 0), max(y, 0), min(x + side, width), min(y + side, tall)
    points = canvas.keypoints(joints) + (x, y)
    cover = canvas.cover > 0.5
    if left >= right or top >= bottom:
        return points, np.array([x, y, 1.0, 1.0]), int(cover.sum())
    square = np.zeros((side, side, 3), np.float32)
    inside = (slice(top - y, bottom - y), slice(left - x, right - x))
    area = (slice(top, bottom), slice(left, right))
    square[inside] = picture[area]
    # Shading blurs the whole square a little: outside the person the picture stays as it is.
    shaded = canvas.shade(square, clothes, joints, rng)[inside]
    near = canvas.cover[inside][..., None]
    picture[area] += (shaded - picture[area]) * np.minimum(near * 4, 1)
    owner[area][cover[inside]] = number
    rows, columns = np.nonzero(cover[inside])
    if not len(rows):
        return points, np.array([left, top, 1.0, 1.0]), int(cover.sum())
    low = np.array([columns.min() + left, rows.min() + top], float)
    high = np.array([columns.max() + left + 1, rows.max() + top + 1], float)
    return points, np.concatenate([low, high - low]), int(cover.sum())


def _background(size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """(h, w, 3) in 0 ... 1."""
    import cv2

    longest = max(size)
    coarse = min(longest, _COARSE)
    whole = background(rng, coarse, coarse * rng.uniform(0.3, 0.6))
    shape = max(round(size[0] * coarse / longest), 1), max(round(size[1] * coarse / longest), 1)
    top = (coarse - shape[1]) // 2
    part = whole[top : top + shape[1], : shape[0]]
    return np.clip(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), 0, 1)
