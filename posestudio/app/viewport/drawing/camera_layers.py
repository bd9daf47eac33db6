"""The items that draw the cameras of a scene and their pictures, behind all bodies."""

from __future__ import annotations

import numpy as np
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem

from posestudio.app.viewport.drawing import surroundings
from posestudio.app.viewport.drawing.flat import PictureQuad
from posestudio.app.viewport.drawing.instanced import BACKDROP
from posestudio.app.viewport.drawing.wide_lines import WideLines
from posestudio.app.viewport.scene import Scene
from posestudio.app.viewport.views import CameraView, View
from posestudio.common.colours import LIGHT, Palette

_UNDER, _OVER = 0, 3  # drawn before and after the ground
_INSIDE, _FROM_FRONT, _FROM_BEHIND = 0.9, 0.75, 0.22  # opacities of a picture
_FAINT = 0.35  # opacity of the lines of a camera between the eye and the person


class CameraLayers:
    """The frustum of each camera, with the picture on its image plane.

    All of it is drawn before the bodies, wherever it is, so that none lies over a person. Seen from behind the
    camera, a picture and the camera's lines are faint: they are between the eye and the person.
    """

    def __init__(self) -> None:
        self.picture, self.second_picture = PictureQuad(order=_UNDER), PictureQuad(order=_OVER)
        self.frustum = WideLines(pixels=1.5, order=_OVER, options=BACKDROP)
        self._scene, self._palette = Scene(), LIGHT
        self._inside = False
        self._view: View | None = None

    def items(self) -> tuple[GLGraphicsItem, ...]:
        """Every item, in drawing order."""
        return self.picture, self.second_picture, self.frustum

    def show(self, scene: Scene, palette: Palette) -> None:
        """Show the cameras of ``scene``."""
        self._scene, self._palette = scene, palette
        lines = [(np.empty((0, 6), np.float32), np.empty((0, 4), np.uint8))]
        self.picture.set_picture(None, None)
        self.second_picture.set_picture(None, None)
        if scene.camera is not None:
            lines.append(surroundings.frustum(scene.camera, palette, inside=self._inside))
            self.picture.set_picture(scene.picture, surroundings.image_corners(scene.camera))
        for camera, picture in scene.others:
            lines.append(surroundings.frustum(camera, palette, inside=False))
            self.second_picture.set_picture(picture, surroundings.image_corners(camera))
        ends, colours = (np.concatenate(parts) for parts in zip(*lines, strict=True))
        self.frustum.set_instances(ends=ends, colours=colours)
        self._fade()

    def look(self, view: View) -> None:
        """See them from ``view``: through the scene's camera, without its pyramid and with the ground on its picture,
        or from elsewhere."""
        self._view = view
        inside = isinstance(view, CameraView)
        if inside != self._inside:
            self._inside = inside
            self.picture.setDepthValue(_UNDER if inside else _OVER)
            self.show(self._scene, self._palette)
        else:
            self._fade()

    def _fade(self) -> None:
        cameras = [self._scene.camera, *(camera for camera, _ in self._scene.others[-1:])]
        for camera, item in zip(cameras, (self.picture, self.second_picture), strict=False):
            if camera is None or self._view is None:
                continue
            along = float(-self._view.view_matrix()[2, :3] @ np.asarray(camera.R)[2])
            behind = 0.5 + 0.5 * float(np.clip(2 * along, -1, 1))  # 1 where the eye looks as the camera does
            outside = _FROM_FRONT + (_FROM_BEHIND - _FROM_FRONT) * behind
            through = self._inside and item is self.picture
            item.set_uniforms(u_opacity=_INSIDE if through else outside)
            if item is self.picture:
                faint = 1.0 if self._inside else 1.0 + (_FAINT - 1.0) * behind
                self.frustum.set_uniforms(u_opacity=faint)
