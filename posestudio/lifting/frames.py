"""Pictures in a row: lifted a few dozen at a time, as one camera saw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.progress import Progress
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.picture_size import assumed_size_remark, guess_size
from posestudio.keypoints.tracks import track_people
from posestudio.lifting.assumptions import assumptions
from posestudio.lifting.known import Known
from posestudio.lifting.options import noise_of_each
from posestudio.lifting.result import Warm

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.result import Lifted

TOGETHER = 64
"""Frames lifted at once: many people in one batch take a third of the time of one after the other."""


def lift_frames(
    lifter: Lifter,
    frames: Sequence[Keypoints],
    camera: Camera | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> list[Lifted]:
    """Lift each frame; ``options`` are those of ``Lifter.lift``, but for the callback.

    Of those that are about people, ``known``, ``keypoint_noise`` and ``warm`` may be a list with one for each
    frame (None: as without). One for all frames is taken for every frame: what it says of each person (pins, a
    noisy pose, the noise of their keypoints) goes to the person of that number, so all frames with anybody in
    them must have as many. A frame's answer does not depend on the other frames, nor does what is said of it;
    see ``Lifter.lift`` on how exactly.

    People are followed through the frames (see `tracks`): ``keypoints.tracks`` of what is returned says who
    is who. Frames that do not say their picture's size are taken to be of one size, so that without a camera the
    one assumed is the same for all of them; with one they are taken to be in its pixels. Raises LiftError that
    names the frame for what does not fit it.
    """
    lifted: list[Lifted] = []
    frames, guessed = track_people(frames), None
    stated = any(frame.size is not None for frame in frames)
    if camera is None and not stated:
        guessed = common_size(frames)
    if camera is None or stated:
        frames = of_one_size(frames)
    about = _about_frames(frames, options)
    for first in range(0, len(frames), TOGETHER):
        part = slice(first, first + TOGETHER)
        lifted += _lift_alike(lifter, frames[part], about[part], camera, options)
        if progress is not None:
            progress(len(lifted), len(frames), "frames")
    if guessed is not None:
        said = assumed_size_remark(guessed)
        lifted = [replace(one, assumptions=(said, *one.assumptions)) for one in lifted]
    return lifted


def lift_together(
    lifter: Lifter, frames: Iterable[Keypoints], camera: Camera | None = None, **options: Any
) -> Iterator[Lifted]:
    """:func:`lift_frames` of frames whose pictures' sizes are known, as few batches as can be."""
    frames = list(frames)
    yield from _lift_alike(lifter, frames, _about_frames(frames, options), camera, options)


@dataclass(frozen=True)
class _About:
    """The options of ``Lifter.lift`` that are about the people of one frame; None where nothing was said."""

    known: Known | None = None
    keypoint_noise: np.ndarray | None = None
    warm: Warm | None = None

    @property
    def kind(self) -> tuple[Any, ...]:
        """The same for frames that can be lifted as one picture."""
        known = self.known or Known()
        return (
            known.pose is None,
            None if known.pose is None else known.pose_noise,
            tuple(sorted(known.bone_lengths.items())),
            known.sides,
            self.keypoint_noise is None,
            None if self.warm is None else (self.warm.sigma, *self.warm.pose.shape[1:]),
        )


def _about_frames(frames: Sequence[Keypoints], options: dict[str, Any]) -> list[_About]:
    """What each frame's people are told of; takes it out of the ``options``."""
    given = {name: options.pop(name) for name in _ABOUT_PEOPLE if not _of_all(options.get(name))}
    return [_about(given, index, frame, len(frames)) for index, frame in enumerate(frames)]


def _of_all(value: Any) -> bool:
    """Whether it is one number, or nothing, and no matter how many people there are."""
    return value is None or (not isinstance(value, Known | Warm | list | tuple) and np.ndim(value) == 0)


_ABOUT_PEOPLE = ("known", "keypoint_noise", "warm")


