"""Keypoint files and folders of them, recognised by their content."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.common.json_files import read_json
from posestudio.errors import KeypointsError
from posestudio.keypoints.formats import read_frames
from posestudio.keypoints.naming import Layout
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.people import Reading
from posestudio.keypoints.timeline import filled, frame_numbers, time_order
from posestudio.keypoints.units import PIXELS, Extent, to_pixels
from posestudio.keypoints.writing import GENERATOR

_WIDEST_FACE = 0.45  # over the size of a person all of whose limbs are seen

SLOWEST, FASTEST = 0.1, 10_000.0
"""Frames a second that a sequence may have."""


class KeypointsWarning(UserWarning):
    """Something in a keypoint file that was left out or assumed."""


@dataclass(frozen=True, eq=False)
class Recording:
    """What a keypoint file or folder holds: ``frames`` in time, those that it left out without people.

    ``fps`` is the frames a second that it says, or None; ``found`` whether `posestudio detect` found the
    keypoints, so that they are less exact than those a hand placed; ``warnings`` one line for each thing
    that was left out or assumed.
    """

    frames: tuple[Keypoints, ...]
    fps: float | None = None
    found: bool = False
    warnings: tuple[str, ...] = ()


def load_recording(
    path: str | os.PathLike[str], layout: str | None = None, size: tuple[int, int] | None = None
) -> Recording:
    """All frames of a keypoint file, or of a folder of them, as a sequence in time.

    Known by their content: COCO keypoint annotations and results, OpenPose, AlphaPose, MMPose, Ultralytics and
    MediaPipe. ``layout`` (a name in ``keypoint_orders.KEYPOINT_ORDERS``) overrides what the names or the number
    of keypoints say; ``size`` (width, height) is given to frames whose file says none, and makes pixels of
    fractions of the picture. Frames are in the order of the numbers in their names (2 before 10), and where
    one sequence's numbers leave some out, those have no people.

    A keypoint is missing when flagged so, when its confidence is under MISSING_SCORE, or when it lies in the
    picture's very corner with little or no confidence; it is occluded when flagged so or under OCCLUDED_SCORE.
    People of whom no keypoint is there are left out; frames without people stay. ``source`` is the picture's
    file name where the file says it, else the frame's number or the file's stem.

    A person, category, number or file of a folder that cannot be read is left out, and named in ``warnings``.
    Raises KeypointsError naming the file, the place in it and what was expected where nothing can be read:
    LayoutUnknown where a layout, SizeUnknown where a size is needed.
    """
    files = keypoint_files(path)
    reading = Reading(Layout.of(layout))
    frames: list[Keypoints] = []
    unread: list[Keypoints] = []
    facts = Facts()
    for file in files:
        try:
            frames += read_file(file, reading, facts, size)
        except KeypointsError as problem:
            if len(files) == 1:
                raise
            reading.notes.left_out(problem)
            unread.append(replace(_nobody(), source=_stem(file), size=size))
    if unread and not any(frame.people for frame in frames) and reading.notes.problem is not None:
        raise reading.notes.problem
    if len(files) > 1 or not reading.own:  # this program's files have all frames, in order
        frames = _in_time([*frames, *_of_the_sequence(frames, unread)], reading)
    unit = facts.extent.unit(str(path))
    if unit != PIXELS:
        frames = [to_pixels(frame, unit, str(path)) for frame in frames]
        width, height = next(frame.size for frame in frames if frame.size is not None)
        reading.notes.say(f"{path}: keypoints taken as {unit} of a picture of {width} x {height} pixels")
    if reading.layout.names is None and not reading.own and _face_far_apart(frames):
        reading.notes.say(
            f"{path}: eyes, ears and nose lie as far apart as the limbs: if their order is not what the number"
            " of keypoints says, give a layout (--layout)"
        )
    return Recording(tuple(frames), facts.fps, facts.found, reading.notes.all)


def load_keypoints(
    path: str | os.PathLike[str], layout: str | None = None, size: tuple[int, int] | None = None
) -> list[Keypoints]:
    """The frames of ``load_recording``, whose warnings become Python's, of the kind KeypointsWarning."""
    recording = load_recording(path, layout, size)
    for line in recording.warnings:
        warnings.warn(line, KeypointsWarning, stacklevel=2)
    return list(recording.frames)


