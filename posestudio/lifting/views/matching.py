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

MOST_FRAMES = 20
"""Frames by which people of sequences are matched, about."""

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
    """:func:`matched_people` by geometry alone, see :func:`common_numbers`."""
    alone = [[replace(view, tracks=np.arange(view.people))] for view in views]
    numbered = [frames[0] for frames in common_numbers(alone, cameras, [False] * len(views))]
    tracks = [[] if view.tracks is None else view.tracks.tolist() for view in numbered]
    everybody = list(dict.fromkeys(number for own in tracks for number in own))
    return [
        arranged(view, [own.index(number) if number in own else None for number in everybody])
        for view, own in zip(views, tracks, strict=True)
    ]


def common_numbers(
    views: Sequence[Sequence[Keypoints]], cameras: Sequence[Camera], unknown: Sequence[bool]
) -> list[list[Keypoints]]:
    """The frames of several views with the same numbers, ``tracks``, for the same people in all views.

    Each view has to number its people through its frames. View after view its people are assigned to those of the
    views before so that the rays to their points meet best, on average over MOST_FRAMES of the frames that they have
    in common, where they meet within FURTHEST. In a view whose camera's pose is ``unknown``, the n-th person to
    appear is the n-th of the others.
    """
    order = sorted(range(len(views)), key=lambda view: (unknown[view], view))
    groups: list[dict[int, int]] = []
    for view in order:
        tracks = _appearing(views[view])
        if unknown[view]:
            taken = dict(enumerate(tracks[: len(groups)]))
        else:
            taken = _assigned(views, cameras, groups, view, tracks)
        for row, track in taken.items():
            groups[row][view] = track
        groups += [{view: track} for track in tracks if track not in taken.values()]
    return [
        [
            _renumbered(frame, {group[view]: number for number, group in enumerate(groups) if view in group})
            for frame in frames
        ]
        for view, frames in enumerate(views)
    ]


def _appearing(frames: Sequence[Keypoints]) -> list[int]:
    """The numbers of the people of a view, in the order in which they appear."""
    tracks = [frame.tracks for frame in frames if frame.tracks is not None]
    return list(dict.fromkeys(int(number) for own in tracks for number in own))


def _renumbered(frame: Keypoints, numbers: dict[int, int]) -> Keypoints:
    """The frame with other numbers of its people."""
    if frame.tracks is None:
        return frame
    return replace(frame, tracks=np.array([numbers[int(number)] for number in frame.tracks], np.int64))


def _assigned(
    views: Sequence[Sequence[Keypoints]],
    cameras: Sequence[Camera],
    groups: Sequence[dict[int, int]],
    view: int,
    tracks: Sequence[int],
) -> dict[int, int]:
    """The tracks of a view that belong to groups of other views' tracks, by the group's index."""
    from scipy.optimize import linear_sum_assignment

    cost = np.full((len(groups), len(tracks)), FURTHEST)
    for row, group in enumerate(groups):
        for column, track in enumerate(tracks):
            pairs = [
                distance
                for other, who in group.items()
                for one, two in _common_frames(views[other], who, views[view], track)
                if (distance := _distance((one, two), (cameras[other], cameras[view]))) is not None
            ]
            if pairs:
                cost[row, column] = min(float(np.mean(pairs)), FURTHEST)
    rows, columns = linear_sum_assignment(cost)
    return {
        int(row): tracks[column]
        for row, column in zip(rows, columns, strict=True)
        if cost[row, column] < FURTHEST
    }


def _common_frames(
    one: Sequence[Keypoints], who: int, other: Sequence[Keypoints], whom: int
) -> list[tuple[Keypoints, Keypoints]]:
    """Somebody in two views, in at most MOST_FRAMES of the frames that have them in both."""
    found = []
    for first, second in zip(one, other, strict=True):
        if first.tracks is None or second.tracks is None:
            continue
        there = np.flatnonzero(first.tracks == who), np.flatnonzero(second.tracks == whom)
        if len(there[0]) and len(there[1]):
            found.append((first, int(there[0][0]), second, int(there[1][0])))
    chosen = found[:: max(1, len(found) // MOST_FRAMES)]
    return [(first.person(row), second.person(column)) for first, row, second, column in chosen]


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
    extra = None if there.extra is None else np.where(absent[:, None, None], np.nan, there.extra)
    return replace(there, visibility=missing, tracks=tracks, extra=extra)


def _distance(people: Sequence[Keypoints], cameras: Sequence[Camera]) -> float | None:
    """How far, over their size, two views' points of one person are from what is triangulated of them; None where too
    few are seen in both."""
    rays = np.stack([camera.rays(view.points[0]) for camera, view in zip(cameras, people, strict=True)])
    common = np.all([view.observed[0] for view in people], axis=0) & np.isfinite(rays).all((0, 2))
    if common.sum() < _COMMON:
        return None
    rays = rays[:, common].astype(np.float64)
    points = triangulate(cameras, rays, np.ones(rays.shape[:2], bool))
    off = []
    for camera, ray in zip(cameras, rays, strict=True):
        there = camera.to_camera(points)
        if not (there[:, 2] > 0).all():
            return FURTHEST
        size = max(float(np.ptp(ray, axis=0).max()), 1e-6)
        off.append(np.linalg.norm(there[:, :2] / there[:, 2:] - ray, axis=-1).mean() / size)
    return float(np.mean(off))
