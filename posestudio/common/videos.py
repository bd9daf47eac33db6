"""Videos -> RGB arrays, frame by frame."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.file_kinds import VIDEO_INPUTS, suffix_of
from posestudio.common.input_files import regular_file
from posestudio.common.picture_limits import LARGEST_PICTURE
from posestudio.common.pictures import picture_too_large
from posestudio.errors import PoseStudioError

_MOST_FRAMES = 1e9


def is_video(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name is a video's."""
    return suffix_of(path) in VIDEO_INPUTS


def frame_count(path: str | os.PathLike[str]) -> int:
    """The number of frames that a video states; 0 where it states none. Raises PoseStudioError for what is no
    file."""
    import cv2

    video = cv2.VideoCapture(str(regular_file(path)))
    try:
        count = video.get(cv2.CAP_PROP_FRAME_COUNT)
        return int(count) if 0 <= count < _MOST_FRAMES else 0
    finally:
        video.release()


def frame_rate(path: str | os.PathLike[str]) -> float | None:
    """The frames per second that a video states; None where it states none."""
    import cv2

    video = cv2.VideoCapture(str(path))
    try:
        rate = float(video.get(cv2.CAP_PROP_FPS))
    finally:
        video.release()
    return rate if 0.1 <= rate <= 10_000 else None


def read_frames(path: str | os.PathLike[str], every: int = 1) -> Iterator[NDArray[np.uint8]]:
    """Every ``every``-th frame (h, w, 3) RGB of a video, upright.

    Raises PoseStudioError naming the file for what is not a video, and where a frame is damaged or too large.
    """
    import cv2

    video = cv2.VideoCapture(str(regular_file(path)))
    try:
        if not video.isOpened():
            raise PoseStudioError(f"{path}: not a video that can be read")
        width, height = (video.get(side) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        if not width * height <= LARGEST_PICTURE:
            raise PoseStudioError(
                f"{path}: {width:g} x {height:g} pixels; expected at most {LARGEST_PICTURE // 10**6} million"
            )
        index = 0
        while video.grab():
            if index % every == 0:
                yield _frame(video, path, index)
            index += 1
        if index == 0:
            raise PoseStudioError(f"{path}: a video without a frame that can be read")
    except cv2.error as problem:
        reason = " ".join(str(problem).split())[:120]
        raise PoseStudioError(f"{path}: the video is broken: {reason}") from problem
    finally:
        video.release()


def _frame(video: Any, path: str | os.PathLike[str], index: int) -> NDArray[np.uint8]:
    """The frame just grabbed, as RGB."""
    import cv2

    there, frame = video.retrieve()
    if not there or frame is None or frame.size == 0:
        raise PoseStudioError(f"{path}: frame {index + 1} of the video is damaged")
    if frame.shape[0] * frame.shape[1] > LARGEST_PICTURE:
        raise picture_too_large(path, frame.shape[1], frame.shape[0])
    if frame.ndim == 2 or frame.shape[2] == 1:
        return np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2RGB), np.uint8)
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), np.uint8)
