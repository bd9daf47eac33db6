"""The training panel: it trains networks on clips, by `posestudio train` in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.numbers import number
from posestudio.app.common.spacing import GRID
from posestudio.app.common.style_buttons import PRIMARY
from posestudio.app.common.translation import tr
from posestudio.app.training.command_process import CommandProcess
from posestudio.app.training.data_page import DataPage
from posestudio.app.training.progress_page import ProgressPage, progress_text
from posestudio.app.training.runs_page import RunsPage
from posestudio.app.training.settings_page import SettingsPage
from posestudio.app.work.tasks import Tasks
from posestudio.common.colours import Theme
from posestudio.dataset.split import split, split_problem
from posestudio.errors import PoseStudioError
from posestudio.learning.config import SETTINGS
from posestudio.learning.run_files import new_run_problem, remove_run
from posestudio.training.run_list import RunSummary, read_run


class TrainingPanel(QWidget):
    """Four pages (data, settings, progress and runs), and below them the buttons and state of the run under way."""

    weights_ready = Signal(object)
    """The Path of a run's weights, to lift with."""
    trained = Signal(object)
    """The Path of the weights of a run that has ended."""
    sampled = Signal(object)
    """Poses sampled by the network, to be shown; see `ProgressPage.sampled`."""
    failed = Signal(str)
    noticed = Signal(str)
    """A sentence about something unexpected in the run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks = Tasks(self)
        self._process = CommandProcess(self)
        self._run: Path | None = None
        self._weights: Path | None = None
        self._discarding = False
        self._shown_obstacle = ""  # the text below the pages, if it is about an obstacle
        self.data, self.settings = DataPage(tasks), SettingsPage(tasks)
        self.progress, self.runs = ProgressPage(), RunsPage(tasks)
        self.curves = self.progress.curves
        self.start, self.pause, self.stop, self.discard, self.use = (
            QPushButton(title)
            for title in (tr("Start"), tr("Pause"), tr("Stop"), tr("Discard..."), tr("Use for lifting"))
        )
        self.start.setProperty(PRIMARY, True)
        self.pause.setCheckable(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.status, self.notice = QLabel(), QLabel()
        for label in (self.status, self.notice):
            label.setWordWrap(True)
        self.notice.hide()
        self._lay_out()
        self.start.clicked.connect(self.begin)
        self.pause.toggled.connect(self._pause)
        self.stop.clicked.connect(self._stop)
        self.stop.setToolTip(tr("End the run and save its weights; it can be resumed"))
        self.discard.clicked.connect(self._ask_discard)
        self.use.clicked.connect(lambda: self.weights_ready.emit(self._weights))
        self.progress.sampled.connect(self.sampled)
        self.data.changed.connect(self._data_changed)
        self.data.failed.connect(self.failed)
        self.settings.changed.connect(self._settings_changed)
        self.settings.all_subjects.toggled.connect(self._enable)
        self.settings.held_out.textChanged.connect(self._enable)
        self.runs.compared.connect(self.curves.compare)
        self.runs.resume_run.connect(self.resume_run)
        self.runs.copy_settings.connect(self._copy_settings)
        self.runs.lift_with.connect(self.weights_ready)
        self._process.event_received.connect(self._follow)
        self._process.ended.connect(self._ended)
        self._enable()

    def _lay_out(self) -> None:
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        for page, text in (
            (self.data, tr("Data")),
            (self.settings, tr("Settings")),
            (self.progress, tr("Progress")),
            (self.runs, tr("Experiments")),
        ):
            self.pages.addTab(page, text)
        self.pages.currentChanged.connect(lambda _: self._list_runs())
        buttons, more = QHBoxLayout(), QHBoxLayout()
        for button in (self.start, self.pause, self.use):
            buttons.addWidget(button)
        for button in (self.stop, self.discard):
            more.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, GRID)
        whole.addWidget(self.pages, 1)
        below = QVBoxLayout()
        below.setContentsMargins(GRID, 0, GRID, 0)
        for widget in (self.bar, self.status, self.notice):
            below.addWidget(widget)
        below.addLayout(buttons)
        below.addLayout(more)
        whole.addLayout(below)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of ``theme``, 'light' or 'dark'."""
        for page in (self.data, self.settings, self.curves):
            page.set_theme(theme)

    # -- a run

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._process.running

    def begin(self) -> None:
        """Train with the settings of the pages, or continue the run in that folder."""
        page, problem = self.obstacle()
        if page is not None:
            self.pages.setCurrentWidget(page)
            self._show_status(problem, obstacle=True)
            return
        run = Path(self.settings.folder.text())
        if (run / SETTINGS).exists():
            self._resume_in(run)
        elif self.data.poses is not None:
            self.curves.clear()
            self._train(run, self.settings.arguments(self.data.poses))

    def obstacle(self) -> tuple[QWidget | None, str]:
        """(the page where it can be changed, why a run cannot start); (None, "") when it can."""
        text = self.settings.folder.text()
        if text and (Path(text) / SETTINGS).exists():  # continued with the settings it has
            return None, ""
        if self.data.poses is None:
            reading = self.data.reading
            return self.data, tr("Wait until the clips are read.") if reading else tr("Choose data first.")
        if self.data.pose_counts is not None:
            chosen = split(self.data.pose_counts, self.settings.held_out_names())
            problem = split_problem(self.data.pose_counts, chosen, self.settings.all_subjects.isChecked())
            if problem:
                return self.data, problem[0].upper() + problem[1:] + "."
        problem = self.settings.problem() or new_run_problem(Path(text))
        return (self.settings, problem) if problem else (None, "")

    def _show_status(self, text: str, obstacle: bool = False) -> None:
        """Show a text below the pages; an ``obstacle`` is removed when it no longer holds."""
        self.status.setText(text)
        self._shown_obstacle = text if obstacle else ""

    def resume_run(self, run: RunSummary) -> None:
        """Continue a run with the settings it was started with."""
        if not self.running:
            self.settings.adopt(run.config, run.folder)
            self._resume_in(run.folder)

    def _resume_in(self, run: Path) -> None:
        try:
            summary = read_run(run)
        except PoseStudioError as problem:
            self._fail(str(problem))
            return
        if summary.step >= summary.config.steps:
            self.status.setText(tr("This run is finished; choose another folder for a new one."))
            return
        self.curves.begin(summary)
        self._train(run, ["train", "--out", str(run), "--resume"])

    def _train(self, run: Path, arguments: list[str]) -> None:
        self._run, self._weights, self._discarding = run, None, False
        self.notice.hide()
        self.pages.setCurrentWidget(self.progress)
        self.status.setText(tr("Starting..."))
        self._process.start([*arguments, "--events"])
        self._enable()

    def _copy_settings(self, run: RunSummary) -> None:
        number = 2
        while (folder := run.folder.with_name(f"{run.folder.name}-{number}")).exists():
            number += 1
        self.settings.adopt(run.config, folder)
        self.pages.setCurrentWidget(self.settings)
        if self.data.poses is None and run.config.data and Path(run.config.data).exists():
            self.data.add([Path(run.config.data)])

    def _pause(self, paused: bool) -> None:
        self._process.pause(paused)
        self.pause.setText(tr("Resume") if paused else tr("Pause"))
        if paused:
            self.status.setText(tr("Pausing..."))

    def _stop(self) -> None:
        self.status.setText(tr("Saving..."))
        self._process.stop()

    def _ask_discard(self) -> None:
        assert self._run is not None
        question = tr("Stop, and delete {run} with its weights? This cannot be undone.", run=self._run.name)
        answer = QMessageBox.question(self, tr("Discard the run"), question)
        if answer == QMessageBox.StandardButton.Yes:
            self.delete_run()

    def delete_run(self) -> None:
        """Stop at once and delete the run's files."""
        self._discarding = True
        self._process.kill()

    # -- events

    def _follow(self, event: dict[str, Any]) -> None:
        kind = event["kind"]
        self.progress.follow(event)
        if kind == "progress":
            self.bar.setRange(0, event["steps"])
            self.bar.setValue(event["step"])
            self.status.setText(progress_text(event))
        elif kind == "noticed":
            text = tr("Step {step}: {text}", step=number(event["step"]), text=event["words"])
            self.notice.setText(text)
            self.notice.show()
            self.noticed.emit(text)
        elif kind == "paused":
            self.status.setText(tr("Paused."))
        elif kind == "finished":
            self._weights = Path(event["best"])

    def _ended(self, problem: str) -> None:
        self.pause.setChecked(False)
        self.progress.end()
        run = self._run
        assert run is not None
        if self._discarding:
            self._delete_files(run)
        elif problem:
            self._fail(problem)
        else:
            try:
                self._weights = read_run(run).weights
            except PoseStudioError:  # stopped before it had started
                self._weights = None
            if self._weights is not None:
                self.trained.emit(self._weights)
            done = tr("Done.") if self._weights is not None else tr("Stopped before the first checkpoint.")
            self.status.setText(done)
        self._list_runs()
        self._enable()

    def _delete_files(self, run: Path) -> None:
        try:
            deleted = remove_run(run)
        except (PoseStudioError, OSError) as problem:
            self._fail(str(problem))
            return
        partly = tr("Discarded; other files in {run} are kept.", run=run.name)
        self.status.setText(tr("Discarded.") if deleted else partly)

    def _fail(self, problem: str) -> None:
        self.status.setText(problem)
        self.failed.emit(problem)
        self._enable()

    # -- what is enabled

    def _data_changed(self) -> None:
        self.settings.use_poses(self.data.poses)
        self._enable()

    def _settings_changed(self) -> None:
        self._list_runs()
        self._enable()

    def _list_runs(self) -> None:
        text = self.settings.folder.text()
        if text and self.pages.currentWidget() is self.runs:
            self.runs.show_folder(Path(text).parent)

    def _enable(self) -> None:
        running = self._process.running
        _, problem = self.obstacle()
        self.start.setEnabled(not running and not problem)
        self.start.setToolTip(problem)
        folder = self.settings.folder.text()
        resumable = bool(folder) and (Path(folder) / SETTINGS).exists()
        self.start.setText(tr("Resume") if resumable else tr("Start"))
        if not running and self._shown_obstacle == self.status.text():
            self._show_status(problem or tr("Ready to start."), obstacle=True)
        for button in (self.pause, self.stop, self.discard):
            button.setEnabled(running)
        self.use.setEnabled(not running and self._weights is not None)
        self.settings.setEnabled(not running)
        self.bar.setVisible(running)

    def close_down(self) -> None:
        """Stop the run, saving its weights."""
        with QSignalBlocker(self.data):
            self.data.close_down()
        self.settings.close_down()
        self._process.close()
        self._tasks.close()
