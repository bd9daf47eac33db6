"""What a lifter in training is given of the keypoints that a virtual camera sees: some are missing, others noisy."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from posestudio.body.layouts import (
    COCO_INDEX,
    COCO_KEYPOINTS,
    EXTRA_KEYPOINTS,
    FACE_JOINTS,
    OBSERVED_KEYPOINTS,
)
from posestudio.body.mirroring import OBSERVED_MIRROR, side_of
from posestudio.body.proportions import PROPORTIONS
from posestudio.dataset.photograph_noise import as_found
from posestudio.dataset.photographs import PhotographPeople
from posestudio.dataset.virtual_cameras import RowRandom, Views, extents
from posestudio.diffusion.conditioning import LARGEST_NOISE, Observation, observe
from posestudio.diffusion.proportions import proportions


def _keypoints(*names: str) -> list[int]:
    """Indices of the keypoints of these names."""
    return [COCO_INDEX[name] for name in names]


FACE = _keypoints(*FACE_JOINTS)
ANKLES = _keypoints("left_ankle", "right_ankle")
LEGS = ANKLES + _keypoints("left_knee", "right_knee")
BELOW_WAIST = LEGS + _keypoints("left_hip", "right_hip")
ARMS = _keypoints(*(f"{side}_{part}" for side in ("left", "right") for part in ("elbow", "wrist")))
SIDES = [
    [index for index, name in enumerate(COCO_KEYPOINTS) if side_of(name) == s] for s in ("left", "right")
]
LIMBS = [
    _keypoints(f"{side}_{upper}", f"{side}_{lower}")
    for side in ("left", "right")
    for upper, lower in (("elbow", "wrist"), ("knee", "ankle"))
]
CUT_OFF = (
    (FACE, 0.16),
    (ANKLES, 0.04),
    (LEGS, 0.04),
    (BELOW_WAIST, 0.05),
    (SIDES[0], 0.015),
    (SIDES[1], 0.015),
)
"""Groups of keypoints that are missing together, each with its share of the pictures."""

EVERYTHING_MISSING = 0.02
SINGLE_POINTS = 0.23
SIDES_UNCERTAIN = 0.05
LENGTHS_KNOWN = 0.15

DETECTED = 0.35
"""Share of noisy pictures whose points err as a detector's do, where there are photographs."""

EXTRAS_KNOWN = 0.45
"""Share of pictures that have the extra keypoints: most detectors give COCO's only."""

EXTRA_NOISE = 0.008
"""Least noise of extra keypoints in pictures that are not exact, over the person's size: sources place them
differently."""

POINT_SPREAD = 0.4
"""Standard deviation of the log of a point's noise over the picture's level."""


def _mask(points: list[int], device: torch.device) -> Tensor:
    """(K,) True for the listed keypoints."""
    return _of(points, len(COCO_KEYPOINTS), device)


def _of(points: list[int], count: int, device: torch.device) -> Tensor:
    """(count,) True for the listed indices."""
    mask = torch.zeros(count, dtype=torch.bool, device=device)
    mask[points] = True
    return mask


def random_visibility(rng: RowRandom) -> Tensor:
    """(N, K) visibility, 1 or 0: no points are missing, or single points, limbs, a group of CUT_OFF, or all."""
    case = rng.uniform(0, 1)[:, None]
    singles = rng.uniform(0, 1, len(COCO_KEYPOINTS)) < rng.uniform(0.02, 0.35, 1)
    missing = (case < SINGLE_POINTS) & singles
    edge = SINGLE_POINTS
    for group, share in CUT_OFF:
        missing |= (case >= edge) & (case < edge + share) & _mask(group, rng.device)
        edge += share
    for limb in LIMBS:
        missing |= rng.chance(0.08)[:, None] & _mask(limb, rng.device)
    return (~(missing | (case >= 1 - EVERYTHING_MISSING))).float()


def extras_seen(visible: Tensor, rng: RowRandom) -> Tensor:
    """(N, 6) visibility, 1 or 0, of the extra keypoints beside that of COCO's (N, 17).

    Feet are seen with their ankles, neck and top of the head with the face, with exceptions.
    """
    there = rng.chance(EXTRAS_KNOWN)[:, None] & ~rng.chance(0.12, len(EXTRA_KEYPOINTS))
    face = visible[:, FACE].amax(1)
    ankle = {side: visible[:, COCO_INDEX[f"{side}_ankle"]] for side in ("left", "right")}
    beside = torch.stack([ankle.get(side_of(name), face) for name in EXTRA_KEYPOINTS], 1) > 0
    return (there & (beside | rng.chance(0.08, len(EXTRA_KEYPOINTS)))).float()


