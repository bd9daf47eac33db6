"""The 3D view: ``Viewport`` shows a ``Scene``, ``ViewportGrid`` in up to four views;
``configure_surface_format`` comes before QApplication."""

from posestudio.app.viewport.grid import ViewportGrid
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.surface import configure_surface_format
from posestudio.app.viewport.widget import CAMERA_HANDLE, Viewport

__all__ = ["CAMERA_HANDLE", "Scene", "Viewport", "ViewportGrid", "configure_surface_format"]
