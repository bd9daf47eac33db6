"""The frames of the mannequin's arms and legs.

A limb bends about a hinge at right angles to both its bones. Where it is nearly straight the hinge is that of a limb
that is not twisted, turned along from the trunk, for legs together with what the foot says. The twist between the
trunk's hinge and the limb's own is shared out along the upper bone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX
from posestudio.geometry.smoothstep import smoothstep
from posestudio.mannequin.bones import BONE_INDEX, SIDES, rest_joints
from posestudio.mannequin.trunk import FORWARD, LEFT, Trunk, set_frame
from posestudio.mannequin.vectors import (
    Vectors,
    across,
    angle_about,
    cross,
    dot,
    length,
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
_FULL_TWIST = np.radians([130.0, 180.0]).astype(np.float32)
"""Radians within which the shared twist fades, so that half a turn is no jump."""

_BULGE = np.float32(0.35)  # how much thicker a fully folded elbow or knee is, in the plane of its bend
_SMALLEST_END, _LARGEST_END = 0.7, 1.4  # hands and feet, over what the body's size leads to expect

_ARMS, _LEGS = slice(0, 2), slice(2, 4)  # of the four limbs


def _joints(arm: str, leg: str) -> list[int]:
    """Indices of a joint of the left and right arm, and of one of the legs."""
    return [BODY_INDEX[f"{side}_{name}"] for name in (arm, leg) for side in SIDES]


def _bones(arm: str, leg: str) -> list[int]:
    return [BONE_INDEX[f"{side}_{name}"] for name in (arm, leg) for side in SIDES]


_ROOTS, _MIDDLES = _joints("shoulder", "hip"), _joints("elbow", "knee")
_ENDS, _TIPS = _joints("wrist", "ankle"), _joints("hand", "toe")
_HALVES, _BENDS = _bones("shoulder", "hip"), _bones("elbow", "knee")
_PARTS = [_bones(f"upper_arm_{number}", f"thigh_{number}") for number in (1, 2, 3)]
_LOWER = [_bones("forearm", "shin_1"), _bones("forearm", "shin_2")]
_HANDS, _FEET = _bones("hand", "foot")[_ARMS], _bones("hand", "foot")[_LEGS]
_COLLARS = _bones("collar", "foot")[_ARMS]
_HEELS = _joints("hand", "heel")[_LEGS]

_REST = rest_joints().T[:, :, None]
_REST_ALONG = unit(_REST[:, _MIDDLES] - _REST[:, _ROOTS], _REST[:, _ROOTS])
"""(3, 4, 1) the upper bones' directions at rest, along the trunk's axes."""
_REST_HINGE = np.concatenate(
    [
        cross(_REST_ALONG[:, _ARMS], np.broadcast_to(FORWARD[:, None], (3, 2, 1))),
        across(np.broadcast_to(LEFT[:, None], (3, 2, 1)), _REST_ALONG[:, _LEGS], _REST_ALONG[:, _LEGS]),
    ],
    axis=1,
)
"""(3, 4, 1) their hinges: a forearm bends forwards, a shin backwards."""
_MIDDLE_ALONG = unit(
    np.array([[0.5, -0.5, 0.15, -0.15], [-0.6, -0.6, -0.75, -0.75], [0.62, 0.62, 0.64, 0.64]], np.float32)[
        ..., None
    ],
    _REST_ALONG,
)
"""(3, 4, 1) directions in the midst of all that limbs take, from which their twist is counted: the opposite ones, in
which twist has no meaning, are out of reach."""
_MIDDLE_HINGE = swung(_REST_HINGE, _REST_ALONG, _MIDDLE_ALONG)
_REST_COLLAR = unit(_REST[:, _ROOTS[_ARMS]] - _REST[:, [BODY_INDEX["neck"]]], LEFT[:, None])
_REST_HAND = length(_REST[:, _TIPS[_ARMS]] - _REST[:, _ENDS[_ARMS]])
_REST_FOOT = length(_REST[:, _TIPS[_LEGS]] - _REST[:, _HEELS])


def limb_frames(j: Vectors, size: NDArray[np.floating], trunk: Trunk, frames: Vectors) -> None:
    """Write the frames of arms and legs of bodies (3, 29, N), whose sizes are (N,), into frames (3, 4, K, N)."""
    _collar_frames(j, size, trunk, frames)
    root, middle, end, tip = (j[:, joints] for joints in (_ROOTS, _MIDDLES, _ENDS, _TIPS))
    axes = np.stack([trunk.chest, trunk.chest, trunk.pelvis, trunk.pelvis], axis=2)  # (3, 3, 4, N)
    rest_along = _mixed(axes, _REST_ALONG)
    rest_hinge = _mixed(axes, _REST_HINGE)
    along = unit(middle - root, rest_along)
    lower = unit(end - middle, along)
    ahead = unit(tip[:, _LEGS] - j[:, _HEELS], FORWARD[:, None])

    middle_along, middle_hinge = _mixed(axes, _MIDDLE_ALONG), _mixed(axes, _MIDDLE_HINGE)
    untwisted = across(swung(middle_hinge, middle_along, along), along, rest_hinge)
    hinge = _hinge(along, lower, untwisted, ahead)
    half = unit(rest_along + along, along)
    half_hinge = across(swung(rest_hinge, rest_along, half), half, untwisted)
    set_frame(frames, _HALVES, _thick(half, half_hinge, size, size), root)
    twist = angle_about(along, untwisted, hinge)
    twist = twist * (1 - smoothstep(np.abs(twist), *_FULL_TWIST))
    stretch = length(middle - root)
    for bones, share in zip(_PARTS, _SHARES, strict=True):
        part = turned(untwisted, along, np.float32(share) * twist)
        set_frame(frames, bones, _thick(along, part, stretch, size), root)

    half = unit(along + lower, cross(hinge, along))
    half_hinge = across(hinge, half, untwisted)
    folded = (1 - dot(along, lower)) / 2
    set_frame(frames, _BENDS, _thick(half, half_hinge, size, size, size * (1 + _BULGE * folded)), middle)

    lower_hinge = across(swung(hinge, along, lower), lower, hinge)
    foot_hinge = _foot_hinge(lower[:, _LEGS], lower_hinge[:, _LEGS], ahead)
    twist = np.zeros_like(twist)
    twist[_LEGS] = angle_about(lower[:, _LEGS], lower_hinge[:, _LEGS], foot_hinge)
    stretch = length(end - middle)
    for bones, share in zip(_LOWER, _SHIN_SHARES, strict=True):
        part = turned(lower_hinge, lower, np.float32(share) * twist)
        set_frame(frames, bones, _thick(lower, part, stretch, size), middle)

    _hand_frames(lower[:, _ARMS], lower_hinge[:, _ARMS], end[:, _ARMS], tip[:, _ARMS], size, frames)
    _foot_frames(j, lower[:, _LEGS], ahead, size, frames)


def _mixed(axes: Vectors, local: Vectors) -> Vectors:
    """(3, 4, N) the vectors ``local`` (3, 4, 1) along axes (3, 3, 4, N)."""
    return axes[:, 0] * local[0] + axes[:, 1] * local[1] + axes[:, 2] * local[2]


def _thick(
    along: Vectors, hinge: Vectors, stretch: NDArray, size: NDArray, depth: NDArray | None = None
) -> tuple[Vectors, Vectors, Vectors]:
    """Axes of a bone: hinge, along, and across both, as long as the body is there."""
    return hinge * size, along * stretch, cross(hinge, along) * (size if depth is None else depth)


def _hinge(along: Vectors, lower: Vectors, untwisted: Vectors, ahead: Vectors) -> Vectors:
    """The limbs' hinges: those of their bends, as far as they are bent, else where feet and the trunk have them."""
    reference = untwisted.copy()
    legs, still = along[:, _LEGS], untwisted[:, _LEGS]
    reference[:, _LEGS] = across(still + cross(ahead, lower[:, _LEGS]), legs, still)
    normal = cross(along, lower)
    seen = unit(normal, reference)
    belief = smoothstep(length(normal), _STRAIGHT, _BENT)
    belief[_LEGS] *= smoothstep(dot(seen[:, _LEGS], reference[:, _LEGS]), *_KNEE_AGREEMENT)
    return across(reference + belief * (seen - reference), along, reference)


