"""Solid bodies made of tapered capsules between joints: a slim one for the 3D view and a full one for pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_BONES, BODY_INDEX, BODY_JOINTS
from posestudio.body.mirroring import side_of

Point = Callable[[NDArray[Any]], NDArray[Any]]
"""A point of a body: joints (B, D) -> (D,), a linear mixture of them."""


class Capsule(NamedTuple):
    """A capsule from ``start`` to ``end`` with the ``radii`` there, metres, on a ``side`` of the body."""

    start: Point
    end: Point
    radii: tuple[float, float]
    side: str = "middle"


def joint_weights(point: Point) -> NDArray[np.float32]:
    """(B,) the share of each joint in ``point``."""
    return point(np.eye(len(BODY_JOINTS))).astype(np.float32)


def _joint(name: str) -> Point:
    index = BODY_INDEX[name]
    return lambda joints: joints[index]


def _between(start: str, end: str, share: float) -> Point:
    """The point that lies at ``share`` of the way from one joint to another."""
    a, b = BODY_INDEX[start], BODY_INDEX[end]
    return lambda joints: joints[a] + share * (joints[b] - joints[a])


def _middle(a: Point, b: Point) -> Point:
    return lambda joints: (a(joints) + b(joints)) / 2


def _bones(radii: dict[str, tuple[float, float]]) -> list[Capsule]:
    """Capsules along the bones that lead to the joints in ``radii``, whatever their side."""
    return [
        Capsule(_joint(BODY_JOINTS[parent]), _joint(name), radii[part], side_of(name))
        for parent, child in BODY_BONES
        if (part := (name := BODY_JOINTS[child]).split("_", 1)[-1]) in radii
    ]


_EARS = _middle(_joint("left_ear"), _joint("right_ear"))
_CROWN = _middle(_EARS, _joint("head_top"))
_CHIN = _middle(_joint("head"), _joint("nose"))


def _ball(name: str, radius: float) -> Capsule:
    return Capsule(_joint(name), _joint(name), (radius, radius), side_of(name))


def _slim_side(side: str) -> list[Capsule]:
    shoulder, hip = f"{side}_shoulder", f"{side}_hip"

    def limb(start: str, end: str, *radii: float) -> Capsule:
        return Capsule(_joint(f"{side}_{start}"), _joint(f"{side}_{end}"), (radii[0], radii[1]), side)

    return [
        _ball(f"{side}_ear", 0.022),
        _ball(f"{side}_eye", 0.014),
        limb("shoulder", "elbow", 0.044, 0.033),
        limb("elbow", "wrist", 0.033, 0.023),
        limb("wrist", "hand", 0.023, 0.026),
        limb("hip", "knee", 0.064, 0.046),
        limb("knee", "ankle", 0.046, 0.030),
        limb("ankle", "toe", 0.032, 0.024),
        limb("ankle", "heel", 0.032, 0.025),
        limb("heel", "toe", 0.025, 0.024),
        Capsule(_between("neck", "chest", 0.2), _joint(shoulder), (0.046, 0.036)),
        Capsule(_between(shoulder, "neck", 0.38), _between(hip, "spine", 0.4), (0.050, 0.060)),
        Capsule(_joint("hips"), _joint(hip), (0.070, 0.054)),
    ]


SLIM_BODY: tuple[Capsule, ...] = (
    Capsule(_joint("hips"), _joint("spine"), (0.072, 0.066)),
    Capsule(_joint("spine"), _joint("chest"), (0.066, 0.078)),
    Capsule(_joint("chest"), _joint("neck"), (0.066, 0.038)),
    Capsule(_joint("neck"), _joint("head"), (0.034, 0.034)),
    Capsule(_EARS, _CROWN, (0.080, 0.076)),
    Capsule(_EARS, _joint("nose"), (0.050, 0.018)),
    *_slim_side("left"),
    *_slim_side("right"),
)
"""Thinner than a real body, so that other hypotheses show around it."""

_SKULL = 0.105
TOE_RADIUS = 0.026
"""Of the full body, at the end of the foot."""


def _full_trunk(side: str) -> list[Capsule]:
    shoulder, hip = f"{side}_shoulder", f"{side}_hip"
    return [
        Capsule(_joint("neck"), _joint(shoulder), (0.065, 0.06)),
        Capsule(_between(shoulder, "chest", 0.4), _between(hip, "spine", 0.15), (0.08, 0.085)),
    ]


def _soles() -> list[Capsule]:
    return [
        Capsule(_joint(f"{side}_heel"), _joint(f"{side}_toe"), (0.03, TOE_RADIUS), side)
        for side in ("left", "right")
    ]


FULL_BODY: tuple[Capsule, ...] = (
    *_bones(
        {
            "neck": (0.07, 0.05),
            "head": (0.046, 0.046),
            "elbow": (0.05, 0.037),
            "wrist": (0.037, 0.026),
            "hand": (0.03, 0.024),
            "knee": (0.078, 0.052),
            "ankle": (0.052, 0.034),
            "toe": (0.036, TOE_RADIUS),
            "heel": (0.036, 0.03),
        }
    ),
    *_soles(),
    Capsule(_joint("spine"), _joint("chest"), (0.1, 0.1)),
    *_full_trunk("left"),
    *_full_trunk("right"),
    Capsule(_CROWN, _middle(_EARS, _CHIN), (_SKULL, 0.82 * _SKULL)),
    Capsule(_middle(_EARS, _joint("nose")), _joint("nose"), (0.03, 0.02)),
    _ball("left_eye", 0.017),
    _ball("right_eye", 0.017),
)
"""As thick as flesh."""
