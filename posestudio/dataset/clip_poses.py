"""The distinct poses of one BVH clip, and a hash that identifies the clips in files and folders."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posestudio.errors import PosesError
from posestudio.mocap.body_from_file import Rigs, load_body
from posestudio.mocap.given_axes import FileAxes

DUPLICATE_DISTANCE = 0.04
"""A frame none of whose joints moved further than this (metres) since the last one taken is dropped."""

ROUNDED = 0.002
"""Largest relative rounding error of a file's frame time: .0333 for a thirtieth of a second."""

READER_VERSION = 3
"""Increased when the same clips are read as other bodies than before, so that cached poses are made again."""


def find_clips(sources: Iterable[str | Path]) -> list[Path]:
    """Every BVH file named or below the folders named, sorted. Raises PosesError when there is none."""
    found: dict[Path, None] = {}
    for source in map(Path, sources):
        if source.is_dir():
            found.update(dict.fromkeys(sorted(p for p in source.rglob("*") if p.suffix.lower() == ".bvh")))
        elif source.is_file():
            found[source] = None
        else:
            raise PosesError(f"{source}: no such file or folder")
    if not found:
        raise PosesError(f"{', '.join(map(str, sources))}: no .bvh file there")
    return list(found)


def fingerprint(
    sources: Iterable[str | Path],
    hz: float,
    rigs: Rigs | None = None,
    axes: FileAxes | None = None,
    person: int | None = None,
) -> str:
    """A hash that changes when a clip below ``sources`` does (name, size or time), or how it is read. Raises
    PosesError."""
    facts = [(str(path), *_size_and_time(path)) for path in find_clips(sources)]
    text = repr((facts, hz, sorted((rigs or {}).items()), axes or FileAxes(), person, READER_VERSION))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _size_and_time(path: Path) -> tuple[int, int]:
    """Size in bytes and modification time in nanoseconds; zeros for a broken link."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def subject_of(path: Path) -> str:
    """The subject of a clip, by its name: '13' for cmu_13_29_daz.bvh and 13_29.bvh, otherwise the folder's name."""
    stem = path.stem.lower().removeprefix("cmu_")
    match = re.match(r"([a-z]+|\d+)_\d+(_|$)", stem)
    return match[1].lstrip("0").zfill(2) if match else path.resolve().parent.name


@dataclass(frozen=True)
class ClipPoses:
    """One clip's distinct poses: ``joints`` (N, B, 3) metres with the hips above the origin and their ``frames``
    (N,), of ``frames_read`` frames; the rig's ``profile``, its ``missing`` joints, and the reader's ``warnings``."""

    joints: np.ndarray
    frames: np.ndarray
    frames_read: int
    profile: str
    missing: tuple[str, ...]
    warnings: tuple[str, ...]


def read_poses(
    path: Path,
    hz: float,
    rigs: Rigs | None = None,
    axes: FileAxes | None = None,
    person: int | None = None,
) -> ClipPoses:
    """One clip's distinct poses at most ``hz`` per second; ``rigs`` correct skeletons by their joints' names.

    ``axes`` and ``person`` as in mocap.body_from_clip.read_body. Raises PoseStudioError for a clip without a body.
    """
    clip, read = load_body(path, rigs, axes, person)
    frames = np.arange(0, len(clip), _stride(clip.frame_time, hz))
    body, match = read.joints[frames], read.match
    finite = np.isfinite(body).all(axis=(1, 2))
    body, frames = body[finite], frames[finite]
    body = body - body[:, :1] * np.array([1, 0, 1], np.float32)
    keep = distinct(body - body[:, :1], DUPLICATE_DISTANCE)
    warnings = (*clip.warnings, *read.warnings)
    return ClipPoses(body[keep], frames[keep], len(finite), match.profile, match.missing, warnings)


def _stride(frame_time: float, hz: float) -> int:
    """The n of every n-th frame that is taken, so that no two are closer than 1 / ``hz`` seconds."""
    if not frame_time > 0:
        return 1
    frames = 1 / (hz * frame_time)
    return max(1, math.ceil(frames * (1 - ROUNDED)))


def distinct(poses: np.ndarray, distance: float) -> np.ndarray:
    """(N,) mask of the poses (N, B, 3) whose furthest joint moved at least ``distance`` since the last one taken."""
    keep = np.zeros(len(poses), bool)
    last = None
    for index, pose in enumerate(poses):
        if last is None or np.linalg.norm(pose - last, axis=-1).max() >= distance:
            keep[index], last = True, pose
    return keep
