"""Folders of keypoint files of any length, lifted part by part, each written before the next is begun.

A part has the frames of a few hundred files and is written completely or not at all, so that a run that was
interrupted continues where it stopped. Only a part's frames are in memory, and the names of the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posestudio.common.allocator import keep_freed_memory
from posestudio.common.atomic_files import locked
from posestudio.common.progress import ProgressCallback
from posestudio.common.temporaries import remove_leftovers
from posestudio.common.workers import pool as workers_pool
from posestudio.errors import KeypointsError, PoseStudioError
from posestudio.export.folder_manifest import (
    MANIFEST,
    PEOPLE,
    FolderLift,
    begin,
    read_manifest,
    write_manifest,
)
from posestudio.export.lifted import save_sequence
from posestudio.keypoints import Keypoints, iter_keypoints, keypoint_file_names
from posestudio.keypoints.folder_survey import files_in_time, load_people
from posestudio.lifting.frames import lift_together
from posestudio.lifting.options import check_numbers
from posestudio.lifting.point_noise import found_noise
from posestudio.lifting.sequence import FPS, LiftedSequence, check_fps, gather

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter


def lift_folder(
    lift: FolderLift,
    workers: int = 1,
    progress: ProgressCallback | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> list[str]:
    """Lift a folder of keypoint files, one frame per file, into ``lift.out``; parts that are there are kept.

    The folder is surveyed first: people are tracked through its files (``people.numbers``), and where the files'
    numbers have gaps, these are frames without people. Each part is an NPZ as `save_lifted` writes it, its
    ``frame`` counting the folder's frames; without anybody in its frames it is left out. ``say`` is called with
    remarks on what was assumed. ``workers`` processes share the parts, one thread each.
    Returns a line for each file that could not be read, whose frames stay empty; they are in the manifest,
    too. Raises PoseStudioError when another program writes ``out``, when it was begun with other options, and
    for a source that is not a folder.
    """
    if not lift.source.is_dir():
        raise PoseStudioError(
            f"{lift.source}: not a folder of keypoint files: give OUT.npz, .bvh or .json to lift a file"
        )
    if lift.out.resolve() == lift.source.resolve():
        raise PoseStudioError(f"{lift.out}: the output would overwrite the input: give another folder")
    check_numbers(**lift.options)  # before anything is written
    check_fps(FPS if lift.fps is None else lift.fps)
    if lift.known is not None and lift.known.people is not None:
        raise PoseStudioError(
            "known: pins and poses are of single frames: a folder takes bone lengths and sides"
        )
    with locked(lift.out / ".lock", lift.out):
        remove_leftovers(lift.out, now=True)
        return _lift_all(lift, workers, progress, say)


def _lift_all(
    lift: FolderLift, workers: int, progress: ProgressCallback | None, say: Callable[[str], None]
) -> list[str]:
    files = files_in_time(keypoint_file_names(lift.source))
    parts = range(-(-len(files) // lift.part_files))
    lift = begin(lift, files, progress, say)
    people = _people(lift.out / PEOPLE, len(files))
    # A part without people has no file, so the manifest says which parts are done, and which of these are empty.
    manifest = read_manifest(lift.out / MANIFEST)
    there = {number for number in manifest["done"] if lift.part(number).exists()}
    empty = set(manifest.setdefault("empty", [number for number in manifest["done"] if number not in there]))
    left = [number for number in parts if number not in there | empty]
    manifest["done"] = sorted(there | empty)
    done = len(parts) - len(left)
    known = set(manifest["unreadable"])  # of a part that is made again
    slices = {number: slice(number * lift.part_files, (number + 1) * lift.part_files) for number in left}
    named = {
        number: (files[part], None if people is None else people[part]) for number, part in slices.items()
    }
    for number, bad in _lift_parts(lift, named, workers):
        done += 1
        manifest["done"].append(number)
        manifest["unreadable"] += [line for line in bad if line not in known]
        if not lift.part(number).exists():
            manifest["empty"].append(number)
        write_manifest(lift.out / MANIFEST, manifest)
        if progress is not None:
            progress(min(done * lift.part_files, len(files)), len(files), "frames")
    return manifest["unreadable"]


PartFiles = tuple[list[str | None], list[NDArray[np.int64]] | None]
"""A part's files, None for frames without one, and the people's numbers in each, where these are known."""


def _lift_parts(
    lift: FolderLift, parts: dict[int, PartFiles], workers: int
) -> Iterator[tuple[int, list[str]]]:
    """(number, lines about unreadable files) of each part when it is done."""
    if workers == 1 or len(parts) < 2:
        for number, files in parts.items():
            yield number, _lift_part(lift, number, files)
        return
    with workers_pool(workers, _begin_worker) as pool:
        jobs = {pool.submit(_lift_part, lift, *part): part[0] for part in parts.items()}
        try:
            for job in as_completed(jobs):
                yield jobs[job], job.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _begin_worker() -> None:
    """Prepare a worker process: one thread, and freed memory is kept."""
    import torch

    keep_freed_memory()
    torch.set_num_threads(1)


@cache
def _lifter(weights: str, device: str) -> Lifter:
    """The lifter of these weights, loaded once in each process."""
    from posestudio.lifting.lifter import Lifter

    return Lifter.load(weights, device=device)


def _lift_part(lift: FolderLift, number: int, part: PartFiles) -> list[str]:
    """Write one part, of these files; returns a line for each unreadable one."""
    bad: list[str] = []
    files, people = part
    frames = [_frame(file, lift, bad) for file in files]
    if any(frame.people for frame in frames):
        lifter = _lifter(lift.weights, lift.device)
        options = lift.options
        if lift.found and "keypoint_noise" not in options:
            options = options | {"keypoint_noise": found_noise(frames)}
        lifted = list(lift_together(lifter, frames, lift.camera, known=lift.known, **options))
        sequence = _numbered(gather(lifted, lift.fps or FPS), people)
        save_sequence(lift.part(number), replace(sequence, first_frame=number * lift.part_files))
    return bad


def _numbered(sequence: LiftedSequence, people: list[NDArray[np.int64]] | None) -> LiftedSequence:
    """The sequence with people's numbers over the whole folder, where they are known."""
    if people is None:
        return sequence
    numbers = np.concatenate(people).astype(np.int32)
    return replace(sequence, person=numbers) if len(numbers) == len(sequence.person) else sequence


def _frame(name: str | None, lift: FolderLift, bad: list[str]) -> Keypoints:
    """The one frame of a file; an empty one, and a line in ``bad``, where it cannot be read."""
    if name is None:
        return Keypoints(np.zeros((0, 17, 2)), size=lift.size)
    file = lift.source / name
    try:
        frames = list(iter_keypoints(file, lift.layout, lift.size, lift.unit))
        if len(frames) > 1:
            raise KeypointsError(f"{file}: expected one frame per file in a folder, found {len(frames)}")
    except PoseStudioError as problem:
        bad.append(str(problem))
        frames = []
    frame = frames[0] if frames else Keypoints(np.zeros((0, 17, 2)))
    return frame if frame.size is not None else replace(frame, size=lift.size)


def _people(path: Path, files: int) -> list[NDArray[np.int64]] | None:
    """People's numbers in each file; None in a folder that was begun by a version that did not write them."""
    return load_people(path, files) if path.exists() else None
