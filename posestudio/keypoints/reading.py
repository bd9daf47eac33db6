"""Reads keypoint files, and folders of them, of any known format as a sequence of frames."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.file_kinds import PARQUET, PICTURE_INPUTS, VIDEO_INPUTS, suffix_of
from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.common.json_files import read_json
from posestudio.common.natural_order import natural_order
from posestudio.errors import KeypointsError
from posestudio.keypoints.coordinate_units import PIXELS, Extent, to_pixels
from posestudio.keypoints.file_formats import read_frames
from posestudio.keypoints.frame_order import fill_missing, frame_numbers, time_order
from posestudio.keypoints.frame_times import mean_rate, rate_varies, times_of
from posestudio.keypoints.layout_choice import FileLayout
from posestudio.keypoints.observation import Keypoints
from posestudio.keypoints.parquet_reading import KeypointTable
from posestudio.keypoints.reading_context import ReadingContext
from posestudio.keypoints.writing import GENERATOR

_WIDEST_FACE = 0.45  # of the size of a person whose limbs are all observed

SLOWEST, FASTEST = 0.1, 10_000.0
"""Frames per second that a sequence may have."""


class KeypointsWarning(UserWarning):
    """Something in a keypoint file that was left out or assumed."""


@dataclass(frozen=True, eq=False)
class Recording:
    """The content of a keypoint file or folder: ``frames`` in time; those that are not in the file have no people.

    ``fps`` is the frames per second that the file states, or None; ``times`` (F,) are the seconds of each frame where
    the rate varies, else None; ``found`` whether `posestudio detect` found the
    keypoints, so that they are less exact than keypoints placed by a person; ``warnings`` one line for each thing
    that was left out or assumed.
    """

    frames: tuple[Keypoints, ...]
    fps: float | None = None
    found: bool = False
    warnings: tuple[str, ...] = ()
    times: NDArray[np.float64] | None = None


def load_recording(
    path: str | os.PathLike[str], layout: str | None = None, size: tuple[int, int] | None = None
) -> Recording:
    """All frames of a keypoint file, or of a folder of them, as a sequence in time.

    The format is recognised by the content: COCO keypoint annotations and results, OpenPose, AlphaPose, MMPose,
    Ultralytics and MediaPipe; a file whose name ends in .parquet is a table (see `parquet_columns`). ``layout`` (a
    name in `keypoint_layouts`) overrides the order that the names or the number of keypoints imply; ``size`` (width,
    height) is given to frames whose file states none, and turns fractions of the picture into pixels. Frames are
    ordered by the numbers in their names (2 before 10); for numbers that are left out in one sequence there are
    frames without people.

    A keypoint is missing when flagged so, when its confidence is under MISSING_SCORE, or when it lies in the
    picture's very corner with little or no confidence; it is occluded when flagged so or under OCCLUDED_SCORE.
    People without an observed keypoint are left out; frames without people stay. ``source`` is the picture's
    file name where the file states it, else the frame's number or the file's stem.

    A person, category, number or file of a folder that cannot be read is left out, and named in ``warnings``.
    Raises KeypointsError naming the file, the location in it and what was expected where nothing can be read:
    LayoutUnknown where a layout, SizeUnknown where a size is needed.
    """
    files = keypoint_files(path)
    context = ReadingContext(FileLayout.of(layout))
    frames: list[Keypoints] = []
    unread: list[Keypoints] = []
    facts = FileFacts()
    for file in files:
        try:
            frames += read_keypoint_file(file, context, facts, size)
        except KeypointsError as problem:
            if len(files) == 1:
                raise
            context.notes.add_left_out(problem)
            unread.append(replace(_empty_frame(), source=_stem(file), size=size))
    if unread and not any(frame.people for frame in frames) and context.notes.problem is not None:
        raise context.notes.problem
    sequence = len(files) > 1 or not context.own  # this program's files have all frames, in order
    return _recording(str(path), frames, unread if sequence else None, context, facts)


def load_rows(
    table: KeypointTable,
    first: int = 0,
    stop: int | None = None,
    layout: str | None = None,
    size: tuple[int, int] | None = None,
) -> Recording:
    """The frames in the rows ``first`` to below ``stop`` of a Parquet file, as `load_recording` reads a file. Raises
    KeypointsError."""
    context, facts = ReadingContext(FileLayout.of(layout)), FileFacts()
    frames = _table_frames(table, first, stop, context, facts, size)
    return _recording(table.name, frames, None if context.own else [], context, facts)


def _recording(
    place: str,
    frames: list[Keypoints],
    unread: list[Keypoints] | None,
    context: ReadingContext,
    facts: FileFacts,
) -> Recording:
    """The recording of the frames of the files at ``place``, put in order with the ``unread`` ones; where that is
    None they are in order."""
    if unread is not None:
        frames = _in_time([*frames, *_of_the_sequence(frames, unread)], context)
    unit = facts.extent.unit(place)
    if unit != PIXELS:
        frames = [to_pixels(frame, unit, place) for frame in frames]
        width, height = next(frame.size for frame in frames if frame.size is not None)
        context.notes.add(f"{place}: keypoints taken as {unit} of a picture of {width} x {height} pixels")
    if context.layout.names is None and not context.own and _face_far_apart(frames):
        context.notes.add(
            f"{place}: eyes, ears and nose lie as far apart as the limbs: if their order is not what the number"
            " of keypoints says, give a layout (--layout)"
        )
    times = times_of(frames)
    fps = facts.fps or mean_rate(times)
    varying = times if rate_varies(times) else None
    return Recording(tuple(frames), fps, facts.found, context.notes.all, varying)


def load_keypoints(
    path: str | os.PathLike[str], layout: str | None = None, size: tuple[int, int] | None = None
) -> list[Keypoints]:
    """The frames of ``load_recording``; its warnings are issued as Python's, of the class KeypointsWarning."""
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
    """One Keypoints for each picture or frame, a file at a time: as ``load_recording``, but the frames are in the
    files' order, missing ones are not filled in, and a file that cannot be read raises KeypointsError.

    ``unit`` is the unit of the coordinates (see `coordinate_units`), by default recognised for each file. Notes on
    what was left out are appended to ``notes``.
    """
    context = ReadingContext(FileLayout.of(layout))
    for file in keypoint_files(path):
        context = replace(context, notes=type(context.notes)())
        facts = FileFacts()
        frames = read_keypoint_file(file, context, facts, size)
        there = unit or facts.extent.unit(str(file))
        yield from (to_pixels(frame, there, str(file)) for frame in frames)
        if notes is not None:
            notes += context.notes.all


