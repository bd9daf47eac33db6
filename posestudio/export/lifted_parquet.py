"""Lifted sequences as Parquet files, written and read: one row for each person of each frame, without loss.

The columns have the names and shapes of the arrays of an NPZ (`lifted_npz`), as lists of fixed length; ``camera`` is
the index of the row's camera. Joints are in **world** axes, metres, Y up, where an NPZ has them in camera axes: so
they are read back exactly. What concerns all rows is a JSON object under ``posestudio`` in the file's metadata: the
names of the joints and keypoints, the number of hypotheses, frames, their rate and times, the cameras (K, R, t, size,
lens; x_camera = R x_world + t), seed, weights and assumptions.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.body.layouts import BODY_JOINTS, COCO_KEYPOINTS, EXTRA_KEYPOINTS
from posestudio.common.parquet_tables import Arrays, read_table, write_table
from posestudio.errors import PoseStudioError
from posestudio.export.lifted_npz import arrays_of, sequence_of
from posestudio.geometry.camera import Camera
from posestudio.lifting.sequence import LiftedSequence

CONTENT = "lifted poses"
VERSION = 1

_OF_ALL = {
    "frames": np.int64, "first_frame": np.int64, "fps": np.float64, "times": np.float64, "seed": np.int64,
    "weights": np.str_, "assumptions": np.str_, "coherent": np.int64, "sigmas": np.float32,
}  # fmt: skip
_ELSEWHERE = ("K", "R", "t", "size", "dist", "model", "joint_names", "keypoint_names")
_BODY, _POINTS, _EXTRA = len(BODY_JOINTS), len(COCO_KEYPOINTS), len(EXTRA_KEYPOINTS)


def _shapes(hypotheses: int, levels: int) -> dict[str, tuple[int, ...]]:
    """The shape of a row in each column that is read."""
    return {
        "frame": (), "person": (), "camera": (),
        "joints": (hypotheses, _BODY, 3), "keypoints3d": (hypotheses, _POINTS, 3), "score": (hypotheses,),
        "reprojection": (hypotheses,), "keypoints": (_POINTS, 2), "visibility": (_POINTS,),
        "keypoint_scores": (_POINTS,), "keypoint_noise": (_POINTS,), "boxes": (4,), "person_scores": (),
        "extra_keypoints": (_EXTRA, 2), "extra_noise": (_EXTRA,), "motion_uncertainty": (_BODY,),
        "stands": (hypotheses, 2), "trajectory": (levels, hypotheses, _BODY, 3),
    }  # fmt: skip


def write_parquet(path: Path, sequence: LiftedSequence) -> None:
    """Write ``sequence`` to ``path``. Raises PoseStudioError without the extra ``parquet``, OSError where the file
    cannot be written."""
    arrays = arrays_of(sequence, in_world=True)
    cameras = list(dict.fromkeys(sequence.cameras))
    number = {camera: index for index, camera in enumerate(cameras)}
    facts: dict[str, Any] = {
        "content": CONTENT,
        "version": VERSION,
        "axes": "world, metres, Y up",
        "joint_names": list(BODY_JOINTS),
        "keypoint_names": list(COCO_KEYPOINTS),
        "hypotheses": sequence.joints.shape[1],
        "cameras": [camera.to_json() for camera in cameras],
    }
    facts |= {name: arrays[name].tolist() for name in _OF_ALL if name in arrays}
    rows = {name: array for name, array in arrays.items() if name not in (*_OF_ALL, *_ELSEWHERE)}
    if "trajectory" in rows:
        rows["trajectory"] = rows["trajectory"].swapaxes(0, 1)
    rows["camera"] = np.array([number[camera] for camera in sequence.cameras], np.int32)
    write_table(path, rows, facts)


def load_parquet(path: str | os.PathLike[str]) -> LiftedSequence:
    """The sequence of a file that `write_parquet` wrote. Raises PoseStudioError naming the file and the problem."""
    arrays, facts = read_table(path, CONTENT)
    try:
        if tuple(facts["joint_names"]) != BODY_JOINTS:
            raise PoseStudioError("holds other joints than this program's: lift the keypoints again")
        cameras = [Camera.from_json(content) for content in facts["cameras"]]
        rows = _checked(arrays, facts)
        numbers = rows.pop("camera")
        if numbers.min(initial=0) < 0 or numbers.max(initial=0) >= len(cameras):
            raise PoseStudioError(f"camera: expected 0 to {len(cameras) - 1}")
        return sequence_of(rows, tuple(cameras[number] for number in numbers.tolist()))
    except KeyError as problem:
        raise PoseStudioError(f"{path}: {problem.args[0]}: expected it, found none") from problem
    except (ValueError, TypeError, OverflowError, AttributeError) as problem:
        raise PoseStudioError(f"{path}: {problem}") from problem


def _checked(arrays: Arrays, facts: dict[str, Any]) -> Arrays:
    """The arrays as `lifted_npz.arrays_of` makes them. Raises PoseStudioError for one of another shape or kind."""
    levels = len(facts.get("sigmas") or ())
    checked: Arrays = {}
    for name, shape in _shapes(int(facts["hypotheses"]), levels).items():
        if name not in arrays:
            continue
        array = arrays[name]
        kinds = "iu" if name in ("frame", "person", "camera", "visibility") else "f"
        width = int(np.prod(shape))
        if array.dtype.kind not in kinds or array[0:1].size != min(width, width * len(array)):
            raise PoseStudioError(
                f"{name}: expected {width} numbers in each row, found {array.dtype} {array.shape}"
            )
        checked[name] = array.reshape(len(array), *shape)
    if "trajectory" in checked:
        checked["trajectory"] = checked["trajectory"].swapaxes(0, 1)
    return checked | {
        name: np.array(facts[name], kind) for name, kind in _OF_ALL.items() if facts.get(name) is not None
    }
