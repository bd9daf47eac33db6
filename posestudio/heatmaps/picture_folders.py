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
from posestudio.common.json_cursor import JsonCursor
from posestudio.common.json_files import read_json
from posestudio.common.progress import Progress
from posestudio.errors import KeypointsError, PoseStudioError
from posestudio.heatmaps.detector import DEFAULT, Detector
from posestudio.heatmaps.person_boxes import PeopleFinder
from posestudio.heatmaps.pictures import (
    frame_count,
    frame_rate,
    is_video,
    picture_files,
    read_frames,
    read_picture,
)
from posestudio.keypoints import Keypoints


@dataclass(frozen=True)
class Detection:
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


def detect_all(
    paths: Sequence[Path], how: Detection, progress: Progress | None = None
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
    finder = None if how.people is None else PeopleFinder(how.people)
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


def rate_of(paths: Sequence[Path], every: int = 1) -> float | None:
    """Frames a second of what ``detect_all`` finds in these: that of the videos, if that is all they are and they
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


def read_boxes(path: str | os.PathLike[str]) -> dict[str, NDArray[np.float64]]:
    """Boxes (people, 4) x, y, width, height by the pictures' file names, of COCO annotations with ``images`` and
    ``annotations``. Crowds, what is no person, and boxes without an area are left out. Raises KeypointsError naming
    file and place, also where two pictures have the same name."""
    root = JsonCursor(read_json(path, KeypointsError), str(path))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for image in root["images"]:
        name = Path(image["file_name"].text()).name
        if name in taken:
            raise image["file_name"].fail("another name than the pictures before have")
        taken.add(name)
        names[image["id"].text()] = name
    kinds = root["categories"] if "categories" in root else ()
    others = {kind["id"].text() for kind in kinds if "name" in kind and kind["name"].text() != "person"}
    boxes: dict[str, list[NDArray[np.float64]]] = {}
    for annotation in root["annotations"]:
        key, box = annotation["image_id"].text(), annotation["bbox"]
        if key not in names:
            raise annotation["image_id"].fail("the id of one of the images")
        crowd = "iscrowd" in annotation and annotation["iscrowd"].value
        if crowd or ("category_id" in annotation and annotation["category_id"].text() in others):
            continue
        numbers = box.numbers()
        if numbers.shape != (4,):
            raise box.fail("x, y, width and height of a box")
        if (numbers[2:] > 0).all():
            boxes.setdefault(names[key], []).append(numbers)
    return {name: np.stack(rows) for name, rows in boxes.items()}
