"""Solves the motion of a person from an immutable state of the document; for background threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from posestudio.app.model.lifted_source import LiftedSource
from posestudio.app.model.motion_observation import (
    changed_frames,
    motion_camera,
    motion_keypoints,
    motion_keys,
)
from posestudio.app.model.sources import ClipSource
from posestudio.app.model.state import State
from posestudio.app.model.video_source import FRAME_TIME, VideoSource, times_of
from posestudio.body.layouts import BODY_JOINTS
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.motion.result import LiftedMotion

MOTION_HYPOTHESES = 8
"""Most motions to choose from."""
COARSE_HYPOTHESES = 1
"""Of the coarse motion: the selected one. With two the answer to a movement takes one and a half times as long."""
COARSE_STEPS = 2
UNRECORDED_STEPS = 10
"""Most steps where they are not shown: good motions need no more."""
RECORDED_BYTES = 200 << 20
"""Most memory of a recorded denoising of a motion; of longer ones none is recorded."""

_POSE_BYTES = len(BODY_JOINTS) * 3 * 4


def can_solve(state: State) -> bool:
    """Whether the frames of what is open are solved as one motion: those of a clip where that was asked for, as it
    has a motion already, and not those of a file of lifted poses."""
    if isinstance(state.source, ClipSource):
        return state.source.frames > 1 and state.motion.lifted
    return state.source.frames > 1 and not isinstance(state.source, LiftedSource)


@dataclass(frozen=True, eq=False)
class MotionRequest:
    """The state whose person's motion is wanted; with ``previous`` only the frames around ``changed`` are solved
    anew. ``coarse`` asks for as many motions as ``previous`` has, in few steps, ``best`` for one motion."""

    state: State
    previous: LiftedMotion | None = None
    changed: tuple[int, ...] | None = None
    coarse: bool = False
    best: bool = False

    def options(self) -> dict[str, Any]:
        """Arguments of ``Lifter.lift_motion``, but for the frames."""
        state, settings = self.state, self.state.settings
        hypotheses = 1 if self.best else min(settings.hypotheses, MOTION_HYPOTHESES)
        times = times_of(state.source)
        steps = settings.steps or UNRECORDED_STEPS
        size = 2 * steps * state.source.frames * hypotheses * _POSE_BYTES
        recorded = self.previous is None and not self.best and size <= RECORDED_BYTES
        if self.coarse and self.previous is not None:
            hypotheses, steps = self.previous.joints.shape[1], COARSE_STEPS
        elif not recorded:
            steps = min(steps, UNRECORDED_STEPS)
        return {
            "camera": motion_camera(state),
            "fps": 1 / (state.source.frame_time or FRAME_TIME),
            "times": times if _uneven(times) else None,
            "hypotheses": hypotheses,
            "seed": settings.seed,
            "steps": steps,
            "noise": settings.noise,
            "moving": settings.moving,
            "keys": motion_keys(state) or None,
            "trajectory": recorded,
            "previous": self.previous,
            "changed": None if self.changed is None else list(self.changed),
        }


class MotionInput:
    """The keypoints of all frames of a state; those of frames that have not changed since the state before are kept.
    For one thread."""

    def __init__(self) -> None:
        self._state: State | None = None
        self._versions: np.ndarray | None = None
        self._frames: list[Keypoints] = []

    def of(self, state: State) -> list[Keypoints]:
        """One Keypoints a frame, of the person being edited or of nobody."""
        versions = versions_of(state)
        changed = None if self._state is None else frames_changed(self._state, self._versions, state)
        if changed is None:
            self._frames = motion_keypoints(state)
        elif changed:
            for frame, keypoints in zip(changed, motion_keypoints(state, changed), strict=True):
                self._frames[frame] = keypoints
        self._state, self._versions = state, versions
        return list(self._frames)


def versions_of(state: State) -> np.ndarray | None:
    """(F,) how often people have been found in each frame of a video; None for other sources."""
    source = state.source
    return source.found_frames.versions.copy() if isinstance(source, VideoSource) else None


def frames_changed(before: State, versions: np.ndarray | None, after: State) -> list[int] | None:
    """Frames, ascending, in which what the solver gets of the person may differ; None where all of it may.
    ``versions`` are those of ``before`` at that time."""
    changed = changed_frames(before, after)
    now = versions_of(after)
    if changed is None or versions is None or now is None:
        return changed
    return sorted({*changed, *np.flatnonzero(versions != now).tolist()})


def solve(
    lifter: Lifter,
    frames: list[Keypoints],
    request: MotionRequest,
    callback: Callable[..., None],
    progress: Callable[[int, int, str], None] | None = None,
) -> LiftedMotion | None:
    """The motion of the person of a request; None where nothing is known of them in any frame. ``callback`` raises an
    exception to stop."""
    options = request.options()
    if options["keys"] is None and sum(one.people > 0 for one in frames) < 2:
        return None
    motions = lifter.lift_motion(frames, callback=callback, progress=progress, **options)
    person = request.state.person
    return next((motion for motion in motions if motion.track == person), motions[0] if motions else None)


def _uneven(times: np.ndarray) -> bool:
    """Whether frames are shown for different times."""
    apart = np.diff(times)
    return len(apart) > 1 and bool(np.ptp(apart) > 0.05 * np.median(apart))
