"""Folders of keypoint files of any length, lifted part by part, each written before the next is begun.

A part has the frames of a few hundred files and is written completely or not at all, so that a run that was
interrupted continues where it stopped. Only a part's frames are in memory, and the names of the files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posestudio.archives.engine import HERE
from posestudio.archives.folder_manifest import PEOPLE, FolderLift, begin
from posestudio.archives.manifest import MANIFEST, Ledger, read_manifest, run_left
from posestudio.archives.parts import Engine, Part, PartReport, Work
from posestudio.archives.shards import write_shard
from posestudio.common.atomic_files import locked
from posestudio.common.progress import ProgressCallback
from posestudio.common.temporaries import remove_leftovers
from posestudio.errors import KeypointsError, PoseStudioError
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
    engine: Engine = HERE,
    progress: ProgressCallback | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> list[str]:
    """Lift a folder of keypoint files, one frame per file, into ``lift.out``; parts that are there are kept.

    The folder is surveyed first: people are tracked through its files (``people.numbers``), and where the files'
    numbers have gaps, these are frames without people. Each part is a shard, by default an NPZ as `save_lifted`
    writes it, its ``frame`` counting the folder's frames; without anybody in its frames it is left out. ``say`` is
    called with remarks on what was assumed. ``engine`` says where the parts are lifted. Returns a line for each file
    that could not be read, whose frames stay empty; they are in the manifest, too. Raises PoseStudioError when
    another program writes ``out``, when it was begun with other options, and for a source that is not a folder.
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
        return _lift_all(lift, engine, progress, say)


def _lift_all(
    lift: FolderLift, engine: Engine, progress: ProgressCallback | None, say: Callable[[str], None]
) -> list[str]:
    files = files_in_time(keypoint_file_names(lift.source))
    lift = begin(lift, files, progress, say)
    people = _people(lift.out / PEOPLE, len(files))
    parts = []
    for number in range(-(-len(files) // lift.part_files)):
        part = slice(number * lift.part_files, (number + 1) * lift.part_files)
        parts.append(Part(number, (files[part], None if people is None else people[part])))
    ledger = Ledger(
        lift.out, read_manifest(lift.out / MANIFEST), (lift.part(part.number).name for part in parts)
    )
    for _ in run_left(FramesJob(lift), parts, ledger, engine):
        if progress is not None:
            progress(min(len(ledger) * lift.part_files, len(files)), len(files), "frames")
    return list(ledger.manifest["unreadable"])


PartFiles = tuple[list[str | None], list[NDArray[np.int64]] | None]
"""A part's files, None for frames without one, and the people's numbers in each, where these are known."""


@dataclass(frozen=True)
class FramesJob:
    """Lifts the frames of each part alone; a part's items are its `PartFiles`."""

    lift: FolderLift

    @property
    def out(self) -> Path:
        return self.lift.out

    @property
    def device(self) -> str:
        return self.lift.device

    def load(self) -> Work:
        return partial(_lift_part, self.lift, _lifter(self.lift.weights, self.lift.device))


def _lifter(weights: str, device: str) -> Lifter:
    from posestudio.lifting.lifter import Lifter

    return Lifter.load(weights, device=device)


def _lift_part(lift: FolderLift, lifter: Lifter, part: Part) -> PartReport:
    """Write one part."""
    bad: list[str] = []
    files, people = part.items
    frames = [_frame(file, lift, bad) for file in files]
    somebody = any(frame.people for frame in frames)
    if somebody:
        options = lift.options
        if lift.found and "keypoint_noise" not in options:
            options = options | {"keypoint_noise": found_noise(frames)}
        lifted = list(lift_together(lifter, frames, lift.camera, known=lift.known, **options))
        sequence = _numbered(gather(lifted, lift.fps or FPS), people)
        first = part.number * lift.part_files
        write_shard(lift.part(part.number), replace(sequence, first_frame=first), lift.form)
    return PartReport(part.number, somebody, tuple(bad))


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
