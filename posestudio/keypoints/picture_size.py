"""The size assumed of a picture of which only keypoints are known: the smallest usual one that contains them all."""

from __future__ import annotations

import math

from posestudio.common.picture_limits import LARGEST_SIZE

_USUAL = (
    *((640, 360), (640, 480), (854, 480), (1280, 720), (1920, 1080)),
    *((2560, 1440), (3840, 2160), (4032, 3024), (7680, 4320)),
)
_UPRIGHT = 3.0  # how much rarer pictures are that are taller than they are wide
_BEYOND = 1.02  # keypoints found at the picture's edge lie a little outside
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
