"""The dialog with the report of ``posestudio doctor``, to read and to copy."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QProcess, QProcessEnvironment, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from posestudio.app.common.translation import tr
from posestudio.common.workers import PARENT

COMMAND = (sys.executable, "-m", "posestudio", "doctor")
_SIZE = (860, 640)  # logical pixels


class SystemReport(QDialog):
    """Runs the doctor in a process of its own, since a check may crash, and shows what it printed.

    The report is in English in every language of the window: it is for whoever answers it.
    """

    def __init__(self, parent: QWidget | None = None, command: Sequence[str] = COMMAND) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("System report"))
        self.report = QPlainTextEdit(readOnly=True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setPlaceholderText(tr("The installation is examined; this takes some seconds."))
        self.copy = QPushButton(tr("Copy report"))
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(self.report)
        column.addWidget(buttons)
        self.resize(*_SIZE)
        self._process = QProcess(self)
        self._process.finished.connect(self._show)
        self._process.errorOccurred.connect(self._show)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert(PARENT, str(os.getpid()))
        self._process.setProcessEnvironment(environment)
        self._process.start(command[0], list(command[1:]))

    def done(self, result: int) -> None:
        """Close the dialog; a report that is still made is given up."""
        self._process.blockSignals(True)
        self._process.kill()
        self._process.waitForFinished()
        super().done(result)

    def _show(self) -> None:
        printed = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        problem = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        self.report.setPlainText(printed or problem or self._process.errorString())
        self.copy.setEnabled(True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.setText(tr("Copied"))
