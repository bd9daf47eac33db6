"""Decides when the document is lifted: quick lifts during a gesture, a fine one after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from posestudio.app.model.document import NO_COMPANIONS, Document
from posestudio.app.model.lifted_source import LiftedSource
from posestudio.app.model.motion_poses import pose_in
from posestudio.app.model.person_points import K
from posestudio.app.model.posed_result import with_pose
from posestudio.app.model.sources import Source
from posestudio.app.model.state import SamplerSettings, State
from posestudio.app.model.views import Solved, lift_input_of
from posestudio.app.work.lift_worker import LiftWorker, Quality, Request, Response
from posestudio.body.limits import bundled_limits
from posestudio.keypoints import MISSING

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.result import Lifted

_LIFTED_FROM = frozenset(
    {"source", "frame", "person", "keypoint_edits", "pins", "poses", "motion", "camera", "settings", "views"}
)

_PATIENCE = 0.06  # seconds that the window waits, blocked, for the answer to a movement of a drag
_TRIES = 3  # late answers in a row, after which it no longer waits in this gesture

MOST_COMPANIONS = 15  # people beside the one being edited who are shown in 3D


class LiftScheduler(QObject):
    """Submits a request whenever something has changed that lifting depends on, and gives the document the
    answers."""

    lifted = Signal(object)  # Response
    read_from_file = Signal(int)
    """That many poses of the open file are shown; nothing is lifted."""
    failed = Signal(str)
    idle = Signal()
    """There is nobody to lift: no answer will come."""
    _quick_submitted = Signal()
    answered_in_time = Signal()
    """The window has waited for the result that it now has: it should be painted before the next movement."""

    def __init__(
        self,
        document: Document,
        worker: LiftWorker,
        parent: QObject | None = None,
        *,
        patience: float = _PATIENCE,
    ) -> None:
        super().__init__(parent)
        self._document, self._worker, self._patience = document, worker, patience
        self._requested: State | None = None  # the state that the last fine request was about
        self._shown: State | None = None  # the state whose fine answer is shown
        self._quick: Request | None = None  # to be waited for
        self._followed: State | None = None  # the state that the last answer was about
        self._posed: Lifted | None = (
            None  # the result that has the pose made by hand before its other hypotheses
        )
        self._opened: Source | None = None  # the source that is open
        self._opened_with: SamplerSettings | None = None  # the settings when that source was opened
        self._motion: LiftedMotion | None = None  # the motion that is shown
        self._was_coarse = False
        self._rank = 0  # of the hypothesis selected of the last motion that was not coarse
        self._late = 0  # answers in a row that did not arrive in time
        self._quick_submitted.connect(self._wait_for_quick, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._changed)
        document.keypoints_found.connect(self._keypoints_found)
        document.motion_changed.connect(self._motion_changed)
        document.gesture_ended.connect(self._refine)
        worker.answered.connect(self._answered)

    @property
    def settled(self) -> bool:
        """Whether the fine answer to the present state is shown."""
        return _lifts_alike(self._shown, self._document.state)

    def refresh(self) -> None:
        """Lift again, though nothing in the document has changed."""
        self._request(Quality.FINE)

    def _changed(self, names: frozenset[str]) -> None:
        if names & _LIFTED_FROM:
            self._request(Quality.QUICK if self._document.gesturing else Quality.FINE)

    def _show_pose(self) -> bool:
        """Choose the pose that was made by hand before the other hypotheses are about it. Returns whether there is a
        pose that is not shown yet."""
        document, pose = self._document, self._document.state.posed
        result = document.result
        if pose is None or result is None or document.motion_result is not None:
            return False
        if result is self._posed and np.array_equal(result.joints[0, 0], pose):
            return False
        self._posed = with_pose(result, pose, 0 if result is self._posed else None)
        document.set_result(self._posed, limits=document.limits, rank=0)
        return True

    def _keypoints_found(self, frames: frozenset[int]) -> None:
        if self._document.state.frame in frames:
            self._request(Quality.QUICK if self._document.gesturing else Quality.FINE)

    def _motion_changed(self) -> None:
        self._request(Quality.QUICK if self._document.gesturing else Quality.FINE)

    def _refine(self) -> None:
        if not _lifts_alike(self._requested, self._document.state):
            self._request(Quality.FINE)

    def _request(self, quality: Quality) -> None:
        state = self._document.state
        self._requested = state if quality is Quality.FINE else None
        if quality is Quality.FINE:
            self._show_pose()
        if self._show_motion(state, quality):
            return
        if quality is Quality.FINE and self._answer_from_file(state):
            return
        if state.empty or not state.visibility[:K].any():
            self._shown, self._quick = state, None
            self._document.companions = NO_COMPANIONS
            self._document.set_result(None)
            self.idle.emit()
            return
        request = request_about(state, quality, self._document.solved_cameras)
        self._worker.submit(request)
        if quality is Quality.FINE:
            self._quick, self._late = None, 0
        elif self._late < _TRIES or state.posed is not None:
            self._quick = request
            self._quick_submitted.emit()  # delivered when all views have the change, before painting

    def _show_motion(self, state: State, quality: Quality) -> bool:
        """Show the frame's poses of the motion that was solved, if it reaches the frame. Returns whether it does."""
        document, motion = self._document, self._document.motion_result
        pose = None if motion is None else pose_in(motion, state.frame)
        if pose is None:
            self._motion = None
            return False
        rank: int | None = None
        if motion is self._motion:
            rank = document.selected
        elif document.motion_is_coarse:
            if not self._was_coarse:
                self._rank = document.selected
            rank = 0  # the one that was selected is its first
        elif self._motion is not None and self._was_coarse:
            rank = self._rank
        if state.posed is not None:
            pose = with_pose(pose, state.posed, document.selected if rank is None else rank)
        self._motion, self._was_coarse = motion, document.motion_is_coarse
        self._shown, self._quick = state, None
        fine = quality is Quality.FINE
        beside = [pose_in(other, state.frame) for other in document.other_motions]
        bodies = [other.joints[0, 0] for other in beside if other is not None]
        document.companions = np.stack(bodies) if bodies else NO_COMPANIONS
        limits = bundled_limits().outside(pose.joints[0]) if fine else None
        document.set_result(pose, limits=limits, rank=rank)
        return True

    def _answer_from_file(self, state: State) -> bool:
        """Show the poses that the open file has for ``state``, if it has any. Returns whether it has."""
        if state.source is not self._opened:
            self._opened, self._opened_with = state.source, state.settings
        answer = state.answer_in_file() if state.settings is self._opened_with else None
        if answer is None or not isinstance(state.source, LiftedSource):
            return False
        self._shown, self._quick = state, None
        self._document.companions = state.source.others(state.frame, state.person)
        self._document.set_result(answer, limits=bundled_limits().outside(answer.joints[0]))
        self.read_from_file.emit(answer.joints.shape[1])
        return True

    def _wait_for_quick(self) -> None:
        request, self._quick = self._quick, None
        if request is None:
            return
        if self._late < _TRIES and self._worker.wait_for(request, self._patience):
            self._late = 0
            self.answered_in_time.emit()
            return
        self._late += 1
        if self._show_pose():  # which is there before it is sampled about
            self.answered_in_time.emit()

    def _answered(self, response: Response) -> None:
        lifted, now = response.request.context, self._document.state
        if self._motion is not None and self._motion is self._document.motion_result:
            return  # a motion has been solved meanwhile, which is shown
        if lifted.source is not now.source or lifted.person != now.person or not now.visibility[:K].any():
            return
        if len(lifted.views) != len(now.views):
            return
        if self._shown is now and lifted is not now and now.answer_in_file() is not None:
            return  # an answer to an earlier request, after the file's own poses have been shown
        if response.result is None:
            self.failed.emit(response.problem)
            return
        self._shown = lifted if response.request.quality is Quality.FINE else None
        if response.companions is not None:
            self._document.companions = response.companions
        quick = response.request.quality is Quality.QUICK
        result, posed = response.result, now.posed
        if posed is not None and posed is not response.request.posed:  # the hand has gone on meanwhile
            result = with_pose(result, posed, None if response.request.posed is None else 0)
        self._posed = None if posed is None else result
        follow = quick or _corrects(self._followed, lifted)
        self._followed = lifted
        self._document.set_result(result, follow=follow, limits=response.limits)
        self.lifted.emit(response)


