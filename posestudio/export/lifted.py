"""Lifted results as files: NPZ, JSON, BVH and glTF, and NPZ back.

Joints are stored in camera axes (OpenCV: x right, y down, z forward), metres, absolute, so that K projects
them; world = R^T (x - t). A picture and a sequence are stored alike: the people of all frames stand along
one axis, and ``frame`` and ``person`` say whose row is whose (of a part of a longer sequence, counted from
the sequence's start; the part's first is ``first_frame``). With each person go their joints' uncertainty
(depth and picture plane, metres) and the modes among the hypotheses (see `posterior`).
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.bvh import save_bvh
from posestudio.body.layouts import BODY_JOINTS, COCO_KEYPOINTS
from posestudio.body.posing import to_clip
from posestudio.camera import Camera
from posestudio.errors import PoseStudioError
from posestudio.export.gltf import SUFFIXES as GLTF_SUFFIXES
from posestudio.export.gltf import save_gltf
from posestudio.export.take import FPS, Take, gather
from posestudio.files import atomic_write
from posestudio.posterior import deviations, mode_numbers, modes_of

if TYPE_CHECKING:
    from posestudio.lifted import Lifted

SUFFIXES = (".npz", ".json", ".bvh", *GLTF_SUFFIXES)

_DECIMALS = 5  # of a metre or pixel in JSON: finer than any camera sees


def save_lifted(
    path: str | os.PathLike[str],
    lifted: Lifted | Sequence[Lifted],
    *,
    fps: float = FPS,
    person: int = 0,
) -> Take:
    """Write lifted pictures as ``path`` says by its suffix; returns what was written.

    ``lifted`` is one picture's or one a frame. A BVH holds the best hypothesis of ``person``, or of a
    sequence the best path through them, one frame a picture at ``fps``; a glTF those of everybody.
    Raises PoseStudioError for another suffix or when there is nobody to write, OSError where the file
    cannot be written.
    """
    take = gather(list(lifted) if isinstance(lifted, Sequence) else [lifted], fps)
    save_take(path, take, person=person)
    return take


def save_take(path: str | os.PathLike[str], take: Take, *, person: int = 0) -> None:
    """Write ``take`` as ``path`` says by its suffix; see :func:`save_lifted`."""
    suffix = check_suffix(path)
    if suffix == ".bvh":
        save_bvh(path, to_clip(take.track(person), fps=take.fps, name=Path(path).stem))
        return
    if suffix in GLTF_SUFFIXES:
        everybody = [int(number) for number in np.unique(take.person)]
        names = [f"{Path(path).stem} {number + 1}" for number in everybody]
        tracks = zip(everybody, names, strict=True)
        save_gltf(path, [to_clip(take.track(number), fps=take.fps, name=name) for number, name in tracks])
        return
    with atomic_write(path) as temporary:
        if suffix == ".npz":
            np.savez(temporary, allow_pickle=False, **_arrays(take))
        else:
            temporary.write_text(json.dumps(_document(take)) + "\n", encoding="utf-8")


def check_suffix(path: str | os.PathLike[str]) -> str:
    """The suffix of ``path``, lower case. Raises PoseStudioError when it is none of SUFFIXES."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise PoseStudioError(f"{path}: expected a name ending in {', '.join(SUFFIXES)}")
    return suffix


