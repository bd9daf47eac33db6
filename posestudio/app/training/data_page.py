"""The page of the data to train on: files and folders, the clips in them, and what their poses cover."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.numbers import number
from posestudio.app.common.scrolled import scrolled
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.common.user_folders import user_folder
from posestudio.app.files.rig_dialog import RigDialog, rigs_folder
from posestudio.app.training.clip_table import ClipTable
from posestudio.app.training.command_process import CommandProcess
from posestudio.app.training.coverage_view import CoverageView
from posestudio.app.work.tasks import Tasks
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import Theme
from posestudio.common.json_files import read_json
from posestudio.dataset.clip_poses import find_clips, fingerprint
from posestudio.dataset.coverage import coverage
from posestudio.dataset.poses import load_poses
from posestudio.dataset.split import PoseCounts
from posestudio.mocap.bvh import load_bvh
from posestudio.mocap.rig_files import Rig, load_rigs

HZ = 15.0  # most poses per second taken from a clip


def poses_folder() -> Path:
    """The folder of poses files made of clips; one is used again as long as its clips are unchanged."""
    return user_folder("poses")


class DataPage(QWidget):
    """Reads the selected sources into one poses file, ``poses``; None until it is made."""

    changed = Signal()
    """The sources, or what was made of them, changed."""
    failed = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._reader = CommandProcess(self)
        self._rows: list[dict[str, Any]] = []  # an event ``looked`` for each clip
        self._target: Path | None = None  # the poses file that is being written
        self.poses: Path | None = None
        self.pose_counts: PoseCounts | None = None
        """The people and clips of the poses, as soon as these are read."""
        self.setAcceptDrops(True)
        self.sources = QListWidget()
        self.sources.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.sources.setMaximumHeight(72)
        self.sources.setAccessibleName(tr("Folders and files to train on"))
        self.add_folder, self.add_files, self.remove, self.match = (
            QPushButton(title)
            for title in (tr("Add folder..."), tr("Add files..."), tr("Remove"), tr("Match joints..."))
        )
        self.status = QLabel(tr("Drop folders of BVH here, or a poses file."))
        self.status.setWordWrap(True)
        self.bar, self.cancel = QProgressBar(), QPushButton(tr("Cancel"))
        self.table = ClipTable()
        self.coverage = CoverageView()
        self._coverage_area = scrolled(self.coverage)
        self._lay_out()
        self.add_folder.clicked.connect(self._ask_folder)
        self.add_files.clicked.connect(self._ask_files)
        self.remove.clicked.connect(self._remove)
        self.match.clicked.connect(self._match_joints)
        self.cancel.clicked.connect(self._reader.kill)
        self.sources.itemSelectionChanged.connect(self._enable)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.itemDoubleClicked.connect(lambda *_: self._match_joints())
        self._reader.event_received.connect(self._receive)
        self._reader.ended.connect(self._reading_ended)
        self._enable()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add_folder, self.add_files, self.remove):
            buttons.addWidget(button)
        running = QHBoxLayout()
        running.addWidget(self.bar, 1)
        running.addWidget(self.cancel)
        self._coverage_area.setMinimumHeight(120)
        self._coverage_area.hide()
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.match, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._coverage_area, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.table)
        splitter.addWidget(below)
        splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.addWidget(self.sources)
        whole.addLayout(buttons)
        whole.addWidget(self.status)
        whole.addLayout(running)
        whole.addWidget(splitter, 1)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of ``theme``, 'light' or 'dark'."""
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
        """Add sources that are not there yet, and read them at once."""
        have = set(self.paths)
        for path in paths:
            if path not in have:
                self.sources.addItem(str(path))
        self.read()

    # -- reading

    def read(self) -> None:
        """Make the poses file of the sources, or use the one made before."""
        self._reader.drop()
        self.poses, self._target, self._rows, self.pose_counts = None, None, [], None
        self.table.clear()
        self._coverage_area.hide()
        paths = self.paths
        self.changed.emit()
        self._enable()
        if not paths:
            self.status.setText(tr("Drop folders of BVH here, or a poses file."))
        elif len(paths) == 1 and paths[0].suffix.lower() == ".npz":
            self.poses = paths[0]
            self._load_coverage()
        else:
            self.status.setText(tr("Looking for clips..."))
            self._tasks.run(partial(_poses_file, paths), partial(self._begin, paths), self._fail)

    def _begin(self, paths: list[Path], made_of: tuple[Path, int]) -> None:
        if paths != self.paths:
            return  # other sources have been chosen meanwhile
        target, clips = made_of
        rows = target.with_suffix(".json")
        if target.exists() and rows.exists():
            self.poses = target
            self._tasks.run(partial(read_json, rows), self._show_rows, self._fail)
            self._load_coverage()
            return
        self._target = target
        self.bar.setRange(0, clips)
        self.bar.setValue(0)
        self.status.setText(tr_n("Reading %n clip...", "Reading %n clips...", clips))
        rigs = ["--rigs", str(rigs_folder())] if rigs_folder().exists() else []
        sources = [str(path) for path in paths]
        self._reader.start(["convert", *sources, "--out", str(target), "--hz", str(HZ), *rigs, "--events"])
        self._enable()

    def _receive(self, event: dict[str, Any]) -> None:
        if event["kind"] == "looked":
            self._rows.append(event)
            self.table.add_clip(event)
            self.bar.setValue(len(self._rows))

    def _reading_ended(self, problem: str) -> None:
        target, self._target = self._target, None
        self._enable()
        if problem:
            self._fail(problem)
        elif target is None or not target.exists():
            self.status.setText(tr("Stopped before all clips had been read."))
        else:
            self.poses = target
            rows = self._rows
            self._tasks.run(
                partial(_save_rows, target.with_suffix(".json"), rows), lambda _: None, self._fail
            )
            self._load_coverage()

    def _load_coverage(self) -> None:
        path = self.poses
        assert path is not None
        self._tasks.run(partial(_coverage_of, path), partial(self._coverage_loaded, path), self._fail)

    def _coverage_loaded(self, path: Path, found: tuple[Any, PoseCounts]) -> None:
        if path == self.poses:  # else other sources have been chosen meanwhile
            self.pose_counts = found[1]
            self._show_coverage(found[0])

    def _show_rows(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        for row in rows:
            self.table.add_clip(row)

    def _show_coverage(self, found: Any) -> None:
        bad = sum(1 for row in self._rows if not row["poses"])
        poses = len(found.height)
        frames = sum(row["frames"] for row in self._rows)
        if bad:
            self.status.setText(
                tr_n(
                    "%n of {all} clips contains no usable poses.",
                    "%n of {all} clips contain no usable poses.",
                    bad,
                    all=number(len(self._rows)),
                )
            )
        else:
            self.status.setText(
                tr_n("%n clip read.", "All %n clips read.", len(self._rows)) if self._rows else ""
            )
        self.coverage.show_coverage(found, max(frames - poses, 0))
        self._coverage_area.show()
        self.changed.emit()
        self._enable()

    def _fail(self, problem: Exception | str) -> None:
        self.poses = None
        self.status.setText(str(problem))
        self.failed.emit(str(problem))
        self.changed.emit()
        self._enable()

    # -- buttons and drops

    def _enable(self) -> None:
        self.bar.setVisible(self.reading)
        self.cancel.setVisible(self.reading)
        self.remove.setEnabled(bool(self.sources.selectedItems()))
        self.match.setEnabled(self.table.selected is not None and not self.reading)
        self.match.setToolTip(tr("Select a clip, then assign its joints to the body's joints."))

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

    def _match_joints(self) -> None:
        path = self.table.selected
        if path is not None and not self.reading:
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
            self.status.setText(tr("Expected folders, .bvh or a poses file."))

    def close_down(self) -> None:
        """End reading the clips."""
        self._reader.kill()
        self._reader.close()


def _rigs() -> dict[tuple[str, ...], Rig]:
    return load_rigs(rigs_folder()) if rigs_folder().exists() else {}


def _coverage_of(path: Path) -> tuple[Any, PoseCounts]:
    poses = load_poses(path)
    return coverage(poses), PoseCounts.of_files([(poses.subject, poses.clip)])


def _poses_file(paths: list[Path]) -> tuple[Path, int]:
    """The path of the poses file for these sources, and the number of clips in them."""
    name = fingerprint(paths, HZ, _rigs())
    return poses_folder() / f"{name}.npz", len(find_clips(paths))


def _save_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(rows))