def _in_time(frames: list[Keypoints], context: ReadingContext) -> list[Keypoints]:
    """The frames ordered by their numbers, with empty ones for numbers that are left out in one sequence."""
    order = time_order([frame.source for frame in frames])
    frames = [frames[index] for index in order]
    entries = fill_missing([frame.source for frame in frames])
    if entries is None or len(entries) == len(frames):
        return frames
    size = next((frame.size for frame in frames if frame.size is not None), None)
    context.notes.add(
        f"{len(entries) - len(frames)} of {len(entries)} frames are not in the file: they have no people"
    )
    return [
        replace(_empty_frame(), source=name, size=size) if index is None else frames[index]
        for index, name in entries
    ]


@dataclass
class FileFacts:
    """Facts gathered from all files: ``fps``, the first rate stated; ``found``, whether `posestudio detect` wrote any
    of them; ``extent``, where the keypoints lie."""

    fps: float | None = None
    found: bool = False
    extent: Extent = field(default_factory=Extent)


def read_keypoint_file(
    file: Path, context: ReadingContext, facts: FileFacts, size: tuple[int, int] | None
) -> list[Keypoints]:
    """A file's frames, coordinates as they stand in it; ``facts`` are updated. Raises KeypointsError."""
    if suffix_of(file) == PARQUET:
        with KeypointTable(file, str(file)) as table:
            return _table_frames(table, 0, None, context, facts, size)
    root = JsonCursor(read_json(file, KeypointsError), str(file))
    info = root.value.get("info") if isinstance(root.value, dict) else None
    info = info if isinstance(info, dict) else {}
    context.own = info.get("generator") == GENERATOR
    facts.found |= context.own and info.get("found") is True
    if facts.fps is None:
        facts.fps = _rate(info, root, context)
    return _completed(read_frames(root, context), file, context, facts, size)


