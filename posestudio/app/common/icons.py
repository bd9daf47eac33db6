"""The icons of tools and commands: ``assets/icons/NAME.svg``, drawn in a colour of the palette at any size."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from posestudio.common.resources import asset

_FAINT = 0.35  # opacity of an icon whose command is not available


def icon(name: str, colour: QColor | None = None, chosen: QColor | None = None) -> QIcon:
    """The icon of a name in ``assets/icons``, in ``colour``, and in ``chosen`` while its command is switched on;
    fainter where the command is not available. Without a colour it has that of text, in whichever theme it is drawn.
    Raises PoseStudioError when there is no such icon."""
    return QIcon(_Engine(_drawing(name), colour, chosen))


def icon_names() -> frozenset[str]:
    """The names of all icons."""
    return frozenset(path.stem for path in asset("icons").glob("*.svg"))


@cache
def _drawing(name: str) -> str:
    return asset(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(drawing: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))


class _Engine(QIconEngine):
    """Draws one icon at the size and the pixel density that are asked for."""

    def __init__(self, drawing: str, colour: QColor | None, chosen: QColor | None) -> None:
        super().__init__()
        self._drawing, self._colour, self._chosen = drawing, colour, chosen

    def clone(self) -> QIconEngine:
        return _Engine(self._drawing, self._colour, self._chosen)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colour = self._chosen if state == QIcon.State.On and self._chosen is not None else self._colour
        if colour is None:
            colour = QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(colour.alphaF() * (_FAINT if mode == QIcon.Mode.Disabled else 1.0))
        _renderer(self._drawing, colour.name()).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap
