"""The path of a person's hips before a camera, fitted to a whole clip at once."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike
from scipy.interpolate import interp1d

from posestudio.body.layouts import BODY_INDEX, OBSERVED_23, to_keypoints
from posestudio.diffusion.ray_fitting import NEAREST, solve_translation
from posestudio.geometry.camera import UNKNOWN_DEPTH
from posestudio.lifting.motion.banded import Floats, FrameSquares
from posestudio.lifting.motion.stance import FEET

ACCELERATION = 2.0
"""Power density of the hips' acceleration along each axis, (m/s^2)^2 / Hz, two-sided: it is nearly white between 0.5
and 15 Hz in motion capture of everyday actions, sports and dance, on 0.86 m legs."""

SPEED, SPEED_SECONDS = 3.0, 2.0
"""Standard deviation of the hips' velocity along each axis, metres a second, and how long it lasts: beyond the frames
that are seen, people come to a stop."""

POINT_ERROR = 0.03
"""Standard deviation, metres, of a lifted joint about the hips, as if each were off by itself."""

SIZE_ERROR, SIZE_SECONDS = 0.015, 0.4
"""Standard deviation of the size of a lifted pose, as a share of it, and how long such errors last: a first-order
Markov process."""

VELOCITY_NOISE, VELOCITY_SECONDS = 0.3, 2.0
"""Standard deviation of predicted velocities, metres a second, unless given, and how long their errors last."""

FOOT_ERROR = (0.03, 0.03, 0.05)
"""Standard deviation of a lifted foot about the hips along the camera's axes, metres."""
FOOT_SECONDS = 0.2
"""How long errors of lifted feet last."""

SLIP, SWING = 0.02, 3.0
"""How fast the place of a foot changes while it stands and while it does not, metres over the root of a second."""

LEVEL_ERROR, LEVEL_SLOPE = 0.03, 0.005
"""Standard deviation of the height of standing feet above one floor, metres, and how fast the floor's height changes,
metres over the root of a second."""

PLACE_ERROR = 5e-4
"""Standard deviation, metres, of a place of the hips that is known."""

_PASSES = 3  # of least squares, each with the depths and the outliers that the one before has found
_OUTLIER = 3.0  # residual, in standard deviations, at which a point counts half

# The unknowns of a frame: the hips, the relative error of the pose's size, and where feet stand the places of the
# left and the right foot, and the floor's height.
_HIPS, _SIZE, _PLACES, _FLOOR = slice(0, 3), 3, (slice(4, 7), slice(7, 10)), 10


def solve_path(
    joints: ArrayLike,
    rays: ArrayLike,
    weight: ArrayLike,
    dt: float,
    velocity: ArrayLike | None = None,
    velocity_noise: ArrayLike | None = None,
    stances: ArrayLike | None = None,
    up: ArrayLike | None = None,
    places: ArrayLike | None = None,
) -> Floats:
    """(N, T, 3) where the hips are in camera axes, metres, of N motions of T frames ``dt`` seconds apart.

    ``joints`` (N, T, B, 3) are about the hips, ``rays`` (T, K, 2) the x/z and y/z of the first K of the
    OBSERVED_KEYPOINTS, ``weight`` (T, K) how far each is trusted: 1 where it is exact, 0 where it is missing
    (`diffusion.guidance.trust`). All frames are solved together by weighted least squares, in which points far off
    count little. The hips accelerate as people do (white acceleration, ACCELERATION). A pose that is lifted too large
    or too small puts the person too far or too near for some frames: that error is a part of the solution
    (SIZE_ERROR), so that depths follow slowly, and places across the picture quickly.

    ``velocity`` (N, T, 3) of the hips, metres a second, with its standard deviation ``velocity_noise`` (a number,
    (T,) or (N, T)), may be predicted. ``stances`` (N, T, 2) say how surely, 0 to 1, the left and the right foot
    stand: before a camera that stands still they stay in their place then, and with the direction ``up`` (3,) in
    camera axes on one floor. ``places`` (N, T, 3) are where the hips are known to be, NaN where they are not. Frames
    without points are bridged; without any the hips are UNKNOWN_DEPTH away.
    """
    bodies = np.asarray(joints, np.float64)
    along = np.asarray(rays, np.float64)
    points = to_keypoints(bodies, OBSERVED_23)[:, :, : along.shape[1]].astype(np.float64)
    count, frames = points.shape[:2]
    known = np.asarray(np.isfinite(along).all(-1))
    along = np.where(known[..., None], along, 0.0)
    trusted = np.where(known, np.asarray(weight, np.float64), 0.0)
    fixed = np.full((count, frames, 3), np.nan) if places is None else np.asarray(places, np.float64)
    if not (trusted > 0).any() and not np.isfinite(fixed).any():
        return np.tile([0.0, 0.0, UNKNOWN_DEPTH], (count, frames, 1))
    unknowns = 4 if stances is None else 10 if up is None else 11
    systems = [_smoothness(frames, dt, unknowns)] * count
    if velocity is not None:
        noise = VELOCITY_NOISE if velocity_noise is None else np.asarray(velocity_noise)
        speeds = zip(np.asarray(velocity, np.float64), np.broadcast_to(noise, (count, frames)), strict=True)
        systems = [_with_velocity(system, *one, dt) for system, one in zip(systems, speeds, strict=True)]
    if stances is not None:
        feet = bodies[:, :, FEET].mean(3) - bodies[:, :, None, BODY_INDEX["hips"]]
        standing = zip(feet, np.asarray(stances, np.float64), strict=True)
        upward = None if up is None else np.asarray(up, np.float64)
        systems = [
            _with_feet(system, *one, upward, dt) for system, one in zip(systems, standing, strict=True)
        ]
    systems = [_with_places(system, fixed[one]) for one, system in enumerate(systems)]
    hips = np.where(np.isfinite(fixed), fixed, _frame_by_frame(points, along, trusted))
    inlier = np.ones(points.shape[:-1])
    for _ in range(_PASSES):
        squares, right = _reprojection(points, hips, along, trusted * inlier)
        for one, system in enumerate(systems):
            whole = system.copy()
            whole.add_within(squares[one], right[one])
            hips[one] = whole.solved()[:, _HIPS]
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


