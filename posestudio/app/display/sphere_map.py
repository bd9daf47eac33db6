"""A sphere of directions drawn as two discs, front and back, with directions as dots."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posestudio.app.common.translation import tr
from posestudio.common.colours import RGB, Theme, palette
from posestudio.geometry.sphere import on_discs, two_discs

_SIDE = 120  # pixels of a disc's picture
_DOT = 3.0
_LINE = 16  # pixels of the lines of text above and below


class SphereMap(QWidget):
    """A title, and a map (BINS) of values: from the background's colour (0) to the map's (the greatest)."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._theme: Theme = "light"
        self._bins: np.ndarray | None = None
        self._image: QImage | None = None
        self._dots: list[tuple[np.ndarray, RGB]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(title)
        self.setToolTip(
            tr(
                "{bone}: where it points, on the front of the sphere and on its back. The person's left is on the "
                "right in front, on the left behind; right limbs are mirrored.",
                bone=title,
            )
        )

    def sizeHint(self) -> QSize:
        return QSize(200, 100 + 2 * _LINE)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 56 + 2 * _LINE)

    def set_theme(self, theme: Theme) -> None:
        """'light' or 'dark'."""
        self._theme = theme
        self._paint_map()

    def show_map(self, bins: np.ndarray | None) -> None:
        """Draw values (BINS), bool or counts, as log(1 + value); None for no map."""
        self._bins = bins
        self._paint_map()

    def show_dots(self, dots: list[tuple[np.ndarray, RGB]]) -> None:
        """Draw unit directions (N, 3), each array in its colour."""
        self._dots = dots
        self.update()

    def _paint_map(self) -> None:
        self._image = None
        if self._bins is not None:
            colours = palette(self._theme)
            values = two_discs(np.log1p(self._bins.astype(float)), _SIDE)
            share = np.nan_to_num(values / max(np.nanmax(values), 1e-9))[..., None]
            ground, top = (np.array(rgb, float) for rgb in (colours.background, colours.left))
            base = 0.85 * ground + 0.15 * np.array(colours.grid, float)
            rgb = base * (1 - share) + top * share
            alpha = np.where(np.isnan(values), 0, 255)[..., None]
            pixels = np.ascontiguousarray(np.concatenate([rgb, alpha], -1).astype(np.uint8))
            image = QImage(pixels.data, 2 * _SIDE, _SIDE, QImage.Format.Format_RGBA8888)
            self._image = image.copy()
        self.update()

    def _discs_area(self) -> QRectF:
        """The rectangle of the two discs."""
        width = min(self.width() - 4.0, 2.0 * (self.height() - 2 * _LINE))
        return QRectF((self.width() - width) / 2, _LINE, width, width / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = palette(self._theme)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(*colours.text))
        painter.drawText(QRectF(0, 0, self.width(), _LINE), Qt.AlignmentFlag.AlignCenter, self.title)
        area = self._discs_area()
        if self._image is not None:
            painter.drawImage(area, self._image)
        for disc, title in enumerate((tr("front"), tr("back"))):
            below = QRectF(area.left() + disc * area.height(), area.bottom(), area.height(), _LINE)
            painter.setPen(QColor(*colours.ghost))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, title)
            painter.drawEllipse(
                QRectF(area.left() + disc * area.height(), area.top(), area.height(), area.height())
            )
        for directions, rgb in self._dots:
            painter.setPen(QColor(*colours.background))
            painter.setBrush(QColor(*rgb))
            for across, down in on_discs(directions).reshape(-1, 2):
                dot = QPointF(area.left() + across * area.height(), area.top() + down * area.height())
                painter.drawEllipse(dot, _DOT, _DOT)
