"""The 3D view: ``Viewport`` shows a ``Scene``, ``ViewportGrid`` in up to four views;
``configure_surface_format`` comes before QApplication."""

from posestudio.app.viewport.drawing.opengl import configure_surface_format
from posestudio.app.viewport.grid import ViewportGrid
from posestudio.app.viewport.handles import CAMERA_HANDLE
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.widget import Viewport

__all__ = ["CAMERA_HANDLE", "Scene", "Viewport", "ViewportGrid", "configure_surface_format"]
