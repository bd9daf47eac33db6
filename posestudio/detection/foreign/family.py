"""What is common to all kinds of pose models: how one is recognised, fed and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.detection.foreign.runtime import Outputs

MEAN = (123.675, 116.28, 103.53)
DEVIATION = (58.395, 57.12, 57.375)
"""Mean and standard deviation of ImageNet's pixels, RGB of 0 ... 255, as MMPose, HRNet and ViTPose subtract and
divide (``data_preprocessor`` of MMPose's configurations)."""

TOP_DOWN_PADDING = 1.25
"""Side of a crop over that of the person's box, in MMPose (``GetBBoxCenterScale``), HRNet and ViTPose."""


@dataclass(frozen=True)
class Trial:
    """A network's ``outputs`` for an empty picture of ``size`` (width, height), from which its kind is recognised.

    ``channels_last``: its input is (n, h, w, 3), not (n, 3, h, w). ``integers``: the input is of integers, so that
    the network scales the pixels itself. ``properties`` are those of the file.
    """

    size: tuple[int, int]
    channels_last: bool
    integers: bool
    outputs: Outputs
    properties: Mapping[str, str]

    @property
    def only(self) -> NDArray[np.float32] | None:
        """The output, where there is only one."""
        return next(iter(self.outputs.values())) if len(self.outputs) == 1 else None


@dataclass(frozen=True)
class Answer:
    """``points`` (n, K, 2) in pixels of the input, pixel centres at .5, and their ``confidence`` (n, K) in 0 ... 1.

    One for each crop; or for each person that a network found in a picture, then with ``boxes`` (n, 4) x, y, width,
    height in pixels of the input, and ``scores`` (n,).
    """

    points: NDArray[Any]
    confidence: NDArray[Any]
    boxes: NDArray[Any] | None = None
    scores: NDArray[Any] | None = None


@dataclass(frozen=True)
class Family:
    """A kind of pose model.

    ``name`` in plain words; ``keypoints`` their number; ``everybody``: it finds all people of a picture, otherwise
    one person in a crop. ``prepare`` makes the input of pictures (n, h, w, 3) uint8 RGB; ``decode`` reads the
    outputs. ``padding`` is the side of a crop over that of the box in it, ``fill`` the grey value outside the
    picture. ``least`` is the lowest score of a person, ``overlap`` the largest intersection over union of two
    people's boxes, None where the network has removed such people itself.
    """

    name: str
    keypoints: int
    everybody: bool
    prepare: Callable[[NDArray[np.uint8]], NDArray[Any]]
    decode: Callable[[Outputs], Answer]
    padding: float = TOP_DOWN_PADDING
    fill: int = 0
    least: float = 0.25
    overlap: float | None = None


def channels_first(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(n, 3, h, w) of pictures (n, h, w, 3)."""
    return pictures.transpose(0, 3, 1, 2)


def normalised(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 3, h, w) of pictures (n, h, w, 3), without ImageNet's mean and over its standard deviation."""
    scaled = (pictures - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)
    return scaled.transpose(0, 3, 1, 2).astype(np.float32)


def within_one(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 3, h, w) in 0 ... 1 of pictures (n, h, w, 3)."""
    return channels_first(pictures).astype(np.float32) / np.float32(255)
