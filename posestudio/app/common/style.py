"""The style of all widgets: which shape each part has. Fusion draws what is not named here, and says sizes.

Sizes are asked for some 35,000 times while the window is made, which would take a tenth of a second in Python.
"""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QMainWindow,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QWidget,
)

from posestudio.app.common import style_shapes as shapes
from posestudio.app.common.icons import icon
from posestudio.app.common.spacing import HALF

_ICONS = {
    QStyle.StandardPixmap.SP_TitleBarCloseButton: "close",
    QStyle.StandardPixmap.SP_DockWidgetCloseButton: "close",
    QStyle.StandardPixmap.SP_TitleBarNormalButton: "full_screen",
}
_WITHOUT = frozenset(
    getattr(QStyle.StandardPixmap, f"SP_Dialog{name}Button")
    for name in ("Ok", "Cancel", "Open", "Save", "Close", "Apply", "Reset", "Discard", "Yes", "No")
)
"""Icons that buttons of dialogs go without: their words say it."""


class StudioStyle(QProxyStyle):
    """Flat surfaces, round corners, and the accent for what is chosen, in the colours of the palette."""

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        shape = shapes.PRIMITIVES.get(element)
        if shape is None or not _drawn(shape, painter, option, widget):
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        shape = shapes.CONTROLS.get(element)
        if element == QStyle.ControlElement.CE_DockWidgetTitle and _is_tabbed(widget):
            return  # its tab says the title
        if shape is None or not _drawn(shape, painter, option, widget):
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        shape = shapes.COMPLEX.get(control)
        if shape is None or not _drawn(shape, painter, option, widget):
            super().drawComplexControl(control, option, painter, widget)

    def subElementRect(
        self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        area = super().subElementRect(element, option, widget)  # type: ignore[arg-type]
        alone = widget is not None and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
        if element == QStyle.SubElement.SE_LineEditContents and alone:
            return area.adjusted(HALF, 0, -HALF, 0)
        return area

    def standardIcon(
        self,
        standard: QStyle.StandardPixmap,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        if standard in _WITHOUT:
            return QIcon()
        name = _ICONS.get(standard)
        return icon(name) if name is not None else super().standardIcon(standard, option, widget)


def _drawn(shape: shapes.Shape, painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """Draw a part; returns False where the shape leaves this one to Fusion."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    done = shape(painter, option, widget)
    painter.restore()
    return done


def _is_tabbed(dock: QWidget | None) -> bool:
    if not isinstance(dock, QDockWidget) or dock.isFloating():
        return False
    area = dock.parentWidget()
    return isinstance(area, QMainWindow) and bool(area.tabifiedDockWidgets(dock))
