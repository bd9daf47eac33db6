"""Errors of keypoints as a detector makes them in pictures of people, and what it says of them.

The numbers were measured with the detector that ships, on 600 rendered pictures of subjects 13, 135 and salsa, 72 to
224 pixels wide (`benchmarks/detector_noise.py` measures them again). All lengths are over the person's size, the
larger side of the box around COCO's points.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from posestudio.body.layouts import OBSERVED_KEYPOINTS
from posestudio.body.mirroring import OBSERVED_MIRROR, side_of
from posestudio.dataset.virtual_cameras import RowRandom, extents

TOLD = {"shoulder": 0.0158, "elbow": 0.0201, "wrist": 0.0197, "hip": 0.0118, "knee": 0.0096, "ankle": 0.0116}
"""Median of what the detector says of a point's standard deviation, by the end of its name."""

TOLD_OF_OTHERS = 0.0085
"""The same of points on the head. Toes, heels, neck and top of the head, which it does not find, are taken to be like
ankles."""

TOLD_SPREAD, ARMS_TOLD_SPREAD, PERSON_SPREAD = 0.38, 0.7, 0.28
"""Standard deviations of the log of what is said: within a person, of elbows and wrists, and between people."""

FLOOR, TOLD_SHARE = 0.0077, 0.8
"""An error's scale is the root of the summed squares of FLOOR and of TOLD_SHARE times what is said."""

FREEDOM = 3
"""Degrees of freedom of Student's t, by which errors are distributed: 1 in 100 is 6 times the median."""

LEVEL_SPREAD = 0.29
"""Standard deviation of the log of a person's errors over what is said of them."""

IN_COMMON = {"head": 0.65, "arm": 0.35, "leg": 0.25}
"""Share of an error's variance that the points of the head, an arm or a leg have in common."""

EXCHANGED = {"whole": 0.02, "leg": 0.03, "arm": 0.015}
"""Share of people whose sides are exchanged in the whole body, the legs, or the arms."""

DRAWN_ACROSS = {"elbow": 0.05, "wrist": 0.09, "knee": 0.03, "ankle": 0.03}
"""Share of points that are where the other side's is."""

TOLD_OF_EXCHANGED = 1.36
"""Factor of what is said of exchanged points."""

UNTOLD = (0.004, 0.025)
"""What is said of all points alike where a source says nothing of its noise: what lifts assume of points without
noise, and of detected ones."""

_COUNT = len(OBSERVED_KEYPOINTS)


@dataclass(frozen=True)
class Found:
    """N people's K points as a detector finds them: ``rays`` (N, K, 2), and ``noise`` (N, K), what is said of the
    points' standard deviation along an axis, over the person's size."""

    rays: Tensor
    noise: Tensor


def as_found(
    rays: Tensor, factor: Tensor | float, rng: RowRandom, exchanged: float = 0.5, untold: float = 0.2
) -> Found:
    """The exact points (N, 17 or 23, 2) as a detector finds them.

    ``factor`` (N, K or 1) are factors of the noise and of what is said of it: `PhotographPeople.noise_factor`.
    ``exchanged`` is how often sides are exchanged, over the rendered pictures, which are of harder poses
    than photographs. For the share ``untold`` of the people one of UNTOLD is said of all points. Draws the same
    numbers for 17 points as for the first 17 of 23.
    """
    count, device = rays.shape[1], rays.device
    points, swapped = _exchanged(rays, rng, exchanged)
    spread = torch.tensor([_spread(name) for name in OBSERVED_KEYPOINTS], device=device)
    usual = torch.tensor([_told(name) for name in OBSERVED_KEYPOINTS], device=device)
    told = usual * torch.exp(spread * rng.normal(0, 1, _COUNT) + rng.normal(0, PERSON_SPREAD, 1))
    tail = (rng.normal(0, 1, _COUNT, FREEDOM).square().mean(-1)).rsqrt()
    level = torch.exp(rng.normal(0, LEVEL_SPREAD, 1))
    scale = (FLOOR**2 + (TOLD_SHARE * told).square()).sqrt() * level * tail
    shift = (_unit_errors(rng) * scale[..., None])[:, :count] * (extents(rays)[:, None] * factor)[..., None]
    told = told[:, :count] * torch.where(swapped, TOLD_OF_EXCHANGED, 1.0) * factor
    alike = torch.where(rng.chance(0.5), *UNTOLD)[:, None].expand_as(told)
    return Found(points + shift, torch.where(rng.chance(untold)[:, None], alike, told))


def _part(name: str) -> str:
    """Which part of the body, with its side, a keypoint's error is partly shared in."""
    if name.endswith(("shoulder", "elbow", "wrist")):
        return f"{side_of(name)}_arm"
    if name.endswith(("hip", "knee", "ankle", "toe", "heel")):
        return f"{side_of(name)}_leg"
    return "head"


def _end(name: str) -> str:
    return name.rpartition("_")[2]


def _told(name: str) -> float:
    if name in ("neck", "head_top") or name.endswith(("toe", "heel")):
        return TOLD["ankle"]
    return TOLD.get(_end(name), TOLD_OF_OTHERS)


def _spread(name: str) -> float:
    return ARMS_TOLD_SPREAD if name.endswith(("elbow", "wrist")) else TOLD_SPREAD


_PARTS = sorted({_part(name) for name in OBSERVED_KEYPOINTS})
_PART_OF = [_PARTS.index(_part(name)) for name in OBSERVED_KEYPOINTS]


def _unit_errors(rng: RowRandom) -> Tensor:
    """(N, 23, 2) normal errors of deviation 1, those of each part of the body correlated by IN_COMMON."""
    share = torch.tensor([IN_COMMON[_end(_part(name))] for name in OBSERVED_KEYPOINTS], device=rng.device)
    common = rng.normal(0, 1, len(_PARTS), 2)[:, _PART_OF]
    return share.sqrt()[:, None] * common + (1 - share).sqrt()[:, None] * rng.normal(0, 1, _COUNT, 2)


def _exchanged(rays: Tensor, rng: RowRandom, often: float) -> tuple[Tensor, Tensor]:
    """Points (N, K, 2) with sides exchanged, ``often`` times as often as in renders; and (N, K) which are."""
    count, device = rays.shape[1], rays.device

    def of(part: str) -> Tensor:
        return torch.tensor(
            [part in ("whole", _end(_part(name))) for name in OBSERVED_KEYPOINTS], device=device
        )

    swapped = torch.zeros(len(rays), _COUNT, dtype=torch.bool, device=device)
    for part, chance in EXCHANGED.items():
        swapped ^= rng.chance(chance * often)[:, None] & of(part)
    chances = torch.tensor([DRAWN_ACROSS.get(_end(name), 0.0) for name in OBSERVED_KEYPOINTS], device=device)
    swapped ^= rng.uniform(0, 1, _COUNT) < chances * often
    mirror = list(OBSERVED_MIRROR)[:count]
    return torch.where(swapped[:, :count, None], rays[:, mirror], rays), swapped[:, :count]
