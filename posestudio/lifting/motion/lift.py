"""Lifts the people of a sequence: each becomes one coherent motion, with many hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.progress import ProgressCallback
from posestudio.keypoints import Keypoints
from posestudio.lifting.assumptions import assumptions
from posestudio.lifting.motion.bodies import with_pinned_bones
from posestudio.lifting.motion.evidence import gather
from posestudio.lifting.motion.problem import MotionInput, Problem, pins_of
from posestudio.lifting.motion.ranking import (
    joint_deviations,
    motion_distances,
    motion_scores,
    reprojection_errors,
)
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.lifting.motion.sampling import MEASURED_FRAMES, MotionSettings, Networks, measured_lengths
from posestudio.lifting.motion.section import joined, lengths_measured
from posestudio.lifting.motion.sections import (
    Carried,
    MotionState,
    Whole,
    boundaries,
    solve_section,
    solve_track,
)
from posestudio.lifting.motion.tracked import Track, tracks_of, with_shown_noise

MOVING_CAMERA = (
    "The camera moves, or its pose is not known: the motion is right about the hips, not in the world."
)

_APART = 0.01  # instants a second at which measured frames are: nothing is shared between them


@dataclass(frozen=True, eq=False)
class MotionSection:
    """A part of a lift in sections: frames ``first`` to ``last`` - 1 of the sequence, the ``motions`` of the people
    then, with these frames alone, and the ``state`` from which the next section is solved."""

    first: int
    last: int
    motions: list[LiftedMotion]
    state: MotionState


def lift_tracks(
    sequence: MotionInput,
    networks: Networks,
    settings: MotionSettings,
    progress: ProgressCallback | None = None,
) -> list[LiftedMotion]:
    """The motion of each person; see `Lifter.lift_motion`."""
    motions = []
    problems = problems_of(sequence, networks, settings)
    done, total = 0, sum(len(problem.track.frames) for problem in problems)
    for problem in problems:
        parts: list[Whole] = []
        for part in solve_track(problem, networks, settings):
            parts.append(part)
            done += len(part.frames)
            if progress is not None:
                progress(done, total, "frames")
        whole = Whole(
            problem.track.frames,
            joined([part.motions for part in parts]),
            parts[0].floor,
            parts[0].remarks,
        )
        motions.append(_ranked(problem, whole, sequence, networks, settings)[0])
    return motions


def lift_sections(
    sequence: MotionInput,
    networks: Networks,
    settings: MotionSettings,
    state: MotionState | None = None,
    progress: ProgressCallback | None = None,
) -> Iterator[MotionSection]:
    """The sections of a sequence, from that which ``state`` says; see `Lifter.lift_motion_in_sections`."""
    problems = problems_of(sequence, networks, settings)
    state = state or MotionState(0, {})
    limits = boundaries(sequence.clock)
    places = sequence.clock.places
    for index in range(state.section, len(limits)):
        first, last = limits[index]
        final = index == len(limits) - 1
        begin, end = np.searchsorted(places + 1e-6, [first, np.inf if final else last]).tolist()
        motions, carried = [], {}
        for problem in problems:
            if last <= problem.span[0] or first >= problem.span[1]:
                continue
            before = state.carried.get(problem.track.number)
            solved = solve_section(
                problem,
                first,
                last,
                networks,
                settings,
                None if before is None else (before.context, before.floor),
            )
            numbers = problem.track.frames
            numbers = numbers[(numbers >= begin) & (numbers < end)]
            order = None if before is None else before.order
            if len(numbers):
                there = solved.motions.at(places[numbers], problem.lengths)
                part = Whole(numbers, there, solved.floor, solved.remarks)
                motion, order = _ranked(problem, part, sequence, networks, settings, order)
                motions.append(motion)
            if order is not None:
                carried[problem.track.number] = Carried(solved.context, order, solved.floor)
        state = MotionState(index + 1, carried)
        yield MotionSection(begin, end, motions, state)
        if progress is not None:
            progress(end, len(sequence.frames), "frames")


def problems_of(sequence: MotionInput, networks: Networks, settings: MotionSettings) -> list[Problem]:
    """What is solved of each person."""
    keys = sequence.keys
    tracks = tracks_of(sequence.frames, sequence.noise, sorted(keys))
    problems = []
    for person, track in enumerate(tracks):
        track = with_shown_noise(track, np.diff(sequence.clock.places[track.frames]) / sequence.clock.rate)
        pins = pins_of(keys, person)
        unknown = np.zeros(len(BODY_JOINTS), np.float32)
        problem = Problem(track, sequence.clock, sequence.camera, unknown, pins, sequence.moving)
        told = _lengths if networks.motion is None else lengths_measured
        lengths = with_pinned_bones(told(problem, networks, settings), pins.values())
        problems.append(replace(problem, lengths=lengths))
    return problems


def _lengths(problem: Problem, networks: Networks, settings: MotionSettings) -> NDArray[np.float32]:
    """(B,) the bone lengths of a person, from at most MEASURED_FRAMES frames in which they were observed."""
    track = problem.track
    seen = np.flatnonzero(track.observed) if track.observed.any() else np.zeros(1, int)
    chosen = np.linspace(0, len(seen) - 1, min(len(seen), MEASURED_FRAMES)).round().astype(int)
    spread = track.selected(list(seen[chosen]))
    places = np.arange(len(chosen), dtype=np.float64)
    evidence = gather(spread, places, len(places), _APART, problem.camera, networks.device)
    return measured_lengths(evidence, networks, settings).cpu().numpy()


def _ranked(
    problem: Problem,
    whole: Whole,
    sequence: MotionInput,
    networks: Networks,
    settings: MotionSettings,
    order: NDArray[np.int64] | None = None,
) -> tuple[LiftedMotion, NDArray[np.int64]]:
    """(the motion, its hypotheses in the ``order`` given, else ranked; that order)."""
    camera, stretch, frames = problem.camera, whole.motions, whole.frames
    track = problem.track.selected(list(frames - problem.track.frames[0]))

    def placed(about_hips: np.ndarray) -> NDArray[np.float32]:
        return np.asarray(camera.to_world(about_hips + stretch.hips[:, :, None]), np.float32)

    joints = placed(stretch.joints)
    reprojection, relative = reprojection_errors(joints, track.keypoints, camera)
    observed = track.observed
    errors = relative[observed].mean(0) if observed.any() else np.zeros(joints.shape[1])
    score = motion_scores(motion_distances(joints), errors, _mean_noise(track))
    if order is None:
        order = np.argsort(-score, kind="stable")
    recorded: dict[str, Any] = {}
    if stretch.states is not None and stretch.estimates is not None:
        states = [placed(state)[:, order] for state in stretch.states]
        recorded = {
            "trajectory": np.stack([*states, joints[:, order]]),
            "denoised": np.stack([placed(estimate)[:, order] for estimate in stretch.estimates]),
            "sigmas": settings.sigmas.numpy(),
        }
    motion = LiftedMotion(
        joints=joints[:, order],
        frames=frames,
        observed=observed,
        uncertainty=joint_deviations(joints),
        stands=stretch.stands[:, order],
        score=score[order],
        reprojection=reprojection[:, order],
        keypoints=tuple(track.keypoints),
        camera=camera,
        fps=sequence.fps,
        track=track.number,
        floor=whole.floor,
        seed=settings.seed,
        weights=networks.name,
        assumptions=(*_assumed(track, sequence), *whole.remarks),
        **recorded,
    )
    return motion, order


def _mean_noise(track: Track) -> float:
    """Mean noise of the observed points, at most a tenth, over the person's size."""
    observed = np.array([frame.observed[0] for frame in track.keypoints])
    noise = np.minimum(track.noise, 0.1)[observed]
    return float(noise.mean()) if len(noise) else 0.0


def _assumed(track: Track, sequence: MotionInput) -> tuple[str, ...]:
    """Sentences about what was assumed, or could not be used."""
    together = Keypoints.concatenate(list(track.keypoints), track.keypoints[0].size)
    camera = sequence.camera
    given = None if sequence.noise is None else track.noise
    found = assumptions(together, camera.rays(together.points), camera, None, given)
    moving = (MOVING_CAMERA,) if sequence.moving or camera.pose_assumed else ()
    return (*sequence.remarks, *found, *moving)
