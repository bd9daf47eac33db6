"""What to train on: clips, how their rigs were read, and what they cover."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.scrolled import scrolled
from posestudio.app.common.translation import tr
from posestudio.app.files.rig_dialog import RigDialog, rigs_folder
from posestudio.app.training.command_process import CommandProcess
from posestudio.app.training.coverage_view import CoverageView
from posestudio.app.work.tasks import Tasks
from posestudio.common.colours import Theme
from posestudio.common.files import atomic_write
from posestudio.common.json_files import read_json
from posestudio.dataset.convert import find_clips, fingerprint
from posestudio.dataset.coverage import coverage
from posestudio.dataset.poses import load_poses
from posestudio.dataset.split import Roster
from posestudio.mocap.bvh import load_bvh
from posestudio.mocap.rig_files import Rig, load_rigs
from posestudio.mocap.rig_matching import ROLES

HZ = 15.0
_COLUMNS = ("Clip", "Poses", "Body", "Who")


def poses_folder() -> Path:
    """Where poses read from clips are kept, to be used again while the clips stay as they are."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "poses"


class DataPage(QWidget):
    """Sources, the clips in them, their coverage. ``poses`` is the poses file made of them, when it is made."""

    changed = Signal()
    """The sources, or what has been made of them."""
    failed = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._reader = CommandProcess(self)
        self._rows: list[dict[str, Any]] = []
        self._target: Path | None = None  # what is being made
        self.poses: Path | None = None
        self.roster: Roster | None = None
        """Whose the poses are, as soon as they have been looked through."""
        self.setAcceptDrops(True)
        self.sources = QListWidget()
        self.sources.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.sources.setMaximumHeight(72)
        self.sources.setAccessibleName(tr("Folders and files to train on"))
        self.add_folder, self.add_files, self.remove, self.match = (
            QPushButton(tr(words)) for words in ("Add folder...", "Add files...", "Remove", "Match joints...")
        )
        self.words = QLabel(tr("Drop folders of BVH here, or a poses file."))
        self.words.setWordWrap(True)
        self.bar, self.cancel = QProgressBar(), QPushButton(tr("Cancel"))
        self.table = QTreeWidget()
        self.table.setHeaderLabels([tr(words) for words in _COLUMNS])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setSortingEnabled(False)
        self.coverage = CoverageView()
        self._covered = scrolled(self.coverage)
        self._lay_out()
        self.add_folder.clicked.connect(self._ask_folder)
        self.add_files.clicked.connect(self._ask_files)
        self.remove.clicked.connect(self._remove)
        self.match.clicked.connect(self._correct)
        self.cancel.clicked.connect(self._reader.kill)
        self.sources.itemSelectionChanged.connect(self._enable)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.itemDoubleClicked.connect(lambda *_: self._correct())
        self._reader.event_received.connect(self._hear)
        self._reader.ended.connect(self._read)
        self._enable()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add_folder, self.add_files, self.remove):
            buttons.addWidget(button)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setStretchLastSection(False)
        self.table.setColumnWidth(1, 54)
        self.table.setColumnWidth(2, 90)
        self.table.setColumnWidth(3, 60)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.cancel)
        self._covered.setMinimumHeight(120)
        self._covered.hide()
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.match, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._covered, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(below)
        splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.addWidget(self.sources)
        whole.addLayout(buttons)
        whole.addWidget(self.words)
        whole.addLayout(running)
        whole.addWidget(splitter, 1)

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        self.coverage.set_theme(theme)

    @property
    def reading(self) -> bool:
        """Whether clips are being read."""
        return self._target is not None

    @property
    def paths(self) -> list[Path]:
        """The sources."""
        return [Path(self.sources.item(row).text()) for row in range(self.sources.count())]

    def add(self, paths: list[Path]) -> None:
        """More sources; what is there already is not taken twice. They are read at once."""
        have = set(self.paths)
        for path in paths:
            if path not in have:
                self.sources.addItem(str(path))
        self.read()

    # -- reading

    def read(self) -> None:
        """Make the poses file of the sources, or find it made."""
        self._reader.drop()
        self.poses, self._target, self._rows, self.roster = None, None, [], None
        self.table.clear()
        self._covered.hide()
        paths = self.paths
        self.changed.emit()
        self._enable()
        if not paths:
            self.words.setText(tr("Drop folders of BVH here, or a poses file."))
        elif len(paths) == 1 and paths[0].suffix.lower() == ".npz":
            self.poses = paths[0]
            self._look_through()
        else:
            self.words.setText(tr("Looking for clips..."))
            self._tasks.run(partial(_plan, paths), partial(self._begin, paths), self._fail)

    def _begin(self, paths: list[Path], plan: tuple[Path, int]) -> None:
        if paths != self.paths:
            return  # others have been chosen meanwhile
        target, clips = plan
        rows = target.with_suffix(".json")
        if target.exists() and rows.exists():
            self.poses = target
            self._tasks.run(partial(read_json, rows), self._show_rows, self._fail)
            self._look_through()
            return
        self._target = target
        self.bar.setRange(0, clips)
        self.bar.setValue(0)
        self.words.setText(tr("Reading {count} clips...", count=clips))
        rigs = ["--rigs", str(rigs_folder())] if rigs_folder().exists() else []
        sources = [str(path) for path in paths]
        self._reader.start(["convert", *sources, "--out", str(target), "--hz", str(HZ), *rigs, "--events"])
        self._enable()

    def _hear(self, event: dict[str, Any]) -> None:
        if event["kind"] == "looked":
            self._rows.append(event)
            self._add_row(event)
            self.bar.setValue(len(self._rows))

    def _read(self, problem: str) -> None:
        target, self._target = self._target, None
        self._enable()
        if problem:
            self._fail(problem)
        elif target is None or not target.exists():
            self.words.setText(tr("Stopped before all clips had been read."))
        else:
            self.poses = target
            rows = self._rows
            self._tasks.run(
                partial(_keep_rows, target.with_suffix(".json"), rows), lambda _: None, self._fail
            )
            self._look_through()

    def _look_through(self) -> None:
        path = self.poses
        assert path is not None
        self._tasks.run(partial(_looked_through, path), partial(self._seen, path), self._fail)

    def _seen(self, path: Path, found: tuple[Any, Roster]) -> None:
        if path == self.poses:  # else others have been chosen meanwhile
            self.roster = found[1]
            self._show_coverage(found[0])

    def _show_rows(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        for row in rows:
            self._add_row(row)

    def _show_coverage(self, found: Any) -> None:
        bad = sum(1 for row in self._rows if not row["poses"])
        kept = len(found.height)
        frames = sum(row["frames"] for row in self._rows)
        if bad:
            self.words.setText(tr("{count} of {all} clips give no poses.", count=bad, all=len(self._rows)))
        else:
            self.words.setText(tr("All {all} clips read.", all=len(self._rows)) if self._rows else "")
        self.coverage.show_coverage(found, max(frames - kept, 0))
        self._covered.show()
        self.changed.emit()
        self._enable()

    def _fail(self, problem: Exception | str) -> None:
        self.poses = None
        self.words.setText(str(problem))
        self.failed.emit(str(problem))
        self.changed.emit()
        self._enable()

    def _add_row(self, row: dict[str, Any]) -> None:
        missing = [role.replace("_", " ") for role in row["missing"]]
        body = f"{len(ROLES) - len(missing)} / {len(ROLES)}" if row["poses"] else tr("none")
        doubtful = " ?" if row["poses"] and row["problem"] else ""
        item = QTreeWidgetItem([Path(row["path"]).name, str(row["poses"]), body + doubtful, row["subject"]])
        item.setData(0, Qt.ItemDataRole.UserRole, row["path"])
        told = [row["path"]]
        if row["poses"]:
            told.append(tr("Read as {profile}.", profile=row["profile"]))
        if missing and row["poses"]:
            told.append(tr("Made up: {joints}.", joints=", ".join(missing)))
        if row["problem"]:
            told.append(row["problem"])
        for column in range(len(_COLUMNS)):
            item.setToolTip(column, "\n".join(told))
        if row["poses"]:
            self.table.addTopLevelItem(item)
        else:
            self.table.insertTopLevelItem(0, item)  # what needs a hand comes first

    # -- hands

    def _enable(self) -> None:
        self.bar.setVisible(self.reading)
        self.cancel.setVisible(self.reading)
        self.remove.setEnabled(bool(self.sources.selectedItems()))
        self.match.setEnabled(len(self.table.selectedItems()) == 1 and not self.reading)
        self.match.setToolTip(tr("Choose a clip, then say which of its joints is what."))

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Folder of BVH"))
        if name:
            self.add([Path(name)])

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Clips"), "", tr("Clips and poses (*.bvh *.npz)"))
        if names:
            self.add([Path(name) for name in names])

    def _remove(self) -> None:
        for item in self.sources.selectedItems():
            self.sources.takeItem(self.sources.row(item))
        self.read()

    def _correct(self) -> None:
        chosen = self.table.selectedItems()
        if len(chosen) == 1 and not self.reading:
            path = Path(chosen[0].data(0, Qt.ItemDataRole.UserRole))
            self._tasks.run(lambda: (load_bvh(path), _rigs()), self._ask_joints, self._fail)

    def _ask_joints(self, loaded: tuple[Any, dict]) -> None:
        clip, rigs = loaded
        dialog = RigDialog(clip, rigs.get(tuple(clip.skeleton.joint_names), {}), self)
        if dialog.exec():
            dialog.save()
            self.read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        fitting = [path for path in paths if path.is_dir() or path.suffix.lower() in (".bvh", ".npz")]
        if fitting:
            event.acceptProposedAction()
            self.add(fitting)
        else:
            self.words.setText(tr("Expected folders, .bvh or a poses file."))

    def close_down(self) -> None:
        """End what is being read."""
        self._reader.kill()
        self._reader.close()


def _rigs() -> dict[tuple[str, ...], Rig]:
    return load_rigs(rigs_folder()) if rigs_folder().exists() else {}


def _looked_through(path: Path) -> tuple[Any, Roster]:
    poses = load_poses(path)
    return coverage(poses), Roster.of([(poses.subject, poses.clip)])


def _plan(paths: list[Path]) -> tuple[Path, int]:
    """The poses file that the sources make, and how many clips there are."""
    name = fingerprint(paths, HZ, _rigs())
    return poses_folder() / f"{name}.npz", len(find_clips(paths))


def _keep_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(rows))
