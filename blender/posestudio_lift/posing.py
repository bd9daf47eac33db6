"""Joint positions of a body to the rotations of an armature's bones, whatever its rest pose. Without Blender.

A bone's turn D (3, 3) is its orientation over that at rest, in the armature's axes. Limbs point along the body's; the
bend of an elbow or a knee decides the twist of the bone above it, as far as there is a bend.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .skeleton import SIDES, Skeleton
from .turning import across, between, frame, nearest_frame, smoothstep, swing, unit

BODY_JOINTS = (
    "hips", "spine", "chest", "neck", "head", "head_top", "nose", "left_eye", "right_eye", "left_ear", "right_ear",
    "left_shoulder", "left_elbow", "left_wrist", "left_hand", "right_shoulder", "right_elbow", "right_wrist",
    "right_hand", "left_hip", "left_knee", "left_ankle", "left_toe", "right_hip", "right_knee", "right_ankle",
    "right_toe", "left_heel", "right_heel",
)  # fmt: skip
"""The 29 joints of a lifted body, in the order of PoseStudio's files."""
INDEX = {name: number for number, name in enumerate(BODY_JOINTS)}

_STANDING_NECK = unit(np.array([0.0, 0.54, -0.02]), np.zeros(3))
_STANDING_HEAD = unit(np.array([0.0, 0.09, 0.03]), np.zeros(3))
"""Directions of PoseStudio's standing body, to the left, up, and forwards: from the hips to the neck, and from there
to the head. What differs from them is a bent back or neck, whatever an armature's own proportions are."""
_STRAIGHT, _BENT = np.sin(np.radians([8.0, 25.0]))
"""Sines of a limb's bend: below the first it says nothing about the twist, above the second all."""
_REST_STRAIGHT, _REST_BENT = np.sin(np.radians([2.0, 8.0]))
_KNEE_AGREEMENT = (-0.3, 0.3)
"""A knee bends backwards: cosines between its axis and that of an untwisted leg from which it counts as such."""
_SIDEWAYS = np.array([1.0, 0.0, 0.0])
_FOOT_SLOPE = np.radians(30.0)
"""How far the ball of a foot on the floor lies below its ankle; an armature keeps a slope of its own."""
_MOST_SHRUG = np.radians(35.0)
_TRUNK_STEPS = 6


@dataclass(frozen=True)
class Posed:
    """``turns`` gives (F, 3, 3) for each bone that is posed, ``root`` is the bone that moves, and ``root_heads``
    (F, 3) where it begins; ``heads`` (F, J, 3) are all bones' beginnings, all in the armature's axes."""

    turns: dict[int, np.ndarray]
    root: int
    root_heads: np.ndarray
    heads: np.ndarray


def pose(skeleton: Skeleton, joints: np.ndarray, up: np.ndarray) -> Posed:
    """The armature posed as a body (F, 29, 3), whose joints are in the armature's axes, in any unit; ``up`` (3,) is
    the world's up in these axes.

    The path of the hips is scaled to the armature's legs and begins where it stands at rest; its lowest joint in all
    frames is on the floor of the rest pose. Raises RigProblem where needed roles have no bone.
    """
    posing = _Posing(skeleton.checked(), np.asarray(joints, float))
    posing.trunk()
    posing.head()
    for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
        posing.arm(side, sign)
        posing.leg(side)
    root_heads = _root_path(posing, up)
    return Posed(posing.turns, posing.root, root_heads, _heads(posing, root_heads))


def chest_of(skeleton: Skeleton) -> int:
    """The bone that both arms and the neck stand on."""
    arms = [skeleton.index[skeleton.roles[f"{side}_shoulder"]] for side in SIDES]
    necks = [skeleton.index[skeleton.roles[role]] for role in ("neck", "head") if skeleton.has(role)][:1]
    return skeleton.common(
        [*arms, *(parent for neck in necks if (parent := int(skeleton.parents[neck])) >= 0)]
    )


def root_of(skeleton: Skeleton) -> int:
    """The bone that moves the whole body: that of the hips, or the lowest that legs and chest stand on."""
    legs = [skeleton.index[skeleton.roles[f"{side}_hip"]] for side in SIDES]
    root = skeleton.common([*legs, chest_of(skeleton)])
    hips = skeleton.bone("hips")
    return hips if hips is not None and hips in skeleton.ancestors(root) else root


