"""The canvas: the widget that draws OpenGL items, as pyqtgraph does, but seen from the project's own views.

pyqtgraph's Z-up camera, its mouse and its keys are not used.

With a graphics card the canvas is a ``QOpenGLWidget``. Where OpenGL is software, one such widget costs most of a
frame: it makes Qt compose the whole window by OpenGL, each time anything in it changes. There the scene is drawn off
the screen, and its pixels are painted into the window.
"""

from __future__ import annotations

import atexit
from weakref import WeakSet

import numpy as np
import shiboken6
from OpenGL import GL
from pyqtgraph.opengl.GLViewWidget import GLViewMixin
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QMatrix4x4,
    QOffscreenSurface,
    QOpenGLContext,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSurfaceFormat,
)
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from posestudio.app.common.translation import tr
from posestudio.app.viewport.drawing.opengl import OpenGLSupport
from posestudio.app.viewport.views import OrbitView, View
from posestudio.errors import PoseStudioError

_PICTURE_SAMPLES = 4
_REST_MS = 300  # without a change, after which the picture is drawn with smooth edges
_TILE = 2048  # pixels per side that are drawn at once, four samples each

_Region = tuple[int, int, int, int]


class GLCanvas(GLViewMixin):
    """Draws its items as seen by ``eye``. Mouse and keys go to the parent widget.

    While it draws, ``drawn_pixels`` is the size of what is drawn into, ``density`` how many of its pixels make one of
    the interface's, and ``quick`` whether the frame should rather be quick than fine. ``frameSwapped`` is emitted for
    each frame that was put on the screen.
    """

    def _begin(self) -> None:
        self.eye: View = OrbitView()
        self.density = 1.0
        self.quick = False
        self.drawn_pixels = (1.0, 1.0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _make_context(self) -> None:
        """Make the OpenGL context of a widget that was never shown, if there is none yet."""
        raise NotImplementedError

    def viewMatrix(self) -> QMatrix4x4:
        """World -> eye axes: items have the project's world axes, Y up."""
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
        """Draw a frame for the screen."""
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
        need more time than small ones, but no more of the graphics card's memory.
        """
        kind = QImage.Format.Format_ARGB32_Premultiplied if transparent else QImage.Format.Format_RGB32
        image = QImage(*size, kind)
        if image.isNull():
            raise PoseStudioError(
                tr(
                    "a picture of {width} x {height} pixels does not fit into memory",
                    width=size[0],
                    height=size[1],
                )
            )
        self._make_context()
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


class HardwareCanvas(GLCanvas, QOpenGLWidget):
    """Draws on the screen, by a graphics card."""

    def __init__(self, parent: QWidget, samples: int) -> None:
        super().__init__(parent)
        surface = self.format()
        surface.setSamples(samples)
        self.setFormat(surface)
        self._begin()

    def initializeGL(self) -> None:
        """Build the items' buffers, also those that were built in the context of another window."""
        rebuilt = [item for item in self.items if item.isInitialized()]
        super().initializeGL()
        for item in rebuilt:
            item.initialize()

    def _make_context(self) -> None:
        if not self.isValid():
            self.grabFramebuffer()


_open_canvases: WeakSet[SoftwareCanvas] = WeakSet()


@atexit.register
def _release_all() -> None:
    """Give back what belongs to OpenGL while Qt is still there: the interpreter would delete it in any order."""
    for canvas in list(_open_canvases):
        if shiboken6.isValid(canvas):
            canvas.release()


class SoftwareCanvas(GLCanvas, QWidget):
    """Draws off the screen, and only when it is painted after a change; otherwise paints the pixels drawn before.

    Frames that follow each other quickly have hard edges, which costs half. The last one is drawn again with smooth
    ones when nothing has changed for a moment.
    """

    frameSwapped = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._context: QOpenGLContext | None = None
        self._buffer: QOpenGLFramebufferObject | None = None
        self._drawn = QImage()
        self._stale = True
        super().__init__(parent)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._draw_smoothly)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._begin()

    def release(self) -> None:
        """Give back its buffer and its context, at the end of the program: nothing is drawn afterwards."""
        if self._context is None:
            return
        self._rest.stop()
        self.makeCurrent()
        self._buffer = None
        self.doneCurrent()
        self._context, self._stale = None, False

    def context(self) -> QOpenGLContext | None:
        """Its own context, which shares its objects with those of other widgets; None before the first frame."""
        return self._context

    def isValid(self) -> bool:
        """Whether there is a context to draw with."""
        return self._context is not None

    def makeCurrent(self) -> None:
        """Direct OpenGL's calls to this context."""
        assert self._context is not None
        self._context.makeCurrent(self._surface)

    def doneCurrent(self) -> None:
        """Direct OpenGL's calls to no context."""
        assert self._context is not None
        self._context.doneCurrent()

    def update(self, *region: object) -> None:
        """Draw anew at the next paint event."""
        self._stale = True
        super().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stale = True

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stale:
            self._stale = False
            self._draw()
            self._rest.start()
        painter = QPainter(self)
        if not self.devicePixelRatioF().is_integer():  # the widget may end between two of the screen's pixels
            painter.fillRect(self.rect(), QColor.fromRgbF(*self.opts["bgcolor"]))
        painter.drawImage(0, 0, self._drawn)
        painter.end()
        self.frameSwapped.emit()

    def _draw(self) -> None:
        self._make_context()
        self.makeCurrent()
        size = self._pixels_size()
        if self._buffer is None or self._buffer.size() != size:
            surface = QOpenGLFramebufferObjectFormat()
            surface.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
            self._buffer = QOpenGLFramebufferObject(size, surface)
        self._buffer.bind()
        GL.glViewport(0, 0, size.width(), size.height())
        self.quick = True
        self.paintGL()
        self.quick = False
        self._drawn = _pixels(size)
        self._drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self._buffer.release()
        self.doneCurrent()

    def _draw_smoothly(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._rest.start()  # a hand that pauses in a drag is not to wait
        elif not self._stale and self.isVisible() and self._drawn.size() == self._pixels_size():
            self._drawn = self.picture()
            super().update()

    def _pixels_size(self) -> QSize:
        return QSize(max(self.deviceWidth(), 1), max(self.deviceHeight(), 1))

    def _make_context(self) -> None:
        if self._context is not None:
            return
        context = QOpenGLContext()
        context.setFormat(QSurfaceFormat.defaultFormat())
        context.setShareContext(QOpenGLContext.globalShareContext())
        context.create()
        self._surface = QOffscreenSurface()
        self._surface.setFormat(context.format())
        self._surface.create()
        self._context = context
        _open_canvases.add(self)
        self.makeCurrent()
        self.initializeGL()


def make_canvas(parent: QWidget, support: OpenGLSupport) -> GLCanvas:
    """A canvas of the kind that suits what the display offers."""
    return SoftwareCanvas(parent) if support.software else HardwareCanvas(parent, support.samples)


def _pixels(size: QSize) -> QImage:
    """What has been drawn into the bound buffer."""
    width, height = size.width(), size.height()
    rows = np.empty((height, width, 4), np.uint8)
    GL.glReadPixels(0, 0, width, height, GL.GL_BGRA, GL.GL_UNSIGNED_BYTE, rows)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    # OpenGL's first row is the lowest.
    np.frombuffer(image.bits(), np.uint8).reshape(height, -1)[:, : 4 * width] = rows[::-1].reshape(height, -1)
    return image


def _to_qt(matrix: np.ndarray) -> QMatrix4x4:
    return QMatrix4x4(matrix.ravel().tolist())
