"""The frames of the mannequin's arms and legs.

A limb bends about a hinge at right angles to both its bones. Where it is nearly straight the hinge is that of a limb
that is not twisted, turned along from the trunk, for legs together with what the foot says. The twist between the
trunk's hinge and the limb's own is shared out along the upper bone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX
from posestudio.mannequin.bones import BONE_INDEX, SIDES, rest_joints
from posestudio.mannequin.trunk import FORWARD, Trunk, set_frame
from posestudio.mannequin.vectors import (
    Vectors,
    across,
    angle_about,
    cross,
    dot,
    length,
    smoothstep,
    swung,
    turned,
    unit,
)

_STRAIGHT, _BENT = np.sin(np.radians([8.0, 25.0])).astype(np.float32)
"""Sines of a limb's bend: below the first it does not determine the twist, above the second it does."""

_KNEE_AGREEMENT = (-0.3, 0.3)
"""Cosine between a knee's hinge and that of an untwisted leg below which the bend is not taken for twist (a knee
bends back, not forwards), and above which it is."""

_SHARES = (0.12, 0.5, 0.9)
"""Shares of the twist that the three parts of an upper arm or thigh take."""

_SHIN_SHARES = (0.2, 0.8)
_FULL_TWIST = np.radians(
    [130.0, 180.0]
)  # within which the shared twist fades, so that half a turn is no jump
_BULGE = 0.35  # how much thicker a fully folded elbow or knee is, in the plane of its bend
_SMALLEST_END, _LARGEST_END = 0.7, 1.4  # hands and feet, over what the body's size leads to expect
_REST = rest_joints()


def _points(j: Vectors, *parts: str) -> list[Vectors]:
    """The left and right joints of each part, (3, 2, N)."""
    return [j[:, [BODY_INDEX[f"{side}_{part}"] for side in SIDES]] for part in parts]


def _bones(name: str) -> list[int]:
    return [BONE_INDEX[f"{side}_{name}"] for side in SIDES]


def _rest_direction(start: str, end: str) -> Vectors:
    """(3, 2, 1) unit vectors between joints of both sides of the mesh at rest."""
    a, b = _points(_REST.T[:, :, None], start, end)
    return unit(b - a, b)


def _in(axes: Vectors, local: Vectors) -> Vectors:
    """(3, 2, N) the vectors ``local`` (3, 2, 1) of both sides along axes (3, 3, N)."""
    return sum(axes[:, index, None] * local[index] for index in range(3))


class _Upper:
    """The upper bones of both arms or legs: their directions and hinges, all unit vectors (3, 2, N)."""

    def __init__(
        self, start: Vectors, middle: Vectors, end: Vectors, axes: Vectors, rest: Vectors, hinge: Vectors
    ):
        self.rest_along, self.rest_hinge = _in(axes, rest), _in(axes, hinge)
        self.start, self.middle, self.end = start, middle, end
        self.along = unit(middle - start, self.rest_along)
        self.lower = unit(end - middle, self.along)
        untwisted = swung(self.rest_hinge, self.rest_along, self.along)
        self.untwisted = across(untwisted, self.along, self.rest_hinge)
        self.hinge = self.untwisted

    def bend(self, reference: Vectors, agreement: tuple[float, float] | None = None) -> None:
        """Find the hinge, ``reference`` where the limb is straight."""
        normal = cross(self.along, self.lower)
        seen = unit(normal, reference)
        belief = smoothstep(length(normal), _STRAIGHT, _BENT)
        if agreement:
            belief = belief * smoothstep(dot(seen, reference), *agreement)
        self.hinge = across(reference + belief * (seen - reference), self.along, reference)

    def write(self, names: tuple[str, str, str, str], size: NDArray[np.floating], frames: Vectors) -> None:
        """Write the bone halfway to the trunk, and the three parts of the upper bone."""
        half = unit(self.rest_along + self.along, self.along)
        hinge = across(swung(self.rest_hinge, self.rest_along, half), half, self.untwisted)
        set_frame(frames, _bones(names[0]), _thick(half, hinge, size, size), self.start)
        twist = angle_about(self.along, self.untwisted, self.hinge)
        twist = twist * (1 - smoothstep(np.abs(twist), *_FULL_TWIST))
        stretch = length(self.middle - self.start)
        for name, share in zip(names[1:], _SHARES, strict=True):
            part = turned(self.untwisted, self.along, share * twist)
            set_frame(frames, _bones(name), _thick(self.along, part, stretch, size), self.start)

    def write_joint(self, name: str, size: NDArray[np.floating], frames: Vectors) -> None:
        """Write the bone halfway between upper and lower bone, which bulges in the plane of the bend."""
        half = unit(self.along + self.lower, cross(self.hinge, self.along))
        hinge = across(self.hinge, half, self.untwisted)
        folded = (1 - dot(self.along, self.lower)) / 2
        x, y, z = _thick(half, hinge, size, size)
        set_frame(frames, _bones(name), (x, y, z * (1 + _BULGE * folded)), self.middle)

    @property
    def lower_hinge(self) -> Vectors:
        """The hinge, at right angles to the lower bone."""
        return across(swung(self.hinge, self.along, self.lower), self.lower, self.hinge)


