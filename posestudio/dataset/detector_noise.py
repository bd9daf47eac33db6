"""Keypoints of sequences as a detector gives them: offsets that last, outliers, missing points and frames, exchanged
sides."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.dataset.simulated_keypoints import ANKLES, ARMS, CUT_OFF, LEGS, LIMBS
from posestudio.dataset.virtual_cameras import RowRandom

KEYPOINTS = len(COCO_KEYPOINTS)
USUAL_NOISE = 0.004
"""What is said of the noise, over the person's size, where it is not known."""


@dataclass(frozen=True)
class DetectorLike:
    """N sequences of T frames: ``rays`` (N, T, K, 2), ``visible`` (N, T, K) 0 or 1, and ``noise`` (N, T, K), what is
    said of the points' standard deviation, over the person's size."""

    rays: Tensor
    visible: Tensor
    noise: Tensor


def detector_like(rays: Tensor, rng: RowRandom, level: float | None = None) -> DetectorLike:
    """Exact points (N, T, K, 2) as a detector would give them.

    One in seven sequences is exact; the others have noise of .2 to 3 % of the person's size, or of ``level``. Part
    of it is new in every frame, the rest lasts for .1 to .7 seconds; wrists and ankles have more; one
    point in a hundred is off by five times as much, for some frames. Single points, limbs, groups of points and
    whole frames are missing for some time; sides are exchanged for some time in one of five sequences. What is
    said of the noise is right to about 30 %, or, in a third of the sequences, has nothing to do with it.
    """
    count, length = rays.shape[:2]
    extent = (rays.amax(2) - rays.amin(2)).amax(-1).median(1).values
    levels = torch.exp(rng.uniform(math.log(0.002), math.log(0.03)))
    levels = torch.where(rng.chance(0.15), torch.full_like(levels, 0.0003), levels)
    if level is not None:
        levels = torch.full_like(levels, level)
    each = levels[:, None] * torch.exp(rng.normal(0, 0.3, KEYPOINTS)) * _usual_share(rays)
    white = rng.uniform(0, 1)[:, None, None, None]
    lasting = lasting_noise(rng, length, torch.exp(rng.uniform(math.log(3), math.log(20))))
    unit = white.sqrt() * rng.normal(0, 1, length, KEYPOINTS, 2) + (1 - white).sqrt() * lasting
    outlier = 1 + 4 * runs(rng, length, 0.004, 1, 4, KEYPOINTS).to(rays.dtype)
    shift = unit * (each * extent[:, None])[:, None, :, None] * outlier[..., None]
    seen = exchanged(rays, rng) + shift
    missing = missing_points(rng, length)
    told = each[:, None].expand(-1, length, -1) * torch.exp(rng.normal(0, 0.3, 1, 1))
    random = torch.exp(rng.uniform(math.log(0.003), math.log(0.03)))[:, None, None].expand_as(told)
    random = torch.where(rng.chance(0.5)[:, None, None], random, torch.full_like(random, USUAL_NOISE))
    told = torch.where(rng.chance(0.35)[:, None, None], random, told)
    return DetectorLike(seen, (~missing).to(rays.dtype), told)


def _usual_share(like: Tensor) -> Tensor:
    """(K,) how much noise each keypoint has beside the others."""
    share = torch.ones(KEYPOINTS).to(like)
    share[ARMS + ANKLES] = 1.3
    return share


def lasting_noise(rng: RowRandom, length: int, frames: Tensor) -> Tensor:
    """(N, T, K, 2) unit noise that lasts for about ``frames`` (N,): an autoregressive process of the first order."""
    keep = torch.exp(-1 / frames)[:, None, None]
    new = rng.normal(0, 1, length, KEYPOINTS, 2)
    state, states = new[:, 0], [new[:, 0]]
    for frame in range(1, length):
        state = keep * state + (1 - keep**2).sqrt() * new[:, frame]
        states.append(state)
    return torch.stack(states, 1)


def runs(
    rng: RowRandom, length: int, chance: float | Tensor, shortest: int, longest: int, *shape: int
) -> Tensor:
    """(N, T, *shape) True during runs of ``shortest`` to ``longest`` frames that begin with ``chance`` a frame."""
    begins = rng.uniform(0, 1, length, *shape) < chance
    lasts = torch.exp(rng.uniform(math.log(shortest), math.log(longest + 0.999), length, *shape)).long()
    frame = torch.arange(length, device=begins.device).view(1, -1, *(1,) * len(shape))
    ends = torch.where(begins, frame + lasts, torch.zeros_like(lasts))
    return ends.cummax(1).values > frame


def exchanged(rays: Tensor, rng: RowRandom) -> Tensor:
    """Points (N, T, K, 2), left and right exchanged for some frames in the whole body, the legs or the arms."""
    length = rays.shape[1]
    some = rng.chance(0.2)[:, None]
    result = rays
    for points in (list(range(KEYPOINTS)), LEGS, ARMS):
        now = runs(rng, length, 0.01, 1, 12) & some
        chosen = torch.zeros(KEYPOINTS, dtype=torch.bool, device=rays.device)
        chosen[points] = True
        here = now[..., None] & chosen
        result = torch.where(here[..., None], result[:, :, list(COCO_MIRROR)], result)
    return result


def missing_points(rng: RowRandom, length: int) -> Tensor:
    """(N, T, K) True where points are missing: single ones, limbs and groups for some time, and whole frames."""
    share = rng.uniform(0, 0.1)[:, None, None]
    missing = (rng.uniform(0, 1, length, KEYPOINTS) < share) & rng.chance(0.7)[:, None, None]
    often = rng.chance(0.5)[:, None]
    for points in [*LIMBS, *(group for group, _ in CUT_OFF)]:
        missing[..., points] |= (runs(rng, length, 0.004, 3, 40) & often)[..., None]
    for points, chance in CUT_OFF:  # people cut off by the picture's edge all the time
        missing[..., points] |= rng.chance(chance / 2)[:, None, None]
    gaps = runs(rng, length, 0.02, 1, 40) & rng.chance(0.3)[:, None]
    return missing | gaps[..., None]
