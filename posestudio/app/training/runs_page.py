"""The page of runs: a table of those in a folder, to compare, continue, repeat or lift with."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.numbers import number, percent
from posestudio.app.common.translation import marked, tr
from posestudio.app.work.tasks import Tasks
from posestudio.errors import printable
from posestudio.training.run_list import RunSummary, find_runs

_COLUMNS = (marked("Run"), marked("Network"), marked("Steps"), marked("Best score (mm)"))


class RunsPage(QWidget):
    """A row for each run; the curves of ticked ones are compared."""

    compared = Signal(list)
    """The ticked runs, RunSummary."""
    resume_run = Signal(object)
    """The RunSummary to continue."""
    copy_settings = Signal(object)
    """The RunSummary whose settings to use for another run."""
    lift_with = Signal(object)
    """The Path of weights."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._runs: list[RunSummary] = []
        self._folder: Path | None = None
        self._ticked: set[Path] = set()
        self.status = QLabel(tr("Experiments in the same folder appear here."))
        self.status.setWordWrap(True)
        self.table = QTreeWidget()
        self.table.setHeaderLabels([tr(title) for title in _COLUMNS])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.headerItem().setToolTip(3, tr("Lowest energy score in validation, in millimetres"))
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.choose = QPushButton(tr("Folder..."))
        self.continue_, self.begin, self.use = (
            QPushButton(title) for title in (tr("Resume"), tr("Duplicate settings"), tr("Use for lifting"))
        )
        self.begin.setToolTip(tr("Use the selected run's settings for another run"))
        self.continue_.setToolTip(tr("Resume the selected run where it stopped"))
        buttons = QGridLayout()  # in one row they would be wider than the panel of a small window
        for index, button in enumerate((self.choose, self.continue_, self.begin, self.use)):
            buttons.addWidget(button, *divmod(index, 2))
        whole = QVBoxLayout(self)
        whole.addWidget(self.status)
        whole.addWidget(self.table, 1)
        whole.addLayout(buttons)
        self.choose.clicked.connect(self._ask)
        self.continue_.clicked.connect(lambda: self._emit(self.resume_run))
        self.begin.clicked.connect(lambda: self._emit(self.copy_settings))
        self.use.clicked.connect(self._use)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.itemChanged.connect(self._tick)
        self._enable()

    def show_folder(self, folder: Path | None) -> None:
        """List the runs in a folder."""
        self._folder = folder
        self.refresh()

    def refresh(self) -> None:
        """Read the folder again."""
        if self._folder is not None and self._folder.is_dir():
            self._tasks.run(
                partial(_find_runs, self._folder), lambda found: self._show(*found), lambda _: None
            )

    def _show(self, runs: list[RunSummary], problems: list[str]) -> None:
        selected = self.selected
        self._runs = runs
        self.table.blockSignals(True)
        self.table.clear()
        for run in runs:
            best = run.best
            cells = [
                run.folder.name,
                run.config.model,
                number(run.step),
                "" if best is None else number(best[1], 1),
            ]
            item = QTreeWidgetItem(cells)
            ticked = run.folder in self._ticked
            item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            lines = f"{run.folder}\n" + tr(
                "{step} of {steps} steps of {batch} poses, synthetic poses {share}",
                step=number(run.step),
                steps=number(run.config.steps),
                batch=run.config.batch,
                share=percent(run.config.expansion),
            )
            for column in range(len(_COLUMNS)):
                item.setToolTip(column, lines)
            self.table.addTopLevelItem(item)
            item.setSelected(selected is not None and selected.folder == run.folder)
        self.table.blockSignals(False)
        where = str(self._folder)
        text = tr("Tick runs to compare their curves.") if runs else tr("No runs in {folder}.", folder=where)
        left_out = tr("Left out: {problems}", problems="; ".join(printable(line) for line in problems[:3]))
        self.status.setText(f"{text} {left_out}" if problems else text)
        self.status.setToolTip("\n".join(printable(line) for line in problems))
        self._enable()
        self.compared.emit([run for run in runs if run.folder in self._ticked])

    @property
    def selected(self) -> RunSummary | None:
        """The selected run."""
        rows = [self.table.indexOfTopLevelItem(item) for item in self.table.selectedItems()]
        return self._runs[rows[0]] if rows else None

    def _tick(self, item: QTreeWidgetItem) -> None:
        folder = self._runs[self.table.indexOfTopLevelItem(item)].folder
        if item.checkState(0) == Qt.CheckState.Checked:
            self._ticked.add(folder)
        else:
            self._ticked.discard(folder)
        self.compared.emit([run for run in self._runs if run.folder in self._ticked])

    def _enable(self) -> None:
        run = self.selected
        self.continue_.setEnabled(run is not None and run.step < run.config.steps)
        self.begin.setEnabled(run is not None)
        self.use.setEnabled(run is not None and run.weights is not None)

    def _emit(self, signal: object) -> None:
        if self.selected is not None:
            signal.emit(self.selected)  # type: ignore[attr-defined]

    def _use(self) -> None:
        if self.selected is not None and self.selected.weights is not None:
            self.lift_with.emit(self.selected.weights)

    def _ask(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder of runs"))
        if name:
            self.show_folder(Path(name))


def _find_runs(folder: Path) -> tuple[list[RunSummary], list[str]]:
    """The runs in a folder, and the problems of those that cannot be read."""
    problems: list[str] = []
    return find_runs(folder, problems), problems
