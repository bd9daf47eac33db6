"""The panel of the library: a searchable list of the clips, pictures and keypoint files in chosen folders."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSlider,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.numbers import number
from posestudio.app.common.session import Session
from posestudio.app.common.spacing import PANEL
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.files.library import MOST_FILES, LibraryModel
from posestudio.app.files.thumbnails import SIDE, figure
from posestudio.app.model.any_file import Read, read
from posestudio.app.model.sources import ClipSource
from posestudio.app.work.tasks import Tasks

_SETTING = "library_folders"
_ICON = 44


class LibraryPanel(QWidget):
    """A list with a search field, and for the selected clip a slider through its frames.

    A double click or Enter opens a file; on the clip's picture a double click opens that frame.
    """

    open_requested = Signal(object)
    """Path"""
    frame_requested = Signal(object, int)
    """Path and frame, from 0"""

    folder_added = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = Tasks(self)
        self._clip: ClipSource | None = None
        self._chosen: Path | None = None
        self.model = LibraryModel(self)
        self.search, self.list = QLineEdit(), QListView()
        self.empty, self.count = QLabel(), QLabel()
        self.preview, self.frames = _ClipPreview(), QSlider(Qt.Orientation.Horizontal)
        self.add = QPushButton(tr("Add folder..."))
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self.model.set_folders(self.folders)
        self._show_state()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.list.setModel(self.model)
        self.list.setIconSize(QSize(_ICON, _ICON))
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setAccessibleName(tr("Library"))
        self.empty.setText(
            tr("Clips, videos, pictures and keypoint files of your folders. Add a folder, or drop one here.")
        )
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setWordWrap(True)
        self.frames.setAccessibleName(tr("Frame of the selected clip"))
        row = QHBoxLayout()
        row.addWidget(self.preview)
        row.addWidget(self.frames, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*PANEL)
        for widget in (self.search, self.list, self.empty, self.count):
            column.addWidget(widget, 1 if widget in (self.list, self.empty) else 0)
        column.addLayout(row)
        column.addWidget(self.add)
        self._show_clip(None)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.search)
        self.search.textChanged.connect(lambda _: self._show_state())
        self.model.listed.connect(self._show_state)
        self.list.activated.connect(self._open)
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._choose(index))
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.frames.valueChanged.connect(self._show_frame)
        self.preview.double_clicked.connect(self._open_frame)
        self.add.clicked.connect(self.ask_folder)

    # -- folders

    @property
    def folders(self) -> list[Path]:
        """The folders whose files are listed."""
        return [Path(line) for line in self._session.text(_SETTING).splitlines() if line]

    def add_folder(self, folder: Path) -> None:
        """List the files of another folder, also when the studio is started again."""
        self._set_folders([*(other for other in self.folders if other != folder), folder])
        self.folder_added.emit()

    def remove_folder(self, folder: Path) -> None:
        """Stop listing a folder's files; nothing is deleted."""
        self._set_folders([other for other in self.folders if other != folder])

    def _set_folders(self, folders: list[Path]) -> None:
        self._session.store(_SETTING, "\n".join(map(str, folders)))
        self.refresh()

    def refresh(self) -> None:
        """Read the folders again."""
        self.model.set_folders(self.folders)
        self._show_state()

    def ask_folder(self) -> None:
        """Let the user choose a folder to add."""
        name = QFileDialog.getExistingDirectory(self, tr("Add folder"), self._session.text("folder"))
        if name:
            self.add_folder(Path(name))

    def _show_state(self) -> None:
        any_folders = bool(self.folders)
        self.list.setVisible(any_folders)
        self.search.setVisible(any_folders)
        self.empty.setVisible(not any_folders)
        shown, total = self.model.rowCount(), self.model.total
        self.count.setVisible(any_folders)
        count = tr_n("%n file", "%n files", shown)
        if shown != total:
            count = tr_n("{shown} of %n file", "{shown} of %n files", total, shown=number(shown))
        self.count.setText(tr("{count} (there are more)", count=count) if total >= MOST_FILES else count)

    # -- files

    def _open(self, index: object) -> None:
        entry = self.model.entry(index)  # type: ignore[arg-type]
        if entry is not None:
            self.open_requested.emit(entry.path)

    def _choose(self, index: object) -> None:
        entry = self.model.entry(index)  # type: ignore[arg-type]
        self._chosen = None if entry is None else entry.path
        self._show_clip(None)
        if entry is not None and entry.path.suffix.lower() == ".bvh":
            self._tasks.run(partial(read, entry.path), self._clip_read, lambda _: None)

    def _clip_read(self, found: Read) -> None:
        if found.path == self._chosen and isinstance(found.content, ClipSource):
            self._show_clip(found.content)

    def _show_clip(self, clip: ClipSource | None) -> None:
        self._clip = clip
        for widget in (self.preview, self.frames):
            widget.setVisible(clip is not None)
        if clip is not None:
            self.frames.setRange(0, clip.frames - 1)
            self.frames.setValue(clip.frames // 2)
            self._show_frame(self.frames.value())

    def _show_frame(self, frame: int) -> None:
        if self._clip is not None and frame < self._clip.frames:
            self.preview.setPixmap(QPixmap.fromImage(figure(self._clip.bodies[frame])))
            self.preview.setToolTip(tr("Frame {number}. Double-click opens it.", number=number(frame + 1)))

    def _open_frame(self) -> None:
        if self._chosen is not None and self._clip is not None:
            self.frame_requested.emit(self._chosen, self.frames.value())

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        index = self.list.indexAt(at)
        entry = self.model.entry(index)
        if entry is not None:
            menu.addAction(tr("Open"), partial(self._open, index))
            url = QUrl.fromLocalFile(str(entry.path.parent))
            menu.addAction(tr("Show in folder"), partial(QDesktopServices.openUrl, url))
            menu.addSeparator()
        for folder in self.folders:
            menu.addAction(
                tr("Remove from library: {name}", name=folder.name), partial(self.remove_folder, folder)
            )
        menu.addAction(tr("Read folders again"), self.refresh)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(Path(url.toLocalFile()).is_dir() for url in event.mimeData().urls() if url.isLocalFile()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile() and Path(url.toLocalFile()).is_dir():
                self.add_folder(Path(url.toLocalFile()))
        event.acceptProposedAction()

    def close_down(self) -> None:
        """End the threads."""
        self._tasks.close()
        self.model.close()


class _RowDelegate(QStyledItemDelegate):
    """Makes rows as wide as the list, so that long names are shortened in their middle."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(1, _ICON + 6)


class _ClipPreview(QLabel):
    """A picture of the selected clip's body."""

    double_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIDE, SIDE)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.double_clicked.emit()
