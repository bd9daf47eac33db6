"""Lifts the frames of a sequence in batches of 64."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.progress import ProgressCallback
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.picture_size import assumed_size_remark, common_size, with_common_size
from posestudio.keypoints.tracks import track_people
from posestudio.lifting.assumptions import assumptions
from posestudio.lifting.known import Known
from posestudio.lifting.options import keypoint_noises
from posestudio.lifting.result import Lifted, WarmStart

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter

FRAMES_AT_ONCE = 64
"""Frames lifted at once: many people in one batch take a third of the time of one after the other."""


def lift_frames(
    lifter: Lifter,
    frames: Sequence[Keypoints],
    camera: Camera | None = None,
    progress: ProgressCallback | None = None,
    **options: Any,
) -> list[Lifted]:
    """The result of each frame; ``options`` are those of ``Lifter.lift`` except for the callback.

    Of those that are about people, ``known``, ``keypoint_noise`` and ``warm`` may be a list with one for each
    frame (None: as without). A single value applies to every frame: its part for each person (pins, a noisy
    pose, the noise of their keypoints) applies to the person of that index, so all frames with people must have as
    many. A frame's result does not depend on the other frames, nor do its assumptions;
    see ``Lifter.lift`` on how exactly.

    People are followed through the frames (see `keypoints.tracks`): ``keypoints.tracks`` of the results number
    them. Frames that do not say their picture's size are taken to be of one size, so that without a camera the
    one assumed is the same for all of them; with one they are taken to be in its pixels. Raises LiftError that
    names the frame for options that do not fit it.
    """
    lifted: list[Lifted] = []
    frames, guessed = track_people(frames), None
    stated = any(frame.size is not None for frame in frames)
    if camera is None and not stated:
        guessed = common_size(frames)
    if camera is None or stated:
        frames = with_common_size(frames)
    people_options = _options_of_frames(frames, options)
    for first in range(0, len(frames), FRAMES_AT_ONCE):
        part = slice(first, first + FRAMES_AT_ONCE)
        lifted += _lift_alike(lifter, frames[part], people_options[part], camera, options)
        if progress is not None:
            progress(len(lifted), len(frames), "frames")
    if guessed is not None:
        sentence = assumed_size_remark(guessed)
        lifted = [replace(one, assumptions=(sentence, *one.assumptions)) for one in lifted]
    return lifted


def lift_together(
    lifter: Lifter, frames: Iterable[Keypoints], camera: Camera | None = None, **options: Any
) -> Iterator[Lifted]:
    """:func:`lift_frames` of frames whose pictures' sizes are known, in as few batches as possible."""
    frames = list(frames)
    yield from _lift_alike(lifter, frames, _options_of_frames(frames, options), camera, options)


@dataclass(frozen=True)
class _PeopleOptions:
    """The options of ``Lifter.lift`` that are about the people of one frame; None where none was given."""

    known: Known | None = None
    keypoint_noise: np.ndarray | None = None
    warm: WarmStart | None = None

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


_PEOPLE_OPTIONS = ("known", "keypoint_noise", "warm")


def _options_of_frames(frames: Sequence[Keypoints], options: dict[str, Any]) -> list[_PeopleOptions]:
    """The options about the people of each frame; those are removed from ``options``."""
    given = {name: options.pop(name) for name in _PEOPLE_OPTIONS if not _for_anybody(options.get(name))}
    return [_options_of_frame(given, index, frame, len(frames)) for index, frame in enumerate(frames)]


def _for_anybody(value: Any) -> bool:
    """Whether it is None or one number, which apply to any number of people."""
    return value is None or (not isinstance(value, Known | WarmStart | list | tuple) and np.ndim(value) == 0)


