"""Joint positions to joint rotations on a fixed-length skeleton, for export as BVH."""

from __future__ import annotations

import numpy as np

from posestudio.body.feet import with_heels
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, HEAD_JOINTS
from posestudio.body.skeleton import Clip, Motion
from posestudio.errors import PoseStudioError
from posestudio.geometry.rotations import best_rotation, frame, orthonormal, swing, turn, unit
from posestudio.geometry.smoothstep import smoothstep
from posestudio.mocap.export_rig import (
    BODY_TO_EXPORT,
    EXPORT_JOINTS,
    EXPORT_PARENTS,
    FORWARD,
    LEFT,
    UP,
    ExportRig,
    measure_rig,
)
from posestudio.mocap.rig_targets import MOTIONBUILDER, rig_target

_FIT_STEPS = 60
_FIT_TOLERANCE = 1e-4  # metres

_RIGID_PAIRS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("left_hip", "right_hip"),),
    (("spine", "left_hip"), ("spine", "right_hip")),
    (("spine", "chest"),),
    (("chest", "neck"),),
    (("neck", "left_shoulder"), ("neck", "right_shoulder")),
    (("left_shoulder", "left_elbow"), ("right_shoulder", "right_elbow")),
    (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist")),
    (("left_hip", "left_knee"), ("right_hip", "right_knee")),
    (("left_knee", "left_ankle"), ("right_knee", "right_ankle")),
)
"""Body joints whose distance the exported skeleton fixes; both sides at once, for symmetry."""

_MOBILITY = {"spine": 4.0, "chest": 4.0, "neck": 2.0}
"""How much farther than a limb's joint these give way where lengths disagree."""

_STRAIGHT, _BENT = np.sin(np.radians([8.0, 25.0]))
"""Sines of a limb's bend, and of the heel's direction from the foot's. Below the first it does not determine the
twist, above the second it does; between, both are blended."""

_KNEE_AGREEMENT = (-0.3, 0.3)
"""Cosine between a knee's bending axis and that of an untwisted leg below which the bend is not
taken for twist (a knee bends back, not forwards), and above which it is."""


def to_clip(
    joints: np.ndarray,
    fps: float = 30.0,
    name: str = "",
    t_pose: bool = False,
    symmetric: bool = False,
    names: str = MOTIONBUILDER,
) -> Clip:
    """Body joints (F, 29, 3) or (29, 3), world metres, Y up, as a clip of joint rotations; heels may be missing.

    The skeleton has the joint names of the program ``names`` (see `rig_targets`) and one length per bone:
    the median over the frames, the same on both sides if ``symmetric``, which moves joints further from
    where they are given. It is in centimetres, Y up, faces +Z and stands in a T-pose (for Unreal with its
    arms lowered) where all rotations are zero; ``t_pose`` puts a T-pose before the first frame. Where a
    frame's own lengths differ, the nearest joint positions with the skeleton's lengths are posed. Angles
    are continuous over the frames.

    Raises PoseStudioError (a ValueError) for joints of another shape, for coordinates that are not
    finite, naming frame and joint, for a frame rate that is not positive, and for ``names`` of no program.
    """
    target = rig_target(names)
    joints = _checked(joints)
    if not (np.isfinite(fps) and fps > 0):
        raise PoseStudioError(f"expected a positive number of frames per second, got {fps}")
    rig = measure_rig(joints, symmetric)
    root, rotations = _pose(fit_lengths(joints, rig), rig)
    if t_pose:
        standing = [[root[0, 0], rig.standing_height, root[0, 2]]]
        root = np.concatenate([standing, root])
        rest = np.broadcast_to(np.eye(3), (1, *rotations.shape[1:]))
        rotations = np.concatenate([rest, rotations])
    return Clip(target.skeleton(rig), Motion(target.values(root, rotations)), 1.0 / fps, name)


def _checked(joints: np.ndarray) -> np.ndarray:
    """Joints (F, 29, 3) in double precision, the hips put midway between the hip joints."""
    joints = with_heels(np.array(joints, dtype=np.float64))
    if joints.ndim == 2:
        joints = joints[None]
    if joints.ndim != 3 or joints.shape[1:] != (len(BODY_JOINTS), 3) or len(joints) == 0:
        raise PoseStudioError(
            f"expected joints (frames, {len(BODY_JOINTS)}, 3) with at least one frame, got {joints.shape}"
        )
    wrong = np.argwhere(~np.isfinite(joints).all(axis=-1))
    if len(wrong):
        where, joint = wrong[0]
        raise PoseStudioError(
            f"frame {where}: joint {BODY_JOINTS[joint]} is at {joints[where, joint].tolist()},"
            " expected finite coordinates"
        )
    sides = joints[:, [BODY_INDEX["left_hip"], BODY_INDEX["right_hip"]]]
    joints[:, BODY_INDEX["hips"]] = sides.mean(axis=1)
    return joints


