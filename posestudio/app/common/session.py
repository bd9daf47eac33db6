"""What is remembered from one run to the next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

RECENT = 8
_TRUSTED = 300  # files


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
        self.trust([path])
        path = path.resolve()
        # Without a look at the others: one on a server that does not answer would hold the window.
        others = map(Path, self.text("recent").splitlines())
        paths = [path, *(other for other in others if other != path)][:RECENT]
        self.keep("recent", "\n".join(map(str, paths)))
        self.keep("folder", str(path.parent))

    @property
    def trusted(self) -> frozenset[str]:
        """Absolute paths of files that were opened or saved by hand: a project may bring them from anywhere."""
        return frozenset(self.text("trusted").splitlines())

    def trust(self, paths: Iterable[Path]) -> None:
        """Remember files that a person has named; the latest are kept."""
        lines = dict.fromkeys([*(str(path.absolute()) for path in paths), *self.text("trusted").splitlines()])
        self.keep("trusted", "\n".join([*lines][:_TRUSTED]))
