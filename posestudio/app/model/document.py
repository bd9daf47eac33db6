"""The document: the state that is edited, its undo history, and the lifted result that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.common.translation import tr
from posestudio.app.model import camera_edits, people_edits
from posestudio.app.model.camera_orbit import Orbit, resized
from posestudio.app.model.history import History
from posestudio.app.model.joint_editing import JointEdits
from posestudio.app.model.joint_edits import Change
from posestudio.app.model.picture import Picture
from posestudio.app.model.posing_options import PosingOptions
from posestudio.app.model.sources import Source
from posestudio.app.model.state import PICTURE_SIZE, State, changed_fields
from posestudio.app.model.video_source import VideoSource
from posestudio.app.model.views import pictures_of, solved_cameras, with_picture_replaced
from posestudio.body.layouts import BODY_JOINTS
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.result import Lifted

NO_COMPANIONS = np.zeros((0, len(BODY_JOINTS), 3), np.float32)


class Document(QObject):
    """Every edit replaces ``state`` by another and is an entry of ``history``; ``joints`` has the edits of joints.

    ``result`` is the latest lifted result, ``motion_result`` the latest motion through all frames, ``other_motions``
    those of other people, ``companions`` (P, 29, 3) the best poses of the other people in the picture, ``limits``
    (H, 9) which bones of each hypothesis are beyond the joint limits, where that was tested.

    Going to another frame or person is no edit, and opening begins with an empty history. The edits of a gesture,
    such as a drag, become one entry; what takes long to compute from the state can wait for ``gesture_ended``.
    """

    changed = Signal(object)  # frozenset of names of State's fields that differ from before
    opened = Signal()  # something else is edited from now on
    keypoints_found = Signal(object)  # frozenset of the video's frames in which people have been looked for
    picture_shown = Signal()  # the video's picture is that of another frame now
    picture_missing = Signal(str)  # why a picture that undo brought back cannot be shown
    gesture_ended = Signal()
    result_changed = Signal()
    motion_changed = Signal()
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = State()
        self.history = History(self._set_state, self)
        self.history.gesture_ended.connect(self.gesture_ended)
        self.posing = PosingOptions(self)
        self.joints = JointEdits(self, self.posing)
        self.result: Lifted | None = None
        self.motion_result: LiftedMotion | None = None
        self.motion_is_coarse = False
        self.other_motions: tuple[LiftedMotion, ...] = ()
        self.companions = NO_COMPANIONS
        self.limits: np.ndarray | None = None
        self._selected, self._selected_by_hand = 0, False
        self._rank_to_select: int | None = None  # when the state that was opened has been lifted

    # -- gestures and history

    @property
    def gesturing(self) -> bool:
        """Whether a gesture is under way."""
        return self.history.gesture is not None

    @property
    def gesture(self) -> object | None:
        """A token of the gesture under way, None without one; a gesture is over when this is no longer its token."""
        return self.history.gesture

    def begin_gesture(self) -> None:
        """From here to ``end_gesture`` edits make one undo entry."""
        self.history.begin_gesture()

    def end_gesture(self) -> None:
        """End the gesture under way, if there is one."""
        self.history.end_gesture()

    def cancel_gesture(self) -> None:
        """End the gesture under way and undo its edits."""
        self.history.cancel_gesture()

    def brief_gesture(self, key: str) -> None:
        """One gesture for a run of key presses or wheel clicks of the same ``key``; a pause ends it."""
        self.history.brief_gesture(key)

    def undo(self) -> None:
        """Undo the last entry."""
        self.end_gesture()
        self.history.undo()

    def redo(self) -> None:
        """Redo the entry that was undone last."""
        self.end_gesture()
        self.history.redo()

    def edit(self, text: str, *, in_gesture: bool = False, **changes: Any) -> None:
        """Change fields of the state, as an undo entry called ``text``.

        Only edits made ``in_gesture`` join the entry of the gesture under way; any other ends it.
        """
        self.edit_to(text, replace(self.state, **changes), in_gesture=in_gesture)

    def edit_to(self, text: str, state: State, *, in_gesture: bool = False) -> None:
        """``edit`` to a state that was made of the present one."""
        self.history.record(text, self.state, state, in_gesture=in_gesture)

    def apply(self, change: Change | None, *, in_gesture: bool = False) -> None:
        """``edit_to`` a change that a function from state to state returned; None changes nothing."""
        if change is not None:
            self.edit_to(*change, in_gesture=in_gesture)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether joints, pins, camera, picture or source were edited since the document was opened or saved."""
        return self.history.has_unsaved_work

    def _set_state(self, state: State) -> None:
        before = self.state
        if pictures_of(state) != pictures_of(before):
            # The history keeps no decoded pictures: files are read again.
            for picture in pictures_of(before) - pictures_of(state):
                picture.put_away()
            state = self._with_pictures(state)
        if isinstance(state.source, VideoSource):
            state = replace(state)  # what was computed of it may be of fewer keypoints than are known now
        self.state = state
        changed = changed_fields(before, state)
        if changed & {"source", "person"}:
            self.companions = NO_COMPANIONS
            self.set_motion(None)
            self.set_result(None)
        if changed:
            self.changed.emit(changed)

    def _with_pictures(self, state: State) -> State:
        """``state``, without its pictures that can no longer be read."""
        for picture in pictures_of(state):
            try:
                picture.image  # noqa: B018  # read again now, if it was put away
            except PoseStudioError as problem:
                self.picture_missing.emit(str(problem))
                state = with_picture_replaced(state, picture, None)
        return state

    # -- what is edited

    def open_state(self, state: State, selected: int = 0) -> None:
        """Edit something else from here on; ``selected`` is the rank of the hypothesis to select once lifted."""
        self.end_gesture()
        self.history.clear()
        self._rank_to_select = selected or None
        self._selected, self._selected_by_hand = 0, False
        self._set_state(state)
        self.opened.emit()

    def set_found_files(self, **changes: Any) -> None:
        """Set fields of an opened project whose files were missing and have been located. This is no edit; the
        history of edits made before it is dropped."""
        self.end_gesture()
        clean = self.history.isClean()
        if self.history.count():
            self.history.clear()
        self._set_state(replace(self.state, **changes))
        if not clean:
            self.history.resetClean()

    def open_source(self, source: Source, picture: Picture | None = None) -> None:
        """Open a clip or keypoint file: its first frame, a camera that sees it, and the picture to be shown behind
        it, if one was named along with it."""
        if picture is None and isinstance(source, VideoSource):
            picture = source.picture
        camera, target = camera_edits.first_camera(source, PICTURE_SIZE if picture is None else picture.size)
        self.open_state(
            State(source=source, camera=camera, target=target, picture=picture, settings=self.state.settings)
        )

    def open_picture(self, picture: Picture) -> None:
        """Open a picture in which nobody has been detected yet."""
        self.open_state(
            State(
                camera=Camera.default(picture.size, picture.focal_length),
                picture=picture,
                settings=self.state.settings,
            )
        )

    def take_found(self, found: Mapping[int, Keypoints]) -> None:
        """Take the people found in frames of the video that is open, as they are found. No edit."""
        source = self.state.source
        assert isinstance(source, VideoSource)
        for frame, keypoints in found.items():
            source.found_frames.put(frame, keypoints)
        if self.state.frame in found:
            self.state = replace(self.state)
        self.keypoints_found.emit(frozenset(found))

    def set_frame(self, frame: int) -> None:
        """Go to a frame of the source; the camera keeps its position beside a person who walks. No edit."""
        frame = min(max(frame, 0), self.state.source.frames - 1)
        if not self.state.empty and frame != self.state.frame:
            self._set_state(self.state.at_frame(frame))

    def set_person(self, person: int) -> None:
        """Go to another person of the frame. No edit."""
        person = min(max(person, 0), max(self.state.source.people - 1, 0))
        if person != self.state.person:
            self.end_gesture()
            self._set_state(replace(self.state, person=person))

    def remove_person(self, person: int) -> None:
        """Remove a person from all frames."""
        self.apply(people_edits.person_removed(self.state, person))

    def choose_answer(self, index: int) -> None:
        """Give the person being edited the keypoints of another of the detector's answers."""
        self.apply(people_edits.answer_chosen(self.state, index))

    def place_person(self) -> None:
        """Add a person to the picture who stands in its middle, to be moved by hand."""
        self.apply(people_edits.person_placed(self.state))

    def set_picture(self, picture: Picture | None, text: str = "") -> None:
        """Show a picture behind the joints, or none; the camera's image takes its size unless a keypoint file
        states in whose pixels its points are."""
        if picture is None:
            self.edit(tr("Remove picture"), picture=None)
            return
        changes: dict[str, Any] = {"picture": picture}
        stated = camera_edits.stated_size(self.state.source)
        if stated is None and picture.size != self.state.camera.size:
            changes["camera"] = resized(self.state.camera, picture.size)
        self.edit(text or tr("Set background {name}", name=picture.name), **changes)

    def set_settings(self, text: str, *, in_gesture: bool = False, **changes: Any) -> None:
        """Change settings of the sampler."""
        settings = replace(self.state.settings, **changes)
        if settings != self.state.settings:
            self.edit(text, in_gesture=in_gesture, settings=settings)

    def set_first_settings(self, **changes: Any) -> None:
        """Change the settings of the sampler that what is opened next begins with. No edit."""
        settings = replace(self.state.settings, **changes)
        if settings != self.state.settings:
            self._set_state(replace(self.state, settings=settings))

    # -- the camera

    @property
    def orbit(self) -> Orbit:
        """How the camera stands about its target."""
        return camera_edits.orbit_in(self.state)

    def set_orbit(self, orbit: Orbit, text: str = "") -> None:
        """Move the virtual camera, in the gesture under way."""
        self.edit_to(text or tr("Move camera"), camera_edits.orbited(self.state, orbit), in_gesture=True)

    def place_camera(self, position: np.ndarray) -> None:
        """Move the virtual camera to a world point (3,); it looks at its target as before."""
        self.set_orbit(camera_edits.orbit_at(self.state, position))

    def set_camera(self, camera: Camera, text: str = "") -> None:
        """Use another camera, scaled to the picture where there is one. Raises CameraError for a camera whose picture
        has another shape."""
        self.edit_to(text or tr("Open camera"), camera_edits.with_camera(self.state, camera))

    def aim_at_person(self) -> None:
        """Turn the camera to the person, as far away as before."""
        body = self.state.ghost if self.state.ghost is not None else self.selected_body()
        if body is not None:
            self.edit_to(tr("Aim camera"), camera_edits.aimed_at(self.state, body))

    # -- the lifted result

    def set_result(
        self,
        result: Lifted | None,
        *,
        follow: bool = False,
        limits: np.ndarray | None = None,
        rank: int | None = None,
    ) -> None:
        """Take the lifter's latest result and its ``limits``; not an edit.

        Ranks change from result to result. With ``follow``, or after a hypothesis was selected by hand, the one most
        like the one selected before is selected; otherwise the best. ``rank`` selects that one instead.
        """
        before = self.selected_body()
        self.result, self.limits = result, limits
        if result is not None and self._rank_to_select is not None and result.trajectory is not None:
            self._selected = min(max(self._rank_to_select, 0), result.joints.shape[1] - 1)
            self._selected_by_hand = True
            self._rank_to_select = None
        elif result is not None and rank is not None:
            self._selected = min(rank, result.joints.shape[1] - 1)
        elif result is None or before is None or not (follow or self._selected_by_hand):
            self._selected, self._selected_by_hand = 0, False
        else:
            self._selected = int(np.abs(result.joints[0] - before).sum((-2, -1)).argmin())
        self.result_changed.emit()

    def set_motion(self, motion: LiftedMotion | None, *, coarse: bool = False) -> None:
        """Take the solver's latest motion of the person being edited; not an edit. A ``coarse`` one is of few
        hypotheses, the selected one first, while a joint is dragged."""
        if motion is not self.motion_result:
            self.motion_result, self.motion_is_coarse = motion, coarse
            self.motion_changed.emit()

    @property
    def selected(self) -> int:
        """Rank of the hypothesis that is drawn solid and exported."""
        return self._selected

    def select(self, hypothesis: int) -> None:
        """Select a hypothesis by its rank; rank 0 means the best of what is sampled anew as well. While keypoints are
        corrected the one most like it is followed.

        A rank beyond the last, as of a row of a result with more hypotheses, becomes the last.
        """
        last = 0 if self.result is None else self.result.joints.shape[1] - 1
        hypothesis = min(max(hypothesis, 0), last)
        self._selected_by_hand = hypothesis != 0
        if hypothesis != self._selected:
            self._selected = hypothesis
            self.selection_changed.emit()

    @property
    def solved_cameras(self) -> tuple[Camera | None, ...]:
        """The cameras of further views that the latest result was lifted with; None of one it had not."""
        return solved_cameras(self.result)

    def selected_body(self) -> np.ndarray | None:
        """The selected hypothesis (29, 3) in world metres."""
        return None if self.result is None else self.result.joints[0, self.selected]