def load_lifted(path: str | os.PathLike[str]) -> Take:
    """Read the NPZ that :func:`save_lifted` wrote, back into world axes.

    Raises PoseStudioError naming the file and what is wrong in it.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: np.asarray(archive[name]) for name in archive.files}
    except OSError as problem:
        raise PoseStudioError(f"{path}: cannot be read: {problem.strerror or problem}") from problem
    except (ValueError, AttributeError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        raise PoseStudioError(f"{path}: expected an NPZ file of lifted poses") from problem
    try:
        return _take(arrays)
    except (PoseStudioError, ValueError) as problem:
        raise PoseStudioError(f"{path}: {problem}") from problem


def _arrays(take: Take) -> dict[str, NDArray]:
    cameras = list(dict.fromkeys(take.cameras))
    alone = len(cameras) == 1
    per_row = cameras if alone else list(take.cameras)

    def of_cameras(name: str) -> NDArray:
        values = np.array([getattr(camera, name) for camera in per_row], dtype=np.float64)
        return values[0] if alone else values

    arrays = {
        "joints": _seen(take.joints, take.cameras),
        "joint_names": np.array(BODY_JOINTS),
        "keypoints3d": _seen(take.keypoints3d, take.cameras),
        "keypoint_names": np.array(COCO_KEYPOINTS),
        "score": take.score,
        "reprojection": take.reprojection,
        "uncertainty": np.stack([deviations(*row) for row in zip(take.joints, take.cameras, strict=True)]),
        "mode": np.stack([mode_numbers(row) for row in take.joints]),
        "frame": take.frame + take.first_frame,
        "person": take.person,
        "frames": np.array(take.frames),
        "first_frame": np.array(take.first_frame),
        "fps": np.array(take.fps),
        "keypoints": take.points,
        "visibility": take.visibility,
        "seed": np.array(take.seed),
        "weights": np.array(take.weights),
        "assumptions": np.array(take.assumptions, dtype=np.str_),
        "K": of_cameras("K"),
        "R": of_cameras("R"),
        "t": of_cameras("t"),
        "size": of_cameras("size").astype(np.int32),
    }
    if any(camera.distortion is not None for camera in per_row):
        rows = [np.zeros(5) if camera.distortion is None else camera.distortion for camera in per_row]
        arrays["dist"] = rows[0] if alone else np.array(rows)
    if take.trajectory is not None and take.sigmas is not None:
        arrays["trajectory"] = np.stack([_seen(step, take.cameras) for step in take.trajectory])
        arrays["sigmas"] = take.sigmas
    return arrays


def _document(take: Take) -> dict[str, Any]:
    joints, keypoints3d = _seen(take.joints, take.cameras), _seen(take.keypoints3d, take.cameras)
    known: NDArray[np.bool_] = np.isfinite(take.reprojection.sum(axis=1))
    document: dict[str, Any] = {
        "axes": "camera axes (x right, y down, z forward), metres; world = R^T (x - t)",
        "joint_names": list(BODY_JOINTS),
        "keypoint_names": list(COCO_KEYPOINTS),
        "seed": take.seed,
        "weights": take.weights,
        "assumptions": list(take.assumptions),
        "frames": take.frames,
        "fps": take.fps,
        "people": [
            {
                "frame": int(take.frame[row]) + take.first_frame,
                "person": int(take.person[row]),
                "camera": take.cameras[row].to_json(),
                "keypoints": _rounded(np.column_stack([take.points[row], take.visibility[row]])),
                "uncertainty": _rounded(deviations(take.joints[row], take.cameras[row])),
                "modes": [asdict(mode) for mode in modes_of(take.joints[row])],
                "hypotheses": [
                    {
                        "score": float(take.score[row, rank]),
                        "reprojection": _rounded(take.reprojection[row, rank]) if known[row] else None,
                        "joints": _rounded(joints[row, rank]),
                        "keypoints3d": _rounded(keypoints3d[row, rank]),
                    }
                    for rank in range(take.joints.shape[1])
                ],
            }
            for row in range(len(take.joints))
        ],
    }
    if take.trajectory is not None and take.sigmas is not None:
        document["sigmas"] = take.sigmas.tolist()
        for row, entry in enumerate(document["people"]):
            steps = _seen(take.trajectory[:, row], take.cameras[row : row + 1] * len(take.trajectory))
            entry["trajectory"] = _rounded(steps)
    return document


def _rounded(values: NDArray) -> Any:
    return np.round(np.asarray(values, np.float64), _DECIMALS).tolist()


def _seen(points: NDArray[np.float32], cameras: Sequence[Camera]) -> NDArray[np.float32]:
    """World points (N, ..., 3) in the axes of their rows' cameras."""
    return np.stack([camera.to_camera(row) for row, camera in zip(points, cameras, strict=True)])


