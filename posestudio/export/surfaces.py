"""The matte surfaces of exported bodies: the colours of their parts, as materials have them."""

from __future__ import annotations

import numpy as np

from posestudio.common.colours import Palette
from posestudio.mannequin.drawing import body_colours

ROUGHNESS = 0.7
SIDES = ("middle", "left", "right")
"""The parts of a body that have a colour of their own."""


def side_colours(palette: Palette) -> dict[str, tuple[float, ...]]:
    """Linear red, green and blue from 0 to 1 of each of ``SIDES``, of sRGB colours (IEC 61966-2-1)."""
    share = body_colours(palette) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return {side: tuple(map(float, colour)) for side, colour in zip(SIDES, linear, strict=True)}
