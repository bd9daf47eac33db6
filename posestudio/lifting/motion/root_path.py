"""The path of a person's hips before a camera, fitted to a whole clip at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike
from scipy.interpolate import interp1d

from posestudio.body.layouts import to_keypoints
from posestudio.diffusion.ray_fitting import NEAREST, UNKNOWN_DEPTH, solve_translation
from posestudio.lifting.motion.banded import Floats, FrameSquares

ACCELERATION = 2.0
"""Power density of the hips' acceleration along each axis, (m/s^2)^2 / Hz, two-sided: it is nearly white between 0.5
and 15 Hz in motion capture of everyday actions, sports and dance, on 0.86 m legs."""

SPEED, SPEED_SECONDS = 3.0, 2.0
"""Standard deviation of the hips' velocity along each axis, metres a second, and how long it lasts: beyond the frames
that are seen, people come to a stop."""

POINT_ERROR = 0.03
"""Standard deviation, metres, of a lifted joint about the hips, as if each were off by itself."""

DEPTH_ERROR, DEPTH_ERROR_SECONDS = 0.015, 0.4
"""Standard deviation of the depth that the size of a lifted pose says, as a share of it, and how long such errors
last: a first-order Markov process."""

VELOCITY_SECONDS = 0.3
"""How long errors of predicted velocities last."""

PLACE_ERROR = 5e-4
"""Standard deviation, metres, of a place of the hips that is known."""

_PASSES = 3  # of least squares, each with the depths and the outliers that the one before has found
_OUTLIER = 3.0  # residual, in standard deviations, at which a point counts half
_SIZE = 3  # the unknowns of a frame: the hips' x, y and z, then the relative error of the pose's size


def solve_path(
    joints: ArrayLike,
    rays: ArrayLike,
    weight: ArrayLike,
    dt: float,
    velocity: ArrayLike | None = None,
    velocity_noise: ArrayLike | None = None,
    places: ArrayLike | None = None,
) -> Floats:
    """(N, T, 3) where the hips are in camera axes, metres, of N motions of T frames ``dt`` seconds apart.

    ``joints`` (N, T, B, 3) are about the hips, ``rays`` (T, 17, 2) the x/z and y/z of the keypoints, ``weight``
    (T, 17) how far each is trusted: 1 where it is exact, 0 where it is missing (`diffusion.guidance.trust`). All
    frames are solved together by weighted least squares, in which points far off count little. The hips accelerate as
    people do (white acceleration, ACCELERATION). A pose that is lifted too large or too small puts the person too far
    or too near for some frames: that error is a part of the solution (DEPTH_ERROR), so that depths follow slowly, and
    places across the picture quickly.

    ``velocity`` (N, T, 3) of the hips, metres a second, with its standard deviation ``velocity_noise`` (a number,
    (T,) or (N, T)), may be predicted. ``places`` (N, T, 3) are where the hips are known to be, NaN where they are
    not. Frames without points are bridged; without any the hips are UNKNOWN_DEPTH away.
    """
    points = to_keypoints(np.asarray(joints)).astype(np.float64)
    count, frames = points.shape[:2]
    along = np.asarray(rays, np.float64)
    known = np.asarray(np.isfinite(along).all(-1))
    along = np.where(known[..., None], along, 0.0)
    trusted = np.where(known, np.asarray(weight, np.float64), 0.0)
    fixed = np.full((count, frames, 3), np.nan) if places is None else np.asarray(places, np.float64)
    if not (trusted > 0).any() and not np.isfinite(fixed).any():
        return np.tile([0.0, 0.0, UNKNOWN_DEPTH], (count, frames, 1))
    hips = _frame_by_frame(points, along, trusted)
    priors = [_smoothness(frames, dt)] * count
    if velocity is not None:
        noise = np.broadcast_to(
            0.3 if velocity_noise is None else np.asarray(velocity_noise), (count, frames)
        )
        speeds = np.asarray(velocity, np.float64)
        priors = [_with_velocity(priors[one], speeds[one], noise[one], dt) for one in range(count)]
    priors = [_with_places(prior, fixed[one]) for one, prior in enumerate(priors)]
    hips = np.where(np.isfinite(fixed), fixed, hips)
    inlier = np.ones(points.shape[:-1])
    for _ in range(_PASSES):
        squares, right = _reprojection(points, hips, along, trusted * inlier)
        for one, prior in enumerate(priors):
            system = prior.copy()
            system.add_within(squares[one], right[one])
            hips[one] = system.solved()[:, :3]
        hips[..., 2] = np.maximum(hips[..., 2], NEAREST - points[..., 2].min(-1))
        inlier = _inlier(points + hips[:, :, None], along, trusted)
    return hips


def _frame_by_frame(points: Floats, rays: Floats, weight: Floats) -> Floats:
    """(N, T, 3) hips of each frame by itself; between those seen where a frame has fewer than two points."""
    count, frames = points.shape[:2]
    seen = np.flatnonzero((weight > 0).sum(-1) >= 2)
    if not len(seen):
        return np.tile([0.0, 0.0, UNKNOWN_DEPTH], (count, frames, 1))
    hips = solve_translation(
        torch.from_numpy(points[:, seen]).flatten(0, 1),
        torch.from_numpy(rays[seen]).repeat(count, 1, 1),
        torch.from_numpy(weight[seen]).repeat(count, 1),
    )
    fitted = hips.numpy().reshape(count, len(seen), 3)
    if len(seen) == 1:
        return np.repeat(fitted, frames, 1)
    return interp1d(seen, fitted, axis=1, bounds_error=False, fill_value=(fitted[:, 0], fitted[:, -1]))(
        np.arange(frames)
    )


def _smoothness(frames: int, dt: float) -> FrameSquares:
    """What is known before anything is seen: how hips move, and how errors of the pose's size last."""
    prior = FrameSquares(frames, unknowns=4, reach=2)
    for axis in range(3):
        prior.add_differences(axis, (1, -2, 1), 1 / (ACCELERATION * dt**3))
        prior.add_differences(axis, (-1, 1), 1 / (SPEED**2 * SPEED_SECONDS * dt))
        # Hardly any weight: of where the person is, only where the points do not say it.
        prior.add_differences(axis, (1,), 1e-4, UNKNOWN_DEPTH if axis == 2 else 0.0)
    kept = np.exp(-dt / DEPTH_ERROR_SECONDS)
    prior.add_differences(_SIZE, (-kept, 1), 1 / (DEPTH_ERROR**2 * (1 - kept**2)))
    first = np.zeros(frames)
    first[0] = 1 / DEPTH_ERROR**2
    prior.add_differences(_SIZE, (1,), first)
    return prior


