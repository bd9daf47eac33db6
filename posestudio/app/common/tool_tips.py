"""Tool tips of several lines: Qt shows a plain text in one, however long it is."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

_LONG = 60  # characters of a line


def show_wrapped(watched: QObject, event: QHelpEvent) -> bool:
    """Show the tip that an event of any widget asks for in lines, where it is long; returns whether it did."""
    if event.type() != QEvent.Type.ToolTip or not isinstance(watched, QWidget):
        return False
    text = watched.toolTip()
    if len(text) <= _LONG or text.lstrip().startswith("<"):
        return False
    QToolTip.showText(event.globalPos(), f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>", watched)
    return True