def _thick(
    along: Vectors, hinge: Vectors, stretch: NDArray, size: NDArray
) -> tuple[Vectors, Vectors, Vectors]:
    """Axes of a bone: hinge, along, and across both, as long as the body is there."""
    return hinge * size, along * stretch, cross(hinge, along) * size


def _end_size(
    start: Vectors, end: Vectors, names: tuple[str, str], size: NDArray[np.floating]
) -> NDArray[np.floating]:
    """(2, N) the size of hands or feet, by their length, within limits."""
    a, b = _points(_REST.T[:, :, None], *names)
    return np.clip(length(end - start) / length(b - a), _SMALLEST_END * size, _LARGEST_END * size)


def arm_frames(j: Vectors, size: NDArray[np.floating], trunk: Trunk, frames: Vectors) -> None:
    """Write the frames of both arms of bodies (3, 29, N) into frames (3, 4, K, N)."""
    shoulder, elbow, wrist, hand = _points(j, "shoulder", "elbow", "wrist", "hand")
    neck = np.repeat(j[:, BODY_INDEX["neck"], None], 2, axis=1)
    rest_collar = _in(trunk.chest, _rest_collar())
    collar = unit(shoulder - neck, rest_collar)
    ahead = across(
        swung(np.repeat(trunk.chest[:, 2, None], 2, axis=1), rest_collar, collar), collar, rest_collar
    )
    set_frame(
        frames,
        _bones("collar"),
        (collar * length(shoulder - neck), cross(ahead, collar) * size, ahead * size),
        neck,
    )
    rest = _rest_direction("shoulder", "elbow")
    arm = _Upper(shoulder, elbow, wrist, trunk.chest, rest, cross(rest, FORWARD[:, None] + 0 * rest))
    arm.bend(arm.untwisted)
    arm.write(("shoulder", "upper_arm_1", "upper_arm_2", "upper_arm_3"), size, frames)
    arm.write_joint("elbow", size, frames)
    hinge = arm.lower_hinge
    set_frame(frames, _bones("forearm"), _thick(arm.lower, hinge, length(wrist - elbow), size), elbow)
    along = unit(hand - wrist, arm.lower)
    large = _end_size(wrist, hand, ("wrist", "hand"), size)
    turned_hinge = across(swung(hinge, arm.lower, along), along, hinge)
    set_frame(frames, _bones("hand"), _thick(along, turned_hinge, large, large), wrist)


def leg_frames(j: Vectors, size: NDArray[np.floating], trunk: Trunk, frames: Vectors) -> None:
    """Write the frames of both legs of bodies (3, 29, N) into frames (3, 4, K, N)."""
    hip, knee, ankle, toe, heel = _points(j, "hip", "knee", "ankle", "toe", "heel")
    rest = _rest_direction("hip", "knee")
    rest_hinge = across(np.array([1, 0, 0], np.float32)[:, None, None] + 0 * rest, rest, rest)
    leg = _Upper(hip, knee, ankle, trunk.pelvis, rest, rest_hinge)
    ahead = toe - heel
    sideways = cross(ahead, leg.along) / np.maximum(length(ahead), 1e-5)
    reference = across(leg.untwisted + sideways, leg.along, leg.untwisted)
    leg.bend(reference, _KNEE_AGREEMENT)
    leg.write(("hip", "thigh_1", "thigh_2", "thigh_3"), size, frames)
    leg.write_joint("knee", size, frames)

    hinge, stretch = leg.lower_hinge, length(ankle - knee)
    sideways = cross(ahead, leg.lower) / np.maximum(length(ahead), 1e-5)
    seen = unit(sideways, hinge)
    belief = smoothstep(length(sideways), _STRAIGHT, _BENT) * smoothstep(dot(seen, hinge), *_KNEE_AGREEMENT)
    foot_hinge = across(hinge + belief * (seen - hinge), leg.lower, hinge)
    twist = angle_about(leg.lower, hinge, foot_hinge)
    for name, share in zip(("shin_1", "shin_2"), _SHIN_SHARES, strict=True):
        part = turned(hinge, leg.lower, share * twist)
        set_frame(frames, _bones(name), _thick(leg.lower, part, stretch, size), knee)

    along = unit(ahead, cross(foot_hinge, leg.lower) * -1)
    up = across(ankle - (toe + heel) / 2, along, -leg.lower)
    large = _end_size(heel, toe, ("heel", "toe"), size)
    set_frame(frames, _bones("foot"), (cross(up, along) * large, up * large, along * large), ankle)


def _rest_collar() -> Vectors:
    """(3, 2, 1) unit vectors from the neck to the shoulders of the mesh at rest."""
    neck, shoulders = _REST[BODY_INDEX["neck"]], _points(_REST.T[:, :, None], "shoulder")[0]
    apart = shoulders - neck[:, None, None]
    return unit(apart, apart)
