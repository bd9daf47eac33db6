"""The size assumed of pictures of which only keypoints are known: the smallest usual one that contains them all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from posestudio.common.picture_limits import LARGEST_SIZE
from posestudio.keypoints.observation import Keypoints

_USUAL = (
    *((640, 360), (640, 480), (854, 480), (1280, 720), (1920, 1080)),
    *((2560, 1440), (3840, 2160), (4032, 3024), (7680, 4320)),
)
_UPRIGHT = 3.0  # upright pictures are so many times rarer
_BEYOND = 1.02  # detected keypoints may lie a little outside the picture
_MARGIN = 1.05  # of a picture larger than any usual one, beyond the outermost keypoint


def guess_size(right: float, bottom: float) -> tuple[int, int]:
    """(width, height) of the smallest usual picture with keypoints as far to the right and down, in pixels."""
    sizes = [(float(width * height), width, height) for width, height in _USUAL]
    sizes += [(area * _UPRIGHT, height, width) for area, width, height in sizes]
    for _, width, height in sorted(sizes):
        if right <= width * _BEYOND and bottom <= height * _BEYOND:
            return width, height
    sides = (min(max(math.ceil(side * _MARGIN), 16), LARGEST_SIZE) for side in (right, bottom))
    return next(sides), next(sides)


def assumed_size_remark(size: tuple[int, int]) -> str:
    """The sentence that tells the user which picture size was assumed."""
    return (
        f"No picture size given: taken as {size[0]} x {size[1]} pixels, a usual size that holds all keypoints"
        " (give it with --size)."
    )


def with_common_size(frames: Sequence[Keypoints]) -> Sequence[Keypoints]:
    """The frames; those without a size have that of :func:`common_size`."""
    if all(frame.size is not None for frame in frames):
        return frames
    size = common_size(frames)
    return [frame if frame.size is not None else replace(frame, size=size) for frame in frames]


def common_size(frames: Iterable[Keypoints]) -> tuple[int, int] | None:
    """The largest width and height of the frames' sizes; where none has one, the smallest usual size that contains
    all keypoints; None where there are no keypoints either."""
    known: tuple[int, int] | None = None
    furthest = np.zeros(2)
    for frame in frames:
        if frame.size is not None:
            width, height = frame.size
            known = (width, height) if known is None else (max(known[0], width), max(known[1], height))
        if frame.observed.any():
            furthest = np.maximum(furthest, frame.points[frame.observed].max(axis=0))
    if known is None and furthest.any():
        known = guess_size(float(furthest[0]), float(furthest[1]))
    return known
