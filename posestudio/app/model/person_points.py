"""The 23 points of a person that are edited: COCO's 17 keypoints, then the extra ones, of which most files have none.

The extra keypoints are shown where at least one of them is observed: then the others can be placed, too.
"""

from __future__ import annotations

import numpy as np

from posestudio.app.model.sources import KeypointsSource, Source
from posestudio.body.layouts import (
    COCO_KEYPOINTS,
    OBSERVED_23,
    OBSERVED_KEYPOINTS,
    to_keypoints,
)
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, VISIBLE, Keypoints

K = len(COCO_KEYPOINTS)
POINTS = len(OBSERVED_KEYPOINTS)
EXTRA = range(K, POINTS)
"""Indices of the extra keypoints among the points."""


def points_of(keypoints: Keypoints) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (23, 2) and visibility (23,) of the first person of ``keypoints``; extra ones are visible or missing."""
    extra = np.full((len(EXTRA), 2), np.nan, np.float32) if keypoints.extra is None else keypoints.extra[0]
    there = np.isfinite(extra).all(-1)
    return (
        np.concatenate([keypoints.points[0], np.where(there[:, None], extra, 0)]),
        np.concatenate([keypoints.visibility[0], np.where(there, VISIBLE, MISSING)]).astype(np.int64),
    )


def extra_of(points: np.ndarray, visibility: np.ndarray) -> np.ndarray:
    """(1, 6, 2) pixels of the extra keypoints, NaN for missing ones, as `Keypoints.extra` has them."""
    return np.where((visibility[K:] != MISSING)[:, None], points[K:], np.nan)[None]


def given_points(source: Source, frame: int, person: int, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (23, 2) and visibility (23,) of a person as the source has them, missing ones where they can be dragged
    from: extra ones where the source's own pose has them, else amid the others."""
    points, visibility = source.observe(frame, person, camera)
    extra = source.extra(frame, person) if isinstance(source, KeypointsSource) else None
    seen = np.full(len(EXTRA), MISSING)
    if extra is not None:
        seen = np.where(np.isfinite(extra).all(-1), VISIBLE, MISSING)
    elif (body := source.body(frame)) is not None:
        extra = camera.project(to_keypoints(body, OBSERVED_23))[K:]
    known = visibility != MISSING
    amid = points[known].mean(0) if known.any() else points.mean(0)
    if extra is None:
        extra = np.broadcast_to(amid, (len(EXTRA), 2))
    there = np.asarray(np.isfinite(extra).all(-1, keepdims=True))
    placed = np.where(there, extra, amid)
    return np.concatenate([points, placed]), np.concatenate([visibility, seen])


def shown(visibility: np.ndarray) -> np.ndarray:
    """(23,) which points are shown at all: COCO's, and the extra ones where one of them is observed."""
    with_extra = (visibility[K:] != MISSING).any()
    return np.arange(POINTS) < (POINTS if with_extra else K)


def completed(values: np.ndarray, otherwise: np.ndarray | float) -> np.ndarray:
    """(23, ...) of (17, ...) or (23, ...): what is missing is of ``otherwise``, (23, ...) or a number."""
    values = np.asarray(values)
    if len(values) == POINTS:
        return values
    rest = np.broadcast_to(np.asarray(otherwise), (POINTS, *values.shape[1:]))[K:]
    return np.concatenate([values, rest])
