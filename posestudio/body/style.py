"""The styles that bodies are drawn in: in the 3D view, in pictures and in videos."""

from __future__ import annotations

from typing import Literal, get_args

BodyStyle = Literal["mannequin", "capsules", "sticks"]
"""How a body is drawn: as the skinned mesh, as rounded limbs between joints, or as thin ones."""

BODY_STYLES: tuple[BodyStyle, ...] = get_args(BodyStyle)
