"""Rig files: the joints of a skeleton by role, and the axes and unit of its clips, as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from posestudio.body.skeleton import Clip
from posestudio.common.atomic_files import atomic_write
from posestudio.common.json_files import read_json
from posestudio.errors import RigError
from posestudio.mocap.given_axes import FileAxes
from posestudio.mocap.rig_matching import RigMatch


@dataclass(frozen=True)
class Rig(Mapping[str, str]):
    """Names of a skeleton's ``joints`` by role, and the ``axes`` of its clips, as far as they are given."""

    joints: dict[str, str] = field(default_factory=dict)
    axes: FileAxes = field(default_factory=FileAxes)

    def __getitem__(self, role: str) -> str:
        return self.joints[role]

    def __iter__(self) -> Iterator[str]:
        return iter(self.joints)

    def __len__(self) -> int:
        return len(self.joints)


def save_rig(path: str | os.PathLike[str], clip: Clip, match: RigMatch | Mapping[str, str]) -> None:
    """Write a match, names by role or a Rig as JSON that load_rig and load_rigs read.

    {"joints": {role: joint name}, "skeleton": [joint names of the clip's skeleton]}, and "up", "unit" (metres)
    and "handedness" where a Rig has them.
    """
    skeleton = clip.skeleton.joint_names
    content: dict[str, Any]
    if isinstance(match, Mapping):
        content = {"joints": dict(match)}
    else:
        content = {"joints": {role: skeleton[index] for role, index in match.joints.items()}}
    content["skeleton"] = list(skeleton)
    if isinstance(match, Rig):
        content |= match.axes.given()
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def load_rig(path: str | os.PathLike[str]) -> Rig:
    """Joint names by role, for ``rig=``, of a file that save_rig or a person wrote. Raises RigError."""
    return _read_rig(Path(path))[0]


def load_rigs(folder: str | os.PathLike[str]) -> dict[tuple[str, ...], Rig]:
    """All rigs of a folder's .json files, by the joint names of the skeletons they are for. Raises RigError."""
    rigs = {}
    for path in sorted(Path(folder).glob("*.json")):
        rig, skeleton = _read_rig(path)
        rigs[skeleton] = rig
    return rigs


def _read_rig(path: Path) -> tuple[Rig, tuple[str, ...]]:
    content = read_json(path, RigError)
    joints = content.get("joints") if isinstance(content, dict) else None
    if not isinstance(joints, dict) or not all(isinstance(name, str) for name in joints.values()):
        raise RigError(f'{path}: expected {{"joints": {{body joint: joint name}}}}')
    skeleton = content.get("skeleton", [])
    if not isinstance(skeleton, list):
        raise RigError(f"{path}: skeleton: expected a list of joint names")
    try:
        axes = FileAxes(content.get("up"), content.get("unit"), content.get("handedness"))
    except RigError as problem:
        raise RigError(f"{path}: {problem}") from problem
    return Rig({str(role): str(name) for role, name in joints.items()}, axes), tuple(map(str, skeleton))
