"""The 3D view's mouse tools: pulling a handle, turning a ring, and moving the view."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from posestudio.app.common.mouse_tools import Tool
from posestudio.app.viewport.controller import OrbitController
from posestudio.app.viewport.gizmo import RotationGizmo
from posestudio.app.viewport.handles import Constraint, HandleDrag, Handles
from posestudio.geometry.rotations import from_rotation_vectors

_DEGREES_PER_PIXEL = 0.4
_CLICK_SLACK = 4  # pixels that the mouse may move between press and release of a click
STEP = 15.0
"""Degrees between the angles to which a joint is turned with Ctrl held."""
_Left = Qt.MouseButton.LeftButton
_Shift, _Control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_Alt = Qt.KeyboardModifier.AltModifier


class PullHandle(Tool):
    """Left drag on a handle moves its joint parallel to the screen, with Shift up and down, with Ctrl at its
    height; with Alt the rest is free meanwhile.

    Any other button, or Escape, puts it back.
    """

    cancelled_by_any_press = True
    pressed = Signal(int)
    """The handle whose drag begins."""
    dragged = Signal(int, object)
    """The handle and the world point (3,), float64 metres, to which it is dragged."""
    freed = Signal(int, object)
    """In place of ``dragged`` while Alt is held: the handle and the point (3,)."""
    clicked = Signal(int)
    """A handle that was pressed and let go on the spot; after ``released``."""
    cancelled = Signal(int)
    """Comes before ``released`` when the drag is cancelled; a last ``dragged`` has moved the handle back."""
    released = Signal(int)
    """Ends what ``pressed`` began, always."""
    moved = Signal()
    """The handle is drawn elsewhere."""

    def __init__(
        self, controller: OrbitController, handles: Callable[[], Handles], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller, self._handles = controller, handles
        self._pressed_at: QPointF | None = None  # until the mouse has moved so far that it is not a click
        self._drag: HandleDrag | None = None
        self.handle: int | None = None
        """The handle being pulled."""
        self.point: np.ndarray | None = None
        """(3,) world metres to where it has been pulled."""
        self.constraint: Constraint = "screen"
        """How it is being pulled."""

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self._handle_at(event) is not None

    def press(self, event: QMouseEvent) -> None:
        handle, sight = self._handle_at(event), self._controller.sight
        assert handle is not None
        spot = event.position()
        self.handle, self._pressed_at = handle, spot
        self._drag = HandleDrag.begin(spot.toTuple(), Handles.points(sight)[handle], sight.view, sight.size)
        self.pressed.emit(handle)

    def move(self, event: QMouseEvent) -> None:
        assert self.handle is not None and self._drag is not None
        if self._pressed_at is not None and _distance(event.position(), self._pressed_at) <= _CLICK_SLACK:
            return
        self._pressed_at = None
        constraint: Constraint = "screen"
        if event.modifiers() & _Shift:
            constraint = "vertical"
        elif event.modifiers() & _Control:
            constraint = "horizontal"
        self.constraint = constraint
        sight = self._controller.sight
        self.point = self._drag.moved(event.position().toTuple(), sight.view, sight.size, constraint)
        self.moved.emit()
        freed = bool(event.modifiers() & _Alt)
        (self.freed if freed else self.dragged).emit(self.handle, self.point)

    def release(self, event: QMouseEvent) -> None:
        self._end(cancelled=False)

    def cancel(self) -> None:
        self._end(cancelled=True)

    def _end(self, *, cancelled: bool) -> None:
        handle, drag, pulled = self.handle, self._drag, self.point is not None
        clicked = self._pressed_at is not None and not cancelled
        assert handle is not None and drag is not None
        self.handle = self._drag = self.point = self._pressed_at = None
        if cancelled and pulled:
            self.dragged.emit(handle, drag.start.copy())
        if cancelled:
            self.cancelled.emit(handle)
        self.moved.emit()
        self.released.emit(handle)
        if clicked:
            self.clicked.emit(handle)

    def _handle_at(self, event: QMouseEvent) -> int | None:
        spot = event.position().toPoint()
        return self._handles().at((spot.x(), spot.y()), self._controller.sight)


class TurnRing(Tool):
    """Left drag on a ring of the rotation gizmo turns about its axis, with Ctrl by steps of `STEP` degrees.

    Any other button, or Escape, turns it back.
    """

    cancelled_by_any_press = True
    pressed = Signal()
    turned = Signal(object, float)
    """The rotation (3, 3) in world axes since the press, and its degrees."""
    cancelled = Signal()
    """Comes before ``released`` when the drag is cancelled."""
    released = Signal()
    """Ends what ``pressed`` began, always."""

    def __init__(
        self,
        controller: OrbitController,
        gizmo: Callable[[], RotationGizmo | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller, self._gizmo = controller, gizmo
        self._held: RotationGizmo | None = None  # as it was at the press
        self._last = QPointF()
        self._radians = 0.0
        self.axis: int | None = None
        """The axis that is being turned about."""

    def axis_at(self, spot: QPointF) -> int | None:
        """The axis whose ring is at ``spot``; None for none."""
        gizmo = self._gizmo()
        return None if gizmo is None else gizmo.ring_at(spot.toTuple(), self._controller.sight)

    def accepts(self, event: QMouseEvent) -> bool:
        return event.button() == _Left and self.axis_at(event.position()) is not None

    def press(self, event: QMouseEvent) -> None:
        self.axis, self._held = self.axis_at(event.position()), self._gizmo()
        self._last, self._radians = event.position(), 0.0
        self.pressed.emit()

    def move(self, event: QMouseEvent) -> None:
        assert self._held is not None and self.axis is not None
        last, here = self._last.toTuple(), event.position().toTuple()
        self._radians += self._held.angle(self.axis, last, here, self._controller.sight)
        self._last = event.position()
        degrees = float(np.degrees(self._radians))
        if event.modifiers() & _Control:
            degrees = STEP * round(degrees / STEP)
        way = self._held.axes[:, self.axis]
        self.turned.emit(from_rotation_vectors(way * np.radians(degrees)), degrees)

    def release(self, event: QMouseEvent) -> None:
        self._end()

    def cancel(self) -> None:
        self.cancelled.emit()
        self._end()

    def _end(self) -> None:
        self.axis = self._held = None
        self.released.emit()


class MoveView(Tool):
    """Left drag orbits about the body under the cursor, or about the target far from all; another button, or Shift,
    pans. A press and release on the spot is a click."""

    cancelled_by_escape = False
    allows_wheel = True
    clicked = Signal(object, object)
    """The position, a QPoint, and the button."""

    def __init__(self, controller: OrbitController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._pressed_at: QPointF | None = None  # until the mouse has moved so far that it is not a click
        self._last = QPointF()
        self._orbits = False
        self._pivot: np.ndarray | None = None

    def accepts(self, event: QMouseEvent) -> bool:
        return True

    def press(self, event: QMouseEvent) -> None:
        self._pressed_at = self._last = event.position()
        self._orbits = event.button() == _Left
        self._pivot = self._controller.sight.point_near(event.position().toTuple())

    def move(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None and _distance(event.position(), self._pressed_at) <= _CLICK_SLACK:
            return
        self._pressed_at = None
        start, end = self._last, event.position()
        self._last = end
        if self._orbits and not event.modifiers() & _Shift:
            turned = (end - start) * _DEGREES_PER_PIXEL
            self._controller.orbit(-turned.x(), turned.y(), self._pivot)
        else:
            self._controller.pan(start.toTuple(), end.toTuple())

    def release(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None:
            self.clicked.emit(event.position().toPoint(), event.button())


def _distance(a: QPointF, b: QPointF) -> float:
    return (a - b).manhattanLength()
