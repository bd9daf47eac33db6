"""The item that draws the ground: a floor that fades with distance."""

from __future__ import annotations

import numpy as np
from OpenGL import GL

from posestudio.app.viewport.drawing.instanced import OPAQUE, InstancedItem, Shape
from posestudio.common.colours import RGB, Palette

_REACH = 8.0  # metres from the middle to where the floor has faded out

_VERTEX = """#version 330
layout(location = 0) in vec2 a_corner;
uniform mat4 u_view;
uniform mat4 u_projection;
uniform vec3 u_centre;
uniform float u_reach;
uniform vec3 u_colour;
uniform vec3 u_background;
out vec3 v_colour;

void main() {
    float fade = max(1.0 - length(a_corner), 0.0);
    v_colour = mix(u_background, u_colour, fade * fade * (1.6 - 0.6 * fade * fade));
    vec3 world = u_centre + u_reach * vec3(a_corner.x, 0.0, a_corner.y);
    gl_Position = u_projection * (u_view * vec4(world, 1.0));
}
"""

_FRAGMENT = """#version 330
in vec3 v_colour;
out vec4 colour;

void main() {
    colour = vec4(v_colour, 1.0);
}
"""


def _disc(around: int, rings: int) -> tuple[np.ndarray, np.ndarray]:
    """Corners (V, 2) of a unit disc and the indices of its triangles; how it fades is computed at the corners, which
    is quicker than at every pixel where OpenGL is software."""
    angles, radii = np.arange(around) * 2 * np.pi / around, np.linspace(0.0, 1.0, rings + 1)
    corners = np.stack([np.outer(radii, np.cos(angles)), np.outer(radii, np.sin(angles))], axis=-1)
    index = np.arange((rings + 1) * around).reshape(rings + 1, around)
    a, b, c, d = (np.roll(part, -turn, 1) for part in (index[:-1], index[1:]) for turn in (0, 1))
    triangles = np.stack([np.stack([a, c, d], -1), np.stack([a, d, b], -1)])
    return corners.reshape(-1, 2).astype(np.float32), triangles.ravel()


_FLOOR = Shape(*_disc(24, 8), {}, _VERTEX, _FRAGMENT)


class Floor(InstancedItem):
    """A level disc that goes over into the background, drawn before everything: it is opaque, which is quicker."""

    def __init__(self, order: int) -> None:
        super().__init__(_FLOOR, {**OPAQUE, GL.GL_DEPTH_TEST: False}, writes_depth=False, order=order)
        self._count = 1
        self.set_uniforms(u_reach=_REACH)

    def show(self, centre: np.ndarray, height: float, palette: Palette) -> None:
        """Lie at ``height`` metres about ``centre`` (2,), x and z."""
        x, z = np.asarray(centre, dtype=float).tolist()
        self.set_uniforms(u_centre=(x, float(height), z))
        self.set_uniforms(u_colour=_shares(palette.floor), u_background=_shares(palette.background))


def _shares(colour: RGB) -> tuple[float, ...]:
    return tuple(channel / 255 for channel in colour)
