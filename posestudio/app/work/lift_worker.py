"""The thread that lifts: it answers the newest request and drops older ones."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from posestudio.app.model.posed_result import with_pose
from posestudio.app.model.state import LiftInput, SamplerSettings
from posestudio.app.work import computing
from posestudio.app.work.lifters import Lifters
from posestudio.app.work.newest_request import NewestRequestThread
from posestudio.app.work.torch_import import import_torch
from posestudio.body.layouts import BODY_JOINTS
from posestudio.body.limits import bundled_limits
from posestudio.geometry.camera import Camera

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.result import Lifted, WarmStart

QUICK_HYPOTHESES = 16
QUICK_STEPS = 3


class Quality(Enum):
    """QUICK is for each movement of a drag; FINE has all hypotheses and steps, and the trajectory."""

    QUICK = "quick"
    FINE = "fine"


@dataclass(frozen=True, eq=False)
class Request:
    """Everything that lifting one person needs, so that the thread shares nothing with the window.

    A quick answer starts from the poses of the answer before, so poses move smoothly while a joint is dragged.
    ``others`` are lifted after a fine answer, each for its best pose only. ``posed`` (29, 3) is a pose made by hand,
    which is the first hypothesis of the answer. ``context`` is returned unchanged: by it the caller sees whether the
    answer is still about what is edited.
    """

    lift_input: LiftInput
    camera: Camera
    settings: SamplerSettings
    quality: Quality
    others: tuple[LiftInput, ...] = ()
    posed: np.ndarray | None = None
    context: Any = None

    def options(self) -> dict[str, Any]:
        """Arguments of ``Lifter.lift``. Both qualities have the same seed, and so the same noise."""
        settings, quick = self.settings, self.quality is Quality.QUICK
        return self.lift_input.options() | {
            "hypotheses": min(settings.hypotheses, QUICK_HYPOTHESES) if quick else settings.hypotheses,
            "seed": settings.seed,
            "steps": min(settings.steps or QUICK_STEPS, QUICK_STEPS) if quick else settings.steps,
            "sampler": settings.sampler,
            "noise": settings.noise,
            "trajectory": not quick,
            "quick": quick,
        }


@dataclass(frozen=True, eq=False)
class Response:
    """The answer to ``request``: a result, or one line that says why there is none, and how long it took. After a
    fine request ``companions`` (P, 29, 3), world metres, are the best poses of the others, and ``limits`` (H, 9) says
    which bones of each hypothesis are beyond the joint limits."""

    request: Request
    result: Lifted | None
    problem: str = ""
    seconds: float = 0.0
    companions: np.ndarray | None = None
    limits: np.ndarray | None = None


class _Superseded(Exception):
    """Raised out of a lift's callback to stop it, because a newer request waits."""


def load_lifter(weights: str) -> Lifter:
    """The lifter with bundled weights of a name, or those of a path. Imports torch, so call it in a background
    thread."""
    import_torch()
    from posestudio.lifting.lifter import Lifter

    return Lifter.load(weights, device=computing.device())


