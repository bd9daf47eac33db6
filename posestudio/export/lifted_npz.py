"""Lifted sequences as NPZ files, written and read.

Joints are stored in camera axes (OpenCV: x right, y down, z forward), metres, absolute, so that K projects
them; world = R^T (x - t). A picture and a sequence are stored alike: the people of all frames are along
one axis, and ``frame`` and ``person`` give the frame and the person of each row (of a part of a longer sequence,
``frame`` is counted from the sequence's start; the part's first is ``first_frame``). ``times`` are the seconds from
the beginning of a video to its frames. Each row has its joints' uncertainty (depth and picture plane, metres) and the
modes among its hypotheses (see `lifting.posterior`), and what a detector or a file gave with the 2D keypoints:
``keypoint_scores``, ``keypoint_noise`` (pixels), ``boxes``, ``person_scores``, ``extra_keypoints`` (pixels, in the
order of `body.layouts.EXTRA_KEYPOINTS`) and ``extra_noise``.

Where a person's hypothesis h is one motion through all frames, ``coherent`` is 1, ``stands`` says how surely each
foot stands (left, right), and ``motion_uncertainty`` how far off each joint may be, metres, hips at the origin.

Bodies of files that were written before bodies had heels get them when they are read (`body.feet`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.feet import with_heels
from posestudio.body.layouts import (
    BODY_INDEX,
    BODY_JOINTS,
    COCO_KEYPOINTS,
    EXTRA_KEYPOINTS,
    JOINTS_WITHOUT_HEELS,
)
from posestudio.common.npz_files import TEXT, WHOLE, Wanted, read_npz
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.geometry.lens import FISHEYE_COUNT
from posestudio.keypoints import VISIBLE, Keypoints
from posestudio.lifting.known import FURTHEST
from posestudio.lifting.posterior import deviations, mode_numbers
from posestudio.lifting.sequence import FOUND, LiftedSequence, check_fps, check_times

MOST_FRAMES = 1_000_000
"""Frames of a file with fewer people than a hundredth of that: nine hours."""

_MOST, _MOST_SEED = 2**31 - 1, 2**63 - 1
_LONGEST_LINE = 1000
_CAMERA_AXES = {"K": 0, "R": 0, "t": 1, "size": 1, "dist": 1}  # how many fewer axes than K's

_ANKLES = [BODY_INDEX["left_ankle"], BODY_INDEX["right_ankle"]]
_ROWS = ("people", "hypotheses")
_ARRAYS = {
    "joints": Wanted((*_ROWS, "joints", 3)),
    "keypoints3d": Wanted((*_ROWS, len(COCO_KEYPOINTS), 3)),
    "score": Wanted(_ROWS),
    "reprojection": Wanted(_ROWS),
    "frame": Wanted(("people",), WHOLE),
    "person": Wanted(("people",), WHOLE),
    "frames": Wanted((), WHOLE),
    "first_frame": Wanted((), WHOLE, optional=True),
    "fps": Wanted(()),
    "times": Wanted(("seconds",), optional=True),
    "keypoints": Wanted(("people", len(COCO_KEYPOINTS), 2)),
    "visibility": Wanted(("people", len(COCO_KEYPOINTS)), WHOLE),
    "keypoint_scores": Wanted(("people", len(COCO_KEYPOINTS)), optional=True),
    "keypoint_noise": Wanted(("people", len(COCO_KEYPOINTS)), optional=True),
    "boxes": Wanted(("people", 4), optional=True),
    "person_scores": Wanted(("people",), optional=True),
    "extra_keypoints": Wanted(("people", len(EXTRA_KEYPOINTS), 2), optional=True),
    "extra_noise": Wanted(("people", len(EXTRA_KEYPOINTS)), optional=True),
    "coherent": Wanted((), WHOLE, optional=True),
    "motion_uncertainty": Wanted(("people", "joints"), optional=True),
    "stands": Wanted((*_ROWS, 2), optional=True),
    "seed": Wanted((), WHOLE),
    "weights": Wanted((), TEXT, optional=True),
    "assumptions": Wanted((None,), TEXT, optional=True),
    "K": Wanted((3, 3), instead=("people", 3, 3)),
    "R": Wanted((3, 3), instead=("people", 3, 3)),
    "t": Wanted((3,), instead=("people", 3)),
    "size": Wanted((2,), instead=("people", 2)),
    "dist": Wanted((None,), instead=("people", None), optional=True),
    "model": Wanted((), TEXT, instead=("people",), optional=True),
    "trajectory": Wanted(("levels", *_ROWS, "joints", 3), optional=True),
    "sigmas": Wanted(("levels",), optional=True),
}
"""The arrays that are read."""

_FOUND = dict(
    zip(
        FOUND,
        ("keypoint_scores", "keypoint_noise", "boxes", "person_scores", "extra_keypoints", "extra_noise"),
        strict=True,
    )
)
"""The arrays of what a detector or a file gave with the keypoints, by the field of the sequence."""


def write_npz(path: Path, sequence: LiftedSequence) -> None:
    """Write ``sequence`` to ``path``. Raises OSError where that cannot be written."""
    with path.open("wb") as stream:  # NumPy appends .npz to other names
        np.savez(stream, allow_pickle=False, **arrays_of(sequence))


def load_lifted(path: str | os.PathLike[str]) -> LiftedSequence:
    """The sequence of an NPZ that `lifted.save_lifted` wrote, in world axes.

    Only known arrays are read, and none before the shapes of all are checked. Raises PoseStudioError naming the
    file and the problem.
    """
    arrays = read_npz(path, _ARRAYS, "lifted poses")
    try:
        return sequence_of(arrays)
    except (ValueError, OverflowError) as problem:
        raise PoseStudioError(f"{path}: {problem}") from problem


def arrays_of(sequence: LiftedSequence, in_world: bool = False) -> dict[str, NDArray]:
    """The arrays of a file, joints in world axes if ``in_world``."""
    axes = (lambda points, _: points) if in_world else in_camera_axes
    cameras = list(dict.fromkeys(sequence.cameras))
    alone = len(cameras) == 1
    per_row = cameras if alone else list(sequence.cameras)

    def of_cameras(name: str) -> NDArray:
        values = np.array([getattr(camera, name) for camera in per_row], dtype=np.float64)
        return values[0] if alone else values

    arrays = {
        "joints": axes(sequence.joints, sequence.cameras),
        "joint_names": np.array(BODY_JOINTS),
        "keypoints3d": axes(sequence.keypoints3d, sequence.cameras),
        "keypoint_names": np.array(COCO_KEYPOINTS),
        "score": sequence.score,
        "reprojection": sequence.reprojection,
        "uncertainty": np.stack(
            [deviations(*row) for row in zip(sequence.joints, sequence.cameras, strict=True)]
        ),
        "mode": np.stack([mode_numbers(row) for row in sequence.joints]),
        "frame": sequence.frame + sequence.first_frame,
        "person": sequence.person,
        "frames": np.array(sequence.frames),
        "first_frame": np.array(sequence.first_frame),
        "fps": np.array(sequence.fps),
        "keypoints": sequence.points,
        "visibility": sequence.visibility,
        "seed": np.array(sequence.seed),
        "weights": np.array(sequence.weights),
        "assumptions": np.array(sequence.assumptions, dtype=np.str_),
        "K": of_cameras("K"),
        "R": of_cameras("R"),
        "t": of_cameras("t"),
        "size": of_cameras("size").astype(np.int32),
    }
    if sequence.times is not None:
        arrays["times"] = sequence.times
    if sequence.coherent:
        arrays["coherent"] = np.array(1)
        of_motions = {"motion_uncertainty": sequence.uncertainty, "stands": sequence.stands}
        arrays |= {name: array for name, array in of_motions.items() if array is not None}
    found = {name: getattr(sequence, field) for field, name in _FOUND.items()}
    arrays |= {name: array for name, array in found.items() if array is not None}
    if any(camera.distortion is not None for camera in per_row):
        rows = [np.zeros(4) if camera.distortion is None else camera.distortion for camera in per_row]
        longest = max(len(row) for row in rows)
        padded = np.array([np.pad(row, (0, longest - len(row))) for row in rows])
        arrays["dist"] = padded[0] if alone else padded
    if any(camera.model != "pinhole" for camera in per_row):
        models = np.array([camera.model for camera in per_row])
        arrays["model"] = models[0] if alone else models
    if sequence.trajectory is not None and sequence.sigmas is not None:
        arrays["trajectory"] = np.stack([axes(step, sequence.cameras) for step in sequence.trajectory])
        arrays["sigmas"] = sequence.sigmas
    return arrays


def in_camera_axes(points: NDArray[np.float32], cameras: Sequence[Camera]) -> NDArray[np.float32]:
    """World points (N, ..., 3) in the axes of their rows' cameras."""
    return np.stack([camera.to_camera(row) for row, camera in zip(points, cameras, strict=True)])


