"""The shape of a rendered person: tapered capsules of skin, clothes and hair about the joints of a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX
from posestudio.detection.training.backgrounds import any_colour

SKIN, SHIRT, TROUSERS, SHOES, HAIR, SLEEVE = range(6)
"""Materials of a capsule, indices of `Clothes.colours`."""


@dataclass(frozen=True)
class ClothedCapsule:
    """A tapered capsule from point ``a`` to ``b`` (3,), with the radii there; metres in camera axes."""

    a: NDArray[Any]
    b: NDArray[Any]
    radius_a: float
    radius_b: float
    material: int


@dataclass(frozen=True)
class Clothes:
    """``colours`` (6, 3) by material; how far down ``sleeve`` and trouser ``leg`` reach (0 ... 2, 1 at elbow and
    knee); ``girth``, a factor of the body's radii; the length of ``hair`` (0 for none); metres from stripe to stripe
    of ``stripes`` (0 for none)."""

    colours: NDArray[Any]
    sleeve: float
    leg: float
    girth: float
    skirt: bool
    hair: float
    stripes: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> Clothes:
        """Clothes, skin and hair drawn from ``rng``."""
        dark, light = np.array([0.22, 0.13, 0.09]), np.array([0.96, 0.8, 0.7])
        skin = dark + (light - dark) * rng.random() + rng.normal(0, 0.03, 3)
        hair = np.array([[0.06, 0.05, 0.04], [0.25, 0.15, 0.08], [0.75, 0.6, 0.35], [0.6, 0.6, 0.6]])
        shirt, trousers = any_colour(rng), any_colour(rng)
        if rng.random() < 0.2:
            trousers = shirt * rng.uniform(0.8, 1.1)
        colours = np.array(
            [
                skin,
                shirt,
                trousers,
                any_colour(rng) * 0.7,
                hair[rng.integers(4)] + rng.normal(0, 0.02, 3),
                shirt if rng.random() < 0.8 else any_colour(rng),
            ]
        )
        return cls(
            np.clip(colours, 0.02, 1).astype(np.float32),
            float(rng.choice([0.0, 0.5, 0.5, 1.0, 2.0, 2.0])),
            float(rng.choice([0.35, 0.6, 1.0, 2.0, 2.0, 2.0])),
            float(np.exp(rng.normal(0, 0.14))),
            bool(rng.random() < 0.1),
            float(rng.choice([0.0, 0.6, 1.0, 1.0, 1.5])),
            float(rng.choice([0.0, 0.0, 0.0, 0.06, 0.12])),
        )


def clothed_body(joints: NDArray[Any], clothes: Clothes, rng: np.random.Generator) -> list[ClothedCapsule]:
    """The capsules of a body in ``clothes``; ``joints`` (29, 3) metres in camera axes."""
    g = clothes.girth

    def at(name: str) -> NDArray[Any]:
        return joints[BODY_INDEX[name]]

    parts: list[ClothedCapsule] = []

    def limb(first: str, second: str, radii: tuple[float, float], covered: float, cloth: int) -> None:
        """Add a limb's segment, clothed from its first joint over the share ``covered`` of its length."""
        a, b = at(first), at(second)
        covered = min(max(covered, 0.0), 1.0)
        cut = a + (b - a) * covered
        middle = radii[0] + (radii[1] - radii[0]) * covered
        if covered < 1:
            parts.append(ClothedCapsule(cut, b, middle * g, radii[1] * g, SKIN))
        if covered > 0:
            loose = 1.12
            parts.append(ClothedCapsule(a, cut, radii[0] * g * loose, middle * g * loose, cloth))

    belt = at("spine") + (at("hips") - at("spine")) * 0.45
    for side in ("left", "right"):
        shoulder, hip, ankle, toe = (at(f"{side}_{n}") for n in ("shoulder", "hip", "ankle", "toe"))
        limb(f"{side}_shoulder", f"{side}_elbow", (0.055, 0.043), clothes.sleeve, SLEEVE)
        limb(f"{side}_elbow", f"{side}_wrist", (0.043, 0.028), clothes.sleeve - 1, SLEEVE)
        hand = at(f"{side}_hand")
        parts.append(
            ClothedCapsule(at(f"{side}_wrist"), hand + (hand - at(f"{side}_wrist")) * 0.6, 0.03, 0.03, SKIN)
        )
        limb(f"{side}_hip", f"{side}_knee", (0.088, 0.058), clothes.leg, TROUSERS)
        limb(f"{side}_knee", f"{side}_ankle", (0.055, 0.036), clothes.leg - 1, TROUSERS)
        heel = ankle + (ankle - toe) * 0.25 + (ankle - at(f"{side}_knee")) * 0.08
        parts.append(ClothedCapsule(heel, toe + (toe - ankle) * 0.35, 0.042, 0.036, SHOES))
        # The trunk's side, from below the shoulder to above the hip.
        inward = at("chest") - shoulder
        chest_side = shoulder + inward * 0.42 + (at("spine") - at("chest")) * 0.25
        waist = belt + (hip - at("hips")) * 0.55
        parts.append(ClothedCapsule(chest_side, waist, 0.094 * g, 0.088 * g, SHIRT))
        parts.append(ClothedCapsule(waist, hip, 0.085 * g, 0.095 * g, TROUSERS))
        parts.append(
            ClothedCapsule(
                shoulder, at("neck") + (at("chest") - at("neck")) * 0.3, 0.062 * g, 0.065 * g, SHIRT
            )
        )
        parts.append(ClothedCapsule(shoulder, chest_side, 0.06 * g, 0.085 * g, SHIRT))
    parts.append(ClothedCapsule(at("chest"), at("spine"), 0.105 * g, 0.095 * g, SHIRT))
    parts.append(ClothedCapsule(at("spine"), belt, 0.095 * g, 0.095 * g, SHIRT))
    parts.append(ClothedCapsule(belt, at("hips"), 0.092 * g, 0.09 * g, TROUSERS))
    parts.append(ClothedCapsule(at("left_hip"), at("right_hip"), 0.09 * g, 0.09 * g, TROUSERS))
    if clothes.skirt:
        for side in ("left", "right"):
            hip, knee = at(f"{side}_hip"), at(f"{side}_knee")
            parts.append(ClothedCapsule(hip, hip + (knee - hip) * 0.7, 0.1 * g, 0.15 * g, TROUSERS))
    parts += _head(joints, clothes, rng)
    return parts


