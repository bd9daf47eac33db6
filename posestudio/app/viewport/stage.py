"""A scene on show: what is drawn, where it is seen from, and pictures of it. No hands yet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from posestudio.app.viewport import picking
from posestudio.app.viewport.canvas import make_canvas
from posestudio.app.viewport.layers import Layers
from posestudio.app.viewport.overlay import Overlay
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.surface import opengl_offer
from posestudio.app.viewport.views import CameraView, OrbitView, View, project
from posestudio.common.colours import Theme, palette
from posestudio.common.picture_limits import LARGEST_RENDER
from posestudio.errors import PoseStudioError

_ZOOM_REACH = 60.0  # pixels: a joint so near the cursor gives the zoom its depth


class Stage(QWidget):
    """Shows a ``Scene`` from a view that its methods change.

    ``available`` is False where the display has no OpenGL 3.3: then a sentence stands in the picture's
    place and everything else still works.
    """

    view_changed = Signal()
    painted = Signal()
    """A frame has been put on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("3D view")
        self._layers = Layers()
        self._theme: Theme = "light"
        self._scene = Scene()
        self._orbit = OrbitView()
        self._through_camera = False
        self._framed = False
        self._framed_orbit: OrbitView | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        offer = opengl_offer()
        self._problem = offer.problem
        self._canvas = None if offer.problem else make_canvas(self, offer)
        self._surface: QWidget = self._canvas or _message(offer.problem, self)
        layout.addWidget(self._surface)
        self._overlay = Overlay(self)
        if self._canvas is not None:
            for item in self._layers.items():
                self._canvas.addItem(item)
            self._canvas.frameSwapped.connect(self.painted)
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
            self._frame_orbit()
        elif self._through_camera and camera_changed:
            self._look()
        else:
            self._moved()
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

    def render_picture(self, size: tuple[int, int], *, transparent: bool = False) -> QImage:
        """All that is seen now without words and handles, ``size`` (width, height) from 1 to
        ``LARGEST_RENDER`` pixels: of another shape than the widget, it shows more on two sides.

        ``transparent`` leaves out background and floor grid but not the shadows: ARGB32, premultiplied.
        Raises ValueError for another size, PoseStudioError where the display cannot draw it.
        """
        if not all(1 <= side <= LARGEST_RENDER for side in size):
            raise ValueError(f"expected a picture of 1 to {LARGEST_RENDER} pixels a side, got {size}")
        if self._canvas is None:
            raise PoseStudioError(self._problem)
        seen, view = self._size(), self.view
        eye = view.containing(seen, size) if isinstance(view, OrbitView) else view
        density = min(size[0] / seen[0], size[1] / seen[1])
        with self._layers.for_picture(floor=not transparent):
            return self._canvas.render_picture(size, eye=eye, density=density, transparent=transparent)

    def frame(self) -> None:
        """Bring the subject to fill the view, from the same side, until somebody moves it."""
        self._through_camera = False
        self._frame_orbit()

    def reframe(self, *, always: bool = True) -> None:
        """As ``frame``, but somebody who looks through the camera goes on doing so. Not ``always``: only while
        nobody has moved the view since it was framed, or where most of the subject is out of sight."""
        if always or self._orbit is self._framed_orbit or not self.subject_in_sight():
            self._frame_orbit()

    def subject_in_sight(self) -> bool:
        """Whether the orbit shows at least half of the subject's points."""
        subject = self._scene.subject
        if not len(subject):
            return True
        pixels, _ = project(self._orbit, subject, self._size())
        return float(((pixels >= 0) & (pixels < self._size())).all(-1).mean()) >= 0.5

    def shift(self, by: np.ndarray) -> None:
        """Move the orbit by (3,) world metres, as beside somebody who walks."""
        framed = self._orbit is self._framed_orbit
        x, y, z = (np.asarray(self._orbit.target) + by).tolist()
        orbit = replace(self._orbit, target=(x, y, z))
        if framed:
            self._framed_orbit = orbit
        self._turn(orbit)

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

    def zoom(self, factor: float, pos: QPoint | None = None) -> None:
        """Multiply the distance by ``factor``; what is at widget position ``pos`` stays there."""
        self._leave_camera()
        width, height = self._size()
        pixel = (width / 2, height / 2) if pos is None else (pos.x(), pos.y())
        about = self._orbit.point_at(pixel, (width, height), self._depth_near(pixel))
        self._turn(self._orbit.zoomed(factor, about))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay over the whole view, and a framed subject in its frame."""
        self._overlay.setGeometry(self.rect())
        self._overlay.raise_()
        if self._orbit is self._framed_orbit and not self._through_camera:
            self._frame_orbit()
        else:
            self._moved()

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

    def _frame_orbit(self) -> None:
        self._framed_orbit = self._orbit.framed(self._scene.subject, self._size())
        self._turn(self._framed_orbit)

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
        self._moved()
        self._repaint()
        self.view_changed.emit()

    def _moved(self) -> None:
        """Bodies or the view have moved; for those who write something beside joints."""

    def _repaint(self) -> None:
        if self._canvas is not None:
            self._canvas.update()


def _message(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setMargin(24)
    return label


def _name_of(view: View) -> str:
    if isinstance(view, CameraView):
        return "Camera"
    assert isinstance(view, OrbitView)
    sides = {(0.0, 0.0): "Front", (90.0, 0.0): "Left side", (0.0, 90.0): "Top"}
    side = sides.get((view.azimuth, view.elevation), "")
    kind = "orthographic" if view.orthographic else "perspective"
    return f"{side} {kind}" if side else kind.capitalize()
