"""The mannequin's shape at rest as a signed distance field: smoothly joined volumes, measured on no one.

Metres; the left half is described, points on the right are mirrored to it. Lengths are those of
`mannequin.bones.rest_joints`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.interpolate import PchipInterpolator

from posestudio.body.layouts import BODY_INDEX
from posestudio.mannequin.bones import rest_joints

Field = Callable[[np.ndarray], np.ndarray]
"""Points (..., 3) to signed distances (...), negative inside."""

REST = rest_joints().astype(np.float64)
SHOULDER, ELBOW, WRIST = (REST[BODY_INDEX[f"left_{name}"]] for name in ("shoulder", "elbow", "wrist"))
ALONG = (WRIST - SHOULDER) / np.linalg.norm(WRIST - SHOULDER)
OUT = np.array([-ALONG[1], ALONG[0], 0.0])  # the back of the hand
ARM = np.stack([ALONG, OUT, [0.0, 0.0, 1.0]])
SOLE = -0.010

# height, middle x, middle z, half width, half depth
TRUNK = [
    (0.850, 0, -0.010, 0.125, 0.082),
    (0.900, 0, -0.010, 0.156, 0.100),
    (0.945, 0, -0.008, 0.161, 0.102),
    (1.000, 0, -0.003, 0.150, 0.096),
    (1.060, 0, 0.001, 0.130, 0.086),
    (1.100, 0, 0.001, 0.127, 0.085),
    (1.160, 0, -0.003, 0.135, 0.092),
    (1.240, 0, -0.008, 0.150, 0.104),
    (1.300, 0, -0.011, 0.158, 0.107),
    (1.360, 0, -0.017, 0.153, 0.098),
    (1.410, 0, -0.024, 0.125, 0.077),
    (1.450, 0, -0.028, 0.075, 0.060),
    (1.480, 0, -0.024, 0.052, 0.052),
]
LEG = [
    (0.960, 0.088, -0.008, 0.070, 0.080),
    (0.900, 0.095, -0.006, 0.082, 0.093),
    (0.860, 0.097, -0.003, 0.081, 0.091),
    (0.800, 0.098, 0.003, 0.076, 0.086),
    (0.700, 0.099, 0.006, 0.068, 0.077),
    (0.600, 0.100, 0.003, 0.056, 0.061),
    (0.535, 0.100, 0.000, 0.050, 0.054),
    (0.480, 0.102, -0.009, 0.048, 0.051),
    (0.410, 0.104, -0.019, 0.051, 0.057),
    (0.360, 0.105, -0.020, 0.049, 0.055),
    (0.280, 0.107, -0.014, 0.039, 0.043),
    (0.180, 0.108, -0.011, 0.030, 0.034),
    (0.110, 0.108, -0.013, 0.0285, 0.034),
    (0.060, 0.107, -0.014, 0.030, 0.038),
]
# along z: z, middle x, middle y, half width, half height
FOOT = [
    (-0.076, 0.104, 0.020, 0.016, 0.016),
    (-0.062, 0.104, 0.022, 0.026, 0.030),
    (-0.030, 0.105, 0.028, 0.032, 0.042),
    (0.010, 0.108, 0.034, 0.034, 0.046),
    (0.050, 0.116, 0.022, 0.039, 0.037),
    (0.095, 0.124, 0.009, 0.044, 0.026),
    (0.135, 0.128, 0.003, 0.042, 0.019),
    (0.160, 0.128, 0.001, 0.036, 0.015),
    (0.176, 0.126, 0.000, 0.022, 0.010),
]
# along the arm: distance from the shoulder, middle towards the back of the hand, middle z, half thickness, half width
ARM_SECTIONS = [
    (-0.030, 0.000, 0.000, 0.050, 0.052),
    (0.050, 0.004, 0.000, 0.052, 0.055),
    (0.110, 0.001, 0.001, 0.046, 0.050),
    (0.170, 0.000, 0.004, 0.042, 0.047),
    (0.240, 0.000, 0.002, 0.036, 0.040),
    (0.293, 0.000, -0.002, 0.034, 0.037),
    (0.345, 0.001, 0.000, 0.037, 0.042),
    (0.385, 0.001, 0.001, 0.036, 0.041),
    (0.450, 0.000, 0.001, 0.030, 0.034),
    (0.530, 0.000, 0.000, 0.0225, 0.0270),
    (0.570, 0.000, 0.000, 0.0200, 0.0265),
    (0.605, 0.000, 0.001, 0.0185, 0.0350),
    (0.640, -0.001, 0.001, 0.0175, 0.0405),
    (0.668, -0.003, 0.000, 0.0165, 0.0405),
    (0.700, -0.008, -0.001, 0.0145, 0.0370),
    (0.728, -0.015, -0.002, 0.0125, 0.0310),
    (0.748, -0.021, -0.003, 0.0090, 0.0200),
]


def distance(points: np.ndarray) -> np.ndarray:
    """(...) signed distances of points (..., 3) to the whole body, metres, exact near the surface only."""
    return join(join(join(trunk(points), leg(points), 0.035), arm(points), 0.030), head(points), 0.018)


def _left(points: np.ndarray) -> np.ndarray:
    return np.abs(points) * [1, 0, 0] + points * [0, 1, 1]


def trunk(points: np.ndarray) -> np.ndarray:
    """Pelvis, waist, ribcage, shoulders and neck."""
    p = _left(points)
    field = _tube(p[..., 1], p[..., 0], p[..., 2], TRUNK, 2.4)
    field = join(field, _ellipsoid(p, (0.078, 0.905, -0.052), (0.082, 0.088, 0.075)), 0.03)  # buttocks
    field = join(field, _ellipsoid(p, (0.070, 1.330, 0.048), (0.075, 0.055, 0.040)), 0.035)  # chest muscles
    field = join(
        field, _ellipsoid(p, (0.085, 1.340, -0.085), (0.068, 0.095, 0.036)), 0.035
    )  # shoulder blades
    field = join(field, _cone(p, (0.020, 1.500, -0.030), (0.145, 1.438, -0.038), 0.030, 0.036), 0.035)
    return join(field, _cone(p, (0, 1.430, -0.030), (0, 1.580, 0.000), 0.056, 0.050), 0.035)


def head(points: np.ndarray) -> np.ndarray:
    """The skull with jaw, brow, nose and ears."""
    p = _left(points)
    field = _ellipsoid(p, (0, 1.647, -0.002), (0.075, 0.090, 0.097))
    field = join(field, _ellipsoid(p, (0, 1.588, 0.040), (0.058, 0.070, 0.060)), 0.03)
    field = join(field, _cone(p, (0, 1.535, 0.074), (0.030, 1.550, 0.040), 0.021, 0.022), 0.03)
    field = join(field, _cone(p, (0, 1.658, 0.084), (0.034, 1.654, 0.072), 0.012, 0.010), 0.015)
    field = -join(-field, _ellipsoid(p, (0.033, 1.636, 0.101), (0.020, 0.013, 0.016)), 0.012)  # eye sockets
    field = join(field, _cone(p, (0, 1.646, 0.091), (0, 1.603, 0.108), 0.007, 0.0115), 0.010)
    return join(field, _ellipsoid(p, (0.075, 1.610, 0.000), (0.010, 0.030, 0.018)), 0.008)


def leg(points: np.ndarray) -> np.ndarray:
    """Thigh, shin and foot."""
    p = _left(points)
    field = _tube(p[..., 1], p[..., 0], p[..., 2], LEG)
    field = join(field, _ellipsoid(p, (0.100, 0.540, 0.036), (0.030, 0.036, 0.020)), 0.02)
    foot = _tube(p[..., 2], p[..., 0], p[..., 1], FOOT, 2.4)
    foot = -join(-foot, p[..., 1] - SOLE, 0.010)
    return join(field, foot, 0.020)


def arm(points: np.ndarray) -> np.ndarray:
    """Upper arm, forearm, and a mitten with a thumb."""
    p = (_left(points) - SHOULDER) @ ARM.T
    field = _tube(p[..., 0], p[..., 1], p[..., 2], ARM_SECTIONS)
    field = join(field, _ellipsoid(p, (0.012, 0.010, 0.0), (0.060, 0.050, 0.056)), 0.02)
    thumb = join(
        _cone(p, (0.590, -0.004, 0.022), (0.632, -0.012, 0.058), 0.0155, 0.0130),
        _cone(p, (0.632, -0.012, 0.058), (0.668, -0.017, 0.074), 0.0130, 0.0105),
        0.006,
    )
    return join(field, thumb, 0.008)


def join(a: np.ndarray, b: np.ndarray, radius: float) -> np.ndarray:
    """The union of two fields, rounded within about ``radius`` of where they meet."""
    h = np.maximum(radius - np.abs(a - b), 0) / radius
    return np.minimum(a, b) - h * h * h * radius / 6


def _ellipsoid(p: np.ndarray, centre: tuple, radii: tuple) -> np.ndarray:
    q = p - np.array(centre)
    near = np.linalg.norm(q / np.array(radii), axis=-1)
    slope = np.linalg.norm(q / np.square(radii), axis=-1)
    return near * (near - 1) / np.maximum(slope, 1e-9)


def _cone(p: np.ndarray, start: tuple, end: tuple, r0: float, r1: float) -> np.ndarray:
    a, along = np.array(start), np.subtract(end, start)
    share = np.clip((p - a) @ along / (along @ along), 0, 1)
    return np.linalg.norm(p - a - share[..., None] * along, axis=-1) - (r0 + (r1 - r0) * share)


def _tube(t: np.ndarray, u: np.ndarray, v: np.ndarray, sections: list, power: float = 2.0) -> np.ndarray:
    """A tube along ``t`` with elliptical sections, or rounder corners with a higher ``power``; flat at both ends."""
    rows = np.array(sorted(sections))
    inside = np.clip(t, rows[0, 0], rows[-1, 0])
    middle_u, middle_v, half_u, half_v = (
        PchipInterpolator(rows[:, 0], rows[:, i])(inside) for i in range(1, 5)
    )
    x, y = np.abs(u - middle_u) / half_u, np.abs(v - middle_v) / half_v
    near = (x**power + y**power) ** (1 / power)
    slope = np.hypot(x ** (power - 1) / half_u, y ** (power - 1) / half_v) / np.maximum(near, 1e-9) ** (
        power - 1
    )
    side = (near - 1) / np.maximum(slope, 1e-9)
    end = np.maximum(rows[0, 0] - t, t - rows[-1, 0])
    return np.minimum(np.maximum(side, end), 0) + np.hypot(np.maximum(side, 0), np.maximum(end, 0))
