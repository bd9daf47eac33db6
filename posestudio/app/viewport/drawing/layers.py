"""All items that draw a scene, from back to front."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from pyqtgraph.opengl import GLLinePlotItem
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from posestudio.app.viewport.drawing import bodies, surroundings
from posestudio.app.viewport.drawing.body_layers import BodyLayers, show_lines
from posestudio.app.viewport.drawing.camera_layers import CameraLayers
from posestudio.app.viewport.drawing.ground import Floor
from posestudio.app.viewport.drawing.instanced import BACKDROP
from posestudio.app.viewport.drawing.shadows import Shadows
from posestudio.app.viewport.drawing.wide_lines import WideLines
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.views import CameraView, View
from posestudio.common.colours import LIGHT, Palette

_TRAIL_SHARE = 0.8  # of its hypothesis's opacity
_PATH_OPACITY = 0.6
_MANY_PIECES = 800  # of trails, above which they are one pixel wide: that costs half


class Layers:
    """The items, with the arrays of the scene that is shown."""

    def __init__(self) -> None:
        self.cameras = CameraLayers()
        self.floor = Floor(order=-1)
        self.grid = WideLines(pixels=1.0, order=1, options=BACKDROP)
        self.shadows = Shadows(order=2)
        self._grid_key: tuple[object, ...] = ()
        self.trails = WideLines(pixels=1.2, order=4, options=BACKDROP)
        self.path = WideLines(pixels=1.6, order=4, options=BACKDROP)
        self.thin_trails = GLLinePlotItem(mode="lines", glOptions=BACKDROP)
        self.thin_trails.setDepthValue(4)
        self.bodies = BodyLayers()
        self._scene = Scene()
        self._palette = LIGHT
        self._inside = False
        self._with_floor = True

    def items(self) -> tuple[GLGraphicsItem, ...]:
        """Every item, in drawing order."""
        return (
            self.floor,
            *self.cameras.items(),
            self.grid,
            self.shadows,
            self.trails,
            self.thin_trails,
            self.path,
            *self.bodies.items(),
        )

    def show(self, scene: Scene, palette: Palette) -> None:
        """Give the items the arrays of ``scene``; they reach the graphics card at the next paint."""
        self._scene, self._palette = scene, palette
        self.bodies.show(scene, palette)
        self._show_paths()
        self._show_surroundings()
        self.bodies.highlight(None)  # the one before may be no body of this scene

    def look(self, view: View) -> None:
        """See everything from ``view``; through the camera of a picture, without the floor, which would hide it."""
        self._inside = isinstance(view, CameraView)
        self.cameras.look(view)
        self._show_floor()

    def _show_floor(self) -> None:
        behind_picture = self._inside and self._scene.picture is not None
        self.floor.setVisible(self._with_floor and not behind_picture)
        self.grid.setVisible(self._with_floor)

    @contextmanager
    def for_picture(self, *, floor: bool) -> Iterator[None]:
        """For the duration of the block: as ``BodyLayers.for_picture``, and the floor only if ``floor``."""
        self._with_floor = floor
        self._show_floor()
        try:
            with self.bodies.for_picture():
                yield
        finally:
            self._with_floor = True
            self._show_floor()

    def _show_paths(self) -> None:
        scene, palette = self._scene, self._palette
        trails = _NO_TRAILS if scene.trails is None else scene.trails
        trailing = bodies.faint_opacity(trails.shape[1], None) * _TRAIL_SHARE
        ends = bodies.trail_lines(trails)
        colours = bodies.trail_colours(len(trails), trailing, palette)
        many = len(ends) > _MANY_PIECES
        self.trails.set_instances(ends=_NO_ENDS if many else ends, colours=_NO_COLOURS if many else colours)
        show_lines(self.thin_trails, many, ends, colours)
        ends = bodies.path_lines(scene.path)
        colours = bodies.uniform_colours(len(ends), palette.hover, _PATH_OPACITY)
        self.path.set_instances(ends=ends, colours=colours)

    def _show_surroundings(self) -> None:
        scene, palette = self._scene, self._palette
        subject = scene.subject
        centre = subject[:, [0, 2]].mean(axis=0) if len(subject) else np.zeros(2)
        self.floor.show(centre, scene.ground, palette)
        self.shadows.show(scene.solid_bodies, scene.ghosts, scene.ground, palette.shadow)
        grid_key = (*np.round(centre).tolist(), scene.ground, palette)
        if grid_key != self._grid_key:
            self._grid_key = grid_key
            ends, colours = surroundings.floor_grid(centre, scene.ground, palette)
            self.grid.set_instances(ends=ends, colours=colours)
        self.cameras.show(scene, palette)
        self._show_floor()


_NO_TRAILS = Scene().hypotheses[None]
_NO_ENDS = np.empty((0, 6), dtype=np.float32)
_NO_COLOURS = np.empty((0, 4), dtype=np.uint8)
