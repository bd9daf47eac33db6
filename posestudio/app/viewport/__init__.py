"""The 3D view: ``Viewport`` shows a ``Scene``, ``ViewportGrid`` shows one in up to four of them.

``configure_surface_format`` is to be called before QApplication is made.
"""

from posestudio.app.viewport.drawing.opengl import configure_surface_format
from posestudio.app.viewport.gizmo import RotationGizmo
from posestudio.app.viewport.grid import ViewportGrid
from posestudio.app.viewport.handles import CAMERA_HANDLE
from posestudio.app.viewport.scene import Scene, Uncertainty
from posestudio.app.viewport.widget import Viewport

__all__ = [
    "CAMERA_HANDLE",
    "RotationGizmo",
    "Scene",
    "Uncertainty",
    "Viewport",
    "ViewportGrid",
    "configure_surface_format",
]
