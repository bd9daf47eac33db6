"""Lifted sequences as JSON files, in camera axes as in `lifted_npz`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_JOINTS, COCO_KEYPOINTS
from posestudio.export.lifted_npz import in_camera_axes
from posestudio.keypoints.found_fields import found_fields
from posestudio.lifting.posterior import deviations, modes_of
from posestudio.lifting.sequence import LiftedSequence

_DECIMALS = 5  # of a metre or pixel: finer than any camera sees


def write_json(path: Path, sequence: LiftedSequence) -> None:
    """Write ``sequence`` to ``path``. Raises OSError where that cannot be written."""
    path.write_text(json.dumps(_document(sequence)) + "\n", encoding="utf-8")


def _document(sequence: LiftedSequence) -> dict[str, Any]:
    """The file's content: an entry for each row of the sequence."""
    cameras = sequence.cameras
    joints = in_camera_axes(sequence.joints, cameras)
    keypoints3d = in_camera_axes(sequence.keypoints3d, cameras)
    known: NDArray[np.bool_] = np.isfinite(sequence.reprojection.sum(axis=1))
    document: dict[str, Any] = {
        "axes": "camera axes (x right, y down, z forward), metres; world = R^T (x - t)",
        "joint_names": list(BODY_JOINTS),
        "keypoint_names": list(COCO_KEYPOINTS),
        "seed": sequence.seed,
        "weights": sequence.weights,
        "assumptions": list(sequence.assumptions),
        "frames": sequence.frames,
        "fps": sequence.fps,
        **({} if sequence.times is None else {"times": _rounded(sequence.times)}),
        **({"coherent": True} if sequence.coherent else {}),
        "people": [
            {
                "frame": int(sequence.frame[row]) + sequence.first_frame,
                "person": int(sequence.person[row]),
                "camera": cameras[row].to_json(),
                "keypoints": _rounded(np.column_stack([sequence.points[row], sequence.visibility[row]])),
                **_found(sequence, row),
                "uncertainty": _rounded(deviations(sequence.joints[row], cameras[row])),
                **_of_motions(sequence, row),
                "modes": [asdict(mode) for mode in modes_of(sequence.joints[row])],
                "hypotheses": [
                    {
                        "score": float(sequence.score[row, rank]),
                        "reprojection": _rounded(sequence.reprojection[row, rank]) if known[row] else None,
                        "joints": _rounded(joints[row, rank]),
                        "keypoints3d": _rounded(keypoints3d[row, rank]),
                    }
                    for rank in range(sequence.joints.shape[1])
                ],
            }
            for row in range(len(sequence.joints))
        ],
    }
    if sequence.trajectory is not None and sequence.sigmas is not None:
        document["sigmas"] = sequence.sigmas.tolist()
        for row, entry in enumerate(document["people"]):
            steps = sequence.trajectory[:, row]
            entry["trajectory"] = _rounded(in_camera_axes(steps, cameras[row : row + 1] * len(steps)))
    return document


def _of_motions(sequence: LiftedSequence, row: int) -> dict[str, Any]:
    """What only motions have, as in `lifted_npz`; empty where the sequence has none."""
    arrays = {"motion_uncertainty": sequence.uncertainty, "stands": sequence.stands}
    return {name: _rounded(array[row]) for name, array in arrays.items() if array is not None}


def _found(sequence: LiftedSequence, row: int) -> dict[str, Any]:
    """What a detector gave with the person's 2D keypoints, as in a keypoint file; empty where nothing did."""
    keypoints = sequence.keypoints(np.array([row]))
    fields = found_fields(keypoints, 0)
    if keypoints.confidence is not None:
        fields["keypoint_scores"] = _rounded(keypoints.confidence[0])
    return fields


def _rounded(values: NDArray) -> Any:
    return np.round(np.asarray(values, np.float64), _DECIMALS).tolist()
