"""Who in one view is who in the others: by numbers, by order, or by how nearly their rays meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, Keypoints
from posestudio.lifting.views.triangulation import triangulate

FURTHEST = 0.1
"""Mean distance, over the person's size in the picture, of points triangulated in two views from what was seen, from
which two people are not the same; points that are off by 2 % are rarely half as far."""

_COMMON = 3


def matched_people(
    views: Sequence[Keypoints], cameras: Sequence[Camera], unknown: Sequence[bool]
) -> list[Keypoints]:
    """The views with the same people in the same order: those of the first view, then those only others have.
    Somebody whom a view does not have is there with all keypoints missing.

    Where every view numbers its people (``tracks``) with some numbers in common, these decide; else, where all have
    as many, their order; else :func:`people_by_rays`, which needs the cameras. ``unknown`` says whose poses are not
    known. Raises LiftError that names the view where nothing decides.
    """
    tracks = [view.tracks for view in views]
    if all(own is not None and (own >= 0).all() for own in tracks):
        numbers = [own.tolist() for own in tracks if own is not None]
        if any(set(numbers[0]) & set(others) for others in numbers[1:]):
            everybody = list(dict.fromkeys(number for own in numbers for number in own))
            return [
                arranged(view, [own.index(number) if number in own else None for number in everybody])
                for view, own in zip(views, numbers, strict=True)
            ]
    if len({view.people for view in views}) == 1:
        return list(views)
    for number, (view, solved) in enumerate(zip(views, unknown, strict=True), 1):
        if solved:
            raise LiftError(
                f"view {number}: {view.people} people, of a camera whose place is not known: expected those of the"
                " other views in the same order, or with their numbers (tracks)"
            )
    return people_by_rays(views, cameras)


def people_by_rays(views: Sequence[Keypoints], cameras: Sequence[Camera]) -> list[Keypoints]:
    """:func:`matched_people` by geometry alone: view after view is assigned to the people of those before so that the
    rays to their points meet best, where they meet within FURTHEST."""
    from scipy.optimize import linear_sum_assignment

    rays = [camera.rays(view.points) for camera, view in zip(cameras, views, strict=True)]
    groups: list[dict[int, int]] = [{0: person} for person in range(views[0].people)]
    for number in range(1, len(views)):
        cost = np.full((len(groups), views[number].people), FURTHEST)
        for row, group in enumerate(groups):
            for person in range(views[number].people):
                pairs = [
                    _distance(views, cameras, rays, (other, who), (number, person))
                    for other, who in group.items()
                ]
                found = [pair for pair in pairs if pair is not None]
                cost[row, person] = min(np.mean(found), FURTHEST) if found else FURTHEST
        taken = set()
        for row, person in zip(*linear_sum_assignment(cost), strict=True):
            if cost[row, person] < FURTHEST:
                groups[row][number] = int(person)
                taken.add(int(person))
        groups += [{number: person} for person in range(views[number].people) if person not in taken]
    return [arranged(view, [group.get(number) for group in groups]) for number, view in enumerate(views)]


def arranged(view: Keypoints, people: Sequence[int | None]) -> Keypoints:
    """The people of these indices, in this order; with all keypoints missing for None."""
    if list(people) == list(range(view.people)):
        return view
    if not view.people:
        shape = (len(people), *view.points.shape[1:])
        return replace(view, points=np.zeros(shape), visibility=np.full(shape[:2], MISSING), tracks=None)
    there = view.select([person or 0 for person in people])
    absent = np.array([person is None for person in people], bool)
    missing = np.where(absent[:, None], MISSING, there.visibility)
    tracks = None if there.tracks is None else np.where(absent, -1, there.tracks)
    return replace(there, visibility=missing, tracks=tracks)


def _distance(
    views: Sequence[Keypoints],
    cameras: Sequence[Camera],
    rays: Sequence[np.ndarray],
    one: tuple[int, int],
    other: tuple[int, int],
) -> float | None:
    """How far, over their size, two views' points are from what is triangulated of them as one person; None where too
    few are seen in both."""
    pair = (one, other)
    along = np.stack([rays[view][person] for view, person in pair])
    seen = np.stack([views[view].observed[person] for view, person in pair]) & np.isfinite(along).all(-1)
    common = seen.all(0)
    if common.sum() < _COMMON:
        return None
    both = [cameras[view] for view, _ in pair]
    points = triangulate(both, along[:, common], seen[:, common])
    off = []
    for camera, ray in zip(both, along[:, common], strict=True):
        there = camera.to_camera(points)
        if not (there[:, 2] > 0).all():
            return FURTHEST
        size = max(float(np.ptp(ray, axis=0).max()), 1e-6)
        off.append(np.linalg.norm(there[:, :2] / there[:, 2:] - ray, axis=-1).mean() / size)
    return float(np.mean(off))
