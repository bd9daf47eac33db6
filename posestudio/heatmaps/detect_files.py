"""Detection over many pictures: files, folders and videos, with boxes from wherever the user has them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.input_files import regular_file
from posestudio.common.progress import Progress
from posestudio.errors import PoseStudioError
from posestudio.heatmaps.detector import DEFAULT, Detector
from posestudio.heatmaps.person_boxes import PersonFinder, read_boxes
from posestudio.heatmaps.pictures import picture_files, read_picture
from posestudio.heatmaps.videos import frame_count, frame_rate, is_video, read_frames
from posestudio.keypoints import Keypoints


@dataclass(frozen=True)
class DetectOptions:
    """How to detect: the options of :meth:`Detector.detect`, the weights, and where boxes come from: given for every
    picture, from a COCO file, or from a detector of people; else one person is looked for."""

    weights: str | os.PathLike[str] = DEFAULT
    device: str = "auto"
    boxes: Sequence[Sequence[float]] | None = None
    boxes_file: Path | None = None
    people: Path | None = None
    steps: int = 4
    samples: int = 1
    flip: bool = False
    every: int = 1
    seed: int = 0


def detect_files(
    paths: Sequence[Path], how: DetectOptions, progress: Progress | None = None
) -> tuple[list[Keypoints], list[str]]:
    """A Keypoints for each picture of files and folders and each frame of videos, in order; and a line for each
    picture in a folder that could not be read.

    Raises PoseStudioError when a file named itself cannot be read, or nothing can.
    """
    tell = progress or (lambda done, total, text: None)
    files = [(file, path.is_dir()) for path in paths for file in picture_files(path)]
    for file, of_folder in files:  # before the weights are read
        if not of_folder:
            regular_file(file)
    known = None if how.boxes_file is None else read_boxes(how.boxes_file)
    finder = None if how.people is None else PersonFinder(how.people)
    detector = Detector.load(how.weights, device=how.device)
    total = sum(-(-frame_count(file) // how.every) if is_video(file) else 1 for file, _ in files)
    frames: list[Keypoints] = []
    unreadable: list[str] = []
    done = 0
    for file, of_folder in files:
        try:
            for name, picture in _pictures(file, how.every):
                tell(done, total, name)
                boxes: Any = how.boxes
                if known is not None:
                    boxes = known.get(name, known.get(file.name, np.zeros((0, 4))))
                elif finder is not None:
                    boxes = finder(picture)
                try:
                    found = detector.detect(picture, boxes, how.steps, how.samples, how.flip, how.seed)
                except PoseStudioError as problem:
                    raise PoseStudioError(f"{file}: {problem}") from problem
                frames.append(found.to_keypoints(name))
                done += 1
                tell(done, total, name)
        except PoseStudioError as problem:
            if not of_folder:
                raise
            unreadable.append(str(problem))
            done += 1
    if not frames:
        raise PoseStudioError(unreadable[0] if unreadable else "expected at least one picture")
    return frames, unreadable


def common_frame_rate(paths: Sequence[Path], every: int = 1) -> float | None:
    """Frames a second of what ``detect_files`` finds in these: that of the videos, if that is all they are and they
    have the same, over ``every``; else None."""
    rates = {frame_rate(path) if is_video(path) and path.is_file() else None for path in paths}
    rate = rates.pop() if len(rates) == 1 else None
    return None if rate is None else rate / every


def _pictures(file: Path, every: int) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """(name, picture) of a file; of a video, each frame's with its number."""
    if not is_video(file):
        yield file.name, read_picture(file)
        return
    for index, frame in enumerate(read_frames(file, every)):
        yield f"{file.stem}_{index * every:06d}", frame
