"""The paths of 2D points over time: noisy points averaged with those of the frames around them, gaps bridged."""

from __future__ import annotations

import torch
from torch import Tensor

from posestudio.body.layouts import OBSERVED_KEYPOINTS

STANDING = 1.75
"""Metres that the size of a person in a picture stands for, where lengths are given over the size."""

_FAST = {"wrist": 0.03, "ankle": 0.025, "elbow": 0.02, "knee": 0.02, "toe": 0.03, "heel": 0.025}
ACCELERATIONS = tuple(_FAST.get(name.rpartition("_")[2], 0.012) for name in OBSERVED_KEYPOINTS)
"""Root mean square acceleration along an axis of each observed keypoint of people who move a lot, metres a 30th of a
second squared."""

LEAST_NOISE = 0.0007
"""Least noise of a point over the person's size: exact points are still known in whole pixels."""

SURE_NOISE = 0.0015
"""Noise over the person's size up to which a point counts as exactly known: its path goes through it."""

OUTLIER = 3.0
"""Deviations off the path at which a point counts half."""

UNPREDICTED = 0.02
"""Deviation of right points from the path, over the person's size, besides their noise."""

_RIDGE = 1e-3  # keeps paths of points that are never seen defined


def follow_points(
    points: Tensor, visible: Tensor, noise: Tensor, fps: Tensor, rounds: int = 2
) -> tuple[Tensor, Tensor, Tensor]:
    """(paths (N, T, K, 2), their deviations (N, T, K), white noise (N,)) of points (N, T, K, 2).

    All lengths are over the person's size. ``visible`` (N, T, K) is 1 or 0, ``noise`` (N, T, K) what is said of the
    points' noise, ``fps`` (N,) the rates. Each path is the most likely one of a point whose acceleration is white
    noise of ACCELERATIONS (a smoothing spline, Wahba 1978), seen with the noise that the points' third
    differences show, or exactly where that is said (SURE_NOISE); points far off the path count little. Noise that
    lasts over frames cannot be told from motion: the paths keep it, and the deviations do not include it.
    """
    count, length, keypoints = visible.shape
    white = white_noise(points, visible, noise)
    sure = noise.double().transpose(1, 2).clamp_min(LEAST_NOISE)
    each = white[:, None, None].double().clamp_min(LEAST_NOISE)
    each = torch.where(sure <= SURE_NOISE, torch.minimum(sure, each), each)
    pull = (
        points.new_tensor(ACCELERATIONS[:keypoints]).double()[None]
        / STANDING
        * (30 / fps.double()[:, None]) ** 2
    )
    second = torch.zeros(max(length - 2, 0), length, dtype=torch.float64, device=points.device)
    for offset, factor in enumerate((1.0, -2.0, 1.0)):
        second.diagonal(offset).fill_(factor)
    stiff = (pull**-2)[..., None, None] * (second.T @ second)  # (N, K, T, T)
    seen = visible.double().transpose(1, 2)
    at = points.double().transpose(1, 2)
    weight = seen / each**2
    inlier = torch.ones_like(weight)
    for turn in range(rounds):
        system = stiff + torch.diag_embed(weight * inlier + _RIDGE)
        root = torch.linalg.cholesky(system)
        paths = torch.cholesky_solve((weight * inlier)[..., None] * at, root)
        if turn + 1 < rounds:
            off = (paths - at).norm(dim=-1)
            inlier = 1 / (1 + off.square() / (OUTLIER**2 * (each.square() + UNPREDICTED**2)))
    deviation = torch.cholesky_inverse(root.flatten(0, 1)).diagonal(dim1=-2, dim2=-1).sqrt()
    deviation = deviation.unflatten(0, (count, keypoints))
    return paths.transpose(1, 2).to(points), deviation.transpose(1, 2).to(points), white


def white_noise(points: Tensor, visible: Tensor, noise: Tensor) -> Tensor:
    """(N,) the standard deviation of the part of the points' noise that is new in every frame.

    Estimated robustly by third differences over time, which motion hardly has; where no point is seen in four frames
    in a row, it is the mean of the ``noise`` (N, T, K) that is given.
    """
    given = (noise * visible).sum((1, 2)) / visible.sum((1, 2)).clamp_min(1)
    if points.shape[1] < 4:
        return given
    third = points.diff(3, dim=1).abs().amax(-1)
    whole = visible[:, 3:] * visible[:, 2:-1] * visible[:, 1:-2] * visible[:, :-3]
    third = torch.where(whole > 0, third, torch.nan).flatten(1)
    # The larger of two normal variables' magnitudes has its median at 1.0518 deviations (erf(x / sqrt 2)^2 = 1/2).
    found = third.nanmedian(dim=1).values / (1.0518 * 20**0.5)
    return torch.where(torch.isfinite(found), found, given)