_FEET = [index for index, name in enumerate(OBSERVED_KEYPOINTS) if name.endswith(("_toe", "_heel"))]


def randomly_exchanged_sides(rays: Tensor, rng: RowRandom) -> Tensor:
    """Points (N, 23, 2) with left and right exchanged in the whole body, the legs or the arms, or not."""
    whole, legs, arms = (rng.chance(chance)[:, None] for chance in (0.5, 0.25, 0.25))
    count = len(OBSERVED_KEYPOINTS)
    exchanged = (
        whole ^ (legs & _of(LEGS + _FEET, count, rays.device)) ^ (arms & _of(ARMS, count, rays.device))
    )
    return torch.where(exchanged[..., None], rays[:, list(OBSERVED_MIRROR)], rays)


def measured_lengths(joints: Tensor, rng: RowRandom) -> Tensor:
    """(N, L) proportions of the bodies (N, B, 3), measured to 1 %; nan where they are not known."""
    lengths = proportions(joints) * torch.exp(rng.normal(0, 0.01, len(PROPORTIONS)))
    known = rng.chance(LENGTHS_KNOWN)[:, None] & rng.chance(0.8, len(PROPORTIONS))
    return torch.where(known, lengths, torch.nan)


def simulated_observation(
    views: Views,
    rng: RowRandom,
    noisy: bool = True,
    photographs: PhotographPeople | None = None,
    photographed: Tensor | None = None,
) -> Observation:
    """The views' keypoints as a detector would give them: noisy, some missing, at times a wrong focal length.

    Without ``noisy``, COCO's points are exact and complete, and no others are seen.

    A quarter of the pictures are exact. In the others each point has Gaussian noise of its own level, which the
    lifter is told, about one of .1 to 2.5 % of the person's size; one point in fifty is off by five times as much.
    In one in five the field of view is unknown and the rays are off by a factor of e^(+-.25). In one in twenty left
    and right are uncertain and may be exchanged, in one in seven bone lengths are known.

    With ``photographs`` the ``photographed`` (N,) pictures have points missing, and noisier, as people there have,
    and a share DETECTED of those that are not exact has the errors of a detector (`photograph_noise`).
    """
    if not noisy:
        return observe(views.rays, torch.ones_like(views.rays[:, : len(COCO_KEYPOINTS), 0]))
    count = len(OBSERVED_KEYPOINTS)
    exact = rng.chance(0.25)
    level = torch.exp(rng.uniform(math.log(0.001), math.log(LARGEST_NOISE)))
    level = torch.where(exact, torch.zeros_like(level), level)
    noise = level[:, None] * torch.exp(rng.normal(0, POINT_SPREAD, count))
    visible = random_visibility(rng)
    factor = torch.ones_like(noise)
    if photographs is not None and photographed is not None:
        chosen = photographed[:, None]
        people = photographs.drawn(views.rays[:, : len(COCO_KEYPOINTS)], rng)
        visible = torch.where(chosen, photographs.seen(people), visible)
        factor[:, : len(COCO_KEYPOINTS)] = torch.where(chosen, photographs.noise_factor(people), 1.0)
    visible = torch.cat([visible, extras_seen(visible, rng)], 1)
    known = ~rng.chance(0.2)
    zoom = torch.where(known, torch.ones_like(level), torch.exp(rng.normal(0, 0.25)))
    uncertain = rng.chance(SIDES_UNCERTAIN)
    points = torch.where(uncertain[:, None, None], randomly_exchanged_sides(views.rays, rng), views.rays)
    least = torch.where(exact, 0.0, EXTRA_NOISE)[:, None] * _extra(rng.device)
    noise = torch.maximum(noise * factor, least)
    outlier = 1 + 4 * rng.chance(0.02, count).float()
    shift = rng.normal(0, 1, count, 2) * (noise * outlier * extents(views.rays)[:, None])[..., None]
    seen = points + shift
    if photographs is not None:
        found = as_found(points, factor, rng)
        detected = (rng.chance(DETECTED) & ~exact)[:, None]
        seen = torch.where(detected[..., None], found.rays, seen)
        noise = torch.where(detected, found.noise, noise)
    rays = seen * zoom[:, None, None]
    return observe(rays, visible, noise, known, ~uncertain, measured_lengths(views.joints, rng))


def _extra(device: torch.device) -> Tensor:
    """(K,) 1 for the extra keypoints, 0 for COCO's."""
    return (torch.arange(len(OBSERVED_KEYPOINTS), device=device) >= len(COCO_KEYPOINTS)).float()
