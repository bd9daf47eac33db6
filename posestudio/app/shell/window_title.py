"""The window's title: the name of what is open, with a * where its project has unsaved changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from posestudio.app.files.saving import Saving, name_of
from posestudio.app.model.document import Document
from posestudio.errors import printable


class WindowTitle(QObject):
    """Follows what is open in ``document`` and where ``saving`` saves it."""

    changed = Signal(str)

    def __init__(self, window: QWidget, document: Document, saving: Saving) -> None:
        super().__init__(window)
        self._document, self._saving = document, saving
        self.changed.connect(window.setWindowTitle)
        document.changed.connect(self._document_changed)
        document.history.cleanChanged.connect(self._show)
        saving.renamed.connect(self._show)
        self._show()

    def _document_changed(self, names: frozenset[str]) -> None:
        if names & {"source", "picture"}:
            self._show()

    def _show(self, *_: object) -> None:
        title = name_of(self._document.state)
        if self._saving.path is not None:
            changed = "" if self._document.history.isClean() else "*"
            title = f"{self._saving.path.name}{changed}"
        self.changed.emit(f"{printable(title)} - PoseStudio" if title else "PoseStudio")
