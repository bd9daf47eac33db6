"""The list model of the library: the files of its folders, searched by name, with thumbnails made on demand."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap

from posestudio.app.files.thumbnails import SUFFIXES, Thumbnail, thumbnail
from posestudio.app.work.tasks import Tasks

MOST_FILES = 20_000
_MOST_KEPT = 500  # thumbnails in memory
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """A file, and its title: its path relative to the library's folder."""

    path: Path
    title: str


def list_folder(folder: Path) -> list[Entry]:
    """The files below ``folder`` that the studio reads, by name, at most ``MOST_FILES``, without hidden ones."""
    found: list[Entry] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                path = Path(parent, name)
                found.append(Entry(path, path.relative_to(folder).as_posix()))
                if len(found) == MOST_FILES:
                    return found
    return found


class LibraryModel(QAbstractListModel):
    """The entries whose titles contain every word searched for. Thumbnails of rows that are shown are made in the
    background."""

    listed = Signal()
    """The folders have been read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self)
        self._folders: list[Path] = []
        self._entries: dict[Path, list[Entry]] = {}
        self._shown: list[Entry] = []
        self._words: list[str] = []
        self._pictures: OrderedDict[Path, Thumbnail] = OrderedDict()
        self._asked: set[Path] = set()

    def set_folders(self, folders: list[Path]) -> None:
        """Read these folders in the background, and list their files."""
        self._folders = list(folders)
        self._pictures.clear()
        for folder in folders:
            self._tasks.run(partial(list_folder, folder), partial(self._take, folder), _ignore)
        self._fill()

    def search(self, text: str) -> None:
        """List only entries whose title contains every word of ``text``."""
        self._words = text.lower().split()
        self._fill()

    def entry(self, index: _Index) -> Entry | None:
        """The entry of a row."""
        return self._shown[index.row()] if index.isValid() else None

    @property
    def total(self) -> int:
        """The number of files, whether they match the search or not."""
        return sum(len(self._entries.get(folder, ())) for folder in self._folders)

    def close(self) -> None:
        """End the thread."""
        self._tasks.close()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            known = self._pictures.get(entry.path)
            return f"{entry.title}\n{known.line if known else ''}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(entry.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            known = self._pictures.get(entry.path)
            return known.problem if known and known.problem else str(entry.path)
        return None

    def _picture(self, path: Path) -> QIcon | None:
        known = self._pictures.get(path)
        if known is not None:
            self._pictures.move_to_end(path)
            return QIcon(QPixmap.fromImage(known.image))
        if path not in self._asked:
            self._asked.add(path)
            self._tasks.run(partial(thumbnail, path), partial(self._got, path), _ignore)
        return None

    def _got(self, path: Path, picture: Thumbnail) -> None:
        self._asked.discard(path)
        self._pictures[path] = picture
        while len(self._pictures) > _MOST_KEPT:
            self._pictures.popitem(last=False)
        for row, entry in enumerate(self._shown):
            if entry.path == path:
                self.dataChanged.emit(self.index(row), self.index(row))

    def _take(self, folder: Path, entries: list[Entry]) -> None:
        self._entries[folder] = entries
        self._fill()
        self.listed.emit()

    def _fill(self) -> None:
        self.beginResetModel()
        everything = (entry for folder in self._folders for entry in self._entries.get(folder, ()))
        if self._words:
            everything = (e for e in everything if all(word in e.title.lower() for word in self._words))
        self._shown = list(everything)
        self.endResetModel()


def _ignore(problem: Exception) -> None:
    """A folder or thumbnail that cannot be read is not shown."""
