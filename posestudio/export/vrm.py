"""VRM 1.0 files: a person's mannequin as an avatar (.vrm), and their motion for any avatar (.vrma).

VRM Consortium, "VRMC_vrm-1.0" and "VRMC_vrm_animation-1.0" (github.com/vrm-c/vrm-specification), extensions of
glTF 2.0. Both stand at rest in the VRM T-pose, facing +Z, with their soles at the height 0, in metres.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.skeleton import Clip
from posestudio.common.atomic_files import atomic_write
from posestudio.common.file_kinds import VRM_OUTPUTS, checked_suffix
from posestudio.errors import PoseStudioError
from posestudio.export.body_mesh import body_mesh
from posestudio.export.bone_mesh import BoneMesh
from posestudio.export.gltf import CENTIMETRE, Scene, clip_transforms
from posestudio.mocap.rig_targets import TARGETS, VRM

_VERSION = "1.0"
_FEET = ("leftFoot", "leftToes", "rightFoot", "rightToes")


def save_vrm(path: str | os.PathLike[str], clip: Clip) -> None:
    """Write the body of a clip with VRM's names (`mocap.retargeting.to_clip`) as an avatar, where ``path`` ends in
    .vrm, or its motion, where it ends in .vrma.

    An avatar has the mannequin as its mesh, with the body's proportions; it stands in a T-pose, since VRM has motion
    in files of its own. The motion begins above the origin, with its lowest foot on the floor: VRM's floor is at 0.
    Written completely or not at all. Raises PoseStudioError for another suffix or another skeleton, OSError where the
    file cannot be written.
    """
    suffix = checked_suffix(path, VRM_OUTPUTS)
    if clip.skeleton.joint_names != TARGETS[VRM].names or not len(clip):
        raise PoseStudioError(f"{path}: expected a clip with VRM's joint names and at least one frame")
    mesh = body_mesh(clip.skeleton, CENTIMETRE)
    assert mesh is not None
    scene = _avatar(clip, mesh, clip.name or Path(path).stem) if suffix == ".vrm" else _animation(clip, mesh)
    with atomic_write(path) as temporary:
        temporary.write_bytes(scene.glb())


def _avatar(clip: Clip, mesh: BoneMesh, name: str) -> Scene:
    scene = Scene()
    first = scene.add_rest(clip.skeleton, mesh.rest)
    scene.add_skin(mesh, name, first)
    humanoid = _humanoid(clip, first)
    scene.extend("VRMC_vrm", {"specVersion": _VERSION, "meta": _meta(name), "humanoid": humanoid})
    return scene


def _animation(clip: Clip, mesh: BoneMesh) -> Scene:
    scene = Scene()
    first = scene.add_rest(clip.skeleton, mesh.rest)
    translations, rotations = clip_transforms(clip, CENTIMETRE)
    translations[:, 0] += _to_the_floor(clip, mesh.rest)
    if len(clip) == 1:  # a pose that is held: an animation of no duration is not played
        translations, rotations = translations.repeat(2, axis=0), rotations.repeat(2, axis=0)
    scene.animate(clip, first, translations, rotations)
    scene.extend("VRMC_vrm_animation", {"specVersion": _VERSION, "humanoid": _humanoid(clip, first)})
    return scene


def _to_the_floor(clip: Clip, rest: NDArray[np.float64]) -> NDArray[np.float64]:
    """(3,) metres from where a clip is to above the origin, with its lowest foot on the floor."""
    positions = clip.positions().astype(np.float64) * CENTIMETRE
    feet = [clip.skeleton.joint_names.index(name) for name in _FEET]
    floor = float((positions[:, feet, 1] - rest[feet, 1]).min())
    return -np.array([positions[0, 0, 0], floor, positions[0, 0, 2]])


def _humanoid(clip: Clip, first: int) -> dict[str, Any]:
    bones = {name: {"node": first + joint} for joint, name in enumerate(clip.skeleton.joint_names)}
    return {"humanBones": bones}


def _meta(name: str) -> dict[str, Any]:
    """What VRM asks about an avatar. The mesh is PoseStudio's, under the MIT licence, which has no conditions on its
    use; violent, sexual, political and hateful uses are left at VRM's default, which forbids them, because the
    proportions are a person's."""
    return {
        "name": name,
        "authors": ["PoseStudio"],
        "copyrightInformation": "Mannequin: Copyright (c) PoseStudio contributors",
        "thirdPartyLicenses": "The mannequin is under the MIT License (https://opensource.org/license/mit).",
        "licenseUrl": "https://vrm.dev/licenses/1.0/",
        "otherLicenseUrl": "https://opensource.org/license/mit",
        "avatarPermission": "everyone",
        "commercialUsage": "corporation",
        "creditNotation": "unnecessary",
        "allowRedistribution": True,
        "modification": "allowModificationRedistribution",
    }
