"""The joint names, hierarchies and rest poses of the programs that clips are exported for.

Every target has the joints of `export_rig`, under the program's names. Where a program has more joints in the spine
or the neck, the bone between two of them is divided, and its parts turn together. What each program is known to
expect, and what was tried, is in docs/targets.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from posestudio.body.skeleton import POSITION_CHANNELS, Skeleton
from posestudio.errors import PoseStudioError
from posestudio.geometry.rotations import EULER_CHANNELS, continuous_euler, turn, unit
from posestudio.mocap.export_rig import (
    CENTIMETRES,
    EXPORT_JOINTS,
    EXPORT_PARENTS,
    FORWARD,
    UP,
    ExportRig,
)

_BEYOND = 1.0
"""Centimetres by which the End Site of a joint at the end of a limb continues it: bones without a length get lost."""

_ARM_DOWN, _FOREARM_DOWN, _FOREARM_FORWARD = 50.0, 40.0, 20.0
"""Degrees by which the arms of Unreal's mannequin differ from a T-pose when its joints are as it was modelled."""


@dataclass(frozen=True)
class TargetJoint:
    """A joint called ``name`` below ``parent`` ('' for the root), at ``share`` of the way from the parent of the
    exported joint ``at`` to that joint; with ``at`` '' it stays at the world's origin. With ``end`` it stands where
    the bone of ``at``, which has no child, ends."""

    name: str
    parent: str
    at: str
    share: float = 1.0
    end: bool = False

    @property
    def turns(self) -> bool:
        """Whether it is the exported joint ``at`` itself; others turn with their parents."""
        return bool(self.at) and self.share == 1 and not self.end


