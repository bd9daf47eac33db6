"""The item that draws lit, tapered capsules, solid or translucent."""

from __future__ import annotations

import numpy as np
from OpenGL import GL

from posestudio.app.viewport.drawing.instanced import OPAQUE, TRANSLUCENT, InstancedItem, Shape
from posestudio.app.viewport.drawing.lighting import LIT

_COARSE, _FINE = (12, 3), (48, 12)  # faces around, and rings at each end
_FINE_DENSITY = 2.5  # from this density on, edges would show the faces of the coarse mesh

_VERTEX = """#version 330
layout(location = 0) in vec4 a_mesh;        // unit normal about the z axis; w: 0 at the start, 1 at the end
layout(location = 1) in vec3 a_start;
layout(location = 2) in vec3 a_end;
layout(location = 3) in vec2 a_radii;
layout(location = 4) in vec4 a_colour;
uniform mat4 u_view;
uniform mat4 u_projection;
out vec4 v_colour;
out vec4 v_normal;                          // eye axes; w: height of the world's normal

void main() {
    vec3 along = a_end - a_start;
    float length_ = length(along);
    vec3 z = length_ > 1e-6 ? along / length_ : vec3(0.0, 1.0, 0.0);
    vec3 x = normalize(cross(abs(z.y) < 0.9 ? vec3(0.0, 1.0, 0.0) : vec3(1.0, 0.0, 0.0), z));
    vec3 normal = mat3(x, cross(z, x), z) * a_mesh.xyz;
    vec3 world = mix(a_start, a_end, a_mesh.w) + normal * mix(a_radii.x, a_radii.y, a_mesh.w);
    gl_Position = u_projection * (u_view * vec4(world, 1.0));
    v_normal = vec4(mat3(u_view) * normal, normal.y);
    v_colour = a_colour;
}
"""

_FRAGMENT = f"""#version 330
in vec4 v_colour;
in vec4 v_normal;
out vec4 colour;
{LIT}
void main() {{
    colour = vec4(sqrt(lit(v_colour.rgb * v_colour.rgb, normalize(v_normal.xyz), v_normal.w)), v_colour.a);
}}
"""


def _mesh(around: int, rings: int) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (V, 4) of a unit capsule, normal and end, and the indices of its triangles."""
    quarter = np.linspace(0, np.pi / 2, rings + 1)
    latitudes = np.concatenate([-quarter[::-1], quarter])
    ends = np.repeat([0.0, 1.0], rings + 1)
    turn = np.arange(around) * 2 * np.pi / around
    normal = np.stack(
        [
            np.cos(latitudes)[:, None] * np.cos(turn),
            np.cos(latitudes)[:, None] * np.sin(turn),
            np.repeat(np.sin(latitudes)[:, None], around, axis=1),
        ],
        axis=-1,
    )
    vertices = np.concatenate([normal, np.repeat(ends[:, None, None], around, axis=1)], axis=-1)
    index = np.arange(vertices[..., 0].size).reshape(len(latitudes), around)
    a, b = index[:-1], index[1:]
    c, d = np.roll(a, -1, axis=1), np.roll(b, -1, axis=1)
    triangles = np.stack([np.stack([a, c, d], -1), np.stack([a, d, b], -1)], axis=2)
    return vertices.reshape(-1, 4).astype(np.float32), triangles.ravel()


_COARSE_MESH, _FINE_MESH = _mesh(*_COARSE), _mesh(*_FINE)
_FINE_FIRST = len(_COARSE_MESH[1])  # of the indices
_CAPSULE = Shape(
    vertices=np.concatenate([_COARSE_MESH[0], _FINE_MESH[0]]),
    indices=np.concatenate([_COARSE_MESH[1], _FINE_MESH[1] + len(_COARSE_MESH[0])]),
    attributes={"ends": ((1, 3), (2, 3)), "radii": ((3, 2),), "colours": ((4, 4),)},
    vertex_shader=_VERTEX,
    fragment_shader=_FRAGMENT,
)


class Capsules(InstancedItem):
    """``ends`` (M, 6) and ``radii`` (M, 2) float32 in metres, ``colours`` (M, 4) uint8.

    Translucent ones are laid into the depth buffer first, so that only their nearest surface shows
    and a body is equally translucent where limbs overlap. They hide nothing that is
    drawn after them: else a solid body that nearly coincides with its ghost would be drawn in patches.
    Only a ``GLCanvas`` can draw them.
    """

    def __init__(self, *, translucent: bool, order: int) -> None:
        super().__init__(_CAPSULE, TRANSLUCENT if translucent else OPAQUE, writes_depth=True, order=order)
        self._translucent = translucent

    def _draw(self) -> None:
        GL.glEnable(GL.GL_CULL_FACE)  # what faces away lies behind what faces here
        self._draw_surfaces()
        GL.glDisable(GL.GL_CULL_FACE)

    def _draw_surfaces(self) -> None:
        if not self._translucent:
            self._draw_mesh()
            return
        GL.glColorMask(False, False, False, False)
        self._draw_mesh()
        GL.glColorMask(True, True, True, True)
        GL.glDepthFunc(GL.GL_EQUAL)
        self._draw_mesh()
        GL.glDepthFunc(GL.GL_LESS)
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT)

    def _draw_mesh(self) -> None:
        """Draw the mesh that looks round at the density of what is drawn into."""
        if self.view().density < _FINE_DENSITY:
            self._draw_indices(0, _FINE_FIRST, self.count)
        else:
            self._draw_indices(_FINE_FIRST, len(_CAPSULE.indices) - _FINE_FIRST, self.count)
