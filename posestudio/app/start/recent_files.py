"""The recent files of the start page: whether they are still there, and their thumbnails, found in the background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from posestudio.app.common.session import Session
from posestudio.app.files.thumbnails import Thumbnail, thumbnail
from posestudio.app.work.tasks import Tasks

SIDE = 240  # pixels of a thumbnail


@dataclass(frozen=True, eq=False)
class RecentFile:
    """A recent file; ``there`` is None before it has been looked up, and so is ``picture``."""

    path: Path
    there: bool | None = None
    picture: Thumbnail | None = None


class RecentFiles(QObject):
    """The session's recent files, the latest first. Files on a server that does not answer hold nothing up."""

    listed = Signal()
    """The list is another one now."""
    looked_up = Signal(object)
    """RecentFile: what is known about one of them now."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, Tasks(self)
        self.files: list[RecentFile] = []

    def refresh(self) -> None:
        """List the session's files again, and look all of them up."""
        known = {file.path: file for file in self.files}
        self.files = [known.get(path, RecentFile(path)) for path in self._session.recent]
        self.listed.emit()
        for file in self.files:
            self._tasks.run(partial(_look_up, file.path, self._session.trusted), self._take, _ignore)

    def forget(self, path: Path) -> None:
        """Take a file out of the list; nothing is deleted."""
        self._session.forget_recent(path)
        self.files = [file for file in self.files if file.path != path]
        self.listed.emit()

    def close(self) -> None:
        """End the thread."""
        self._tasks.close()

    def _take(self, found: RecentFile) -> None:
        for index, file in enumerate(self.files):
            if file.path == found.path:
                self.files[index] = found
                self.looked_up.emit(found)


def _look_up(path: Path, trusted: frozenset[str]) -> RecentFile:
    if not path.exists():
        return RecentFile(path, there=False)
    return RecentFile(path, there=True, picture=thumbnail(path, SIDE, trusted))


def _ignore(problem: Exception) -> None:
    """A file that cannot be looked up stays a card without a picture."""