class LiftWorker(QObject):
    """Answers requests in a thread of its own; a newer request replaces one that waits.

    A fine lift stops for any newer request at its next step. A quick one is completed unless a fine one waits: during
    a drag an answer that is a few pixels old is better than none.
    """

    answered = Signal(object)  # Response
    submitted = Signal()
    _computed = Signal()  # by the thread: an answer is in its ``answers``

    def __init__(self, load: Callable[[str], Lifter] = load_lifter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._computed.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.lifters = Lifters(load)
        """The loaded lifters, for other threads to use as well."""
        self._thread = _LiftThread(self.lifters, self._computed.emit, self)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Make ``request`` the one that is answered next; never waits."""
        self._thread.put(request)
        self.submitted.emit()

    def wait_for(self, request: Request, seconds: float) -> bool:
        """Block the window until ``request`` is answered, for ``seconds`` at most, and deliver the answers there are.
        Returns whether it was answered in time.

        Two threads that share few cores and Python's lock take twice as long side by side as one after the other: an
        answer that is nearly ready arrives sooner if the window does nothing meanwhile.
        """
        in_time = self._thread.wait_for_answer(request, seconds)
        self._deliver()
        return in_time

    def _deliver(self) -> None:
        while self._thread.answers:
            self.answered.emit(self._thread.answers.popleft())

    def close(self) -> None:
        """Stop the running lift at its next step, and end the thread."""
        self._thread.stop()
        self._thread.wait()


class _LiftThread(NewestRequestThread[Request]):
    """Lifts the newest request, appends the answer to ``answers`` and calls ``answered``."""

    def __init__(self, lifters: Lifters, answered: Callable[[], None], parent: QObject) -> None:
        super().__init__("posestudio-sampling", parent)
        self._lifters, self._notify = lifters, answered
        self._used: Lifter | None = None
        self.answers: deque[Response] = deque()
        self._last: tuple[Request, Lifted] | None = None
        self._known_companions: dict[bytes, np.ndarray] = {}

    def answer(self, request: Request) -> bool:
        try:
            response = self._answer(request)
        except _Superseded:
            return False
        self.answers.append(response)
        self._notify()
        return True

    def _answer(self, request: Request) -> Response:
        try:
            lifter = self._lifter(request.settings.weights)
            begin = perf_counter()
            options = request.options()
            result = lift_seen(
                lifter,
                request.lift_input,
                camera=request.camera,
                callback=self._stop_if_superseded(request),
                warm=self._warm_start(request, options["hypotheses"]),
                **options,
            )
            self._last = (request, result)
            if request.posed is not None:
                result = with_pose(result, request.posed)
            seconds = perf_counter() - begin
            if request.quality is not Quality.FINE:
                return Response(request, result, "", seconds)
            result.modes  # noqa: B018  # computed and cached here, not in the window's thread
            companions = self._companions(lifter, request)
            limits = bundled_limits().outside(result.joints[0])
            return Response(request, result, "", seconds, companions, limits)
        except _Superseded:
            raise
        except Exception as problem:  # whatever it is, the window shows it and stays open
            return Response(request, None, str(problem) or type(problem).__name__)

    def _lifter(self, weights: str) -> Lifter:
        """The lifter with these weights; what was kept of another's answers is dropped."""
        lifter = self._lifters.get(weights)
        if lifter is not self._used:
            self._used, self._last, self._known_companions = lifter, None, {}
        return lifter

    def _companions(self, lifter: Lifter, request: Request) -> np.ndarray:
        """(P, 29, 3) the best poses of the request's others; those whose input is the same as before are not lifted
        again."""
        settings = request.settings
        settings_key = repr((request.camera.to_json(), settings.weights, settings.seed)).encode()
        others = {
            one.fingerprint() + settings_key: one for one in request.others if one.keypoints.observed.any()
        }
        for key, lift_input in others.items():
            if key not in self._known_companions:  # kept at once: a newer request may stop this one
                lifted = lift_seen(
                    lifter,
                    lift_input,
                    camera=request.camera,
                    hypotheses=QUICK_HYPOTHESES,
                    seed=settings.seed,
                    steps=None,
                    sampler=None,
                    noise=None,
                    trajectory=False,
                    callback=self._stop_if_superseded(request),
                    **lift_input.options(),
                )
                self._known_companions[key] = lifted.joints[0, 0]
        bodies = {key: self._known_companions[key] for key in others}
        self._known_companions = bodies
        return np.stack(list(bodies.values())) if bodies else np.zeros((0, len(BODY_JOINTS), 3), np.float32)

    def _warm_start(self, request: Request, hypotheses: int) -> WarmStart | None:
        """What a quick answer starts from: the last answer, if the settings are the same. Even another person's poses
        are no worse a start than noise."""
        if request.quality is Quality.FINE or self._last is None:
            return None
        before, result = self._last
        if before.settings != request.settings or result.warm is None:
            return None
        fits = (
            len(result.joints) == request.lift_input.keypoints.people
            and result.joints.shape[1] >= hypotheses
            and len(before.lift_input.views) == len(request.lift_input.views)
        )
        return result.warm.first(hypotheses) if fits else None

    def _stop_if_superseded(self, request: Request) -> Callable[..., None]:
        """A callback of the lifter that raises _Superseded as soon as the request should be dropped."""

        def callback(*_: Any) -> None:
            newer = self._next
            outdated = newer is not None and Quality.FINE in (request.quality, newer.quality)
            if self._stopped or outdated:
                raise _Superseded

        return callback


def lift_seen(lifter: Lifter, lift_input: LiftInput, *, camera: Camera, **options: Any) -> Lifted:
    """The poses of a person with the ``options`` of ``Lifter.lift``, from all views in which they are seen.

    Several views have the default sampler and noise factor, and no student; a pinned joint is held by the keypoints
    alone, which lie where the cameras see the pin.
    """
    views = lift_input.views
    if not views:
        return lifter.lift(camera=camera, **options)
    seen = [options.pop("keypoints"), *(view.keypoints for view in views)]
    options["keypoint_noise"] = [options["keypoint_noise"], *(view.noise for view in views)]
    for name in ("sampler", "noise", "quick", "known"):
        options.pop(name, None)
    return lifter.lift_views(seen, [camera, *(view.camera for view in views)], **options)
