"""The skeleton that body joints are exported on, measured from the joints themselves.

MotionBuilder names, Y up, facing +Z; with all rotations zero it stands in a T-pose. What other programs call its
joints is in `rig_targets`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posestudio.body.layouts import BODY_INDEX, HEAD_JOINTS
from posestudio.body.mirroring import BODY_MIRROR, swap_sides
from posestudio.geometry.rotations import frame, perpendicular, unit

CENTIMETRES = 100.0

UP, FORWARD, LEFT = np.eye(3)[1], np.eye(3)[2], np.eye(3)[0]

_SHORTEST = 1e-3  # metres; importers drop or mistreat bones without a length
_FOOT_SLOPE = np.radians(30.0)  # how far the ball of a foot on the floor lies below its ankle
_TOES = 0.4  # length beyond the ball of the foot, as part of ankle to ball


def _limbs(side: str) -> tuple[tuple[str, str, str], ...]:
    low = side.lower()
    return (
        (f"{side}UpLeg", "Hips", f"{low}_hip"),
        (f"{side}Leg", f"{side}UpLeg", f"{low}_knee"),
        (f"{side}Foot", f"{side}Leg", f"{low}_ankle"),
        (f"{side}ToeBase", f"{side}Foot", f"{low}_toe"),
    )


def _arm(side: str) -> tuple[tuple[str, str, str], ...]:
    low = side.lower()
    return (
        # The collar bone starts where the neck does: then no turn of the chest about its own axis,
        # which shoulders alone tell badly, moves the shoulder off its sphere.
        (f"{side}Shoulder", "Spine1", "neck"),
        (f"{side}Arm", f"{side}Shoulder", f"{low}_shoulder"),
        (f"{side}ForeArm", f"{side}Arm", f"{low}_elbow"),
        (f"{side}Hand", f"{side}ForeArm", f"{low}_wrist"),
    )


_TREE: tuple[tuple[str, str, str], ...] = (
    ("Hips", "", "hips"),
    *_limbs("Left"),
    *_limbs("Right"),
    ("Spine", "Hips", "spine"),
    ("Spine1", "Spine", "chest"),
    ("Neck", "Spine1", "neck"),
    ("Head", "Neck", "head"),
    *_arm("Left"),
    *_arm("Right"),
)
"""Exported joint, its parent, and the body joint it stands at."""

EXPORT_JOINTS: tuple[str, ...] = tuple(name for name, _, _ in _TREE)

EXPORT_PARENTS: dict[str, str] = {name: parent for name, parent, _ in _TREE}

EXPORT_TO_BODY: dict[str, str] = {name: body for name, _, body in _TREE}

BODY_TO_EXPORT: dict[str, str] = {body: name for name, _, body in reversed(_TREE)}
"""Exported joint that stands at a body joint ('neck' is Neck, though the collar bones start there too)."""


@dataclass(frozen=True)
class ExportRig:
    """Rest offsets in metres: ``offsets`` from each exported joint's parent, ``ends`` of the End Sites,
    ``head_points`` (6, 3) of the ``HEAD_JOINTS`` from the head's joint."""

    offsets: dict[str, np.ndarray]
    ends: dict[str, np.ndarray]
    head_points: np.ndarray

    @property
    def standing_height(self) -> float:
        """Height of the hips above the balls of the feet in the T-pose, metres."""
        leg = ("LeftUpLeg", "LeftLeg", "LeftFoot", "LeftToeBase")
        return -float(sum(self.offsets[name][1] for name in leg))


