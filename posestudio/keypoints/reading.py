"""Keypoint files and folders of them, recognised by their content."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from posestudio.body.layouts import KEYPOINT_ORDERS
from posestudio.errors import KeypointsError
from posestudio.json_files import read_json
from posestudio.keypoints.formats import Layout, read_frames
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.places import Place


def iter_keypoints(
    path: str | os.PathLike[str], layout: str | None = None, size: tuple[int, int] | None = None
) -> Iterator[Keypoints]:
    """One Keypoints a picture or frame of a keypoint file, or of a folder of them in natural order.

    Known by their content: COCO keypoint annotations and results, OpenPose, AlphaPose and MMPose
    predictions. ``layout`` (a name in ``layouts.KEYPOINT_ORDERS``) overrides what the names or the number
    of keypoints say; ``size`` (width, height) is given to frames whose file says none. A folder is read
    a file at a time.

    A keypoint is missing when flagged so or when its confidence is under MISSING_SCORE, and occluded
    when flagged so or under OCCLUDED_SCORE. People of whom no keypoint is there are left out; frames without
    people stay. ``source`` is the picture's file name where the file says it, else the frame's number or
    the file's stem.

    Raises KeypointsError naming the file, the place in it and what was expected.
    """
    if layout is not None and layout not in KEYPOINT_ORDERS:
        raise KeypointsError(f"layout: expected one of {', '.join(KEYPOINT_ORDERS)}, got {layout!r}")
    order = Layout() if layout is None else Layout(KEYPOINT_ORDERS[layout], given=True)
    for file in keypoint_files(path):
        content = Place(read_json(file, KeypointsError), str(file))
        stem = file.stem.removesuffix("_keypoints")
        for frame in read_frames(content, order):
            yield replace(frame, source=frame.source or stem, size=frame.size or size)


def load_keypoints(
    path: str | os.PathLike[str], layout: str | None = None, size: tuple[int, int] | None = None
) -> list[Keypoints]:
    """All frames of a keypoint file or folder; see ``iter_keypoints``."""
    return list(iter_keypoints(path, layout, size))


def keypoint_files(path: str | os.PathLike[str]) -> list[Path]:
    """The file itself, or a folder's JSON files in natural order (2 before 10). Raises KeypointsError for none."""
    path = Path(path)
    return [path / name for name in keypoint_names(path)] if os.path.isdir(path) else [path]


def keypoint_names(folder: Path) -> list[str]:
    """Names of a folder's JSON files in natural order. Raises KeypointsError for none."""
    try:
        names = [name for name in os.listdir(folder) if re.fullmatch(r"[^.].*\.json", name, re.IGNORECASE)]
    except OSError as problem:
        raise KeypointsError(f"{folder}: cannot be read: {problem.strerror or problem}") from problem
    if not names:
        raise KeypointsError(f"{folder}: expected a folder with keypoint files (.json), found none")
    names.sort()
    names.sort(key=natural_order)
    return names


def natural_order(name: str) -> str:
    """Sorting key of file names with numbers in them, 2 before 10: before a number stands how long it is."""
    return re.sub(r"\d+", _with_length, name.casefold())


def _with_length(number: re.Match[str]) -> str:
    digits = number[0].lstrip("0")
    return f"{len(digits):03}{digits}"
