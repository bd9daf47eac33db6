"""The compass in a view's upper right corner: six balls that show where the world's axes point, and turn the view
when they are clicked. Geometry only: no Qt, no OpenGL."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posestudio.app.viewport.views import Size, View

Pixel = tuple[float, float]

RADIUS, BALL = 36.0, 9.0
"""Pixels from the middle to the balls, and of a ball, of a compass of the whole size."""

_MARGIN = 12.0
_LEAST = 190.0  # pixels of a view's shorter side, below which it has no compass
_WHOLE = 480.0  # from which it has a whole one
_TURNS = {
    (0, 1): (90.0, 0.0),
    (0, -1): (270.0, 0.0),
    (1, 1): (0.0, 90.0),
    (1, -1): (0.0, -90.0),
    (2, 1): (0.0, 0.0),
    (2, -1): (180.0, 0.0),
}  # azimuth and elevation of the view from where the ball faces the eye


@dataclass(frozen=True)
class Ball:
    """The end of ``axis`` 0 to 2 in the direction of ``sign`` 1 or -1, at ``pixel``; ``nearness`` from -1 behind the
    middle to 1 before it."""

    axis: int
    sign: int
    pixel: Pixel
    nearness: float

    @property
    def turn(self) -> tuple[float, float]:
        """Azimuth and elevation in degrees of the orbit that has this ball in front."""
        return _TURNS[self.axis, self.sign]


def scale(size: Size) -> float:
    """How large the compass is in a widget of ``size``, over its whole size."""
    return float(np.clip(min(size) / _WHOLE, 0.6, 1.0))


def middle(size: Size) -> Pixel | None:
    """The compass's middle in a widget of ``size``; None where there is no room for it."""
    reach = scale(size) * (RADIUS + BALL + _MARGIN)
    return None if min(size) < _LEAST else (size[0] - reach, reach)


def balls(view: View, size: Size) -> tuple[Ball, ...]:
    """The balls as they are seen from ``view``, the farthest first; none where there is no room."""
    centre = middle(size)
    if centre is None:
        return ()
    axes, radius = view.view_matrix()[:3, :3], scale(size) * RADIUS
    found = [
        Ball(
            axis,
            sign,
            (
                centre[0] + sign * radius * float(axes[0, axis]),
                centre[1] - sign * radius * float(axes[1, axis]),
            ),
            sign * float(axes[2, axis]),
        )
        for axis in range(3)
        for sign in (1, -1)
    ]
    return tuple(sorted(found, key=lambda ball: ball.nearness))


def ball_at(pixel: Pixel, view: View, size: Size) -> Ball | None:
    """The nearest ball under ``pixel``, or None."""
    within = [
        ball
        for ball in balls(view, size)
        if np.hypot(*np.subtract(ball.pixel, pixel)) <= scale(size) * BALL + 2
    ]
    return within[-1] if within else None


def holds(pixel: Pixel, size: Size) -> bool:
    """Whether ``pixel`` is on the compass."""
    centre = middle(size)
    return centre is not None and float(np.hypot(*np.subtract(centre, pixel))) <= scale(size) * (
        RADIUS + BALL + 3
    )
