"""Lens models of OpenCV on normalised image points x/z, y/z: radial-tangential and fisheye, both ways. numpy only.

Radial-tangential: k1, k2, p1, p2, k3, then k4, k5, k6 (rational) and s1 to s4 (thin prism), as
`cv2.projectPoints` has them. Fisheye: k1 to k4 of Kannala and Brandt 2006, as `cv2.fisheye` has them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

RADIAL_COUNTS = (4, 5, 8, 12, 14)
"""How many coefficients OpenCV writes for a radial-tangential lens."""
FISHEYE_COUNT = 4

_STEPS = 20
_TOLERANCE = 1e-9
_WIDEST = math.pi / 2 - 1e-4  # radians off the axis; from a right angle on x/z has no value
_TABLE = 1025
_FLAT = 1e-3  # least growth of the picture by the angle; with less Newton's method divides by nothing


def distort_radial(rays: Floats, coefficients: Floats) -> Floats:
    """Where rays (..., 2) fall after the radial-tangential lens, (..., 2); ``coefficients`` (5,), (8,) or (12,)."""
    k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4 = _padded(coefficients)
    x, y = rays[..., 0], rays[..., 1]
    r2 = x * x + y * y
    radial = (1 + r2 * (k1 + r2 * (k2 + r2 * k3))) / (1 + r2 * (k4 + r2 * (k5 + r2 * k6)))
    return np.stack(
        [
            x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x) + r2 * (s1 + s2 * r2),
            y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y + r2 * (s3 + s4 * r2),
        ],
        axis=-1,
    )


def undistort_radial(distorted: Floats, coefficients: Floats) -> Floats:
    """Invert `distort_radial` by Newton's method.

    NaN where it does not settle, or settles where the lens model has turned back on itself.
    """
    rays = distorted
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            error = distort_radial(rays, coefficients) - distorted
            if not (np.abs(error) > _TOLERANCE).any():
                break
            xx, xy, yx, yy = _slopes(rays, coefficients)
            inverse = np.stack([yy, -xy, -yx, xx], axis=-1).reshape(*xx.shape, 2, 2)
            step = (inverse @ error[..., None])[..., 0] / (xx * yy - xy * yx)[..., None]
            rays = rays - step
        settled = np.abs(distort_radial(rays, coefficients) - distorted).max(axis=-1) <= _TOLERANCE
        xx, xy, yx, yy = _slopes(rays, coefficients)
        unfolded = (xx > 0) & (xx * yy > xy * yx)  # both ways the picture still grows outwards
    return np.where((settled & unfolded)[..., None], rays, np.nan)


def _padded(coefficients: Floats) -> list[float]:
    return [*(float(value) for value in coefficients), *(12 - len(coefficients)) * [0.0]]


def _slopes(rays: Floats, coefficients: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Derivatives dx'/dx, dx'/dy, dy'/dx and dy'/dy of `distort_radial`, each (...)."""
    k1, k2, p1, p2, k3, k4, k5, k6, s1, s2, s3, s4 = _padded(coefficients)
    x, y = rays[..., 0], rays[..., 1]
    r2 = x * x + y * y
    above, below = 1 + r2 * (k1 + r2 * (k2 + r2 * k3)), 1 + r2 * (k4 + r2 * (k5 + r2 * k6))
    radial = above / below
    # Twice the derivative by r2, since r2 grows by 2 x dx.
    growth = 2 * ((k1 + r2 * (2 * k2 + r2 * 3 * k3)) - radial * (k4 + r2 * (2 * k5 + r2 * 3 * k6))) / below
    prism_x, prism_y = 2 * (s1 + 2 * s2 * r2), 2 * (s3 + 2 * s4 * r2)
    across = growth * x * y + 2 * p1 * x + 2 * p2 * y
    return (
        radial + growth * x * x + 2 * p1 * y + 6 * p2 * x + prism_x * x,
        across + prism_x * y,
        across + prism_y * x,
        radial + growth * y * y + 6 * p1 * y + 2 * p2 * x + prism_y * y,
    )


def distort_fisheye(rays: Floats, coefficients: Floats) -> Floats:
    """Where rays (..., 2) fall after the fisheye lens, (..., 2); NaN beyond where the model turns back on itself."""
    radius = np.linalg.norm(rays, axis=-1)
    angle = np.arctan(radius)
    with np.errstate(invalid="ignore"):
        bent = np.where(angle <= _last_angle(coefficients), _bent(angle, coefficients), np.nan)
        scale = np.where(radius > 1e-12, bent / np.maximum(radius, 1e-12), 1.0)
    return rays * scale[..., None]


def undistort_fisheye(distorted: Floats, coefficients: Floats) -> Floats:
    """Invert `distort_fisheye`; NaN where the lens shows nothing, or something a right angle or more off its axis."""
    last = _last_angle(coefficients)
    table = np.linspace(0.0, last, _TABLE)
    radius = np.linalg.norm(distorted, axis=-1)
    within = radius <= _bent(np.array(last), coefficients)
    wanted = np.where(within, radius, 0.0)
    angle = np.interp(wanted, _bent(table, coefficients), table)
    for _ in range(6):  # from a table this fine Newton's method needs no more
        slope = np.maximum(_slope_of_bent(angle, coefficients), 1e-9)
        angle = np.clip(angle - (_bent(angle, coefficients) - wanted) / slope, 0.0, last)
    scale = np.where(wanted > 1e-12, np.tan(angle) / np.maximum(wanted, 1e-12), 1.0)
    return np.where(within[..., None], distorted * scale[..., None], np.nan)


def _bent(angle: Floats, coefficients: Floats) -> Floats:
    """Distance from the middle, in focal lengths, at which what is ``angle`` radians off the axis is shown."""
    k1, k2, k3, k4 = coefficients
    square = angle * angle
    return angle * (1 + square * (k1 + square * (k2 + square * (k3 + square * k4))))


def _slope_of_bent(angle: Floats, coefficients: Floats) -> Floats:
    k1, k2, k3, k4 = coefficients
    square = angle * angle
    return 1 + square * (3 * k1 + square * (5 * k2 + square * (7 * k3 + square * 9 * k4)))


def _last_angle(coefficients: Floats) -> float:
    """Radians up to which the fisheye's picture grows outwards, at most nearly a right angle."""
    angles = np.linspace(0.0, _WIDEST, _TABLE)
    turned = np.flatnonzero(_slope_of_bent(angles, coefficients) < _FLAT)
    return float(angles[turned[0] - 1]) if len(turned) else _WIDEST
