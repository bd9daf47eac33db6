"""A BVH file as a body: its clip, its body joints, and what was decided about its rig, axes and unit."""

from __future__ import annotations

import os
from collections.abc import Mapping

from posestudio.body.skeleton import Clip
from posestudio.errors import RigError
from posestudio.mocap.body_from_clip import ClipBody, read_body
from posestudio.mocap.bvh import load_bvh
from posestudio.mocap.given_axes import FileAxes

Rigs = Mapping[tuple[str, ...], Mapping[str, str]]
"""Corrections of rigs, joint names by role, by the joint names of the skeletons they are for."""


def load_body(
    path: str | os.PathLike[str],
    rigs: Rigs | None = None,
    axes: FileAxes | None = None,
    person: int | None = None,
) -> tuple[Clip, ClipBody]:
    """The clip of a BVH file and its body, read with the rig of ``rigs`` that is for its skeleton; see read_body.

    Raises BvhError or RigError that name the file.
    """
    clip = load_bvh(path)
    rig = (rigs or {}).get(tuple(clip.skeleton.joint_names))
    try:
        return clip, read_body(clip, rig=rig, axes=axes, person=person)
    except RigError as problem:
        raise RigError(f"{path}: {problem}") from problem
