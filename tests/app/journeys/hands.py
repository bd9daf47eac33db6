"""Hands of a user: keys pressed in the window, and its dialogs filled in as they open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget

from posestudio.app.exporting.dialog import ExportDialog

D = TypeVar("D", bound=QWidget)


def press(window: QWidget, keys: str) -> None:
    """Press a key with its modifiers, such as "Ctrl+O", in whatever has the focus."""
    (combination,) = QKeySequence(keys)
    QTest.keyClick(window.focusWidget() or window, combination.key(), combination.keyboardModifiers())


def when_open(kind: type[D], answer: Callable[[D], object]) -> list[D]:
    """Call ``answer`` with the next modal dialog of a ``kind``, which the returned list has from then on."""
    met: list[D] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind):
            QTimer.singleShot(20, look)
            return
        met.append(dialog)
        try:
            answer(dialog)
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(20, look)
    return met


def open_file(window: QWidget, monkeypatch, path: Path) -> None:
    """Ctrl+O, and the file chosen in the system's dialog, which tests cannot fill in."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([str(path)], ""))
    press(window, "Ctrl+O")


def export(
    qtbot, window, folder: Path, name: str, fill: Callable[[ExportDialog], object] | None = None
) -> Path:
    """Ctrl+E, folder and name typed, Enter; the file that was written."""
    written: list[Path] = []

    def answer(dialog: ExportDialog) -> None:
        if fill is not None:
            fill(dialog)
        for field, text in ((dialog.folder, str(folder)), (dialog.name, name)):
            _type(field, text)
        written.append(dialog.path)
        QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    when_open(ExportDialog, answer)
    press(window, "Ctrl+E")
    (path,) = written
    qtbot.waitUntil(lambda: path.exists() and not window.jobs.running_title)
    return path


def _type(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