def _head(joints: NDArray[Any], clothes: Clothes, rng: np.random.Generator) -> list[ClothedCapsule]:
    """The capsules of neck, head, nose, ears and hair."""
    face = face_axes(joints)
    ears = (joints[BODY_INDEX["left_ear"]] + joints[BODY_INDEX["right_ear"]]) / 2
    neck, nose = joints[BODY_INDEX["neck"]], joints[BODY_INDEX["nose"]]
    left, up, front = face
    middle = ears + up * 0.02 + front * 0.01
    parts = [
        ClothedCapsule(neck, ears - up * 0.03, 0.056, 0.052, SKIN),
        ClothedCapsule(middle + up * 0.035, middle - up * 0.03 + front * 0.025, 0.083, 0.066, SKIN),
        ClothedCapsule(middle + front * 0.03, middle - up * 0.075 + front * 0.045, 0.06, 0.036, SKIN),
        ClothedCapsule(nose - front * 0.02 + up * 0.03, nose - front * 0.008, 0.009, 0.014, SKIN),
    ]
    for name in ("left_ear", "right_ear"):
        ear = joints[BODY_INDEX[name]]
        parts.append(ClothedCapsule(ear + up * 0.015, ear - up * 0.015, 0.016, 0.012, SKIN))
    if clothes.hair > 0:
        back = middle - front * 0.022 + up * 0.035
        parts.append(ClothedCapsule(back + front * 0.03 + up * 0.012, back - up * 0.03, 0.088, 0.08, HAIR))
        if clothes.hair > 1:
            parts.append(
                ClothedCapsule(back, back - up * rng.uniform(0.12, 0.3) - front * 0.03, 0.085, 0.06, HAIR)
            )
    return parts


def face_axes(joints: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Unit vectors to the head's left, up and front."""
    left_ear, right_ear = joints[BODY_INDEX["left_ear"]], joints[BODY_INDEX["right_ear"]]
    left = unit(left_ear - right_ear)
    front = joints[BODY_INDEX["nose"]] - (left_ear + right_ear) / 2
    up = joints[BODY_INDEX["head_top"]] - (left_ear + right_ear) / 2
    front = unit(front - left * (front @ left))
    up = unit(up - left * (up @ left) - front * (up @ front))
    return left, up, front


def unit(vector: NDArray[Any]) -> NDArray[Any]:
    """A vector (3,) divided by its length, which is taken as at least 1e-6."""
    return vector / max(float(np.linalg.norm(vector)), 1e-6)
