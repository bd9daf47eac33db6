"""Poses as Parquet files, written and read: one row a pose, joints as float32 in lists of fixed length."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.parquet_tables import read_table, write_table
from posestudio.dataset.poses import Poses, checked_poses
from posestudio.errors import PosesError

CONTENT = "poses"
VERSION = 1


def write_poses_parquet(path: Path, poses: Poses) -> None:
    """Write poses to ``path``: the columns joints, clip, subject and frame, the provenance in the file's metadata.
    Raises PoseStudioError without the extra ``parquet``, OSError where the file cannot be written."""
    arrays = {
        "clip": poses.clip,
        "subject": poses.subject,
        "frame": poses.frame,
        "joints": poses.joints.astype(np.float32),
    }
    facts = {
        "content": CONTENT,
        "version": VERSION,
        "axes": "metres, Y up",
        "joint_names": list(BODY_JOINTS),
        "provenance": poses.provenance,
    }
    write_table(path, arrays, facts)


def load_poses_parquet(path: str | os.PathLike[str]) -> Poses:
    """The poses of a file that `write_poses_parquet` wrote. Raises PosesError naming the file and the problem."""
    arrays, facts = read_table(path, CONTENT, PosesError)
    joints, provenance = arrays.get("joints"), facts.get("provenance")
    if joints is None or joints.dtype.kind != "f" or joints[0:1].size not in (0, 3 * len(BODY_JOINTS)):
        raise PosesError(f"{path}: joints: expected {3 * len(BODY_JOINTS)} numbers in each row")
    if not isinstance(provenance, dict):
        raise PosesError(f"{path}: provenance: expected an object")
    joints = joints.reshape(len(joints), len(BODY_JOINTS), 3)
    names = facts.get("joint_names")
    return checked_poses(path, joints, tuple(names) if isinstance(names, list) else (), arrays, provenance)