def iter_keypoints(
    path: str | os.PathLike[str],
    layout: str | None = None,
    size: tuple[int, int] | None = None,
    unit: str | None = None,
    notes: list[str] | None = None,
) -> Iterator[Keypoints]:
    """One Keypoints a picture or frame, a file at a time: as ``load_recording``, but frames come as the files
    name and order them, none are filled in, and a file that cannot be read raises KeypointsError.

    ``unit`` is what the numbers are (see `units`), by default what each file's look like. What was left out
    is appended to ``notes``.
    """
    reading = Reading(Layout.of(layout))
    for file in keypoint_files(path):
        reading = replace(reading, notes=type(reading.notes)())
        facts = Facts()
        frames = read_file(file, reading, facts, size)
        there = unit or facts.extent.unit(str(file))
        yield from (to_pixels(frame, there, str(file)) for frame in frames)
        if notes is not None:
            notes += reading.notes.all


def _in_time(frames: list[Keypoints], reading: Reading) -> list[Keypoints]:
    """The frames by their numbers, and empty ones where one sequence's numbers leave some out."""
    order = time_order([frame.source for frame in frames])
    frames = [frames[index] for index in order]
    places = filled([frame.source for frame in frames])
    if places is None or len(places) == len(frames):
        return frames
    size = next((frame.size for frame in frames if frame.size is not None), None)
    reading.notes.say(
        f"{len(places) - len(frames)} of {len(places)} frames are not in the file: nobody is in them"
    )
    return [
        replace(_nobody(), source=name, size=size) if index is None else frames[index]
        for index, name in places
    ]


@dataclass
class Facts:
    """What files say about all their frames: the first rate, whether any were found, where keypoints lie."""

    fps: float | None = None
    found: bool = False
    extent: Extent = field(default_factory=Extent)


def read_file(file: Path, reading: Reading, facts: Facts, size: tuple[int, int] | None) -> list[Keypoints]:
    """A file's frames; what it says about all of them goes to ``facts``."""
    root = JsonCursor(read_json(file, KeypointsError), str(file))
    info = root.value.get("info") if isinstance(root.value, dict) else None
    info = info if isinstance(info, dict) else {}
    reading.own = info.get("generator") == GENERATOR
    facts.found |= reading.own and info.get("found") is True
    if facts.fps is None:
        facts.fps = _rate(info, root, reading)
    frames = []
    for frame in read_frames(root, reading):
        frames.append(replace(frame, source=frame.source or _stem(file), size=frame.size or size))
        if not reading.own:  # whose numbers are pixels
            facts.extent.add(frame)
    return frames


def _rate(info: dict[str, Any], root: JsonCursor, reading: Reading) -> float | None:
    value = info.get("fps", root.value.get("fps") if isinstance(root.value, dict) else None)
    if value is None:
        return None
    rate = number_in(value)
    if SLOWEST <= rate <= FASTEST:
        return rate
    where = JsonCursor(value, root.file, "info.fps" if "fps" in info else "fps")
    reading.notes.left_out(where.fail(f"frames a second, {SLOWEST:g} to {FASTEST:g}"))
    return None


def _stem(file: Path) -> str:
    return file.stem.removesuffix("_keypoints")


def _nobody() -> Keypoints:
    return Keypoints(np.zeros((0, 17, 2)))


def _of_the_sequence(frames: list[Keypoints], unread: list[Keypoints]) -> list[Keypoints]:
    """Those frames, of files that could not be read, whose names say that they belong among the others."""
    unread = [frame for frame in unread if re.search(r"\d", frame.source)]
    numbers = frame_numbers([frame.source for frame in (*frames, *unread)])
    if numbers is None:
        return []
    groups = {group for group, _ in numbers[: len(frames)]}
    there = numbers[len(frames) :]
    return [frame for frame, (group, _) in zip(unread, there, strict=True) if group in groups]


def _face_far_apart(frames: list[Keypoints]) -> bool:
    """Whether most people's faces are as wide as they are tall themselves: the keypoints are not in COCO's order."""
    shares = []
    for frame in frames:
        for points, observed in zip(frame.points, frame.observed, strict=True):
            if observed[5:].all() and observed[:5].sum() >= 3:
                size = np.ptp(points[observed], axis=0).max()
                face = np.ptp(points[:5][observed[:5]], axis=0).max()
                shares.append(face / max(size, 1e-6))
    return bool(shares) and float(np.median(shares)) > _WIDEST_FACE


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
