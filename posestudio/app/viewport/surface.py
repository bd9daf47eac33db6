"""What the viewport needs of OpenGL, asked for once, and whether this machine has it."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext, QSurfaceFormat

REQUIRED_VERSION = (3, 3)


def configure_surface_format() -> None:
    """Ask for OpenGL 3.3 core with depth and multisampling; to be called before QApplication is made.

    Contexts are shared, without which every OpenGL widget after the first stays empty.
    """
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    surface = QSurfaceFormat()
    surface.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    surface.setVersion(*REQUIRED_VERSION)
    surface.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    surface.setDepthBufferSize(24)
    surface.setSamples(4)
    QSurfaceFormat.setDefaultFormat(surface)


@cache
def opengl_problem() -> str:
    """Why no viewport can be drawn here, in one sentence; empty where one can. Needs a QApplication."""
    wanted = ".".join(map(str, REQUIRED_VERSION))
    context = QOpenGLContext()
    context.setFormat(QSurfaceFormat.defaultFormat())
    if not context.create():
        return f"This display offers no OpenGL {wanted}, so the 3D view cannot be drawn."
    if context.isOpenGLES() or context.format().version() < REQUIRED_VERSION:
        offered = ".".join(map(str, context.format().version()))
        kind = "OpenGL ES" if context.isOpenGLES() else "OpenGL"
        return f"The 3D view needs OpenGL {wanted}; this display offers {kind} {offered}."
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not (surface.isValid() and context.makeCurrent(surface)):
        return f"OpenGL {wanted} is here but will not start, so the 3D view cannot be drawn."
    context.doneCurrent()
    return ""
