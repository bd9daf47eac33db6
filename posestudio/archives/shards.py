"""Shards, the files of results of an archive: written completely or not at all, and read back."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Literal

from posestudio.archives.remote import file_name, local_path, written_whole
from posestudio.archives.sources_item import Item
from posestudio.archives.sources_reading import as_file
from posestudio.common.file_kinds import PARQUET
from posestudio.common.parquet_tables import stated_content
from posestudio.dataset import poses_parquet
from posestudio.dataset.poses import Poses, load_poses, save_poses
from posestudio.errors import PoseStudioError
from posestudio.export import lifted_parquet
from posestudio.export.lifted_npz import load_lifted, write_npz
from posestudio.keypoints.parquet_writing import write_frames
from posestudio.keypoints.reading import Recording, load_recording
from posestudio.keypoints.writing import save_keypoints
from posestudio.lifting.sequence import LiftedSequence

Form = Literal["npz", "parquet", "json"]
"""The forms of shards, which are also the endings of their files: "npz" and "parquet" of lifted rows and of poses,
"json" (COCO) and "parquet" of keypoints."""

Content = LiftedSequence | Poses | Recording


def write_shard(place: str | os.PathLike[str], content: Content, form: Form = "npz") -> None:
    """Write lifted rows, poses or keypoints to ``place``, completely or not at all.

    ``place`` is a path, or a URL that fsspec writes. Raises OSError where that cannot be written, PoseStudioError for
    a URL, for a form that such content does not have, and where the form "parquet" needs its extra.
    """
    with written_whole(place) as temporary:
        _write(temporary, content, form)


def _write(path: Path, content: Content, form: Form) -> None:
    if isinstance(content, LiftedSequence) and form != "json":
        (write_npz if form == "npz" else lifted_parquet.write_parquet)(path, content)
    elif isinstance(content, Poses) and form != "json":
        (save_poses if form == "npz" else poses_parquet.write_poses_parquet)(path, content)
    elif isinstance(content, Recording) and form == "json":
        save_keypoints(path, content.frames, fps=content.fps, found=content.found)
    elif isinstance(content, Recording) and form == "parquet":
        # A video stays together by its name; pictures may be read a row group at a time.
        frames = content.frames if content.fps is None else {"": content.frames}
        write_frames(path, frames, content.fps, content.found)
    else:
        raise PoseStudioError(f"{form}: not a form of {_WORDS[type(content)]}")


_WORDS = {LiftedSequence: "lifted poses", Poses: "poses", Recording: "keypoints"}


def read_shard(place: str | os.PathLike[str]) -> Content:
    """What `write_shard` wrote, from a path or URL. Raises PoseStudioError naming the place and the problem."""
    where = local_path(place)
    with as_file(Item(file_name(where), where)) as path:
        return _read(path)


def _read(path: Path) -> Content:
    suffix = path.suffix.lower()
    if suffix == ".json":
        return load_recording(path)
    if suffix != PARQUET:
        return load_lifted(path) if "keypoints3d.npy" in _arrays(path) else load_poses(path)
    content = stated_content(path)
    if content == lifted_parquet.CONTENT:
        return lifted_parquet.load_parquet(path)
    if content == poses_parquet.CONTENT:
        return poses_parquet.load_poses_parquet(path)
    return load_recording(path)


def _arrays(path: Path) -> list[str]:
    """The names in an NPZ; empty where it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return []
