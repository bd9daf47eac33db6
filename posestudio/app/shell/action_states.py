"""Keeps the actions in step with what is open: enabled, ticked, named, and with icons of the theme."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from posestudio.app.common.icons import icon
from posestudio.app.common.translation import tr
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.editor import PicturePlanes
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.visibility import Visibility
from posestudio.app.shell.action_table import ACTIONS, BODY_STYLES
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.availability import conditions, enable
from posestudio.app.viewport import ViewportGrid


class ActionStates(QObject):
    """Follows the document, its undo history, the visibility of hypotheses, and both players.

    ``detects`` says whether there is a detector.
    """

    def __init__(
        self,
        actions: Actions,
        document: Document,
        planes: PicturePlanes,
        selection: MotionSelection,
        visibility: Visibility,
        playback: StepPlayer,
        player: FramePlayer,
        *,
        viewport: ViewportGrid,
        detects: bool,
    ) -> None:
        super().__init__(actions)
        self._actions, self._document, self._visibility = actions, document, visibility
        self._selection, self._planes = selection, planes
        planes.active_changed.connect(self._enable)
        self._playback, self._player, self._detects = playback, player, detects
        selection.changed.connect(self._enable)
        document.changed.connect(self._enable)
        document.keypoints_found.connect(self._enable)
        document.result_changed.connect(self._enable)
        document.gesture_ended.connect(self._enable)
        document.history.indexChanged.connect(self._name_undo)
        visibility.changed.connect(self._tick)
        self._viewport = viewport
        for changed in (viewport.view_changed, viewport.active_changed):
            changed.connect(self._tick_view)
        playback.playing_changed.connect(self._show_playing)
        playback.forming_changed.connect(self._show_playing_frames)
        player.playing_changed.connect(self._show_playing_frames)
        actions["loop_motion"].setChecked(player.loop)
        self._enabled_for: tuple[object, bool | None] | None = None
        self._tick()
        self._name_undo()

    def draw_icons(self) -> None:
        """Draw all icons in the colour that text on buttons has now."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon, _ink(), _accent()))
        self._show_playing()
        self._show_playing_frames()

    def close(self) -> None:
        """Follow the undo history no more, which changes once again when it is destroyed."""
        self._document.history.indexChanged.disconnect(self._name_undo)

    def _enable(self) -> None:
        """Enable what can be done now; in a gesture once, and once more when there is another kind of result: other
        movements change nothing of that, and should be painted soon."""
        document = self._document
        result = document.result
        situation = document.gesture, None if result is None else result.trajectory is not None
        if document.gesturing and situation == self._enabled_for:
            return
        self._enabled_for = situation
        edited = self._planes.edited.state
        self._actions["lift_clip"].setChecked(document.state.motion.lifted)
        enable(self._actions, conditions(document, edited, self._selection, self._detects))

    def _name_undo(self) -> None:
        history = self._document.history
        for name, text in (("undo", history.undoText()), ("redo", history.redoText())):
            in_english = tr("Undo") == "Undo"  # also for a language that has no translation
            words = f"{text[:1].lower()}{text[1:]}" if in_english else text
            undo, redo = tr("Undo {edit}", edit=words), tr("Redo {edit}", edit=words)
            if not text:
                undo, redo = tr("Undo"), tr("Redo")
            self._actions[name].setText(undo if name == "undo" else redo)
        self._enable()

    def _tick(self) -> None:
        for name in ("solo", "trails", "onion", "align_hips", "everyone"):
            self._actions[name].setChecked(getattr(self._visibility, name))
        for name in BODY_STYLES:
            self._actions[name].setChecked(name == f"body_{self._visibility.body}")

    def _tick_view(self) -> None:
        self._actions["orthographic"].setChecked(self._viewport.orthographic)
        self._actions["through_camera"].setChecked(self._viewport.looking_through_camera)

    def _show_playing(self) -> None:
        self._show_toggled("play", self._playback.playing, tr("Play steps"))

    def _show_playing_frames(self) -> None:
        self._show_toggled("play_frames", self._player.playing or self._playback.forming, tr("Play"))

    def _show_toggled(self, name: str, playing: bool, play: str) -> None:
        self._actions[name].setText(tr("Pause") if playing else play)
        self._actions[name].setIcon(icon("pause" if playing else "play", _ink()))


def _accent() -> QColor:
    return QApplication.palette().color(QPalette.ColorRole.Highlight)


def _ink() -> QColor:
    return QApplication.palette().color(QPalette.ColorRole.ButtonText)