def fit_lengths(joints: np.ndarray, rig: ExportRig) -> np.ndarray:
    """Joints (F, 29, 3) moved as little as it takes to have the lengths of ``rig``.

    One length after the other is met by moving its two joints, which from the given joints leads
    near the closest ones that meet all (Kaczmarz's projections; in animation, "Position based
    dynamics", Müller et al. 2007). Feet, hands and head are left to the rotations; heels move along
    with their ankles.
    """
    positions = np.array(np.moveaxis(joints, 1, 0), order="C")  # (B, F, 3), a copy
    lengths = {pair: _rest_distance(rig, *pair) for pairs in _RIGID_PAIRS for pair in pairs}
    for _ in range(_FIT_STEPS):
        worst = 0.0
        for pairs in _RIGID_PAIRS:
            moves = []
            for pair in pairs:
                start, end = (BODY_INDEX[name] for name in pair)
                bone = positions[end] - positions[start]
                length = np.linalg.norm(bone, axis=-1, keepdims=True)
                excess = length - lengths[pair]
                worst = max(worst, float(np.abs(excess).max()))
                give = [_MOBILITY.get(name, 1.0) for name in pair]
                moves.append((start, end, bone * (excess / np.maximum(length, 1e-9)) / sum(give), give))
            for start, end, move, (start_give, end_give) in moves:
                positions[start] += start_give * move
                positions[end] -= end_give * move
        if worst < _FIT_TOLERANCE:
            break
    hips = [BODY_INDEX["left_hip"], BODY_INDEX["right_hip"]]
    positions[BODY_INDEX["hips"]] = positions[hips].mean(axis=0)
    for side in ("left", "right"):
        ankle = BODY_INDEX[f"{side}_ankle"]
        positions[BODY_INDEX[f"{side}_heel"]] += positions[ankle] - joints[:, ankle]
    return np.moveaxis(positions, 0, 1)


def _rest_distance(rig: ExportRig, start: str, end: str) -> float:
    def position(name: str) -> np.ndarray:
        total, joint = np.zeros(3), BODY_TO_EXPORT[name]
        while joint:
            total, joint = total + rig.offsets[joint], EXPORT_PARENTS[joint]
        return total

    return float(np.linalg.norm(position(end) - position(start)))


def _pose(joints: np.ndarray, rig: ExportRig) -> tuple[np.ndarray, np.ndarray]:
    """Root positions (F, 3) in metres and local rotations (F, J, 3, 3) that put ``rig`` at ``joints``.

    Each bone is aimed from where its parents leave it, not from where its joint should be, so that
    what is left of differing lengths does not add up along a chain.
    """
    posing = _Posing(joints, rig)
    posing.trunk()
    posing.head()
    for side, outward in (("Left", LEFT), ("Right", -LEFT)):
        posing.arm(side, outward)
        posing.leg(side)
    frames = posing.frames
    local = [
        np.swapaxes(frames[EXPORT_PARENTS[name]], -1, -2) @ frames[name]
        if EXPORT_PARENTS[name]
        else frames[name]
        for name in EXPORT_JOINTS
    ]
    return posing.positions["Hips"], np.stack(local, axis=1)


