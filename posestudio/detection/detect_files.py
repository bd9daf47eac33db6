"""Detection in many pictures: files, folders and videos, of everybody or in the boxes that the user gives."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.frame_range import FrameRange
from posestudio.common.input_files import regular_file
from posestudio.common.pictures import picture_files, read_picture
from posestudio.common.progress import ProgressCallback
from posestudio.common.videos import frame_count, frame_rate, is_video, read_video
from posestudio.detection.detected import Detected
from posestudio.detection.detector import DEFAULT
from posestudio.detection.loading import load_any_detector
from posestudio.detection.modes import with_modes
from posestudio.detection.person_boxes import PersonFinder, read_boxes
from posestudio.errors import PoseStudioError
from posestudio.geometry.photograph_lens import photograph_focal_length
from posestudio.keypoints import Keypoints

MOST_NAMED = 10
"""Pictures without people that a summary names."""


@dataclass(frozen=True)
class DetectOptions:
    """Options of :meth:`Detector.detect`, the weights, and the source of boxes: the same ``boxes`` in every picture,
    a COCO file ``boxes_file``; without both, everybody whom the network ``people`` (see `PersonFinder`) finds, or the
    people finder that ships. People with a score below ``least`` are left out. ``first``, ``last`` and ``every``
    choose frames of a video, and pictures of a folder (see `FrameRange`). ``weights`` may be another's pose model
    (ONNX), then ``layout`` says which keypoints it gives."""

    weights: str | os.PathLike[str] = DEFAULT
    device: str = "auto"
    boxes: Sequence[Sequence[float]] | None = None
    boxes_file: Path | None = None
    people: Path | None = None
    least: float = 0.0
    steps: int = 4
    samples: int = 1
    flip: bool = False
    first: int = 0
    last: int | None = None
    every: int = 1
    seed: int = 0
    layout: str | None = None
    alternatives: bool = False
    decide_in_3d: bool = False

    @property
    def frames(self) -> FrameRange:
        """Which frames of each sequence are used. Raises PoseStudioError for numbers out of range."""
        return FrameRange(self.first, self.last, self.every)


@dataclass
class DetectSummary:
    """What was found: the numbers of ``pictures``, of ``people`` and of pictures with ``nobody``, the names of the
    first of these, and a line for each ``unreadable`` picture of a folder and for frames of a video that are
    ``damaged`` or missing."""

    pictures: int = 0
    people: int = 0
    nobody: int = 0
    nobody_in: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def add(self, frame: Keypoints) -> None:
        """Count the people of a picture."""
        self.pictures += 1
        self.people += frame.people
        if not frame.people:
            self.nobody += 1
            if len(self.nobody_in) < MOST_NAMED:
                self.nobody_in.append(frame.source)

    def nobody_lines(self) -> list[str]:
        """A line for each picture without people, and one for those that are not named."""
        lines = [f"{name}: no person found" for name in self.nobody_in]
        more = self.nobody - len(lines)
        return [*lines, f"and {more} more pictures without a person"] if more else lines


@dataclass(frozen=True)
class LoadedDetector:
    """What detection needs beside the pictures, read once: the detector, the boxes of a COCO file by the pictures'
    names, and what makes Keypoints of a detection in a picture of a name."""

    detector: Any
    boxes: dict[str, NDArray] | None
    answers: Callable[[Detected, str], Keypoints]


def load_detector(options: DetectOptions) -> LoadedDetector:
    """The models and boxes of the options. Raises PoseStudioError."""
    known = None if options.boxes_file is None else read_boxes(options.boxes_file)
    finder = None if options.people is None else PersonFinder(options.people)
    detector = load_any_detector(options.weights, options.device, options.layout, finder)
    return LoadedDetector(detector, known, _answers(options))


def detect_files(
    paths: Sequence[Path],
    options: DetectOptions,
    progress: ProgressCallback | None = None,
    summary: DetectSummary | None = None,
    loaded: LoadedDetector | None = None,
    on_found: Callable[[Detected], None] | None = None,
) -> Iterator[Keypoints]:
    """Keypoints for each picture of the files and folders ``paths``, and for each frame of videos, in order, one
    after the other; pictures in which nobody is found have no people. ``summary`` is filled in meanwhile.
    ``loaded`` is what `load_detector` gave for the same options, which need not be loaded then. ``on_found`` is
    called with what the detector found in each, with the heatmaps of all steps (see `Detected`).

    Raises PoseStudioError when a file in ``paths`` cannot be read, or no picture can.
    """
    report = progress or (lambda done, total, text: None)
    summary = DetectSummary() if summary is None else summary
    files = _files(paths, options.frames)
    for file, of_folder in files:  # fail before the weights are read
        if not of_folder:
            regular_file(file)
    loaded = loaded or load_detector(options)
    detector, known, answers = loaded.detector, loaded.boxes, loaded.answers
    recorded: dict[str, Any] = {} if on_found is None else {"trajectory": True}
    total = sum(len(options.frames.indices(frame_count(file))) if is_video(file) else 1 for file, _ in files)
    for file, of_folder in files:
        try:
            focal_length = None if is_video(file) else photograph_focal_length(file)
            for name, picture, time in _pictures(file, options.frames, summary.damaged.append):
                done = summary.pictures + len(summary.unreadable)
                report(done, total, name)
                boxes: Any = options.boxes
                if known is not None:
                    boxes = known.get(name, known.get(file.name, np.zeros((0, 4))))
                try:
                    found = detector.detect(
                        picture,
                        boxes,
                        options.steps,
                        options.samples,
                        options.flip,
                        options.seed,
                        **recorded,
                    )
                except PoseStudioError as problem:
                    raise PoseStudioError(f"{file}: {problem}") from problem
                if on_found is not None:
                    on_found(found)
                frame = answers(found, name).select(np.flatnonzero(found.scores >= options.least))
                frame = replace(frame, time=time, focal_length=focal_length)
                summary.add(frame)
                report(done + 1, total, name)
                yield frame
        except PoseStudioError as problem:
            if not of_folder:
                raise
            summary.unreadable.append(str(problem))
    if not summary.pictures:
        raise PoseStudioError((*summary.unreadable, "expected at least one picture")[0])


def _answers(options: DetectOptions) -> Callable[[Detected, str], Keypoints]:
    """What makes Keypoints of a detection in a picture of a name."""
    if not (options.alternatives or options.decide_in_3d):
        return Detected.to_keypoints
    if not options.decide_in_3d:
        return with_modes
    from posestudio.lifting.alternatives import decided
    from posestudio.lifting.lifter import Lifter

    lifter = Lifter.load(device=options.device)
    return lambda found, name: decided(lifter, with_modes(found, name))


def common_frame_rate(paths: Sequence[Path], every: int = 1) -> float | None:
    """Frames per second of the keypoints of ``detect_files``: that of the videos over ``every``, if all ``paths`` are
    videos of the same rate; else None."""
    rates = {frame_rate(path) if is_video(path) and path.is_file() else None for path in paths}
    rate = rates.pop() if len(rates) == 1 else None
    return None if rate is None else rate / every


def _files(paths: Sequence[Path], frames: FrameRange) -> list[tuple[Path, bool]]:
    """The files to read, each with whether it is of a folder: of each folder, and of the pictures given one by one,
    those that ``frames`` chooses. Raises PoseStudioError where it chooses none of a folder's."""
    files: list[tuple[Path, bool]] = []
    singles = 0
    for path in paths:
        if path.is_dir():
            there = picture_files(path)
            chosen = [(there[index], True) for index in frames.indices(len(there))]
            if not chosen:
                raise PoseStudioError(
                    f"{path}: has {len(there)} pictures; expected more than {frames.first}, the first asked for"
                )
            files += chosen
        elif is_video(path):
            files.append((path, False))
        else:
            if singles in frames:
                files.append((path, False))
            singles += 1
    if not files:
        raise PoseStudioError(f"{singles} pictures; expected more than {frames.first}, the first asked for")
    return files


def _pictures(
    file: Path, frames: FrameRange, say: Callable[[str], None]
) -> Iterator[tuple[str, NDArray[np.uint8], float | None]]:
    """(name, picture, None) of a picture file, or of each of the ``frames`` of a video, whose name has its number,
    with its seconds."""
    if not is_video(file):
        yield file.name, read_picture(file), None
        return
    for frame in read_video(file, frames, say):
        yield f"{file.stem}_{frame.number:06d}", frame.picture, round(frame.time, 6)
