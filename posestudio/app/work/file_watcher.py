"""Notices when files that are open are changed on disk by another program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_PAUSE_MS = 300  # writers touch a file several times


class FileWatcher(QObject):
    """Emits ``changed`` when a watched file was written since it was last looked at."""

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
        """Watch these files instead of those before."""
        self._stamps = {path: found for path in paths if (found := stamp(path)) is not None}
        # Their folders as well: a file that is replaced by another is no longer watched itself.
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
    """(time written in ns, size in bytes, inode), equal until the file is written or replaced. None where there is
    no such file. The inode is there because writers may replace a file by another."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def stamp(path: Path) -> tuple[int, int] | None:
    """(time written in ns, size in bytes); None where there is no such file."""
    identity = file_identity(path)
    return None if identity is None else identity[:2]
