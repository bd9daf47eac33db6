"""The form in which a motion is written for a program: joint names, unit of length, up axis and frame rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from posestudio.body.skeleton import POSITION_CHANNELS, Clip, Motion
from posestudio.errors import PoseStudioError
from posestudio.geometry.rotations import EULER_CHANNELS, continuous_euler
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import MOTIONBUILDER, VRM

Unit = Literal["cm", "m", "mm", "in"]
Up = Literal["y", "z"]
UNITS: tuple[Unit, ...] = get_args(Unit)
UPS: tuple[Up, ...] = get_args(Up)

_OF_A_CENTIMETRE: dict[Unit, float] = {"cm": 1.0, "m": 0.01, "mm": 10.0, "in": 1 / 2.54}
_Z_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
"""Takes Y up, facing +Z, to Z up, facing -Y, as in Blender."""
_ORDER = "".join(channel[0] for channel in EULER_CHANNELS)


@dataclass(frozen=True)
class ClipForm:
    """Joint names of the program ``names`` (see `rig_targets`), ``unit`` of length and ``up`` axis of a BVH.

    Raises PoseStudioError for a unit or an axis of another name.
    """

    names: str = MOTIONBUILDER
    unit: Unit = "cm"
    up: Up = "y"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise PoseStudioError(f"unit {self.unit!r}: expected one of {', '.join(UNITS)}")
        if self.up not in UPS:
            raise PoseStudioError(f"up axis {self.up!r}: expected one of {', '.join(UPS)}")

    def clip(self, joints: np.ndarray, fps: float = 30.0, name: str = "") -> Clip:
        """Body joints (F, 29, 3) or (29, 3), world metres, as a clip of this form.

        Raises PoseStudioError as `retargeting.to_clip` does.
        """
        clip = _scaled(to_clip(joints, fps=fps, name=name, names=self.names), _OF_A_CENTIMETRE[self.unit])
        return _turned(clip, _Z_UP) if self.up == "z" else clip


PROGRAMS: dict[str, tuple[str, ClipForm]] = {
    "blender": ("Blender", ClipForm(MOTIONBUILDER, "m", "y")),
    "maya": ("Maya, MotionBuilder", ClipForm()),
    "mixamo": ("Mixamo", ClipForm("mixamo")),
    "unreal5": ("Unreal 5", ClipForm("unreal5")),
    "unreal": ("Unreal 4", ClipForm("unreal")),
    "vrm": ("VRM", ClipForm(VRM, "m")),
}
"""The programs that clips are made for: their titles, and the form that they read without further settings. Blender
turns the Y axis up by itself, and takes a unit of a file for a metre."""


def _scaled(clip: Clip, factor: float) -> Clip:
    """``clip`` with every length multiplied by ``factor``."""
    skeleton = clip.skeleton
    channels = [channel for channels in skeleton.channels for channel in channels]
    factors = np.where(np.isin(channels, POSITION_CHANNELS), factor, 1.0)
    return replace(
        clip,
        skeleton=replace(
            skeleton,
            offsets=skeleton.offsets * factor,
            end_sites={joint: end * factor for joint, end in skeleton.end_sites.items()},
        ),
        motion=Motion(clip.motion.values * factors),
    )


def _turned(clip: Clip, turn: np.ndarray) -> Clip:
    """``clip`` of an exported skeleton with the world's axes turned by ``turn`` (3, 3), rest pose and motion alike.

    A rotation R of the old axes is turn R turn^T of the new ones.
    """
    from scipy.spatial.transform import Rotation  # here: a tenth of a second that most do not need

    skeleton, values = clip.skeleton, np.array(clip.motion.values, np.float64)
    starts = skeleton.channel_starts
    for joint, channels in enumerate(skeleton.channels):
        angles = slice(starts[joint + 1] - 3, starts[joint + 1])
        rotations = Rotation.from_euler(_ORDER, values[:, angles], degrees=True).as_matrix()
        values[:, angles] = continuous_euler((turn @ rotations @ turn.T)[:, None])[:, 0]
        if channels[:3] == POSITION_CHANNELS:
            moved = slice(starts[joint], starts[joint] + 3)
            values[:, moved] = values[:, moved] @ turn.T
    return replace(
        clip,
        skeleton=replace(
            skeleton,
            offsets=skeleton.offsets @ turn.T,
            end_sites={joint: turn @ end for joint, end in skeleton.end_sites.items()},
        ),
        motion=Motion(values),
    )
