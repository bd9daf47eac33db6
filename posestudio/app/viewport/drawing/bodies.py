"""The lines and capsules that draw bodies: arrays made of body joints, numpy only."""

from __future__ import annotations

import numpy as np

from posestudio.body.capsules import SLIM_BODY, joint_weights
from posestudio.body.layouts import BODY_BONES, BODY_INDEX, BODY_JOINTS, FACE_JOINTS
from posestudio.body.mirroring import side_of
from posestudio.body.style import BodyStyle
from posestudio.common.colours import RGB, Palette

TRAIL_JOINTS = tuple(
    BODY_INDEX[name] for name in ("head_top", "left_hand", "right_hand", "left_toe", "right_toe")
)
"""The joints whose path over time is drawn."""

MOST_PIECES = 2000
"""Points of a path that are drawn."""

_STARTS = np.stack([joint_weights(part.start) for part in SLIM_BODY])
_ENDS = np.stack([joint_weights(part.end) for part in SLIM_BODY])
_RADII = np.array([part.radii for part in SLIM_BODY], dtype=np.float32)
_PART_SIDES = tuple(part.side for part in SLIM_BODY)
_HIDDEN = {BODY_INDEX[name] for name in FACE_JOINTS if name != "nose"}  # their lines would only be a fan
_BONES = tuple(bone for bone in BODY_BONES if bone[1] not in _HIDDEN)
_PARENTS, _CHILDREN = (np.array(ends) for ends in zip(*_BONES, strict=True))
_JOINT_SIDES = tuple(side_of(name) for name in BODY_JOINTS)
_STICK_RADIUS = 0.016  # metres
_SIDE_TINT = 0.5  # share of the side's colour in a mannequin's
_PALENESS = 0.4  # share of the background in the colour of a body that is not the best
BONES = len(_BONES)
"""How many of a body's bones are drawn as lines."""


def bone_lines(bodies: np.ndarray) -> np.ndarray:
    """(N, 29, 3) -> (N * BONES, 6) float32 the start and end of the drawn bones, body by body."""
    ends = np.empty((len(bodies), BONES, 6), dtype=np.float32)
    ends[..., :3] = bodies[:, _PARENTS]
    ends[..., 3:] = bodies[:, _CHILDREN]
    return ends.reshape(-1, 6)


def bone_colours(opacity: np.ndarray, palette: Palette) -> np.ndarray:
    """(N,) opacities -> (N * BONES, 4) uint8 colours for ``bone_lines``, by the side of each bone."""
    colours = np.empty((len(opacity), BONES, 4), dtype=np.uint8)
    colours[..., :3] = [palette.of_side(_JOINT_SIDES[child]) for child in _CHILDREN]
    colours[..., 3] = _alpha(opacity)[:, None]
    return colours.reshape(-1, 4)


def body_capsules(bodies: np.ndarray, style: BodyStyle) -> tuple[np.ndarray, np.ndarray]:
    """(N, 29, 3) -> ends (N * P, 6) and radii (N * P, 2), float32 metres, of the parts that every body has in the
    ``style``; a mannequin has none of them."""
    bodies = bodies.astype(np.float32, copy=False)
    if style == "capsules":
        ends = np.concatenate([_STARTS @ bodies, _ENDS @ bodies], axis=-1).reshape(-1, 6)
        return ends, np.tile(_RADII, (len(bodies), 1))
    ends = bone_lines(bodies[: None if style == "sticks" else 0])
    return ends, np.full((len(ends), 2), _STICK_RADIUS, np.float32)


def capsule_colours(
    count: int, style: BodyStyle, palette: Palette, tints: np.ndarray | None = None, *, pale: int = 0
) -> np.ndarray:
    """(count * P, 4) uint8 opaque colours for ``body_capsules``, by side, over which ``tints`` (count, 4) uint8 are
    laid; those of the last ``pale`` bodies are lightened towards the background."""
    sides = {"mannequin": (), "capsules": _PART_SIDES, "sticks": [_JOINT_SIDES[child] for child in _CHILDREN]}
    own = np.array([palette.of_side(side) for side in sides[style]], dtype=float).reshape(-1, 3)
    colours = np.tile(own, (count, 1, 1))
    if tints is not None:
        colours += tints[:count, None, 3:] / 255.0 * (tints[:count, None, :3] - colours)
    colours[count - pale :] += _PALENESS * (palette.background - colours[count - pale :])
    colours = colours.reshape(-1, 3)
    return np.column_stack([colours, np.full(len(colours), 255)]).astype(np.uint8)


