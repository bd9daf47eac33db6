"""Picking: what lies under a pixel, decided on the projected joints: numpy only.

OpenGL's own selection is gone from core profiles, and a joint is wanted within a few pixels of the
cursor anyway, not exactly below it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.views import Size, View, project
from posestudio.body.layouts import BODY_BONES

Pixel = tuple[float, float]

JOINT_REACH = 11.0  # pixels
BONE_REACH = 7.0
DEPTH_REACH = 60.0  # pixels to the joint whose depth is taken for zooming and turning
_SOLID_LEAD = 5.0  # pixels by which a faint body must be nearer to be picked rather than a solid one
_PARENTS, _CHILDREN = (np.array(ends) for ends in zip(*BODY_BONES, strict=True))


@dataclass(frozen=True, eq=False)
class Sight:
    """A scene as it is seen from a view, in a widget of ``size`` (width, height) pixels."""

    scene: Scene
    view: View
    size: Size

    def project(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pixels (..., 2) and depths (...) of world points (..., 3)."""
        return project(self.view, points, self.size)

    def joint_at(self, pixel: Pixel) -> tuple[int, int] | None:
        """(hypothesis, joint) at ``pixel``, or None."""
        return nearest_joint(*self.project(self.scene.hypotheses), pixel, self.scene.solid_indices)

    def body_at(self, pixel: Pixel) -> int | None:
        """Index of the hypothesis with a joint or bone at ``pixel``, or None."""
        return nearest_body(*self.project(self.scene.hypotheses), pixel, self.scene.solid_indices)

    def depth_near(self, pixel: Pixel) -> float | None:
        """Metres before the eye of the joint nearest to ``pixel``; None where all are far from it."""
        bodies = np.concatenate([self.scene.solid_bodies, self.scene.ghosts])
        if not len(bodies):
            bodies = self.scene.hypotheses
        pixels, depths = self.project(bodies.reshape(-1, 3))
        distance = np.linalg.norm(pixels - pixel, axis=-1)
        near = np.where(np.isfinite(distance), distance, np.inf)
        if not len(near) or near.min() > DEPTH_REACH:
            return None
        return float(depths[near.argmin()])

    def point_near(self, pixel: Pixel) -> np.ndarray | None:
        """(3,) world point under ``pixel`` at the depth of the joint nearest to it; None far from all."""
        depth = self.depth_near(pixel)
        return None if depth is None else self.view.point_at(pixel, self.size, depth)


def nearest_joint(
    pixels: np.ndarray, depths: np.ndarray, pixel: Pixel, solid: tuple[int, ...] = ()
) -> tuple[int, int] | None:
    """(hypothesis, joint) nearest to ``pixel`` within ``JOINT_REACH``, of ``pixels`` (N, 29, 2) and
    ``depths`` (N, 29) as ``views.project`` gives them; of equally near ones the one closest to the eye."""
    distance = np.linalg.norm(pixels - pixel, axis=-1)
    within = distance <= JOINT_REACH  # NaN, behind the eye, is not
    if not within.any():
        return None
    rank = distance + np.float64(0.5) * _relative(depths, within)
    rank[list(solid)] -= _SOLID_LEAD
    hypothesis, joint = np.unravel_index(np.argmin(np.where(within, rank, np.inf)), rank.shape)
    return int(hypothesis), int(joint)


def nearest_handle(
    pixels: np.ndarray, depths: np.ndarray, pixel: Pixel, joints: frozenset[int]
) -> int | None:
    """Of ``joints`` of the one body at ``pixels`` (29, 2) and ``depths`` (29,), the one nearest to
    ``pixel`` within ``JOINT_REACH``."""
    chosen = sorted(joints)
    found = nearest_joint(pixels[None, chosen], depths[None, chosen], pixel)
    return None if found is None else chosen[found[1]]


def nearest_body(
    pixels: np.ndarray, depths: np.ndarray, pixel: Pixel, solid: tuple[int, ...] = ()
) -> int | None:
    """Index of the hypothesis with a joint or bone under ``pixel``, joints first."""
    joint = nearest_joint(pixels, depths, pixel, solid)
    if joint is not None:
        return joint[0]
    if not len(pixels):
        return None
    start, end = pixels[:, _PARENTS], pixels[:, _CHILDREN]
    along = end - start
    squared = np.maximum((along**2).sum(axis=-1), 1e-9)
    share = np.clip(((pixel - start) * along).sum(axis=-1) / squared, 0.0, 1.0)
    distance = np.linalg.norm(start + share[..., None] * along - pixel, axis=-1)
    nearest = np.where(np.isfinite(distance), distance, np.inf).min(axis=1)
    within = nearest <= BONE_REACH
    nearest[list(solid)] -= _SOLID_LEAD
    return int(np.argmin(np.where(within, nearest, np.inf))) if within.any() else None


def _relative(depths: np.ndarray, within: np.ndarray) -> np.ndarray:
    """``depths`` scaled to 0 for the nearest and 1 for the farthest of those ``within``."""
    low, high = depths[within].min(), depths[within].max()
    return (depths - low) / max(high - low, 1e-9)
