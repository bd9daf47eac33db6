"""Where the picture lies in its widget: the map between their pixels, and the joints at a pixel. No Qt.

``picture`` coordinates are pixels of the camera's image, ``widget`` coordinates those of the widget;
both have their origin at the top left, x right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SMALLEST, LARGEST = 0.02, 40.0  # widget pixels a picture pixel


@dataclass(frozen=True)
class PlaneView:
    """widget = scale * picture + (x, y)."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @classmethod
    def fitting(cls, picture: tuple[float, float], widget: tuple[float, float], margin: float) -> PlaneView:
        """The whole picture in the middle of the widget, ``margin`` widget pixels around it."""
        available = [max(side - 2 * margin, 1.0) for side in widget]
        scale = min(available[0] / picture[0], available[1] / picture[1])
        return cls(scale, (widget[0] - scale * picture[0]) / 2, (widget[1] - scale * picture[1]) / 2)

    def to_widget(self, points: np.ndarray) -> np.ndarray:
        """Picture points (..., 2) in the widget."""
        return np.asarray(points, np.float64) * self.scale + (self.x, self.y)

    def to_picture(self, points: np.ndarray) -> np.ndarray:
        """Widget points (..., 2) in the picture."""
        return (np.asarray(points, np.float64) - (self.x, self.y)) / self.scale

    def zoomed(self, factor: float, at: tuple[float, float]) -> PlaneView:
        """Enlarged by ``factor``; what lies under the widget point ``at`` stays there."""
        scale = min(max(self.scale * factor, SMALLEST), LARGEST)
        ratio = scale / self.scale
        return PlaneView(scale, at[0] + (self.x - at[0]) * ratio, at[1] + (self.y - at[1]) * ratio)

    def panned(self, dx: float, dy: float) -> PlaneView:
        """Moved by widget pixels."""
        return PlaneView(self.scale, self.x + dx, self.y + dy)


def joint_at(points: np.ndarray, position: tuple[float, float], radius: float) -> int | None:
    """Index of the point (K, 2) nearest to ``position`` and not farther than ``radius``."""
    distances = np.linalg.norm(np.asarray(points, np.float64) - position, axis=-1)
    distances[~np.isfinite(distances)] = np.inf
    nearest = int(np.argmin(distances))
    return nearest if distances[nearest] <= radius else None


def joints_in(points: np.ndarray, corner: np.ndarray, opposite: np.ndarray) -> list[int]:
    """Indices of the points (K, 2) in the box between two corners (2,)."""
    low, high = np.minimum(corner, opposite), np.maximum(corner, opposite)
    return [int(index) for index in np.flatnonzero(((points >= low) & (points <= high)).all(-1))]