class _Posing:
    """Turns of bones, found from the trunk outwards. ``turns`` (F, 3, 3) by bone."""

    def __init__(self, skeleton: Skeleton, joints: np.ndarray) -> None:
        self.skeleton, self.joints = skeleton, joints
        self.turns: dict[int, np.ndarray] = {}
        rest = skeleton.at
        shoulders = (rest("left_shoulder") + rest("right_shoulder")) / 2
        self.middle = (rest("left_hip") + rest("right_hip")) / 2
        sideways = rest("left_hip") - rest("right_hip") + rest("left_shoulder") - rest("right_shoulder")
        self.body = frame(sideways, shoulders - self.middle)
        """The rest pose's axes in columns: to its left, up, forwards"""
        self.left, self.up, self.forwards = self.body.T
        self.chest = chest_of(skeleton)
        self.root = root_of(skeleton)
        path = skeleton.ancestors(self.chest)
        self.spine = path[: path.index(self.root)][::-1] if self.root in path else []

    def target(self, name: str) -> np.ndarray:
        """(F, 3) a joint of the body."""
        return self.joints[:, INDEX[name]]

    def turn_of(self, bone: int) -> np.ndarray:
        """(F, 3, 3) the turn of a bone, which is that of the nearest posed one above where it is not posed itself."""
        for above in self.skeleton.ancestors(bone):
            if above in self.turns:
                return self.turns[above]
        return np.broadcast_to(np.eye(3), (len(self.joints), 3, 3))

    def parent_turn(self, role: str) -> np.ndarray:
        """(F, 3, 3) the turn of the bone above that of a role."""
        return self.turn_of(int(self.skeleton.parents[self.skeleton.index[self.skeleton.roles[role]]]))

    def rest(self, start: str, end: str) -> np.ndarray:
        """Unit vector (3,) from one role to another at rest."""
        return unit(self.skeleton.at(end) - self.skeleton.at(start), self.up)

    def settle(self, role: str, turn: np.ndarray) -> None:
        """Give the bone of a role its turn."""
        self.turns[self.skeleton.index[self.skeleton.roles[role]]] = turn

    def trunk(self) -> None:
        hips = frame(
            self.target("left_hip") - self.target("right_hip"), self.target("spine") - self.target("hips")
        )
        pelvis = hips @ self.body.T
        self.turns[self.root] = pelvis
        shoulders = self.target("left_shoulder") - self.target("right_shoulder")
        chest = nearest_frame(shoulders, self.target("neck") - self.target("chest")) @ self.body.T
        if not self.spine:
            return
        for number, bone in enumerate(self.spine, 1):
            self.turns[bone] = between(pelvis, chest, number / len(self.spine))
        self._lean()

    def _lean(self) -> None:
        """Turn the bones of the back until the neck leans as far from where it is at rest as the body's does."""
        skeleton = self.skeleton
        neck = skeleton.at("neck") if skeleton.has("neck") else skeleton.tails[self.chest]
        ends = np.array([*(skeleton.heads[bone] for bone in self.spine[1:]), neck])
        offsets = ends - skeleton.heads[self.spine]
        start = skeleton.heads[self.spine[0]] - self.middle
        pelvis = self.turns[self.root]
        seen = (
            np.swapaxes(pelvis @ self.body, -1, -2) @ (self.target("neck") - self.target("hips"))[..., None]
        )
        leaning = swing(_STANDING_NECK, unit(seen[..., 0], _STANDING_NECK))
        wanted = pelvis @ self.body @ leaning @ self.body.T @ unit(neck - self.middle, self.up)
        movable = self.spine[:-1] or self.spine
        for _ in range(_TRUNK_STEPS):
            reached = np.einsum("fij,j->fi", self.turns[self.root], start)
            for bone, offset in zip(self.spine, offsets, strict=True):
                reached = reached + np.einsum("fij,j->fi", self.turns[bone], offset)
            more = swing(unit(reached, self.up), wanted)
            for bone in movable:
                self.turns[bone] = more @ self.turns[bone]

    def head(self) -> None:
        if not self.skeleton.has("head"):
            return
        sideways = (
            self.target("left_ear")
            - self.target("right_ear")
            + self.target("left_eye")
            - self.target("right_eye")
        )
        head = nearest_frame(sideways, self.target("head_top") - self.target("head")) @ self.body.T
        self.settle("head", head)
        if not self.skeleton.has("neck") or self.skeleton.roles["neck"] == self.skeleton.roles["head"]:
            return
        chest = self.turn_of(int(self.skeleton.parents[self.skeleton.index[self.skeleton.roles["neck"]]]))
        standing = self.body @ _STANDING_HEAD
        wanted = unit(self.target("head") - self.target("neck"), self.up)
        lower, upper = (swing(turn @ standing, wanted) @ turn for turn in (chest, head))
        path = self.skeleton.ancestors(self.skeleton.index[self.skeleton.roles["head"]])[1:]
        neck = self.skeleton.index[self.skeleton.roles["neck"]]
        bones = path[: path.index(neck) + 1][::-1] if neck in path else [neck]
        for number, bone in enumerate(bones, 1):
            self.turns[bone] = between(lower, upper, number / (len(bones) + 1))

    def arm(self, side: str, sign: float) -> None:
        collar, shoulder, elbow, wrist = (
            f"{side}_{part}" for part in ("collar", "shoulder", "elbow", "wrist")
        )
        if self.skeleton.has(collar):
            chest = self.parent_turn(collar)
            usual = self.body @ (self._usual_shoulder() * [sign, 1, 1])
            wanted = unit(self.target(shoulder) - self.target("neck"), self.left)
            self.settle(collar, _at_most(swing(chest @ usual, wanted), _MOST_SHRUG) @ chest)
        outwards = sign * self.left
        rest = self.rest(shoulder, elbow)
        # With palms down in a T-pose the forearm bends forwards.
        hinge = swing(outwards, rest) @ np.cross(outwards, self.forwards)
        self.bend(shoulder, elbow, wrist, hinge)
        self.aim(elbow, wrist)
        hand = f"{side}_hand"
        if self.skeleton.has(hand) and self.skeleton.roles[hand] != self.skeleton.roles[wrist]:
            self.aim(wrist, hand)
        else:
            self.settle(wrist, self.parent_turn(wrist))

    def _usual_shoulder(self) -> np.ndarray:
        """(3,) the direction from the neck to the left shoulder, to the left, up and forwards, of both sides in all
        frames: where people's own shoulders are when neither is raised differs, and so does an armature's."""
        axes = np.swapaxes(self.turn_of(self.chest) @ self.body, -1, -2)
        seen = [axes @ (self.target(f"{side}_shoulder") - self.target("neck"))[..., None] for side in SIDES]
        left, right = (unit(one[..., 0], _SIDEWAYS) for one in seen)
        return unit(np.median((left + right * [-1, 1, 1]) / 2, axis=0), _SIDEWAYS)

    def leg(self, side: str) -> None:
        hip, knee, ankle, toe = (f"{side}_{part}" for part in ("hip", "knee", "ankle", "toe"))
        hinge = swing(-self.up, self.rest(hip, knee)) @ self.left
        self.bend(hip, knee, ankle, hinge, _KNEE_AGREEMENT)
        self.aim(knee, ankle)
        end = self.skeleton.at(toe) if self.skeleton.has(toe) else None
        bone = self.skeleton.index[self.skeleton.roles[ankle]]
        foot = (self.skeleton.tails[bone] if end is None else end) - self.skeleton.at(ankle)
        heading = unit(across(foot, self.up), self.forwards)
        axis = np.cos(_FOOT_SLOPE) * heading - np.sin(_FOOT_SLOPE) * self.up
        parent = self.parent_turn(ankle)
        along = unit(self.target(toe) - self.target(ankle), self.forwards)
        turn = swing(parent @ axis, along) @ parent
        heel = unit(self.target(f"{side}_heel") - self.target(ankle), along)
        below = across(heel, along)
        belief = smoothstep(np.linalg.norm(below, axis=-1, keepdims=True), _STRAIGHT, _BENT)
        reference = turn @ unit(across(-self.up, axis), -self.up)
        below = unit(reference + belief * (unit(below, reference) - reference), reference)
        self.settle(ankle, frame(along, below) @ frame(axis, -self.up).T)

    def aim(self, role: str, end: str) -> None:
        """Turn a bone from the orientation of the one above it, without twist, to point along the body's limb."""
        parent = self.parent_turn(role)
        rest = self.rest(role, end)
        wanted = unit(self.target(end) - self.target(role), parent @ rest)
        self.settle(role, swing(parent @ rest, wanted) @ parent)

    def bend(
        self,
        role: str,
        middle: str,
        end: str,
        hinge: np.ndarray,
        agreement: tuple[float, float] | None = None,
    ) -> None:
        """Turn a limb's upper bone to point along the body's, twisted so that it bends about the axis about which the
        rest pose is bent, or about ``hinge`` (3,) where that is straight."""
        rest, lower_rest = self.rest(role, middle), self.rest(middle, end)
        bent = np.cross(rest, lower_rest)
        sure = smoothstep(np.linalg.norm(bent), _REST_STRAIGHT, _REST_BENT)
        sure = sure * smoothstep(unit(bent, hinge) @ hinge, 0.3, 0.7)
        hinge = unit(across(hinge + sure * (unit(bent, hinge) - hinge), rest), hinge)
        parent = self.parent_turn(role)
        upper = unit(self.target(middle) - self.target(role), parent @ rest)
        lower = unit(self.target(end) - self.target(middle), upper)
        reference = swing(parent @ rest, upper) @ parent @ hinge
        normal = np.cross(upper, lower)
        found = unit(normal, reference)
        belief = smoothstep(np.linalg.norm(normal, axis=-1, keepdims=True), _STRAIGHT, _BENT)
        if agreement:
            belief = belief * smoothstep(np.sum(found * reference, -1, keepdims=True), *agreement)
        blended = unit(reference + belief * (found - reference), reference)
        self.settle(role, frame(upper, blended) @ frame(rest, hinge).T)


