"""pyqtgraph's OpenGL widget with the project's own view: no Z-up camera, no mouse, no keys."""

from __future__ import annotations

import numpy as np
from OpenGL import GL
from pyqtgraph.opengl import GLViewWidget
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QMatrix4x4
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat
from PySide6.QtWidgets import QWidget

from posestudio.app.viewport.views import OrbitView, View

_PICTURE_SAMPLES = 4


class Canvas(GLViewWidget):
    """Draws its items as seen by ``view``. Mouse and keys go to the parent widget."""

    def __init__(self, parent: QWidget, samples: int) -> None:
        super().__init__(parent)
        surface = self.format()
        surface.setSamples(samples)
        self.setFormat(surface)
        self.eye: View = OrbitView()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def initializeGL(self) -> None:
        """Build the items' buffers, again for those whose context went with another window."""
        rebuilt = [item for item in self.items if item.isInitialized()]
        super().initializeGL()
        for item in rebuilt:
            item.initialize()

    def viewMatrix(self) -> QMatrix4x4:
        """World -> eye axes: items live in the project's world, Y up."""
        return _to_qt(self.eye.view_matrix())

    def projectionMatrix(self, region: object, viewport: tuple[int, int, int, int]) -> QMatrix4x4:
        """Eye axes -> clip space, perspective or orthographic as the view is."""
        return _to_qt(self.eye.projection_matrix(viewport[2:]))

    def picture(self) -> QImage:
        """What is seen now, with smooth edges even where the screen's picture goes without them."""
        if not self.isValid():
            self.grabFramebuffer()  # makes the context of a widget that was never shown
        self.makeCurrent()
        surface = QOpenGLFramebufferObjectFormat()
        surface.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
        surface.setSamples(_PICTURE_SAMPLES)
        width, height = self.deviceWidth(), self.deviceHeight()
        buffer = QOpenGLFramebufferObject(QSize(width, height), surface)
        buffer.bind()
        GL.glViewport(0, 0, width, height)
        self.paint(region=self.getViewport(), viewport=self.getViewport())
        buffer.release()
        image = buffer.toImage().convertToFormat(QImage.Format.Format_RGB32)
        self.doneCurrent()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        return image


def _to_qt(matrix: np.ndarray) -> QMatrix4x4:
    return QMatrix4x4(matrix.ravel().tolist())