def _options_of_frame(given: dict[str, Any], index: int, frame: Keypoints, count: int) -> _PeopleOptions:
    """The ``given`` options for frame ``index`` of ``count``. Raises LiftError where they do not fit it."""
    known, noise, warm = (_of_frame(name, given.get(name), index, count) for name in _PEOPLE_OPTIONS)
    if isinstance(known, Known) and known.people is not None and known.people != frame.people:
        if frame.people:
            raise LiftError(
                f"frame {index}: known: is about {known.people} people, found {frame.people} in the frame"
            )
        known = replace(known, pins=None, pose=None)
    if warm is not None and not (isinstance(warm, WarmStart) and len(warm.pose) == frame.people):
        raise LiftError(f"frame {index}: warm: expected a warm start of {frame.people} people")
    if noise is not None and not frame.people:
        noise = np.zeros(frame.visibility.shape, np.float32)
    elif noise is not None:
        try:
            noise = keypoint_noises(noise, frame.visibility.shape)
        except LiftError as problem:
            raise LiftError(f"frame {index}: {problem}") from problem
    return _PeopleOptions(known, noise, warm)


def _of_frame(name: str, value: Any, index: int, count: int) -> Any:
    """An option's value for one frame: an item of a list, else the value itself. Raises LiftError."""
    if not isinstance(value, list | tuple):
        if name == "warm" and value is not None and count != 1:
            raise _not_one_each(name, count, "one")
        return value
    if name == "keypoint_noise" and not any(part is None or np.ndim(part) for part in value):
        return value  # 17 numbers
    if len(value) != count:
        raise _not_one_each(name, count, str(len(value)))
    return value[index]


def _not_one_each(name: str, count: int, found: str) -> LiftError:
    return LiftError(f"{name}: expected a list with one for each of {count} frames, found {found}")


def _lift_alike(
    lifter: Lifter,
    frames: Sequence[Keypoints],
    people_options: Sequence[_PeopleOptions],
    camera: Camera | None,
    options: dict[str, Any],
) -> Iterator[Lifted]:
    """Lift as one picture each run of frames of one size and focal length with options of one kind."""
    pairs = zip(frames, people_options, strict=True)
    for (size, _, _), run in groupby(
        pairs, key=lambda pair: (pair[0].size, pair[0].focal_length, pair[1].kind)
    ):
        together, given = zip(*run, strict=True)
        people = Keypoints.concatenate(together, size)
        joined: dict[str, Any] = {}
        if any(one.known is not None for one in given):
            joined["known"] = _joined_known(
                [one.known for one in given], [frame.people for frame in together]
            )
        if given[0].keypoint_noise is not None:
            joined["keypoint_noise"] = np.concatenate([one.keypoint_noise for one in given])
        if given[0].warm is not None:
            joined["warm"] = WarmStart.concatenate([one.warm for one in given])
        lifted = lifter.lift(people, camera, **options, **joined)
        start = 0
        for frame, one in zip(together, given, strict=True):
            noise = options.get("keypoint_noise") if one.keypoint_noise is None else one.keypoint_noise
            yield _result_of_frame(lifted, slice(start, start + frame.people), frame, one.known, noise)
            start += frame.people


def _joined_known(parts: Sequence[Known | None], people: Sequence[int]) -> Known:
    """What is known of the people of several frames, of one :attr:`_PeopleOptions.kind`, as of one picture's."""
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


def _result_of_frame(
    lifted: Lifted, people: slice, frame: Keypoints, known: Known | None, noise: ArrayLike | None
) -> Lifted:
    """The part of a batch's result that is about one frame."""
    camera = lifted.camera
    return replace(
        lifted,
        joints=lifted.joints[people],
        reprojection=lifted.reprojection[people],
        score=lifted.score[people],
        keypoints=frame,
        assumptions=assumptions(frame, camera.rays(frame.points), camera, known, noise),
        trajectory=None if lifted.trajectory is None else lifted.trajectory[:, people],
        denoised=None if lifted.denoised is None else lifted.denoised[:, people],
        order=None if lifted.order is None else lifted.order[people],
        warm=None,  # three times the memory of a long sequence, and hardly ever needed
    )
