"""The shadow mask: how dark the floor is below bodies, seen from above, drawn into a small texture."""

from __future__ import annotations

import numpy as np
from OpenGL import GL
from pyqtgraph.opengl.GLGraphicsItem import GLOptions

from posestudio.app.viewport.drawing.instanced import InstancedItem, Shape
from posestudio.body.layouts import BODY_INDEX

_SIDE = 160  # pixels of the texture
_MARGIN = 0.7  # metres around the bodies
_SUNK = 0.3  # metres below the floor; parts deeper than that cast no shadow
_CONTACT = 0.10  # metres above the floor at which the shadow of a touch has become weak
_PARTS: tuple[tuple[str, str, float], ...] = (
    ("hips", "chest", 0.13),
    ("chest", "neck", 0.15),
    ("head", "head_top", 0.10),
    *((f"{side}_{start}", f"{side}_{end}", radius) for side in ("left", "right") for start, end, radius in (
        ("hip", "knee", 0.08),
        ("knee", "ankle", 0.055),
        ("ankle", "toe", 0.045),
        ("heel", "toe", 0.045),
        ("shoulder", "elbow", 0.05),
        ("elbow", "wrist", 0.04),
        ("wrist", "hand", 0.035),
    )),
)  # fmt: skip
_STARTS = [BODY_INDEX[start] for start, _, _ in _PARTS]
_ENDS = [BODY_INDEX[end] for _, end, _ in _PARTS]
_RADII = np.array([radius for _, _, radius in _PARTS], dtype=np.float32)

_VERTEX = """#version 330
layout(location = 0) in vec2 a_corner;
layout(location = 1) in vec3 a_start;       // x, z, height above the floor
layout(location = 2) in vec3 a_end;
layout(location = 3) in vec2 a_cast;        // radius of the part; how dark its shadow is
uniform vec3 u_area;                        // middle x and z, half the side
out vec2 v_place;
flat out vec3 v_start;
flat out vec3 v_end;
flat out vec2 v_cast;

void main() {
    vec2 along = a_end.xy - a_start.xy;
    float length_ = length(along);
    vec2 x = length_ > 1e-5 ? along / length_ : vec2(1.0, 0.0);
    float reach = a_cast.x + 0.05 + 0.45 * max(max(a_start.z, a_end.z), 0.0);
    vec2 local = vec2(a_corner.x < 0.0 ? -reach : length_ + reach, a_corner.y * reach);
    v_place = a_start.xy + local.x * x + local.y * vec2(-x.y, x.x);
    gl_Position = vec4((v_place - u_area.xy) / u_area.z, 0.0, 1.0);
    v_start = a_start;
    v_end = a_end;
    v_cast = a_cast;
}
"""

_FRAGMENT = f"""#version 330
in vec2 v_place;
flat in vec3 v_start;
flat in vec3 v_end;
flat in vec2 v_cast;
out vec4 colour;

void main() {{
    vec2 along = v_end.xy - v_start.xy;
    float share = clamp(dot(v_place - v_start.xy, along) / max(dot(along, along), 1e-6), 0.0, 1.0);
    float away = length(v_place - v_start.xy - share * along);
    float above = max(mix(v_start.z, v_end.z, share), 0.0);
    float soft = max(1.0 - away / (v_cast.x + 0.05 + 0.45 * above), 0.0);
    float touch = max(1.0 - away / (v_cast.x + 0.025 + 0.30 * above), 0.0);
    float near = above / {_CONTACT};
    colour = vec4(touch * sqrt(touch) / (1.0 + near * near), soft * soft / (1.0 + 2.2 * above), 0.0, 1.0);
    colour.xy *= v_cast.y;
}}
"""

_QUAD = Shape(
    vertices=np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float32),
    indices=np.array([0, 1, 2, 0, 2, 3]),
    attributes={"starts": ((1, 3),), "ends": ((2, 3),), "casts": ((3, 2),)},
    vertex_shader=_VERTEX,
    fragment_shader=_FRAGMENT,
)


def shadow_parts(bodies: np.ndarray, strengths: np.ndarray, floor: float) -> dict[str, np.ndarray]:
    """The parts of ``bodies`` (N, 29, 3) that cast a shadow: starts (M, 3) and ends (M, 3) as x, z and the height
    above the ``floor`` in metres, casts (M, 2) of a part's radius and of its body's strength (N,) from 0 to 1."""
    ends = np.stack([bodies[:, _STARTS], bodies[:, _ENDS]])[..., [0, 2, 1]].astype(np.float32)
    ends[..., 2] -= floor
    cast = np.stack(np.broadcast_arrays(_RADII, strengths[:, None]), axis=-1)
    there = np.isfinite(ends).all((0, -1)) & (ends[..., 2].max(0) > -_SUNK)
    return {"starts": ends[0][there], "ends": ends[1][there], "casts": cast[there]}


class ShadowMask(InstancedItem):
    """Draws the parts of ``shadow_parts`` into ``texture``: red how much something touches the floor, green how
    much stands above it. ``area`` is the square of the floor that it shows: x and z of the middle, half the side,
    metres."""

    def __init__(self) -> None:
        super().__init__(_QUAD, GLOptions["opaque"], writes_depth=False, order=0)
        self.area = (0.0, 0.0, 1.0)
        self.texture: int | None = None
        self._drawn = False

    def show(self, parts: dict[str, np.ndarray]) -> None:
        """Draw these parts when the texture is asked for."""
        self.set_instances(**parts)
        self._drawn = False
        points = np.concatenate([parts["starts"], parts["ends"]])[:, :2]
        if len(points):
            low, high = points.min(0), points.max(0)
            x, z = ((low + high) / 2).tolist()
            self.area = (x, z, float((high - low).max()) / 2 + _MARGIN)

    def initializeGL(self) -> None:
        """Build everything anew, also the texture."""
        super().initializeGL()
        self._drawn = False
        self.texture = GL.glGenTextures(1)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.texture)
        GL.glTexImage2D(
            GL.GL_TEXTURE_2D, 0, GL.GL_RGBA8, _SIDE, _SIDE, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, None
        )
        for name, value in (
            (GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR),
            (GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR),
            (GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE),
            (GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE),
        ):
            GL.glTexParameteri(GL.GL_TEXTURE_2D, name, value)
        GL.glBindTexture(GL.GL_TEXTURE_2D, 0)
        before = GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING)
        self._frame = GL.glGenFramebuffers(1)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._frame)
        GL.glFramebufferTexture2D(
            GL.GL_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, self.texture, 0
        )
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, before)

    def draw(self) -> None:
        """Bring the texture up to date, within another item's painting."""
        if self._drawn:
            return
        self._drawn = True
        before, viewport = GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING), GL.glGetIntegerv(GL.GL_VIEWPORT)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._frame)
        GL.glViewport(0, 0, _SIDE, _SIDE)
        GL.glClearColor(0.0, 0.0, 0.0, 0.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        self.set_uniforms(u_area=self.area)
        self.paint()
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, before)
        GL.glViewport(*viewport)

    def _set_matrices(self) -> None:
        """None: it is seen from above, whatever the view."""

    def _draw(self) -> None:
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendEquation(GL.GL_MAX)  # where parts overlap, it is no darker than below the darkest
        super()._draw()
        GL.glBlendEquation(GL.GL_FUNC_ADD)
