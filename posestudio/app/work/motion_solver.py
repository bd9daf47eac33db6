"""Decides when the motion of a sequence is solved: coarsely around a frame while a joint is dragged there, finely
afterwards, always in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from posestudio.app.common.translation import tr
from posestudio.app.model.document import Document
from posestudio.app.model.motion_observation import motion_camera
from posestudio.app.model.motion_poses import same_lens, seen_from, with_hypotheses, with_trajectory_of
from posestudio.app.model.people_names import number_title
from posestudio.app.model.state import State
from posestudio.app.work.jobs import Jobs, Stopped
from posestudio.app.work.lift_scheduler import MOST_COMPANIONS
from posestudio.app.work.motion_request import (
    COARSE_HYPOTHESES,
    MotionInput,
    MotionRequest,
    can_solve,
    frames_changed,
    solve,
    versions_of,
)
from posestudio.app.work.newest_request import NewestRequestThread
from posestudio.common.progress import ProgressCallback
from posestudio.geometry.camera import Camera

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.motion.result import LiftedMotion

_SOLVED_FROM = frozenset({"source", "person", "keypoint_edits", "pins", "motion", "camera", "settings"})
_PAUSE_MS = 150  # between an edit and solving: several may follow each other
_PATIENCE = 0.09  # seconds that the window waits, blocked, for the answer to a movement of a drag
_MOST_MOVED = 1_000_000  # numbers of a motion that is moved along with the camera: in about 30 ms
_TRIES = 3  # late answers in a row, after which it no longer waits in this gesture


@dataclass(frozen=True, eq=False)
class _Solved:
    """A motion, the state it is of, and how often people had been found in the state's frames then."""

    state: State
    versions: np.ndarray | None
    motion: LiftedMotion
    best: bool = False
    """Whether it is the best motion alone, of somebody else than the person being edited."""


