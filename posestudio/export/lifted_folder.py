"""Folders of keypoint files of any length: lifted part by part, each written before the next is begun.

A part holds PART_FILES files' frames and is complete or not there, so that a run that was broken off goes
on where it stopped. Only a part's frames are ever in memory, and the names of the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from posestudio.common.files import atomic_write, held, sweep
from posestudio.common.json_files import read_json
from posestudio.common.memory import keep_freed_memory
from posestudio.common.progress import Progress
from posestudio.common.workers import pool as workers_pool
from posestudio.errors import KeypointsError, PoseStudioError, SizeUnknown
from posestudio.export.lifted import save_sequence
from posestudio.geometry.camera import Camera
from posestudio.keypoints import FOUND_NOISE, Keypoints, iter_keypoints, keypoint_file_names
from posestudio.keypoints.coordinate_units import PIXELS
from posestudio.keypoints.folder_survey import FolderSurvey, files_in_time, load_people, save_people
from posestudio.keypoints.picture_size import assumed_size_remark, common_size
from posestudio.lifting.frames import lift_together
from posestudio.lifting.known import Known
from posestudio.lifting.options import check_numbers
from posestudio.lifting.sequence import FPS, LiftedSequence, check_fps, gather

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter

PART_FILES = 512
MANIFEST = "manifest.json"
PEOPLE = "people.numbers"
"""Who is in each file: numbers of people over the whole folder; arrays as in NPZ, but no part."""


@dataclass(frozen=True)
class Stream:
    """What to lift, and how: everything a worker needs. ``options`` are those of ``Lifter.lift``."""

    source: Path
    out: Path
    weights: str
    device: str = "auto"
    camera: Camera | None = None
    layout: str | None = None
    size: tuple[int, int] | None = None
    fps: float | None = None
    """Frames a second; None: as the files say, or 30"""
    options: dict[str, Any] = field(default_factory=dict)
    known: Known | None = None
    """Of everybody in all frames: bone lengths, sides"""
    unit: str = PIXELS
    """What the files' numbers are; see `keypoints.coordinate_units`"""

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.out / f"part-{number:06d}.npz"


