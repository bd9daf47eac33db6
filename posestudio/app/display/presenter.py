"""Draws the document in the 3D view. What is dragged there is `posing_hand`'s."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.common.joint_names import begun, joint_name
from posestudio.app.common.numbers import percent
from posestudio.app.common.translation import marked, tr
from posestudio.app.display.denoising import DenoisingPanel
from posestudio.app.display.framing import Framing
from posestudio.app.display.joint_words import limit_words, uncertainty_of
from posestudio.app.display.legend import Entry, Legend
from posestudio.app.display.plane_picture import PlanePicture
from posestudio.app.display.scenes import COMPARED, scene_of, training_scene, with_preview
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.display.trajectory import Moment, Trajectory
from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.app.model.motion_poses import row_of
from posestudio.app.model.single_joint import BONE_OF_JOINT, beyond_limits
from posestudio.app.model.views import view_cameras
from posestudio.app.model.visibility import Visibility
from posestudio.app.viewport import CAMERA_HANDLE, Scene, ViewportGrid
from posestudio.app.viewport.scene import Uncertainty
from posestudio.body.layouts import BODY_JOINTS
from posestudio.common.colours import LIGHT
from posestudio.geometry.camera import Camera

if TYPE_CHECKING:
    from posestudio.lifting.motion.result import LiftedMotion
    from posestudio.lifting.result import Lifted

_DRAGGED = ("hips", "neck", "head_top", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe", "heel")
HANDLES = frozenset(index for index, name in enumerate(BODY_JOINTS) if name.endswith(_DRAGGED))
_SEEN_PATH = 0.25  # metres from end to end of a path of the hips that is seen beside the body
_TRAINING = marked("A network in training, and four pictures it was not trained on. Pale: the true poses.")


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
        self._pulling = self._gathering = False
        self._handle: int | None = None  # the joint that has a handle though the others have none
        self._result: Lifted | None = None  # the one that is drawn
        self._spread_of: tuple[int | None, bool] = (
            None,
            False,
        )  # the body joint whose spread is shown, and in words
        self.legend = Legend(viewport)
        self._training: tuple[np.ndarray, np.ndarray] | None = None
        self._picture = PlanePicture()  # of the first view
        self._others: dict[int, PlanePicture] = {}  # of further ones
        self._ranks = np.zeros(0, np.intp)  # of the hypotheses in the scene
        self._shown: list[int] = []  # ranks of those drawn as silhouettes
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
        if self._gathering:
            return
        if self._training is not None:
            self._viewport.show_scene(training_scene(*self._training))
            self._viewport.set_handles(None, frozenset())
            self._viewport.set_caption(tr(_TRAINING))
            self.legend.show_entries(())
            self._ranks = np.zeros(0, np.intp)
            return
        document = self._document
        self._shown = self._alternatives.shown_ranks()
        scene, self._ranks = scene_of(
            document.state,
            document.result,
            self._moment(),
            document.selected,
            self._picture.pixels,
            document.companions,
            self._visibility,
            self._motion(),
            self._shown,
        )
        if document.state.views:
            scene = replace(scene, others=self._other_cameras())
        scene, as_chosen = with_preview(scene, self._visibility)
        if self._playback.at_end and scene.selected is not None and as_chosen:
            scene = replace(scene, limits=self._limits(), uncertainty=self._uncertainty())
        self._viewport.show_scene(scene)
        pinned = frozenset(document.state.pinned)
        handles = {CAMERA_HANDLE} if scene.camera is not None else set()
        if self._playback.at_end and scene.selected is not None:
            handles |= HANDLES | pinned
        single = {joint for joint in handles if joint == self._handle}
        shown = handles if self._pulling else single
        self._viewport.set_handles(frozenset(shown) if self._pulling or single else None, pinned)
        self._viewport.set_caption("")
        self.legend.show_entries(self._legend(scene))

    @contextmanager
    def _drawing_once(self) -> Iterator[None]:
        """Leaves to its caller to draw what changes in it."""
        self._gathering = True
        try:
            yield
        finally:
            self._gathering = False

    def _alternatives_changed(self) -> None:
        """Draw others, where those that are drawn are others now; what follows a result is drawn with it."""
        drawn = self._document.result is self._result
        if drawn and self._alternatives.shown_ranks() != self._shown:
            self.draw()

    def _limits(self) -> tuple[tuple[int, str], ...]:
        """The joints of the selected pose that are beyond their range, with what is said of them."""
        document = self._document
        return tuple(
            (body, "" if self._spread_of == (body, True) else limit_words(document, body))
            for body in BONE_OF_JOINT
            if beyond_limits(document.limits, document.selected, body)
        )

    def _uncertainty(self) -> Uncertainty | None:
        body, named = self._spread_of
        found = None if body is None else uncertainty_of(self._document, body)
        return found if found is None or named else found._replace(label="")

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

    def _legend(self, scene: Scene) -> list[Entry]:
        """What the bodies of a scene are."""
        document, visibility = self._document, self._visibility
        result, state, colours = document.result, document.state, LIGHT
        entries: list[Entry] = []
        if result is not None and scene.selected is not None:
            rank = int(self._ranks[scene.selected])
            previewed = rank != document.selected
            words = self._alternative(rank)
            name = tr("Shown: {alternative}", alternative=words) if previewed else tr("Selected")
            entries.append(Entry(name if previewed or not words else f"{name}: {words}"))
        for index in scene.solid:
            if index != scene.selected:
                words = self._alternative(int(self._ranks[index]))
                name = tr("Compared: {alternative}", alternative=words) if words else tr("Compared")
                entries.append(Entry(name, colour=COMPARED[:3]))
        if scene.silhouette_indices:
            several = len(self._alternatives.all) > 1
            name = tr("Alternatives") if several else tr("Other poses")
            entries.append(Entry(name, "translucent", colours.silhouette))
        if len(scene.hypotheses) > len(scene.solid_indices) + len(scene.silhouette_indices):
            entries.append(Entry(tr("All sampled poses"), "line", colours.middle))
        if state.ghost is not None:
            entries.append(Entry(tr("Ground truth"), "translucent", colours.ghost))
        if len(document.companions):
            entries.append(Entry(tr("Other people"), "translucent", colours.ghost))
        motion = self._motion()
        if visibility.onion and result is not None:
            around = motion is not None and (self._playback.at_end or self.trajectory is None)
            entries.append(
                Entry(tr("Frames around") if around else tr("Earlier steps"), "translucent", colours.ghost)
            )
        if scene.path is not None and float(np.ptp(scene.path, axis=0).max()) >= _SEEN_PATH:
            entries.append(Entry(tr("Path of the hips"), "line", colours.hover))
        return entries if result is not None and len(entries) > 1 else []

    def _alternative(self, rank: int) -> str:
        """'B, 26 % of the poses', of the alternative that a hypothesis belongs to."""
        index = self._alternatives.of_rank(rank)
        if index is None:
            return ""
        share = percent(self._alternatives.all[index].share)
        letter = self._alternatives.letter(index)
        known = self._alternatives.all[index].share
        return tr("{letter}, {share} of the poses", letter=letter, share=share) if known else letter

    def show_handle(self, joint: int | None) -> None:
        """Let one body joint of the selected pose have a handle though the others have none; None for no one."""
        if joint != self._handle:
            self._handle = joint
            self.draw()

    def show_spread(self, body: int | None, *, named: bool = False) -> None:
        """Show how far off a body joint may be, in words, too, if it is ``named``; None shows it of none."""
        if (body, named) != self._spread_of:
            self._spread_of = body, named
            self.draw()

    def _document_changed(self, names: frozenset[str]) -> None:
        training, self._training = self._training, None
        if names & {"picture", "camera", "views"}:
            self._take_pictures()
        if names & {"source", "person", "settings"}:
            with self._drawing_once():
                self._visibility.show_all()
        in_motion = training is None and "frame" in names and self._motion() is not None
        # Joints that were moved are seen here in the next result, a motion's frame in that which comes with it.
        if not (in_motion or names <= {"keypoint_edits", "poses"}):
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
        result = self._result = self._document.result
        recorded = result is not None and result.trajectory is not None
        self.trajectory = Trajectory(result) if result is not None and recorded else None
        with self._drawing_once():
            self._show_steps()
        self._sigmas = None if self.trajectory is None else self.trajectory.sigmas
        self.trajectory_changed.emit()
        if self._document.state.views:
            self._take_pictures()  # a camera that is solved for may be another now
        self.draw()
        self.framing.result_changed()

    def _show_steps(self) -> None:
        """Let the panel of denoising have the steps of the result; those of another frame of one motion stay."""
        if self.trajectory is not None and self.trajectory.sigmas is self._sigmas:
            return
        if self.trajectory is not None:
            self._denoising.set_sigmas(self.trajectory.sigmas)
        elif self._result is None:
            self._denoising.set_sigmas(np.zeros(0))
        else:
            self._denoising.wait()

    def rank_in_scene(self, index: int) -> int | None:
        """The rank of a hypothesis of the scene; None for a pose of a network in training."""
        return int(self._ranks[index]) if index < len(self._ranks) else None

    def _select(self, index: int) -> None:
        if index < len(self._ranks):  # poses of a network in training cannot be selected
            self._document.select(int(self._ranks[index]))

    def _name_hovered(self, found: tuple[int, int] | None) -> None:
        if found is None or found[0] >= len(self._ranks):
            self.hovered.emit("")
            return
        joint, rank = joint_name(BODY_JOINTS[found[1]]), int(self._ranks[found[0]])
        if rank == self._document.selected:
            words = tr(
                "{joint}: click it, then drag its handle; right-click for its menu", joint=begun(joint)
            )
        else:
            index = self._alternatives.of_rank(rank)
            name = str(rank + 1) if index is None else self._alternatives.letter(index)
            words = tr("Alternative {name}: click to choose it; right-click for its menu", name=name)
        self.hovered.emit(words)