def sequence_of(arrays: dict[str, NDArray], cameras: tuple[Camera, ...] | None = None) -> LiftedSequence:
    """The sequence of a file's arrays; with ``cameras`` of the rows, those of the arrays in world axes. Raises
    PoseStudioError or ValueError, of what does not fit together."""
    in_world = cameras is not None
    joints = with_heels(_numbers(arrays, "joints", FURTHEST))
    if joints.shape[2] != len(BODY_JOINTS):
        raise PoseStudioError(f"joints: expected {len(BODY_JOINTS)} of each body, found {joints.shape[2]}")
    rows = len(joints)
    if 0 in joints.shape:
        raise PoseStudioError("joints: expected at least one person and hypothesis")
    cameras = _cameras(arrays, rows) if cameras is None else cameras

    def world(points: NDArray) -> NDArray[np.float32]:
        return (
            points
            if in_world
            else np.stack([camera.to_world(row) for row, camera in zip(points, cameras, strict=True)])
        )

    frame, person, frames, first = _times(arrays)
    trajectory = None
    if "trajectory" in arrays:
        if "sigmas" not in arrays:
            raise PoseStudioError("sigmas: expected those of the trajectory, found none")
        trajectory = np.stack([world(with_heels(step)) for step in _numbers(arrays, "trajectory", FURTHEST)])
    visibility = _whole(arrays, "visibility", 0, VISIBLE).astype(np.int8)
    points = _numbers(arrays, "keypoints")
    found: dict[str, Any] = {field: arrays[name] for field, name in _FOUND.items() if name in arrays}
    checked = Keypoints(points, visibility, **found)
    return LiftedSequence(
        joints=world(joints),
        keypoints3d=world(_numbers(arrays, "keypoints3d", FURTHEST)),
        score=_numbers(arrays, "score"),
        reprojection=_numbers(arrays, "reprojection", unknown=True),
        frame=frame,
        person=person,
        cameras=cameras,
        points=points,
        visibility=visibility,
        **{field: getattr(checked, field) for field in FOUND},
        frames=frames,
        first_frame=first,
        fps=check_fps(float(arrays["fps"])),
        times=check_times(arrays.get("times"), frames),
        seed=int(_whole(arrays, "seed", 0, _MOST_SEED)),
        weights=_line(arrays.get("weights", "")),
        assumptions=tuple(_line(text) for text in arrays.get("assumptions", ())),
        coherent=bool(_whole(arrays, "coherent", 0, 1)) if "coherent" in arrays else False,
        uncertainty=_uncertainty(arrays),
        stands=_numbers(arrays, "stands") if "stands" in arrays else None,
        trajectory=trajectory,
        sigmas=None if trajectory is None else _numbers(arrays, "sigmas"),
    )