class _Posing:
    """World orientations ``frames`` (F, 3, 3) and positions ``positions`` (F, 3) of exported joints."""

    def __init__(self, joints: np.ndarray, rig: ExportRig) -> None:
        self.joints = joints
        self.rig = rig
        self.frames: dict[str, np.ndarray] = {}
        self.positions: dict[str, np.ndarray] = {"Hips": self.target("hips")}

    def target(self, name: str) -> np.ndarray:
        """Where body joint ``name`` should be, (F, 3)."""
        return self.joints[:, BODY_INDEX[name]]

    def settle(self, name: str, orientation: np.ndarray) -> None:
        """Fix a joint's orientation, and with it where its children are."""
        self.frames[name] = orientation
        for child, parent in EXPORT_PARENTS.items():
            if parent == name:
                self.positions[child] = self.positions[name] + orientation @ self.rig.offsets[child]

    def trunk(self) -> None:
        hips = self.positions["Hips"]
        left, right = self.target("left_hip"), self.target("right_hip")
        names = ("LeftUpLeg", "RightUpLeg", "Spine")
        rest = np.stack([self.rig.offsets[name] for name in names])
        seen = np.stack([left, right, self.target("spine")], axis=1) - hips[:, None]
        pelvis = best_rotation(rest, seen, np.ones(3))
        self.settle("Hips", _aimed(pelvis, LEFT, left - right))

        neck = self.target("neck")
        names = ("Neck", "LeftArm", "RightArm")
        above = self.rig.offsets["Neck"]
        rest = np.stack([above, *(above + self.rig.offsets[name] for name in names[1:])])
        seen = np.stack([neck, self.target("left_shoulder"), self.target("right_shoulder")], axis=1)
        chest = best_rotation(rest, seen - self.target("chest")[:, None], np.ones(3))

        towards = self.target("chest") - self.positions["Spine"]
        self.settle("Spine", _between(self.frames["Hips"], chest, towards))
        self.settle("Spine1", _aimed(chest, UP, neck - self.positions["Spine1"]))

    def head(self) -> None:
        points = np.stack([self.target(name) for name in HEAD_JOINTS], axis=1)
        seen = points - self.target("head")[:, None]
        head = best_rotation(self.rig.head_points, seen, np.ones(len(HEAD_JOINTS)))
        towards = self.target("head") - self.positions["Neck"]
        self.settle("Neck", _between(self.frames["Spine1"], head, towards))
        self.settle("Head", head)

    def arm(self, side: str, outward: np.ndarray) -> None:
        shoulder, elbow, wrist, hand = (
            self.target(f"{side.lower()}_{part}") for part in ("shoulder", "elbow", "wrist", "hand")
        )
        collar = unit(self.rig.offsets[f"{side}Arm"], outward)
        self.aim(f"{side}Shoulder", collar, shoulder)
        # With palms down in the T-pose the forearm bends forwards.
        self.bend(f"{side}Arm", outward, elbow, wrist, np.cross(outward, FORWARD))
        self.aim(f"{side}ForeArm", outward, wrist)
        self.aim(f"{side}Hand", outward, hand)

    def leg(self, side: str) -> None:
        knee, ankle, toe, heel = (
            self.target(f"{side.lower()}_{part}") for part in ("knee", "ankle", "toe", "heel")
        )
        self.bend(f"{side}UpLeg", -UP, knee, ankle, LEFT, _KNEE_AGREEMENT)
        self.aim(f"{side}Leg", -UP, ankle)
        rest = unit(self.rig.offsets[f"{side}ToeBase"], FORWARD)
        self.aim(f"{side}Foot", rest, toe)
        self.roll(f"{side}Foot", rest, -UP, heel - ankle)
        self.settle(f"{side}ToeBase", self.frames[f"{side}Foot"])

    def aim(self, name: str, rest: np.ndarray, target: np.ndarray) -> None:
        """Turn a joint from its parent's orientation, without twist, to point its bone at ``target``."""
        self.settle(name, _aimed(self.frames[EXPORT_PARENTS[name]], rest, target - self.positions[name]))

    def roll(self, name: str, axis: np.ndarray, rest: np.ndarray, towards: np.ndarray) -> None:
        """Turn a joint that is aimed along ``axis`` about it, to bring ``rest`` to the side of ``towards`` (F, 3)."""
        axis, rest = orthonormal(axis, rest)
        aimed = self.frames[name]
        along, aside = aimed @ axis, unit(towards, aimed @ axis)
        aside = aside - np.sum(aside * along, -1, keepdims=True) * along
        belief = smoothstep(np.linalg.norm(aside, axis=-1, keepdims=True), _STRAIGHT, _BENT)
        reference = aimed @ rest
        aside = unit(reference + belief * (unit(aside, reference) - reference), reference)
        self.settle(name, frame(along, aside) @ frame(axis, rest).T)

    def bend(
        self,
        name: str,
        rest: np.ndarray,
        middle: np.ndarray,
        end: np.ndarray,
        rest_hinge: np.ndarray,
        agreement: tuple[float, float] | None = None,
    ) -> None:
        """Turn a limb's upper bone towards ``middle``, twisted so that it bends about ``rest_hinge``."""
        untwisted = _aimed(self.frames[EXPORT_PARENTS[name]], rest, middle - self.positions[name])
        upper = untwisted @ rest
        length = np.linalg.norm(self.rig.offsets[next(c for c, p in EXPORT_PARENTS.items() if p == name)])
        lower = unit(end - (self.positions[name] + length * upper), upper)
        reference = untwisted @ rest_hinge
        normal = np.cross(upper, lower)
        hinge = unit(normal, reference)
        belief = smoothstep(np.linalg.norm(normal, axis=-1, keepdims=True), _STRAIGHT, _BENT)
        if agreement:
            belief = belief * smoothstep(np.sum(hinge * reference, -1, keepdims=True), *agreement)
        blended = unit(reference + belief * (hinge - reference), reference)
        self.settle(name, frame(upper, blended) @ frame(rest, rest_hinge).T)


def _aimed(orientation: np.ndarray, rest: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """``orientation`` turned as little as it takes for ``rest`` in its axes to point ``towards`` (F, 3)."""
    current = orientation @ rest
    return swing(current, unit(towards, current)) @ orientation


def _between(lower: np.ndarray, upper: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """``lower`` aimed with its y axis ``towards`` and given half the twist there is up to ``upper``.

    Half the twist's sine, in fact: as much for any twist that a back or neck can have, and without
    a jump at half a turn.
    """
    aimed = _aimed(lower, UP, towards)
    axis = aimed @ UP
    beyond = _aimed(upper, UP, towards)
    sine = np.sum(np.cross(aimed @ LEFT, beyond @ LEFT) * axis, axis=-1)
    return turn(axis, sine / 2) @ aimed
