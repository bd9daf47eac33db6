"""Motion that is in a file, a lifted NPZ or a BVH of any rig, as BVH, glTF, VRM or USD for another program."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from posestudio.body.skeleton import Clip
from posestudio.common.file_kinds import (
    GLTF_OUTPUTS,
    MOTION_OUTPUTS,
    USD_OUTPUTS,
    VRM_OUTPUTS,
    checked_suffix,
    suffix_of,
)
from posestudio.errors import PoseStudioError
from posestudio.export.gltf import save_gltf
from posestudio.export.lifted import save_sequence
from posestudio.export.lifted_parts import is_lifted, load_sequence
from posestudio.export.usd import save_usd
from posestudio.export.usd_people import Hypothesis, Person
from posestudio.export.vrm import save_vrm
from posestudio.mocap.body_from_file import load_body
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.given_axes import FileAxes
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import MOTIONBUILDER, VRM


def save_motion(
    path: str | os.PathLike[str],
    source: str | os.PathLike[str],
    names: str = MOTIONBUILDER,
    axes: FileAxes | None = None,
    person: int | None = None,
    say: Callable[[str], None] | None = None,
) -> None:
    """Write the motion of a file as BVH, glTF, VRM or USD, by the suffix of ``path``, with the joint ``names`` of a
    program; VRM files have their own.

    Of a lifted NPZ, or a folder of parts of one, that is the best motion: that of ``person``, by default 0, in glTF
    everybody's; USD has everybody's hypotheses. A BVH clip is read as `mocap.body_from_clip.read_body` does with
    ``axes`` and ``person``, and moves a new skeleton with its lengths; remarks on reading it are passed to ``say``.
    Raises PoseStudioError for other files, names of no program and a file that cannot be read, OSError where there is
    none or nothing can be written.
    """
    suffix = checked_suffix(path, MOTION_OUTPUTS)
    if is_lifted(source):
        save_sequence(path, load_sequence(source), person=person or 0, names=names)
        return
    if suffix_of(source) != ".bvh":
        raise PoseStudioError(f"{source}: expected a lifted .npz or a .bvh clip")
    clip, read = load_body(source, axes=axes, person=person)
    if not len(clip):
        raise PoseStudioError(f"{source}: expected at least one frame of motion")
    if say is not None:
        for line in (*clip.warnings, *read.remarks, *read.warnings):
            say(f"{source}: {line}")
    fps, name = clip.fps if clip.frame_time else 30.0, Path(path).stem
    if suffix in USD_OUTPUTS:
        save_usd(path, [Person(name, [Hypothesis(lambda: read.joints)])], fps=fps, names=names)
        return
    save: dict[str, Callable[[str | os.PathLike[str], Clip], None]] = {".bvh": save_bvh}
    save |= dict.fromkeys(GLTF_OUTPUTS, save_gltf) | dict.fromkeys(VRM_OUTPUTS, save_vrm)
    names = VRM if suffix in VRM_OUTPUTS else names
    save[suffix](path, to_clip(read.joints, fps=fps, name=name, names=names))
