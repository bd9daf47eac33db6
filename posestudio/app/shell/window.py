"""The studio's window: the rooms of the house, and the doors between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QColor, QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QUndoView,
    QWidget,
)

from posestudio.app.common.icons import icon
from posestudio.app.common.scrolled import ScrolledPanel
from posestudio.app.common.session import Session
from posestudio.app.common.theme import CHOICES, Choice, ThemeKeeper, application
from posestudio.app.common.translation import tr
from posestudio.app.editor import PicturePlane
from posestudio.app.files.lost_files import TOPICS, LostFiles
from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery import Recovery
from posestudio.app.files.saving import Saving
from posestudio.app.model.document import Document
from posestudio.app.model.reading import ClipOptions
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels import (
    CameraPanel,
    HypothesesPanel,
    LibraryPanel,
    LimitsPanel,
    MessagesPanel,
    SamplerPanel,
    SpreadPanel,
)
from posestudio.app.shell.action_table import ACTIONS
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.availability import enable
from posestudio.app.shell.banner import Banner
from posestudio.app.shell.commands import Commands
from posestudio.app.shell.job_bar import JobBar
from posestudio.app.shell.key_guard import KeyGuard
from posestudio.app.shell.menus import Menus
from posestudio.app.shell.tour import Tour, first_steps
from posestudio.app.shell.window_size import keep_on_screen, open_on_screen
from posestudio.app.shell.workspace import Panel, Workspace
from posestudio.app.training import TrainingPanel
from posestudio.app.viewport import ViewportGrid
from posestudio.app.views.frame_player import FramePlayer
from posestudio.app.views.playback import Playback
from posestudio.app.views.presenter import Presenter
from posestudio.app.views.timeline import Timeline
from posestudio.app.work.detection import Detection, load_detector
from posestudio.app.work.file_watcher import FileWatcher
from posestudio.app.work.garbage_collection import GarbageCollector
from posestudio.app.work.jobs import Jobs
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.lift_worker import LiftWorker, Response, load_lifter
from posestudio.app.work.tasks import Tasks
from posestudio.common.colours import Theme
from posestudio.errors import printable

if TYPE_CHECKING:
    from posestudio.heatmaps.detector import Detector
    from posestudio.lifting.lifter import Lifter
    from posestudio.lifting.result import Lifted

HINT = "Drag a joint: the 3D poses follow. Right-click marks it occluded or missing. F1 lists all keys."
NOTHING_OPEN = "Open or drop a clip, keypoints or a picture to begin. F1 lists all keys."


class StudioWindow(QMainWindow):
    """The panels as docks, a banner above them, and what joins the panels to the document."""

    def __init__(
        self,
        *,
        load: Callable[[str], Lifter] = load_lifter,
        load_detector: Callable[[], Detector] = load_detector,
        session: Session | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("studio")
        self.setAcceptDrops(True)
        self.session = session if session is not None else Session()
        self.document = Document(self)
        self.visibility = Visibility(self)
        self.lift_worker = LiftWorker(load, self)
        self.lift_scheduler = LiftScheduler(self.document, self.lift_worker, self)
        self.tasks, self.jobs = Tasks(self), Jobs(self)
        self.detection = Detection(self.document, load_detector, self)
        self.recovery = Recovery(self.document, self.tasks, self)
        self.file_watcher = FileWatcher(self)
        self.playback, self.player = Playback(self), FramePlayer(self.document, self)
        self.actions_by_id = Actions(self.session, self)
        self.theme = ThemeKeeper(self)
        self._make_panels()
        self.presenter = Presenter(
            self.document, self.visibility, self.playback, self.timeline, self.viewport, self
        )
        self.opening, self.saving, self.lost = Opening(self), Saving(self), LostFiles(self)
        self.recovery.describe = self.saving.about
        self._garbage_collector = GarbageCollector(self)
        self._closed = self._model_loaded = self._closing = self._ending = False
        self._guard = KeyGuard(self)
        application().installEventFilter(self._guard)
        self._lay_out()
        open_on_screen(self)
        self.tour = Tour(self, first_steps(self))
        self.commands = Commands(self)
        self.menus = Menus(self)
        self._make_status()
        self._connect()
        self._restore()
        self._history_changed()
        self._document_changed(frozenset({"source"}))

    # -- building

    def _make_panels(self) -> None:
        self.editor = PicturePlane(self.document)
        self.viewport = ViewportGrid()
        self.banner = Banner()
        actions = self.actions_by_id
        transport = [actions[name] for name in ("start", "previous", "play", "next", "end")]
        self.timeline = Timeline(
            self.document, self.playback, self.player, transport, actions["loop"], actions["play_frames"]
        )
        self.library_panel = LibraryPanel(self.session)
        self.camera_panel = CameraPanel(self.document)
        self.sampler_panel = SamplerPanel(self.document)
        self.hypotheses_panel = HypothesesPanel(self.document, self.visibility)
        self.spread_panel = SpreadPanel(self.playback)
        self.messages_panel = MessagesPanel()
        self.training_panel = TrainingPanel()
        self.limits_panel = LimitsPanel(self.document)
        self.history_panel = QUndoView(self.document.history)
        self.history_panel.setEmptyLabel(tr("Nothing done yet"))
        # It lays all entries out anew at every edit: with 2,000 of them in 2 ms, not 18.
        self.history_panel.setUniformItemSizes(True)

    def _lay_out(self) -> None:
        self.workspace = Workspace(
            [
                Panel("library", tr("Library"), self.library_panel),
                Panel("picture", tr("Picture"), self.editor),
                Panel("view", tr("3D view"), self.viewport),
                Panel("timeline", tr("Timeline"), self.timeline),
                Panel("spread", tr("Spread"), self.spread_panel),
                Panel("hypotheses", tr("Hypotheses"), self.hypotheses_panel),
                Panel("history", tr("History"), self.history_panel),
                Panel("messages", tr("Messages"), self.messages_panel),
                Panel("sampler", tr("Sampler"), ScrolledPanel(self.sampler_panel)),
                Panel("camera", tr("Virtual camera"), ScrolledPanel(self.camera_panel)),
                Panel("limits", tr("Joint limits"), self.limits_panel, shown=False),
                Panel("training", tr("Training"), ScrolledPanel(self.training_panel), shown=False),
            ]
        )
        self.setCentralWidget(self.workspace)
        self.banner.lie_over(self.workspace, self.workspace.views_area, list(self.workspace.docks.values()))

    def _make_status(self) -> None:
        self._state_label, self._hover_label = QLabel(), QLabel(tr(HINT))
        for label in (self._state_label, self._hover_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
        # Words of any length are cut where the window ends, and never make it wider.
        self._hover_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.statusBar().addWidget(self._hover_label, 1)
        self.statusBar().addPermanentWidget(JobBar(self.detection.jobs))
        self.statusBar().addPermanentWidget(JobBar(self.jobs))
        self.statusBar().addPermanentWidget(self._state_label)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(8, 0, 8, 2)

    def _connect(self) -> None:
        document = self.document
        document.changed.connect(self._document_changed)
        document.opened.connect(self._document_opened)
        document.picture_lost.connect(self.fail)
        document.result_changed.connect(self._enable)
        self.lift_scheduler.answered_in_time.connect(self.viewport.repaint)
        document.history.indexChanged.connect(self._history_changed)
        document.history.cleanChanged.connect(self.show_title)
        self.visibility.changed.connect(self._showing_changed)
        self.player.playing_changed.connect(self._show_playing_frames)
        self.library_panel.open_requested.connect(lambda path: self.open([path]))
        self.library_panel.frame_requested.connect(lambda path, frame: self.opening.open([path], frame))
        self.sampler_panel.open_weights.connect(self.opening.ask)
        self.training_panel.weights_ready.connect(self._lift_with)
        self.training_panel.failed.connect(lambda words: self.fail(words, "training"))
        self.training_panel.trained.connect(self.sampler_panel.offer)
        self.training_panel.noticed.connect(self.messages_panel.add)
        self.training_panel.sampled.connect(self.presenter.show_training)
        self.detection.began.connect(lambda words: self.say(words, passing=False))
        self.detection.found.connect(self.say)
        self.detection.failed.connect(lambda words: self.fail(words, "detect"))
        self.detection.busy_changed.connect(self.editor.show_searching)
        self.actions_by_id["heatmaps"].setChecked(True)
        self.editor.has_detector = self.detection.available
        self.editor.box_drawn.connect(self.detection.find)
        self.editor.boxing_changed.connect(self.actions_by_id["draw_box"].setChecked)
        self.playback.moved.connect(lambda: self.editor.set_heat(self.playback.share))
        self.file_watcher.changed.connect(self._offer_reload)
        self.playback.playing_changed.connect(self._show_playing)
        self.editor.hovered.connect(self._show_words)
        presenter = self.presenter
        presenter.hovered.connect(self._show_words)
        presenter.trajectory_changed.connect(self._trajectory_changed)
        self.actions_by_id["handles"].toggled.connect(presenter.set_pulling)
        self.actions_by_id["follow"].setChecked(True)
        self.actions_by_id["follow"].toggled.connect(self._follow_subject)
        self.lift_worker.asked.connect(self._show_busy)
        self.lift_scheduler.lifted.connect(self._show_lifted)
        self.lift_scheduler.read_from_file.connect(
            lambda count: self._state_label.setText(f"{count} poses from the file")
        )
        self.lift_scheduler.failed.connect(self._show_refused)
        self.lift_scheduler.idle.connect(self._show_idle)
        self.theme.changed.connect(self._show_theme)
        self.commands.connect()

    def _restore(self) -> None:
        for name, restore in (("geometry", self.restoreGeometry), ("layout", self.workspace.restore)):
            kept = self.session.bytes(name)
            if kept is not None:
                restore(kept)
        keep_on_screen(self)
        self.actions_by_id["follow"].setChecked(self.session.text("follow", "yes") != "no")
        self.set_views(int(self.session.text("views", "1")) if self.session.text("views").isdecimal() else 1)
        kept_theme = self.session.text("theme")
        self.choose_theme(next((choice for choice in CHOICES if choice == kept_theme), "system"))

    # -- what is open

    def open(self, paths: Sequence[str | PathLike[str]], clip_options: ClipOptions | None = None) -> None:
        """Read files behind the window and show them, in order; a failure is said and changes nothing.

        ``clip_options`` is of the clips among them.
        """
        self.opening.open([Path(path) for path in paths], clip_options=clip_options)

    def offer_recovery(self) -> None:
        """Offer what programs that did not end well were editing, one after the other; the latest first."""
        orphans = self.recovery.orphans()
        if not orphans:
            self.banner.settle("recovery")
            return
        about = self.recovery.about(orphans[0])
        more = tr(" {count} more after it.", count=len(orphans) - 1) if len(orphans) > 1 else ""
        self.banner.propose(
            tr(
                "PoseStudio closed unexpectedly. Recover {name}, kept {time}?",
                name=about.name,
                time=about.time,
            )
            + more,
            "recovery",
            tr("Recover"),
            lambda: self.opening.recover(orphans[0]),
            lambda: self._put_aside(orphans[0]),
        )

    def _put_aside(self, path: Path) -> None:
        self.recovery.put_aside([path])
        self.offer_recovery()

    def begin(self) -> None:
        """What a first start shows."""
        if not self.session.text("toured"):
            self.session.keep("toured", "yes")
            self.tour.start()

    def _lift_with(self, weights: Path) -> None:
        self.document.set_settings(tr("Lift with trained weights"), weights=str(weights))
        self.lift_scheduler.refresh()  # a run that went on has written other weights to the same file

    def _offer_reload(self, path: Path) -> None:
        self.banner.propose(
            f"{path.name} has changed on disk.",
            f"reload {path}",
            tr("Reload"),
            lambda: self.opening.reload(path),
        )

    def _follow_subject(self, on: bool) -> None:
        self.session.keep("follow", "yes" if on else "no")
        self.presenter.framing.set_on(on)

    def set_views(self, count: int) -> None:
        """Show one to four 3D views."""
        count = min(max(count, 1), 4)
        self.viewport.set_layout(count)
        self.session.keep("views", str(count))

    def fail(self, words: str, topic: str = "file") -> None:
        """Say what went wrong, where it is seen, without stopping anyone."""
        self.statusBar().clearMessage()
        words = printable(words)
        self.messages_panel.add(words, failure=True)
        self.banner.say(words, topic)

    def say(self, words: str, *, passing: bool = True) -> None:
        """A remark; one that is not ``passing`` stays until the next."""
        words = printable(words)
        if passing:
            self.messages_panel.add(words)
        self.statusBar().showMessage(words, 6000 if passing else 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.open([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    # -- following the document

    def _document_opened(self) -> None:
        """Nothing that was said or asked about what was open before is about what is open now."""
        self.detection.forget()
        self.banner.settle("file", "lift", "detect", "reload", "rig", *TOPICS)
        self.saving.forget()
        self.watch_files()

    def watch_files(self) -> None:
        """Tell from now on when the files that are open change on disk."""
        self.file_watcher.watch(self.document.state.files)

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "picture"}:
            self.show_title()
            self.watch_files()
            self._show_words("")
        self._enable()

    def show_title(self, *_: object) -> None:
        """Name what is open in the window's title, with a mark where the project is not saved."""
        state = self.document.state
        title = state.source.name or (state.picture.name if state.picture else "")
        if self.saving.path is not None:
            changed = "" if self.document.history.isClean() else "*"
            title = f"{self.saving.path.name}{changed}"
        self.setWindowTitle(f"{printable(title)} - PoseStudio" if title else "PoseStudio")

    def _trajectory_changed(self) -> None:
        if self.presenter.trajectory is not None or self.document.result is None:
            self.spread_panel.show_trajectory(self.presenter.trajectory)

    def _enable(self) -> None:
        enable(self.actions_by_id, self.document, self.detection.available)

    def _history_changed(self) -> None:
        history = self.document.history
        for name, text in (("undo", history.undoText()), ("redo", history.redoText())):
            title = tr(name.capitalize())
            self.actions_by_id[name].setIconText(title)
            self.actions_by_id[name].setText(f"{title} {text[:1].lower()}{text[1:]}" if text else title)
        self._enable()

    def _showing_changed(self) -> None:
        for name in ("solo", "trails", "onion"):
            self.actions_by_id[name].setChecked(getattr(self.visibility, name))

    def with_chosen(self, change: Callable[[Lifted, int], None]) -> None:
        """Call ``change`` with the result and the rank of the chosen hypothesis, if there is one."""
        if self.document.result is not None:
            change(self.document.result, self.document.selected)

    def _show_playing_frames(self, playing: bool) -> None:
        self.actions_by_id["play_frames"].setText(tr("Pause frames") if playing else tr("Play frames"))
        self.actions_by_id["play_frames"].setIcon(icon("pause" if playing else "play", self._ink()))

    def _show_playing(self, playing: bool) -> None:
        play = self.actions_by_id["play"]
        play.setText(tr("Pause") if playing else tr("Play"))
        play.setIcon(icon("pause" if playing else "play", self._ink()))

    def _show_words(self, words: str) -> None:
        self._hover_label.setText(words or tr(NOTHING_OPEN if self.document.state.empty else HINT))

    def _show_busy(self) -> None:
        self._state_label.setText(tr("Lifting...") if self._model_loaded else tr("Loading the model..."))

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

    def _show_idle(self) -> None:
        """Nothing is being lifted any more, and nothing is lifted that it could be about."""
        self._state_label.clear()

    def _show_refused(self, words: str) -> None:
        self._state_label.clear()
        self.fail(f"No 3D poses: {words}", "lift")

    # -- theme and end

    def choose_theme(self, choice: Choice, *_: object) -> None:
        """'system', 'light' or 'dark'."""
        self.session.keep("theme", choice)
        self.menus.mark_theme(choice)
        self.theme.choose(choice)

    def _ink(self) -> QColor:
        return QApplication.palette().color(QPalette.ColorRole.ButtonText)

    def _show_theme(self, theme: Theme) -> None:
        self.editor.set_theme(theme)
        self.viewport.set_theme(theme)
        self.banner.set_theme(theme)
        self.spread_panel.set_theme(theme)
        self.training_panel.set_theme(theme)
        self.limits_panel.set_theme(theme)
        self.tour.set_theme(theme)
        for spec in ACTIONS:
            if spec.icon:
                self.actions_by_id[spec.id].setIcon(icon(spec.icon, self._ink()))
        self._show_playing(self.playback.playing)
        self._show_playing_frames(self.player.playing)

    def end(self) -> None:
        """Close without a question, as the system asks for it; what is edited is kept as the last session."""
        self._ending = True
        self.close()

    def _may_close(self) -> bool:
        """Ask, but not while it is being asked already."""
        self._closing = True
        try:
            return self.saving.may_close()
        finally:
            self._closing = False

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closed:
            return
        if self._closing or not (self._ending or self._may_close()):
            event.ignore()
            return
        super().closeEvent(event)
        self._closed = True
        self.hide()
        self.session.keep("geometry", self.saveGeometry())
        self.session.keep("layout", self.workspace.kept())
        self.playback.pause()
        self.player.pause()
        self.document.end_gesture()
        self.library_panel.close_down()
        self.training_panel.close_down()
        self.jobs.close()
        self.recovery.close()
        application().removeEventFilter(self._guard)
        self.detection.close()
        self.lift_worker.close()
        self.tasks.close()
        self._garbage_collector.close()
