"""The 3D view: ``Viewport`` shows a ``Scene``; ``configure_surface_format`` comes before QApplication."""

from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.surface import configure_surface_format
from posestudio.app.viewport.widget import Viewport

__all__ = ["Scene", "Viewport", "configure_surface_format"]