class MotionSolver(QObject):
    """Gives the document the motion of the person being edited whenever something has changed that it depends on.

    Of several wishes the newest counts. A motion that was solved before is solved anew only around the frames that
    have changed since, and other frames stay as they were.
    """

    solved = Signal(float, int)
    """A fine motion is there: how many seconds it took, and of how many frames it is."""
    message = Signal(str)
    failed = Signal(str)
    answered_in_time = Signal()
    """The window has waited for the coarse motion that it now has: it should be painted before the next movement."""
    _coarse_submitted = Signal()
    _coarse_done = Signal()

    def __init__(
        self,
        document: Document,
        lifter: Callable[[str], Lifter],
        wait: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
        *,
        patience: float = _PATIENCE,
    ) -> None:
        """``wait`` says whether keypoints are still being found, so that solving has to wait for ``solve``."""
        super().__init__(parent)
        self._document, self._lifter, self._wait, self._patience = document, lifter, wait, patience
        self.jobs = Jobs(self)
        """The fine solving, with its progress and a way to stop it."""
        self._input = MotionInput()  # of the thread of ``jobs``
        self._fine: _Solved | None = None
        self._shown: _Solved | None = None  # the coarse or fine one that the document has
        self._at_press: _Solved | None = None  # the one shown when the gesture under way began
        self._nothing: tuple[State, np.ndarray | None] | None = None  # of which there was nothing to solve
        self._wanted: State | None = None  # the state that is being solved finely
        self._others: dict[int, _Solved] = {}  # the motions of other people, by number
        self._late = 0
        self._to_wait_for: MotionRequest | None = None
        self._gesture: object | None = None
        self._thread: _CoarseThread | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.solve)
        self._coarse_submitted.connect(self._wait_for_coarse, Qt.ConnectionType.QueuedConnection)
        self._coarse_done.connect(self._take_coarse, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._document_changed)
        document.gesture_ended.connect(self._gesture_ended)

    @property
    def settled(self) -> bool:
        """Whether the fine motion of the present state is shown, or there is none to solve."""
        state = self._document.state
        if not can_solve(state):
            return True
        if self._nothing is not None and frames_changed(*self._nothing, state) == []:
            return True
        fine = self._fine
        return (
            fine is not None
            and self._shown is fine
            and frames_changed(fine.state, fine.versions, state) == []
        )

    # -- when

    def _document_changed(self, names: frozenset[str]) -> None:
        if not names & _SOLVED_FROM:
            return
        if names & {"source", "person"}:
            self._go_to_another(names)
        if names & {"source", "settings", "camera", "motion"}:
            self._forget_others()
        if self._shown is not None and not can_solve(
            self._document.state
        ):  # a clip's frames by themselves again
            self._stop()
            self._fine = None
            self._show(None)
        if self._document.gesturing:
            self._follow_gesture()
        else:
            self._pause.start()

    def _go_to_another(self, names: frozenset[str]) -> None:
        """Leave the motion of what was shown before; one of the person that was solved earlier is there at once."""
        self._stop()
        state = self._document.state
        if self._fine is not None:
            self._others[self._fine.state.person] = self._fine
        if "source" in names:
            self._others.clear()
        found = self._others.pop(state.person, None)
        self._tell_others()
        self._fine = None if found is not None and found.best else found
        self._show(found)

    def _forget_others(self) -> None:
        """Drop the motions of other people: they would be others now."""
        self._others.clear()
        self._tell_others()

    def _tell_others(self) -> None:
        self._document.other_motions = tuple(one.motion for one in self._others.values())

    def _gesture_ended(self) -> None:
        self._gesture = self._at_press = None
        if can_solve(self._document.state) and not self.settled:
            self._pause.start()

    def _stop(self) -> None:
        self._pause.stop()
        self._wanted = None
        self.jobs.cancel_all()

    # -- fine

    def solve(self) -> None:
        """Solve the motion of the present state, unless that has been done or cannot be."""
        self._pause.stop()
        state = self._document.state
        if not can_solve(state) or self._wait() or self._document.gesturing:
            return
        if self._wanted is not None and frames_changed(self._wanted, versions_of(state), state) == []:
            return  # being solved
        self._stop()
        request = self._request_about(state)
        if request.changed == ():
            self._show(self._fine)  # undone
            return
        self._wanted = state
        self.jobs.start(
            tr("Solving the motion of {who}", who=number_title(state.person).lower()),
            partial(self._solve, request),
            partial(self._finish, request, versions_of(state), perf_counter()),
            partial(self._fail, request),
        )

    def _request_about(self, state: State) -> MotionRequest:
        fine = self._fine
        changed = None if fine is None else frames_changed(fine.state, fine.versions, state)
        if fine is None or changed is None or 2 * len(changed) > state.source.frames:
            return MotionRequest(state)
        return MotionRequest(state, fine.motion, tuple(changed))

    def _solve(self, request: MotionRequest, progress: ProgressCallback) -> LiftedMotion | None:
        progress(0, 0, "steps")
        lifter = self._lifter(request.state.settings.weights)
        frames = (MotionInput() if request.best else self._input).of(request.state)

        def step(done: int, steps: int, *_: Any) -> None:
            progress(done, steps, "steps")

        return solve(lifter, frames, request, step)

    def _finish(
        self, request: MotionRequest, versions: np.ndarray | None, begun: float, motion: LiftedMotion | None
    ) -> None:
        if request.state is not self._wanted:
            return
        self._wanted = None
        self._nothing = None if motion is not None else (request.state, versions)
        if motion is None:
            self._fine = None
            self._show(None)
            return
        self._fine = _Solved(request.state, versions, with_trajectory_of(motion, request.previous))
        self._show(self._fine)
        self._solve_another()
        self.solved.emit(perf_counter() - begun, len(motion.frames))

    def _solve_another(self) -> None:
        """Solve the best motion of one of the other people, to be shown beside that of the person being edited."""
        state = self._document.state
        people = [one for one in range(state.source.people) if one != state.person][:MOST_COMPANIONS]
        for person in people:
            if person not in self._others:
                request = MotionRequest(replace(state, person=person), best=True)
                self.jobs.start(
                    tr("Solving the motion of {who}", who=number_title(person).lower()),
                    partial(self._solve, request),
                    partial(self._take_other, request, versions_of(state)),
                    lambda _: None,
                )
                return

    def _take_other(
        self, request: MotionRequest, versions: np.ndarray | None, motion: LiftedMotion | None
    ) -> None:
        """Show the best motion of another person beside the one being edited, and go on with the next."""
        state, other = self._document.state, request.state
        if other.source is not state.source or self._wanted is not None or motion is None:
            return
        if other.settings is not state.settings or other.camera is not state.camera:
            return
        if other.person != state.person:
            self._others[other.person] = _Solved(other, versions, motion, best=True)
            self._tell_others()
            self._document.motion_changed.emit()
            self._solve_another()

    def _fail(self, request: MotionRequest, problem: Exception) -> None:
        if request.state is not self._wanted:
            return
        self._wanted = None
        if isinstance(problem, Stopped):
            self.message.emit(tr("Stopped solving the motion. An edit starts it again."))
        else:
            self.failed.emit(str(problem) or type(problem).__name__)

    def _show(self, solved: _Solved | None, *, coarse: bool = False) -> None:
        self._shown = solved
        self._document.set_motion(None if solved is None else solved.motion, coarse=coarse)

    # -- coarse

    def _follow_gesture(self) -> None:
        """Solve the frames around what has changed since the gesture under way began, if a motion is there. Where the
        camera moves, the motion is moved along with it."""
        state, gesture = self._document.state, self._document.gesture
        if gesture is not self._gesture:
            self._gesture, self._at_press, self._late = gesture, self._chosen(self._shown), 0
        before = self._at_press
        if before is None:
            return
        changed = frames_changed(before.state, before.versions, state)
        camera, shown = motion_camera(state), self._shown
        small = shown is not None and shown.motion.joints.size <= _MOST_MOVED
        if shown is not None and small and _other_place(shown.motion.camera, camera):
            self._show(
                replace(shown, motion=seen_from(shown.motion, camera)), coarse=self._document.motion_is_coarse
            )
        if not changed or 2 * len(changed) > state.source.frames:
            return
        self._stop()
        if self._thread is None:
            self._thread = _CoarseThread(self._lifter, self._coarse_done.emit, self)
            self._thread.start()
        request = MotionRequest(state, before.motion, tuple(changed), coarse=True)
        self._thread.put(request)
        if self._late < _TRIES:
            self._to_wait_for = request
            self._coarse_submitted.emit()  # delivered when all views have the change, before painting

    def _chosen(self, solved: _Solved | None) -> _Solved | None:
        """A motion with its selected hypothesis first, and no more than are solved coarsely."""
        if solved is None:
            return None
        count = solved.motion.joints.shape[1]
        selected = min(self._document.selected, count - 1)
        order = [selected, *(other for other in range(count) if other != selected)][:COARSE_HYPOTHESES]
        return _Solved(solved.state, solved.versions, with_hypotheses(solved.motion, order))

    def _wait_for_coarse(self) -> None:
        request, self._to_wait_for = self._to_wait_for, None
        if request is None or self._thread is None:
            return
        in_time = self._thread.wait_for_answer(request, self._patience)
        self._take_coarse()
        if in_time:
            self._late = 0
            self.answered_in_time.emit()
        else:
            self._late += 1

    def _take_coarse(self) -> None:
        answer = None if self._thread is None else self._thread.answer_taken()
        if answer is None:
            return
        request, motion = answer
        now = self._document.state
        if request.state.source is not now.source or request.state.person != now.person or motion is None:
            return
        if self._gesture is None and self._shown is self._fine and self.settled:
            return  # the fine one is there already
        self._show(_Solved(request.state, versions_of(request.state), motion), coarse=True)

    def close(self) -> None:
        """Stop solving, and end the threads."""
        self._stop()
        self.jobs.close()
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()


