"""What is remembered from one run to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

RECENT = 8


class Session:
    """A thin layer over QSettings; anything unreadable counts as not there."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings if settings is not None else QSettings("PoseStudio", "PoseStudio")

    def bytes(self, name: str) -> QByteArray | None:
        """A window's geometry or state."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else None

    def text(self, name: str, default: str = "") -> str:
        """A word."""
        value = self._settings.value(name)
        return value if isinstance(value, str) else default

    def keep(self, name: str, value: QByteArray | str) -> None:
        """Remember ``value``."""
        self._settings.setValue(name, value)

    @property
    def recent(self) -> list[Path]:
        """Files opened lately that are still there, the latest first."""
        lines = self.text("recent").splitlines()
        return [Path(line) for line in lines if Path(line).exists()]

    def opened(self, path: Path) -> None:
        """Put ``path`` first among the recent files."""
        path = path.resolve()
        paths = [path, *(other for other in self.recent if other != path)][:RECENT]
        self.keep("recent", "\n".join(map(str, paths)))
        self.keep("folder", str(path.parent))
