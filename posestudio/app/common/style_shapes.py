"""The shapes of all parts of widgets by Qt's names of them; tabs, titles, rows and bars are drawn here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QSlider,
    QStyle,
    QStyleOption,
    QStyleOptionDockWidget,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionTab,
    QStyleOptionViewItem,
    QTabBar,
    QWidget,
)

from posestudio.app.common.spacing import GRID
from posestudio.app.common.style_buttons import (
    Shape,
    button,
    button_label,
    combo_box,
    field,
    has,
    inside,
    mixed,
    radio_button,
    spin_box,
    tick_box,
    tool_button,
)
from posestudio.app.common.typeface import SMALL_TEXT, sized

_ROLE, _STATE, _PART = QPalette.ColorRole, QStyle.StateFlag, QStyle.SubControl
_RADIUS, _THIN = 6.0, 3.0
_NO_TICKS = QSlider.TickPosition.NoTicks
_TINT = 0.34  # share of the accent in the ground of a selected row


def _slider(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    if not isinstance(option, QStyleOptionSlider) or widget is None or option.tickPosition != _NO_TICKS:
        return False
    palette, lying = option.palette, option.orientation == Qt.Orientation.Horizontal
    part = widget.style().subControlRect
    handle = QRectF(part(QStyle.ComplexControl.CC_Slider, option, _PART.SC_SliderHandle, widget)).center()
    middle, area = QRectF(option.rect).center(), QRectF(option.rect)
    groove = QRectF(area.left() + 2, middle.y() - 2, area.width() - 4, 4)
    before = QRectF(groove.topLeft(), QPointF(handle.x(), groove.bottom()))
    after = QRectF(QPointF(handle.x(), groove.top()), groove.bottomRight())
    if not lying:
        groove = QRectF(middle.x() - 2, area.top() + 2, 4, area.height() - 4)
        before = QRectF(QPointF(groove.left(), handle.y()), groove.bottomRight())
        after = QRectF(groove.topLeft(), QPointF(groove.right(), handle.y()))
    enabled = has(option, _STATE.State_Enabled)
    accent = palette.color(_ROLE.Highlight if enabled else _ROLE.Mid)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(_ROLE.Mid))
    painter.drawRoundedRect(groove, 2, 2)
    painter.setBrush(accent)
    painter.drawRoundedRect(after if option.upsideDown == lying else before, 2, 2)
    stirred = option.activeSubControls & _PART.SC_SliderHandle or has(option, _STATE.State_HasFocus)
    painter.setPen(QPen(accent, 2.0))
    painter.setBrush(palette.color(_ROLE.Base) if enabled else palette.color(_ROLE.Window))
    painter.drawEllipse(handle, *(2 * (6.0 if stirred and enabled else 5.5,)))
    return True


def _scroll_bar(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    if not isinstance(option, QStyleOptionSlider) or widget is None:
        return False
    bar = widget.style().subControlRect(
        QStyle.ComplexControl.CC_ScrollBar, option, _PART.SC_ScrollBarSlider, widget
    )
    painter.fillRect(option.rect, option.palette.color(_ROLE.Window))
    if option.minimum < option.maximum:
        stirred = option.activeSubControls & _PART.SC_ScrollBarSlider or has(option, _STATE.State_Sunken)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(_ROLE.Dark if stirred else _ROLE.Mid))
        if stirred:
            painter.setBrush(option.palette.color(_ROLE.PlaceholderText))
        thin = QRectF(bar).adjusted(4, 4, -4, -4)
        painter.drawRoundedRect(thin, _THIN, _THIN)
    return True


_SOUTH = (QTabBar.Shape.RoundedSouth, QTabBar.Shape.TriangularSouth)


def _tab(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    if not isinstance(option, QStyleOptionTab):
        return False
    palette, area = option.palette, QRectF(option.rect)
    chosen = has(option, _STATE.State_Selected)
    if not chosen and has(option, _STATE.State_MouseOver):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(palette.color(_ROLE.Window), palette.color(_ROLE.Text), 0.07))
        painter.drawRoundedRect(area.adjusted(2, 3, -2, -4), _RADIUS - 1, _RADIUS - 1)
    if chosen:
        height = 2.0
        top = area.top() if option.shape in _SOUTH else area.bottom() - height
        line = QRectF(area.left() + GRID, top, area.width() - 2 * GRID, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(_ROLE.Highlight))
        painter.drawRoundedRect(line, 1, 1)
    return True


def _tab_label(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    if not isinstance(option, QStyleOptionTab) or not option.icon.isNull():
        return False
    chosen = has(option, _STATE.State_Selected)
    painter.setPen(option.palette.color(_ROLE.WindowText if chosen else _ROLE.PlaceholderText))
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic)
    painter.drawText(option.rect, flags, option.text)
    return True


def _item(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """Rows of lists: those that are selected have a tint of the accent, and their text its usual colour."""
    if isinstance(option, QStyleOptionViewItem) and has(option, _STATE.State_Selected):
        palette = option.palette
        tint = mixed(palette.color(_ROLE.Base), palette.color(_ROLE.Highlight), _TINT)
        palette.setColor(_ROLE.Highlight, tint)
        palette.setColor(_ROLE.HighlightedText, palette.color(_ROLE.Text))
    return False


def _dock_title(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    if not isinstance(option, QStyleOptionDockWidget) or widget is None or option.verticalTitleBar:
        return False
    area = widget.style().subElementRect(QStyle.SubElement.SE_DockWidgetTitleBarText, option, widget)
    area.setLeft(option.rect.left() + GRID)
    painter.setFont(sized(painter.font(), SMALL_TEXT, strong=True))
    painter.setPen(option.palette.color(_ROLE.PlaceholderText))
    title = painter.fontMetrics().elidedText(option.title, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
    return True


def _header(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    painter.fillRect(option.rect, option.palette.color(_ROLE.Base))
    painter.fillRect(
        QRectF(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
        option.palette.color(_ROLE.Mid),
    )
    return True


def _progress_groove(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    if isinstance(option, QStyleOptionProgressBar) and option.textVisible:
        return False
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(option.palette.color(_ROLE.Mid))
    painter.drawRoundedRect(_bar(option), 3, 3)
    return True


def _progress(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    if not isinstance(option, QStyleOptionProgressBar) or option.textVisible:
        return False
    if option.minimum == option.maximum:
        return False  # Fusion moves a pattern where the end is not known
    bar = _bar(option)
    bar.setWidth(bar.width() * (option.progress - option.minimum) / (option.maximum - option.minimum))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(option.palette.color(_ROLE.Highlight))
    painter.drawRoundedRect(bar, 3, 3)
    return True


def _bar(option: QStyleOption) -> QRectF:
    return QRectF(option.rect.left(), QRectF(option.rect).center().y() - 3, option.rect.width(), 6)


def _nothing(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    return True


def _separator(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    middle, lying = QRectF(option.rect).center(), has(option, _STATE.State_Horizontal)
    half = QPointF(0, option.rect.height() / 2 - 5) if lying else QPointF(option.rect.width() / 2 - 5, 0)
    painter.setPen(QPen(option.palette.color(_ROLE.Mid), 1))
    painter.drawLine(middle - half, middle + half)
    return True


def _frame(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    painter.setPen(QPen(option.palette.color(_ROLE.Midlight), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(inside(option))
    return True


def _tip(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    painter.setPen(QPen(option.palette.color(_ROLE.Mid), 1))
    painter.setBrush(option.palette.color(_ROLE.ToolTipBase))
    painter.drawRect(inside(option))
    return True


_PE, _CE, _CC = QStyle.PrimitiveElement, QStyle.ControlElement, QStyle.ComplexControl

PRIMITIVES: dict[QStyle.PrimitiveElement, Shape] = {
    _PE.PE_PanelButtonCommand: button,
    _PE.PE_PanelButtonTool: tool_button,
    _PE.PE_PanelLineEdit: field,
    _PE.PE_IndicatorCheckBox: tick_box,
    _PE.PE_IndicatorItemViewItemCheck: tick_box,
    _PE.PE_IndicatorRadioButton: radio_button,
    _PE.PE_FrameStatusBarItem: _nothing,
    _PE.PE_PanelScrollAreaCorner: _nothing,
    _PE.PE_FrameDockWidget: _nothing,
    _PE.PE_FrameTabWidget: _nothing,
    _PE.PE_FrameTabBarBase: _nothing,
    _PE.PE_IndicatorDockWidgetResizeHandle: _nothing,
    _PE.PE_IndicatorToolBarSeparator: _separator,
    _PE.PE_Frame: _frame,
    _PE.PE_PanelTipLabel: _tip,
}
CONTROLS: dict[QStyle.ControlElement, Shape] = {
    _CE.CE_PushButtonLabel: button_label,
    _CE.CE_TabBarTabShape: _tab,
    _CE.CE_TabBarTabLabel: _tab_label,
    _CE.CE_ItemViewItem: _item,
    _CE.CE_DockWidgetTitle: _dock_title,
    _CE.CE_HeaderSection: _header,
    _CE.CE_HeaderEmptyArea: _header,
    _CE.CE_ProgressBarGroove: _progress_groove,
    _CE.CE_ProgressBarContents: _progress,
    _CE.CE_ToolBar: _nothing,
    _CE.CE_Splitter: _nothing,
}
COMPLEX: dict[QStyle.ComplexControl, Shape] = {
    _CC.CC_Slider: _slider,
    _CC.CC_ScrollBar: _scroll_bar,
    _CC.CC_ComboBox: combo_box,
    _CC.CC_SpinBox: spin_box,
}
