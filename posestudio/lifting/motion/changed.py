"""Solves a motion anew around frames that changed; all other frames stay as they were, bit for bit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from posestudio.errors import LiftError
from posestudio.lifting.motion.bodies import lengths_of
from posestudio.lifting.motion.clock import Clock
from posestudio.lifting.motion.problem import MotionInput, Problem, pins_of
from posestudio.lifting.motion.ranking import joint_deviations, reprojection_errors
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.lifting.motion.sampling import MotionSettings, Networks
from posestudio.lifting.motion.section import Stretch, on_floor, solve_stretch
from posestudio.lifting.motion.tracked import track_part, with_shown_noise

REACH, QUICK_REACH = 1.2, 0.8
"""Seconds before and behind a changed frame that are solved anew, the second by at most QUICK_STEPS steps."""

HELD, QUICK_HELD = 0.5, 0.2
"""Seconds beyond these that are held, so that the new part continues them."""

QUICK_STEPS = 2
"""Steps of a coarse answer, while a joint is dragged."""

FIRST_SIGMA = 4.0
"""Noise level from which the previous motion is sampled anew: poses may change into others near them."""

FADE = 5
"""Instants at each end of the new part over which it fades into the previous motion."""


def ranges_around(
    changed: Collection[int], clock: Clock, span: tuple[int, int], seconds: float = REACH
) -> list[tuple[int, int]]:
    """The first instant and that behind the last of each stretch up to some ``seconds`` from changed frames, within
    the ``span``."""
    reach = round(seconds * clock.rate)
    found: list[tuple[int, int]] = []
    for frame in sorted(set(changed)):
        instant = round(float(clock.places[frame]))
        first, last = max(instant - reach, span[0]), min(instant + reach + 1, span[1])
        if first >= last:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def solve_again(
    given: MotionInput,
    networks: Networks,
    settings: MotionSettings,
    previous: LiftedMotion,
    changed: Collection[int],
) -> LiftedMotion:
    """The ``previous`` motion with its first hypotheses, solved anew near the ``changed`` frames.

    Hypotheses keep their order and scores. Raises LiftError for a previous motion that is not of these frames.
    """
    clock, hypotheses = given.clock, settings.hypotheses
    _check_previous(previous, len(given.frames), hypotheses)
    settings = replace(settings, first_sigma=FIRST_SIGMA, trajectory=False)
    span = clock.span(int(previous.frames[0]), int(previous.frames[-1]))
    motion = _with_hypotheses(previous, hypotheses)
    quick = settings.steps <= QUICK_STEPS
    margin = round((QUICK_HELD if quick else HELD) * clock.rate)
    reach = QUICK_REACH if quick else REACH
    for first, last in ranges_around(changed, clock, (span[0], span[1] + 1), reach):
        begin, end = max(first - margin, span[0]), min(last + margin, span[1] + 1)
        before = _stretch_of(motion, clock, begin, end)
        near = np.flatnonzero((clock.places > begin - 1) & (clock.places < end))
        near = near[(near >= motion.frames[0]) & (near <= motion.frames[-1])]
        track = track_part(given.frames, given.noise, previous.track, near)
        track = with_shown_noise(track, np.diff(clock.places[near]) / clock.rate)
        lengths = lengths_of(before.joints)
        problem = Problem(track, clock, given.camera, lengths, pins_of(given.keys, 0), given.moving)
        held = [before.part(begin, first), before.part(last, end)]
        solved = solve_stretch(problem, begin, end, networks, settings, held, before)
        solved = on_floor(problem, solved, previous.floor, held)
        ends = (first > span[0], last < span[1] + 1)
        motion = _with_part(motion, _faded(before, solved, first, last, ends, lengths), problem)
    return motion


def _with_hypotheses(motion: LiftedMotion, count: int) -> LiftedMotion:
    """The motion with its first ``count`` hypotheses, without a trajectory."""
    return replace(
        motion,
        joints=motion.joints[:, :count],
        stands=motion.stands[:, :count],
        score=motion.score[:count],
        reprojection=motion.reprojection[:, :count],
        trajectory=None,
        denoised=None,
        sigmas=None,
    )


def _stretch_of(motion: LiftedMotion, clock: Clock, first: int, last: int) -> Stretch:
    """The motion of an earlier result at the instants ``first`` to ``last`` - 1, in camera axes."""
    all_places = clock.places[motion.frames]
    rows = slice(*np.searchsorted(all_places, [first - 1, last], side="left"))
    rows = slice(rows.start, rows.stop + 1)
    places, instants = all_places[rows], np.arange(first, last)
    joints = np.asarray(motion.camera.to_camera(motion.joints[rows]), np.float32)
    stands = motion.stands[rows]
    if not np.array_equal(places, instants):
        inside = instants.clip(places[0], places[-1])
        stands = stands[np.abs(places[None] - inside[:, None]).argmin(1)]
        if len(places) > 1:
            joints = np.asarray(PchipInterpolator(places, joints, axis=0)(inside), np.float32)
        else:
            joints = np.repeat(joints, len(instants), 0)
    hips = joints[:, :, 0]
    return Stretch(first, joints - hips[:, :, None], hips, stands)


def _faded(
    before: Stretch,
    solved: Stretch,
    first: int,
    last: int,
    ends: Sequence[bool],
    lengths: NDArray[np.float32],
) -> Stretch:
    """What was ``solved``, at the instants ``first`` to ``last`` - 1, mixed with what was ``before`` near those of
    its two ``ends`` where the motion goes on."""
    instants = np.arange(first, last)
    share = np.ones(len(instants))
    if ends[0]:
        share = np.minimum(share, (instants - first + 1) / (FADE + 1))
    if ends[1]:
        share = np.minimum(share, (last - instants) / (FADE + 1))
    old, new = before.part(first, last), solved.part(first, last)
    return old.mixed(new, share, lengths)


def _with_part(motion: LiftedMotion, part: Stretch, problem: Problem) -> LiftedMotion:
    """The motion with the instants of a part, in the frames of these."""
    numbers = problem.frames_at(part.first, part.last)
    rows = numbers - motion.frames[0]
    track = problem.track.selected(list(numbers - problem.track.frames[0]))
    there = part.at(problem.clock.places[numbers], problem.lengths)
    joints = np.asarray(problem.camera.to_world(there.joints + there.hips[:, :, None]), np.float32)

    def with_rows(values: NDArray, others: NDArray) -> NDArray:
        values = values.copy()
        values[rows] = others
        return values

    keypoints = list(motion.keypoints)
    for row, one in zip(rows, track.keypoints, strict=True):
        keypoints[row] = one
    uncertainty = motion.uncertainty
    if joints.shape[1] > 2:  # fewer say nothing of it
        uncertainty = with_rows(uncertainty, joint_deviations(joints))
    return replace(
        motion,
        joints=with_rows(motion.joints, joints),
        stands=with_rows(motion.stands, there.stands),
        reprojection=with_rows(
            motion.reprojection, reprojection_errors(joints, track.keypoints, problem.camera)[0]
        ),
        observed=with_rows(motion.observed, track.observed),
        uncertainty=uncertainty,
        keypoints=tuple(keypoints),
    )


def _check_previous(previous: LiftedMotion, frames: int, hypotheses: int) -> None:
    """Raises LiftError for a previous motion that is not of these frames, or has too few hypotheses."""
    if not len(previous.frames) or int(previous.frames[-1]) >= frames:
        raise LiftError(f"previous: a motion that is not of these {frames} frames")
    if previous.joints.shape[1] < hypotheses:
        raise LiftError(
            f"previous: it has {previous.joints.shape[1]} hypotheses, {hypotheses} were asked for"
        )
