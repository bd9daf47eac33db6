"""The documentation in a window of its own: the pages of a checkout, or the one that the installed package has."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from posestudio.app.common.translation import tr
from posestudio.common.resources import asset

_FIRST = "README.md"
_WIDTH, _MARGIN = 880, 16  # pixels


class DocumentationDialog(QDialog):
    """Shows the first page; links lead to the others. Stays open beside the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Documentation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.browser = _Pages()
        self.browser.setOpenExternalLinks(True)
        first = asset("example").parents[1] / _FIRST
        if first.exists():
            kind = QTextDocument.ResourceType.MarkdownResource
            self.browser.setSource(QUrl.fromLocalFile(str(first)), kind)
        else:
            self.browser.setMarkdown(_packaged())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        back = buttons.addButton(tr("Back"), QDialogButtonBox.ButtonRole.ActionRole)
        back.setEnabled(False)
        back.clicked.connect(self.browser.backward)
        self.browser.backwardAvailable.connect(back.setEnabled)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(self.browser)
        column.addWidget(buttons)
        self.resize(_WIDTH + 40, 720)


class _Pages(QTextBrowser):
    """Pages whose pictures are never wider than the text."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A file that a page names; a picture as large as there is room for."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            image = QImage(self.source().resolved(QUrl(name)).toLocalFile())
            room = max(self.viewport().width(), _WIDTH) - 2 * _MARGIN
            if image.width() > room:
                return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return super().loadResource(kind, name)


def _packaged() -> str:
    """The page that is stored with the installed package."""
    try:
        return str(metadata("posestudio").json.get("description", ""))
    except PackageNotFoundError:
        return tr("The documentation is not installed.")
