"""The style of all widgets: which shape each part has and how much space. Fusion draws what is not named here."""

from __future__ import annotations

from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QWidget,
)

from posestudio.app.common import style_shapes as shapes
from posestudio.app.common.icons import icon
from posestudio.app.common.spacing import GRID, ICON

_METRIC = QStyle.PixelMetric
_METRICS = {
    _METRIC.PM_LayoutLeftMargin: GRID,
    _METRIC.PM_LayoutTopMargin: GRID,
    _METRIC.PM_LayoutRightMargin: GRID,
    _METRIC.PM_LayoutBottomMargin: GRID,
    _METRIC.PM_LayoutHorizontalSpacing: GRID,
    _METRIC.PM_LayoutVerticalSpacing: GRID - 2,
    _METRIC.PM_ScrollBarExtent: 12,
    _METRIC.PM_ScrollBarSliderMin: 28,
    _METRIC.PM_SliderThickness: 18,
    _METRIC.PM_SliderControlThickness: 14,
    _METRIC.PM_SliderLength: 14,
    _METRIC.PM_IndicatorWidth: 16,
    _METRIC.PM_IndicatorHeight: 16,
    _METRIC.PM_ExclusiveIndicatorWidth: 16,
    _METRIC.PM_ExclusiveIndicatorHeight: 16,
    _METRIC.PM_TabBarTabHSpace: 24,
    _METRIC.PM_TabBarTabVSpace: 12,
    _METRIC.PM_TabBarTabShiftVertical: 0,
    _METRIC.PM_TabBarBaseOverlap: 0,
    _METRIC.PM_DockWidgetSeparatorExtent: 5,
    _METRIC.PM_DockWidgetTitleBarButtonMargin: 2,
    _METRIC.PM_SplitterWidth: 5,
    _METRIC.PM_ToolBarItemSpacing: 2,
    _METRIC.PM_ToolBarItemMargin: 3,
    _METRIC.PM_ToolBarIconSize: ICON + 2,
    _METRIC.PM_ButtonIconSize: ICON,
    _METRIC.PM_SmallIconSize: ICON,
    _METRIC.PM_ToolTipLabelFrameWidth: 5,
    _METRIC.PM_MenuPanelWidth: 1,
}
_ICONS = {
    QStyle.StandardPixmap.SP_TitleBarCloseButton: "close",
    QStyle.StandardPixmap.SP_DockWidgetCloseButton: "close",
    QStyle.StandardPixmap.SP_TitleBarNormalButton: "full_screen",
}


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

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        own = _METRICS.get(metric)
        return own if own is not None else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_EtchDisabledText:
            return 0
        return super().styleHint(hint, option, widget, returned)

    def standardIcon(
        self,
        standard: QStyle.StandardPixmap,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
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
