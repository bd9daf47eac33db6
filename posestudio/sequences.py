"""Pictures in a row: lifted a few dozen at a time, as one camera saw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.following import follow
from posestudio.keypoints.picture_size import guess_size, size_assumed
from posestudio.progress import Progress

if TYPE_CHECKING:
    from posestudio.lifted import Lifted
    from posestudio.lifting import Lifter

TOGETHER = 64
"""Frames lifted at once: many people in one batch take a third of the time of one after the other."""


def lift_frames(
    lifter: Lifter,
    frames: Sequence[Keypoints],
    camera: Camera | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> list[Lifted]:
    """Lift each frame; ``options`` are those of ``Lifter.lift``.

    People are followed through the frames (see `following`): ``keypoints.tracks`` of what is returned says who
    is who. Frames that do not say their picture's size are taken to be of one size, so that without a camera the
    one assumed is the same for all of them; with one they are taken to be in its pixels.
    """
    lifted: list[Lifted] = []
    frames, guessed = follow(frames), None
    stated = any(frame.size is not None for frame in frames)
    if camera is None and not stated:
        guessed = common_size(frames)
    if camera is None or stated:
        frames = of_one_size(frames)
    for first in range(0, len(frames), TOGETHER):
        lifted += lift_together(lifter, frames[first : first + TOGETHER], camera, **options)
        if progress is not None:
            progress(len(lifted), len(frames), "frames")
    if guessed is not None:
        said = size_assumed(guessed)
        lifted = [replace(one, assumptions=(said, *one.assumptions)) for one in lifted]
    return lifted


def lift_together(
    lifter: Lifter, frames: Iterable[Keypoints], camera: Camera | None = None, **options: Any
) -> Iterator[Lifted]:
    """Lift frames as one batch for each run of equally large pictures; nobody's answer depends on the others."""
    for size, run in groupby(frames, key=lambda frame: frame.size):
        some = list(run)
        people = Keypoints(
            np.concatenate([frame.points for frame in some]),
            np.concatenate([frame.visibility for frame in some]),
            size=size,
        )
        lifted = lifter.lift(people, camera, **options)
        first = 0
        for frame in some:
            yield _of(lifted, slice(first, first + frame.people), frame)
            first += frame.people


def _of(lifted: Lifted, people: slice, frame: Keypoints) -> Lifted:
    """The part of a batch's answer that is about one frame."""
    return replace(
        lifted,
        joints=lifted.joints[people],
        reprojection=lifted.reprojection[people],
        score=lifted.score[people],
        keypoints=frame,
        trajectory=None if lifted.trajectory is None else lifted.trajectory[:, people],
        denoised=None if lifted.denoised is None else lifted.denoised[:, people],
        order=None if lifted.order is None else lifted.order[people],
        warm=None,
    )


def of_one_size(frames: Sequence[Keypoints]) -> list[Keypoints]:
    """The frames, those without a size given the largest known one, or else one that holds all keypoints."""
    size = common_size(frames)
    return [frame if frame.size is not None else replace(frame, size=size) for frame in frames]


def common_size(frames: Iterable[Keypoints]) -> tuple[int, int] | None:
    """The largest width and height any frame says, else a usual one that holds all keypoints; None for nobody."""
    known: tuple[int, int] | None = None
    furthest = np.zeros(2)
    for frame in frames:
        if frame.size is not None:
            width, height = frame.size
            known = (width, height) if known is None else (max(known[0], width), max(known[1], height))
        if frame.observed.any():
            furthest = np.maximum(furthest, frame.points[frame.observed].max(axis=0))
    if known is None and furthest.any():
        known = guess_size(float(furthest[0]), float(furthest[1]))
    return known
