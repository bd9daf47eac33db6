"""The 3D view: the widget that shows a scene and joins renderer, orbit controller, mouse tools and overlay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posestudio.app.common.mouse_tools import ToolRouter
from posestudio.app.common.translation import tr
from posestudio.app.viewport import compass
from posestudio.app.viewport.compass_tool import TurnCompass
from posestudio.app.viewport.controller import OrbitController
from posestudio.app.viewport.drawing.renderer import Renderer
from posestudio.app.viewport.gizmo import RotationGizmo
from posestudio.app.viewport.handles import CAMERA_HANDLE, Handles, along_screen, line_of_sight
from posestudio.app.viewport.marks import Marks
from posestudio.app.viewport.overlay import Overlay
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.tools import MoveView, PullHandle, TurnRing
from posestudio.app.viewport.views import Size, View
from posestudio.common.colours import Theme, palette

_ZOOM_PER_DEGREE = 0.9905  # of the wheel's turn: a notch of 15 degrees comes 13 % nearer
NUDGE = 0.01
"""Metres that an arrow key moves a joint."""
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_Left, _Right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class Viewport(QWidget):
    """Shows a ``Scene``, lets a person walk around it, and pull its best body by handles.

    Left-drag orbits about the body under the cursor, or about the target far from all; right-, middle-
    or Shift+left-drag pans; the wheel zooms to the cursor. Left-drag on a handle moves its joint
    parallel to the screen, with Shift up and down, with Ctrl at its height; Escape, another button or
    a release that was lost puts it back. While a button orbits or pans, others do nothing.
    Other keys belong to the window's actions, which call the methods of ``controller``.
    """

    joint_hovered = Signal(object)
    """(hypothesis, joint) under the cursor, or None when it leaves one."""
    hypothesis_clicked = Signal(int)
    joint_clicked = Signal(int, int)
    """The hypothesis and the joint under the cursor, before ``hypothesis_clicked``."""
    handle_pressed = Signal(int)
    """The handle, a joint or ``CAMERA_HANDLE``, whose drag begins."""
    handle_dragged = Signal(int, object)
    """The handle and the world point (3,), float64 metres, to which it is dragged."""
    handle_freed = Signal(int, object)
    """The same with Alt held: the rest is free meanwhile."""
    handle_clicked = Signal(int)
    """A handle that was pressed and let go on the spot; after ``handle_released``."""
    handle_cancelled = Signal(int)
    """Comes before ``handle_released`` when the drag is cancelled; a last ``handle_dragged`` has moved it back."""
    handle_released = Signal(int)
    """Ends what ``handle_pressed`` began, always."""
    menu_requested = Signal(object, object, QPoint)
    """The hypothesis and the joint under the cursor, None for each that is not there, and the point of the screen
    where the menu is wanted."""
    ring_pressed = Signal()
    """A ring of the rotation gizmo begins to be turned."""
    ring_turned = Signal(object, float)
    """The rotation (3, 3) in world axes since then, and its degrees."""
    ring_cancelled = Signal()
    ring_released = Signal()
    """Ends what ``ring_pressed`` began, always."""
    nudged = Signal(object)
    """(3,) world metres by which a key moves the joint that has the rotation gizmo."""
    background_double_clicked = Signal()
    view_changed = Signal()
    painted = Signal()
    """A frame has been put on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("3D view")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._theme: Theme = "light"
        self._scene = Scene()
        self._handles = Handles()
        self._gizmo: RotationGizmo | None = None
        self.renderer = Renderer(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.renderer.widget)
        self.overlay = Overlay(self)
        self.controller = OrbitController(self._size, self)
        self._pull = PullHandle(self.controller, lambda: self._handles, self)
        self._turn = TurnRing(self.controller, lambda: self._gizmo, self)
        self._move_view = MoveView(self.controller, self)
        turn_compass = TurnCompass(self.controller, self._size, self)
        self._tools = ToolRouter([turn_compass, self._pull, self._turn, self._move_view])
        self._marks = Marks(self.controller, self.renderer, self.overlay, self._pull, self)
        self._connect()
        self.set_theme("light")
        self._look()

    def _connect(self) -> None:
        self.renderer.painted.connect(self.painted)
        self.controller.changed.connect(self._look)
        self._pull.moved.connect(self._marks.update)
        self._pull.pressed.connect(self.handle_pressed)
        self._pull.dragged.connect(self.handle_dragged)
        self._pull.freed.connect(self.handle_freed)
        self._pull.clicked.connect(self.handle_clicked)
        self._pull.cancelled.connect(self.handle_cancelled)
        self._pull.released.connect(self.handle_released)
        self._turn.pressed.connect(self.ring_pressed)
        self._turn.turned.connect(self.ring_turned)
        self._turn.cancelled.connect(self.ring_cancelled)
        self._turn.released.connect(self.ring_released)
        self._move_view.clicked.connect(self._click)
        self._marks.joint_hovered.connect(self.joint_hovered)
        self._marks.cursor_changed.connect(self._set_cursor)

    # -- what is shown

    @property
    def available(self) -> bool:
        """Whether there is an OpenGL picture; without one a sentence stands in its place, and all else works."""
        return self.renderer.available

    @property
    def scene(self) -> Scene:
        """What is shown now."""
        return self._scene

    @property
    def view(self) -> View:
        """Where it is seen from now: the orbit, or the scene's camera while looking through it."""
        return self.controller.view

    def sizeHint(self) -> QSize:
        """Large enough for a standing person."""
        return QSize(640, 560)

    def show_scene(self, scene: Scene) -> None:
        """Show ``scene``; cheap enough for every frame. The first one with a subject is framed."""
        self._scene = scene
        self.renderer.show(scene, palette(self._theme))
        if not self.controller.show_scene(scene):
            self._marks.update()
            self.renderer.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of 'light' or 'dark'. Raises ValueError for another name."""
        colours = palette(theme)
        self._theme = theme
        self.renderer.show(self._scene, colours)
        self.renderer.set_background(colours)
        self.renderer.update()
        self.overlay.set_palette(colours)
        self._marks.set_palette(colours)

    def set_handles(self, joints: frozenset[int] | None, pinned: frozenset[int] = frozenset()) -> None:
        """Put handles on these body joints (0 to 26) of the scene's best body, diamonds on ``pinned``
        ones, and ``CAMERA_HANDLE`` on its camera unless that is looked through; None takes all away. A drag
        whose handle is taken away is cancelled."""
        shown = frozenset() if joints is None else frozenset(joints)
        self._handles = Handles(shown, frozenset(pinned) & shown)
        if self._pull.handle is not None and self._pull.handle not in shown:
            self._tools.cancel()
        self._marks.set_handles(self._handles)

    def set_gizmo(self, gizmo: RotationGizmo | None) -> None:
        """Draw the rings of ``gizmo`` over everything; None takes them away, and cancels a drag of them."""
        self._gizmo = gizmo
        if gizmo is None and self._turn.axis is not None:
            self._tools.cancel()
        self._choose_ring(self._turn.axis)

    def depth_way(self, point: np.ndarray) -> np.ndarray | None:
        """(3,) the direction in which ``point`` (3,) is seen, along which a handle's drag leaves it open where the
        joint is; None while the drag is constrained to a line or plane of the world."""
        return line_of_sight(point, self.controller.sight) if self._pull.constraint == "screen" else None

    def write_note(self, note: str) -> None:
        """Write a ``note``, such as the degrees of a rotation, beside the gizmo; empty for none."""
        self._marks.write_note(note)

    def _choose_ring(self, axis: int | None) -> None:
        """Draw the ring of an axis as the one under the cursor or being turned."""
        self._marks.set_gizmo(None if self._gizmo is None else replace(self._gizmo, chosen=axis))

    def set_caption(self, caption: str) -> None:
        """Write ``caption`` into the bottom left corner."""
        self.overlay.write(caption=caption)

    def _look(self) -> None:
        """Draw from where the controller now looks."""
        self.renderer.look(self.view)
        self.overlay.write(view=tr("{view}, grid of 1 m", view=self.controller.name))
        self._marks.update()
        self.renderer.update()
        self.view_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay over the whole view, and a framed subject in its frame."""
        self.overlay.setGeometry(self.rect())
        self.overlay.raise_()
        if not self.controller.resized():
            self._marks.update()

    def _size(self) -> Size:
        return max(self.width(), 1), max(self.height(), 1)

    # -- pictures

    def grab_picture(self) -> QImage:
        """What is seen now, captions included, at the widget's size in device pixels."""
        if not self.available:
            return self.grab().toImage()
        if not self.isVisible():
            self.grab()  # lays out a window that was not shown yet
        image = self.renderer.picture()
        self.overlay.render(image, renderFlags=QWidget.RenderFlag.DrawChildren)
        return image

    def render_picture(self, size: tuple[int, int], *, transparent: bool = False) -> QImage:
        """All that is seen now without words and handles, as ``Renderer.render_picture``."""
        return self.renderer.render_picture(size, view=self.view, seen=self._size(), transparent=transparent)

    # -- under the cursor

    def pick(self, pos: QPoint) -> tuple[int, int] | None:
        """(hypothesis, joint) at widget position ``pos``, or None."""
        return self.controller.sight.joint_at((pos.x(), pos.y()))

    def pick_hypothesis(self, pos: QPoint) -> int | None:
        """Index of the hypothesis with a joint or bone at widget position ``pos``, or None."""
        return self.controller.sight.body_at((pos.x(), pos.y()))

    def pick_handle(self, pos: QPoint) -> int | None:
        """Joint (or ``CAMERA_HANDLE``) whose handle is at widget position ``pos``, or None."""
        return self._handles.at((pos.x(), pos.y()), self.controller.sight)

    # -- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click; a second button cancels the drag of a handle."""
        self._marks.cursor = None
        self._tools.press(event)
        self._marks.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull a handle, orbit or pan while a button is down, else see what is under the cursor."""
        if not self._tools.move(event):
            self._marks.hover(event.position().toPoint())
            if self._gizmo is not None:
                over = self.pick_handle(event.position().toPoint()) is None
                self._choose_ring(self._turn.axis_at(event.position()) if over else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag or the click."""
        self._tools.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On empty space ``background_double_clicked``; anywhere else it is a second press."""
        pos = event.position().toPoint()
        begins = self._tools.tool is None and event.button() == _Left
        begins = begins and not compass.holds((pos.x(), pos.y()), self._size())
        if begins and self.pick_handle(pos) is None and self.pick_hypothesis(pos) is None:
            self.background_double_clicked.emit()
        else:
            self.mousePressEvent(event)

    def _click(self, pos: QPoint, button: Qt.MouseButton) -> None:
        """Emit ``hypothesis_clicked`` for a left click on a body, and ``menu_requested`` for a right one."""
        found = self.pick(pos)
        if button == _Left and (hypothesis := self.pick_hypothesis(pos)) is not None:
            if found is not None:
                self.joint_clicked.emit(*found)
            self.hypothesis_clicked.emit(hypothesis)
        elif button == _Right:
            handle, selected = self.pick_handle(pos), self._scene.selected
            hypothesis, joint = (self.pick_hypothesis(pos), None) if found is None else found
            if handle is not None and handle != CAMERA_HANDLE and selected is not None:
                hypothesis, joint = selected, handle
            self.menu_requested.emit(hypothesis, joint, self.mapToGlobal(pos))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to what is under the cursor."""
        turned = event.angleDelta().y() / 8
        tool = self._tools.tool
        if turned and (tool is None or tool.allows_wheel):
            pos = event.position().toPoint()
            self.controller.zoom(_ZOOM_PER_DEGREE**turned, (pos.x(), pos.y()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._marks.hover(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another window or a menu gets the mouse's release: cancel."""
        self._tools.cancel()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A drag that is no longer seen is cancelled."""
        self._tools.cancel()

    def event(self, event: QEvent) -> bool:
        """Accept Escape before the window's shortcuts while it cancels a drag."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._cancels(event) or self._nudge_of(event) is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape cancels the drag of a handle; arrows move the joint that has the gizmo."""
        nudge = self._nudge_of(event)
        if self._cancels(event):
            self._tools.cancel()
        elif nudge is not None:
            self.nudged.emit(nudge)
        else:
            super().keyPressEvent(event)

    def _nudge_of(self, event: QKeyEvent) -> np.ndarray | None:
        """(3,) world metres that an arrow key moves along the screen, with Shift ten times as far; None for other
        keys, and where nothing is to be moved."""
        way = _NUDGES.get(Qt.Key(event.key()))
        if way is None or self._gizmo is None or self._tools.tool is not None:
            return None
        far = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return along_screen(self._gizmo.center, way, self.controller.sight) * (10 if far else 1) * NUDGE

    def _cancels(self, event: QKeyEvent) -> bool:
        tool = self._tools.tool
        return event.key() == Qt.Key.Key_Escape and tool is not None and tool.cancelled_by_escape

    def _set_cursor(self, shape: Qt.CursorShape | None) -> None:
        if shape is None:
            self.unsetCursor()
        else:
            self.setCursor(shape)
