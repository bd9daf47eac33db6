"""Sequences of several views: the same people in all views and frames, cameras solved for once, and frames lifted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.common.progress import ProgressCallback
from posestudio.geometry.camera import Camera
from posestudio.keypoints import DETECTED_NOISE, Keypoints
from posestudio.keypoints.picture_size import with_common_size
from posestudio.keypoints.tracks import track_people
from posestudio.lifting.frames import FRAMES_AT_ONCE
from posestudio.lifting.point_noise import KEYPOINT_NOISE, noise_of_points
from posestudio.lifting.result import Lifted, View
from posestudio.lifting.views.inputs import checked_views
from posestudio.lifting.views.matching import arranged, common_numbers

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter

SOLVING_FRAMES = 12
"""Frames that cameras which are not known are solved from."""


@dataclass(frozen=True)
class RecordedView:
    """The frames of one view; ``found`` says that a detector found the keypoints, which are off accordingly where
    their noise is not known."""

    frames: Sequence[Keypoints]
    camera: Camera | None
    found: bool = False


def lift_recorded_views(
    lifter: Lifter, views: Sequence[RecordedView], progress: ProgressCallback | None = None, **options: Any
) -> list[Lifted]:
    """The result of each moment, the frames of all views with the same index; ``options`` are those of
    `Lifter.lift_views`.

    People are followed through each view (`keypoints.tracks`) and matched between views by where their rays meet in
    all frames. Each moment is lifted by itself. Of views of different lengths the common beginning is lifted.
    """
    count = min(len(view.frames) for view in views)
    frames = [with_common_size(track_people(view.frames[:count])) for view in views]
    cameras = [view.camera for view in views]
    _, placed, unknown, _ = checked_views([sequence[0] for sequence in frames], cameras)
    numbered = common_numbers(frames, placed, unknown)
    moments = [_moment([sequence[index] for sequence in numbered]) for index in range(count)]
    sentences: tuple[str, ...] = ()
    if len({len(view.frames) for view in views}) > 1:
        sentences += (f"The views have different numbers of frames: the first {count} are lifted.",)
    known = cameras
    if any(unknown):
        occupied = [moment for moment in moments if moment[0].people]
        chosen = np.unique(np.linspace(0, len(occupied) - 1, SOLVING_FRAMES).round().astype(int))
        together = [_together([occupied[index] for index in chosen], view) for view in range(len(views))]
        solved = lifter.lift_views(together, cameras, **options | {"trajectory": False})
        known = [view.camera for view in solved.views]
        sentences += solved.assumptions
    results: list[Lifted] = []
    for first in range(0, count, FRAMES_AT_ONCE):
        part = moments[first : first + FRAMES_AT_ONCE]
        results += _lifted(lifter, part, views, known, unknown, sentences, options)
        if progress is not None:
            progress(len(results), count, "frames")
    return results


def _moment(views: Sequence[Keypoints]) -> list[Keypoints]:
    """The views of one moment with everybody whom one of them sees, in the same order, with their numbers."""
    numbers = [[] if view.tracks is None else view.tracks.tolist() for view in views]
    everybody = list(dict.fromkeys(number for own in numbers for number in own))
    return [
        replace(
            arranged(view, [own.index(number) if number in own else None for number in everybody]),
            tracks=np.array(everybody, np.int64),
        )
        for view, own in zip(views, numbers, strict=True)
    ]


def _together(moments: Sequence[Sequence[Keypoints]], view: int) -> Keypoints:
    """The people of several moments as one picture's of a view, without their numbers, which are theirs in each."""
    size = next((moment[view].size for moment in moments if moment[view].size is not None), None)
    return replace(Keypoints.concatenate([moment[view] for moment in moments], size), tracks=None)


def _lifted(
    lifter: Lifter,
    moments: Sequence[Sequence[Keypoints]],
    views: Sequence[RecordedView],
    cameras: Sequence[Camera | None],
    unknown: Sequence[bool],
    sentences: tuple[str, ...],
    options: dict[str, Any],
) -> list[Lifted]:
    """The results of some moments, lifted in one batch."""
    together = [_together(moments, view) for view in range(len(views))]
    if options.get("keypoint_noise") is None:
        noise = [
            noise_of_points(seen, DETECTED_NOISE if view.found else KEYPOINT_NOISE)
            for seen, view in zip(together, views, strict=True)
        ]
        options = options | {"keypoint_noise": noise}
    lifted = lifter.lift_views(together, cameras, **options)
    assumed = sentences if any(unknown) else tuple(dict.fromkeys((*sentences, *lifted.assumptions)))
    results, start = [], 0
    for moment in moments:
        rows = slice(start, start + moment[0].people)
        start = rows.stop
        results.append(
            replace(
                lifted,
                joints=lifted.joints[rows],
                reprojection=lifted.reprojection[rows],
                score=lifted.score[rows],
                keypoints=moment[0],
                assumptions=assumed,
                trajectory=None if lifted.trajectory is None else lifted.trajectory[:, rows],
                denoised=None if lifted.denoised is None else lifted.denoised[:, rows],
                order=None if lifted.order is None else lifted.order[rows],
                warm=None,
                views=tuple(
                    View(seen, view.camera, view.reprojection[rows], solved)
                    for seen, view, solved in zip(moment, lifted.views, unknown, strict=True)
                ),
            )
        )
    return results
