"""Mouse events, drags and drops as the window system would send them to a widget."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def send(widget: QWidget, kind: QEvent.Type, at: QPoint | QPointF, button, buttons, keys=NO_KEY) -> None:
    """One mouse event: ``button`` went down or up, ``buttons`` are down."""
    at = QPointF(at)
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), button, buttons, keys)
    QApplication.sendEvent(widget, event)


def press(widget, at, button=LEFT, keys=NO_KEY):
    send(widget, QEvent.Type.MouseButtonPress, at, button, button, keys)


def move(widget, at, button=LEFT, keys=NO_KEY):
    buttons = button if button is not None else Qt.MouseButton.NoButton
    send(widget, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, buttons, keys)


def release(widget, at, button=LEFT, keys=NO_KEY):
    send(widget, QEvent.Type.MouseButtonRelease, at, button, Qt.MouseButton.NoButton, keys)


def drag(widget, start: QPoint | QPointF, by: QPoint, button=LEFT, keys=NO_KEY, steps: int = 5) -> None:
    """Press at ``start``, move by ``by`` in ``steps``, release."""
    start = QPointF(start)
    press(widget, start, button, keys)
    for step in range(1, steps + 1):
        move(widget, start + QPointF(by) * step / steps, button, keys)
    release(widget, start + QPointF(by), button, keys)


def click(widget, at: QPointF, button=LEFT, keys=NO_KEY) -> None:
    """Press and release."""
    press(widget, at, button, keys)
    release(widget, at, button, keys)


def wheel(widget, at: QPoint | QPointF, turned: int) -> None:
    """Turn the wheel by ``turned`` eighths of a degree."""
    at = QPointF(at)
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def files(*paths: str | Path) -> QMimeData:
    """What is dragged when files are."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag_in(window: QWidget, data: QMimeData) -> list[str]:
    """Drag something into a studio's window; returns what the overlay offers. ``data`` must be kept until the end."""
    action, start = Qt.DropAction.CopyAction, QPoint(5, 5)
    QApplication.sendEvent(window.windowHandle(), QDragEnterEvent(start, action, data, LEFT, NO_KEY))
    return [choice.title for choice in window.start.overlay.choices]


def drop(window: QWidget, *paths: str | Path, zone: str = "") -> None:
    """Drop files on a studio's window, on the zone whose title has this text, or the first."""
    data = files(*paths)
    titles = drag_in(window, data)
    index = next(index for index, title in enumerate(titles) if zone in title)
    at = QPointF(window.start.overlay.zones()[index].center())
    event = QDropEvent(at, Qt.DropAction.CopyAction, data, LEFT, NO_KEY)
    QApplication.sendEvent(window.start.overlay, event)
    assert event.isAccepted()
