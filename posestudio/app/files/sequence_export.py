"""Exports all frames of what is open: its motion, lifted with the window's settings, and its 2D keypoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.common.file_kinds import LIFTED_OUTPUTS, MOTION_OUTPUTS, checked_suffix
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints
from posestudio.mocap.rig_targets import MOTIONBUILDER

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.sequence import LiftedSequence

FPS = 30.0
"""Frames a second of a sequence whose file does not give its own."""

SEQUENCE_HYPOTHESES = 16


def lift_sequence(state: State, progress: ProgressCallback, people: list[int]) -> LiftedSequence:
    """Every frame of some of the people, lifted with the window's settings but at most 16 hypotheses.

    The sequence has all frames, also those in which nobody is seen: there, a track keeps its last pose. In a clip the
    camera stays beside a person who walks. Raises PoseStudioError where nobody is seen in any frame.
    """
    from posestudio.app.work.lift_worker import load_lifter
    from posestudio.lifting.sequence import gather

    settings, source = state.settings, state.source
    lifter = load_lifter(settings.weights)
    lifted, frames, persons = [], [], []
    for frame in range(source.frames):
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
            frames.append(frame)
            persons.append(person)
        progress(frame + 1, source.frames, "frames")
    if not lifted:
        raise PoseStudioError("nobody is seen in any frame")
    sequence = gather(lifted, frames_a_second(state) or FPS)
    return replace(
        sequence, frames=source.frames, frame=np.array(frames, np.int32), person=np.array(persons, np.int32)
    )


def export_sequence(
    path: Path,
    state: State,
    progress: ProgressCallback,
    names: str = MOTIONBUILDER,
    known: Mapping[int, LiftedMotion] = MappingProxyType({}),
) -> None:
    """Write the motion, in the format of the name's ending: BVH of the person being edited; glTF, NPZ or JSON of all.

    ``known`` are the motions that have been solved, by person; see `motion_export.motion_sequence`. Of people other
    than the one being edited these may be the best alone, so data are solved anew for them. Of a clip, and of lifted
    poses, each frame is lifted alone, and BVH and glTF have the path through the hypotheses that
    `LiftedSequence.track` finds, of high scores and little movement.
    """
    from posestudio.app.files.motion_export import motion_sequence
    from posestudio.app.work.motion_request import can_solve
    from posestudio.export.lifted import save_sequence

    alone = checked_suffix(path, LIFTED_OUTPUTS) == ".bvh"
    people = [state.person] if alone else list(range(max(state.source.people, 1)))
    try:
        if can_solve(state):
            moving = checked_suffix(path, LIFTED_OUTPUTS) in MOTION_OUTPUTS
            used = {person: known[person] for person in known if moving or person == state.person}
            sequence = motion_sequence(state, used, progress, people)
        else:
            sequence = lift_sequence(state, progress, people)
    except PoseStudioError as problem:
        raise PoseStudioError(f"{path}: {problem}") from problem
    save_sequence(path, sequence, person=state.person, names=names)


def export_keypoints(path: Path, state: State, progress: ProgressCallback) -> None:
    """Write all people's corrected 2D keypoints in every frame as COCO JSON, with frame rate and track numbers."""
    from posestudio.keypoints import save_keypoints

    frames = []
    for frame in range(state.source.frames):
        frames.append(_everyone(state, frame))
        progress(frame + 1, state.source.frames, "frames")
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
