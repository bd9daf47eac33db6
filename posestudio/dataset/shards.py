"""Where a training gets its poses from: a poses file, or a folder of such files that need not fit the memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from posestudio.dataset.batches import AHEAD, Batches
from posestudio.dataset.camera_ranges import Ranges
from posestudio.dataset.poses import Poses, load_poses, read_roster
from posestudio.dataset.split import Roster, Split, by_clips, check, split
from posestudio.errors import PosesError

RESIDENT = 4
"""Files of a folder that are in memory at a time."""

SAMPLED_FILES = 16
"""Files of a folder that validation poses are taken from, at most."""


_NOWHERE: tuple[tuple[int, ...], int, int] = ((), 0, 0)


class Shards:
    """Training poses a window of files at a time, and held-out poses, of the file or folder ``data``.

    ``training`` are the poses of the first window, ``validation`` those held out: one split over all files (see
    `dataset.split`); with ``all_subjects`` these are trained on, too. ``rule`` 'clips' is that of older runs, which
    split each file, and could have people on both sides. Which window a step draws from depends on ``seed`` and
    the step's number alone: every file is used once an epoch, in an order of its own. Raises PosesError.
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
        ranges: Ranges | None = None,
        held_out: Sequence[str] = (),
        rule: str = "subjects",
    ):
        self.path = Path(data)
        self._files = _files(self.path)
        self._device = device
        self._options: dict[str, Any] = {"augment": augment, "expansion": expansion, "ranges": ranges}
        self._all, self._batch, self._seed, self._held_out = all_subjects, batch, seed, tuple(held_out)
        rosters = [read_roster(file) for file in self._files]
        self._sizes = [roster.total for roster in rosters]
        self._held: Split | None = None
        if rule == "subjects":
            everybody = Roster.joined(rosters)
            self._held = split(everybody, self._held_out)
            check(everybody, self._held, all_subjects, self.path)
        self._trained_on = [
            number
            for number, roster in enumerate(rosters)
            if all_subjects or self._rule_for(roster).counts(roster)[0]
        ]
        self._open: tuple[int, ...] = ()
        self._passing, self._passed = self._windows(), _NOWHERE
        first = self._window(0)[0]
        self.provenance, self.validation = self._held_out_poses()
        self.training = self._read(first)
        if not (len(self.training) and len(self.validation)):
            raise PosesError(
                f"{self.path}: {len(self.training)} poses to train on and {len(self.validation)} to validate with;"
                " expected some of each: clips of two people or more"
            )
        self.count = sum(self._sizes) if self.streams else len(self.training)
        self._batches = Batches(self.training, device, scale, **self._options)
        self.scale, self._open = self._batches.scale, first

    @property
    def streams(self) -> bool:
        """Whether there are more files than are in memory at a time."""
        return len(self._files) > RESIDENT

    def at(self, step: int) -> Batches:
        """What ``step``, and those drawn with it, draw from; reads files when a window begins."""
        if self.streams:
            window = self._window(step // AHEAD * AHEAD)[0]
            if window != self._open:
                joints = self._read(window)
                self._batches = Batches(joints, self._device, self.scale, **self._options)
                self._open = window
        return self._batches

    def _held_out_poses(self) -> tuple[dict, np.ndarray]:
        """(provenance of the first file, poses to validate with of the first SAMPLED_FILES files that have some)."""
        provenance: dict = {}
        found: list[np.ndarray] = []
        for number, file in enumerate(self._files):
            poses = load_poses(file)
            provenance = provenance if number else poses.provenance
            held = self._split(poses)[1].joints
            found += [held] if len(held) else []
            if len(found) == SAMPLED_FILES or (self._held is None and number + 1 == SAMPLED_FILES):
                break
        return provenance, np.concatenate(found) if found else np.zeros((0, 0, 3))

    def _rule_for(self, roster: Roster) -> Split:
        return self._held or by_clips(roster, self._held_out)

    def _split(self, poses: Poses) -> tuple[Poses, Poses]:
        held = self._rule_for(Roster.of([(poses.subject, poses.clip)]))
        mask = held.held_out(poses.subject, poses.clip)
        return (poses if self._all else poses.where(~mask)), poses.where(mask)

    def _read(self, window: tuple[int, ...]) -> np.ndarray:
        return np.concatenate([self._split(load_poses(self._files[file]))[0].joints for file in window])

    def _window(self, step: int) -> tuple[tuple[int, ...], int]:
        """The files that ``step`` draws from, and the step that begins with them."""
        if not self.streams:
            return tuple(self._trained_on), 0
        files, start, stop = self._passed
        if step < start:  # a run that went back
            self._passing, stop = self._windows(), 0
        while step >= stop:
            files, start, stop = next(self._passing)
        self._passed = files, start, stop
        return files, start

    def _windows(self) -> Iterator[tuple[tuple[int, ...], int, int]]:
        start, epoch = 0, 0
        while True:
            order = np.random.default_rng((self._seed, epoch)).permutation(self._trained_on)
            for first in range(0, len(order), RESIDENT):
                files = tuple(int(file) for file in order[first : first + RESIDENT])
                steps = max(1, sum(self._sizes[file] for file in files) // self._batch)
                yield files, start, start + steps
                start += steps
            epoch += 1


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.npz"))
    if not files:
        raise PosesError(f"{path}: no poses file there; expected what 'posestudio convert' wrote")
    return files