def _at_most(turns: np.ndarray, angle: float) -> np.ndarray:
    """Rotations (F, 3, 3), those by more than ``angle`` reduced to it."""
    cosine = np.clip((np.trace(turns, axis1=-2, axis2=-1) - 1) / 2, -1, 1)
    share = np.minimum(1.0, angle / np.maximum(np.arccos(cosine), 1e-9))
    return between(np.broadcast_to(np.eye(3), turns.shape), turns, share[:, None])


def _heads(posing: _Posing, root_heads: np.ndarray) -> np.ndarray:
    """(F, J, 3) where bones begin, with the root's beginning at ``root_heads`` (F, 3)."""
    skeleton = posing.skeleton
    heads = np.broadcast_to(skeleton.heads, (len(posing.joints), *skeleton.heads.shape)).copy()
    full = [posing.turn_of(bone) for bone in range(len(skeleton.names))]
    for bone, parent in enumerate(skeleton.parents):
        if bone == posing.root:
            heads[:, bone] = root_heads
        elif parent >= 0:
            offset = skeleton.heads[bone] - skeleton.heads[parent]
            heads[:, bone] = heads[:, parent] + np.einsum("fij,j->fi", full[parent], offset)
    return heads


def leg_length(skeleton: Skeleton) -> float:
    """The mean length of both legs at rest, from hip to knee to ankle."""
    return _legs(
        [np.array([skeleton.at(f"{side}_{part}") for side in SIDES]) for part in ("hip", "knee", "ankle")]
    )


