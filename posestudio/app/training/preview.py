"""The preview of training data: a few 2D skeletons as the network will see them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from posestudio.app.common.translation import tr
from posestudio.body.layouts import COCO_LIMBS, EXTRA_LIMBS, OBSERVED_KEYPOINTS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import Theme, palette

COUNT = 8


class Preview(QWidget):
    """COUNT skeletons in a row; missing points are not drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = "light"
        self._points = np.zeros((0, len(OBSERVED_KEYPOINTS), 2))
        self._visible = np.zeros((0, 17))
        self.setMinimumHeight(76)
        self.setToolTip(
            tr(
                "Eight examples with the bodies, cameras, missing points and noise of the training; they change with "
                "the settings."
            )
        )

    def sizeHint(self) -> QSize:
        return QSize(320, 84)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of ``theme``, 'light' or 'dark'."""
        self._theme = theme
        self.update()

    def show_pictures(self, points: np.ndarray, visible: np.ndarray) -> None:
        """Points (N, 17, 2), v down, and visibility (N, 17)."""
        self._points, self._visible = points, visible
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = palette(self._theme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(*colours.background))
        if not len(self._points):
            painter.setPen(QColor(*colours.ghost))
            text = tr("Examples of the training data appear here when the poses have been read.")
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(6, 0, -6, 0), int(flags), text)
            return
        side = self.width() / len(self._points)
        for index, (points, visible) in enumerate(zip(self._points, self._visible, strict=True)):
            self._draw(
                painter, QRectF(index * side, 0, side, self.height()).adjusted(4, 4, -4, -4), points, visible
            )

    def _draw(self, painter: QPainter, area: QRectF, points: np.ndarray, visible: np.ndarray) -> None:
        colours = palette(self._theme)
        seen = visible > 0
        if not seen.any():
            painter.setPen(QColor(*colours.ghost))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("nothing"))
            return
        low, high = points[seen].min(0), points[seen].max(0)
        scale = min(area.width(), area.height()) / max(float((high - low).max()), 1e-6)
        middle = (low + high) / 2
        at = [
            QPointF(area.center().x() + (u - middle[0]) * scale, area.center().y() + (v - middle[1]) * scale)
            for u, v in points
        ]
        for first, second in (*COCO_LIMBS, *EXTRA_LIMBS):
            if seen[first] and seen[second]:
                side = side_of(OBSERVED_KEYPOINTS[second])
                painter.setPen(QPen(QColor(*colours.of_side(side)), 1.5))
                painter.drawLine(at[first], at[second])
