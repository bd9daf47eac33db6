"""Infers the field of view of what is open in the background, and gives the camera that one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import State
from posestudio.app.work.jobs import Stopped
from posestudio.app.work.services import Studio
from posestudio.common.progress import ProgressCallback
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.lifting.field_of_view import FieldOfView
    from posestudio.lifting.lifter import Lifter

MOST_FRAMES = 120
"""Frames that are looked at, evenly chosen: more say nothing new."""


class FieldOfViewInference(QObject):
    """``infer`` runs the lifter's inference for all people in all frames; what it finds is an edit of the camera."""

    def __init__(
        self, studio: Studio, lifter: Callable[[str], Lifter], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._studio, self._lifter = studio, lifter
        self._asked: State | None = None

    def infer(self) -> None:
        """Begin; a message says what was found, or why nothing was."""
        state = self._studio.document.state
        if state.empty or self._asked is not None:
            return
        self._asked = state
        frames, weights = frames_of(state), state.settings.weights

        def work(progress: ProgressCallback) -> FieldOfView | None:
            return self._lifter(weights).infer_field_of_view(frames, progress)

        self._studio.jobs.start(tr("Inferring the field of view"), work, self._take, self._fail)

    def _take(self, found: FieldOfView | None) -> None:
        from posestudio.lifting.field_of_view import LEAST_PEOPLE, LEAST_POINTS

        asked, self._asked = self._asked, None
        document = self._studio.document
        if found is None:
            self._studio.show_message(
                tr(
                    "The field of view cannot be inferred: it takes {people} people, or one in {people} frames, with"
                    " {points} keypoints each.",
                    people=LEAST_PEOPLE,
                    points=LEAST_POINTS,
                )
            )
        elif asked is not None and document.state.source is asked.source:
            document.set_camera(document.state.camera.with_fov(found.degrees), tr("Infer field of view"))
            self._studio.show_message(
                tr_n(
                    "Field of view {degrees}\u00b0, probably {low}\u00b0 to {high}\u00b0, from %n pose.",
                    "Field of view {degrees}\u00b0, probably {low}\u00b0 to {high}\u00b0, from %n poses.",
                    found.people,
                    degrees=f"{found.degrees:.0f}",
                    low=f"{found.low:.0f}",
                    high=f"{found.high:.0f}",
                )
            )

    def _fail(self, problem: Exception) -> None:
        self._asked = None
        if not isinstance(problem, Stopped):
            self._studio.show_error(str(problem), "lift")


def frames_of(state: State) -> list[Keypoints]:
    """The keypoints of everybody: in the frame that is shown with what was moved by hand, and in others as found."""
    source, size = state.source, state.camera.size
    frames = [state.everyone()]
    if isinstance(source, KeypointsSource) and source.frames > 1:
        numbers = np.linspace(0, source.frames - 1, min(source.frames, MOST_FRAMES)).astype(int)
        for number in dict.fromkeys(numbers.tolist()):
            if number != state.frame and source.searched(number):
                frames += [
                    found
                    for person in range(source.people)
                    if (found := source.keypoints_of(number, person)) is not None
                ]
    return [frame for frame in frames if frame.size in (None, size)]
