"""Folders of keypoint files of any length: lifted part by part, each written before the next is begun.

A part holds PART_FILES files' frames and is complete or not there, so that a run that was broken off goes
on where it stopped. Only a part's frames are ever in memory, and the names of the files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import as_completed
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.camera import Camera
from posestudio.errors import KeypointsError, PoseStudioError
from posestudio.export.lifted import save_take
from posestudio.export.take import FPS, check_fps, gather
from posestudio.files import atomic_write
from posestudio.json_files import read_json
from posestudio.keypoints import Keypoints, iter_keypoints, keypoint_names
from posestudio.known import Known
from posestudio.lift_options import check_numbers
from posestudio.memory import keep_freed_memory
from posestudio.progress import Progress
from posestudio.sequences import common_size, lift_together
from posestudio.workers import pool as workers_pool

if TYPE_CHECKING:
    from posestudio.lifting import Lifter

PART_FILES = 512
MANIFEST = "manifest.json"


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
    fps: float = FPS
    options: dict[str, Any] = field(default_factory=dict)
    known: Known | None = None
    """Of everybody in all frames: bone lengths, sides"""

    def part(self, number: int) -> Path:
        """The file of a part."""
        return self.out / f"part-{number:06d}.npz"


def lift_folder(stream: Stream, workers: int = 1, progress: Progress | None = None) -> list[str]:
    """Lift a folder of keypoint files, one frame a file, into ``stream.out``; parts that are there stay.

    Each part is an NPZ as `save_lifted` writes it, its ``frame`` counting the folder's files; without
    anybody in its frames it is left out. ``workers`` processes share the parts, one thread each.
    Returns a line for each file that could not be read, whose frames stay empty; they are in the manifest,
    too. Raises PoseStudioError when ``out`` was begun with other options, and for a source that is no folder.
    """
    if not stream.source.is_dir():
        raise PoseStudioError(
            f"{stream.source}: not a folder of keypoint files: give OUT.npz, .bvh or .json to lift a file"
        )
    if stream.out.resolve() == stream.source.resolve():
        raise PoseStudioError(f"{stream.out}: holds what is to be lifted: give another folder")
    check_numbers(**stream.options)  # before anything is written
    check_fps(stream.fps)
    if stream.known is not None and stream.known.people is not None:
        raise PoseStudioError(
            "known: pins and poses are of single frames: a folder takes bone lengths and sides"
        )
    files = keypoint_names(stream.source)
    parts = range(-(-len(files) // PART_FILES))
    stream = _begun(stream, files, progress)
    # A part without people leaves no file, so the manifest says what is done, and which of it is empty.
    manifest = _read(stream.out / MANIFEST)
    there = {number for number in manifest["done"] if stream.part(number).exists()}
    empty = set(manifest.setdefault("empty", [number for number in manifest["done"] if number not in there]))
    left = [number for number in parts if number not in there | empty]
    manifest["done"] = sorted(there | empty)
    done = len(parts) - len(left)
    told = set(manifest["unreadable"])  # a part that is made again tells the same once more
    named = {number: files[number * PART_FILES : (number + 1) * PART_FILES] for number in left}
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


def _lifted(stream: Stream, parts: dict[int, list[str]], workers: int) -> Iterator[tuple[int, list[str]]]:
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
    from posestudio.lifting import Lifter

    return Lifter.load(weights, device=device)


def _lift_part(stream: Stream, number: int, files: list[str]) -> list[str]:
    """Write one part, of these files; returns a line for each unreadable one."""
    bad: list[str] = []
    frames = [_frame(file, stream, bad) for file in files]
    if any(frame.people for frame in frames):
        lifter = _lifter(stream.weights, stream.device)
        lifted = list(lift_together(lifter, frames, stream.camera, known=stream.known, **stream.options))
        take = gather(lifted, stream.fps)
        save_take(stream.part(number), replace(take, first_frame=number * PART_FILES))
    return bad


def _frame(name: str, stream: Stream, bad: list[str]) -> Keypoints:
    """The one frame of a file; an empty one, and a line in ``bad``, where it cannot be read."""
    file = stream.source / name
    try:
        frames = list(iter_keypoints(file, stream.layout))
        if len(frames) > 1:
            raise KeypointsError(f"{file}: expected one frame a file in a folder, found {len(frames)}")
    except PoseStudioError as problem:
        bad.append(str(problem))
        frames = []
    frame = frames[0] if frames else Keypoints(np.zeros((0, 17, 2)))
    return frame if frame.size is not None else replace(frame, size=stream.size)


def _begun(stream: Stream, files: list[str], progress: Progress | None) -> Stream:
    """The stream with the size that frames without one are taken to have; its folder and manifest are there."""
    asked = {
        "source": str(stream.source.resolve()),
        "files": len(files),
        "part_files": PART_FILES,
        "weights": stream.weights,
        "camera": None if stream.camera is None else stream.camera.to_json(),
        "layout": stream.layout,
        "fps": stream.fps,
        "options": stream.options,
        "known": None if stream.known is None else stream.known.to_json(),
    }
    path = stream.out / MANIFEST
    if path.exists():
        manifest = _read(path)
        for name, value in asked.items():
            if manifest.get(name) != json.loads(json.dumps(value)):
                raise PoseStudioError(
                    f"{path}: was begun with {name} {manifest.get(name)!r}, not {value!r}; give another folder"
                )
        size = manifest["size"]
    else:
        size = None if stream.camera is not None else common_size(_all_frames(stream, files, progress))
        _write(path, asked | {"size": size, "done": [], "empty": [], "unreadable": []})
    return replace(stream, size=None if size is None else (size[0], size[1]))


def _all_frames(stream: Stream, files: list[str], progress: Progress | None) -> Iterator[Keypoints]:
    for number, file in enumerate(files):
        yield _frame(file, stream, [])
        if progress is not None and number % PART_FILES == 0:
            progress(number, len(files), "frames looked at")


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