def _times(arrays: dict[str, NDArray]) -> tuple[NDArray[np.int32], NDArray[np.int32], int, int]:
    """Each row's frame, counted from the first one, and person; the number of frames, and that of the first one."""
    frame, person = (_whole(arrays, name, 0, _MOST) for name in ("frame", "person"))
    frames = int(_whole(arrays, "frames", 0, _MOST))
    if "first_frame" in arrays:
        first = int(_whole(arrays, "first_frame", 0, _MOST))
    else:  # parts of before 2026-11-26 don't say where they begin
        first = int(frame.min()) if frame.max(initial=0) >= frames else 0
    frame = frame - first
    lowest, highest = int(frame.min(initial=0)), int(frame.max(initial=0))
    if frames < 1 or lowest < 0 or highest >= frames:
        raise PoseStudioError(
            f"frame, frames: expected {first} to below {first + frames}, found {lowest + first} to {highest + first}"
        )
    if frames > max(MOST_FRAMES, 100 * len(frame)):
        raise PoseStudioError(f"frames: expected those of {len(frame)} people in all, found {frames}")
    if np.unique(np.stack([frame, person]), axis=1).shape[1] < len(frame):
        raise PoseStudioError("frame, person: a person is twice in one frame")
    return frame.astype(np.int32), person.astype(np.int32), frames, first


