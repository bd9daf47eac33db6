"""Random backgrounds of rendered pictures: plain, sky and ground, or blurred colours, with random shapes on them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def smooth_noise(rng: np.random.Generator, size: int, cells: int, channels: int = 1) -> NDArray[np.float32]:
    """(size, size, channels) of smooth noise in about -1 ... 1, ``cells`` random values across."""
    import cv2

    coarse = rng.standard_normal((cells + 1, cells + 1, channels)).astype(np.float32)
    fine = cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.asarray(fine, np.float32).reshape(size, size, channels)


def texture(rng: np.random.Generator, size: int) -> NDArray[np.float32]:
    """(size, size, 1): noise of four scales, the finer the weaker."""
    total = np.zeros((size, size, 1), np.float32)
    for cells, weight in ((3, 1.0), (9, 0.6), (27, 0.4), (80, 0.25)):
        total += weight * rng.uniform(0, 1) * smooth_noise(rng, size, cells)
    return total


def background(rng: np.random.Generator, size: int, horizon: float) -> NDArray[np.float32]:
    """(size, size, 3) a background in 0 ... 1. ``horizon`` is the row below which the ground lies."""
    kind = rng.random()
    if kind < 0.15:
        picture: Any = np.broadcast_to(_colour(rng), (size, size, 3))
        picture = picture + smooth_noise(rng, size, 2) * 0.08
    elif kind < 0.75:
        picture = _ground(rng, size, horizon)
    else:
        picture = 0.5 + 0.25 * smooth_noise(rng, size, int(rng.integers(2, 6)), 3) * rng.uniform(0.2, 1, 3)
        picture = picture * (1 - 0.5 * rng.random()) + 0.5 * picture.mean(axis=-1, keepdims=True)
    picture = np.ascontiguousarray(picture, dtype=np.float32)
    _clutter(picture, rng, size, int(rng.integers(0, 14)))
    picture += texture(rng, size) * rng.uniform(0.02, 0.12)
    return np.clip(picture, 0, 1)


def _colour(rng: np.random.Generator) -> NDArray[np.float32]:
    """(3,) a random, mostly greyish colour."""
    grey = rng.uniform(0.1, 0.95)
    return np.clip(grey + rng.normal(0, 0.13, 3), 0, 1).astype(np.float32)


def _ground(rng: np.random.Generator, size: int, horizon: float) -> NDArray[np.float32]:
    """(size, size, 3) sky or wall above the ``horizon``, ground or floor below it."""
    rows = np.arange(size, dtype=np.float32)[:, None, None]
    above, below = _colour(rng), _colour(rng)
    if rng.random() < 0.4:  # outdoors
        above = np.array([0.55, 0.7, 0.92], np.float32) * rng.uniform(0.6, 1.1)
        below = np.array([0.33, 0.45, 0.2], np.float32) * rng.uniform(0.5, 1.5)
    fade = rows / size
    sky = above * (1 - rng.uniform(-0.3, 0.4) * fade) + smooth_noise(rng, size, 4) * rng.uniform(0, 0.1)
    depth = np.clip((rows - horizon) / size, 0, 1)
    floor = below * (0.8 + rng.uniform(-0.3, 0.6) * depth)
    grain = smooth_noise(rng, size, int(rng.integers(10, 60))) * rng.uniform(0, 0.15)
    return np.where(rows < horizon, sky, floor + grain).astype(np.float32)


def _clutter(picture: NDArray[np.float32], rng: np.random.Generator, size: int, count: int) -> None:
    """Draw ``count`` rectangles, ellipses, polygons and lines, in place; some lines have the width of limbs."""
    import cv2

    for _ in range(count):
        colour = tuple(float(c) for c in _colour(rng))
        x, y = (int(v) for v in rng.integers(-size // 5, size + size // 5, 2))
        w, h = (int(v) for v in rng.integers(size // 24, size // 2, 2))
        kind = rng.random()
        if kind < 0.35:
            cv2.rectangle(picture, (x, y), (x + w, y + h), colour, -1, cv2.LINE_AA)
        elif kind < 0.55:
            cv2.ellipse(
                picture, (x, y), (w // 2, h // 2), rng.uniform(0, 180), 0, 360, colour, -1, cv2.LINE_AA
            )
        elif kind < 0.75:
            corners = np.array([x, y]) + rng.integers(-w - 1, w + 1, (int(rng.integers(3, 6)), 2))
            cv2.fillPoly(picture, [corners.astype(np.int32)], colour, cv2.LINE_AA)
        else:
            end = (int(x + rng.normal(0, size / 2)), int(y + rng.normal(0, size / 2)))
            cv2.line(picture, (x, y), end, colour, int(rng.integers(1, size // 14)), cv2.LINE_AA)
    if count and rng.random() < 0.4:
        picture[:] = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 4.0))


def any_colour(rng: np.random.Generator) -> Any:
    """(3,) a random colour of clothes: greyish, or of any hue."""
    if rng.random() < 0.5:
        return _colour(rng)
    return np.clip(rng.uniform(0, 1, 3) ** rng.uniform(0.5, 2), 0, 1).astype(np.float32)