def _foot_hinge(lower: Vectors, hinge: Vectors, ahead: Vectors) -> Vectors:
    """The hinges that the legs would have by their feet's directions, as far as those tell."""
    sideways = cross(ahead, lower)
    seen = unit(sideways, hinge)
    belief = smoothstep(length(sideways), _STRAIGHT, _BENT) * smoothstep(dot(seen, hinge), *_KNEE_AGREEMENT)
    return across(hinge + belief * (seen - hinge), lower, hinge)


def _collar_frames(j: Vectors, size: NDArray[np.floating], trunk: Trunk, frames: Vectors) -> None:
    neck = np.repeat(j[:, BODY_INDEX["neck"], None], 2, axis=1)
    apart = j[:, _ROOTS[_ARMS]] - neck
    chest = trunk.chest[:, :, None]
    rest = _mixed(chest, _REST_COLLAR)
    collar = unit(apart, rest)
    ahead = across(swung(np.broadcast_to(chest[:, 2], rest.shape), rest, collar), collar, rest)
    set_frame(frames, _COLLARS, (collar * length(apart), cross(ahead, collar) * size, ahead * size), neck)


def _hand_frames(
    lower: Vectors, hinge: Vectors, wrist: Vectors, hand: Vectors, size: NDArray[np.floating], frames: Vectors
) -> None:
    along = unit(hand - wrist, lower)
    large = np.clip(length(hand - wrist) / _REST_HAND, _SMALLEST_END * size, _LARGEST_END * size)
    hinge = across(swung(hinge, lower, along), along, hinge)
    set_frame(frames, _HANDS, _thick(along, hinge, large, large), wrist)


def _foot_frames(
    j: Vectors, lower: Vectors, ahead: Vectors, size: NDArray[np.floating], frames: Vectors
) -> None:
    ankle, toe, heel = j[:, _ENDS[_LEGS]], j[:, _TIPS[_LEGS]], j[:, _HEELS]
    up = across(ankle - (toe + heel) / 2, ahead, -lower)
    large = np.clip(length(toe - heel) / _REST_FOOT, _SMALLEST_END * size, _LARGEST_END * size)
    set_frame(frames, _FEET, (cross(up, ahead) * large, up * large, ahead * large), ankle)
