"""The item that draws mannequins: one mesh, bent in the vertex shader by the bones of every body."""

from __future__ import annotations

from functools import cache

import numpy as np
from OpenGL import GL

from posestudio.app.viewport.drawing.body_mesh import body_mesh
from posestudio.app.viewport.drawing.instanced import OPAQUE, TRANSLUCENT, InstancedItem, Shape
from posestudio.app.viewport.drawing.lighting import LIT
from posestudio.common.colours import RGB
from posestudio.mannequin import coarse_mannequin, mannequin

_VERTEX = """#version 330
layout(location = 0) in vec3 a_position;    // at rest
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec4 a_bones;
layout(location = 3) in vec4 a_weights;
layout(location = 4) in vec2 a_sides;       // shares of the left and the right side's colour
uniform mat4 u_view;
uniform mat4 u_projection;
uniform sampler2D u_bodies;                 // a row for each: three texels for each bone, three colours
uniform float u_body;                       // the row of the first instance
uniform vec3 u_centre;                      // of the subject, where bodies are not faded
out vec4 v_colour;
out vec4 v_normal;                          // eye axes; w: height of the world's normal
out float v_pale;

void main() {
    int row = int(u_body) + gl_InstanceID;
    vec4 x = vec4(0.0), y = vec4(0.0), z = vec4(0.0);
    for (int i = 0; i < 4; ++i) {
        int texel = 3 * int(a_bones[i]);
        x += a_weights[i] * texelFetch(u_bodies, ivec2(texel, row), 0);
        y += a_weights[i] * texelFetch(u_bodies, ivec2(texel + 1, row), 0);
        z += a_weights[i] * texelFetch(u_bodies, ivec2(texel + 2, row), 0);
    }
    vec4 rest = vec4(a_position, 1.0);
    vec3 world = vec3(dot(x, rest), dot(y, rest), dot(z, rest));
    mat3 cofactors = mat3(cross(y.xyz, z.xyz), cross(z.xyz, x.xyz), cross(x.xyz, y.xyz));
    vec3 normal = normalize(a_normal * cofactors);  // right also where a bone is longer than at rest
    gl_Position = u_projection * (u_view * vec4(world, 1.0));
    v_normal = vec4(mat3(u_view) * normal, normal.y);
    int colours = textureSize(u_bodies, 0).x - 3;
    vec4 middle = texelFetch(u_bodies, ivec2(colours, row), 0);
    vec4 left = texelFetch(u_bodies, ivec2(colours + 1, row), 0);
    vec4 right = texelFetch(u_bodies, ivec2(colours + 2, row), 0);
    vec3 colour = middle.rgb + a_sides.x * (left.rgb - middle.rgb) + a_sides.y * (right.rgb - middle.rgb);
    float behind = -dot(vec3(u_view[0].z, u_view[1].z, u_view[2].z), world - u_centre);
    v_colour = vec4(colour * colour, middle.a * (1.0 - 0.55 * smoothstep(0.1, 1.3, behind)));
    v_pale = left.a;
}
"""

_FRAGMENT = f"""#version 330
in vec4 v_colour;
in vec4 v_normal;
in float v_pale;
uniform vec3 u_background;                  // linear
uniform float u_translucent;                // 1: edges are denser than what faces the eye
out vec4 colour;
{LIT}
void main() {{
    vec3 normal = normalize(v_normal.xyz);
    vec3 seen = mix(lit(v_colour.rgb, normal, v_normal.w), u_background, v_pale);
    float edge = 1.0 - clamp(normal.z, 0.0, 1.0);
    float opacity = mix(1.0, v_colour.a * (0.62 + 0.9 * edge * edge), u_translucent);
    colour = vec4(sqrt(seen), min(opacity, 1.0));
}}
"""

_MOST_FINE = 32  # bodies, above which the mesh with fewer vertices is always drawn