def _table_frames(
    table: KeypointTable,
    first: int,
    stop: int | None,
    context: ReadingContext,
    facts: FileFacts,
    size: tuple[int, int] | None,
) -> list[Keypoints]:
    """The frames in rows of a Parquet file, as `read_keypoint_file` returns a file's."""
    frames, fps = table.frames(context, first, stop)
    facts.found |= table.found
    if facts.fps is None and fps is not None:
        facts.fps = _rate({}, JsonCursor({"fps": fps}, table.name), context)
    return _completed(frames, Path(table.name), context, facts, size)


def _completed(
    frames: Iterable[Keypoints],
    file: Path,
    context: ReadingContext,
    facts: FileFacts,
    size: tuple[int, int] | None,
) -> list[Keypoints]:
    """The frames with names, and with the ``size`` where they have none; where they lie is added to the facts."""
    completed = []
    for frame in frames:
        completed.append(replace(frame, source=frame.source or _stem(file), size=frame.size or size))
        if not context.own:  # this program's coordinates are pixels
            facts.extent.add(frame)
    return completed


def _rate(info: dict[str, Any], root: JsonCursor, context: ReadingContext) -> float | None:
    value = info.get("fps", root.value.get("fps") if isinstance(root.value, dict) else None)
    if value is None:
        return None
    rate = number_in(value)
    if SLOWEST <= rate <= FASTEST:
        return rate
    where = JsonCursor(value, root.file, "info.fps" if "fps" in info else "fps")
    context.notes.add_left_out(where.error(f"frames per second, {SLOWEST:g} to {FASTEST:g}"))
    return None


def _stem(file: Path) -> str:
    return file.stem.removesuffix("_keypoints")


def _empty_frame() -> Keypoints:
    return Keypoints(np.zeros((0, 17, 2)))


def _of_the_sequence(frames: list[Keypoints], unread: list[Keypoints]) -> list[Keypoints]:
    """Those of the ``unread`` frames, of files that could not be read, whose numbers belong to the others'
    sequence."""
    unread = [frame for frame in unread if re.search(r"\d", frame.source)]
    numbers = frame_numbers([frame.source for frame in (*frames, *unread)])
    if numbers is None:
        return []
    groups = {group for group, _ in numbers[: len(frames)]}
    there = numbers[len(frames) :]
    return [frame for frame, (group, _) in zip(unread, there, strict=True) if group in groups]


def _face_far_apart(frames: list[Keypoints]) -> bool:
    """Whether most people's face keypoints are as far apart as the limbs: then the order is probably not COCO's."""
    shares = []
    for frame in frames:
        for points, observed in zip(frame.points, frame.observed, strict=True):
            if observed[5:].all() and observed[:5].sum() >= 3:
                size = np.ptp(points[observed], axis=0).max()
                face = np.ptp(points[:5][observed[:5]], axis=0).max()
                shares.append(face / max(size, 1e-6))
    return bool(shares) and float(np.median(shares)) > _WIDEST_FACE


def keypoint_files(path: str | os.PathLike[str]) -> list[Path]:
    """The file itself, or a folder's JSON files in natural order (2 before 10). Raises KeypointsError for none, and
    for a picture or a video."""
    path = Path(path)
    if os.path.isdir(path):
        return [path / name for name in keypoint_file_names(path)]
    if path.suffix.lower() in (*PICTURE_INPUTS, *VIDEO_INPUTS):
        raise KeypointsError(
            f"{path}: expected a keypoint file; 'posestudio detect' finds keypoints in pictures"
        )
    return [path]


def keypoint_file_names(folder: Path) -> list[str]:
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
