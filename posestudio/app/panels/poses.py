"""The panel of the pose library: poses as pictures, searched, previewed, applied, blended, saved and sorted out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QFileSystemWatcher,
    QPoint,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QIcon, QPalette, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from posestudio.app.common.numbers import percent
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.common.user_folders import user_folder
from posestudio.app.model.document import Document
from posestudio.app.model.pose_applying import PoseApplying
from posestudio.app.model.pose_library import STARTER, SUFFIX, Pose, PoseLibrary
from posestudio.app.model.visibility import Visibility
from posestudio.app.panels.pose_list import PoseList
from posestudio.app.panels.pose_pictures import SIZE, PosePictures, key_of
from posestudio.app.work.tasks import Tasks
from posestudio.common.colours import Theme
from posestudio.common.resources import asset
from posestudio.posing.placing import at_origin

_POSE = Qt.ItemDataRole.UserRole
_SETTLES_MS = 200  # after files have changed, until they are read
_MARGIN = 8


def library_folder() -> Path:
    """The user's folder of poses."""
    return user_folder("pose library")


class PosesPanel(QWidget):
    """A double click or Enter puts the chosen person into a pose, or as far towards it as the slider says; pointing
    at it, or moving the slider, shows that in the 3D view. Poses that other windows save appear by themselves."""

    failed = Signal(str)
    """Why something could not be read or written."""
    said = Signal(str)
    """A remark about what has been done."""

    def __init__(
        self,
        document: Document,
        visibility: Visibility,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.applying = PoseApplying(document, visibility, self)
        self.library = PoseLibrary(folder or library_folder())
        self.pictures = PosePictures(self)
        self._tasks = Tasks(self)
        self.poses: list[Pose] = []
        self._name_next: Path | None = None  # the pose just saved, whose name is to be typed
        self._deleted: Pose | None = None
        self._watcher = QFileSystemWatcher(self)
        self._reading = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._read = False  # whether the folder has been read
        self._lay_out()
        self._connect()
        self._say_percent()
        self._show_possible()

    # -- building

    def _lay_out(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.save, self.more = QPushButton(tr("Save")), QToolButton()
        self.save.setToolTip(tr("Save the chosen pose in the library"))
        self.more.setText("\u22ef")
        for say in (self.more.setToolTip, self.more.setAccessibleName):
            say(tr("Import and export poses"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._more_menu())
        self.list = PoseList()
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.undo = QPushButton(tr("Undo"))
        self.blend, self.apply = QSlider(Qt.Orientation.Horizontal), QPushButton(tr("Apply"))
        self.blend.setRange(0, 100)
        self.blend.setValue(100)
        self.percent = QLabel()
        self.percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("100\u2002%"))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.blend.setAccessibleName(tr("Blend with the selected pose"))
        self.blend.setToolTip(tr("How much of the selected pose is applied; the rest stays as it is"))
        self.apply.setToolTip(tr("Put the person into the selected pose (Enter, double-click)"))
        top, told, low = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, widgets in (
            (top, (self.search, self.save, self.more)),
            (told, (self.message, self.undo)),
            (low, (QLabel(tr("Blend")), self.blend, self.percent, self.apply)),
        ):
            for widget in widgets:
                row.addWidget(widget, 1 if widget in (self.search, self.message, self.blend) else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(told)
        column.addLayout(low)
        self.message.hide()
        self.undo.hide()

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Import poses..."), self._ask_import)
        menu.addAction(tr("Export these poses..."), self._ask_export)
        menu.addAction(tr("Add the starter poses again"), partial(self.take_in, asset(STARTER)))
        return menu

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill)
        self.save.clicked.connect(self.save_pose)
        self.apply.clicked.connect(self._apply_selected)
        self.undo.clicked.connect(self._restore)
        self.list.itemActivated.connect(self._apply_item)
        self.list.hovered.connect(self._preview)
        self.list.delete_requested.connect(self._delete_selected)
        self.list.currentItemChanged.connect(lambda *_: self._show_possible())
        self.list.itemChanged.connect(self._renamed)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.blend.valueChanged.connect(self._blend)
        self._document.result_changed.connect(self._show_possible)
        self.pictures.drawn.connect(self._show_picture)
        self._watcher.directoryChanged.connect(lambda _: self._reading.start())
        self._reading.timeout.connect(self.read)

    def sizeHint(self) -> QSize:
        return QSize(3 * SIZE.width() + 40, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * SIZE.width(), 160)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._read:
            self.read()

    def leaveEvent(self, event: QEvent) -> None:
        self._preview(None)
        super().leaveEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Draw the pictures in the colours of 'light' or 'dark'."""
        self.pictures.set_theme(theme)
        self._fill()

    def close_down(self) -> None:
        """Complete what is being written, and end the threads."""
        self._tasks.close()
        self.pictures.close()

    # -- the list

    def read(self) -> None:
        """Read the folder again, in the background."""
        self._read = True
        self._tasks.run(self.library.poses, self._take, self._fail)

    def _take(self, found: tuple[list[Pose], list[str]]) -> None:
        if self.list.naming:  # a new list would end the typing of a name
            self._reading.start()
            return
        self.poses, problems = found
        if str(self.library.folder) not in self._watcher.directories():
            self._watcher.addPath(str(self.library.folder))
        if problems:
            text = tr_n("%n file of the library is no pose: {what}", "%n files of the library are no poses: {what}",
                        len(problems), what=problems[0])  # fmt: skip
            self._tell(text)
        self._fill()

    def _fill(self, *_: object) -> None:
        words = self.search.text().lower().split()
        chosen = self.selected
        with QSignalBlocker(self.list):
            self.list.clear()
            for pose in self.poses:
                if pose.matches(words):
                    item = QListWidgetItem(pose.name)
                    item.setData(_POSE, pose)
                    item.setSizeHint(self.list.gridSize())  # before its picture is there, too
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                    item.setToolTip(f"{pose.name}\n{', '.join(pose.tags)}".strip())
                    self._show_icon(item)
                    self.list.addItem(item)
                    if chosen is not None and chosen.path == pose.path:
                        self.list.setCurrentItem(item)
        self.list.set_nothing(
            tr("No pose matches.") if words else tr("No poses yet. Save keeps the chosen one.")
        )
        self._show_possible()
        self._begin_naming()

    def _show_icon(self, item: QListWidgetItem) -> None:
        image = self.pictures.picture(item.data(_POSE))
        if image is not None:
            item.setIcon(QIcon(QPixmap.fromImage(image)))

    def _show_picture(self, key: bytes) -> None:
        if self.list.naming:  # the editor would take its text anew, no longer selected
            self._reading.start()
            return
        with QSignalBlocker(self.list):
            for item in self._items():
                if key_of(item.data(_POSE)) == key:
                    self._show_icon(item)
        self.list.viewport().update()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    @property
    def selected(self) -> Pose | None:
        """The pose that is selected in the list."""
        item = self.list.currentItem()
        return None if item is None else item.data(_POSE)

    def _tell(self, text: str, *, undo: bool = False) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.undo.setVisible(undo)

    def _fail(self, problem: Exception) -> None:
        self.failed.emit(str(problem) or type(problem).__name__)

    # -- on the person

    def _show_possible(self) -> None:
        possible = self.applying.possible
        self.save.setEnabled(possible)
        for widget in (self.apply, self.blend):
            widget.setEnabled(possible and self.selected is not None)

    def _apply_selected(self) -> None:
        pose = self.selected
        if pose is not None and self.applying.apply(pose, self.blend.value() / 100):
            with QSignalBlocker(self.blend):
                self.blend.setValue(100)
            self._say_percent()
        elif pose is not None:
            self.said.emit(tr("Nobody to pose: open a photo, keypoints or a standing figure first."))

    def _apply_item(self, item: QListWidgetItem) -> None:
        self.list.setCurrentItem(item)
        self._apply_selected()

    def _preview(self, item: QListWidgetItem | None) -> None:
        self.applying.preview(None if item is None else item.data(_POSE), self.blend.value() / 100)

    def _blend(self, value: int) -> None:
        """Show how far the slider would take the person."""
        self._say_percent()
        self.applying.preview(self.selected, value / 100)

    def _say_percent(self) -> None:
        self.percent.setText(percent(self.blend.value() / 100))

    # -- files

    def save_pose(self) -> None:
        """Save the chosen body's pose under a new name, which can then be typed over."""
        body = self.applying.body
        if body is None:
            return
        names = {pose.name for pose in self.poses}
        name = next(
            one
            for number in range(1, len(names) + 2)
            if (one := tr("Pose {number}", number=number)) not in names
        )
        self.search.clear()
        self._write(Pose(name, (), at_origin(body)), self._saved)

    def _saved(self, pose: Pose) -> None:
        self._name_next = pose.path
        self.read()

    def _begin_naming(self) -> None:
        for item in self._items():
            if self._name_next is not None and item.data(_POSE).path == self._name_next:
                self._name_next = None
                self.list.setCurrentItem(item)
                self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        pose = item.data(_POSE)
        if item.text().strip() and item.text() != pose.name:
            self._write(replace(pose, name=item.text()), lambda _: self.read())
        else:
            self._fill()

    def _ask_tags(self, pose: Pose) -> None:
        asked = tr("Tags of {name}, separated by commas", name=pose.name)
        text, given = QInputDialog.getText(self, tr("Tags"), asked, text=", ".join(pose.tags))
        if given:
            self._write(replace(pose, tags=tuple(text.split(","))), lambda _: self.read())

    def _write(self, pose: Pose, done: Callable[[Pose], Any]) -> None:
        self._tasks.run(partial(self.library.save, pose), done, self._fail, finish=True)

    def _delete_selected(self) -> None:
        if self.selected is not None:
            self.delete(self.selected)

    def delete(self, pose: Pose) -> None:
        """Remove a pose from the library, which can be undone."""
        self._preview(None)

        def deleted(_: object) -> None:
            self._deleted = pose
            self._tell(tr("{name} was deleted.", name=pose.name), undo=True)
            self.read()

        self._tasks.run(partial(self.library.delete, pose), deleted, self._fail, finish=True)

    def _restore(self) -> None:
        pose, self._deleted = self._deleted, None
        self._tell("")
        if pose is not None:
            self._write(pose, lambda _: self.read())

    def take_in(self, path: Path) -> None:
        """Add the poses of an exported file."""

        def taken(new: list[Pose]) -> None:
            self._tell(tr_n("%n pose was added.", "%n poses were added.", len(new)))
            self.read()

        self._tasks.run(partial(self.library.take_in, path), taken, self._fail, finish=True)

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import poses"), "", f"{tr('Poses')} (*{SUFFIX})")
        if name:
            self.take_in(Path(name))

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export poses"), f"poses{SUFFIX}", f"{tr('Poses')} (*{SUFFIX})"
        )
        if name:
            path = Path(name) if Path(name).suffix else Path(name + SUFFIX)
            poses = [item.data(_POSE) for item in self._items()]
            saved = tr("Saved {path}", path=path)
            self._tasks.run(
                partial(self.library.export, path, poses),
                lambda _: self.said.emit(saved),
                self._fail,
                finish=True,
            )

    def _open_menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None:
            return
        self.list.setCurrentItem(item)
        pose, menu = item.data(_POSE), QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Apply"), self._apply_selected).setEnabled(self.apply.isEnabled())
        menu.addSeparator()
        menu.addAction(tr("Rename"), partial(self.list.editItem, item))
        menu.addAction(tr("Tags..."), partial(self._ask_tags, pose))
        menu.addAction(tr("Delete"), partial(self.delete, pose))
        menu.popup(self.list.viewport().mapToGlobal(at))
