"""Motion clips: the bodies of continuous stretches of motion capture at about 30 frames a second, and their file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from posestudio.body.feet import with_heels
from posestudio.body.layouts import BODY_JOINTS, BODY_PARENTS, JOINTS_WITHOUT_HEELS, LIMB_INDICES
from posestudio.body.proportions import LEG_BONES, LEG_LENGTH
from posestudio.common.atomic_files import atomic_write
from posestudio.common.npz_files import TEXT, WHOLE, Wanted, read_npz
from posestudio.common.progress import ProgressCallback
from posestudio.dataset.clip_poses import find_clips, subject_of
from posestudio.errors import PosesError, PoseStudioError
from posestudio.mocap.body_from_file import load_body

RATE = 30.0
"""Frames per second that faster clips are thinned out to, as nearly as every n-th frame can."""

FASTEST_LIMB, FASTEST_HIPS = 14.0, 9.0
"""Metres per second on 0.86 m legs above which a limb's joint or the hips move as nobody does: cut there."""

SHORTEST = 15
"""Frames of the shortest stretch that is kept."""


@dataclass(frozen=True)
class MotionClip:
    """F consecutive frames of one person: ``joints`` (F, B, 3) world metres on 0.86 m legs, Y up; ``fps`` frames per
    second; the ``name`` and the ``first`` frame of the file that they are of, and whose motion it is."""

    joints: np.ndarray
    fps: float
    name: str
    subject: str
    first: int = 0

    def __len__(self) -> int:
        return len(self.joints)


def read_motion_clips(
    sources: Iterable[str | Path], progress: ProgressCallback | None = None
) -> tuple[list[MotionClip], list[str]]:
    """(clips of every BVH file in ``sources``, files and folders; a line for each file without a body).

    Raises PosesError when there is no BVH file, or none has a body.
    """
    clips: list[MotionClip] = []
    unreadable: list[str] = []
    files = find_clips(sources)
    for done, path in enumerate(files, 1):
        try:
            clips += _clips_of(path)
        except PoseStudioError as problem:
            unreadable.append(str(problem))
        if progress is not None:
            progress(done, len(files), "clips")
    if not clips:
        raise PosesError(f"{files[0]}: no motion of {SHORTEST} frames, nor in {len(files) - 1} other files")
    return clips, unreadable


def _clips_of(path: Path) -> Iterator[MotionClip]:
    clip, body = load_body(path)
    if not clip.frame_time > 0:
        return
    every = max(1, round(1 / (clip.frame_time * RATE)))
    joints = np.asarray(body.joints[::every], np.float64)
    joints = joints * (LEG_LENGTH / _leg_length(joints))
    fps = 1 / (clip.frame_time * every)
    for first, last in continuous(joints, fps):
        part = joints[first:last].astype(np.float32)
        yield MotionClip(part, fps, path.stem, subject_of(path), first * every)


def _leg_length(joints: np.ndarray) -> float:
    """The median over frames of the mean of both legs, of bodies (F, B, 3)."""
    starts = [BODY_PARENTS[joint] for joint in LEG_BONES]
    lengths = np.linalg.norm(joints[:, list(LEG_BONES)] - joints[:, starts], axis=-1).sum(-1) / 2
    return float(np.nanmedian(lengths))


def continuous(joints: np.ndarray, fps: float) -> list[tuple[int, int]]:
    """[first, last) of the stretches of at least SHORTEST frames of bodies (F, B, 3) between breaks: frames that are
    not finite, and steps faster than FASTEST_LIMB and FASTEST_HIPS."""
    speed = np.linalg.norm(np.diff(joints, axis=0), axis=-1) * fps
    about = np.linalg.norm(np.diff(joints - joints[:, :1], axis=0), axis=-1)[:, LIMB_INDICES] * fps
    with np.errstate(invalid="ignore"):
        whole = (about.max(-1) < FASTEST_LIMB) & (speed[:, 0] < FASTEST_HIPS)
    finite = np.isfinite(joints).all((1, 2))
    starts = [0, *(np.flatnonzero(~whole) + 1), len(joints)]
    pairs = zip(starts[:-1], starts[1:], strict=True)
    return [(a, b) for a, b in pairs if b - a >= SHORTEST and finite[a:b].all()]


def save_motion_clips(path: str | os.PathLike[str], clips: Sequence[MotionClip]) -> None:
    """Write clips as one NPZ file: all frames in a row, and which clip each is of."""
    with atomic_write(path) as temporary, open(temporary, "wb") as stream:
        np.savez_compressed(
            stream,
            joints=np.concatenate([clip.joints for clip in clips]).astype(np.float32),
            joint_names=np.array(BODY_JOINTS),
            clip=np.repeat(np.arange(len(clips)), [len(clip) for clip in clips]),
            fps=np.array([clip.fps for clip in clips]),
            name=np.array([clip.name for clip in clips]),
            subject=np.array([clip.subject for clip in clips]),
            first=np.array([clip.first for clip in clips]),
        )


_ARRAYS = {
    "joints": Wanted(("frames", "joints", 3), "f"),
    "joint_names": Wanted(("joints",), TEXT),
    "clip": Wanted(("frames",), WHOLE),
    "fps": Wanted(("clips",), "f"),
    "name": Wanted(("clips",), TEXT),
    "subject": Wanted(("clips",), TEXT),
    "first": Wanted(("clips",), WHOLE),
}


def load_motion_clips(path: str | os.PathLike[str]) -> list[MotionClip]:
    """The clips of a file of `save_motion_clips`, or of the BVH files of a folder. Raises PosesError."""
    if Path(path).is_dir() or Path(path).suffix.lower() == ".bvh":
        return read_motion_clips([Path(path)])[0]
    content = read_npz(path, _ARRAYS, "motion clips", PosesError)
    if tuple(content["joint_names"]) == JOINTS_WITHOUT_HEELS:
        content["joints"] = with_heels(content["joints"])
    elif tuple(content["joint_names"]) != BODY_JOINTS:
        raise PosesError(f"{path}: has other joints: make it from the BVH files again")
    clips = []
    for index, fps in enumerate(content["fps"]):
        joints = content["joints"][content["clip"] == index]
        if not len(joints) or not np.isfinite(joints).all() or not 1 <= fps <= 1000:
            raise PosesError(f"{path}: clip {index}: expected finite joints and 1 to 1000 frames per second")
        names = str(content["name"][index]), str(content["subject"][index])
        clips.append(MotionClip(joints, float(fps), *names, int(content["first"][index])))
    if not clips:
        raise PosesError(f"{path}: has no clips")
    return clips
