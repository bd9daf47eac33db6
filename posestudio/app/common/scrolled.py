"""A widget that may be larger than its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QScrollArea, QStyle, QWidget

_LEAST = 64  # pixels of height that still show something
_WIDE = 320  # pixels of width that a panel gets in any window


def scrolled(inside: QWidget) -> QScrollArea:
    """``inside``, as wide as its place, scrolled where that is too low; without a frame."""
    return _take(QScrollArea(), inside)


class ScrolledPanel(QScrollArea):
    """A panel in a dock: scrolled where it is too high, or wider than a column of panels need be.

    So the window's least height does not grow with what a panel has to say.
    """

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = inside
        _take(self, inside)

    def sizeHint(self) -> QSize:
        """All of it, and a scroll bar beside it."""
        return self._inside.sizeHint() + QSize(self._bar, 0)

    def minimumSizeHint(self) -> QSize:
        """Its least width, and a few lines."""
        least = self._inside.minimumSizeHint()
        return QSize(min(least.width() + self._bar, _WIDE), min(least.height(), _LEAST))

    @property
    def _bar(self) -> int:
        return self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another width when what is inside needs one."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _take(area: QScrollArea, inside: QWidget) -> QScrollArea:
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    return area
