"""Looking at a viewport's pixels and moving a mouse over it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from posestudio.app.viewport import Viewport
from posestudio.app.viewport.views import project
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera

SIZE = (400, 360)
BODY = standing_body()
CAMERA = Camera.look_at((0.4, 1.3, 3.0), (0, 0.9, 0), 50, (640, 480))


def pixels_of(view: Viewport) -> np.ndarray:
    image = view.grab_picture().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)


def place(view: Viewport, point) -> QPoint:
    x, y = project(view.view, np.asarray(point), (view.width(), view.height()))[0]
    return QPoint(round(x), round(y))


def colour_at(view: Viewport, point) -> np.ndarray:
    spot = place(view, point)
    return pixels_of(view)[spot.y(), spot.x()]


def likeness(colour, reference) -> float:
    """Cosine of the angle between two colours about grey: 1 for the same hue."""
    a, b = (np.asarray(c, dtype=float) - np.mean(c) for c in (colour, reference))
    return float(a @ b / max(np.linalg.norm(a) * np.linalg.norm(b), 1e-9))


def middle_of(start: str, end: str, body=BODY) -> np.ndarray:
    return (body[BODY_INDEX[start]] + body[BODY_INDEX[end]]) / 2


_NONE = Qt.KeyboardModifier.NoModifier
_MOVE = QEvent.Type.MouseMove


def send_mouse(view, kind, spot: QPoint, button, held, modifiers=_NONE):
    """One event, as the window system would send it: ``button`` went, ``held`` are down."""
    local, world = QPointF(spot), QPointF(view.mapToGlobal(spot))
    QApplication.sendEvent(view, QMouseEvent(kind, local, world, button, held, modifiers))


def press(view, spot: QPoint, button=Qt.MouseButton.LeftButton, modifiers=_NONE):
    send_mouse(view, QEvent.Type.MouseButtonPress, spot, button, button, modifiers)


def move(view, spot: QPoint, held=Qt.MouseButton.LeftButton, modifiers=_NONE):
    send_mouse(view, _MOVE, spot, Qt.MouseButton.NoButton, held, modifiers)


def release(view, spot: QPoint, button=Qt.MouseButton.LeftButton, modifiers=_NONE):
    send_mouse(view, QEvent.Type.MouseButtonRelease, spot, button, Qt.MouseButton.NoButton, modifiers)


def drag(view: Viewport, start: QPoint, end: QPoint, button, modifiers=_NONE):
    press(view, start, button, modifiers)
    move(view, start + (end - start) / 2, button, modifiers)
    move(view, end, button, modifiers)
    release(view, end, button, modifiers)


def turn_wheel(view: Viewport, spot: QPoint, notches: int):
    event = QWheelEvent(
        QPointF(spot),
        QPointF(view.mapToGlobal(spot)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
