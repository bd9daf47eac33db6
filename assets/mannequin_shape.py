"""The mannequin's shape at rest as a signed distance field: smoothly joined volumes, measured on no one.

Metres; the left half is described, points on the right are mirrored to it. Lengths are those of
`mannequin.bones.rest_joints`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.interpolate import CubicSpline

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
    (0.835, 0, -0.014, 0.075, 0.068),
    (0.855, 0, -0.012, 0.115, 0.086),
    (0.885, 0, -0.01, 0.146, 0.099),
    (0.935, 0, -0.008, 0.161, 0.104),
    (0.99, 0, -0.004, 0.153, 0.099),
    (1.05, 0, 0, 0.135, 0.089),
    (1.105, 0, 0.001, 0.129, 0.087),
    (1.165, 0, -0.002, 0.136, 0.094),
    (1.24, 0, -0.008, 0.15, 0.106),
    (1.3, 0, -0.012, 0.157, 0.109),
    (1.35, 0, -0.017, 0.154, 0.101),
    (1.395, 0, -0.023, 0.136, 0.085),
    (1.435, 0, -0.029, 0.1, 0.066),
    (1.47, 0, -0.029, 0.062, 0.052),
    (1.51, 0, -0.024, 0.035, 0.04),
]
LEG = [
    (1, 0.08, -0.006, 0.046, 0.056),
    (0.95, 0.089, -0.007, 0.069, 0.08),
    (0.9, 0.095, -0.006, 0.081, 0.092),
    (0.86, 0.097, -0.003, 0.081, 0.091),
    (0.8, 0.098, 0.003, 0.076, 0.086),
    (0.7, 0.099, 0.006, 0.067, 0.077),
    (0.61, 0.1, 0.003, 0.0555, 0.062),
    (0.535, 0.1, 0, 0.049, 0.0535),
    (0.48, 0.102, -0.008, 0.0475, 0.051),
    (0.41, 0.104, -0.019, 0.051, 0.057),
    (0.355, 0.105, -0.02, 0.0485, 0.054),
    (0.28, 0.107, -0.014, 0.039, 0.043),
    (0.18, 0.108, -0.011, 0.0295, 0.0335),
    (0.11, 0.108, -0.013, 0.028, 0.0335),
    (0.05, 0.107, -0.014, 0.03, 0.038),
]
# along z: z, middle x, middle y, half width, half height
FOOT = [
    (-0.078, 0.104, 0.018, 0.024, 0.026),
    (-0.055, 0.104, 0.024, 0.029, 0.035),
    (-0.025, 0.105, 0.029, 0.033, 0.043),
    (0.01, 0.108, 0.033, 0.034, 0.046),
    (0.05, 0.115, 0.022, 0.038, 0.037),
    (0.095, 0.123, 0.01, 0.044, 0.027),
    (0.135, 0.127, 0.004, 0.043, 0.02),
    (0.178, 0.127, 0.002, 0.034, 0.0155),
]
# along the arm: distance from the shoulder, middle towards the back of the hand, middle z, half thickness, half width
ARM_SECTIONS = [
    (-0.055, -0.022, 0.002, 0.036, 0.042),
    (-0.02, -0.004, 0.002, 0.05, 0.053),
    (0.02, 0.006, 0.002, 0.055, 0.057),
    (0.06, 0.006, 0.001, 0.053, 0.056),
    (0.11, 0.002, 0.001, 0.047, 0.051),
    (0.17, 0, 0.003, 0.0425, 0.0475),
    (0.24, 0, 0.001, 0.036, 0.041),
    (0.293, 0.001, -0.002, 0.034, 0.037),
    (0.345, 0.001, 0, 0.037, 0.041),
    (0.385, 0.001, 0.001, 0.036, 0.04),
    (0.45, 0, 0.001, 0.03, 0.034),
    (0.53, 0, 0, 0.0225, 0.0275),
    (0.57, 0, 0, 0.0205, 0.0265),
    (0.605, 0, 0.001, 0.019, 0.034),
    (0.64, -0.001, 0.001, 0.018, 0.0395),
    (0.668, -0.003, 0, 0.017, 0.0395),
    (0.7, -0.008, -0.001, 0.015, 0.037),
    (0.73, -0.015, -0.002, 0.013, 0.032),
    (0.755, -0.022, -0.003, 0.011, 0.026),
]


def distance(points: np.ndarray) -> np.ndarray:
    """(...) signed distances of points (..., 3) to the whole body, metres, exact near the surface only."""
    return join(join(join(trunk(points), leg(points), 0.05), arm(points), 0.07), head(points), 0.035)


def _left(points: np.ndarray) -> np.ndarray:
    return np.abs(points) * [1, 0, 0] + points * [0, 1, 1]


def trunk(points: np.ndarray) -> np.ndarray:
    """Pelvis, waist, ribcage, shoulders and neck."""
    p = _left(points)
    field = _tube(p[..., 1], p[..., 0], p[..., 2], TRUNK, 0.05, 2.35)
    field = join(field, _ellipsoid(p, (0.075, 0.900, -0.048), (0.080, 0.085, 0.076)), 0.04)  # buttocks
    field = join(field, _ellipsoid(p, (0.070, 1.350, 0.034), (0.080, 0.060, 0.042)), 0.04)  # chest muscles
    field = join(field, _ellipsoid(p, (0.080, 1.330, -0.078), (0.070, 0.105, 0.040)), 0.05)  # shoulder blades
    field = join(
        field, _cone(p, (0.010, 1.500, -0.028), (0.150, 1.433, -0.036), 0.030, 0.040), 0.05
    )  # trapezius
    return join(field, _cone(p, (0, 1.410, -0.034), (0, 1.590, 0.004), 0.058, 0.052), 0.06)  # neck


def head(points: np.ndarray) -> np.ndarray:
    """The skull with jaw, brow, nose and ears."""
    p = _left(points)
    field = _ellipsoid(p, (0, 1.646, -0.004), (0.076, 0.092, 0.098))
    field = join(field, _ellipsoid(p, (0, 1.590, 0.036), (0.060, 0.072, 0.064)), 0.04)  # face
    field = join(field, _cone(p, (0, 1.540, 0.072), (0.030, 1.558, 0.034), 0.023, 0.025), 0.04)  # jaw
    field = join(field, _cone(p, (0, 1.660, 0.083), (0.034, 1.656, 0.071), 0.013, 0.011), 0.02)  # brow
    field = -join(-field, _ellipsoid(p, (0.034, 1.634, 0.109), (0.024, 0.016, 0.021)), 0.03)  # eye sockets
    nose = join(
        _cone(p, (0, 1.650, 0.088), (0, 1.606, 0.105), 0.007, 0.0090),
        _cone(p, (0, 1.599, 0.094), (0.006, 1.595, 0.089), 0.0115, 0.011),
        0.015,
    )
    field = join(field, nose, 0.018)
    return join(field, _ellipsoid(p, (0.071, 1.614, -0.004), (0.011, 0.027, 0.017)), 0.022)


def leg(points: np.ndarray) -> np.ndarray:
    """Thighs, shins and feet, the thighs joined where they meet."""
    p = _left(points)
    return join(_one_leg(p), _one_leg(p * [-1, 1, 1]), 0.02)


def _one_leg(p: np.ndarray) -> np.ndarray:
    field = _tube(p[..., 1], p[..., 0], p[..., 2], LEG, 0.08)
    field = join(field, _ellipsoid(p, (0.100, 0.540, 0.036), (0.030, 0.036, 0.020)), 0.02)
    foot = _tube(p[..., 2], p[..., 0], p[..., 1], FOOT, 0.03, 2.4)
    foot = -join(-foot, p[..., 1] - SOLE, 0.010)
    return join(field, foot, 0.025)


def arm(points: np.ndarray) -> np.ndarray:
    """Upper arm, forearm, and a mitten with a thumb."""
    p = (_left(points) - SHOULDER) @ ARM.T
    field = _tube(p[..., 0], p[..., 1], p[..., 2], ARM_SECTIONS, 0.022)
    field = join(field, _ellipsoid(p, (0.020, 0.010, 0.002), (0.068, 0.053, 0.057)), 0.03)  # deltoid
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


def _tube(
    t: np.ndarray, u: np.ndarray, v: np.ndarray, sections: list, rounding: float, power: float = 2.0
) -> np.ndarray:
    """A tube along ``t`` with elliptical sections, squarer with a higher ``power``; its ends are rounded."""
    rows = np.array(sorted(sections))
    inside = np.clip(t, rows[0, 0], rows[-1, 0])
    middle_u, middle_v, half_u, half_v = (CubicSpline(rows[:, 0], rows[:, i])(inside) for i in range(1, 5))
    x, y = np.abs(u - middle_u) / half_u, np.abs(v - middle_v) / half_v
    near = (x**power + y**power) ** (1 / power)
    slope = np.hypot(x ** (power - 1) / half_u, y ** (power - 1) / half_v) / np.maximum(near, 1e-9) ** (
        power - 1
    )
    side = (near - 1) / np.maximum(slope, 1e-9)
    end = np.maximum(rows[0, 0] - t, t - rows[-1, 0])
    return np.where(end < 0, -join(-side, -end, rounding), np.hypot(np.maximum(side, 0), end))