@dataclass(frozen=True)
class RigTarget:
    """What one program expects: its joints, parents before children, and how the ``rest`` pose differs from a T-pose:
    the rotation (3, 3) of each joint that does, by the target's names."""

    title: str
    joints: tuple[TargetJoint, ...]
    rest: Mapping[str, np.ndarray] = field(default_factory=lambda: MappingProxyType({}))

    def skeleton(self, rig: ExportRig) -> Skeleton:
        """The skeleton of ``rig`` in centimetres: six channels where the hips are moved, and at the root."""
        names = list(self.names)
        by_name = {joint.name: joint for joint in self.joints}
        offsets = []
        for joint in self.joints:
            offset = np.zeros(3)
            if joint.end:
                offset = rig.ends[joint.at]
            elif joint.parent:
                parent = by_name[joint.parent]
                # The parent may stand on the same bone, nearer to its beginning.
                begun = parent.share if parent.at == joint.at else 0.0
                offset = (joint.share - begun) * rig.offsets[joint.at]
            offsets.append(CENTIMETRES * self._rest(joint.parent) @ offset)
        return Skeleton(
            joint_names=tuple(names),
            parents=np.array([names.index(joint.parent) if joint.parent else -1 for joint in self.joints]),
            offsets=np.stack(offsets),
            channels=tuple(
                POSITION_CHANNELS + EULER_CHANNELS if self._moves(joint) else EULER_CHANNELS
                for joint in self.joints
            ),
            end_sites={
                index: self._rest(joint.name) @ self._end(joint, rig)
                for index, joint in enumerate(self.joints)
                if joint.at in rig.ends and joint.name not in {one.parent for one in self.joints}
            },
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all joints."""
        return tuple(joint.name for joint in self.joints)

    @property
    def exported(self) -> dict[str, int]:
        """The index of each joint of `export_rig` among ``joints``."""
        return {joint.at: index for index, joint in enumerate(self.joints) if joint.turns}

    def between(self, at: str) -> tuple[int, ...]:
        """The indices of the joints that divide the bone to the exported joint ``at``, from its beginning."""
        return tuple(index for index, joint in enumerate(self.joints) if joint.at == at and joint.share < 1)

    def values(self, hips: np.ndarray, rotations: np.ndarray) -> np.ndarray:
        """Channel values (F, C) of :meth:`skeleton`, of the hips' positions (F, 3) in metres and the local rotations
        (F, J, 3, 3) of ``EXPORT_JOINTS`` that hold from a T-pose."""
        frames = len(rotations)
        local = np.broadcast_to(np.eye(3), (frames, len(self.joints), 3, 3)).copy()
        for index, joint in enumerate(self.joints):
            if joint.turns:
                turned = rotations[:, EXPORT_JOINTS.index(joint.at)]
                local[:, index] = self._rest(joint.parent) @ turned @ self._rest(joint.name).T
        angles = continuous_euler(local)
        columns = []
        for index, joint in enumerate(self.joints):
            if self._moves(joint):
                columns.append(CENTIMETRES * hips if joint.at else np.zeros((frames, 3)))
            columns.append(angles[:, index])
        return np.concatenate(columns, axis=1)

    def _moves(self, joint: TargetJoint) -> bool:
        return not joint.parent or not EXPORT_PARENTS[joint.at]

    def _rest(self, name: str) -> np.ndarray:
        return self.rest.get(name, np.eye(3))

    @staticmethod
    def _end(joint: TargetJoint, rig: ExportRig) -> np.ndarray:
        """The End Site of a joint in the axes of a T-pose, centimetres."""
        end = rig.ends[joint.at]
        return _BEYOND * unit(end, UP) if joint.end else CENTIMETRES * end


def _renamed(
    names: Mapping[str, str],
    between: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ends: Mapping[str, str] = MappingProxyType({}),
    root: str = "",
) -> tuple[TargetJoint, ...]:
    """The exported joints under other ``names``; with joints ``between`` an exported joint and its parent, evenly
    spaced, with joints at the ``ends`` of others, and with one called ``root`` above the hips."""
    joints = [TargetJoint(root, "", "")] if root else []
    for at in EXPORT_JOINTS:
        parent = EXPORT_PARENTS[at]
        above = names[parent] if parent else root
        parts = between.get(at, ())
        for number, name in enumerate(parts, start=1):
            joints.append(TargetJoint(name, above, at, number / (len(parts) + 1)))
            above = name
        joints.append(TargetJoint(names[at], above, at))
        if at in ends:
            joints.append(TargetJoint(ends[at], names[at], at, end=True))
    return tuple(joints)


def _unreal_names(chest: str) -> dict[str, str]:
    names = {"Hips": "pelvis", "Spine": "spine_01", "Spine1": chest, "Neck": "neck_01", "Head": "head"}
    limbs = {
        "Shoulder": "clavicle",
        "Arm": "upperarm",
        "ForeArm": "lowerarm",
        "Hand": "hand",
        "UpLeg": "thigh",
        "Leg": "calf",
        "Foot": "foot",
        "ToeBase": "ball",
    }
    for side, letter in (("Left", "l"), ("Right", "r")):
        names |= {side + limb: f"{name}_{letter}" for limb, name in limbs.items()}
    return names


def _mixamo_names() -> dict[str, str]:
    return {name: f"mixamorig:{'Spine2' if name == 'Spine1' else name}" for name in EXPORT_JOINTS}


def _vrm_names() -> dict[str, str]:
    """VRM's own bone names (VRMC_vrm 1.0, humanoid). There is no upperChest: players drop what a model lacks, and
    fewer models have it than have a chest."""
    names = {"Hips": "hips", "Spine": "spine", "Spine1": "chest", "Neck": "neck", "Head": "head"}
    limbs = {
        "Shoulder": "Shoulder",
        "Arm": "UpperArm",
        "ForeArm": "LowerArm",
        "Hand": "Hand",
        "UpLeg": "UpperLeg",
        "Leg": "LowerLeg",
        "Foot": "Foot",
        "ToeBase": "Toes",
    }
    for side in ("Left", "Right"):
        names |= {side + limb: side.lower() + name for limb, name in limbs.items()}
    return names


def _a_pose() -> dict[str, np.ndarray]:
    """Rotations (3, 3) of the arms' joints of Unreal's mannequin from a T-pose to the pose it was modelled in."""
    rest = {}
    for letter, sign in (("l", -1.0), ("r", 1.0)):
        rest[f"upperarm_{letter}"] = turn(FORWARD, sign * np.radians(_ARM_DOWN))
        lower = turn(FORWARD, sign * np.radians(_FOREARM_DOWN))
        rest[f"lowerarm_{letter}"] = turn(UP, sign * np.radians(_FOREARM_FORWARD)) @ lower
        rest[f"hand_{letter}"] = rest[f"lowerarm_{letter}"]
    return rest


MOTIONBUILDER = "motionbuilder"
"""The target of every export for which none is chosen."""

VRM = "vrm"
"""The target whose names are those of VRM's humanoid bones."""

TARGETS: Mapping[str, RigTarget] = MappingProxyType(
    {
        MOTIONBUILDER: RigTarget("MotionBuilder", _renamed({name: name for name in EXPORT_JOINTS})),
        "mixamo": RigTarget(
            "Mixamo",
            _renamed(
                _mixamo_names(),
                between={"Spine1": ("mixamorig:Spine1",)},
                ends={
                    "Head": "mixamorig:HeadTop_End",
                    "LeftToeBase": "mixamorig:LeftToe_End",
                    "RightToeBase": "mixamorig:RightToe_End",
                },
            ),
        ),
        "unreal": RigTarget(
            "Unreal 4 Mannequin",
            _renamed(_unreal_names("spine_03"), between={"Spine1": ("spine_02",)}, root="root"),
            _a_pose(),
        ),
        "unreal5": RigTarget(
            "Unreal 5 Manny, Quinn",
            _renamed(
                _unreal_names("spine_05"),
                between={"Spine1": ("spine_02", "spine_03", "spine_04"), "Head": ("neck_02",)},
                root="root",
            ),
            _a_pose(),
        ),
        VRM: RigTarget("VRM 1.0", _renamed(_vrm_names())),
    }
)
"""By the name that commands, remembered settings and `to_clip` use."""


def rig_target(name: str) -> RigTarget:
    """The target called ``name``. Raises PoseStudioError, which lists all, where there is none."""
    if name not in TARGETS:
        raise PoseStudioError(f"names {name!r:.40}: expected {', '.join(TARGETS)}")
    return TARGETS[name]
