"""The studio's window: builds its parts, connects them to the document, and closes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from posestudio.app.common.session import Session
from posestudio.app.common.theme import CHOICES, Choice, ThemeKeeper, application
from posestudio.app.display.frame_player import FramePlayer
from posestudio.app.display.presenter import Presenter
from posestudio.app.display.step_player import StepPlayer
from posestudio.app.exporting.exporting import Exporting, Rendering
from posestudio.app.files.missing_files import TOPICS, MissingFiles
from posestudio.app.files.opening import Opening
from posestudio.app.files.recovery import RecoveryWriter
from posestudio.app.files.recovery_offer import RecoveryPrompt
from posestudio.app.files.reloading import Reloading
from posestudio.app.files.saving import Saving
from posestudio.app.files.view_opening import ViewOpening
from posestudio.app.model.any_file import ClipOptions
from posestudio.app.model.document import Document
from posestudio.app.model.motion_selection import MotionSelection
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels import SpreadPanel
from posestudio.app.shell import action_functions
from posestudio.app.shell.action_states import ActionStates
from posestudio.app.shell.action_table import VIEW_COUNTS
from posestudio.app.shell.actions import Actions
from posestudio.app.shell.banner import Banner
from posestudio.app.shell.centre import Centre
from posestudio.app.shell.inspecting import Inspecting
from posestudio.app.shell.key_guard import KeyGuard
from posestudio.app.shell.menus import Menus
from posestudio.app.shell.notices import Notices
from posestudio.app.shell.parts import Parts
from posestudio.app.shell.preferences import Preferences
from posestudio.app.shell.preferences_dialog import PreferencesDialog
from posestudio.app.shell.second_view import SecondViewParts, connect_detection
from posestudio.app.shell.status_line import StatusLine
from posestudio.app.shell.strip_menu import StripMenu
from posestudio.app.shell.training_parts import connect_training, training_data
from posestudio.app.shell.window_panels import WindowPanels
from posestudio.app.shell.window_size import keep_on_screen, open_on_screen
from posestudio.app.shell.window_title import WindowTitle
from posestudio.app.shell.workspace import Workspace
from posestudio.app.start.progress_line import ViewProgress
from posestudio.app.start.start_parts import StartParts
from posestudio.app.work.detection import Detection, load_detector
from posestudio.app.work.file_watcher import FileWatcher
from posestudio.app.work.garbage_collection import GarbageCollector
from posestudio.app.work.jobs import Jobs
from posestudio.app.work.lift_scheduler import LiftScheduler
from posestudio.app.work.lift_worker import LiftWorker, load_lifter
from posestudio.app.work.sequence_work import SequenceWork
from posestudio.app.work.services import Studio
from posestudio.app.work.tasks import Tasks
from posestudio.common.colours import Theme

if TYPE_CHECKING:
    from posestudio.detection.detector import Detector
    from posestudio.lifting.lifter import Lifter


class StudioWindow(QMainWindow):
    """Workspaces of panels, with menus above them, a banner over them and a status bar below."""

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
        self._garbage_collector = GarbageCollector(self)  # first: many objects are made below
        self.session = session if session is not None else Session()
        self.document = Document(self)
        self.visibility = Visibility(self)
        self.selection = MotionSelection(self.document, self)
        self.lift_worker = LiftWorker(load, self)
        self.lift_scheduler = LiftScheduler(self.document, self.lift_worker, self)
        self.tasks, self.jobs = Tasks(self), Jobs(self)
        self.detection = Detection(self.document, load_detector, self)
        self.file_watcher = FileWatcher(self)
        self.playback, self.player = StepPlayer(self), FramePlayer(self.document, self)
        self.actions_by_id = Actions(self.session, self)
        self.theme = ThemeKeeper(self)
        self.panels = WindowPanels(
            self.document,
            self.session,
            self.visibility,
            self.selection,
            self.playback,
            self.player,
            self.actions_by_id,
        )
        self.editor, self.viewport = self.panels.editor, self.panels.viewport
        self.timeline, self.banner = self.panels.timeline, Banner()
        self.presenter = Presenter(
            self.document,
            self.visibility,
            self.playback,
            self.panels.denoising,
            self.viewport,
            self.panels.alternatives,
            self,
        )
        self._make_file_services()
        self.sequence_work = SequenceWork(self.studio, self.detection, self.lift_worker, self)
        self._closed = self._asking = self._ending = False
        self._guard = KeyGuard(self)
        application().installEventFilter(self._guard)
        self.workspace = Workspace(self.panels.docks())
        self.centre = Centre(self.document, self.workspace, self.actions_by_id)
        self.setCentralWidget(self.centre)
        self.banner.lie_over(self.centre.stack, self.centre.views_area, list(self.workspace.docks.values()))
        open_on_screen(self)
        self.menus = Menus(self, self.actions_by_id, self.session, self.viewport, self.workspace)
        self.second_view = SecondViewParts(
            self.studio,
            self.panels.planes,
            self.view_opening,
            self.detection,
            self.actions_by_id,
            self.workspace,
            self,
        )
        self.status_line = StatusLine(self.statusBar(), self.studio, [self.jobs])
        self.start = StartParts(
            self.studio,
            self.opening,
            self.view_opening,
            self.recovery,
            self.actions_by_id,
            self.panels.library,
            training_data(self.panels.training),
            [self.panels.planes, self.panels.cards, self.viewport, self.timeline, self.centre.bar],
            detects=self.detection.available,
        )
        self.centre.set_start_page(self.start.screen.page)
        self._connect_document()
        self._connect_panels()
        self._connect_actions()
        self._restore()
        self._document_changed(frozenset({"source"}))

    # -- building

    def _make_file_services(self) -> None:
        notices = Notices(self.banner, self.panels.messages, self.statusBar())
        self.studio = Studio(
            document=self.document,
            session=self.session,
            tasks=self.tasks,
            jobs=self.jobs,
            parent=self,
            show_message=notices.show_message,
            show_error=notices.show_error,
            ask=notices.ask,
            clear_notices=notices.clear_notices,
        )
        rendering = Rendering(
            grab_window=lambda: self.grab().toImage(),
            grab_view=self.viewport.grab_picture,
            render_view=lambda size, transparent: self.viewport.render_picture(size, transparent=transparent),
            view_size=lambda: (self.viewport.width(), self.viewport.height()),
        )
        self.exporting = Exporting(
            self.studio, rendering, lambda: self.theme.theme, lambda: self.sequence_work.solver.settled
        )
        self.saving = Saving(self.studio, self)
        self.reloading = Reloading(self.studio)
        missing = MissingFiles(self.studio, self.saving)
        self.opening = Opening(self.studio, self.saving, missing, self.reloading, self)
        self.view_opening = ViewOpening(self.studio, self)
        self.recovery = RecoveryWriter(self.document, self.tasks, self.saving.describe, self)
        self.recovery_prompt = RecoveryPrompt(self.studio, self.recovery, self.opening, self.saving, missing)

    # -- connecting

    def _connect_document(self) -> None:
        document = self.document
        document.changed.connect(self._document_changed)
        document.opened.connect(self._document_opened)
        document.picture_missing.connect(self.studio.show_error)
        self.title = WindowTitle(self, document, self.saving)
        self.saving.saved.connect(self._watch_files)
        self.opening.opened.connect(self.editor.setFocus)
        self.opening.picture_opened.connect(self._find_people)
        self.file_watcher.changed.connect(self.reloading.offer)
        self.lift_scheduler.answered_in_time.connect(self.viewport.repaint)
        self.sequence_work.solver.answered_in_time.connect(self.viewport.repaint)
        self.status_line.follow(self.lift_worker, self.lift_scheduler, self.sequence_work)
        planes, searches = self.panels.planes.both, (self.detection, self.second_view.detection)
        lifts = self.sequence_work, self.lift_worker, self.lift_scheduler
        self.progress = ViewProgress(planes, self.viewport, searches, *lifts)

    def _connect_panels(self) -> None:
        self.panels.library.open_requested.connect(lambda path: self.open([path]))
        self.panels.library.folder_added.connect(lambda: self.workspace.bring("library"))
        self.panels.library.frame_requested.connect(lambda path, frame: self.opening.open([path], frame))
        self.panels.poses.failed.connect(lambda text: self.studio.show_error(text, "poses"))
        self.panels.poses.said.connect(self.studio.show_message)
        self.panels.advanced.open_weights.connect(self.opening.ask)
        self.panels.sampler.then(lambda sampler: sampler.open_weights.connect(self.opening.ask))
        connect_training(self.studio, self.panels, self.presenter, self.lift_scheduler)
        connect_detection(self.studio, self.editor, self.detection, self.actions_by_id)
        self.inspecting = Inspecting(
            self.studio,
            self.panels,
            self.presenter,
            self.actions_by_id,
            self.lift_worker.lifters.get,
            self.status_line.show_hint,
            self,
        )
        self.strip_menu = StripMenu(self.actions_by_id, self.timeline.strip)
        self.workspace.chosen.connect(self.panels.denoising.leave_for)
        self.panels.spread.then(self._show_trajectories)
        self.menus.open_requested.connect(lambda path: self.open([path]))
        self.menus.theme_chosen.connect(self.choose_theme)
        self.theme.changed.connect(self._show_theme)

    def _connect_actions(self) -> None:
        actions, document = self.actions_by_id, self.document
        self.action_states = ActionStates(
            actions,
            document,
            self.panels.planes,
            self.selection,
            self.visibility,
            self.playback,
            self.player,
            viewport=self.viewport,
            detects=self.detection.available,
        )
        actions["heatmaps"].setChecked(True)
        actions["follow"].setChecked(True)
        actions["follow"].toggled.connect(self._follow_subject)
        actions["handles"].toggled.connect(self.presenter.set_pulling)
        action_functions.connect(
            Parts(
                studio=self.studio,
                actions=actions,
                planes=self.panels.planes,
                viewport=self.viewport,
                visibility=self.visibility,
                alternatives=self.panels.alternatives,
                workspace=self.workspace,
                selection=self.selection,
                playback=self.playback,
                timeline=self.timeline,
                player=self.player,
                opening=self.opening,
                view_opening=self.view_opening,
                saving=self.saving,
                exporting=self.exporting,
                recovery_prompt=self.recovery_prompt,
                reloading=self.reloading,
                detection=self.second_view.active_detection,
                add_folder=self.panels.library.ask_folder,
                reseed=self.panels.advanced.reseed,
                set_views=self.set_views,
                start_tour=self.start.start_tour,
                edit_preferences=self.edit_preferences,
                close=self.close,
            )
        )

    def _restore(self) -> None:
        geometry = self.session.bytes("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.centre.restore(self.session)
        self.preferences = Preferences(self.session, self.document, self.visibility, self.recovery)
        keep_on_screen(self)
        self.actions_by_id["follow"].setChecked(self.session.text("follow", "yes") != "no")
        self.set_views(int(self.session.text("views", "1")) if self.session.text("views").isdecimal() else 1)
        stored_theme = self.session.text("theme")
        self.choose_theme(next((choice for choice in CHOICES if choice == stored_theme), "system"))

    # -- what is open

    def open(self, paths: Sequence[str | PathLike[str]], clip_options: ClipOptions | None = None) -> None:
        """Read files in the background and show them, in order; a failure is shown and changes nothing.

        Clips are read with ``clip_options``.
        """
        self.opening.open([Path(path) for path in paths], clip_options=clip_options)

    def _find_people(self) -> None:
        if self.detection.available:
            self.detection.find_everybody(opening=True)

    def _follow_subject(self, on: bool) -> None:
        self.session.store("follow", "yes" if on else "no")
        self.presenter.framing.set_on(on)

    def set_views(self, count: int) -> None:
        """Show one to four 3D views."""
        count = min(max(count, 1), 4)
        self.viewport.set_layout(count)
        for number, name in enumerate(VIEW_COUNTS, 1):
            self.actions_by_id[name].setChecked(number == count)
        self.session.store("views", str(count))

    # -- following the document

    def _document_opened(self) -> None:
        """Remove messages and questions about what was open before."""
        self.detection.cancel()
        self.sequence_work.search.cancel()
        self.studio.clear_notices(
            "file", "lift", "motion", "detect", "video", "reload", "rig", "view", *TOPICS
        )
        self.saving.clear_project()
        self._watch_files()

    def _watch_files(self) -> None:
        self.file_watcher.watch(self.document.state.files)

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "picture"}:
            self._watch_files()
            self.status_line.show_hint("")

    def _show_trajectories(self, spread: SpreadPanel) -> None:
        def show() -> None:
            if self.presenter.trajectory is not None or self.document.result is None:
                spread.show_trajectory(self.presenter.trajectory)

        self.presenter.trajectory_changed.connect(show)
        show()

    # -- theme and end

    def choose_theme(self, choice: Choice) -> None:
        """Use and remember a theme: 'system', 'light' or 'dark'."""
        self.session.store("theme", choice)
        self.menus.mark_theme(choice)
        self.theme.choose(choice)

    def edit_preferences(self) -> None:
        """Show the dialog of the preferences."""
        keys = self.actions_by_id["edit_shortcuts"].trigger
        dialog = PreferencesDialog(self.preferences, self.theme.choice, self.choose_theme, keys, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _show_theme(self, theme: Theme) -> None:
        self.panels.set_theme(theme)
        self.banner.set_theme(theme)
        self.start.set_theme(theme)
        self.action_states.draw_icons()
        self.centre.bar.draw()

    def end(self) -> None:
        """Close without a question, as the system demands; what is edited is saved as the last session."""
        self._ending = True
        self.close()

    def _may_close(self) -> bool:
        """Whether the window may close, which can ask questions."""
        self._asking = True
        try:
            return self.saving.may_close()
        finally:
            self._asking = False

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closed:
            return
        if self._asking or not (self._ending or self._may_close()):
            event.ignore()
            return
        super().closeEvent(event)
        self._closed = True
        self.hide()
        self.session.store("geometry", self.saveGeometry())
        self.centre.store(self.session)
        self.playback.pause()
        self.player.pause()
        self.document.end_gesture()
        application().removeEventFilter(self._guard)
        self.panels.close_down()
        for part in (
            *(self.action_states, self.start, self.jobs, self.recovery, self.detection, self.second_view),
            *(self.sequence_work, self.lift_worker, self.tasks, self._garbage_collector),
        ):
            part.close()
