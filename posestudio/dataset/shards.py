"""The poses of a training, from one poses file or from a folder of such files (shards) that need not fit the
memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from posestudio.dataset.batches import STEPS_PER_DRAW, Batches
from posestudio.dataset.camera_ranges import CameraRanges
from posestudio.dataset.photographs import PhotographPeople
from posestudio.dataset.poses import Poses, load_poses, read_pose_counts
from posestudio.dataset.split import PoseCounts, Split, by_clips, check_split, split
from posestudio.errors import PosesError

SHARDS_IN_MEMORY = 4
"""Files of a folder that are in memory at a time."""

VALIDATION_SHARDS = 16
"""Files of a folder that validation poses are taken from, at most."""


class Shards:
    """Training poses a window of files at a time, and held-out poses, of the file or folder ``data``.

    ``training`` are the poses of the first window, ``validation`` those held out: one split over all files (see
    `dataset.split`); with ``all_subjects`` these are trained on, too. ``rule`` is 'clips' in older runs, which
    split each file by itself, so that one person could be on both sides. Which files a step draws from depends on
    ``seed`` and the step's number alone: every file is used once per epoch, in an order that differs by epoch.
    Raises PosesError.
    """

    def __init__(
        self,
        data: str | os.PathLike[str],
        device: torch.device | str = "cpu",
        scale: float | None = None,
        augment: bool = True,
        expansion: float = 0.0,
        all_subjects: bool = False,
        batch: int = 1024,
        seed: int = 0,
        camera_ranges: CameraRanges | None = None,
        held_out: Sequence[str] = (),
        rule: str = "subjects",
        photographs: PhotographPeople | None = None,
    ):
        self.path = Path(data)
        self._files = _files(self.path)
        self._device = device
        self._options: dict[str, Any] = {
            "augment": augment,
            "expansion": expansion,
            "camera_ranges": camera_ranges,
            "photographs": photographs,
        }
        self._all_subjects, self._held_out = all_subjects, tuple(held_out)
        file_counts = [read_pose_counts(file) for file in self._files]
        sizes = [pose_counts.total for pose_counts in file_counts]
        self._subject_split: Split | None = None
        if rule == "subjects":
            pose_counts = PoseCounts.merged(file_counts)
            self._subject_split = split(pose_counts, self._held_out)
            check_split(pose_counts, self._subject_split, all_subjects, self.path)
        self._order = _ShardOrder(
            [
                number
                for number, pose_counts in enumerate(file_counts)
                if all_subjects or self._split_of(pose_counts).counts(pose_counts)[0]
            ],
            sizes,
            batch,
            seed,
            together=not self.streams,
        )
        self._open = self.files_of(0)
        self.provenance, self.validation = self._held_out_poses()
        self.training = self.read(self._open)
        if not (len(self.training) and len(self.validation)):
            raise PosesError(
                f"{self.path}: {len(self.training)} poses to train on and {len(self.validation)} to validate with;"
                " expected some of each: clips of two people or more"
            )
        self.count = sum(sizes) if self.streams else len(self.training)
        self._batches = Batches(self.training, device, scale, **self._options)
        self.scale = self._batches.scale

    @property
    def streams(self) -> bool:
        """Whether there are more files than are in memory at a time."""
        return len(self._files) > SHARDS_IN_MEMORY

    def batches_at(self, step: int) -> Batches:
        """The batches that ``step`` draws from; reads other files when these are not the open ones."""
        files = self.files_of(step // STEPS_PER_DRAW * STEPS_PER_DRAW)
        if files != self._open:
            self._batches = Batches(self.read(files), self._device, self.scale, **self._options)
            self._open = files
        return self._batches

    def files_of(self, step: int) -> tuple[int, ...]:
        """The numbers of the files in memory at ``step``."""
        return self._order.files_of(step)

    def read(self, files: Sequence[int]) -> np.ndarray:
        """(M, B, 3) poses to train on of the files of these numbers."""
        return np.concatenate([self._split(load_poses(self._files[file]))[0].joints for file in files])

    def _held_out_poses(self) -> tuple[dict, np.ndarray]:
        """(provenance of the first file, held-out poses of the first VALIDATION_SHARDS files that have some)."""
        provenance: dict = {}
        found: list[np.ndarray] = []
        for number, file in enumerate(self._files):
            poses = load_poses(file)
            provenance = provenance if number else poses.provenance
            held_out = self._split(poses)[1].joints
            found += [held_out] if len(held_out) else []
            by_file = self._subject_split is None and number + 1 == VALIDATION_SHARDS
            if len(found) == VALIDATION_SHARDS or by_file:
                break
        return provenance, np.concatenate(found) if found else np.zeros((0, 0, 3))

    def _split_of(self, pose_counts: PoseCounts) -> Split:
        """The split over all files, or by the older rule that of one file, from its ``pose_counts``."""
        return self._subject_split or by_clips(pose_counts, self._held_out)

    def _split(self, poses: Poses) -> tuple[Poses, Poses]:
        """(training, validation) poses of one file's."""
        chosen = self._split_of(PoseCounts.of_files([(poses.subject, poses.clip)]))
        mask = chosen.held_out(poses.subject, poses.clip)
        return (poses if self._all_subjects else poses.where(~mask)), poses.where(mask)


class _ShardOrder:
    """Which files are in memory at each step: all of them ``together``, or SHARDS_IN_MEMORY at a time, for as many
    steps as it takes to draw as many poses as they have (``sizes`` of all files, ``batch`` poses per step)."""

    def __init__(self, files: list[int], sizes: list[int], batch: int, seed: int, together: bool):
        self._files, self._sizes, self._batch, self._seed = files, sizes, batch, seed
        self._together = together
        self._windows = self._all_windows()
        self._window: tuple[tuple[int, ...], int, int] = ((), 0, 0)

    def files_of(self, step: int) -> tuple[int, ...]:
        """The files that are in memory at ``step``."""
        if self._together:
            return tuple(self._files)
        files, start, stop = self._window
        if step < start:  # a run that went back to an earlier checkpoint
            self._windows, stop = self._all_windows(), 0
        while step >= stop:
            files, start, stop = next(self._windows)
        self._window = files, start, stop
        return files

    def _all_windows(self) -> Iterator[tuple[tuple[int, ...], int, int]]:
        """(files, first step, step after the last) of one window after the other, without end."""
        start, epoch = 0, 0
        while True:
            order = np.random.default_rng((self._seed, epoch)).permutation(self._files)
            for first in range(0, len(order), SHARDS_IN_MEMORY):
                files = tuple(int(file) for file in order[first : first + SHARDS_IN_MEMORY])
                steps = max(1, sum(self._sizes[file] for file in files) // self._batch)
                yield files, start, start + steps
                start += steps
            epoch += 1


def _files(path: Path) -> list[Path]:
    """The file itself, or the poses files of a folder, sorted. Raises PosesError for a folder without any."""
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.npz"))
    if not files:
        raise PosesError(f"{path}: has no poses file; expected what 'posestudio convert' wrote")
    return files
