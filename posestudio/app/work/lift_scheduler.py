"""Keeps the document's result up with its state: quick answers during a gesture, a fine one after it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from posestudio.app.model.document import NO_COMPANIONS, Document
from posestudio.app.model.lifted_source import LiftedSource
from posestudio.app.model.sources import Source
from posestudio.app.model.state import Settings, State
from posestudio.app.work.lift_worker import LiftWorker, Quality, Request, Response
from posestudio.body.limits import bundled_limits
from posestudio.keypoints import MISSING

_LIFTED_FROM = frozenset({"source", "frame", "person", "retouches", "pins", "camera", "settings"})

_PATIENCE = 0.06  # seconds that the window stands still for the answer to a hand's movement
_TRIES = 3  # in vain, one after the other, before it no longer does in this gesture

MOST_COMPANIONS = 15  # people beside the one being edited who are shown in 3D


class LiftScheduler(QObject):
    """Asks for a lift whenever what it depends on has changed, and hands answers to the document."""

    lifted = Signal(object)  # Response
    read_from_file = Signal(int)
    """Poses of the open file are shown: so many."""
    failed = Signal(str)
    idle = Signal()
    """There is nobody to lift: no answer will come."""
    _asked_quick = Signal()
    answered_in_time = Signal()
    """The window has waited for what it now shows: paint it before the hand's next movement."""

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
        self._asked: State | None = None  # the state that the last fine request was about
        self._shown: State | None = None  # the state whose fine answer is shown
        self._quick: Request | None = None  # to be waited for
        self._opened: Source | None = None  # and the settings when it was
        self._opened_with: Settings | None = None
        self._late = 0  # answers that were waited for in vain, one after the other
        self._asked_quick.connect(self._wait_for_quick, Qt.ConnectionType.QueuedConnection)
        document.changed.connect(self._changed)
        document.gesture_ended.connect(self._refine)
        worker.answered.connect(self._answered)

    @property
    def settled(self) -> bool:
        """Whether the fine answer to the present state is shown."""
        return _lifts_alike(self._shown, self._document.state)

    def refresh(self) -> None:
        """Ask anew, though nothing in the document has changed."""
        self._ask(Quality.FINE)

    def _changed(self, names: frozenset[str]) -> None:
        if names & _LIFTED_FROM:
            self._ask(Quality.QUICK if self._document.gesturing else Quality.FINE)

    def _refine(self) -> None:
        if not _lifts_alike(self._asked, self._document.state):
            self._ask(Quality.FINE)

    def _ask(self, quality: Quality) -> None:
        state = self._document.state
        self._asked = state if quality is Quality.FINE else None
        if quality is Quality.FINE and self._answer_from_file(state):
            return
        if state.empty or not state.visibility.any():
            self._shown, self._quick = state, None
            self._document.companions = NO_COMPANIONS
            self._document.set_result(None)
            self.idle.emit()
            return
        request = request_about(state, quality)
        self._worker.ask(request)
        if quality is Quality.FINE:
            self._quick, self._late = None, 0
        elif self._late < _TRIES:
            self._quick = request
            self._asked_quick.emit()  # later: when everybody knows of the change, and before anything is painted

    def _answer_from_file(self, state: State) -> bool:
        """Show the poses that the open file has, if they answer what is asked; whether they do."""
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
        if self._worker.wait_for(request, self._patience):
            self._late = 0
            self.answered_in_time.emit()
        else:
            self._late += 1

    def _answered(self, response: Response) -> None:
        asked, now = response.request.context, self._document.state
        if asked.source is not now.source or asked.person != now.person or not now.visibility.any():
            return
        if self._shown is now and asked is not now and now.answer_in_file() is not None:
            return  # an answer to an earlier question, that comes after the file's own
        if response.result is None:
            self.failed.emit(response.problem)
            return
        self._shown = asked if response.request.quality is Quality.FINE else None
        if response.companions is not None:
            self._document.companions = response.companions
        quick = response.request.quality is Quality.QUICK
        self._document.set_result(response.result, follow=quick, limits=response.limits)
        self.lifted.emit(response)


def request_about(state: State, quality: Quality) -> Request:
    """The question that ``state`` asks; a fine one is about the others in the picture, too."""
    others: list[int] = []
    if quality is Quality.FINE:
        here = (person for person in range(state.source.people) if person != state.person)
        others = [person for person in here if (state.observe(person)[1] != MISSING).any()][:MOST_COMPANIONS]
    return Request(
        state.lift_input(),
        state.camera,
        state.settings,
        quality,
        tuple(map(state.lift_input, others)),
        context=state,
    )


def _lifts_alike(one: State | None, other: State) -> bool:
    """Whether two states ask for the same poses."""
    return one is not None and all(getattr(one, name) is getattr(other, name) for name in _LIFTED_FROM)
