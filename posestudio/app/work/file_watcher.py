"""Files that are open, changed by somebody else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_PAUSE_MS = 300  # writers touch a file several times


class FileWatcher(QObject):
    """Tells when one of the watched files has another content on disk than when it was read."""

    changed = Signal(object)
    """The Path of the file, which still exists."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._stamps: dict[Path, tuple[int, int]] = {}
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._watcher.fileChanged.connect(lambda _: self._pause.start())
        self._watcher.directoryChanged.connect(lambda _: self._pause.start())

    def watch(self, paths: list[Path]) -> None:
        """Watch these files, and no others."""
        self._stamps = {path: found for path in paths if (found := stamp(path)) is not None}
        # Their folders as well: a file that is replaced, as careful writers do, is lost from sight.
        wanted = {str(path) for path in self._stamps} | {str(path.parent) for path in self._stamps}
        present = {*self._watcher.files(), *self._watcher.directories()}
        if present - wanted:
            self._watcher.removePaths(sorted(present - wanted))
        if wanted - present:
            self._watcher.addPaths(sorted(wanted - present))

    def _look(self) -> None:
        for path, before in list(self._stamps.items()):
            now = stamp(path)
            if now is not None and now != before:
                self._stamps[path] = now
                self._watcher.addPath(str(path))
                self.changed.emit(path)


FileIdentity = tuple[int, int, int]


def file_identity(path: Path) -> FileIdentity | None:
    """By what the content of a file is known again: when it was written, how long it is, and which file it is, since
    careful writers put another in its place. None where there is no such file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def stamp(path: Path) -> tuple[int, int] | None:
    """When it was written and how long it is; None where there is no such file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
