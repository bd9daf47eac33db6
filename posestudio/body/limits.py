"""Joint limits learnt from poses, and new poses within them.

After Akhter and Black 2015, "Pose-conditioned joint angle limits". The sphere of directions that a bone can
take is cut into bins. A bin is allowed where some pose, or its mirror image, has a direction in it or in a bin next
to it (for forearms and shins: within two bins). Upper arms, thighs and the head have one map each, in a frame of
shoulder or hip line and spine. Forearms and shins have one for each bin of their parent bone's direction, in that
frame turned along with the parent; a parent's bins are pooled with their neighbours, since few of them have many
poses. Twist is not modelled, nor are hands and feet.

Directions are in a frame with the person's left as x, up as y and forwards as z, right limbs mirrored.
"""

from __future__ import annotations

import math
import os
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from posestudio.body.layouts import BODY_INDEX, BODY_PARENTS, joints_below
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.common.atomic_files import atomic_write
from posestudio.common.npz_files import Wanted, read_npz
from posestudio.common.resources import asset
from posestudio.errors import PosesError
from posestudio.geometry.rotations import frame, orthonormal, swung
from posestudio.geometry.sphere import AREA, BINS, bin_of, counts_by_bin, dilated, direction_of, occupied

PARENT_BINS = (30, 15)
"""Bins of a parent bone's azimuth and elevation: 12 degrees each, pooled with their neighbours to 36."""

LEAST_HEAD_HEIGHT = 0.3
"""Least height of a head's unit direction in the frame of the shoulders; lower ones are recording errors."""

CLEARANCE_QUANTILE = 1e-3
"""Quantile of the poses' distances between body parts that new poses must keep."""


class Limb(NamedTuple):
    """Names without their side: a bone at the trunk, its child bone, and the ends of the trunk's spine there."""

    upper: str
    lower: str
    joints: tuple[str, str, str]
    spine: tuple[str, str]


LIMBS = (
    Limb("upper_arm", "forearm", ("shoulder", "elbow", "wrist"), ("spine", "neck")),
    Limb("thigh", "shin", ("hip", "knee", "ankle"), ("hips", "spine")),
)
TRUNK_BONES = (*(limb.upper for limb in LIMBS), "head")
"""Bones with one map."""

CHILD_BONES = tuple(limb.lower for limb in LIMBS)
"""Bones with a map for each bin of their parent's direction."""

LIMITED_BONES = (
    *(f"{side}_{bone}" for limb in LIMBS for bone in limb[:2] for side in ("left", "right")),
    "head",
)
"""All bones that have limits, in the order of `JointLimits.outside`."""

_SEGMENTS = {
    "trunk": ("hips", "neck"),
    "skull": ("neck", "head_top"),
    **{f"{side}_arm": (f"{side}_elbow", f"{side}_hand") for side in ("left", "right")},
    **{f"{side}_thigh": (f"{side}_hip", f"{side}_knee") for side in ("left", "right")},
    **{f"{side}_shin": (f"{side}_knee", f"{side}_ankle") for side in ("left", "right")},
}
_APART = tuple(
    (first, second)
    for index, first in enumerate(_SEGMENTS)
    for second in list(_SEGMENTS)[index + 1 :]
    if (first, second) != ("trunk", "skull")
    and not (first.split("_")[0] == second.split("_")[0] and "thigh" in first and "shin" in second)
    and not ("trunk" == first and "thigh" in second)
)
"""Pairs of body parts that share no joint."""