@cache
def _shape() -> tuple[Shape, int]:
    """Both meshes, and the first index of the coarse one."""
    whole, coarse = body_mesh(mannequin()), body_mesh(coarse_mannequin())
    shape = Shape(
        vertices=np.concatenate([whole.vertices, coarse.vertices]),
        indices=np.concatenate([whole.indices, coarse.indices + len(whole.vertices)]),
        attributes={},
        vertex_shader=_VERTEX,
        fragment_shader=_FRAGMENT,
        vertex_parts=((0, 3), (1, 3), (2, 4), (3, 4), (4, 2)),
    )
    return shape, len(whole.indices)


class SkinnedBodies(InstancedItem):
    """Mannequins, solid or translucent.

    Translucent ones are drawn one after the other, each with the nearest of its own surfaces only: none shows its
    inside, and where several overlap all of them are seen. They hide nothing that is drawn after them.
    """

    def __init__(self, *, translucent: bool, order: int) -> None:
        shape, self._coarse_first = _shape()
        super().__init__(shape, TRANSLUCENT if translucent else OPAQUE, writes_depth=True, order=order)
        self._translucent = translucent
        self.coarse = False
        """Whether the mesh with fewer vertices is drawn in frames that should be quick."""
        self._rows = np.empty((0, 3, 4), np.float32)  # of the texture
        self._rows_stale = False
        self._texture: int | None = None
        self.set_uniforms(u_translucent=float(translucent), u_body=0.0, u_centre=(0.0, 0.0, 0.0))
        self.set_uniforms(u_background=(1.0, 1.0, 1.0))

    def show(self, bones: np.ndarray, colours: np.ndarray) -> None:
        """Draw bodies with the transforms ``bones`` (N, K, 3, 4) in ``colours`` (N, 3, 4) from 0 to 1: of the middle,
        the left and the right side, and as fourth numbers the opacity, the share of the background, and nothing."""
        rows = bones.reshape(len(bones), 3 * bones.shape[1], 4)
        self._rows, self._rows_stale = np.concatenate([rows, colours], 1, dtype=np.float32), True
        self._count = len(rows)

    def set_background(self, colour: RGB) -> None:
        """Let pale bodies go over into ``colour``."""
        self.set_uniforms(u_background=tuple((channel / 255) ** 2 for channel in colour))

    def initializeGL(self) -> None:
        """Build everything anew, also the texture."""
        super().initializeGL()
        self._texture, self._rows_stale = None, True

    def _draw(self) -> None:
        GL.glActiveTexture(GL.GL_TEXTURE0)
        if self._texture is None:
            self._texture = GL.glGenTextures(1)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self._texture)
        if self._rows_stale:
            self._upload_rows()
        GL.glEnable(GL.GL_CULL_FACE)
        if self._translucent:
            self._draw_each()
        else:
            self._draw_mesh(self.count)
        GL.glDisable(GL.GL_CULL_FACE)
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)

    def _draw_each(self) -> None:
        """Draw body by body, each within its own share of the depths, nearer than all before it."""
        for body in range(self.count):
            self._set_uniform("u_body", (float(body),))
            GL.glDepthRange(1.0 - (body + 1) / self.count, 1.0 - body / self.count)
            GL.glColorMask(False, False, False, False)
            self._draw_mesh(1)
            GL.glColorMask(True, True, True, True)
            GL.glDepthFunc(GL.GL_EQUAL)
            self._draw_mesh(1)
            GL.glDepthFunc(GL.GL_LESS)
        GL.glDepthRange(0.0, 1.0)
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT)

    def _draw_mesh(self, count: int) -> None:
        first, total = self._coarse_first, len(self._shape.indices)
        if self.count > _MOST_FINE or (self.coarse and self.view().quick):
            self._draw_indices(first, total - first, count)
        else:
            self._draw_indices(0, first, count)

    def _upload_rows(self) -> None:
        count, texels = self._rows.shape[:2]
        GL.glTexImage2D(
            GL.GL_TEXTURE_2D, 0, GL.GL_RGBA32F, texels, count, 0, GL.GL_RGBA, GL.GL_FLOAT, self._rows
        )
        for name in (GL.GL_TEXTURE_MIN_FILTER, GL.GL_TEXTURE_MAG_FILTER):
            GL.glTexParameteri(GL.GL_TEXTURE_2D, name, GL.GL_NEAREST)
        self._rows_stale = False
