"""A body, a camera, what a viewport has drawn of them, and a mouse over it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from posestudio.app.viewport import Viewport
from posestudio.app.viewport.views import project
from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from tests.app import gestures

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


def drag(view: Viewport, start: QPoint, end: QPoint, button, modifiers=gestures.NO_KEY) -> None:
    """Press at ``start``, move to the middle and to ``end``, release."""
    gestures.drag(view, start, end - start, button, modifiers, steps=2)


def turn_wheel(view: Viewport, spot: QPoint, notches: int) -> None:
    """Turn the wheel by notches of 15 degrees."""
    gestures.wheel(view, spot, 120 * notches)
