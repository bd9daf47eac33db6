"""The item that draws the picture on the virtual camera's image plane."""

from __future__ import annotations

import numpy as np
from OpenGL import GL

from posestudio.app.viewport.drawing.instanced import BACKDROP, InstancedItem, Shape

_PICTURE_VERTEX = """#version 330
layout(location = 0) in vec2 a_corner;
layout(location = 1) in vec3 a_top_left;
layout(location = 2) in vec3 a_right;
layout(location = 3) in vec3 a_down;
uniform mat4 u_view;
uniform mat4 u_projection;
out vec2 v_place;

void main() {
    v_place = 0.5 * a_corner + 0.5;
    vec3 world = a_top_left + v_place.x * a_right + v_place.y * a_down;
    gl_Position = u_projection * (u_view * vec4(world, 1.0));
}
"""

_PICTURE_FRAGMENT = """#version 330
in vec2 v_place;
uniform sampler2D u_picture;
uniform float u_opacity;
out vec4 colour;

void main() {
    vec4 pixel = texture(u_picture, v_place);
    colour = vec4(pixel.rgb, pixel.a * u_opacity);
}
"""

_CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float32)
_INDICES = np.array([0, 1, 2, 0, 2, 3])

_FRAME = Shape(_CORNERS, _INDICES, {"frames": ((1, 3), (2, 3), (3, 3))}, _PICTURE_VERTEX, _PICTURE_FRAGMENT)


class PictureQuad(InstancedItem):
    """A picture in space, drawn behind all bodies, wherever they are."""

    def __init__(self, order: int) -> None:
        super().__init__(_FRAME, BACKDROP, writes_depth=False, order=order)
        self._pixels: np.ndarray | None = None
        self._texture: int | None = None
        self._pixels_stale = False
        self.set_uniforms(u_opacity=0.9)

    def set_picture(self, pixels: np.ndarray | None, corners: np.ndarray | None) -> None:
        """Show ``pixels`` (height, width, 3 or 4) uint8 between ``corners`` (4, 3), clockwise from the
        top left, or nothing."""
        if pixels is None or corners is None:
            self.set_instances(frames=np.empty((0, 9), dtype=np.float32))
            return
        frame = np.concatenate([corners[0], corners[1] - corners[0], corners[3] - corners[0]])
        self.set_instances(frames=frame[None].astype(np.float32))
        if pixels is not self._pixels:
            self._pixels = pixels
            self._pixels_stale = True

    def initializeGL(self) -> None:
        """Build everything anew, also the texture."""
        super().initializeGL()
        self._texture = None
        self._pixels_stale = self._pixels is not None

    def _draw(self) -> None:
        GL.glActiveTexture(GL.GL_TEXTURE0)
        if self._texture is None:
            self._texture = GL.glGenTextures(1)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._texture)
        if self._pixels_stale and self._pixels is not None:
            self._upload_pixels(self._pixels)
        super()._draw()
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)

    def _upload_pixels(self, pixels: np.ndarray) -> None:
        height, width, channels = pixels.shape
        kind = GL.GL_RGBA if channels == 4 else GL.GL_RGB
        GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 1)  # rows of RGB need not end on four bytes
        GL.glTexImage2D(
            GL.GL_TEXTURE_2D,
            0,
            GL.GL_RGBA8,
            width,
            height,
            0,
            kind,
            GL.GL_UNSIGNED_BYTE,
            np.ascontiguousarray(pixels),
        )
        GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 4)
        GL.glGenerateMipmap(GL.GL_TEXTURE_2D)
        for name, value in (
            (GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR_MIPMAP_LINEAR),
            (GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR),
            (GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE),
            (GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE),
        ):
            GL.glTexParameteri(GL.GL_TEXTURE_2D, name, value)
        self._pixels_stale = False
