"""pyqtgraph's OpenGL widget with the project's own view: no Z-up camera, no mouse, no keys."""

from __future__ import annotations

import numpy as np
from OpenGL import GL
from pyqtgraph.opengl import GLViewWidget
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QMatrix4x4, QPainter
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat
from PySide6.QtWidgets import QWidget

from posestudio.app.viewport.views import OrbitView, View
from posestudio.errors import PoseStudioError

_PICTURE_SAMPLES = 4
_TILE = 2048  # pixels a side that are drawn at once, four samples each

_Region = tuple[int, int, int, int]


class Canvas(GLViewWidget):
    """Draws its items as seen by ``eye``. Mouse and keys go to the parent widget.

    While it draws, ``drawn_pixels`` is the size of what is drawn into, and ``density`` how many of its
    pixels make one of the interface's.
    """

    def __init__(self, parent: QWidget, samples: int) -> None:
        super().__init__(parent)
        surface = self.format()
        surface.setSamples(samples)
        self.setFormat(surface)
        self.eye: View = OrbitView()
        self.density = 1.0
        self.drawn_pixels = (1.0, 1.0)
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

    def projectionMatrix(self, region: _Region, viewport: _Region) -> QMatrix4x4:
        """Eye axes -> clip space of ``region`` (x, y, width, height; from the bottom left) of ``viewport``."""
        matrix = self.eye.projection_matrix(viewport[2:])
        for axis in (0, 1):
            whole, part = viewport[axis + 2], region[axis + 2]
            middle = (2 * (region[axis] - viewport[axis]) + part) / whole - 1
            matrix[axis] = (matrix[axis] - middle * matrix[3]) * whole / part
        return _to_qt(matrix)

    def paintGL(self) -> None:
        """Draw on the screen."""
        self.density = self.devicePixelRatioF()
        self.drawn_pixels = (float(self.deviceWidth()), float(self.deviceHeight()))
        super().paintGL()

    def picture(self) -> QImage:
        """What is seen now, with smooth edges even where the screen's picture goes without them."""
        image = self.render_picture(
            (self.deviceWidth(), self.deviceHeight()), eye=self.eye, density=self.devicePixelRatioF()
        )
        image.setDevicePixelRatio(self.devicePixelRatioF())
        return image

    def render_picture(
        self, size: tuple[int, int], *, eye: View, density: float, transparent: bool = False
    ) -> QImage:
        """What ``eye`` sees, ``size`` (width, height) pixels, lines ``density`` times as many pixels wide.

        RGB32, or ARGB32 with premultiplied alpha on no background. It is drawn in tiles: large pictures
        need no more of the graphics card's memory than small ones, only more time.
        """
        kind = QImage.Format.Format_ARGB32_Premultiplied if transparent else QImage.Format.Format_RGB32
        image = QImage(*size, kind)
        if image.isNull():
            raise PoseStudioError(f"a picture of {size[0]} x {size[1]} pixels does not fit into memory")
        if not self.isValid():
            self.grabFramebuffer()  # makes the context of a widget that was never shown
        before = self.eye, self.opts["bgcolor"]
        self.eye, self.density = eye, density
        if transparent:
            self.opts["bgcolor"] = (0.0, 0.0, 0.0, 0.0)
        self.makeCurrent()
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        try:
            for left in range(0, size[0], _TILE):
                for top in range(0, size[1], _TILE):
                    tile = (left, top, min(_TILE, size[0] - left), min(_TILE, size[1] - top))
                    painter.drawImage(left, top, self._draw_tile(tile, size).convertToFormat(kind))
        finally:
            painter.end()
            self.doneCurrent()
            self.eye, self.opts["bgcolor"] = before
        return image

    def _draw_tile(self, tile: _Region, size: tuple[int, int]) -> QImage:
        """``tile`` (x, y, width, height; from the top left) of a picture of ``size``."""
        left, top, width, height = tile
        surface = QOpenGLFramebufferObjectFormat()
        surface.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
        surface.setSamples(_PICTURE_SAMPLES)
        buffer = QOpenGLFramebufferObject(QSize(width, height), surface)
        buffer.bind()
        GL.glViewport(0, 0, width, height)
        self.drawn_pixels = (float(width), float(height))
        self.paint(region=(left, size[1] - top - height, width, height), viewport=(0, 0, *size))
        buffer.release()
        return buffer.toImage()


def _to_qt(matrix: np.ndarray) -> QMatrix4x4:
    return QMatrix4x4(matrix.ravel().tolist())
