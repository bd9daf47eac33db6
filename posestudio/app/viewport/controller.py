"""The orbit controller: from where a scene is seen, and what changes that. No OpenGL, no mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from posestudio.app.common.joint_names import begun
from posestudio.app.common.translation import tr
from posestudio.app.viewport.picking import Sight
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.views import CameraView, OrbitView, Size, View, project


class OrbitController(QObject):
    """An orbit about a scene, and whether the scene's own camera is looked through instead.

    A subject that fills the view stays so when the widget changes its size, until the view is moved otherwise.
    ``size`` returns the widget's (width, height) in pixels.
    """

    changed = Signal()
    """``view`` has changed."""

    def __init__(self, size: Callable[[], Size], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._scene = Scene()
        self._orbit = OrbitView()
        self._through_camera = False
        self._had_subject = False
        self._framed_orbit: OrbitView | None = None

    @property
    def view(self) -> View:
        """The orbit, or the scene's camera while that is looked through."""
        if self._through_camera and self._scene.camera is not None:
            return CameraView(self._scene.camera)
        return self._orbit

    @property
    def sight(self) -> Sight:
        """The scene as it is seen now."""
        return Sight(self._scene, self.view, self._size())

    @property
    def name(self) -> str:
        """The view for people to read, such as 'Front orthographic'."""
        if self.looking_through_camera:
            return tr("Camera")
        sides = {
            (0.0, 0.0): tr("Front"),
            (180.0, 0.0): tr("Back"),
            (90.0, 0.0): tr("Left side"),
            (270.0, 0.0): tr("Right side"),
            (0.0, 90.0): tr("Top"),
            (0.0, -90.0): tr("Bottom"),
        }
        side = sides.get((self._orbit.azimuth, self._orbit.elevation), "")
        kind = tr("orthographic") if self.orthographic else tr("perspective")
        return f"{side} {kind}" if side else begun(kind)

    @property
    def orthographic(self) -> bool:
        """Whether the orbit is without perspective."""
        return self._orbit.orthographic

    @property
    def looking_through_camera(self) -> bool:
        """Whether the view is the virtual camera's."""
        return isinstance(self.view, CameraView)

    # -- what the view follows

    def show_scene(self, scene: Scene) -> bool:
        """See ``scene`` from now on; the first one with a subject is framed. Returns whether the view changed."""
        other_camera = scene.camera is not self._scene.camera
        self._scene = scene
        if not self._had_subject and len(scene.subject):
            self._had_subject = True
            self._frame()
            return True
        if self._through_camera and other_camera:
            self.changed.emit()
            return True
        return False

    def resized(self) -> bool:
        """Frame again a subject that was framed in a widget of another size. Returns whether the view changed."""
        follows = self._orbit is self._framed_orbit and not self._through_camera
        if follows:
            self._frame()
        return follows

    # -- the subject

    def frame(self) -> None:
        """Bring the subject to fill the view, from the same side, until it is moved."""
        self._through_camera = False
        self._frame()

    def reframe(self, *, always: bool = True) -> None:
        """As ``frame``, but a view through the camera stays one.

        Unless ``always``, only while the view has not been moved since it was framed, or where most of the subject is
        out of sight.
        """
        if always or self._orbit is self._framed_orbit or not self.subject_in_sight():
            self._frame()

    def find_hidden(self) -> None:
        """Frame a subject of which most is out of sight."""
        if not self.subject_in_sight():
            self._frame()

    def find_lost(self) -> None:
        """Frame a subject whose solid bodies the orbit shows no point of; a part that is seen closely is not lost."""
        points = self._scene.solid_bodies.reshape(-1, 3)
        points = points[np.isfinite(points).all(-1)]
        if len(points) and not self._share_in_sight(points):
            self._frame()

    def subject_in_sight(self) -> bool:
        """Whether the orbit shows at least half of the subject's points."""
        subject = self._scene.subject
        return not len(subject) or self._share_in_sight(subject) >= 0.5

    def _share_in_sight(self, points: np.ndarray) -> float:
        """How many of the points (M, 3) the orbit shows, from 0 to 1."""
        pixels, _ = project(self._orbit, points, self._size())
        return float(((pixels >= 0) & (pixels < self._size())).all(-1).mean())

    # -- named views

    def view_front(self) -> None:
        """Look into the face of a person who faces +Z."""
        self._face(azimuth=0.0, elevation=0.0)

    def view_side(self) -> None:
        """Look at the left side of a person who faces +Z."""
        self._face(azimuth=90.0, elevation=0.0)

    def view_top(self) -> None:
        """Look straight down; a person who faces +Z faces the lower edge."""
        self._face(azimuth=0.0, elevation=90.0)

    def view_from(self, azimuth: float, elevation: float) -> None:
        """Look at the subject from there, degrees; from the other side where that is the view already."""
        if (self._orbit.azimuth, self._orbit.elevation) == (azimuth, elevation):
            azimuth, elevation = (azimuth, -elevation) if elevation else ((azimuth + 180.0) % 360.0, 0.0)
        self._face(azimuth, elevation)

    def toggle_orthographic(self) -> None:
        """Switch between perspective and orthographic; the subject keeps its size."""
        self._leave_camera()
        self._turn(replace(self._orbit, orthographic=not self._orbit.orthographic))

    def look_through_camera(self) -> None:
        """Look through the scene's virtual camera, or come back to the orbit; nothing without a camera."""
        self._through_camera = not self._through_camera and self._scene.camera is not None
        self.changed.emit()

    def save_view(self) -> OrbitView:
        """The orbit, for ``restore_view``."""
        return self._orbit

    def restore_view(self, view: OrbitView) -> None:
        """Come back to an orbit of ``save_view``."""
        self._through_camera = False
        self._had_subject = True
        self._turn(view)

    # -- movements; from the virtual camera's view they start with an orbit at its position

    def orbit(self, azimuth: float, elevation: float, about: np.ndarray | None = None) -> None:
        """Turn by so many degrees about the world point ``about`` (3,), by default the orbit's target."""
        self._leave_camera()
        self._turn(self._orbit.orbited(azimuth, elevation, about))

    def pan(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Move so that what was under pixel ``start`` at the target's depth is under ``end``."""
        self._leave_camera()
        self._turn(self._orbit.panned(start, end, self._size()))

    def zoom(self, factor: float, pixel: tuple[float, float] | None = None) -> None:
        """Multiply the distance by ``factor``; what is at ``pixel``, by default the middle, stays there."""
        self._leave_camera()
        size = self._size()
        pixel = (size[0] / 2, size[1] / 2) if pixel is None else pixel
        about = self._orbit.point_at(pixel, size, self.sight.depth_near(pixel))
        self._turn(self._orbit.zoomed(factor, about))

    def shift(self, by: np.ndarray) -> None:
        """Move the orbit by (3,) world metres, as to follow a person who walks."""
        framed = self._orbit is self._framed_orbit
        x, y, z = (np.asarray(self._orbit.target) + by).tolist()
        orbit = replace(self._orbit, target=(x, y, z))
        if framed:
            self._framed_orbit = orbit
        self._turn(orbit)

    def _frame(self) -> None:
        self._framed_orbit = self._orbit.framed(self._scene.outline, self._size())
        self._turn(self._framed_orbit)

    def _face(self, azimuth: float, elevation: float) -> None:
        self._through_camera = False
        self._turn(replace(self._orbit, azimuth=azimuth, elevation=elevation))

    def _leave_camera(self) -> None:
        view = self.view
        if isinstance(view, CameraView):
            self._orbit = view.orbiting(self._scene.subject, like=self._orbit)
        self._through_camera = False

    def _turn(self, orbit: OrbitView) -> None:
        self._orbit = orbit
        self.changed.emit()
