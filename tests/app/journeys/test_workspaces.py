"""The window by its keys alone: workspaces, menus, commands, full screen, preferences, and back to the start page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from posestudio.app.shell.command_palette import CommandPalette
from posestudio.app.shell.preferences_dialog import PreferencesDialog
from tests.app.conftest import walking
from tests.app.journeys import hands

pytestmark = pytest.mark.gl


def test_somebody_goes_through_the_window_by_keys(qtbot, window, tmp_path, monkeypatch):
    start, workspace = window.centre.stack.currentWidget(), window.workspace
    assert start is not workspace and workspace.name == "pose"
    assert window.panels.training.made is None and window.panels.hypotheses.made is None
    hands.press(window, "Ctrl+3")
    assert workspace.name == "train" and window.panels.training.get().isVisible()
    hands.press(window, "Ctrl+1")
    assert window.centre.stack.currentWidget() is start

    photo = QImage(120, 90, QImage.Format.Format_RGB32)
    photo.fill(QColor("teal"))
    photo.save(str(tmp_path / "photo.png"))
    hands.open_file(window, monkeypatch, tmp_path / "photo.png")
    qtbot.waitUntil(lambda: window.document.result is not None and window.lift_scheduler.settled)
    assert window.centre.stack.currentWidget() is workspace and workspace.name == "pose"
    assert workspace.docks["inspector"].isVisible() and not workspace.docks["timeline"].isVisible()
    hands.press(window, "Ctrl+4")
    assert workspace.name == "inspect" and window.panels.hypotheses.get().isVisible()
    assert window.panels.hypotheses.get().model.rowCount() and len(window.panels.spread.get().clean.yData)

    hands.press(window, "Alt+V")  # the menu View, and in it the entry by its letter
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    follow = window.actions_by_id["follow"]
    before, text = follow.isChecked(), follow.text()
    QTest.keyClick(menu, text[text.index("&") + 1])
    assert follow.isChecked() != before and "&" not in follow.text()
    hands.press(window, "F10")
    qtbot.waitUntil(lambda: window.menuBar().activeAction() is not None)
    QTest.keyClick(window.menuBar(), Qt.Key.Key_Escape)

    hands.press(window, "F11")
    assert window.isFullScreen() and window.actions_by_id["full_screen"].isChecked()
    hands.press(window, "F11")
    assert not window.isFullScreen()

    hands.press(window, "Ctrl+Shift+P")
    palette = window.findChild(CommandPalette)
    QTest.keyClicks(palette.field, "preferences")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    dialog = window.findChild(PreferencesDialog)
    qtbot.waitUntil(dialog.isVisible)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    window.document.open_source(walking(4))
    workspace.choose("pose")
    assert workspace.docks["timeline"].isVisible()  # there is more than one frame
    hands.press(window, "Ctrl+W")
    assert window.centre.stack.currentWidget() is start and window.document.state.empty
