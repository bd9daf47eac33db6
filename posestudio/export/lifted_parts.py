"""Reads what `posestudio lift` wrote, an NPZ, a Parquet file or a folder of parts of a long sequence, as one
sequence."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.common.file_kinds import PARQUET, suffix_of
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted
from posestudio.export.lifted_parquet import load_parquet
from posestudio.lifting.sequence import FOUND, LiftedSequence

_KEPT = 4  # hypotheses of a long sequence, the best first: all of an hour would not fit into memory


def is_lifted(path: str | os.PathLike[str]) -> bool:
    """Whether a file's name may be that of lifted poses, NPZ or Parquet, or there is a folder of that name."""
    return Path(path).suffix.lower() in (".npz", PARQUET) or Path(path).is_dir()


def load_sequence(path: str | os.PathLike[str]) -> LiftedSequence:
    """The sequence of a lifted NPZ or Parquet file; of a folder of parts the whole sequence, with the best few
    hypotheses.

    Raises PoseStudioError naming the file and the problem, also for a folder without parts.
    """
    if not Path(path).is_dir():
        return _load(Path(path))
    files = sorted(file for ending in (".npz", PARQUET) for file in Path(path).glob(f"part-*{ending}"))
    if not files:
        raise PoseStudioError(f"{path}: expected a folder that lift wrote, with files part-*.npz or .parquet")
    parts = [_best(_load(file)) for file in files]
    if len({part.joints.shape[1] for part in parts}) > 1:
        raise PoseStudioError(f"{path}: parts of different numbers of hypotheses")
    return _joined(parts)


def _load(file: Path) -> LiftedSequence:
    return load_parquet(file) if suffix_of(file) == PARQUET else load_lifted(file)


def _best(part: LiftedSequence) -> LiftedSequence:
    """A part with its best hypotheses alone, and without the trajectory."""
    arrays = {
        name: getattr(part, name)[:, :_KEPT] for name in ("joints", "keypoints3d", "score", "reprojection")
    }
    stands = None if part.stands is None else part.stands[:, :_KEPT]
    copies: dict[str, Any] = {name: array.copy() for name, array in arrays.items()}
    return replace(part, **copies, stands=stands, trajectory=None, sigmas=None)


def _joined(parts: Sequence[LiftedSequence]) -> LiftedSequence:
    """One sequence of parts in order, from frame 0 on; frames between them have nobody."""
    frames = max(part.first_frame + part.frames for part in parts)
    rows = ("joints", "keypoints3d", "score", "reprojection", "person", "points", "visibility")
    joined: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in rows}
    if any(part.confidence is None for part in parts):  # it cannot be unknown for some
        parts = [replace(part, confidence=None) for part in parts]
    for name in (*FOUND, "uncertainty", "stands"):
        joined[name] = _together(
            [getattr(part, name) for part in parts], [len(part.joints) for part in parts]
        )
    times = None
    if sum(part.frames for part in parts) == frames and all(part.times is not None for part in parts):
        times = np.concatenate([part.times for part in parts if part.times is not None])
    return replace(
        parts[0],
        **joined,
        frame=np.concatenate([part.frame + part.first_frame for part in parts]).astype(np.int32),
        cameras=tuple(camera for part in parts for camera in part.cameras),
        frames=frames,
        first_frame=0,
        times=times,
        coherent=all(part.coherent for part in parts),
        assumptions=tuple(dict.fromkeys(text for part in parts for text in part.assumptions)),
    )


def _together(arrays: Sequence[Any], counts: Sequence[int]) -> Any:
    """The arrays one after the other, NaN, not known, in the ``counts`` rows of those that are None; None where all
    are."""
    known = next((array for array in arrays if array is not None), None)
    if known is None:
        return None
    return np.concatenate(
        [
            np.full((count, *known.shape[1:]), np.nan, known.dtype) if array is None else array
            for array, count in zip(arrays, counts, strict=True)
        ]
    )
