"""The mouse on the compass: a click on a ball turns the view to it, a drag orbits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from posestudio.app.common.mouse_tools import Tool
from posestudio.app.viewport import compass
from posestudio.app.viewport.controller import OrbitController
from posestudio.app.viewport.views import Size

_DEGREES_PER_PIXEL = 0.8
_CLICK_SLACK = 4  # pixels that the mouse may move between press and release of a click


class TurnCompass(Tool):
    """Left button on the compass."""

    cancelled_by_escape = False

    def __init__(
        self, controller: OrbitController, size: Callable[[], Size], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller, self._size = controller, size
        self._pressed_at: QPointF | None = None  # until the mouse has moved so far that it is not a click
        self._last = QPointF()

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == Qt.MouseButton.LeftButton and compass.holds(
            event.position().toTuple(), self._size()
        )

    def press(self, event: QMouseEvent) -> None:
        self._pressed_at = self._last = event.position()

    def move(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed_at is not None and (here - self._pressed_at).manhattanLength() <= _CLICK_SLACK:
            return
        self._pressed_at = None
        turned = (here - self._last) * _DEGREES_PER_PIXEL
        self._last = here
        self._controller.orbit(-turned.x(), turned.y())

    def release(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        ball = compass.ball_at(self._pressed_at.toTuple(), self._controller.view, self._size())
        if ball is not None:
            self._controller.view_from(*ball.turn)