def _take(arrays: dict[str, NDArray]) -> Take:
    joints = _array(arrays, "joints", (None, None, len(BODY_JOINTS), 3))
    rows, hypotheses = joints.shape[:2]
    cameras = _cameras(arrays, rows)
    each = (rows, hypotheses)

    def world(points: NDArray) -> NDArray[np.float32]:
        return np.stack([camera.to_world(row) for row, camera in zip(points, cameras, strict=True)])

    frame, frames = _array(arrays, "frame", (rows,), np.int32), int(_array(arrays, "frames", (), np.int64))
    if "first_frame" in arrays:
        first = int(_array(arrays, "first_frame", (), np.int64))
    else:  # parts of before 2026-11-26 don't say where they begin
        first = int(frame.min()) if frame.max(initial=0) >= frames else 0
    frame = frame - first
    lowest, highest = frame.min(initial=0), frame.max(initial=0)
    if frames < 1 or lowest < 0 or highest >= frames:
        raise PoseStudioError(
            f"frame, frames: expected {first} to below {first + frames}, found {lowest + first} to {highest + first}"
        )
    trajectory = None
    if "trajectory" in arrays:
        trajectory = _array(arrays, "trajectory", (None, *joints.shape))
        trajectory = np.stack([world(step) for step in trajectory])
    return Take(
        joints=world(joints),
        keypoints3d=world(_array(arrays, "keypoints3d", (*each, len(COCO_KEYPOINTS), 3))),
        score=_array(arrays, "score", each),
        reprojection=_array(arrays, "reprojection", each, finite=False),
        frame=frame,
        person=_array(arrays, "person", (rows,), np.int32),
        cameras=cameras,
        points=_array(arrays, "keypoints", (rows, len(COCO_KEYPOINTS), 2)),
        visibility=_array(arrays, "visibility", (rows, len(COCO_KEYPOINTS)), np.int8),
        frames=frames,
        first_frame=first,
        fps=float(_array(arrays, "fps", ())),
        seed=int(_array(arrays, "seed", (), np.int64)),
        weights=str(arrays.get("weights", "")),
        assumptions=tuple(str(text) for text in arrays.get("assumptions", ())),
        trajectory=trajectory,
        sigmas=None if trajectory is None else _array(arrays, "sigmas", trajectory.shape[:1]),
    )


def _cameras(arrays: dict[str, NDArray], rows: int) -> tuple[Camera, ...]:
    shapes = {"K": (3, 3), "R": (3, 3), "t": (3,), "size": (2,)} | (
        {"dist": (5,)} if "dist" in arrays else {}
    )
    alone = arrays.get("K", np.empty(0)).ndim == 2
    fields = {}
    for name, shape in shapes.items():
        values = _array(arrays, name, shape if alone else (rows, *shape), np.float64)
        fields[name] = values[None] if alone else values
    cameras = tuple(
        Camera(
            K=fields["K"][index],
            R=fields["R"][index],
            t=fields["t"][index],
            size=(int(fields["size"][index][0]), int(fields["size"][index][1])),
            distortion=fields["dist"][index] if "dist" in fields else None,
        )
        for index in range(1 if alone else rows)
    )
    return cameras * rows if alone else cameras


def _array(
    arrays: dict[str, NDArray],
    name: str,
    shape: tuple[int | None, ...],
    dtype: Any = np.float32,
    finite: bool = True,
) -> NDArray[Any]:
    """The array of that name and shape (None: any), or a PoseStudioError."""
    wanted = f"{name}: expected numbers ({', '.join('any' if side is None else str(side) for side in shape)})"
    if name not in arrays:
        raise PoseStudioError(f"{wanted}, found none")
    array = arrays[name]
    fits = array.ndim == len(shape) and all(s in (None, n) for s, n in zip(shape, array.shape, strict=True))
    if not fits or array.dtype.kind not in "iuf" or 0 in array.shape:
        raise PoseStudioError(f"{wanted}, found {array.dtype} {array.shape}")
    if finite and not np.isfinite(array).all():
        raise PoseStudioError(f"{name}: expected finite numbers")
    return array.astype(dtype)
