"""Shards, the files of results of an archive: written completely or not at all, and read back."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Literal

from posestudio.common.atomic_files import atomic_write
from posestudio.dataset.poses import Poses, load_poses, save_poses
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import load_lifted, write_npz
from posestudio.lifting.sequence import LiftedSequence

Form = Literal["npz", "parquet"]
"""The forms of shards, which are also the endings of their files."""

Content = LiftedSequence | Poses


def write_shard(place: str | os.PathLike[str], content: Content, form: Form = "npz") -> None:
    """Write lifted rows or poses to ``place``, a path or URL, completely or not at all. Raises OSError where that
    cannot be written."""
    with atomic_write(place) as temporary:
        _write(temporary, content, form)


def read_shard(place: str | os.PathLike[str]) -> Content:
    """What `write_shard` wrote. Raises PoseStudioError naming the place and the problem."""
    path = Path(place)
    return load_lifted(path) if "keypoints3d.npy" in _arrays(path) else load_poses(path)


def _write(path: Path, content: Content, form: Form) -> None:
    if form != "npz":
        raise PoseStudioError(f"{form}: expected the form npz")
    if isinstance(content, LiftedSequence):
        write_npz(path, content)
    else:
        save_poses(path, content)


def _arrays(path: Path) -> list[str]:
    """The names in an NPZ; empty where it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return []
