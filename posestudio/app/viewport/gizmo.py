"""The rotation gizmo: three rings about a joint, one for each of its axes, and how far a drag turns about one. numpy
only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posestudio.app.viewport.picking import Pixel, Sight

RADIUS = 62.0
"""Pixels from the joint to the rings."""

_REACH = 7.0  # pixels to a ring within which it is picked
_PIECES = 64
_EDGE_ON = 0.12  # cosine between an axis and the line of sight below which its ring is seen from its edge


@dataclass(frozen=True, eq=False)
class Ring:
    """A ring as it is seen: ``pixels`` (65, 2) along it, and which of its 64 pieces face the eye, (64,) bool."""

    axis: int
    pixels: np.ndarray
    near: np.ndarray


@dataclass(frozen=True, eq=False)
class RotationGizmo:
    """Rings about ``center`` (3,) world metres in the planes at right angles to ``axes``, whose three columns are
    unit vectors in world axes; ``chosen`` is the one under the cursor or being turned."""

    center: np.ndarray
    axes: np.ndarray
    chosen: int | None = None

    def rings(self, sight: Sight) -> tuple[Ring, ...]:
        """The rings as they are seen, all of one size on the screen; none where the joint is behind the eye."""
        radius = self._metres(sight)
        if radius is None:
            return ()
        angles = np.linspace(0, 2 * np.pi, _PIECES + 1)
        circle = np.stack([np.cos(angles), np.sin(angles)], -1)
        found = []
        for axis in range(3):
            plane = self.axes[:, [(axis + 1) % 3, (axis + 2) % 3]]
            points = self.center + radius * circle @ plane.T
            pixels, depths = sight.project(points)
            _, middle = sight.project(self.center)
            found.append(Ring(axis, pixels, (depths[:-1] + depths[1:]) / 2 <= middle + 1e-3 * radius))
        return tuple(found)

    def ring_at(self, pixel: Pixel, sight: Sight) -> int | None:
        """The axis, 0 to 2, of the nearest ring whose front is under ``pixel``, or None."""
        best, chosen = _REACH, None
        for ring in self.rings(sight):
            start, end = ring.pixels[:-1][ring.near], ring.pixels[1:][ring.near]
            along = end - start
            share = np.clip(
                ((pixel - start) * along).sum(-1) / np.maximum((along**2).sum(-1), 1e-9), 0.0, 1.0
            )
            away = np.linalg.norm(start + share[:, None] * along - pixel, axis=-1)
            if len(away) and away.min() < best:
                best, chosen = float(away.min()), ring.axis
        return chosen

    def angle(self, axis: int, start: Pixel, pixel: Pixel, sight: Sight) -> float:
        """Radians, right-handed about ``axis``, by which a drag from ``start`` to ``pixel`` turns: what was under the
        one is under the other. A ring that is seen from its edge turns with the way along it."""
        towards = self._towards_eye(sight)
        way = self.axes[:, axis]
        if abs(way @ towards) < _EDGE_ON:
            return self._along_edge(way, towards, start, pixel, sight)
        directions = [self._on_plane(way, spot, sight) for spot in (start, pixel)]
        first, second = directions
        return float(np.arctan2(way @ np.cross(first, second), first @ second))

    def _along_edge(
        self, way: np.ndarray, towards: np.ndarray, start: Pixel, pixel: Pixel, sight: Sight
    ) -> float:
        tangent = np.cross(way, towards)  # the front of the ring moves there
        (here, there), _ = sight.project(np.stack([self.center, self.center + 0.01 * tangent]))
        line = (there - here) / max(float(np.linalg.norm(there - here)), 1e-9)
        return float(np.subtract(pixel, start) @ line / RADIUS)

    def _on_plane(self, way: np.ndarray, spot: Pixel, sight: Sight) -> np.ndarray:
        """From the center to where the ring's plane is under ``spot``."""
        origin = sight.view.point_at(spot, sight.size, 0.0)
        ray = sight.view.point_at(spot, sight.size, 1.0) - origin
        return origin + (way @ (self.center - origin)) / (way @ ray) * ray - self.center

    def _towards_eye(self, sight: Sight) -> np.ndarray:
        """(3,) unit vector from the center to the eye."""
        pixel, depth = sight.project(self.center)
        spot = (float(pixel[0]), float(pixel[1]))
        nearer = sight.view.point_at(spot, sight.size, float(depth) - 0.1) - self.center
        return nearer / np.linalg.norm(nearer)

    def _metres(self, sight: Sight) -> float | None:
        """The rings' radius in the world."""
        pixel, depth = sight.project(self.center)
        if not np.isfinite(pixel).all():
            return None
        spot = (float(pixel[0]), float(pixel[1]))
        beside = sight.view.point_at((spot[0] + RADIUS, spot[1]), sight.size, float(depth))
        return float(np.linalg.norm(beside - sight.view.point_at(spot, sight.size, float(depth))))