def _other_place(one: Camera, other: Camera) -> bool:
    """Whether the cameras differ, and only in where they are."""
    return one != other and same_lens(one, other)


class _Superseded(Exception):
    """Raised out of the solver's callback to stop it, because the thread is to end."""


class _CoarseThread(NewestRequestThread[MotionRequest]):
    """Solves coarsely; a request is completed although newer ones wait: while a joint is dragged, an answer that is
    a few pixels old is better than none."""

    def __init__(self, lifter: Callable[[str], Lifter], done: Callable[[], None], parent: QObject) -> None:
        super().__init__("posestudio-motion", parent)
        self._lifter, self._notify = lifter, done
        self._input = MotionInput()
        self._answer: tuple[MotionRequest, LiftedMotion | None] | None = None

    def answer_taken(self) -> tuple[MotionRequest, LiftedMotion | None] | None:
        """The latest answer that was not taken."""
        answer, self._answer = self._answer, None
        return answer

    def answer(self, request: MotionRequest) -> bool:
        def callback(*_: Any) -> None:
            if self._stopped:
                raise _Superseded

        try:
            lifter = self._lifter(request.state.settings.weights)
            self._answer = request, solve(lifter, self._input.of(request.state), request, callback)
        except _Superseded:
            return False
        except Exception:  # the fine solving that follows reports what is wrong
            return False
        self._notify()
        return True
