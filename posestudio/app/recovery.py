"""What was being edited when the program ended without asking: kept beside, and offered at the next start."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer

from posestudio.app.document import Document
from posestudio.app.project import SUFFIX, Project, save_project
from posestudio.app.state import State
from posestudio.app.tasks import Tasks

INTERVAL_MS = 60_000
LAST = "last session" + SUFFIX


def recovery_folder() -> Path:
    """Where unsaved work is kept."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "recovery"


class Recovery(QObject):
    """Writes the document every minute in which it changed.

    Each running window has a file of its own and a lock beside it, which dies with its process: a file
    whose lock can be had was left by a program that did not end well.
    """

    def __init__(self, document: Document, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._tasks = document, tasks
        self._folder = recovery_folder()
        self._path = self._folder / f"{os.getpid()}-{id(self):x}{SUFFIX}"
        self._lock: QLockFile | None = None
        self._kept: State | None = None
        self._clock = QTimer(self, interval=INTERVAL_MS)
        self._clock.timeout.connect(self.keep)
        self._clock.start()

    @property
    def last(self) -> Path:
        """What was being edited when a window was last closed."""
        return self._folder / LAST

    def keep(self) -> None:
        """Write the present state, unless it has been written; a gesture under way is let end first."""
        document = self._document
        if document.gesturing or document.state is self._kept or document.state.empty:
            return
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = QLockFile(str(self._path) + ".lock")
            self._lock.tryLock(0)
        project = Project(document.state, document.selected)
        self._kept = document.state
        self._tasks.run(partial(save_project, self._path, project), lambda _: None, self._unkept)

    def _unkept(self, problem: Exception) -> None:
        self._kept = None  # tried again in a minute; a full disk is no reason to stop anyone

    def orphans(self) -> list[Path]:
        """Files of programs that did not end well, the latest first."""
        files = [
            path for path in self._folder.glob(f"[!.]*{SUFFIX}") if path.name != LAST
        ]  # none half written
        return sorted(filter(_abandoned, files), key=lambda path: -path.stat().st_mtime)

    def discard(self, paths: list[Path]) -> None:
        """Remove what nobody wants."""
        for path in paths:
            path.unlink(missing_ok=True)
            Path(f"{path}.lock").unlink(missing_ok=True)

    def close(self) -> None:
        """Keep the state as that of the last session; after this, nothing is left to recover."""
        self._clock.stop()
        document = self._document
        if not document.state.empty:
            project = Project(document.state, document.selected)
            self._tasks.run(
                partial(save_project, self.last, project), lambda _: None, lambda _: None, finish=True
            )
        self._tasks.run(partial(self.discard, [self._path]), lambda _: None, lambda _: None, finish=True)
        if self._lock is not None:
            self._lock.unlock()


def _abandoned(path: Path) -> bool:
    lock = QLockFile(f"{path}.lock")
    lock.setStaleLockTime(0)  # however old: a lock is stale when its process is gone
    if not lock.tryLock(0):
        return False
    lock.unlock()
    return True