def _about(given: dict[str, Any], index: int, frame: Keypoints, count: int) -> _About:
    def of_frame(name: str) -> Any:
        value = given.get(name)
        if not isinstance(value, list | tuple):
            return value if name != "warm" or count == 1 or value is None else _no_list(name, count, "one")
        if name == "keypoint_noise" and not any(part is None or np.ndim(part) for part in value):
            return value  # 17 numbers
        return value[index] if len(value) == count else _no_list(name, count, str(len(value)))

    known, noise, warm = (of_frame(name) for name in _ABOUT_PEOPLE)
    if isinstance(known, Known) and known.people is not None and known.people != frame.people:
        if frame.people:
            raise LiftError(
                f"frame {index}: known: is about {known.people} people, found {frame.people} in the frame"
            )
        known = replace(known, pins=None, pose=None)
    if warm is not None and not (isinstance(warm, Warm) and len(warm.pose) == frame.people):
        raise LiftError(f"frame {index}: warm: expected a warm start of {frame.people} people")
    if noise is not None and not frame.people:
        noise = np.zeros(frame.visibility.shape, np.float32)
    elif noise is not None:
        try:
            noise = noise_of_each(noise, frame.visibility.shape)
        except LiftError as problem:
            raise LiftError(f"frame {index}: {problem}") from problem
    return _About(known, noise, warm)


def _no_list(name: str, count: int, found: str) -> Any:
    raise LiftError(f"{name}: expected a list with one for each of {count} frames, found {found}")


def _lift_alike(
    lifter: Lifter,
    frames: Sequence[Keypoints],
    about: Sequence[_About],
    camera: Camera | None,
    options: dict[str, Any],
) -> Iterator[Lifted]:
    """Lift as one picture each run of frames of one size of which the same kinds of things are known."""
    pairs = zip(frames, about, strict=True)
    for (size, _), run in groupby(pairs, key=lambda pair: (pair[0].size, pair[1].kind)):
        some, told = zip(*run, strict=True)
        people = Keypoints(
            np.concatenate([frame.points for frame in some]),
            np.concatenate([frame.visibility for frame in some]),
            size=size,
        )
        first = told[0]
        extra: dict[str, Any] = {}
        if any(one.known is not None for one in told):
            extra["known"] = _known_of_all([one.known for one in told], [frame.people for frame in some])
        if first.keypoint_noise is not None:
            extra["keypoint_noise"] = np.concatenate([one.keypoint_noise for one in told])
        if first.warm is not None:
            extra["warm"] = Warm.together([one.warm for one in told])
        lifted = lifter.lift(people, camera, **options, **extra)
        start = 0
        for frame, one in zip(some, told, strict=True):
            yield _of(lifted, slice(start, start + frame.people), frame, one.known)
            start += frame.people


def _known_of_all(parts: Sequence[Known | None], people: Sequence[int]) -> Known:
    """What is known of the people of several frames, of one :attr:`_About.kind`, as of one picture's."""
    first = parts[0] or Known()

    def joined(name: str) -> np.ndarray | None:
        arrays = [None if part is None else getattr(part, name) for part in parts]
        if all(array is None for array in arrays):
            return None
        free = [np.full((count, len(BODY_JOINTS), 3), np.nan, np.float32) for count in people]
        return np.concatenate(
            [one if one is not None else other for one, other in zip(arrays, free, strict=True)]
        )

    return replace(first, pins=joined("pins"), pose=joined("pose"))


def _of(lifted: Lifted, people: slice, frame: Keypoints, known: Known | None) -> Lifted:
    """The part of a batch's answer that is about one frame."""
    return replace(
        lifted,
        joints=lifted.joints[people],
        reprojection=lifted.reprojection[people],
        score=lifted.score[people],
        keypoints=frame,
        assumptions=assumptions(frame, lifted.camera, known),
        trajectory=None if lifted.trajectory is None else lifted.trajectory[:, people],
        denoised=None if lifted.denoised is None else lifted.denoised[:, people],
        order=None if lifted.order is None else lifted.order[people],
        warm=None,  # three times the memory of a long sequence, and hardly ever asked for
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