def _legs(places: list[np.ndarray]) -> float:
    hip, knee, ankle = places
    return float((np.linalg.norm(knee - hip, axis=-1) + np.linalg.norm(ankle - knee, axis=-1)).mean())


def _root_path(posing: _Posing, up: np.ndarray) -> np.ndarray:
    """(F, 3) where the root's bone begins."""
    skeleton = posing.skeleton
    lifted = [
        np.stack([posing.target(f"{side}_{part}") for side in SIDES]) for part in ("hip", "knee", "ankle")
    ]
    scale = leg_length(skeleton) / max(_legs(lifted), 1e-9)
    hips = scale * (lifted[0][0] + lifted[0][1]) / 2
    middle = posing.middle + hips - hips[0]
    offset = skeleton.heads[posing.root] - posing.middle
    heads = middle + np.einsum("fij,j->fi", posing.turns[posing.root], offset)
    bones = sorted({bone for role in skeleton.roles if (bone := skeleton.bone(role)) is not None})
    rest = skeleton.heads[bones] @ up
    floor = rest.min()
    feet = {skeleton.bone(f"{side}_{part}") for part in ("ankle", "toe", "heel") for side in SIDES}
    clearance = np.array(
        [height - floor if bone in feet else 0.0 for bone, height in zip(bones, rest, strict=True)]
    )
    heights = _heads(posing, heads)[:, bones] @ up - clearance
    return heads + (floor - heights.min()) * up