def mannequin_colours(
    count: int,
    palette: Palette,
    tints: np.ndarray | None = None,
    *,
    pale: int = 0,
) -> np.ndarray:
    """(count, 3, 4) colours for ``SkinnedBodies``: neutral ones with a tint of each side, over which ``tints``
    (count, 4) uint8 are laid; the last ``pale`` bodies have a share of the background."""
    middle = np.array(palette.body, dtype=float)
    sides = [middle + _SIDE_TINT * (np.array(side) - middle) for side in (palette.left, palette.right)]
    colours = np.tile(np.array([middle, *sides]), (count, 1, 1))
    if tints is not None:
        strength = tints[:, None, 3:] / 255.0
        colours += strength * (tints[:, None, :3] - colours)
    extra = np.zeros((count, 3, 1))
    extra[:, 0, 0] = 1.0
    tinted = np.zeros(count) if tints is None else tints[:, 3] / 255.0
    extra[count - pale :, 1, 0] = (_PALENESS * (1.0 - tinted))[
        count - pale :
    ]  # a tint sets them apart as well
    return np.concatenate([colours / 255, extra], axis=-1)


def translucent_colours(
    count: int, colour: RGB, opacity: float | np.ndarray, tints: np.ndarray | None = None
) -> np.ndarray:
    """(count, 3, 4) colours for ``SkinnedBodies`` that are ``colour`` on all sides, over which ``tints`` (count, 4)
    uint8 are laid, with an opacity for all or for each, (count,)."""
    colours = np.tile(np.array([*colour, 0]) / 255, (count, 3, 1))
    if tints is not None:
        strength = tints[:count, None, 3:] / 255.0
        colours[..., :3] += strength * (tints[:count, None, :3] / 255.0 - colours[..., :3])
    colours[:, 0, 3] = opacity
    return colours


def silhouette_opacity(count: int, weights: np.ndarray | None) -> np.ndarray:
    """(count,) opacities of silhouettes: the more there are the lower; ``weights`` (count,) from 0 to 1 lower them
    further."""
    base = np.clip(0.75 / np.sqrt(max(count, 1)), 0.07, 0.38)
    shape = np.ones(count) if weights is None else 0.35 + 0.65 * np.clip(weights, 0.0, 1.0)
    return base * shape


def uniform_colours(count: int, colour: RGB, opacity: float) -> np.ndarray:
    """(count, 4) uint8, ``count`` times the same colour."""
    return np.tile(np.array([*colour, _alpha(np.array(opacity))], dtype=np.uint8), (count, 1))


def faint_opacity(count: int, weights: np.ndarray | None) -> np.ndarray:
    """(count,) opacities of faint hypotheses: the more there are the lower, so that many that overlap look as light
    as a few; ``weights`` (count,) from 0 to 1 lower them further."""
    base = np.clip(1.5 / np.sqrt(max(count, 1)), 0.06, 0.55)
    shape = np.ones(count) if weights is None else 0.25 + 0.75 * np.clip(weights, 0.0, 1.0)
    return base * shape


def trail_lines(trails: np.ndarray) -> np.ndarray:
    """(T, N, 29, 3) -> ((T - 1) * N * 5, 6) float32 pieces of the paths of ``TRAIL_JOINTS``."""
    paths = trails[:, :, TRAIL_JOINTS].astype(np.float32, copy=False)
    return np.concatenate([paths[:-1], paths[1:]], axis=-1).reshape(-1, 6)


def path_lines(path: np.ndarray | None) -> np.ndarray:
    """(T, 3) -> (T - 1, 6) float32 pieces of a path, of at most MOST_PIECES of its points; none for None."""
    points = np.zeros((0, 3)) if path is None else path
    if len(points) > MOST_PIECES:
        points = points[np.linspace(0, len(points) - 1, MOST_PIECES).round().astype(int)]
    return np.concatenate([points[:-1], points[1:]], axis=-1).astype(np.float32)


def trail_colours(steps: int, opacity: np.ndarray, palette: Palette) -> np.ndarray:
    """((T - 1) * N * 5, 4) uint8 colours for ``trail_lines`` of T = ``steps``: older pieces are fainter."""
    pieces = max(steps - 1, 0)
    colours = np.empty((pieces, len(opacity), len(TRAIL_JOINTS), 4), dtype=np.uint8)
    colours[..., :3] = [palette.of_side(_JOINT_SIDES[joint]) for joint in TRAIL_JOINTS]
    recency = np.arange(1, pieces + 1) / max(pieces, 1)
    colours[..., 3] = _alpha(recency[:, None] * opacity)[..., None]
    return colours.reshape(-1, 4)


def _alpha(opacity: np.ndarray) -> np.ndarray:
    return np.rint(255 * np.clip(opacity, 0.0, 1.0)).astype(np.uint8)