def _with_velocity(prior: FrameSquares, velocity: Floats, noise: Floats, dt: float) -> FrameSquares:
    """The prior of a motion whose hips' ``velocity`` (T, 3) is predicted, ``noise`` (T,) off."""
    weight = 1 / (((noise[1:] + noise[:-1]) / 2) ** 2 * VELOCITY_SECONDS * dt)
    prior = prior.copy()
    for axis in range(3):
        prior.add_differences(axis, (-1, 1), weight, (velocity[1:, axis] + velocity[:-1, axis]) / 2 * dt)
    return prior


def _with_places(prior: FrameSquares, places: Floats) -> FrameSquares:
    """The prior of a motion whose hips are known to be at ``places`` (T, 3), NaN where they are not."""
    known = np.isfinite(places).all(-1)
    if not known.any():
        return prior
    prior = prior.copy()
    for axis in range(3):
        prior.add_differences(axis, (1,), known / PLACE_ERROR**2, np.where(known, places[:, axis], 0))
    return prior


def _reprojection(points: Floats, hips: Floats, rays: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Normal equations (N, T, 4, 4) and (N, T, 4) of the distances of the points from their rays, metres.

    A point p that is seen along r is off by (p + h)_xy - r (p + h)_z, for hips h (1 + e) whose size error is e.
    """
    precision = weight / POINT_ERROR**2
    jacobian = np.zeros((*points.shape[:-1], 2, 4))
    jacobian[..., 0, 0] = jacobian[..., 1, 1] = 1
    jacobian[..., :, 2] = -rays
    jacobian[..., :, _SIZE] = hips[:, :, None, :2] - rays * hips[:, :, None, 2:]
    goal = rays * points[..., 2:] - points[..., :2]
    weighted = jacobian * precision[..., None, None]
    flat, rows = weighted.reshape(*points.shape[:2], -1, 4), jacobian.reshape(*points.shape[:2], -1, 4)
    right = np.einsum("ntki,ntk->nti", flat, goal.reshape(*points.shape[:2], -1))
    return np.swapaxes(flat, -1, -2) @ rows, right


def _inlier(placed: Floats, rays: Floats, weight: Floats) -> Floats:
    """(N, T, 17) how far each point is believed, 1 to 0: half where its residual is _OUTLIER deviations (Cauchy)."""
    off = np.linalg.norm(placed[..., :2] - rays * placed[..., 2:], axis=-1)
    return 1 / (1 + off**2 * weight / (_OUTLIER * POINT_ERROR) ** 2)
