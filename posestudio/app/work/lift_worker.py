"""The latest question is the only one worth answering: lifting behind the window."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QThread, Signal

from posestudio.app.model.state import LiftInput, Settings
from posestudio.app.work.file_watcher import stamp
from posestudio.app.work.torch_import import import_torch
from posestudio.body.layouts import BODY_JOINTS
from posestudio.body.limits import bundled_limits
from posestudio.geometry.camera import Camera

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.result import Lifted, WarmStart

QUICK_HYPOTHESES = 16
QUICK_STEPS = 3

LIFTERS_KEPT = 2  # to go back and forth between two without waiting


class Quality(Enum):
    """QUICK follows the hand; FINE is the answer, with its trajectory."""

    QUICK = "quick"
    FINE = "fine"


@dataclass(frozen=True, eq=False)
class Request:
    """Everything that lifting one person needs, so that the worker shares nothing with the window.

    Quick answers go on from the answer before, so that poses glide while a joint is dragged. ``others``
    are lifted after a fine answer, each for the best pose alone. ``context`` is handed back untouched:
    whoever asks can tell whether the answer still fits.
    """

    lift_input: LiftInput
    camera: Camera
    settings: Settings
    quality: Quality
    others: tuple[LiftInput, ...] = ()
    context: Any = None

    def options(self) -> dict[str, Any]:
        """Arguments of ``Lifter.lift``. Both qualities start from the same noise: same seed."""
        settings, quick = self.settings, self.quality is Quality.QUICK
        return self.lift_input.options() | {
            "hypotheses": min(settings.hypotheses, QUICK_HYPOTHESES) if quick else settings.hypotheses,
            "seed": settings.seed,
            "steps": min(settings.steps or QUICK_STEPS, QUICK_STEPS) if quick else settings.steps,
            "sampler": settings.sampler,
            "noise": settings.noise,
            "trajectory": not quick,
        }


@dataclass(frozen=True, eq=False)
class Response:
    """The answer to ``request``: a result, or one line that says why there is none. ``companions``
    (P, 27, 3), world metres, are the best poses of the others, and ``limits`` (H, 9)
    which bones of each hypothesis are beyond the joint limits, after a fine question."""

    request: Request
    result: Lifted | None
    problem: str = ""
    seconds: float = 0.0
    companions: np.ndarray | None = None
    limits: np.ndarray | None = None


class _Superseded(Exception):
    """A newer request waits: stop computing the old one."""


def load_lifter(weights: str) -> Lifter:
    """Bundled weights by name, others by path. Imports torch, so call it behind the window."""
    import_torch()
    from posestudio.lifting.lifter import Lifter

    return Lifter.load(weights)


class LiftWorker(QObject):
    """Answers requests in a thread of its own, newest first, older ones never.

    A fine computation gives way to any newer request at its next step. A quick one runs to its
    end unless a fine one waits: while a hand drags, an answer that is a few pixels old is better
    than none.
    """

    answered = Signal(object)  # Response
    asked = Signal()
    _found = Signal()  # an answer, by the worker

    def __init__(self, load: Callable[[str], Lifter] = load_lifter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._worker = _Worker(load, self)
        self._worker.start()

    def ask(self, request: Request) -> None:
        """Make ``request`` the one that is answered next; never waits."""
        self._worker.put(request)
        self.asked.emit()

    def wait_for(self, request: Request, seconds: float) -> bool:
        """Hold the window until ``request`` is answered, for ``seconds`` at most; what was found is told at once.
        Whether it was answered in time.

        Threads that share few cores and Python's lock take twice as long beside each other as one after
        the other: an answer that is nearly there comes sooner to a window that does nothing meanwhile.
        """
        in_time = self._worker.wait_for_answer(request, seconds)
        self._tell()
        return in_time

    def _tell(self) -> None:
        while self._worker.answers:
            self.answered.emit(self._worker.answers.popleft())

    def close(self) -> None:
        """Stop at the next step of what is running, and end the thread."""
        self._worker.stop()
        self._worker.wait()


class _Worker(QThread):
    def __init__(self, load: Callable[[str], Lifter], door: LiftWorker) -> None:
        super().__init__(door)
        self.setObjectName("posestudio-sampling")
        self._load, self._door = load, door
        self._lifters: dict[str, tuple[object, Lifter]] = {}
        self._ready = threading.Condition()
        self._next: Request | None = None
        self._stopped = False
        self.answers: deque[Response] = deque()
        self._answered: Request | None = None  # the last one, whether or not it has been told
        self._last: tuple[Request, Lifted] | None = None
        self._known_companions: dict[bytes, np.ndarray] = {}

    def put(self, request: Request) -> None:
        with self._ready:
            self._next = request
            self._ready.notify_all()

    def stop(self) -> None:
        with self._ready:
            self._stopped = True
            self._ready.notify_all()

    def wait_for_answer(self, request: Request, seconds: float) -> bool:
        with self._ready:
            return self._ready.wait_for(lambda: self._answered is request, seconds)

    def _take(self) -> Request | None:
        with self._ready:
            self._ready.wait_for(lambda: self._stopped or self._next is not None)
            request, self._next = self._next, None
            return None if self._stopped else request

    def run(self) -> None:
        while (request := self._take()) is not None:
            try:
                response = self._answer(request)
            except _Superseded:
                continue
            with self._ready:
                self.answers.append(response)
                self._answered = request
                self._ready.notify_all()
            self._door._found.emit()

    def _answer(self, request: Request) -> Response:
        try:
            lifter = self._lifter(request.settings.weights)
            begin = perf_counter()
            options = request.options()
            result = lifter.lift(
                camera=request.camera,
                callback=self._watch(request),
                warm=self._warm(request, options["hypotheses"]),
                **options,
            )
            self._last = (request, result)
            seconds = perf_counter() - begin
            if request.quality is not Quality.FINE:
                return Response(request, result, "", seconds)
            result.modes  # noqa: B018  # found here, behind the window, which then finds them ready
            companions = self._companions(lifter, request)
            limits = bundled_limits().outside(result.joints[0])
            return Response(request, result, "", seconds, companions, limits)
        except _Superseded:
            raise
        except Exception as problem:  # whatever goes wrong, the window lives on and says so
            return Response(request, None, str(problem) or type(problem).__name__)

    def _lifter(self, weights: str) -> Lifter:
        """The lifter with these weights, loaded again when their file has changed; the last few are kept."""
        written = stamp(Path(weights))  # None for bundled ones, which stay as they are
        kept = self._lifters.pop(weights, None)
        if kept is None or kept[0] != written:
            kept = written, self._load(weights)
            self._last, self._known_companions = None, {}
        self._lifters[weights] = kept
        while len(self._lifters) > LIFTERS_KEPT:
            del self._lifters[next(iter(self._lifters))]
        return kept[1]

    def _companions(self, lifter: Lifter, request: Request) -> np.ndarray:
        """The best poses of the others; of those who have not changed, as they were found before."""
        settings = request.settings
        asked = repr((request.camera.to_json(), settings.weights, settings.seed)).encode()
        others = {
            seen.fingerprint() + asked: seen for seen in request.others if seen.keypoints.observed.any()
        }
        for key, seen in others.items():
            if key not in self._known_companions:  # kept at once: a newer request may end this one
                lifted = lifter.lift(
                    camera=request.camera,
                    hypotheses=QUICK_HYPOTHESES,
                    seed=settings.seed,
                    steps=None,
                    sampler=None,
                    noise=None,
                    trajectory=False,
                    callback=self._watch(request),
                    **seen.options(),
                )
                self._known_companions[key] = lifted.joints[0, 0]
        bodies = {key: self._known_companions[key] for key in others}
        self._known_companions = bodies
        return np.stack(list(bodies.values())) if bodies else np.zeros((0, len(BODY_JOINTS), 3), np.float32)

    def _warm(self, request: Request, hypotheses: int) -> WarmStart | None:
        """What a quick answer goes on from: the last one, when the settings are the same. Even somebody else's is
        no worse a start than noise."""
        if request.quality is Quality.FINE or self._last is None:
            return None
        before, result = self._last
        if before.settings != request.settings or result.warm is None:
            return None
        fits = (
            len(result.joints) == request.lift_input.keypoints.people and result.joints.shape[1] >= hypotheses
        )
        return result.warm.first(hypotheses) if fits else None

    def _watch(self, request: Request) -> Callable[..., None]:
        def callback(*_: Any) -> None:
            newer = self._next
            outdated = newer is not None and Quality.FINE in (request.quality, newer.quality)
            if self._stopped or outdated:
                raise _Superseded

        return callback
