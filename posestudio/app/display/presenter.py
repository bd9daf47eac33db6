"""Draws the document in the 3D view, and turns what is dragged and clicked there into edits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.common.joint_names import joint_name
from posestudio.app.common.translation import tr
from posestudio.app.display.denoising import DenoisingPanel
from posestudio.app.display.framing import Framing
from posestudio.app.display.plane_picture import PlanePicture
from posestudio.app.display.scenes import scene_of, training_scene
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.trajectory import Moment, Trajectory
from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.drag_gesture import DragGesture
from posestudio.app.model.motion_poses import row_of
from posestudio.app.model.views import view_cameras
from posestudio.app.model.visibility import Visibility
from posestudio.app.viewport import CAMERA_HANDLE, ViewportGrid
from posestudio.body.layouts import BODY_JOINTS
from posestudio.geometry.camera import Camera

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion

_DRAGGED = ("hips", "neck", "head_top", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
HANDLES = frozenset(index for index, name in enumerate(BODY_JOINTS) if name.endswith(_DRAGGED))
_CAPTION = "Solid: the selected pose. Thin: the other hypotheses."
_OF_MOTION = "Solid: the selected motion. Thin: the others. Line: the path of the hips."
_GHOST = " Pale: the clip's own pose."
_COMPANIONS = " Pale: the other people."
_TRAINING = "A network in training, and four pictures it was not trained on. Pale: the true poses."
_SKINS = " Pale: earlier steps."
_AROUND = " Pale: the frames around this one."


class Presenter(QObject):
    """Draws the present moment whenever document, playback, denoising panel or visibility change."""

    trajectory_changed = Signal()
    hovered = Signal(str)
    """A sentence about what is under the pointer; empty for nothing."""

    def __init__(
        self,
        document: Document,
        visibility: Visibility,
        playback: StepPlayer,
        denoising: DenoisingPanel,
        viewport: ViewportGrid,
        alternatives: Alternatives,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._visibility, self._playback = document, visibility, playback
        self._alternatives = alternatives
        self._denoising, self._viewport = denoising, viewport
        self.framing = Framing(document, viewport, self)
        self.trajectory: Trajectory | None = None
        self._sigmas: np.ndarray | None = None  # of the trajectory
        self._pulling = False
        self._gesture = DragGesture(document)  # of a handle's drag
        self._training: tuple[np.ndarray, np.ndarray] | None = None
        self._picture = PlanePicture()  # of the first view
        self._others: dict[int, PlanePicture] = {}  # of further ones
        self._ranks = np.zeros(0, np.intp)  # of the hypotheses in the scene
        document.changed.connect(self._document_changed)
        document.picture_shown.connect(self._picture_shown)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self.draw)
        visibility.changed.connect(self.draw)
        alternatives.changed.connect(self._alternatives_changed)
        playback.moved.connect(self.draw)
        denoising.shown_changed.connect(self.draw)
        viewport.hypothesis_clicked.connect(self._select)
        viewport.joint_hovered.connect(self._name_hovered)
        viewport.handle_pressed.connect(self._gesture.begin)
        viewport.handle_dragged.connect(self._drag)
        viewport.handle_cancelled.connect(self._gesture.cancel)
        viewport.handle_released.connect(self._gesture.end)
        viewport.pin_toggled.connect(self._toggle_pin)

    def set_pulling(self, pulling: bool) -> None:
        """Whether the selected pose has handles by which its joints are dragged."""
        self._pulling = pulling
        self.draw()

    def show_training(self, samples: tuple[np.ndarray, np.ndarray] | None) -> None:
        """Show poses that a network in training sampled, (poses, truth), until the next edit; None ends it."""
        if samples is None and self._training is None:
            return
        begins = self._training is None or samples is None
        self._training = samples
        self.draw()
        if begins:
            self._viewport.frame()

    def draw(self) -> None:
        """Show the current moment."""
        if self._training is not None:
            self._viewport.show_scene(training_scene(*self._training))
            self._viewport.set_handles(None, frozenset())
            self._viewport.set_caption(tr(_TRAINING))
            self._ranks = np.zeros(0, np.intp)
            return
        document = self._document
        scene, self._ranks = scene_of(
            document.state,
            document.result,
            self._moment(),
            document.selected,
            self._picture.pixels,
            document.companions,
            self._visibility,
            self._motion(),
            self._alternatives.shown_ranks(),
        )
        if document.state.views:
            scene = replace(scene, others=self._other_cameras())
        self._viewport.show_scene(scene)
        pinned = frozenset(document.state.pinned)
        handles = {CAMERA_HANDLE} if scene.camera is not None else set()
        if self._playback.at_end and scene.selected is not None:
            handles |= HANDLES | pinned
        self._viewport.set_handles(frozenset(handles) if self._pulling else None, pinned)
        self._viewport.set_caption(self._caption())

    def _alternatives_changed(self) -> None:
        if self._document.gesturing:  # else they change with the result, which is drawn as well
            self.draw()

    def _motion(self) -> LiftedMotion | None:
        """The motion that the result is a frame of."""
        document, motion = self._document, self._document.motion_result
        if motion is None or document.result is None or row_of(motion, document.state.frame) is None:
            return None
        return motion

    def _moment(self) -> Moment | None:
        earlier = self._visibility.trails or self._visibility.onion
        if self.trajectory is None or (self._playback.at_end and not earlier):
            return None
        return Moment(self.trajectory, self._playback.position, self._denoising.shows_estimates)

    def _caption(self) -> str:
        if self._document.result is None:
            return ""
        ghost = _GHOST if self._document.state.ghost is not None else ""
        companions = _COMPANIONS if len(self._document.companions) and not ghost else ""
        if self._motion() is not None:
            skins = _AROUND if self._playback.at_end or self.trajectory is None else _SKINS
            return _OF_MOTION + companions + (skins if self._visibility.onion else "")
        return _CAPTION + ghost + companions + (_SKINS if self._visibility.onion else "")

    def _document_changed(self, names: frozenset[str]) -> None:
        self._training = None
        if names & {"picture", "camera", "views"}:
            self._take_pictures()
        if names & {"source", "person", "settings"}:
            self._visibility.show_all()
        if names != {"keypoint_edits"}:  # joints moved in the picture are seen here in the next result
            self.draw()
        self.framing.document_changed(names)

    def _picture_shown(self) -> None:
        self._take_pictures()
        self.draw()

    def _take_pictures(self) -> None:
        """Take over all views' pictures as they lie on the image planes, where picture or lens changed."""
        state = self._document.state
        self._picture.take(state.picture, state.camera)
        cameras = view_cameras(state, self._document.solved_cameras)
        self._others = {index: self._others.get(index, PlanePicture()) for index in range(len(cameras))}
        for index, camera in enumerate(cameras):
            self._others[index].take(state.views[index].picture, camera)

    def _other_cameras(self) -> tuple[tuple[Camera, np.ndarray | None], ...]:
        """The cameras of further views, where they are known, with their pictures."""
        cameras = view_cameras(self._document.state, self._document.solved_cameras)
        return tuple(
            (camera, self._others[index].pixels)
            for index, camera in enumerate(cameras)
            if camera is not None and index in self._others
        )

    def _result_changed(self) -> None:
        result = self._document.result
        recorded = result is not None and result.trajectory is not None
        self.trajectory = Trajectory(result) if result is not None and recorded else None
        if self.trajectory is not None and self.trajectory.sigmas is self._sigmas:
            pass  # another frame of the same motion: the step stays
        elif self.trajectory is not None:
            self._denoising.set_sigmas(self.trajectory.sigmas)
        elif result is None:
            self._denoising.set_sigmas(np.zeros(0))
        else:
            self._denoising.wait()
        self._sigmas = None if self.trajectory is None else self.trajectory.sigmas
        self.trajectory_changed.emit()
        if self._document.state.views:
            self._take_pictures()  # a camera that is solved for may be another now
        self.draw()
        self.framing.result_changed()

    def _select(self, index: int) -> None:
        if index < len(self._ranks):  # poses of a network in training cannot be selected
            self._document.select(int(self._ranks[index]))

    def _drag(self, handle: int, point: np.ndarray) -> None:
        if not self._gesture.under_way:
            return
        if handle == CAMERA_HANDLE:
            self._document.place_camera(point)
        else:
            self._document.joints.pull(handle, point)

    def _toggle_pin(self, handle: int) -> None:
        if handle != CAMERA_HANDLE:
            self._document.joints.toggle_pins([handle])

    def _name_hovered(self, found: tuple[int, int] | None) -> None:
        if found is None or found[0] >= len(self._ranks):
            self.hovered.emit("")
        else:
            rank, name = int(self._ranks[found[0]]) + 1, joint_name(BODY_JOINTS[found[1]])
            self.hovered.emit(
                tr("Hypothesis {number}, {joint}. Click to select it.", number=rank, joint=name)
            )