def _corrects(before: State | None, now: State) -> bool:
    """Whether ``now`` is about the same person of the same frame, sampled alike: its keypoints or camera were
    corrected, and the person's chosen pose is to stay what it was as far as it can."""
    if before is None or before.source is not now.source:
        return False
    return (before.frame, before.person, before.settings) == (now.frame, now.person, now.settings)


def request_about(state: State, quality: Quality, solved: Solved = ()) -> Request:
    """The request to lift ``state``; a fine one includes the other people of the frame. Cameras of further views that
    are not known stay where they were ``solved`` for in a quick one, and are solved for anew in a fine one."""
    others: list[int] = []
    if quality is Quality.FINE:
        here = (person for person in range(state.source.people) if person != state.person)
        others = [person for person in here if (state.observe(person)[1][:K] != MISSING).any()][
            :MOST_COMPANIONS
        ]
    return Request(
        lift_input_of(state, solved=solved if quality is Quality.QUICK else ()),
        state.camera,
        state.settings,
        quality,
        tuple(lift_input_of(state, person, solved) for person in others),
        posed=state.posed,
        context=state,
    )


def _lifts_alike(one: State | None, other: State) -> bool:
    """Whether two states have the same poses."""
    return one is not None and all(getattr(one, name) is getattr(other, name) for name in _LIFTED_FROM)
