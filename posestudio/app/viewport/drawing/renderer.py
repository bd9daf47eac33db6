"""The renderer: draws a scene by OpenGL into a widget and into pictures, seen from a view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from posestudio.app.viewport.drawing.gl_canvas import make_canvas
from posestudio.app.viewport.drawing.layers import Layers
from posestudio.app.viewport.drawing.opengl import opengl_support
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.views import OrbitView, Size, View
from posestudio.common.colours import Palette
from posestudio.common.picture_limits import LARGEST_RENDER
from posestudio.errors import PoseStudioError


class Renderer(QObject):
    """Draws scenes into its ``widget``, a child of ``parent``.

    Where the display has no OpenGL 3.3, ``available`` is False and the widget shows a sentence that says so.
    """

    painted = Signal()
    """A frame has been put on the screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.layers = Layers()
        support = opengl_support()
        self._problem = support.problem
        self.canvas = None if support.problem else make_canvas(parent, support)
        self.widget: QWidget = self.canvas or _message(support.problem, parent)
        if self.canvas is not None:
            for item in self.layers.items():
                self.canvas.addItem(item)
            self.canvas.frameSwapped.connect(self.painted)

    @property
    def available(self) -> bool:
        """Whether there is an OpenGL picture at all."""
        return self.canvas is not None

    def show(self, scene: Scene, colours: Palette) -> None:
        """Draw ``scene`` from now on; ``update`` paints it."""
        self.layers.show(scene, colours)

    def set_background(self, colours: Palette) -> None:
        """Use the background of ``colours``, and their text colour for the sentence without OpenGL."""
        if self.canvas is not None:
            self.canvas.setBackgroundColor(colours.background)
        else:
            red, green, blue = colours.background
            text = ", ".join(map(str, colours.text))
            self.widget.setStyleSheet(f"background: rgb({red}, {green}, {blue}); color: rgb({text});")

    def look(self, view: View) -> None:
        """Draw as seen from ``view`` from now on."""
        if self.canvas is not None:
            self.canvas.eye = view
        self.layers.look(view)

    def highlight(self, hypothesis: int | None) -> None:
        """Draw a faint hypothesis in the colour of hovering; none, or a solid body, as it is."""
        self.layers.bodies.highlight(hypothesis)

    def update(self) -> None:
        """Paint a new frame soon."""
        if self.canvas is not None:
            self.canvas.update()

    def picture(self) -> QImage:
        """What is seen now, at the widget's size in device pixels. Raises PoseStudioError without OpenGL."""
        if self.canvas is None:
            raise PoseStudioError(self._problem)
        return self.canvas.picture()

    def render_picture(
        self, size: tuple[int, int], *, view: View, seen: Size, transparent: bool = False
    ) -> QImage:
        """What a widget of size ``seen`` shows from ``view``, as a picture of ``size`` (width, height).

        Each side has from 1 to ``LARGEST_RENDER`` pixels; a picture of another shape than the widget shows more on
        two sides. ``transparent`` leaves out background and floor grid but not the shadows: ARGB32, premultiplied.
        Raises ValueError for another size, PoseStudioError where the display cannot draw it.
        """
        if not all(1 <= side <= LARGEST_RENDER for side in size):
            raise ValueError(f"expected a picture of 1 to {LARGEST_RENDER} pixels a side, got {size}")
        if self.canvas is None:
            raise PoseStudioError(self._problem)
        eye = view.containing(seen, size) if isinstance(view, OrbitView) else view
        density = min(size[0] / seen[0], size[1] / seen[1])
        with self.layers.for_picture(floor=not transparent):
            return self.canvas.render_picture(size, eye=eye, density=density, transparent=transparent)


def _message(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setMargin(24)
    return label
