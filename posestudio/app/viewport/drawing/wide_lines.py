"""The item that draws lines of any width: camera-facing quads with soft edges, all in one draw call."""

from __future__ import annotations

import numpy as np

from posestudio.app.viewport.drawing.instanced import TRANSLUCENT, InstancedItem, Shape

_VERTEX = """#version 330
layout(location = 0) in vec2 a_corner;      // x: 0 at the start, 1 at the end; y: -1 or 1 across
layout(location = 1) in vec3 a_start;
layout(location = 2) in vec3 a_end;
layout(location = 3) in vec4 a_colour;
uniform mat4 u_view;
uniform mat4 u_projection;
uniform vec2 u_pixels;                      // size of the picture
uniform vec3 u_width;                       // metres, but at least and at most so many pixels
out vec4 v_colour;
noperspective out float v_across;           // pixels from the middle
flat out float v_half;

void main() {
    vec4 start = u_projection * (u_view * vec4(a_start, 1.0));
    vec4 end = u_projection * (u_view * vec4(a_end, 1.0));
    const float NEAR = 1e-3;                // a quad must not turn inside out behind the eye
    if (start.w < NEAR && end.w < NEAR) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
    if (start.w < NEAR) start = mix(start, end, (NEAR - start.w) / (end.w - start.w));
    if (end.w < NEAR) end = mix(end, start, (NEAR - end.w) / (start.w - end.w));
    vec4 here = a_corner.x < 0.5 ? start : end;
    vec2 way = (end.xy / end.w - start.xy / start.w) * u_pixels;
    float length_ = length(way);
    way = length_ > 1e-6 ? way / length_ : vec2(1.0, 0.0);
    float metres = u_width.x * u_projection[1][1] * u_pixels.y * 0.5 / here.w;
    v_half = 0.5 * clamp(metres, u_width.y, u_width.z);
    float reach = v_half + 0.5;             // room for the soft edge
    v_across = a_corner.y * reach;
    vec2 side = vec2(-way.y, way.x) * v_across;
    gl_Position = here + vec4(2.0 * side / u_pixels * here.w, 0.0, 0.0);
    v_colour = a_colour;
}
"""

_FRAGMENT = """#version 330
in vec4 v_colour;
uniform float u_opacity;
noperspective in float v_across;
flat in float v_half;
out vec4 colour;

void main() {
    float cover = clamp(v_half + 0.5 - abs(v_across), 0.0, 1.0);
    colour = vec4(v_colour.rgb, v_colour.a * cover * u_opacity);
}
"""

_QUAD = Shape(
    vertices=np.array([[0, -1], [1, -1], [1, 1], [0, 1]], dtype=np.float32),
    indices=np.array([0, 1, 2, 0, 2, 3]),
    attributes={"ends": ((1, 3), (2, 3)), "colours": ((3, 4),)},
    vertex_shader=_VERTEX,
    fragment_shader=_FRAGMENT,
)


class WideLines(InstancedItem):
    """Translucent lines: ``ends`` (M, 6) float32 start and end in metres, ``colours`` (M, 4) uint8.

    They are ``metres`` wide, but from far not under ``pixels`` wide, and from near not over ``widest`` pixels.
    The uniform ``u_opacity`` makes all of them fainter. Only a ``GLCanvas`` can draw them.
    """

    def __init__(
        self,
        *,
        pixels: float,
        metres: float = 0.0,
        widest: float = 5.0,
        order: int,
        options: dict = TRANSLUCENT,
    ) -> None:
        super().__init__(_QUAD, options, writes_depth=False, order=order)
        self._metres, self._bounds = metres, (pixels, widest)
        self.set_uniforms(u_opacity=1.0)

    def paint(self) -> None:
        """Draw, at widths that are the same on screens and in pictures of any density."""
        canvas = self.view()
        least, most = (bound * canvas.density for bound in self._bounds)
        self.set_uniforms(u_pixels=canvas.drawn_pixels, u_width=(self._metres, least, most))
        super().paint()