def lift_folder(
    stream: Stream,
    workers: int = 1,
    progress: Progress | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> list[str]:
    """Lift a folder of keypoint files, one frame a file, into ``stream.out``; parts that are there stay.

    The folder is looked through once before: people are followed through its files (``people.numbers``), and files
    that their numbers leave out are frames without people. Each part is an NPZ as `save_lifted` writes it, its
    ``frame`` counting the folder's frames; without anybody in its frames it is left out. ``say`` is told what was
    assumed. ``workers`` processes share the parts, one thread each.
    Returns a line for each file that could not be read, whose frames stay empty; they are in the manifest,
    too. Raises PoseStudioError when another program writes ``out``, when it was begun with other options, and
    for a source that is no folder.
    """
    if not stream.source.is_dir():
        raise PoseStudioError(
            f"{stream.source}: not a folder of keypoint files: give OUT.npz, .bvh or .json to lift a file"
        )
    if stream.out.resolve() == stream.source.resolve():
        raise PoseStudioError(f"{stream.out}: holds what is to be lifted: give another folder")
    check_numbers(**stream.options)  # before anything is written
    check_fps(FPS if stream.fps is None else stream.fps)
    if stream.known is not None and stream.known.people is not None:
        raise PoseStudioError(
            "known: pins and poses are of single frames: a folder takes bone lengths and sides"
        )
    with held(stream.out / ".lock", stream.out):
        sweep(stream.out, now=True)
        return _lift_all(stream, workers, progress, say)


def _lift_all(
    stream: Stream, workers: int, progress: Progress | None, say: Callable[[str], None]
) -> list[str]:
    files = files_in_time(keypoint_file_names(stream.source))
    parts = range(-(-len(files) // PART_FILES))
    stream = _begun(stream, files, progress, say)
    people = _people(stream.out / PEOPLE, len(files))
    # A part without people leaves no file, so the manifest says what is done, and which of it is empty.
    manifest = _read(stream.out / MANIFEST)
    there = {number for number in manifest["done"] if stream.part(number).exists()}
    empty = set(manifest.setdefault("empty", [number for number in manifest["done"] if number not in there]))
    left = [number for number in parts if number not in there | empty]
    manifest["done"] = sorted(there | empty)
    done = len(parts) - len(left)
    told = set(manifest["unreadable"])  # a part that is made again tells the same once more
    slices = {number: slice(number * PART_FILES, (number + 1) * PART_FILES) for number in left}
    named = {
        number: (files[part], None if people is None else people[part]) for number, part in slices.items()
    }
    for number, bad in _lifted(stream, named, workers):
        done += 1
        manifest["done"].append(number)
        manifest["unreadable"] += [line for line in bad if line not in told]
        if not stream.part(number).exists():
            manifest["empty"].append(number)
        _write(stream.out / MANIFEST, manifest)
        if progress is not None:
            progress(min(done * PART_FILES, len(files)), len(files), "frames")
    return manifest["unreadable"]


Files = tuple[list[str | None], list[NDArray[np.int64]] | None]
"""A part's files, None for frames without one, and who is in each, where that is known."""


def _lifted(stream: Stream, parts: dict[int, Files], workers: int) -> Iterator[tuple[int, list[str]]]:
    if workers == 1 or len(parts) < 2:
        for number, files in parts.items():
            yield number, _lift_part(stream, number, files)
        return
    with workers_pool(workers, _begin_worker) as pool:
        jobs = {pool.submit(_lift_part, stream, *part): part[0] for part in parts.items()}
        try:
            for job in as_completed(jobs):
                yield jobs[job], job.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _begin_worker() -> None:
    import torch

    keep_freed_memory()
    torch.set_num_threads(1)


@cache
def _lifter(weights: str, device: str) -> Lifter:
    from posestudio.lifting.lifter import Lifter

    return Lifter.load(weights, device=device)


def _lift_part(stream: Stream, number: int, part: Files) -> list[str]:
    """Write one part, of these files; returns a line for each unreadable one."""
    bad: list[str] = []
    files, people = part
    frames = [_frame(file, stream, bad) for file in files]
    if any(frame.people for frame in frames):
        lifter = _lifter(stream.weights, stream.device)
        lifted = list(lift_together(lifter, frames, stream.camera, known=stream.known, **stream.options))
        take = _numbered(gather(lifted, stream.fps or FPS), people)
        save_sequence(stream.part(number), replace(take, first_frame=number * PART_FILES))
    return bad


def _numbered(take: LiftedSequence, people: list[NDArray[np.int64]] | None) -> LiftedSequence:
    """The take with people's numbers over the whole folder, where they are known."""
    if people is None:
        return take
    numbers = np.concatenate(people).astype(np.int32)
    return replace(take, person=numbers) if len(numbers) == len(take.person) else take


def _frame(name: str | None, stream: Stream, bad: list[str]) -> Keypoints:
    """The one frame of a file; an empty one, and a line in ``bad``, where it cannot be read."""
    if name is None:
        return Keypoints(np.zeros((0, 17, 2)), size=stream.size)
    file = stream.source / name
    try:
        frames = list(iter_keypoints(file, stream.layout, stream.size, stream.unit))
        if len(frames) > 1:
            raise KeypointsError(f"{file}: expected one frame a file in a folder, found {len(frames)}")
    except PoseStudioError as problem:
        bad.append(str(problem))
        frames = []
    frame = frames[0] if frames else Keypoints(np.zeros((0, 17, 2)))
    return frame if frame.size is not None else replace(frame, size=stream.size)


def _begun(
    stream: Stream, files: list[str | None], progress: Progress | None, say: Callable[[str], None]
) -> Stream:
    """The stream with the size that frames without one are taken to have, and all else that looking through the
    folder tells; its folder and manifest are there."""
    asked = {
        "source": str(stream.source.resolve()),
        "files": len(files),
        "part_files": PART_FILES,
        "weights": stream.weights,
        "camera": None if stream.camera is None else stream.camera.to_json(),
        "layout": stream.layout,
        "options": stream.options,
        "known": None if stream.known is None else stream.known.to_json(),
    }
    if stream.fps is not None:
        asked["fps"] = stream.fps
    if stream.size is not None:
        asked["size"] = stream.size
    path = stream.out / MANIFEST
    if path.exists():
        manifest = _read(path)
        for name, value in asked.items():
            if manifest.get(name) != json.loads(json.dumps(value)):
                raise PoseStudioError(
                    f"{path}: was begun with {name} {manifest.get(name)!r}, not {value!r}; give another folder"
                )
    else:
        manifest = asked | _look_through(stream, files, progress, say)
        _write(path, manifest | {"done": [], "empty": [], "unreadable": []})
    size, options = manifest["size"], stream.options
    if manifest.get("found") and "keypoint_noise" not in options:
        options = options | {"keypoint_noise": FOUND_NOISE}
        say(f"Keypoints found by posestudio detect: taken to be {FOUND_NOISE:.1%} of a person's size off.")
    return replace(
        stream,
        size=None if size is None else (size[0], size[1]),
        unit=manifest.get("unit", PIXELS),
        fps=manifest.get("fps", FPS),
        options=options,
    )


def _look_through(
    stream: Stream, files: list[str | None], progress: Progress | None, say: Callable[[str], None]
) -> dict[str, Any]:
    """What the manifest says of a folder's files; who is in them is written beside it."""
    survey = FolderSurvey(stream.source, stream.layout, stream.size)
    sized = False

    def frames() -> Iterator[Keypoints]:
        nonlocal sized
        for number, frame in enumerate(survey.frames(files)):
            sized |= frame.size is not None
            yield frame
            if progress is not None and number % PART_FILES == 0:
                progress(number, len(files), "frames looked at")

    size = common_size(frames())
    unit = survey.unit
    if unit == PIXELS and stream.camera is not None and stream.size is None:
        size = None
    elif not sized:
        if unit != PIXELS and stream.camera is not None:
            size = stream.camera.size
        elif unit != PIXELS:
            raise SizeUnknown(
                f"{stream.source}: keypoints in {unit} of the picture: expected the picture's size given"
                " (--size WIDTHxHEIGHT)"
            )
        elif size is not None:
            say(assumed_size_remark(size))
    if unit != PIXELS and size is not None:
        say(f"Keypoints taken as {unit} of pictures of {size[0]} x {size[1]} pixels.")
    for line in survey.context.notes.all:
        say(line)
    fps = stream.fps or survey.facts.fps
    if fps is None:
        say(f"No frame rate given: {FPS:g} frames a second assumed (give it with --fps).")
    save_people(stream.out / PEOPLE, survey.people)
    return {"size": size, "unit": unit, "fps": fps or FPS, "found": survey.facts.found}


def _people(path: Path, files: int) -> list[NDArray[np.int64]] | None:
    """Who is in each file; None in a folder that was begun before that was written."""
    return load_people(path, files) if path.exists() else None


def _read(path: Path) -> dict[str, Any]:
    manifest = read_json(path)
    try:
        if not isinstance(manifest["done"], list) or not isinstance(manifest["unreadable"], list):
            raise ValueError("no list of what is done")
        if not all(_is_number(number) for number in (*manifest["done"], *manifest.get("empty", []))):
            raise ValueError("parts that are no numbers")
        if not all(isinstance(line, str) for line in manifest["unreadable"]):
            raise ValueError("unreadable files without a line")
        size = manifest["size"]
        if size is not None and not (
            isinstance(size, list) and len(size) == 2 and all(map(_is_number, size))
        ):
            raise ValueError("no size of pictures")
    except (ValueError, KeyError, TypeError) as problem:
        raise PoseStudioError(f"{path}: not the manifest of a lifted folder: {problem}") from problem
    return manifest


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _write(path: Path, manifest: dict[str, Any]) -> None:
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
