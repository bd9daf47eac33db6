"""The list of the pose library: pictures beside each other, with names below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QListWidget

from posestudio.app.common.translation import tr
from posestudio.app.panels.pose_pictures import SIZE


class PoseList(QListWidget):
    """Tells which item the pointer is over, and that the selected one is to be deleted."""

    hovered = Signal(object)
    """The item under the pointer, or None."""
    delete_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._nothing = QLabel(self.viewport())
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self._set_size(SIZE)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Poses"))
        self.itemEntered.connect(self.hovered.emit)
        self.viewportEntered.connect(lambda: self.hovered.emit(None))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Half the pictures' size where the list is so low that a row of them would be cut off."""
        full = SIZE.height() + self.fontMetrics().height() + 10
        self._set_size(SIZE if self.height() >= full else SIZE / 2)
        super().resizeEvent(event)

    def _set_size(self, size: QSize) -> None:
        if size != self.iconSize():
            grid = QSize(size.width() + 20, size.height() + self.fontMetrics().height() + 10)
            self.setIconSize(size)
            self.setGridSize(QSize(max(grid.width(), SIZE.width()), grid.height()))
            with QSignalBlocker(self):
                for row in range(self.count()):
                    self.item(row).setSizeHint(self.gridSize())

    @property
    def naming(self) -> bool:
        """Whether the name of a pose is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def set_nothing(self, text: str) -> None:
        """What is said where the list is empty."""
        self._nothing.setText("" if self.count() else text)
        self._nothing.setVisible(not self.count())
        self._nothing.setGeometry(self.viewport().rect().adjusted(8, 8, -8, -8))

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.hovered.emit(None)
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not self.naming:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Delete removes the selected pose here, not the person."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Delete and self.currentItem() is not None:
                event.accept()
                return True
        return super().event(event)
