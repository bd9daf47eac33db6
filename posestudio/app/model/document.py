"""The truth about what is being edited: every edit is an undo entry, every view subscribes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from posestudio.app.model.joint_edits import JointEdits
from posestudio.app.model.lifted_source import camera_for
from posestudio.app.model.orbit import NEAREST, STEEPEST, Orbit, on_axis, orbit_of, resized
from posestudio.app.model.sources import HIPS, ClipSource, KeypointsSource, Source
from posestudio.app.model.state import ASSUMED_TARGET, PICTURE_SIZE, Picture, State
from posestudio.body.layouts import BODY_JOINTS
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import ASSUMED_FOV, Camera

if TYPE_CHECKING:
    from posestudio.lifting.result import Lifted

NOBODY = np.zeros((0, len(BODY_JOINTS), 3), np.float32)
_FIELDS = tuple(field.name for field in fields(State))
_KEPT = frozenset({"frame", "person", "target", "settings"})  # go on into the next document, or are no work


class Edit(QUndoCommand):
    """An exchange of one state for another; edits of one gesture become one entry.

    The states have the frame and person they were made on, so undoing an edit goes to where it is seen.
    """

    def __init__(self, document: Document, text: str, after: State, gesture: object | None) -> None:
        super().__init__(text)
        self._document, self.gesture = document, gesture
        self._before, self._after = document.state, after

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Edit) or self.gesture is None or other.gesture is not self.gesture:
            return False
        self._after = other._after
        return True

    @property
    def is_work(self) -> bool:
        """Whether it changed more than what the sampler is asked for."""
        return bool(_different(self._before, self._after) - _KEPT)

    def redo(self) -> None:
        self._document._set_state(self._after)

    def undo(self) -> None:
        self._document._set_state(self._before)


class Document(QObject):
    """Holds the state, its history, and the latest lifted result that belongs to it; ``joints`` edits the person.
    ``companions`` (P, 27, 3) are the best poses of the other people in the picture.

    Going to a frame or to another person is no edit, and opening begins with an empty history.
    A gesture is a drag or the like: its edits become one undo entry, and whoever computes something
    costly from the state can wait for ``gesture_ended``.
    """

    changed = Signal(object)  # frozenset of names of State's fields that differ from before
    opened = Signal()  # something else is edited from now on
    picture_lost = Signal(str)  # why a picture that undo brought back cannot be shown
    gesture_ended = Signal()
    result_changed = Signal()
    selection_changed = Signal()

    GESTURE_PAUSE_MS = 400

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = State()
        self.history = QUndoStack(self)
        self.joints = JointEdits(self)
        self.result: Lifted | None = None
        self.companions = NOBODY
        self.limits: np.ndarray | None = None
        self._chosen, self._by_hand = 0, False
        self._awaited: int | None = None
        self._gesture: object | None = None
        self._run = ""  # the key of the brief gesture under way
        self._pause = QTimer(self, singleShot=True, interval=self.GESTURE_PAUSE_MS)
        self._pause.timeout.connect(self.end_gesture)

    # -- gestures and history

    @property
    def gesturing(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None

    @property
    def gesture(self) -> object | None:
        """The gesture under way: by it a hand knows whether the one it began still is."""
        return self._gesture

    def begin_gesture(self) -> None:
        """From here to ``end_gesture`` edits make one undo entry."""
        self.end_gesture()
        self._gesture = object()

    def end_gesture(self) -> None:
        """The hand is off; harmless when no gesture is under way."""
        self._pause.stop()
        if self._gesture is not None:
            self._gesture, self._run = None, ""
            self.gesture_ended.emit()

    def cancel_gesture(self) -> None:
        """The hand is off, and what it did since ``begin_gesture`` is undone."""
        gesture = self._gesture
        self.end_gesture()
        last = self.history.command(self.history.index() - 1)
        if gesture is not None and isinstance(last, Edit) and last.gesture is gesture:
            self.history.undo()

    def brief_gesture(self, key: str) -> None:
        """One gesture for a run of key presses or wheel clicks of the same ``key``; a pause ends it."""
        if self._run != key:
            self.begin_gesture()
            self._run = key
        self._pause.start()

    def undo(self) -> None:
        """Take the last entry back."""
        self.end_gesture()
        self.history.undo()

    def redo(self) -> None:
        """Do the last undone entry again."""
        self.end_gesture()
        self.history.redo()

    def edit(self, text: str, *, in_gesture: bool = False, **changes: Any) -> None:
        """Change fields of the state, as an undo entry called ``text``.

        Only edits made ``in_gesture`` join its entry; any other ends it.
        """
        if not in_gesture:
            self.end_gesture()
        self.history.push(Edit(self, text, replace(self.state, **changes), self._gesture))

    @property
    def has_unsaved_work(self) -> bool:
        """Whether there are edits since it was opened or saved: of joints, pins, camera or picture."""
        history = self.history
        if history.isClean():
            return False
        ends = sorted((history.cleanIndex(), history.index()))
        return ends[0] < 0 or any(history.command(place).is_work for place in range(*ends))  # type: ignore[attr-defined]

    def _set_state(self, state: State) -> None:
        before = self.state
        if state.picture is not before.picture:
            # The history keeps no decoded pictures: files are read again.
            if before.picture is not None:
                before.picture.put_away()
            state = self._with_picture(state)
        self.state = state
        different = _different(before, state)
        if different & {"source", "person"}:
            self.companions = NOBODY
            self.set_result(None)
        if different:
            self.changed.emit(different)

    def _with_picture(self, state: State) -> State:
        """``state``, without its picture if that is no longer there."""
        try:
            if state.picture is not None:
                state.picture.image  # noqa: B018  # read again now, if it was put away
        except PoseStudioError as problem:
            self.picture_lost.emit(str(problem))
            return replace(state, picture=None)
        return state

    # -- what is shown

    def open_state(self, state: State, chosen: int = 0) -> None:
        """Edit something else, from here on; ``chosen`` is the rank to choose when it is lifted."""
        self.end_gesture()
        self.history.clear()
        self._awaited = chosen or None
        self._chosen, self._by_hand = 0, False
        self._set_state(state)
        self.opened.emit()

    def complete(self, **changes: Any) -> None:
        """Put what the opened project named, and what was looked for since, in its place. No edit: with edits since
        then, their history is given up."""
        self.end_gesture()
        clean = self.history.isClean()
        if self.history.count():
            self.history.clear()
        self._set_state(replace(self.state, **changes))
        if not clean:
            self.history.resetClean()

    def open_source(self, source: Source, picture: Picture | None = None) -> None:
        """Start on a clip or keypoint file: first frame, a camera that sees it, and behind it a picture that was
        named along with it."""
        size = PICTURE_SIZE if picture is None else picture.size
        if isinstance(source, ClipSource):
            target = standing_target(source.bodies[0])
            distance = max(2.2, 1.65 * float(np.ptp(source.bodies[0][:, 1])))
            camera = Orbit(0.0, 5.0, 0.0, distance, ASSUMED_FOV).apply(Camera.default(size), target)
        else:
            stated = source.size if isinstance(source, KeypointsSource) else None
            camera, target = camera_for(source, stated or size), ASSUMED_TARGET
        self.open_state(
            State(source=source, camera=camera, target=target, picture=picture, settings=self.state.settings)
        )

    def open_picture(self, picture: Picture) -> None:
        """Start on a picture in which nobody has been found yet."""
        self.open_state(
            State(camera=Camera.default(picture.size), picture=picture, settings=self.state.settings)
        )

    def set_frame(self, frame: int) -> None:
        """Go to a frame of the source; the camera keeps its place beside a person who walks. No edit."""
        state = self.state
        frame = min(max(frame, 0), state.source.frames - 1)
        if state.empty or frame == state.frame:
            return
        self._set_state(state.at_frame(frame))

    def set_person(self, person: int) -> None:
        """Go to another person of the frame. No edit."""
        person = min(max(person, 0), max(self.state.source.people - 1, 0))
        if person != self.state.person:
            self.end_gesture()
            self._set_state(replace(self.state, person=person))

    def set_picture(self, picture: Picture | None, text: str = "") -> None:
        """Lay a picture behind the joints; the camera's image takes its size unless a keypoint file
        says in whose pixels its points are."""
        if picture is None:
            self.edit("Remove picture", picture=None)
            return
        changes: dict[str, Any] = {"picture": picture}
        stated = self.state.source.size if isinstance(self.state.source, KeypointsSource) else None
        if stated is None and picture.size != self.state.camera.size:
            changes["camera"] = resized(self.state.camera, picture.size)
        self.edit(text or f"Place {picture.name} behind", **changes)

    # -- camera and sampler

    @property
    def orbit(self) -> Orbit:
        """How the camera stands about its target."""
        return orbit_of(self.state.camera, self._target())

    def _target(self) -> np.ndarray:
        """(3,) the orbit's target, on the line of sight wherever the camera came from."""
        return on_axis(self.state.camera, self.state.target)

    def set_orbit(self, orbit: Orbit, text: str = "Move camera") -> None:
        """Move the virtual camera."""
        target = self._target()
        self.edit(text, in_gesture=True, camera=orbit.apply(self.state.camera, target), target=target)

    def place_camera(self, position: np.ndarray) -> None:
        """Move the virtual camera to a world point (3,); it looks at its target as before."""
        away = np.asarray(position, np.float64) - self._target()
        distance = max(float(np.linalg.norm(away)), NEAREST)
        self.set_orbit(
            replace(
                self.orbit,
                yaw=float(np.degrees(np.arctan2(away[0], away[2]))),
                elevation=float(np.clip(np.degrees(np.arcsin(away[1] / distance)), -STEEPEST, STEEPEST)),
                distance=distance,
            )
        )

    def set_camera(self, camera: Camera, text: str = "Open camera") -> None:
        """Use another camera, scaled to the picture where there is one; the orbit's target stays in front of it.

        Raises CameraError for a camera whose picture has another shape.
        """
        size = self._pictured_size()
        if size is not None:
            camera = camera.for_picture(size)
        forward = camera.R[2]
        distance = max(float(np.linalg.norm(camera.position - self.state.target)), 0.5)
        self.edit(text, camera=camera, target=camera.position + distance * forward)

    def _pictured_size(self) -> tuple[int, int] | None:
        """(width, height) in whose pixels the joints are: a keypoint file's, else the picture's, else None."""
        state = self.state
        stated = state.source.size if isinstance(state.source, KeypointsSource) else None
        if stated is None and state.picture is not None:
            stated = state.picture.size
        return stated

    def aim_at_person(self) -> None:
        """Turn the orbit to the person and stand as far away as before."""
        body = self.state.ghost if self.state.ghost is not None else self.chosen_body()
        if body is not None:
            target = standing_target(body)
            self.edit("Aim camera", target=target, camera=self.orbit.apply(self.state.camera, target))

    def set_settings(self, text: str, *, in_gesture: bool = False, **changes: Any) -> None:
        """Change what the sampler is asked for."""
        settings = replace(self.state.settings, **changes)
        if settings != self.state.settings:
            self.edit(text, in_gesture=in_gesture, settings=settings)

    # -- the lifted result

    def set_result(
        self, result: Lifted | None, *, follow: bool = False, limits: np.ndarray | None = None
    ) -> None:
        """The latest answer of the lifter, and how many bones of each hypothesis (H,) are beyond the joint
        limits, where that was looked at; not an edit.

        Ranks change from answer to answer. With ``follow``, or when a person chose a hypothesis, the
        chosen one becomes the one most like it; otherwise it is the best.
        """
        before = self.chosen_body()
        self.result, self.limits = result, limits
        if result is not None and self._awaited is not None and result.trajectory is not None:
            self._chosen = min(max(self._awaited, 0), result.joints.shape[1] - 1)
            self._by_hand = True
            self._awaited = None
        elif result is None or before is None or not (follow or self._by_hand):
            self._chosen, self._by_hand = 0, False
        else:
            self._chosen = int(np.abs(result.joints[0] - before).sum((-2, -1)).argmin())
        self.result_changed.emit()

    @property
    def selected(self) -> int:
        """Rank of the hypothesis that is drawn solid and exported."""
        return self._chosen

    def select(self, hypothesis: int) -> None:
        """Choose a hypothesis by its rank; with the best, the best of every later answer.

        A rank that there is not, as of a row of an answer with more hypotheses, becomes the nearest there is.
        """
        last = 0 if self.result is None else self.result.joints.shape[1] - 1
        hypothesis = min(max(hypothesis, 0), last)
        self._by_hand = hypothesis != 0
        if hypothesis != self._chosen:
            self._chosen = hypothesis
            self.selection_changed.emit()

    def chosen_body(self) -> np.ndarray | None:
        """The chosen hypothesis (27, 3) in world metres."""
        return None if self.result is None else self.result.joints[0, self.selected]


def _different(one: State, other: State) -> frozenset[str]:
    """Names of the fields in which two states differ."""
    return frozenset(name for name in _FIELDS if getattr(one, name) is not getattr(other, name))


def standing_target(body: np.ndarray) -> np.ndarray:
    """(3,) the middle of a body's height, on its hips' vertical."""
    hips = body[HIPS].astype(np.float64)
    hips[1] = (body[:, 1].min() + body[:, 1].max()) / 2
    return hips