def _smoothness(frames: int, dt: float, unknowns: int) -> FrameSquares:
    """What is known before anything is seen: how hips move, and how errors of the pose's size last."""
    prior = FrameSquares(frames, unknowns, reach=2)
    for axis in range(3):
        prior.add_differences(axis, (1, -2, 1), 1 / (ACCELERATION * dt**3))
        prior.add_differences(axis, (-1, 1), 1 / (SPEED**2 * SPEED_SECONDS * dt))
    for unknown in (*range(3), *range(4, unknowns)):
        # Hardly any weight: where the person is only where nothing else says it.
        prior.add_differences(unknown, (1,), 1e-4, UNKNOWN_DEPTH if unknown in (2, 6, 9) else 0.0)
    kept = np.exp(-dt / SIZE_SECONDS)
    prior.add_differences(_SIZE, (-kept, 1), 1 / (SIZE_ERROR**2 * (1 - kept**2)))
    first = np.zeros(frames)
    first[0] = 1 / SIZE_ERROR**2
    prior.add_differences(_SIZE, (1,), first)
    return prior


def _with_velocity(system: FrameSquares, velocity: Floats, noise: Floats, dt: float) -> FrameSquares:
    """The system of a motion whose hips' ``velocity`` (T, 3) is predicted, ``noise`` (T,) off."""
    system = system.copy()
    weight = 1 / (((noise[1:] + noise[:-1]) / 2) ** 2 * VELOCITY_SECONDS * dt)
    for axis in range(3):
        system.add_differences(axis, (-1, 1), weight, (velocity[1:, axis] + velocity[:-1, axis]) / 2 * dt)
    return system


def _with_feet(
    system: FrameSquares, feet: Floats, stands: Floats, up: Floats | None, dt: float
) -> FrameSquares:
    """The system of a motion whose ``feet`` (T, 2, 3) about the hips stay in a place while they stand, ``stands``
    (T, 2): hips + foot = place, and with ``up`` (3,) the place's height = the floor's."""
    system = system.copy()
    size = system.unknowns
    rows = np.zeros((8 if up is not None else 6, size))
    values = np.zeros((len(feet), len(rows)))
    weights = np.zeros((len(feet), len(rows)))
    for foot, place in enumerate(_PLACES):
        for axis in range(3):
            row = 3 * foot + axis
            rows[row, [axis, place.start + axis]] = 1, -1
            values[:, row] = -feet[:, foot, axis]
            weights[:, row] = stands[:, foot] * dt / (FOOT_SECONDS * FOOT_ERROR[axis] ** 2)
            standing = np.minimum(stands[1:, foot], stands[:-1, foot])
            change = SWING * (SLIP / SWING) ** standing
            system.add_differences(place.start + axis, (-1, 1), 1 / (change**2 * dt))
        if up is not None:
            rows[6 + foot, place], rows[6 + foot, _FLOOR] = up, -1
            weights[:, 6 + foot] = stands[:, foot] * dt / (FOOT_SECONDS * LEVEL_ERROR**2)
    if up is not None:
        system.add_differences(_FLOOR, (-1, 1), 1 / (LEVEL_SLOPE**2 * dt))
    squares = np.einsum("tr,ri,rj->tij", weights, rows, rows)
    system.add_within(squares, (weights * values) @ rows)
    return system


def _with_places(system: FrameSquares, places: Floats) -> FrameSquares:
    """The system of a motion whose hips are known to be at ``places`` (T, 3), NaN where they are not."""
    known = np.isfinite(places).all(-1)
    if not known.any():
        return system
    system = system.copy()
    for axis in range(3):
        system.add_differences(axis, (1,), known / PLACE_ERROR**2, np.where(known, places[:, axis], 0))
    return system


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
