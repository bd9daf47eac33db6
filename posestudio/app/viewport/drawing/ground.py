"""The items that draw the ground: a floor that fades with distance, and the shadows on it."""

from __future__ import annotations

import numpy as np
from OpenGL import GL

from posestudio.app.viewport.drawing.instanced import BACKDROP, InstancedItem, Shape
from posestudio.app.viewport.drawing.shadow_mask import ShadowMask, shadow_parts
from posestudio.common.colours import RGB

FLOOR_REACH = 8.0
"""Metres from the middle of the floor to where it has faded out."""

_GHOST_SHADOW = 0.45  # strength of a ghost's shadow

_VERTEX = """#version 330
layout(location = 0) in vec2 a_corner;
uniform mat4 u_view;
uniform mat4 u_projection;
uniform vec3 u_centre;
uniform float u_reach;
out vec2 v_place;                           // -1 to 1
out float v_fade;

void main() {
    v_place = a_corner;
    float fade = max(1.0 - length(a_corner), 0.0);
    v_fade = fade * fade * (1.6 - 0.6 * fade * fade);
    vec3 world = u_centre + u_reach * vec3(a_corner.x, 0.0, a_corner.y);
    gl_Position = u_projection * (u_view * vec4(world, 1.0));
}
"""

_FLOOR_FRAGMENT = """#version 330
in float v_fade;
uniform vec3 u_colour;
out vec4 colour;

void main() {
    colour = vec4(u_colour, v_fade);
}
"""

_SHADOW_FRAGMENT = """#version 330
in vec2 v_place;
uniform sampler2D u_shadows;
uniform vec3 u_colour;
out vec4 colour;

void main() {
    vec2 shadow = texture(u_shadows, 0.5 * v_place + 0.5).xy;
    colour = vec4(u_colour, 1.0 - (1.0 - 0.85 * shadow.x) * (1.0 - 0.45 * shadow.y));
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


_CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float32)
_INDICES = np.array([0, 1, 2, 0, 2, 3])
_FLOOR = Shape(*_disc(36, 12), {}, _VERTEX, _FLOOR_FRAGMENT)
_SHADOW = Shape(_CORNERS, _INDICES, {}, _VERTEX, _SHADOW_FRAGMENT)


class Floor(InstancedItem):
    """A level disc that goes over into the background, drawn behind everything."""

    def __init__(self, order: int) -> None:
        super().__init__(_FLOOR, BACKDROP, writes_depth=False, order=order)
        self._count = 1
        self.set_uniforms(u_reach=FLOOR_REACH)

    def show(self, centre: np.ndarray, height: float, colour: RGB) -> None:
        """Lie at ``height`` metres about ``centre`` (2,), x and z."""
        x, z = np.asarray(centre, dtype=float).tolist()
        self.set_uniforms(u_centre=(x, float(height), z), u_colour=_shares(colour))


class Shadows(InstancedItem):
    """The shadows of bodies on the floor, darkest where something touches it."""

    def __init__(self, order: int) -> None:
        super().__init__(_SHADOW, BACKDROP, writes_depth=False, order=order)
        self._mask = ShadowMask()

    def show(self, bodies: np.ndarray, ghosts: np.ndarray, height: float, colour: RGB) -> None:
        """Lie at ``height`` metres below ``bodies`` (N, 29, 3) and ``ghosts`` (G, 29, 3), whose shadows are
        weaker."""
        strengths = np.repeat([1.0, _GHOST_SHADOW], [len(bodies), len(ghosts)])
        self._mask.show(shadow_parts(np.concatenate([bodies, ghosts]), strengths, height))
        self._count = min(self._mask.count, 1)
        x, z, half = self._mask.area
        self.set_uniforms(u_centre=(x, float(height), z), u_reach=half, u_colour=_shares(colour))

    def initializeGL(self) -> None:
        """Build everything anew, also the mask."""
        super().initializeGL()
        self._mask.initializeGL()

    def paint(self) -> None:
        """Draw the mask where bodies have moved, then the shadows."""
        if self._count:
            self._mask.draw()
            super().paint()

    def _draw(self) -> None:
        GL.glActiveTexture(GL.GL_TEXTURE0)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._mask.texture)
        super()._draw()
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)


def _shares(colour: RGB) -> tuple[float, ...]:
    return tuple(channel / 255 for channel in colour)
