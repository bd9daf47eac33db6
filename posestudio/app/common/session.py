"""Settings that are stored from one session to the next: layout, theme, recent and trusted files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

RECENT = 8
_TRUSTED = 300  # files


class Session:
    """A thin layer over QSettings; a value of another type counts as absent."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings if settings is not None else QSettings("PoseStudio", "PoseStudio")

    @property
    def location(self) -> str:
        """The file that holds the settings; on Windows the key of the registry."""
        return self._settings.fileName()

    def bytes(self, name: str) -> QByteArray | None:
        """The stored bytes called ``name``, such as a window's geometry; None where there are none."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else None

    def text(self, name: str, default: str = "") -> str:
        """The stored text called ``name``, or ``default``."""
        value = self._settings.value(name)
        return value if isinstance(value, str) else default

    def store(self, name: str, value: QByteArray | str) -> None:
        """Store ``value`` under ``name``."""
        self._settings.setValue(name, value)

    @property
    def recent(self) -> list[Path]:
        """Recently opened files, the latest first. Whether they are still there is not looked up: one on a server
        that does not answer would block the window."""
        return [Path(line) for line in self.text("recent").splitlines()]

    def forget_recent(self, path: Path) -> None:
        """Take ``path`` out of the recent files: it is no longer there."""
        self.store("recent", "\n".join(str(other) for other in self.recent if other != path))

    def add_recent(self, path: Path) -> None:
        """Put ``path`` first among the recent files, trust it, and start the next file dialog in its folder."""
        self.trust([path])
        path = path.resolve()
        paths = [path, *(other for other in self.recent if other != path)][:RECENT]
        self.store("recent", "\n".join(map(str, paths)))
        self.store("folder", str(path.parent))

    @property
    def trusted(self) -> frozenset[str]:
        """Absolute paths of files that the user opened or saved: projects may open them wherever they are."""
        return frozenset(self.text("trusted").splitlines())

    def trust(self, paths: Iterable[Path]) -> None:
        """Add files that the user has named to the trusted ones; the latest 300 are stored."""
        lines = dict.fromkeys([*(str(path.absolute()) for path in paths), *self.text("trusted").splitlines()])
        self.store("trusted", "\n".join([*lines][:_TRUSTED]))
