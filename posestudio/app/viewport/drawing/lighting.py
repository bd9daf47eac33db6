"""The light that falls on bodies: a key light, a rim light and a sky above a floor, as shader text that all lit items
share.

Colours are lit as light, not as the numbers of a display: squared before and rooted afterwards, which is the
display's curve (2.2) closely enough, for a fraction of the time.
"""

from __future__ import annotations

LIT = """
vec3 lit(vec3 albedo, vec3 normal, float up) {   // linear; unit, eye axes; height of the world's normal
    vec3 sky = mix(vec3(0.15, 0.142, 0.138), vec3(0.40, 0.415, 0.44), 0.5 + 0.5 * up);
    float facing = clamp(normal.z, 0.0, 1.0);
    float key = max(dot(normal, vec3(-0.46, 0.62, 0.636)) + 0.10, 0.0);
    float edge = 1.0 - facing;
    float rim = edge * edge * edge * max(dot(normal, vec3(0.80, 0.50, -0.33)) + 0.25, 0.0);
    float sheen = max(dot(normal, vec3(-0.254, 0.343, 0.904)), 0.0);   // halfway between the key light and the eye
    sheen *= sheen;
    sheen *= sheen;
    sheen *= sheen;
    vec3 light = sky * (0.55 + 0.45 * facing) + vec3(0.90, 0.88, 0.85) * key;
    return albedo * light + (0.06 + 0.5 * albedo) * rim + 0.035 * sheen * sheen;
}
"""
"""Returns the linear colour that an eye sees of a matte surface."""
