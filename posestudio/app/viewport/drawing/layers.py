"""All items that draw a scene, from back to front."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from pyqtgraph.opengl import GLLinePlotItem
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from posestudio.app.viewport.drawing import bodies, surroundings
from posestudio.app.viewport.drawing.capsule_items import Capsules
from posestudio.app.viewport.drawing.flat import PictureQuad, ShadowDiscs
from posestudio.app.viewport.drawing.instanced import BACKDROP
from posestudio.app.viewport.drawing.wide_lines import WideLines
from posestudio.app.viewport.scene import Scene
from posestudio.common.colours import LIGHT, Palette

_GHOST_OPACITY = 0.42
_TRAIL_SHARE = 0.8  # of its hypothesis's opacity
_PATH_OPACITY = 0.6
_MANY = 200  # hypotheses, above which their lines are one pixel wide: that costs half
_MANY_PIECES = 800  # of trails, likewise


class Layers:
    """The items, with the arrays of the scene that is shown.

    Ghosts and faint hypotheses come before the solid bodies and leave no depth behind, so a solid
    body is never hidden by them.
    """

    def __init__(self) -> None:
        self.picture, self.second_picture = PictureQuad(order=0), PictureQuad(order=0)
        self.floor = WideLines(pixels=1.0, order=1, options=BACKDROP)
        self.shadows = ShadowDiscs(order=2)
        self.ghost = Capsules(translucent=True, order=3)
        self.trails = WideLines(pixels=1.2, order=4, options=BACKDROP)
        self.path = WideLines(pixels=1.6, order=4, options=BACKDROP)
        self.hypothesis_lines = WideLines(pixels=1.6, metres=0.012, order=5, options=BACKDROP)
        self.thin_lines = GLLinePlotItem(mode="lines", glOptions=BACKDROP)
        self.thin_lines.setDepthValue(5)
        self.thin_trails = GLLinePlotItem(mode="lines", glOptions=BACKDROP)
        self.thin_trails.setDepthValue(4)
        self.export_lines = WideLines(pixels=1.0, order=5, options=BACKDROP)
        self.solid = Capsules(translucent=False, order=6)
        self.frustum = WideLines(pixels=1.5, order=7)
        self.hover = WideLines(pixels=3.0, metres=0.02, order=8, options=BACKDROP)
        self._scene = Scene()
        self._palette = LIGHT
        self._inside_camera = False
        self._floor_key: tuple[object, ...] = ()

    def items(self) -> tuple[GLGraphicsItem, ...]:
        """Every item, in drawing order."""
        return (
            self.picture,
            self.second_picture,
            self.floor,
            self.shadows,
            self.ghost,
            self.trails,
            self.thin_trails,
            self.path,
            self.hypothesis_lines,
            self.thin_lines,
            self.export_lines,
            self.solid,
            self.frustum,
            self.hover,
        )

    def show(self, scene: Scene, palette: Palette) -> None:
        """Give the items the arrays of ``scene``; they reach the graphics card at the next paint."""
        self._scene, self._palette = scene, palette
        self._show_hypotheses()
        self._show_ghosts()
        self._show_surroundings()
        self.highlight(None)  # the one before may be no body of this scene

    def highlight(self, hypothesis: int | None) -> None:
        """Draw a faint hypothesis in the highlight colour; None highlights none, and a solid body stays as it is."""
        shown = hypothesis is None or hypothesis in self._scene.solid_indices
        chosen = _NONE if shown else self._scene.hypotheses[hypothesis, None]
        ends = bodies.bone_lines(chosen)
        self.hover.set_instances(
            ends=ends, colours=bodies.uniform_colours(len(ends), self._palette.hover, 0.85)
        )

    def look_from_inside(self, inside: bool) -> None:
        """Leave out the camera's pyramid while the scene is seen through that camera."""
        if inside != self._inside_camera:
            self._inside_camera = inside
            self._show_camera()

    @contextmanager
    def for_picture(self, *, floor: bool) -> Iterator[None]:
        """For the duration of the block: nothing highlighted, the floor's grid only if ``floor``, and the lines of
        many hypotheses as wide as a picture of any size needs them."""
        many = self.thin_lines.visible()
        if many:
            self.export_lines.set_instances(**self._line_arrays())
        self.export_lines.setVisible(many)
        self.thin_lines.setVisible(False)
        self.hover.setVisible(False)
        self.floor.setVisible(floor)
        try:
            yield
        finally:
            self.export_lines.setVisible(False)
            self.thin_lines.setVisible(many)
            self.hover.setVisible(True)
            self.floor.setVisible(True)

    def _line_arrays(self) -> dict[str, np.ndarray]:
        """Ends and colours of the faint hypotheses' bones."""
        scene = self._scene
        kept = np.ones(len(scene.hypotheses), dtype=bool)
        kept[list(scene.solid_indices)] = False
        opacity = bodies.faint_opacity(len(scene.hypotheses), scene.opacity)
        return {
            "ends": bodies.bone_lines(scene.hypotheses[kept]),
            "colours": bodies.bone_colours(opacity[kept], self._palette),
        }

    def _show_hypotheses(self) -> None:
        scene, palette = self._scene, self._palette
        lines, many = self._line_arrays(), len(scene.hypotheses) > _MANY
        self.hypothesis_lines.set_instances(
            ends=_NO_ENDS if many else lines["ends"], colours=lines["colours"]
        )
        _show_lines(self.thin_lines, many, **lines)
        solid = scene.solid_bodies
        pale = 0 if scene.selected is None else len(solid) - 1
        ends, radii = bodies.body_capsules(solid)
        colours = bodies.capsule_colours(len(solid), palette, pale=pale)
        self.solid.set_instances(ends=ends, radii=radii, colours=colours)
        trails = _NO_TRAILS if scene.trails is None else scene.trails
        trailing = bodies.faint_opacity(trails.shape[1], None) * _TRAIL_SHARE
        ends = bodies.trail_lines(trails)
        colours = bodies.trail_colours(len(trails), trailing, palette)
        many = len(ends) > _MANY_PIECES
        self.trails.set_instances(ends=_NO_ENDS if many else ends, colours=_NO_COLOURS if many else colours)
        _show_lines(self.thin_trails, many, ends, colours)
        ends = bodies.path_lines(scene.path)
        colours = bodies.uniform_colours(len(ends), palette.hover, _PATH_OPACITY)
        self.path.set_instances(ends=ends, colours=colours)

    def _show_ghosts(self) -> None:
        ends, radii = bodies.body_capsules(self._scene.ghosts)
        colours = bodies.uniform_colours(len(ends), self._palette.ghost, _GHOST_OPACITY)
        self.ghost.set_instances(ends=ends, radii=radii, colours=colours)

    def _show_surroundings(self) -> None:
        scene, palette = self._scene, self._palette
        standing = np.concatenate([scene.solid_bodies, scene.ghosts])
        discs, colours = surroundings.contact_shadows(standing, scene.ground, palette)
        self.shadows.set_instances(discs=discs, colours=colours)
        subject = scene.subject
        center = np.round(subject[:, [0, 2]].mean(axis=0)) if len(subject) else np.zeros(2)
        floor_key = (*center, scene.ground, palette)
        if floor_key != self._floor_key:
            self._floor_key = floor_key
            ends, colours = surroundings.floor_grid(center, scene.ground, palette)
            self.floor.set_instances(ends=ends, colours=colours)
        self._show_camera()

    def _show_camera(self) -> None:
        scene = self._scene
        lines = [(_NO_ENDS, _NO_COLOURS)]
        self.picture.set_picture(None, None)
        self.second_picture.set_picture(None, None)
        if scene.camera is not None:
            lines.append(surroundings.frustum(scene.camera, self._palette, inside=self._inside_camera))
            self.picture.set_picture(scene.picture, surroundings.image_corners(scene.camera))
        for camera, picture in scene.others:
            lines.append(surroundings.frustum(camera, self._palette, inside=False))
            self.second_picture.set_picture(picture, surroundings.image_corners(camera))
        ends, colours = (np.concatenate(parts) for parts in zip(*lines, strict=True))
        self.frustum.set_instances(ends=ends, colours=colours)


def _show_lines(item: GLLinePlotItem, shown: bool, ends: np.ndarray, colours: np.ndarray) -> None:
    """Lines of one pixel between ``ends`` (M, 6) in ``colours`` (M, 4) uint8, if they are shown."""
    item.setVisible(shown)
    if shown:
        each = np.repeat(colours.astype(np.float32) / 255, 2, axis=0)
        item.setData(pos=ends.reshape(-1, 3), color=each)


_NONE = Scene().hypotheses
_NO_TRAILS = _NONE[None]
_NO_ENDS = np.empty((0, 6), dtype=np.float32)
_NO_COLOURS = np.empty((0, 4), dtype=np.uint8)