def measure_rig(joints: np.ndarray, symmetric: bool = False) -> ExportRig:
    """The fixed-length skeleton of body joints (F, 29, 3) in metres.

    A length is its median over the frames, if ``symmetric`` averaged over both sides. Directions are those of a
    T-pose, but for the collar bones and the face, which keep their median position in the chest's and
    the head's axes.
    """

    def length(start: str, end: str) -> float:
        sides = ((start, end), (swap_sides(start), swap_sides(end)))[: 2 if symmetric else 1]
        bones = [joints[:, BODY_INDEX[b]] - joints[:, BODY_INDEX[a]] for a, b in sides]
        medians = [np.median(np.linalg.norm(bone, axis=-1)) for bone in bones]
        return max(float(np.mean(medians)), _SHORTEST)

    offsets = {
        "Hips": np.zeros(3),
        "Spine": UP * length("hips", "spine"),
        "Spine1": UP * length("spine", "chest"),
        "Neck": UP * length("chest", "neck"),
        "Head": UP * length("neck", "head"),
    }
    ends: dict[str, np.ndarray] = {}
    collar = _collar_direction(joints)
    for side, outward in (("Left", LEFT), ("Right", -LEFT)):
        low = side.lower()
        foot = length(f"{low}_ankle", f"{low}_toe")
        offsets |= {
            f"{side}Shoulder": offsets["Neck"],
            f"{side}Arm": np.array([outward[0], 1.0, 1.0]) * collar * length("neck", f"{low}_shoulder"),
            f"{side}ForeArm": outward * length(f"{low}_shoulder", f"{low}_elbow"),
            f"{side}Hand": outward * length(f"{low}_elbow", f"{low}_wrist"),
            f"{side}UpLeg": outward * length("left_hip", "right_hip") / 2,
            f"{side}Leg": -UP * length(f"{low}_hip", f"{low}_knee"),
            f"{side}Foot": -UP * length(f"{low}_knee", f"{low}_ankle"),
            f"{side}ToeBase": foot * (np.cos(_FOOT_SLOPE) * FORWARD - np.sin(_FOOT_SLOPE) * UP),
        }
        ends[f"{side}Hand"] = outward * length(f"{low}_wrist", f"{low}_hand")
        ends[f"{side}ToeBase"] = FORWARD * max(_TOES * foot, _SHORTEST)
    head_points = _head_points(joints)
    head_points[0] = ends["Head"] = UP * length("head", "head_top")
    return ExportRig(offsets, ends, head_points)


def _collar_direction(joints: np.ndarray) -> np.ndarray:
    """Unit vector (3,) from the neck to the left shoulder, in the chest's axes."""

    def at(name: str) -> np.ndarray:
        return joints[:, BODY_INDEX[name]]

    axes = _axes(at("neck") - at("chest"), at("left_shoulder") - at("right_shoulder"))
    left = np.einsum("fij,fi->fj", axes, at("left_shoulder") - at("neck"))
    right = np.einsum("fij,fi->fj", axes, at("right_shoulder") - at("neck")) * [-1, 1, 1]
    return unit((np.median(left, axis=0) + np.median(right, axis=0)) / 2, LEFT)


def _head_points(joints: np.ndarray) -> np.ndarray:
    """Where the ``HEAD_JOINTS`` (6, 3) lie in the head's axes: its top above it, its ears level."""
    indices = [BODY_INDEX[name] for name in HEAD_JOINTS]
    points = joints[:, indices] - joints[:, [BODY_INDEX["head"]]]
    top, nose, left_eye, right_eye, left_ear, right_ear = np.moveaxis(points, 1, 0)
    upwards = unit(top, UP)
    axes = _axes(upwards, left_ear - right_ear + left_eye - right_eye + np.cross(upwards, nose))
    local = np.median(np.einsum("fij,fki->fkj", axes, points), axis=0)
    mirror = [indices.index(BODY_MIRROR[index]) for index in indices]
    return (local + local[mirror] * [-1, 1, 1]) / 2


def _axes(upwards: np.ndarray, leftwards: np.ndarray) -> np.ndarray:
    """Axes (F, 3, 3) as columns x, y, z: y along ``upwards``, x as near to ``leftwards`` as that allows."""
    y = unit(upwards, UP)
    x = unit(leftwards - np.sum(leftwards * y, -1, keepdims=True) * y, perpendicular(y))
    return frame(x, y)
