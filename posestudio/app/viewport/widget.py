"""The 3D view as a widget: navigation, picking and what is written over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from posestudio.app.viewport import picking
from posestudio.app.viewport.canvas import Canvas
from posestudio.app.viewport.layers import Layers
from posestudio.app.viewport.overlay import Overlay
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.surface import opengl_offer
from posestudio.app.viewport.views import CameraView, OrbitView, View, project
from posestudio.body.layouts import BODY_JOINTS
from posestudio.colours import Theme, palette

_DEGREES_PER_PIXEL = 0.4
_ZOOM_PER_DEGREE = 0.9905  # of the wheel's turn: a notch of 15 degrees comes 13 % nearer
_CLICK_SLACK = 4  # pixels the mouse may wander between press and release of a click
_ZOOM_REACH = 60.0  # pixels: a joint so near the cursor gives the zoom its depth

_Left, _Middle, _Right = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


class Viewport(QWidget):
    """Shows a ``Scene`` and lets a person walk around it.

    Left-drag orbits, right-, middle- or Shift+left-drag pans, the wheel zooms to the cursor. Keys
    belong to the window's actions, which call the methods. ``available`` is False where the display
    has no OpenGL 3.3: then a sentence stands in the picture's place and everything else still works.
    """

    joint_hovered = Signal(object)
    """(hypothesis, joint) under the cursor, or None when it leaves one."""
    hypothesis_clicked = Signal(int)
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("3D view")
        self._layers = Layers()
        self._theme: Theme = "light"
        self._scene = Scene()
        self._orbit = OrbitView()
        self._through_camera = False
        self._framed = False
        self._framed_orbit: OrbitView | None = None
        self._hovered: tuple[int, int] | None = None
        self._cursor: QPoint | None = None
        self._pressed_at: QPointF | None = None
        self._dragged_from: QPointF | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        offer = opengl_offer()
        self._canvas = None if offer.problem else Canvas(self, offer.samples)
        self._surface: QWidget = self._canvas or _message(offer.problem, self)
        layout.addWidget(self._surface)
        self._overlay = Overlay(self)
        if self._canvas is not None:
            for item in self._layers.items():
                self._canvas.addItem(item)
        self.set_theme("light")
        self._look()

    @property
    def available(self) -> bool:
        """Whether there is an OpenGL picture at all."""
        return self._canvas is not None

    @property
    def scene(self) -> Scene:
        """What is shown now."""
        return self._scene

    @property
    def view(self) -> View:
        """Where it is seen from now: the orbit, or the scene's camera while looking through it."""
        if self._through_camera and self._scene.camera is not None:
            return CameraView(self._scene.camera)
        return self._orbit

    @property
    def orthographic(self) -> bool:
        """Whether the orbit view is without perspective."""
        return self._orbit.orthographic

    @property
    def looking_through_camera(self) -> bool:
        """Whether the view is the virtual camera's."""
        return isinstance(self.view, CameraView)

    def sizeHint(self) -> QSize:
        """Room for a standing person."""
        return QSize(640, 560)

    def show_scene(self, scene: Scene) -> None:
        """Show ``scene``; cheap enough for every frame. The first one with a subject is framed."""
        camera_changed = scene.camera is not self._scene.camera
        self._scene = scene
        self._layers.show(scene, palette(self._theme))
        if not self._framed and len(scene.subject):
            self._framed = True
            self.frame()
        elif self._through_camera and camera_changed:
            self._look()
        else:
            self._hover()
            self._repaint()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of 'light' or 'dark'. Raises ValueError for another name."""
        colours = palette(theme)
        self._theme = theme
        self._layers.show(self._scene, colours)
        self._overlay.set_palette(colours)
        if self._canvas is not None:
            self._canvas.setBackgroundColor(colours.background)
        else:
            red, green, blue = colours.background
            text = ", ".join(map(str, colours.text))
            self._surface.setStyleSheet(f"background: rgb({red}, {green}, {blue}); color: rgb({text});")
        self._repaint()

    def set_caption(self, caption: str) -> None:
        """Write ``caption`` into the bottom left corner."""
        self._overlay.write(caption=caption)

    def grab_picture(self) -> QImage:
        """What is seen now, captions included, at the widget's size in device pixels."""
        if self._canvas is None or not self.isVisible():
            grabbed = self.grab().toImage()  # lays out a window that was not shown yet
            if self._canvas is None:
                return grabbed
        image = self._canvas.picture()
        self._overlay.render(image, renderFlags=QWidget.RenderFlag.DrawChildren)
        return image

    def frame(self) -> None:
        """Bring the subject to fill the view, from the same side, until somebody moves it."""
        self._through_camera = False
        self._framed_orbit = self._orbit.framed(self._scene.subject, self._size())
        self._turn(self._framed_orbit)

    def view_front(self) -> None:
        """Look into the face of a person who faces +Z."""
        self._face(azimuth=0.0, elevation=0.0)

    def view_side(self) -> None:
        """Look at the left side of a person who faces +Z."""
        self._face(azimuth=90.0, elevation=0.0)

    def view_top(self) -> None:
        """Look straight down, the person facing the lower edge."""
        self._face(azimuth=0.0, elevation=90.0)

    def toggle_orthographic(self) -> None:
        """Switch between perspective and orthographic; the subject keeps its size."""
        self._leave_camera()
        self._turn(replace(self._orbit, orthographic=not self._orbit.orthographic))

    def look_through_camera(self) -> None:
        """Look through the scene's virtual camera, or come back to the orbit; nothing without a camera."""
        self._through_camera = not self._through_camera and self._scene.camera is not None
        self._look()

    def save_view(self) -> OrbitView:
        """The orbit view, for ``restore_view``."""
        return self._orbit

    def restore_view(self, view: OrbitView) -> None:
        """Come back to a view of ``save_view``."""
        self._through_camera = False
        self._framed = True
        self._turn(view)

    def pick(self, pos: QPoint) -> tuple[int, int] | None:
        """(hypothesis, joint) at widget position ``pos``, or None."""
        pixels, depths = self._projected()
        return picking.nearest_joint(pixels, depths, (pos.x(), pos.y()), self._scene.solid_indices)

    def pick_hypothesis(self, pos: QPoint) -> int | None:
        """Index of the hypothesis with a joint or bone at widget position ``pos``, or None."""
        pixels, depths = self._projected()
        return picking.nearest_body(pixels, depths, (pos.x(), pos.y()), self._scene.solid_indices)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag or a click."""
        self._pressed_at = self._dragged_from = event.position()
        self._cursor = None
        self._hover()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Orbit or pan while a button is down, else see what is under the cursor."""
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
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.buttons() & _Left and not shift:
            moved = (end - start) * _DEGREES_PER_PIXEL
            self._turn(self._orbit.orbited(-moved.x(), moved.y()))
        else:
            self._turn(self._orbit.panned(start.toTuple(), end.toTuple(), self._size()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag; a left click on a body tells which it was."""
        clicked = self._pressed_at is not None and event.button() == _Left
        self._pressed_at = self._dragged_from = None
        if clicked:
            hypothesis = self.pick_hypothesis(event.position().toPoint())
            if hypothesis is not None:
                self.hypothesis_clicked.emit(hypothesis)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to what is under the cursor."""
        self._leave_camera()
        turned = event.angleDelta().y() / 8
        if turned:
            self.zoom(_ZOOM_PER_DEGREE**turned, event.position().toPoint())
        event.accept()

    def zoom(self, factor: float, pos: QPoint | None = None) -> None:
        """Multiply the distance by ``factor``; what is at widget position ``pos`` stays there."""
        self._leave_camera()
        width, height = self._size()
        pixel = (width / 2, height / 2) if pos is None else (pos.x(), pos.y())
        about = self._orbit.point_at(pixel, (width, height), self._depth_near(pixel))
        self._turn(self._orbit.zoomed(factor, about))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._cursor = None
        self._hover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay over the whole view, and a framed subject in its frame."""
        self._overlay.setGeometry(self.rect())
        self._overlay.raise_()
        if self._orbit is self._framed_orbit and not self._through_camera:
            self.frame()

    def _size(self) -> tuple[float, float]:
        return max(self.width(), 1), max(self.height(), 1)

    def _projected(self) -> tuple[np.ndarray, np.ndarray]:
        return project(self.view, self._scene.hypotheses, self._size())

    def _depth_near(self, pixel: tuple[float, float]) -> float | None:
        """Depth of the joint nearest to ``pixel``, so that zooming in arrives there; None far from all."""
        bodies = np.concatenate([self._scene.solid_bodies, self._scene.ghosts])
        if not len(bodies):
            bodies = self._scene.hypotheses
        pixels, depths = project(self.view, bodies.reshape(-1, 3), self._size())
        distance = np.linalg.norm(pixels - pixel, axis=-1)
        near = np.where(np.isfinite(distance), distance, np.inf)
        if not len(near) or near.min() > _ZOOM_REACH:
            return None
        return float(depths[near.argmin()])

    def _face(self, azimuth: float, elevation: float) -> None:
        self._through_camera = False
        self._turn(replace(self._orbit, azimuth=azimuth, elevation=elevation))

    def _leave_camera(self) -> None:
        """Go on as an orbit from where the virtual camera stands."""
        view = self.view
        if isinstance(view, CameraView):
            self._orbit = view.orbiting(self._scene.subject, like=self._orbit)
        self._through_camera = False

    def _turn(self, orbit: OrbitView) -> None:
        self._orbit = orbit
        self._look()

    def _look(self) -> None:
        """Draw from where ``view`` now is."""
        view = self.view
        if self._canvas is not None:
            self._canvas.eye = view
        self._layers.look_from_inside(isinstance(view, CameraView))
        self._overlay.write(view=_name_of(view))
        self._hover()
        self._repaint()
        self.view_changed.emit()

    def _repaint(self) -> None:
        if self._canvas is not None:
            self._canvas.update()

    def _hover(self) -> None:
        """Name and highlight what is under the cursor now, as bodies, view or cursor have moved."""
        found = None if self._cursor is None else self.pick(self._cursor)
        if found is None:
            self._overlay.write(label="")
        else:
            spot, _ = project(self.view, self._scene.hypotheses[found], self._size())
            self._overlay.write(
                label=BODY_JOINTS[found[1]].replace("_", " "),
                spot=(float(spot[0]), float(spot[1])),
                ring=palette(self._theme).hover,
            )
        self._layers.highlight(None if found is None else found[0])
        if found != self._hovered:
            self._hovered = found
            self._repaint()
            self.joint_hovered.emit(found)


def _message(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setMargin(24)
    return label


def _distance(a: QPointF, b: QPointF) -> float:
    return (a - b).manhattanLength()


def _name_of(view: View) -> str:
    if isinstance(view, CameraView):
        return "Camera"
    assert isinstance(view, OrbitView)
    sides = {(0.0, 0.0): "Front", (90.0, 0.0): "Left side", (0.0, 90.0): "Top"}
    side = sides.get((view.azimuth, view.elevation), "")
    kind = "orthographic" if view.orthographic else "perspective"
    return f"{side} {kind}" if side else kind.capitalize()
