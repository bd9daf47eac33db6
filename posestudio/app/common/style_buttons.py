"""The shapes of buttons, fields, boxes and ticks, drawn in the palette's colours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionSpinBox,
    QWidget,
)

Shape = Callable[[QPainter, QStyleOption, QWidget | None], bool]
"""Draws a part, and returns whether it did: of what it returns False for, Fusion draws its own."""

PRIMARY = "primary"
"""A property of the button of a dialog or an empty view that most people want; it has the accent's colour."""

_ROLE, _STATE, _PART = QPalette.ColorRole, QStyle.StateFlag, QStyle.SubControl
_RADIUS, _THIN = 6.0, 3.0
_TINT = 0.24  # share of the accent in the ground of what is switched on


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """``first`` with a share of ``second``."""

    def channel(a: float, b: float) -> float:
        return min(max(a + (b - a) * share, 0.0), 1.0)

    return QColor.fromRgbF(
        channel(first.redF(), second.redF()),
        channel(first.greenF(), second.greenF()),
        channel(first.blueF(), second.blueF()),
    )


def inside(option: QStyleOption, by: float = 0.5) -> QRectF:
    """The rectangle of a part, smaller by so many pixels on each side."""
    return QRectF(option.rect).adjusted(by, by, -by, -by)


