"""A slider over the denoising steps, with the noise level drawn behind its handle."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from posestudio.app.common.translation import tr

SIDE, TOP, BOTTOM = 10.0, 6.0, 6.0  # pixels around the curve


def curve_heights(sigmas: np.ndarray) -> np.ndarray:
    """Heights (S,) from 0 to 1 of noise levels (S,), on a logarithmic scale; a level of 0 is at the bottom."""
    sigmas = np.asarray(sigmas, np.float64)
    positive = sigmas[sigmas > 0]
    if len(positive) == 0:
        return np.zeros(len(sigmas))
    low, high = np.log(positive.min()), np.log(positive.max())
    logs = np.log(np.where(sigmas > 0, sigmas, positive.min()))
    heights = 0.15 + 0.85 * (logs - low) / (high - low) if high > low else np.ones(len(sigmas))
    return np.where(sigmas > 0, heights, 0.0)


class NoiseSlider(QAbstractSlider):
    """Values are steps; keys and wheel work as in any slider, and pressing goes to the step under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Denoising step"))
        self.setPageStep(10)
        self._heights = np.zeros(0)

    def set_sigmas(self, sigmas: np.ndarray) -> None:
        """Noise levels (steps + 1,) to draw; empty for none."""
        self._heights = curve_heights(sigmas)
        self.setEnabled(len(sigmas) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 58)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 58)

    def position_of(self, step: float) -> float:
        """Widget x of a step."""
        return SIDE + (self.width() - 2 * SIDE) * step / max(self.maximum(), 1)

    def _step_at(self, x: float) -> int:
        return round((x - SIDE) / max(self.width() - 2 * SIDE, 1) * self.maximum())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._step_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(ground, 4, 4)
        if len(self._heights) < 2:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, tr("Denoising steps appear here"))
            return
        bottom = self.height() - BOTTOM
        tall = self.height() - TOP - BOTTOM
        outline = [
            QPointF(self.position_of(step), bottom - tall * height)
            for step, height in enumerate(self._heights)
        ]
        self._paint_curve(painter, outline, bottom)
        x = self.position_of(self.value())
        accent = palette.color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(x, 3), QPointF(x, self.height() - 3))
        painter.setBrush(accent)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 1.5))
        painter.drawEllipse(outline[min(self.value(), len(outline) - 1)], 5.5, 5.5)
        if self.hasFocus():
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 4, 4)

    def _paint_curve(self, painter: QPainter, outline: list[QPointF], bottom: float) -> None:
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        area = QPolygonF([QPointF(outline[0].x(), bottom), *outline, QPointF(outline[-1].x(), bottom)])
        fill = self.palette().color(QPalette.ColorRole.Highlight)
        fill.setAlphaF(0.18 if self.isEnabled() else 0.08)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(area)
        accent.setAlphaF(0.7 if self.isEnabled() else 0.3)
        painter.setPen(QPen(accent, 1.4))
        painter.drawPolyline(QPolygonF(outline))
