"""Parts of a recording: the frames that are used of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from posestudio.common.frame_range import FrameRange
from posestudio.errors import KeypointsError
from posestudio.keypoints.frame_order import frame_numbers, may_be_sequence
from posestudio.keypoints.frame_times import mean_rate, rate_varies
from posestudio.keypoints.reading import Recording


def cut(recording: Recording, frames: FrameRange) -> Recording:
    """The recording's ``frames`` alone, with their rate and times. Raises KeypointsError where it has none of
    them."""
    indices = frames.indices(len(recording.frames))
    if len(indices) == len(recording.frames):
        return recording
    if not indices:
        raise KeypointsError(
            f"{len(recording.frames)} frames: expected more than {frames.first}, the first asked for"
        )
    times = None if recording.times is None else recording.times[indices.start : indices.stop : indices.step]
    fps = None if recording.fps is None else recording.fps / frames.every
    return replace(
        recording,
        frames=tuple(recording.frames[index] for index in indices),
        fps=(mean_rate(times) if times is not None else None) or fps,
        times=times if rate_varies(times) else None,
    )


def is_sequence(names: Sequence[str], fps: float | None = None) -> bool:
    """Whether frames of these names, with the frames per second that their file states, are one sequence in time:
    several, and not of unrelated pictures or of several videos.

    Names without a number that all differ are of pictures, not of frames.
    """
    if len(names) < 2 or not may_be_sequence(names):
        return False
    numbers = frame_numbers(names)
    if numbers is not None:
        return len({group for group, _ in numbers}) == 1
    return fps is not None or len(set(names)) < len(names)