def has(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    """Whether a part is in a state."""
    return bool(option.state & flag)


def _border(option: QStyleOption) -> QPen:
    focused = has(option, _STATE.State_HasFocus) and has(option, _STATE.State_Enabled)
    return QPen(option.palette.color(_ROLE.Highlight if focused else _ROLE.Mid), 1.5 if focused else 1.0)


def _stirred(option: QStyleOption, ground: QColor) -> QColor:
    """The ground of a button under the mouse, or held down."""
    if has(option, _STATE.State_Sunken):
        return mixed(ground, option.palette.color(_ROLE.Text), 0.16)
    if has(option, _STATE.State_MouseOver) and has(option, _STATE.State_Enabled):
        return mixed(ground, option.palette.color(_ROLE.Text), 0.07)
    return ground


def _is_primary(option: QStyleOption, widget: QWidget | None) -> bool:
    chosen = isinstance(option, QStyleOptionButton) and bool(
        option.features & QStyleOptionButton.ButtonFeature.DefaultButton
    )
    box = widget.parentWidget() if widget is not None else None
    if chosen and isinstance(box, QDialogButtonBox) and isinstance(widget, QAbstractButton):
        chosen = box.buttonRole(widget) != QDialogButtonBox.ButtonRole.RejectRole
    marked = widget is not None and bool(widget.property(PRIMARY))
    return has(option, _STATE.State_Enabled) and (chosen or marked)


def button(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """The ground of a push button: the accent for the primary one, a tint of it for one that is on."""
    palette = option.palette
    if _is_primary(option, widget):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_stirred(option, palette.color(_ROLE.Highlight)))
    else:
        ground = palette.color(_ROLE.Button)
        if has(option, _STATE.State_On):
            ground = mixed(ground, palette.color(_ROLE.Highlight), _TINT)
        painter.setPen(_border(option))
        painter.setBrush(_stirred(option, ground))
    painter.drawRoundedRect(inside(option, 1.0), _RADIUS, _RADIUS)
    return True


def button_label(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """Gives the text of the primary button its colour; Fusion writes it."""
    if _is_primary(option, widget):
        option.palette.setColor(_ROLE.ButtonText, option.palette.color(_ROLE.HighlightedText))
    return False


def tool_button(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """The ground of a flat button, seen when it is on, under the mouse or has the focus."""
    palette = option.palette
    ground = palette.color(_ROLE.Window)
    if has(option, _STATE.State_On):
        ground = mixed(ground, palette.color(_ROLE.Highlight), _TINT)
    elif not has(option, _STATE.State_AutoRaise):
        return button(painter, option, widget)
    painter.setPen(
        QPen(palette.color(_ROLE.Highlight), 1.5)
        if has(option, _STATE.State_HasFocus)
        else QPen(Qt.PenStyle.NoPen)
    )
    painter.setBrush(_stirred(option, ground))
    painter.drawRoundedRect(inside(option, 1.0), _RADIUS - 1, _RADIUS - 1)
    return True


def field(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """The frame and ground of a text field."""
    owner = widget.parentWidget() if widget is not None else None
    if isinstance(owner, QAbstractSpinBox | QComboBox):
        return True  # which draws the field
    if isinstance(option, QStyleOptionFrame) and option.lineWidth <= 0:
        return False
    _draw_field(painter, option)
    return True


def _draw_field(painter: QPainter, option: QStyleOption, role: QPalette.ColorRole = _ROLE.Base) -> None:
    painter.setPen(_border(option))
    painter.setBrush(option.palette.color(role if has(option, _STATE.State_Enabled) else _ROLE.Window))
    painter.drawRoundedRect(inside(option, 1.0), _RADIUS, _RADIUS)


def _chevron(painter: QPainter, option: QStyleOption, area: QRectF, up: bool = False) -> None:
    """A small angle in the middle of ``area`` that points down, or up."""
    group = QPalette.ColorGroup.Normal if has(option, _STATE.State_Enabled) else QPalette.ColorGroup.Disabled
    painter.setPen(QPen(option.palette.color(group, _ROLE.WindowText), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, rise = area.center().x(), area.center().y(), -2.0 if up else 2.0
    painter.drawPolyline([QPointF(x - 3.5, y - rise), QPointF(x, y + rise), QPointF(x + 3.5, y - rise)])


def combo_box(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """The frame, ground and arrow of a box of choices."""
    if not isinstance(option, QStyleOptionComboBox) or widget is None or not option.frame:
        return False
    _draw_field(painter, option, _ROLE.Base if option.editable else _ROLE.Button)
    arrow = widget.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, _PART.SC_ComboBoxArrow, widget
    )
    _chevron(painter, option, QRectF(arrow))
    return True


def spin_box(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """The frame, ground and arrows of a number field."""
    if not isinstance(option, QStyleOptionSpinBox) or widget is None or not option.frame:
        return False
    _draw_field(painter, option)
    if option.buttonSymbols != QAbstractSpinBox.ButtonSymbols.NoButtons:
        for part, up in ((_PART.SC_SpinBoxUp, True), (_PART.SC_SpinBoxDown, False)):
            area = widget.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, widget)
            if option.activeSubControls & part:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(option.palette.color(_ROLE.Midlight))
                painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1.5, -1), _THIN, _THIN)
            _chevron(painter, option, QRectF(area).adjusted(0, 0, -3, 0), up)
    return True


def tick_box(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """A box with a tick, with a line where some of several are ticked."""
    box, palette = inside(option, 1.0), option.palette
    _draw_mark_ground(painter, option)
    painter.drawRoundedRect(box, _THIN + 1, _THIN + 1)
    painter.setPen(
        QPen(
            _on_accent(palette),
            1.8,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if has(option, _STATE.State_On):
        corners = ((0.24, 0.53), (0.43, 0.71), (0.77, 0.32))
        painter.drawPolyline(
            [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in corners]
        )
    elif has(option, _STATE.State_NoChange):
        middle = box.center()
        painter.drawLine(middle - QPointF(3.5, 0), middle + QPointF(3.5, 0))
    return True


def _on_accent(palette: QPalette) -> QColor:
    """The colour of marks on the accent; in selected rows HighlightedText is that of text on a tint of it."""
    return QColor("#150f24" if palette.color(_ROLE.Accent).lightnessF() > 0.65 else "#ffffff")


def _draw_mark_ground(painter: QPainter, option: QStyleOption) -> None:
    palette = option.palette
    if has(option, _STATE.State_On) or has(option, _STATE.State_NoChange):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            _stirred(option, palette.color(_ROLE.Accent if has(option, _STATE.State_Enabled) else _ROLE.Dark))
        )
    else:
        focused = has(option, _STATE.State_HasFocus)
        edge = palette.color(_ROLE.Highlight if focused else _ROLE.PlaceholderText)
        painter.setPen(QPen(edge, 1.2))
        painter.setBrush(_stirred(option, palette.color(_ROLE.Base)))


def radio_button(painter: QPainter, option: QStyleOption, widget: QWidget | None) -> bool:
    """A round mark, with a dot in it where it is chosen."""
    _draw_mark_ground(painter, option)
    painter.drawEllipse(inside(option, 1.0))
    if has(option, _STATE.State_On):
        painter.setBrush(_on_accent(option.palette))
        painter.drawEllipse(QRectF(option.rect).center(), 3.0, 3.0)
    return True
