"""Scroll areas for widgets that may be larger than the space they have."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QScrollArea, QStyle, QWidget

_LEAST = 64  # pixels of height that still show something
_WIDE = 320  # pixels of width that a panel gets in any window


def scrolled(inside: QWidget) -> QScrollArea:
    """A frameless scroll area around ``inside``, which is as wide as the area and scrolled where it is higher."""
    return _take(QScrollArea(), inside)


class ScrolledPanel(QScrollArea):
    """A panel of a dock, scrolled where it is higher than the dock or wider than a column of panels should be.

    The window's least height does not depend on the contents of panels so.
    """

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = inside
        _take(self, inside)

    def sizeHint(self) -> QSize:
        """The size of the whole panel with a scroll bar beside it."""
        return self._inside.sizeHint() + QSize(self._bar, 0)

    def minimumSizeHint(self) -> QSize:
        """The panel's least width, and the height of a few lines."""
        least = self._inside.minimumSizeHint()
        return QSize(min(least.width() + self._bar, _WIDE), min(least.height(), _LEAST))

    @property
    def _bar(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Update the size hints when the panel's own have changed."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _take(area: QScrollArea, inside: QWidget) -> QScrollArea:
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    return area