_ARRAYS = (
    {bone: Wanted((-(-math.prod(BINS) // 8),), "u") for bone in TRUNK_BONES}
    | {bone: Wanted((-(-math.prod((*PARENT_BINS, *BINS)) // 8),), "u") for bone in CHILD_BONES}
    | {"clearance": Wanted((len(_APART),), "f")}
)


class JointLimits:
    """The directions that bones may have. ``trunk`` {bone: (BINS) bool}; ``child`` {bone: (PARENT_BINS, BINS) bool};
    ``clearance`` (pairs,) metres that parts of a body on 0.86 m legs keep from each other."""

    def __init__(self, joints: np.ndarray):
        """The limits of poses (N, B, 3)."""
        joints = np.asarray(joints, np.float32)
        self.trunk: dict[str, np.ndarray] = {}
        self.child: dict[str, np.ndarray] = {}
        for limb in LIMBS:
            directions = [_limb_directions(joints, limb, side) for side in ("left", "right")]
            upper, lower = (np.concatenate([side[part] for side in directions]) for part in (0, 1))
            self.trunk[limb.upper] = dilated(occupied(upper))
            self.child[limb.lower] = _occupied_by_parent(upper, lower)
        ways = _head_direction(joints)
        ways = ways[ways[:, 1] > LEAST_HEAD_HEIGHT]
        self.trunk["head"] = dilated(occupied(np.concatenate([ways, ways * [-1, 1, 1]])))
        both = np.concatenate([_distances(joints), _distances(joints[:, BODY_MIRROR] * _RIGHT)])
        self.clearance = np.quantile(both, CLEARANCE_QUANTILE, axis=0).astype(np.float32)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the maps as NPZ, one bit for each bin."""
        maps: dict[str, Any] = {name: np.packbits(bins) for name, bins in (self.trunk | self.child).items()}
        with atomic_write(path) as temporary, open(temporary, "wb") as stream:
            np.savez_compressed(stream, clearance=self.clearance, **maps)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> JointLimits:
        """Read what ``save`` wrote. Raises PosesError naming the file."""
        limits = cls.__new__(cls)
        content = read_npz(path, _ARRAYS, "joint limits", PosesError)
        limits.trunk = {bone: _unpacked(content[bone], BINS) for bone in TRUNK_BONES}
        limits.child = {bone: _unpacked(content[bone], (*PARENT_BINS, *BINS)) for bone in CHILD_BONES}
        limits.clearance = content["clearance"]
        if not (np.isfinite(limits.clearance) & (np.abs(limits.clearance) < 10)).all():
            raise PosesError(f"{path}: clearance: expected metres")
        return limits

    def outside(self, joints: np.ndarray) -> np.ndarray:
        """Which bones of (..., B, 3) poses have directions outside the limits: (..., 9) bool, as in LIMITED_BONES."""
        flat = np.asarray(joints, np.float32).reshape(-1, *joints.shape[-2:])
        found = []
        for limb in LIMBS:
            sides = [_limb_directions(flat, limb, side) for side in ("left", "right")]
            found += [~self.trunk[limb.upper][bin_of(upper, BINS)] for upper, _ in sides]
            found += [
                ~self.child[limb.lower][(*bin_of(upper, PARENT_BINS), *bin_of(lower, BINS))]
                for upper, lower in sides
            ]
        found.append(~self.trunk["head"][bin_of(_head_direction(flat), BINS)])
        return np.stack(found, -1).reshape(*joints.shape[:-2], len(LIMITED_BONES))

    def collides(self, joints: np.ndarray) -> np.ndarray:
        """Whether parts of poses (N, B, 3) come closer to each other than ``clearance``: (N,) bool."""
        return (_distances(joints) < self.clearance).any(-1)

    def allowed_directions(self, bone: str, parent: np.ndarray | None = None) -> np.ndarray:
        """The directions that a bone may have, (BINS) bool.

        Those of a forearm or shin while its parent bone points along ``parent`` (3,), or anywhere when None.
        """
        if bone in self.trunk:
            return self.trunk[bone]
        maps = self.child[bone]
        return np.asarray(maps.any((0, 1)) if parent is None else maps[bin_of(parent, PARENT_BINS)])

    def sample(self, bodies: np.ndarray, rng: np.random.Generator, attempts: int = 4) -> np.ndarray:
        """New poses (N, B, 3) float32 with the trunks and bone lengths of ``bodies`` (N, B, 3).

        From the trunk outwards: a bone's direction is drawn evenly from its allowed area, its child's from
        the area that the new direction allows. Hands, feet and face keep their angles to the bone before them.
        A pose with body parts too close to each other is drawn again; after ``attempts`` the body stays as it is.
        """
        made = np.array(bodies, np.float32)
        left = np.arange(len(made))
        for _ in range(attempts):
            tried = self._drawn(np.asarray(bodies, np.float32)[left], rng)
            good = ~self.collides(tried)
            made[left[good]] = tried[good]
            left = left[~good]
            if not len(left):
                break
        return made

    def _drawn(self, bodies: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        bones = bodies - bodies[:, _PARENTS]
        self._turn_head(bodies, bones, rng)
        for limb in LIMBS:
            for side, mirror in (("left", _LEFT), ("right", _RIGHT)):
                axes = _trunk_axes(bodies, limb)
                upper = _within(self.trunk[limb.upper], len(bodies), rng)
                lower = _within_by_parent(self.child[limb.lower], upper, rng)
                lower = swung(lower, _DOWN, upper)
                _, middle, end = (BODY_INDEX[f"{side}_{name}"] for name in limb.joints)
                tips = joints_below(f"{side}_{limb.joints[-1]}")[1:]  # the hand, or toe and heel
                new = [np.einsum("nij,nj->ni", axes, way * mirror) for way in (upper, lower)]
                for tip in tips:
                    bones[:, tip] = swung(bones[:, tip], _unit(bones[:, end]), new[1])
                for joint, way in zip((middle, end), new, strict=True):
                    bones[:, joint] = way * np.linalg.norm(bones[:, joint], axis=-1, keepdims=True)
        made = np.empty_like(bodies)
        made[:, 0] = bodies[:, 0]
        for joint, parent in enumerate(BODY_PARENTS[1:], 1):
            made[:, joint] = made[:, parent] + bones[:, joint]
        return made

    def _turn_head(self, bodies: np.ndarray, bones: np.ndarray, rng: np.random.Generator) -> None:
        axes = _trunk_axes(bodies, LIMBS[0])
        drawn = _within(self.trunk["head"], len(bodies), rng)
        before = np.einsum("nij,nj->ni", axes, _head_direction(bodies))
        after = np.einsum("nij,nj->ni", axes, drawn)
        for joint in _HEAD:
            bones[:, joint] = swung(bones[:, joint], before, after)


def direction_counts(joints: np.ndarray) -> dict[str, np.ndarray]:
    """How many of poses (N, B, 3) have a bone's direction in each bin: (BINS) by bone, both sides together."""
    counts = {}
    for limb in LIMBS:
        sides = [_limb_directions(joints, limb, side) for side in ("left", "right")]
        for bone, part in ((limb.upper, 0), (limb.lower, 1)):
            counts[bone] = counts_by_bin(np.concatenate([side[part] for side in sides]))
    return counts | {"head": counts_by_bin(_head_direction(joints))}


def directions_of(joints: np.ndarray, bone: str) -> np.ndarray:
    """Unit directions (N, S, 3) of a kind of bone in poses (N, B, 3), in its map's frame.

    S is 2, left and mirrored right, or 1 for the head.
    """
    if bone == "head":
        return _head_direction(joints)[:, None]
    limb = next(limb for limb in LIMBS if bone in (limb.upper, limb.lower))
    sides = [_limb_directions(joints, limb, side) for side in ("left", "right")]
    return np.stack([side[0 if bone == limb.upper else 1] for side in sides], 1)


@cache
def bundled_limits() -> JointLimits:
    """The limits learnt from the poses that the shipped weights were trained on (``assets/make_limits.py``)."""
    return JointLimits.load(asset("joint_limits.npz"))


_PARENTS = [max(parent, 0) for parent in BODY_PARENTS]
_HEAD = joints_below("head")
_LEFT, _RIGHT, _DOWN = (np.array(way, np.float32) for way in ((1, 1, 1), (-1, 1, 1), (0, -1, 0)))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _trunk_axes(joints: np.ndarray, limb: Limb) -> np.ndarray:
    """(N, 3, 3) axes in columns: to the left, up, forwards."""
    root = limb.joints[0]
    across = joints[:, BODY_INDEX[f"left_{root}"]] - joints[:, BODY_INDEX[f"right_{root}"]]
    bottom, top = (joints[:, BODY_INDEX[name]] for name in limb.spine)
    return frame(*orthonormal(across, top - bottom))


def _limb_directions(joints: np.ndarray, limb: Limb, side: str) -> tuple[np.ndarray, np.ndarray]:
    """(N, 3) unit directions of a limb's upper bone in the trunk's frame, and of its lower one in the frame
    carried along by the smallest rotation that takes 'down' to the upper one; right ones mirrored."""
    root, middle, end = (joints[:, BODY_INDEX[f"{side}_{name}"]] for name in limb.joints)
    axes = _trunk_axes(joints, limb)
    mirror = _LEFT if side == "left" else _RIGHT
    upper, lower = (
        np.einsum("nij,ni->nj", axes, _unit(bone)) * mirror for bone in (middle - root, end - middle)
    )
    return upper, swung(lower, upper, _DOWN)


def _head_direction(joints: np.ndarray) -> np.ndarray:
    """(N, 3) from the neck to the head's top, in the frame of the shoulders."""
    up = joints[:, BODY_INDEX["head_top"]] - joints[:, BODY_INDEX["neck"]]
    return np.einsum("nij,ni->nj", _trunk_axes(joints, LIMBS[0]), _unit(up))


def _within(allowed: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """``count`` directions (count, 3), even over a map's (BINS) allowed area; straight down where there is none."""
    sums = np.cumsum(allowed * AREA)
    if not sums[-1]:
        return np.tile(_DOWN, (count, 1))
    index = np.minimum(np.searchsorted(sums, rng.random(count) * sums[-1], side="right"), sums.size - 1)
    azimuth, elevation = np.divmod(index, BINS[1])
    return direction_of(azimuth + rng.random(count), elevation + rng.random(count))


def _within_by_parent(allowed: np.ndarray, parents: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A direction (N, 3) for each parent's (N, 3), even over what (PARENT_BINS, BINS) maps allow in its bin."""
    column, row = bin_of(parents, PARENT_BINS)
    number = column * PARENT_BINS[1] + row
    drawn = np.empty_like(parents)
    for each in np.unique(number):
        here = number == each
        drawn[here] = _within(allowed[divmod(int(each), PARENT_BINS[1])], int(here.sum()), rng)
    return drawn


def _occupied_by_parent(parents: np.ndarray, children: np.ndarray) -> np.ndarray:
    """(PARENT_BINS, BINS): the bins of children while their parents were in a bin or next to it, dilated twice."""
    been = np.zeros((*PARENT_BINS, *BINS), bool)
    column, row = bin_of(parents, PARENT_BINS)
    bins = bin_of(children, BINS)
    for aside in (-1, 0, 1):
        for above in (-1, 0, 1):
            rows = np.clip(row + above, 0, PARENT_BINS[1] - 1)
            been[((column + aside) % PARENT_BINS[0], rows, *bins)] = True
    return dilated(dilated(been))


def _distances(joints: np.ndarray, points: int = 5) -> np.ndarray:
    """(N, pairs) smallest distance between points along the parts of _APART, of poses (N, B, 3)."""
    along = np.linspace(0, 1, points, dtype=np.float32)[:, None]
    sampled = {
        name: joints[:, BODY_INDEX[start], None] * (1 - along) + joints[:, BODY_INDEX[end], None] * along
        for name, (start, end) in _SEGMENTS.items()
    }
    apart = [
        np.linalg.norm(sampled[first][:, :, None] - sampled[second][:, None], axis=-1).min((1, 2))
        for first, second in _APART
    ]
    return np.stack(apart, -1)


def _unpacked(bits: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return np.unpackbits(bits, count=int(np.prod(shape))).astype(bool).reshape(shape)
