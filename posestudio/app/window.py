"""The studio's window: the rooms of the house, and the doors between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QActionGroup, QCloseEvent, QColor, QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.actions import ACTIONS, TOOLBAR, Actions, KeyGuard
from posestudio.app.banner import Banner
from posestudio.app.commands import Commands
from posestudio.app.document import Document
from posestudio.app.editor import PicturePlane
from posestudio.app.garbage import GarbageKeeper
from posestudio.app.icons import icon
from posestudio.app.lifts import Lifts
from posestudio.app.panels import CameraPanel, HypothesesPanel, SamplerPanel
from posestudio.app.playback import Playback
from posestudio.app.sampling import Response, Sampling, load_lifter
from posestudio.app.scenes import Trajectory, picture_pixels, scene_of
from posestudio.app.session import Session
from posestudio.app.tasks import Tasks
from posestudio.app.theme import CHOICES, Choice, ThemeKeeper, application
from posestudio.app.timeline import Timeline
from posestudio.app.viewport import Viewport
from posestudio.body.layouts import BODY_JOINTS
from posestudio.colours import Theme

if TYPE_CHECKING:
    from posestudio.lifting import Lifter

_STEPPING = ("play", "start", "previous", "next", "end", "ten_back", "ten_on")
_LEGEND = "Solid: the chosen pose. Thin: the other hypotheses."
_GHOST = " Pale: the clip's own pose."
HINT = "Drag a joint: the 3D poses follow. Right-click marks it occluded or missing. F1 lists all keys."


class StudioWindow(QMainWindow):
    """Left the picture plane, right the 3D view, below the timeline, beside them the panels."""

    def __init__(
        self,
        *,
        load: Callable[[str], Lifter] = load_lifter,
        session: Session | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("studio")
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self.session = session if session is not None else Session()
        self.document = Document(self)
        self.sampling = Sampling(load, self)
        self.lifts = Lifts(self.document, self.sampling, self)
        self.tasks = Tasks(self)
        self.playback = Playback(self)
        self.actions_by_id = Actions(self)
        self.theme = ThemeKeeper(self)
        self.editor = PicturePlane(self.document)
        self.viewport = Viewport()
        self.banner = Banner()
        transport = [self.actions_by_id[name] for name in ("start", "previous", "play", "next", "end")]
        self.timeline = Timeline(self.document, self.playback, transport, self.actions_by_id["loop"])
        self.camera_panel = CameraPanel(self.document)
        self.sampler_panel = SamplerPanel(self.document)
        self.hypotheses_panel = HypothesesPanel(self.document)
        self.commands = Commands(self)
        self._garbage = GarbageKeeper(self)
        self._picture: np.ndarray | None = None
        self._trajectory: Trajectory | None = None
        self._closed = self._model_loaded = False
        self._guard = KeyGuard(self)
        application().installEventFilter(self._guard)
        self._lay_out()
        self._make_menus()
        self._make_status()
        self._connect()
        self._restore()
        self._history_changed()
        self._document_changed(frozenset({"source"}))

    # -- building

    def _lay_out(self) -> None:
        views = QSplitter(Qt.Orientation.Horizontal)
        views.setChildrenCollapsible(False)
        views.setHandleWidth(5)
        views.addWidget(self.editor)
        views.addWidget(self.viewport)
        views.setSizes([1000, 1000])
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(views, 1)
        column.addWidget(self.timeline)
        self.setCentralWidget(middle)
        self._views = views
        for name, title, panel in (
            ("hypotheses", "Hypotheses", self.hypotheses_panel),
            ("sampler", "Sampler", self.sampler_panel),
            ("camera", "Virtual camera", self.camera_panel),
        ):
            dock = QDockWidget(title, self)
            dock.setObjectName(f"dock-{name}")
            dock.setWidget(panel)
            self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)

    def _make_menus(self) -> None:
        menus = self.actions_by_id.fill(self.menuBar())
        self._recent = QMenu("Open recent", self)
        self._recent.aboutToShow.connect(self._fill_recent)
        menus["File"].insertMenu(self.actions_by_id["open_example"], self._recent)
        view = menus["View"]
        view.addSeparator()
        themes = view.addMenu("Theme")
        self._themes = QActionGroup(self)
        for choice in CHOICES:
            action = themes.addAction(choice.capitalize())
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(partial(self.choose_theme, choice))
            self._themes.addAction(action)
        panels = view.addMenu("Panels")
        for dock in self.findChildren(QDockWidget):
            panels.addAction(dock.toggleViewAction())
        bar = QToolBar("Toolbar", self)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        for group in TOOLBAR:
            if bar.actions():
                bar.addSeparator()
            bar.addActions([self.actions_by_id[name] for name in group])
        self.addToolBar(bar)
        for action in self.actions_by_id:
            self.addAction(action)

    def _make_status(self) -> None:
        self._state_label, self._hover_label = QLabel(), QLabel(HINT)
        self.statusBar().addWidget(self._hover_label, 1)
        self.statusBar().addPermanentWidget(self._state_label)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(8, 0, 8, 2)

    def _connect(self) -> None:
        document = self.document
        document.changed.connect(self._document_changed)
        document.result_changed.connect(self._result_changed)
        document.selection_changed.connect(self.draw)
        document.history.indexChanged.connect(self._history_changed)
        self.playback.moved.connect(self.draw)
        self.playback.playing_changed.connect(self._show_playing)
        self.timeline.shown_changed.connect(self.draw)
        self.editor.hovered.connect(lambda words: self._hover_label.setText(words or HINT))
        self.viewport.hypothesis_clicked.connect(document.select)
        self.viewport.joint_hovered.connect(self._show_hovered)
        self.sampling.busy_changed.connect(self._show_busy)
        self.lifts.lifted.connect(self._show_lifted)
        self.lifts.failed.connect(self._show_refused)
        self.theme.changed.connect(self._show_theme)
        self.commands.connect()

    def _restore(self) -> None:
        for name, restore in (("geometry", self.restoreGeometry), ("state", self.restoreState)):
            kept = self.session.bytes(name)
            if kept is not None:
                restore(kept)
        kept_theme = self.session.text("theme")
        self.choose_theme(next((choice for choice in CHOICES if choice == kept_theme), "system"))

    # -- what is open

    def open(self, paths: Sequence[str | PathLike[str]]) -> None:
        """Read files behind the window and show them, in order; a failure is said and changes nothing."""
        self.commands.open([Path(path) for path in paths])

    def fail(self, words: str, topic: str = "file") -> None:
        """Say what went wrong, where it is seen, without stopping anyone."""
        self.statusBar().clearMessage()
        self.banner.say(words, topic)

    def say(self, words: str, *, passing: bool = True) -> None:
        """A remark; one that is not ``passing`` stays until the next."""
        self.statusBar().showMessage(words, 6000 if passing else 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.open([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.session.recent:
            self._recent.addAction(path.name, partial(self.open, [path])).setToolTip(str(path))
        if self._recent.isEmpty():
            self._recent.addAction("Nothing yet").setEnabled(False)

    # -- following the document

    def _document_changed(self, names: frozenset[str]) -> None:
        state = self.document.state
        if "picture" in names:
            self._picture = None if state.picture is None else picture_pixels(state.picture.image)
        if names & {"source", "picture"}:
            title = state.source.name or (state.picture.name if state.picture else "")
            self.setWindowTitle(f"{title} - PoseStudio" if title else "PoseStudio")
        self._enable()
        self.draw()

    def _result_changed(self) -> None:
        result = self.document.result
        recorded = result is not None and result.trajectory is not None
        self._trajectory = Trajectory(result) if result is not None and recorded else None
        if self._trajectory is not None:
            self.timeline.set_sigmas(self._trajectory.sigmas)
        elif result is None:
            self.timeline.set_sigmas(np.zeros(0))
        else:
            self.timeline.wait()
        self._enable()
        self.draw()

    def _enable(self) -> None:
        state, result = self.document.state, self.document.result
        for name in ("export_bvh", "export_data", "best"):
            self.actions_by_id[name].setEnabled(result is not None)
        for name in ("save_keypoints", "select_all", "new_seed", "aim"):
            self.actions_by_id[name].setEnabled(not state.empty)
        self.actions_by_id["reset_joints"].setEnabled(state.retouch is not None or bool(state.pinned))
        self.actions_by_id["remove_picture"].setEnabled(state.picture is not None)
        recorded = self._trajectory is not None
        for name in _STEPPING:
            self.actions_by_id[name].setEnabled(recorded)
        for name in ("previous_frame", "next_frame"):
            self.actions_by_id[name].setEnabled(state.source.frames > 1)

    def _history_changed(self) -> None:
        for name, able, text in (
            ("undo", self.document.history.canUndo(), self.document.history.undoText()),
            ("redo", self.document.history.canRedo(), self.document.history.redoText()),
        ):
            title = name.capitalize()
            self.actions_by_id[name].setEnabled(able)
            self.actions_by_id[name].setIconText(title)
            self.actions_by_id[name].setText(f"{title} {text[:1].lower()}{text[1:]}" if text else title)

    def draw(self) -> None:
        """Show the current moment in 3D."""
        bodies = None
        if self._trajectory is not None and not self.playback.at_end:
            bodies = self._trajectory.at(self.playback.position, self.timeline.shows_estimates)
        state, result = self.document.state, self.document.result
        self.viewport.show_scene(
            scene_of(state, result, bodies, self.document.selected, self._picture, self.document.companions)
        )
        legend = _LEGEND if result is not None else ""
        self.viewport.set_caption(legend + (_GHOST if legend and state.ghost is not None else ""))

    def _show_playing(self, playing: bool) -> None:
        play = self.actions_by_id["play"]
        play.setText("Pause" if playing else "Play")
        play.setIcon(icon("pause" if playing else "play", self._ink()))

    def _show_hovered(self, found: tuple[int, int] | None) -> None:
        if found is None:
            self._hover_label.setText(HINT)
        else:
            hypothesis, joint = found
            name = BODY_JOINTS[joint].replace("_", " ")
            self._hover_label.setText(f"Hypothesis {hypothesis + 1}, {name}. Click to choose it.")

    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._state_label.setText("Lifting..." if self._model_loaded else "Loading the model...")

    def _show_lifted(self, response: Response) -> None:
        if response.result is None:
            return
        self._model_loaded = True
        self.banner.settle("lift")
        weights = Path(response.request.settings.weights).stem
        count = response.result.joints.shape[1]
        self._state_label.setText(
            f"{count} hypothes{'i' if count == 1 else 'e'}s by {weights} in {1000 * response.seconds:.0f} ms"
        )

    def _show_refused(self, words: str) -> None:
        self._state_label.clear()
        self.fail(f"No 3D poses: {words}", "lift")

    # -- theme and end

    def choose_theme(self, choice: Choice, *_: object) -> None:
        """'system', 'light' or 'dark'."""
        self.session.keep("theme", choice)
        for action in self._themes.actions():
            action.setChecked(action.data() == choice)
        self.theme.choose(choice)

    def _ink(self) -> QColor:
        return QApplication.palette().color(QPalette.ColorRole.ButtonText)

    def _show_theme(self, theme: Theme) -> None:
        self.editor.set_theme(theme)
        self.viewport.set_theme(theme)
        self.banner.set_theme(theme)
        for spec in ACTIONS:
            if spec.icon:
                self.actions_by_id[spec.id].setIcon(icon(spec.icon, self._ink()))
        self._show_playing(self.playback.playing)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self._closed:
            return
        self._closed = True
        self.hide()
        self.session.keep("geometry", self.saveGeometry())
        self.session.keep("state", self.saveState())
        self.playback.pause()
        application().removeEventFilter(self._guard)
        self.sampling.close()
        self.tasks.close()
        self._garbage.close()
