"""The OpenGL version that the viewport needs, and what the display offers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from OpenGL import GL
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext, QSurfaceFormat

from posestudio.app.common.translation import tr

REQUIRED_VERSION = (3, 3)
_IN_SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software")


def configure_surface_format() -> None:
    """Request OpenGL 3.3 core with a depth buffer; to be called before QApplication is made.

    Contexts share their objects: else every OpenGL widget after the first stays empty.
    """
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    surface = QSurfaceFormat()
    surface.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    surface.setVersion(*REQUIRED_VERSION)
    surface.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    surface.setDepthBufferSize(24)
    QSurfaceFormat.setDefaultFormat(surface)


@dataclass(frozen=True)
class OpenGLSupport:
    """What a display supports.

    ``problem`` is a sentence that says why no viewport can be drawn, or empty; ``samples`` how many samples a pixel
    the machine can afford; ``software`` whether OpenGL is done without a graphics card.
    """

    problem: str = ""
    samples: int = 0
    software: bool = False


@cache
def opengl_support() -> OpenGLSupport:
    """What this display supports. Needs a QApplication."""
    wanted = _text(REQUIRED_VERSION)
    context = QOpenGLContext()
    context.setFormat(QSurfaceFormat.defaultFormat())
    if not context.create():
        return OpenGLSupport(
            tr("This display offers no OpenGL {version}, so the 3D view cannot be drawn.", version=wanted)
        )
    offered = context.format().version()
    if context.isOpenGLES() or offered < REQUIRED_VERSION:
        kind = "OpenGL ES" if context.isOpenGLES() else "OpenGL"
        return OpenGLSupport(
            tr(
                "The 3D view needs OpenGL {version}; this display offers {offered}.",
                version=wanted,
                offered=f"{kind} {_text(offered)}",
            )
        )
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    if not (surface.isValid() and context.makeCurrent(surface)):
        return OpenGLSupport(
            tr("OpenGL {version} is here but will not start, so the 3D view cannot be drawn.", version=wanted)
        )
    renderer = GL.glGetString(GL.GL_RENDERER).decode(errors="replace").lower()
    context.doneCurrent()
    software = any(name in renderer for name in _IN_SOFTWARE)
    # Four samples cost a software rasteriser half to three quarters of its frames.
    return OpenGLSupport(samples=0 if software else 4, software=software)


def _text(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
