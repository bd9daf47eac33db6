"""The items that draw bodies: solid ones, ghosts, silhouettes, and the lines of the other hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

import numpy as np
from pyqtgraph.opengl import GLLinePlotItem
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from posestudio.app.viewport.drawing import bodies
from posestudio.app.viewport.drawing.capsule_items import Capsules
from posestudio.app.viewport.drawing.instanced import BACKDROP
from posestudio.app.viewport.drawing.opengl import opengl_support
from posestudio.app.viewport.drawing.skinned_bodies import SkinnedBodies
from posestudio.app.viewport.drawing.wide_lines import WideLines
from posestudio.app.viewport.scene import Scene
from posestudio.common.colours import LIGHT, Palette
from posestudio.mannequin import bone_transforms

_MOST_SILHOUETTES, _MOST_IN_SOFTWARE = 64, 24  # drawn as translucent bodies; further hypotheses stay lines
_MANY = 200  # hypotheses, above which their lines are one pixel wide: that costs half
_GHOST_OPACITY, _HOVER_OPACITY = 0.42, 0.5
_MANY_BODIES = 4  # of one kind, above which each has fewer vertices


class BodyLayers:
    """Ghosts, silhouettes and lines come before the solid bodies and leave no depth behind, so a solid body is never
    hidden by them."""

    def __init__(self) -> None:
        self.ghost = SkinnedBodies(translucent=True, order=3)
        self.ghost_capsules = Capsules(translucent=True, order=3)
        self.hypothesis_lines = WideLines(pixels=1.6, metres=0.012, order=5, options=BACKDROP)
        self.thin_lines = GLLinePlotItem(mode="lines", glOptions=BACKDROP)
        self.thin_lines.setDepthValue(5)
        self.export_lines = WideLines(pixels=1.0, order=5, options=BACKDROP)
        self.silhouettes = SkinnedBodies(translucent=True, order=5)
        self.hover = SkinnedBodies(translucent=True, order=5)
        self.hover_lines = WideLines(pixels=3.0, metres=0.02, order=8, options=BACKDROP)
        self.solid = SkinnedBodies(translucent=False, order=6)
        self.solid_capsules = Capsules(translucent=False, order=6)
        self._scene, self._palette = Scene(), LIGHT

    def items(self) -> tuple[GLGraphicsItem, ...]:
        """Every item, in drawing order."""
        return (
            self.ghost,
            self.ghost_capsules,
            self.hypothesis_lines,
            self.thin_lines,
            self.export_lines,
            self.silhouettes,
            self.hover,
            self.solid,
            self.solid_capsules,
            self.hover_lines,
        )

    def show(self, scene: Scene, palette: Palette) -> None:
        """Give the items the arrays of ``scene``."""
        self._scene, self._palette = scene, palette
        self._show_solid()
        self._show_ghosts()
        self._show_silhouettes()
        lines, many = self._line_arrays(), len(scene.hypotheses) > _MANY
        self.hypothesis_lines.set_instances(
            ends=lines["ends"][: 0 if many else None], colours=lines["colours"]
        )
        show_lines(self.thin_lines, many, **lines)

    def highlight(self, hypothesis: int | None) -> None:
        """Draw a faint hypothesis in the highlight colour; None highlights none, and a solid body stays as it is."""
        scene, hovered = self._scene, self._palette.hover
        silhouettes = self._silhouettes()
        faint = [] if hypothesis is None or hypothesis in scene.solid_indices else [hypothesis]
        whole = [silhouettes.index(index) for index in faint if index in silhouettes]
        bones = _bones(scene)[2][whole]
        self.hover.show(bones, bodies.translucent_colours(len(bones), hovered, _HOVER_OPACITY))
        ends = bodies.bone_lines(scene.hypotheses[[] if whole else faint])
        self.hover_lines.set_instances(ends=ends, colours=bodies.uniform_colours(len(ends), hovered, 0.85))

    @contextmanager
    def for_picture(self) -> Iterator[None]:
        """For the duration of the block, nothing is highlighted, and the lines of many hypotheses are as wide as a
        picture of any size needs."""
        self.hover.setVisible(False)
        self.hover_lines.setVisible(False)
        many = self.thin_lines.visible()
        if many:
            self.export_lines.set_instances(**self._line_arrays())
        self.export_lines.setVisible(many)
        self.thin_lines.setVisible(False)
        try:
            yield
        finally:
            self.export_lines.setVisible(False)
            self.thin_lines.setVisible(many)
            self.hover.setVisible(True)
            self.hover_lines.setVisible(True)

    def _show_solid(self) -> None:
        scene, palette, chosen = self._scene, self._palette, list(self._scene.solid_indices)
        pale = 0 if scene.selected is None else len(chosen) - 1
        tints = None if scene.tints is None else scene.tints[chosen]
        bones = _bones(scene)[0]
        ends, radii = bodies.body_capsules(scene.solid_bodies, scene.body)
        colours = bodies.capsule_colours(len(chosen), scene.body, palette, tints, pale=pale)
        self.solid_capsules.set_instances(ends=ends, radii=radii, colours=colours)
        self.solid.coarse = len(chosen) > _MANY_BODIES
        self.solid.show(bones, bodies.mannequin_colours(len(chosen), palette, tints, pale=pale)[: len(bones)])
        self.solid.set_background(palette.background)

    def _show_ghosts(self) -> None:
        scene, colour = self._scene, self._palette.ghost
        ends, radii = bodies.body_capsules(scene.ghosts, scene.body)
        colours = bodies.uniform_colours(len(ends), colour, _GHOST_OPACITY)
        self.ghost_capsules.set_instances(ends=ends, radii=radii, colours=colours)
        bones = _bones(scene)[1]
        self.ghost.coarse = len(bones) > _MANY_BODIES
        self.ghost.show(
            bones, bodies.translucent_colours(len(bones), colour, _GHOST_OPACITY, scene.ghost_tints)
        )

    def _show_silhouettes(self) -> None:
        scene, shown = self._scene, self._silhouettes()
        opacity = bodies.silhouette_opacity(
            len(shown), None if scene.opacity is None else scene.opacity[shown]
        )
        tints = None if scene.tints is None else scene.tints[shown]
        colours = bodies.translucent_colours(len(shown), self._palette.silhouette, opacity, tints)
        self.silhouettes.coarse = len(shown) > _MANY_BODIES
        self.silhouettes.show(_bones(scene)[2], colours)
        subject = scene.subject
        if len(subject):
            self.silhouettes.set_uniforms(u_centre=tuple(subject.mean(0).tolist()))

    def _silhouettes(self) -> list[int]:
        return _shown_silhouettes(self._scene)

    def _line_arrays(self) -> dict[str, np.ndarray]:
        """Ends and colours of the bones of those hypotheses that are drawn as lines."""
        scene = self._scene
        kept = np.ones(len(scene.hypotheses), dtype=bool)
        kept[[*scene.solid_indices, *self._silhouettes()]] = False
        opacity = bodies.faint_opacity(len(scene.hypotheses), scene.opacity)
        return {
            "ends": bodies.bone_lines(scene.hypotheses[kept]),
            "colours": bodies.bone_colours(opacity[kept], self._palette),
        }


_NO_BONES = np.empty((0, 1, 3, 4), np.float32)
_Bones = tuple[np.ndarray, np.ndarray, np.ndarray]
_known_bones: WeakKeyDictionary[Scene, _Bones] = WeakKeyDictionary()


def _shown_silhouettes(scene: Scene) -> list[int]:
    """Indices of the silhouettes that there is time for, none where bodies are sticks. Needs a QApplication."""
    if scene.silhouettes is None or scene.body == "sticks":
        return []
    most = _MOST_IN_SOFTWARE if opengl_support().software else _MOST_SILHOUETTES
    return list(scene.silhouette_indices[:most])


def _bones(scene: Scene) -> _Bones:
    """Bone transforms (N, K, 3, 4) of the scene's solid bodies, ghosts and silhouettes that are drawn as mannequins,
    computed once however many views show the scene."""
    if scene not in _known_bones:
        silhouettes = scene.hypotheses[_shown_silhouettes(scene)]
        kept = None if scene.body == "mannequin" else 0
        groups = scene.solid_bodies[:kept], scene.ghosts[:kept], silhouettes
        together = np.concatenate(groups)
        if not len(together):
            return (_NO_BONES,) * 3
        all_bones = bone_transforms(together)
        all_bones[~np.isfinite(together).any((1, 2))] = 0  # of a body that is nowhere nothing is seen
        ends = np.cumsum([len(group) for group in groups])
        solid, ghosts, silhouettes = np.split(all_bones, ends[:2])
        _known_bones[scene] = solid, ghosts, silhouettes
    return _known_bones[scene]


def show_lines(item: GLLinePlotItem, shown: bool, ends: np.ndarray, colours: np.ndarray) -> None:
    """Lines of one pixel between ``ends`` (M, 6) in ``colours`` (M, 4) uint8, if they are shown."""
    item.setVisible(shown)
    if shown:
        each = np.repeat(colours.astype(np.float32) / 255, 2, axis=0)
        item.setData(pos=ends.reshape(-1, 3), color=each)