def _cameras(arrays: dict[str, NDArray], rows: int) -> tuple[Camera, ...]:
    """The camera of each row."""
    alone = arrays["K"].ndim == 2
    fields = {}
    for name in ("K", "R", "t", "size", "dist"):
        if name not in arrays:
            continue
        values = _numbers(arrays, name, dtype=np.float64)
        if values.ndim != arrays["K"].ndim - _CAMERA_AXES[name]:
            raise PoseStudioError(f"{name}: expected one for {'all' if alone else 'each'}, as K")
        fields[name] = values[None] if alone else values
    models = np.broadcast_to(arrays.get("model", np.array("pinhole")), 1 if alone else rows)

    def lens(index: int) -> NDArray | None:
        if "dist" not in fields:
            return None
        values = fields["dist"][index]
        return values[:FISHEYE_COUNT] if models[index] == "fisheye" else values

    cameras = tuple(
        Camera(
            K=fields["K"][index],
            R=fields["R"][index],
            t=fields["t"][index],
            size=(int(fields["size"][index][0]), int(fields["size"][index][1])),
            distortion=lens(index),
            model=str(models[index]),
        )
        for index in range(1 if alone else rows)
    )
    return cameras * rows if alone else cameras


def _numbers(
    arrays: dict[str, NDArray],
    name: str,
    most: float | None = None,
    dtype: Any = np.float32,
    unknown: bool = False,
) -> NDArray[Any]:
    """The array as floats. Raises PoseStudioError where it is not finite, nan if ``unknown``, or beyond ``most``."""
    with np.errstate(over="ignore"):
        array = arrays[name].astype(dtype)
    if not (np.isfinite(array) | (unknown & np.isnan(array))).all():
        raise PoseStudioError(f"{name}: expected finite numbers")
    if most is not None and array.size and np.abs(array).max() > most:
        raise PoseStudioError(f"{name}: expected metres within {most:g} of the camera")
    return array


def _uncertainty(arrays: dict[str, NDArray]) -> NDArray[np.float32] | None:
    """The joints' uncertainty in motions; heels that are missing have their ankles'. Raises PoseStudioError where it
    is not finite."""
    if "motion_uncertainty" not in arrays:
        return None
    found = _numbers(arrays, "motion_uncertainty")
    if found.shape[1] == len(JOINTS_WITHOUT_HEELS):
        found = np.concatenate([found, found[:, _ANKLES]], axis=1)
    return found


def _whole(arrays: dict[str, NDArray], name: str, least: int, most: int) -> NDArray[np.int64]:
    """The array as int64. Raises PoseStudioError for numbers out of range."""
    array = arrays[name]
    if array.size and not least <= int(array.min()) <= int(array.max()) <= most:
        raise PoseStudioError(f"{name}: expected {least} to {most}, found {array.min()} to {array.max()}")
    return array.astype(np.int64)


def _line(text: Any) -> str:
    """The text without control characters, at most _LONGEST_LINE long."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(text)[:_LONGEST_LINE])
