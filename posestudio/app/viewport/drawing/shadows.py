"""The item that draws shadows on the floor: dark where a body touches it, and a soft one below each."""

from __future__ import annotations

import numpy as np

from posestudio.app.viewport.drawing.instanced import BACKDROP, InstancedItem, Shape
from posestudio.body.layouts import BODY_INDEX
from posestudio.common.colours import RGB

_SUNK = 0.3  # metres below the floor; parts deeper than that cast no shadow
_NEAR = 0.45  # metres above the floor, from which on a part has no shadow of its own
_SOFT = 0.42  # how dark the soft shadow of a body is whose middle is on the floor
_GHOST_SHADOW = 0.45  # strength of a ghost's shadow

_PARTS: tuple[tuple[str, str, float], ...] = (
    ("hips", "chest", 0.13),
    ("chest", "neck", 0.15),
    ("head", "head_top", 0.10),
    *((f"{side}_{start}", f"{side}_{end}", radius) for side in ("left", "right") for start, end, radius in (
        ("hip", "knee", 0.08),
        ("knee", "ankle", 0.05),
        ("heel", "toe", 0.05),
        ("shoulder", "elbow", 0.05),
        ("elbow", "hand", 0.04),
    )),
)  # fmt: skip
_STARTS = [BODY_INDEX[start] for start, _, _ in _PARTS]
_ENDS = [BODY_INDEX[end] for _, end, _ in _PARTS]
_RADII = np.array([radius for _, _, radius in _PARTS], dtype=np.float32)

_VERTEX = """#version 330
layout(location = 0) in vec2 a_corner;
layout(location = 1) in vec4 a_start;       // x, z, how dark the shadow is and how far it reaches there
layout(location = 2) in vec4 a_end;
uniform mat4 u_view;
uniform mat4 u_projection;
uniform float u_height;
out vec2 v_place;
flat out vec4 v_start;
flat out vec4 v_end;

void main() {
    vec2 along = a_end.xy - a_start.xy;
    float length_ = length(along);
    vec2 x = length_ > 1e-5 ? along / length_ : vec2(1.0, 0.0);
    float reach = max(a_start.w, a_end.w);
    vec2 local = vec2(a_corner.x < 0.0 ? -reach : length_ + reach, a_corner.y * reach);
    v_place = a_start.xy + local.x * x + local.y * vec2(-x.y, x.x);
    gl_Position = u_projection * (u_view * vec4(v_place.x, u_height, v_place.y, 1.0));
    v_start = a_start;
    v_end = a_end;
}
"""

_FRAGMENT = """#version 330
in vec2 v_place;
flat in vec4 v_start;
flat in vec4 v_end;
uniform vec3 u_colour;
out vec4 colour;

void main() {
    vec2 along = v_end.xy - v_start.xy;
    float share = clamp(dot(v_place - v_start.xy, along) / max(dot(along, along), 1e-6), 0.0, 1.0);
    vec2 here = mix(v_start.zw, v_end.zw, share);
    float inside = max(1.0 - length(v_place - v_start.xy - share * along) / here.y, 0.0);
    colour = vec4(u_colour, here.x * inside * inside);
}
"""

_QUAD = Shape(
    vertices=np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float32),
    indices=np.array([0, 1, 2, 0, 2, 3]),
    attributes={"starts": ((1, 4),), "ends": ((2, 4),)},
    vertex_shader=_VERTEX,
    fragment_shader=_FRAGMENT,
)


def shadow_parts(bodies: np.ndarray, strengths: np.ndarray, floor: float) -> tuple[np.ndarray, np.ndarray]:
    """Starts (M, 4) and ends (M, 4) of what darkens a ``floor`` below ``bodies`` (N, 29, 3), whose shadows are as
    strong as ``strengths`` (N,): x, z, opacity and reach in metres. The nearer a part, the darker and sharper."""
    joints = bodies.astype(np.float32, copy=False)
    ends = np.stack([joints[:, _STARTS], joints[:, _ENDS]])
    above = np.maximum(ends[..., 1] - floor, 0.0)
    dark = 0.62 * strengths[:, None] / (1.0 + (above / 0.10) ** 2)
    reach = _RADII + 0.05 + 0.30 * above
    parts = np.stack([ends[..., 0], ends[..., 2], dark, reach], axis=-1)
    casts = np.isfinite(ends).all((0, -1)) & (ends[..., 1].max(0) > floor - _SUNK) & (above.min(0) < _NEAR)
    soft = _soft_shadows(joints, strengths, floor)
    starts, ends = (np.concatenate([part[casts], soft]).astype(np.float32) for part in parts)
    return starts, ends


def _soft_shadows(joints: np.ndarray, strengths: np.ndarray, floor: float) -> np.ndarray:
    """(N, 4) the one soft disc below each body that is somewhere: x, z, opacity, reach."""
    there = np.isfinite(joints).all(-1)
    there &= joints[..., 1] > floor - _SUNK
    seen = there.any(1)
    share = there[seen] / there[seen].sum(1, keepdims=True)
    known = np.where(there[seen][..., None], joints[seen], 0.0)
    middle = (known * share[..., None]).sum(1)
    away = ((known[..., [0, 2]] - middle[:, None, [0, 2]]) ** 2).sum(-1)
    spread = np.sqrt((away * share).sum(1))
    lowest = np.where(there[seen], joints[seen][..., 1], np.inf).min(1) - floor
    dark = _SOFT * strengths[seen] / (1.0 + 1.5 * np.maximum(lowest, 0.0))
    return np.column_stack(
        [middle[:, 0], middle[:, 2], dark, 0.35 + 1.3 * spread + 0.3 * np.maximum(lowest, 0)]
    )


class Shadows(InstancedItem):
    """The shadows of bodies on the floor."""

    def __init__(self, order: int) -> None:
        super().__init__(_QUAD, BACKDROP, writes_depth=False, order=order)

    def show(self, bodies: np.ndarray, ghosts: np.ndarray, height: float, colour: RGB) -> None:
        """Lie at ``height`` metres below ``bodies`` (N, 29, 3) and ``ghosts`` (G, 29, 3), whose shadows are
        weaker."""
        strengths = np.repeat([1.0, _GHOST_SHADOW], [len(bodies), len(ghosts)])
        starts, ends = shadow_parts(np.concatenate([bodies, ghosts]), strengths, height)
        self.set_instances(starts=starts, ends=ends)
        self.set_uniforms(u_height=float(height), u_colour=tuple(channel / 255 for channel in colour))
