import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from posestudio.app.shell.system_report import COMMAND, SystemReport


def test_the_report_of_the_doctor_is_shown_and_copied(qtbot):
    assert COMMAND[1:] == ("-m", "posestudio", "doctor")
    dialog = SystemReport(command=[sys.executable, "-c", "print('No problems')"])
    dialog.show()
    qtbot.waitUntil(dialog.copy.isEnabled)
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.report.toPlainText() == "No problems"
    dialog.close()


def test_a_doctor_that_cannot_be_started_says_so_and_one_that_hangs_ends_with_the_dialog(qtbot):
    broken = SystemReport(command=["/nowhere/posestudio"])
    qtbot.waitUntil(broken.copy.isEnabled)
    assert broken.report.toPlainText()
    broken.deleteLater()
    hanging = SystemReport(command=[sys.executable, "-c", "input()"])
    hanging.show()
    hanging.close()
