"""Places on the ray that a picture's pixel is seen along, for joints that are dragged in the picture."""

from __future__ import annotations

import numpy as np

from posestudio.posing.limbs import ENDS, MIDDLES, ROOTS, TIPS

_EASY = 0.98
"""Share of a limb's length within which a place on the ray is looked for."""


def place_on_ray(pose: np.ndarray, joint: int, eye: np.ndarray, way: np.ndarray) -> np.ndarray:
    """(3,) where on the ray from ``eye`` (3,) along ``way`` (3,) to drag a body joint of a pose (29, 3): nearest to
    where it is, but within the reach of its limb where the ray leads through it, elbows and knees at its end; world
    metres."""
    start = np.asarray(pose[joint], np.float64)
    way = np.asarray(way, np.float64) / np.linalg.norm(way)
    along = float((start - eye) @ way)
    reach = _reach(pose, joint)
    if reach is not None:
        root, most = reach
        closest = float((root - eye) @ way)
        off = float(np.linalg.norm(eye + closest * way - root))
        half = np.sqrt(max(most**2 - off**2, 0.0))
        if joint in MIDDLES:
            along = closest + np.copysign(half, along - closest)
        along = min(max(along, closest - half), closest + half)
        # A ray that is far out of reach is followed beside the limb's root, not towards the eye.
        beside = float((root - eye) @ (root - eye)) / max(closest, 1e-3)
        missed = min(max(off / most - 1, 0.0), 1.0)
        along += missed * (beside - along)
    return np.asarray(eye, np.float64) + max(along, 1e-3) * way


def within_reach(pose: np.ndarray, joint: int, place: np.ndarray, way: np.ndarray) -> np.ndarray:
    """(3,) where to drag a joint of a limb to that would not reach ``place`` (3,): the nearest point of the line
    through it along ``way`` (3,) that the limb reaches; ``place`` where there is none, and for other joints. Elbows
    and knees reach what is as far from the limb's root as they are."""
    reach = _reach(pose, joint)
    if reach is None:
        return place
    root, most = reach
    way = way / np.linalg.norm(way)
    aside = place - root
    along = float(aside @ way)
    off = float(aside @ aside) - along**2
    half = np.sqrt(max(most**2 - off, 0.0))
    if off >= most**2 or (abs(along) <= half and joint not in MIDDLES):
        return place
    return np.asarray(place - (along - np.copysign(half, along)) * way)


def _reach(pose: np.ndarray, joint: int) -> tuple[np.ndarray, float] | None:
    """Where a limb with the joint begins (3,), and how far the joint can be from there; None for one of the trunk."""
    for root, middle, end, tips in zip(ROOTS, MIDDLES, ENDS, TIPS, strict=True):
        upper = float(np.linalg.norm(pose[middle] - pose[root]))
        lower = float(np.linalg.norm(pose[end] - pose[middle]))
        if joint == middle:
            return pose[root], upper
        whole = max(_EASY * (upper + lower), float(np.linalg.norm(pose[end] - pose[root])))
        if joint == end:
            return pose[root], whole
        if joint in tips:
            return pose[root] + pose[joint] - pose[end], whole  # hand or foot is turned along with nothing
    return None
