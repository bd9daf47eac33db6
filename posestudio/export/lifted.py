"""Lifted results as files: NPZ, JSON, BVH, glTF, VRM, USD and recordings of rerun, by the file's ending."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import (
    GLTF_OUTPUTS,
    LIFTED_OUTPUTS,
    PARQUET,
    RERUN_OUTPUTS,
    USD_OUTPUTS,
    VRM_OUTPUTS,
    checked_suffix,
)
from posestudio.export.gltf import save_gltf
from posestudio.export.lifted_json import write_json
from posestudio.export.lifted_npz import write_npz
from posestudio.export.lifted_parquet import write_parquet
from posestudio.export.rerun_file import save_rrd
from posestudio.export.usd import save_usd_sequence
from posestudio.export.vrm import save_vrm
from posestudio.lifting.sequence import FPS, LiftedSequence, gather
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import MOTIONBUILDER, VRM

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted


def save_lifted(
    path: str | os.PathLike[str],
    lifted: Lifted | Sequence[Lifted],
    *,
    fps: float = FPS,
    person: int = 0,
    names: str = MOTIONBUILDER,
) -> LiftedSequence:
    """Write lifted pictures in the format of the suffix of ``path``; returns what was written.

    ``lifted`` is one picture's result, or one for each frame. A BVH contains the best hypothesis of ``person``, or of
    a sequence the best path through them, one frame per picture at ``fps``; so does a .vrma, and a .vrm that person's
    body; a glTF those of everybody, USD all hypotheses of everybody. All have the joint names of the program
    ``names`` (see `mocap.rig_targets`), but VRM files always their own.
    Raises PoseStudioError for another suffix, names of no program or when there is nobody to write, OSError where
    the file cannot be written.
    """
    sequence = gather(list(lifted) if isinstance(lifted, Sequence) else [lifted], fps)
    save_sequence(path, sequence, person=person, names=names)
    return sequence


def save_sequence(
    path: str | os.PathLike[str],
    sequence: LiftedSequence,
    *,
    person: int = 0,
    names: str = MOTIONBUILDER,
) -> None:
    """Write ``sequence`` in the format of the suffix of ``path``; see :func:`save_lifted`."""
    suffix, name = checked_suffix(path, LIFTED_OUTPUTS), Path(path).stem
    if suffix == ".bvh":
        save_bvh(path, to_clip(sequence.even_track(person), fps=sequence.fps, name=name, names=names))
    elif suffix in GLTF_OUTPUTS:
        clips = [
            to_clip(
                sequence.even_track(int(number)), fps=sequence.fps, name=f"{name} {number + 1}", names=names
            )
            for number in np.unique(sequence.person)
        ]
        save_gltf(path, clips)
    elif suffix in VRM_OUTPUTS:
        save_vrm(path, to_clip(sequence.even_track(person), fps=sequence.fps, name=name, names=VRM))
    elif suffix in USD_OUTPUTS:
        save_usd_sequence(path, sequence, names=names)
    elif suffix in RERUN_OUTPUTS:
        save_rrd(path, sequence)
    else:
        with atomic_write(path) as temporary:
            _WRITERS[suffix](temporary, sequence)


_WRITERS = {".npz": write_npz, ".json": write_json, PARQUET: write_parquet}
