"""The pictures in the interactive figure of a lifted sequence: the part that is seen of each, small, as JPEG."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from posestudio.common.pictures import read_picture
from posestudio.common.videos import is_video
from posestudio.export.picture_frames import pictures_of
from posestudio.lifting.sequence import LiftedSequence

_PICTURE_SIDE, _FRAME_SIDE = 900, 400  # pixels of the longer side, of a picture and of a video's frames
_MOST_FRAMES = 60  # of a video, in the page
_QUALITY = 80  # of JPEG
_AROUND = 0.6  # of the keypoints' window, that may be seen on each side of it

Picture = str | os.PathLike[str] | NDArray[np.uint8]


def picture_data(
    sequence: LiftedSequence,
    numbers: list[int],
    window: tuple[float, float, float, float],
    picture: Picture | None,
) -> dict[str, Any]:
    """What the figure's scripts read of pictures, for the frames ``numbers`` of a sequence.

    ``window`` (left, top, right, bottom) is what is shown of the camera's picture, pixels. ``pictures`` are data
    URLs, ``picture_of`` says which of them belongs to each frame, ``picture_at`` which part of the camera's picture
    they are. Raises PoseStudioError where the picture cannot be read.
    """
    size = sequence.cameras[0].size
    area = _area(window, size)
    of_frames = [0] * len(numbers)
    found: list[str] = []
    if isinstance(picture, np.ndarray):
        found = [_jpeg(picture, area, _PICTURE_SIDE)]
    elif picture is not None and len(numbers) == 1 and Path(picture).is_file() and not is_video(picture):
        found = [_jpeg(read_picture(picture), area, _PICTURE_SIDE)]
    elif picture is not None:
        stride = -(-len(numbers) // _MOST_FRAMES)
        found = list(_frames(sequence, numbers[::stride], area, picture))
        of_frames = [index // stride for index in range(len(numbers))]
    at = [round(float(part), 2) for part in (area.reshape(2, 2) * size).ravel()]
    return {"pictures": found, "picture_of": of_frames, "picture_at": at}


def _area(window: tuple[float, float, float, float], size: tuple[int, int]) -> NDArray[np.float64]:
    """(4,) left, top, right and bottom of what may be seen, as shares of the picture's width and height."""
    low, high = np.array(window[:2]) / size, np.array(window[2:]) / size
    around = _AROUND * (high - low)
    area = np.concatenate([low - around, high + around]).clip(0, 1)
    return area if (area[2:] - area[:2] > 0).all() else np.array([0.0, 0.0, 1.0, 1.0])


def _frames(
    sequence: LiftedSequence, numbers: list[int], area: NDArray[np.float64], picture: str | os.PathLike[str]
) -> Iterator[str]:
    """The pictures of frames; where there is none, that of the frame before."""
    source = pictures_of(picture, sequence)
    last = ""
    for number in numbers:
        pixels = source.picture(number)
        last = last if pixels is None else _jpeg(pixels, area, _FRAME_SIDE)
        yield last


def _jpeg(picture: NDArray[np.uint8], area: NDArray[np.float64], side: int) -> str:
    """The ``area`` of a picture, at most ``side`` pixels wide and high, as a data URL."""
    height, width = picture.shape[:2]
    corner, end = area.reshape(2, 2) * (width, height)
    scale = min(side / float((end - corner).max()), 1.0)
    size = np.maximum(np.round(scale * (end - corner)), 1).astype(int)
    step = (end - corner) / size
    if scale < 1:  # the mean of what a pixel covers
        kernel = np.maximum(np.round(step), 1).astype(int).tolist()
        picture = np.asarray(cv2.blur(picture, kernel), np.uint8)
    place = np.column_stack([np.diag(step), corner + (step - 1) / 2])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    shown = cv2.warpAffine(picture, place, size.tolist(), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    encoded = cv2.imencode(".jpg", shown[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")
