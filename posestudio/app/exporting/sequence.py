"""The frames that are exported: the motion, lifted with the window's settings, and 2D keypoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from posestudio.app.common.translation import tr
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.sequence import LiftedSequence

FPS = 30.0
"""Frames a second of a sequence whose file does not give its own."""

SEQUENCE_HYPOTHESES = 16


def lift_sequence(
    state: State, progress: ProgressCallback, people: list[int], kept: tuple[int, int]
) -> LiftedSequence:
    """Some of the people in the frames ``kept``, the first and the last, lifted with the window's settings but at
    most 16 hypotheses.

    The sequence has all of these frames, also those in which nobody is seen: there, a track keeps its last pose. In a
    clip the camera stays beside a person who walks. Raises PoseStudioError where nobody is seen in any frame.
    """
    from posestudio.app.work.lift_worker import load_lifter
    from posestudio.lifting.sequence import gather

    settings = state.settings
    lifter = load_lifter(settings.weights)
    lifted, frames, persons = [], [], []
    first, last = kept
    for frame in range(first, last + 1):
        there = state.at_frame(frame)
        for person in people:
            seen = there.lift_input(person)
            if not seen.keypoints.observed.any():
                continue
            lifted.append(
                lifter.lift(
                    camera=there.camera,
                    hypotheses=min(settings.hypotheses, SEQUENCE_HYPOTHESES),
                    seed=settings.seed,
                    steps=settings.steps,
                    sampler=settings.sampler,
                    noise=settings.noise,
                    **seen.options(),
                )
            )
            frames.append(frame - first)
            persons.append(person)
        progress(frame - first + 1, last - first + 1, "frames")
    if not lifted:
        raise PoseStudioError(tr("nobody is seen in any frame"))
    sequence = gather(lifted, frames_a_second(state) or FPS)
    return replace(
        sequence,
        frames=last - first + 1,
        first_frame=first,
        frame=np.array(frames, np.int32),
        person=np.array(persons, np.int32),
    )


def moving_sequence(
    state: State,
    known: Mapping[int, LiftedMotion],
    progress: ProgressCallback,
    people: list[int],
    frames: tuple[int, int],
) -> LiftedSequence:
    """The motion of some of the people in ``frames``, the first and the last, both among those that are kept.

    ``known`` are the motions that have been solved, by person; see `motion.motion_sequence`. Of a clip, and of lifted
    poses, each frame is lifted alone. Raises PoseStudioError where nobody is seen in them.
    """
    from posestudio.app.exporting.motion import motion_sequence
    from posestudio.app.work.motion_request import can_solve

    if not can_solve(state):
        return lift_sequence(state, progress, people, frames)
    sequence = motion_sequence(state, known, progress, people)
    start = sequence.first_frame
    return sequence.cut(frames[0] - start, frames[1] - start)


def export_keypoints(path: Path, state: State, progress: ProgressCallback, kept: tuple[int, int]) -> None:
    """Write all people's corrected 2D keypoints in the frames ``kept``, the first and the last, as COCO JSON, with
    frame rate and track numbers."""
    from posestudio.keypoints import save_keypoints

    frames = []
    for frame in range(kept[0], kept[1] + 1):
        frames.append(_everyone(state, frame))
        progress(len(frames), kept[1] - kept[0] + 1, "frames")
    source = state.source
    found = isinstance(source, KeypointsSource) and source.found
    save_keypoints(path, frames, fps=frames_a_second(state) if len(frames) > 1 else None, found=found)


def frames_a_second(state: State) -> float | None:
    """The frame rate of what is open; None where its file does not give one."""
    seconds = state.source.frame_time
    return 1 / seconds if seconds else None


def _everyone(state: State, frame: int) -> Keypoints:
    there = state.at_frame(frame).everyone()
    seen = np.flatnonzero(there.observed.any(-1))
    source = state.source
    name = source.sequence[frame].source if isinstance(source, KeypointsSource) else ""
    if not name and source.frames > 1:
        name = f"{Path(source.name).stem or 'frame'}_{frame:06d}"
    return replace(there.select(seen), source=name, tracks=seen)
