"""The 3D view as a widget: the mouse's walk around it, what it points at, and handles to drag."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from posestudio.app.common.mouse_drag import Hand
from posestudio.app.viewport import picking
from posestudio.app.viewport.handles import Constraint, Grip
from posestudio.app.viewport.overlay import Handle
from posestudio.app.viewport.stage import Stage
from posestudio.app.viewport.views import project
from posestudio.body.layouts import BODY_JOINTS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import Theme, palette

_DEGREES_PER_PIXEL = 0.4
_ZOOM_PER_DEGREE = 0.9905  # of the wheel's turn: a notch of 15 degrees comes 13 % nearer
_CLICK_SLACK = 4  # pixels the mouse may wander between press and release of a click

CAMERA_HANDLE = len(BODY_JOINTS)
"""The handle of the scene's camera, beside those of body joints."""

_Left, _Right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_Shift, _Control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Viewport(Stage):
    """Shows a ``Scene``, lets a person walk around it, and take its best body by handles.

    Left-drag orbits about the body under the cursor, or about the target far from all; right-, middle-
    or Shift+left-drag pans; the wheel zooms to the cursor. Left-drag on a handle moves its joint
    parallel to the screen, with Shift up and down, with Ctrl at its height; Escape, another button or
    a lost one puts it back. While a button orbits or pans, others do nothing.
    Other keys belong to the window's actions, which call the methods.
    """

    joint_hovered = Signal(object)
    """(hypothesis, joint) under the cursor, or None when it leaves one."""
    hypothesis_clicked = Signal(int)
    joint_grabbed = Signal(int)
    joint_dragged = Signal(int, object)
    """The joint and the world point (3,), float64 metres, to which it is drawn."""
    joint_cancelled = Signal(int)
    """Between grabbing and dropping: the drag is called off; ``joint_dragged`` has told the way back."""
    joint_dropped = Signal(int)
    """Ends what ``joint_grabbed`` began, always."""
    pin_toggled = Signal(int)
    background_double_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._hovered: tuple[int, int] | None = None
        self._cursor: QPoint | None = None
        self._pressed_at: QPointF | None = None
        self._dragged_from: QPointF | None = None
        self._pivot: np.ndarray | None = None
        self._handles: frozenset[int] = frozenset()
        self._pinned: frozenset[int] = frozenset()
        self._hand = Hand()  # at work on a "handle", or on a "walk": orbit or pan
        self._held: int | None = None
        self._over: int | None = None
        self._grip: Grip | None = None
        self._pulled_to: np.ndarray | None = None
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def set_handles(self, joints: frozenset[int] | None, pinned: frozenset[int] = frozenset()) -> None:
        """Put handles on these body joints (0 to 26) of the scene's best body, squares on ``pinned``
        ones, and ``CAMERA_HANDLE`` on its camera unless that is looked through; None takes all away. A drag
        whose handle goes is called off."""
        self._handles = frozenset() if joints is None else frozenset(joints)
        self._pinned = frozenset(pinned) & self._handles
        if self._held is not None and self._held not in self._handles:
            self._let_go(cancelled=True)
        self._moved()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of 'light' or 'dark'. Raises ValueError for another name."""
        super().set_theme(theme)
        self._moved()

    def pick_handle(self, pos: QPoint) -> int | None:
        """Joint (or ``CAMERA_HANDLE``) whose handle is at widget position ``pos``, or None."""
        if not self._handles:
            return None
        pixels, depths = project(self.view, self._handle_points(), self._size())
        return picking.nearest_handle(pixels, depths, (pos.x(), pos.y()), self._handles)

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click; a second button calls a handle's drag off."""
        if self._held is not None:
            self._let_go(cancelled=True)
            return
        if self._hand and not self._hand.holds(event.button()):
            return
        spot = event.position()
        self._cursor = None
        handle = self.pick_handle(spot.toPoint()) if event.button() == _Left else None
        if handle is None:
            self._hand.take("walk", event.button())
            self._pressed_at = self._dragged_from = spot
            self._pivot = self._body_at(spot)
        else:
            self._grab(handle, spot)
        self._moved()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull a handle, orbit or pan while a button is down, else see what is under the cursor."""
        if self._held is not None:
            if event.buttons() & _Left:
                self._pull(event.position(), event.modifiers())
            else:
                self._let_go(cancelled=True)  # the button came up where nobody told us
            return
        if self._hand.lost(event.buttons()):
            self._end_walk()
        if self._dragged_from is None:
            self._cursor = event.position().toPoint()
            self._hover()
            return
        if self._pressed_at is not None and _distance(event.position(), self._pressed_at) <= _CLICK_SLACK:
            return  # not yet a drag
        self._pressed_at = None
        start, end = self._dragged_from, event.position()
        self._dragged_from = end
        self._leave_camera()
        if self._hand.holds(_Left) and not event.modifiers() & _Shift:
            turned = (end - start) * _DEGREES_PER_PIXEL
            self._turn(self._orbit.orbited(-turned.x(), turned.y(), self._pivot))
        else:
            self._turn(self._orbit.panned(start.toTuple(), end.toTuple(), self._size()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag; a left click on a body tells which it was, a right one on a handle pins it."""
        if self._held is not None:
            if event.button() == _Left:
                self._let_go(cancelled=False)
            return
        if not self._hand.holds(event.button()):
            return
        clicked = self._pressed_at is not None
        spot = event.position().toPoint()
        self._end_walk()
        if clicked and event.button() == _Left:
            hypothesis = self.pick_hypothesis(spot)
            if hypothesis is not None:
                self.hypothesis_clicked.emit(hypothesis)
        elif clicked and event.button() == _Right:
            handle = self.pick_handle(spot)
            if handle is not None:
                self.pin_toggled.emit(handle)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On empty space tell so; anywhere else it is a second press."""
        spot = event.position().toPoint()
        if self._hand or event.button() != _Left or self.pick_handle(spot) is not None:
            self.mousePressEvent(event)
        elif self.pick_hypothesis(spot) is not None:
            self.mousePressEvent(event)
        else:
            self.background_double_clicked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to what is under the cursor."""
        turned = event.angleDelta().y() / 8
        if self._held is None:
            self._leave_camera()
            if turned:
                self.zoom(_ZOOM_PER_DEGREE**turned, event.position().toPoint())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._cursor = None
        self._hover()

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's shortcuts while a handle is held."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escape and self._held is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape calls a handle's drag off."""
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._let_go(cancelled=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another window or a menu has taken the mouse's button with it."""
        if self._held is not None:
            self._let_go(cancelled=True)
        self._end_walk()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen cannot be held."""
        if self._held is not None:
            self._let_go(cancelled=True)
        self._end_walk()

    def _end_walk(self) -> None:
        self._hand.let_go()
        self._pressed_at = self._dragged_from = None

    # -- handles

    def _handle_points(self) -> np.ndarray:
        """(28, 3) where handles are: the best body's joints, then the camera; NaN where there is none."""
        scene, points = self._scene, np.full((len(BODY_JOINTS) + 1, 3), np.nan)
        if scene.best is not None:
            points[:-1] = scene.hypotheses[scene.best]
        if scene.camera is not None and not self.looking_through_camera:
            points[CAMERA_HANDLE] = scene.camera.position
        return points

    def _grab(self, joint: int, spot: QPointF) -> None:
        start = self._handle_points()[joint]
        self._hand.take("handle", _Left)
        self._held, self._pressed_at = joint, spot
        self._grip = Grip.at(spot.toTuple(), start, self.view, self._size())
        self.joint_grabbed.emit(joint)

    def _pull(self, spot: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        assert self._held is not None and self._grip is not None
        if self._pressed_at is not None and _distance(spot, self._pressed_at) <= _CLICK_SLACK:
            return
        self._pressed_at = None
        constraint: Constraint = "screen"
        if modifiers & _Shift:
            constraint = "vertical"
        elif modifiers & _Control:
            constraint = "horizontal"
        self._pulled_to = self._grip.moved(spot.toTuple(), self.view, self._size(), constraint)
        self._moved()
        self.joint_dragged.emit(self._held, self._pulled_to)

    def _let_go(self, *, cancelled: bool) -> None:
        joint, grip, pulled = self._held, self._grip, self._pulled_to is not None
        assert joint is not None and grip is not None
        self._hand.let_go()
        self._held = self._grip = self._pulled_to = self._pressed_at = None
        if cancelled and pulled:
            self.joint_dragged.emit(joint, grip.start.copy())
        if cancelled:
            self.joint_cancelled.emit(joint)
        self._moved()
        self.joint_dropped.emit(joint)

    # -- what is written beside joints

    def _body_at(self, spot: QPointF) -> np.ndarray | None:
        """(3,) what an orbit turns about: the world point under the cursor at the depth of the body there."""
        pixel = spot.toTuple()
        depth = self._depth_near(pixel)
        return None if depth is None else self.view.point_at(pixel, self._size(), depth)

    def _moved(self) -> None:
        self._hover()
        self._show_handles()

    def _hover(self) -> None:
        """Name and highlight what is under the cursor now, as bodies, view or cursor have moved."""
        handle = None if self._cursor is None else self.pick_handle(self._cursor)
        found: tuple[int, int] | None = None
        if handle is not None and handle != CAMERA_HANDLE and self._scene.best is not None:
            found = (self._scene.best, handle)
        elif handle is None and self._cursor is not None:
            found = self.pick(self._cursor)
        if handle == CAMERA_HANDLE:
            spot, _ = project(self.view, self._handle_points()[handle], self._size())
            self._overlay.write(label="camera", spot=(float(spot[0]), float(spot[1])), ring=None)
        elif found is None:
            self._overlay.write(label="")
        else:
            spot, _ = project(self.view, self._scene.hypotheses[found], self._size())
            self._overlay.write(
                label=BODY_JOINTS[found[1]].replace("_", " "),
                spot=(float(spot[0]), float(spot[1])),
                ring=palette(self._theme).hover if handle is None else None,
            )
        self._layers.highlight(None if found is None else found[0])
        if handle != self._over:
            self._over = handle
            self._show_handles()
        if found != self._hovered:
            self._hovered = found
            self._show_handles()
            self._repaint()
            self.joint_hovered.emit(found)

    def _show_handles(self) -> None:
        """Draw the handles where the joints now are, the nearest on top, and the hand that fits."""
        if not self._handles:
            self._overlay.write(handles=())
            self.unsetCursor()
            return
        pixels, depths = project(self.view, self._handle_points(), self._size())
        chosen = self._over if self._held is None else self._held
        drawn = [joint for joint in np.argsort(-depths).tolist() if joint in self._handles]
        drawn.sort(key=lambda joint: joint == chosen)
        self._overlay.write(
            handles=tuple(
                self._handle(joint, pixels[joint], joint == chosen)
                for joint in drawn
                if np.isfinite(pixels[joint]).all()
            )
        )
        if self._held is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._over is not None:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def _handle(self, joint: int, pixel: np.ndarray, lively: bool) -> Handle:
        colours = palette(self._theme)
        place = joint_place = (float(pixel[0]), float(pixel[1]))
        if joint == self._held and self._pulled_to is not None:
            spot, _ = project(self.view, self._pulled_to, self._size())
            place = (float(spot[0]), float(spot[1]))
        own = colours.frustum if joint == CAMERA_HANDLE else colours.of_side(side_of(BODY_JOINTS[joint]))
        colour = colours.hover if lively else own
        return Handle(place, joint_place, colour, pinned=joint in self._pinned, lively=lively)


def _distance(a: QPointF, b: QPointF) -> float:
    return (a - b).manhattanLength()
