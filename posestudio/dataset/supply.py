"""Where a training gets its poses from: a poses file, or a folder of such files that need not fit the memory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..errors import PosesError
from ..npz_files import npz_shapes
from .batches import AHEAD, Batches
from .poses import ARRAYS, WHAT, Poses, load_poses
from .ranges import Ranges

RESIDENT = 4
"""Files of a folder that are in memory at a time."""

SAMPLED_FILES = 16
"""Files of a folder that validation poses are taken from, at most."""


class Supply:
    """Training poses a window of files at a time, and held-out poses, of the file or folder ``data``.

    ``training`` are the poses of the first window, ``validation`` those held out (see `Poses.split`); with
    ``all_subjects`` these are trained on, too. Which window a step draws from depends on ``seed`` and the
    step's number alone: every file is used once an epoch, in an order of its own. Raises PosesError.
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
    ):
        self.path = Path(data)
        self._files = _files(self.path)
        self._device = device
        self._options: dict[str, Any] = {"augment": augment, "expansion": expansion, "ranges": ranges}
        self._all, self._batch, self._seed, self._held_out = all_subjects, batch, seed, tuple(held_out)
        self._sizes = [_size(file) for file in self._files] if self.streams else [0]
        self._open: tuple[int, ...] = ()
        first = self._window(0)[0]
        looked_at = [load_poses(file) for file in self._files[:SAMPLED_FILES]]
        self.provenance = looked_at[0].provenance
        self.validation = np.concatenate([self._split(poses)[1].joints for poses in looked_at])
        if self.streams:
            self.training = self._read(first)
        else:
            self.training = np.concatenate([self._split(poses)[0].joints for poses in looked_at])
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

    def _split(self, poses: Poses) -> tuple[Poses, Poses]:
        training, validation = poses.split(self._held_out)
        return (poses if self._all else training), validation

    def _read(self, window: tuple[int, ...]) -> np.ndarray:
        return np.concatenate([self._split(load_poses(self._files[file]))[0].joints for file in window])

    def _window(self, step: int) -> tuple[tuple[int, ...], int]:
        """The files that ``step`` draws from, and the step that begins with them."""
        if not self.streams:
            return tuple(range(len(self._files))), 0
        for files, start, stop in self._windows():
            if start <= step < stop:
                return files, start
        raise AssertionError("windows do not end")

    def _windows(self) -> Iterator[tuple[tuple[int, ...], int, int]]:
        start, epoch = 0, 0
        while True:
            order = np.random.default_rng((self._seed, epoch)).permutation(len(self._files))
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


def _size(file: Path) -> int:
    return npz_shapes(file, ARRAYS, WHAT, PosesError)["joints"][0]
