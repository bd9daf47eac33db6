"""The light that falls on bodies: a key light, a rim light and a sky above a floor, as shader text that all lit items
share.

Colours are lit as light, not as the numbers of a display: squared before and rooted afterwards, which is the
display's curve (2.2) closely enough, for a fraction of the time.
"""

from __future__ import annotations

LIT = """
vec3 lit(vec3 albedo, vec3 normal, float up) {   // linear; unit, eye axes; height of the world's normal
    vec3 sky = mix(vec3(0.185, 0.175, 0.17), vec3(0.44, 0.455, 0.48), 0.5 + 0.5 * up);
    float facing = clamp(normal.z, 0.0, 1.0);
    float key = max(dot(normal, vec3(-0.42, 0.66, 0.622)) + 0.12, 0.0);
    float edge = 1.0 - facing;
    float rim = edge * edge * edge * max(dot(normal, vec3(0.80, 0.50, -0.33)) + 0.25, 0.0);
    vec3 light = sky * (0.62 + 0.38 * facing) + vec3(0.80, 0.785, 0.76) * key;
    return albedo * light + (0.06 + 0.5 * albedo) * rim;
}
"""
"""Returns the linear colour that an eye sees of a matte surface."""
