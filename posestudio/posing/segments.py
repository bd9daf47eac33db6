"""The segments that a body is posed by: each turns about a joint, and carries bones and all segments further out.

A rotation of a segment is in world axes and of its bones as they were in the pose that posing began with.
"""

from __future__ import annotations

import numpy as np

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BODY_PARENTS
from posestudio.body.proportions import JOINTS_OF_BONES

_TREE = (
    (("hips", None, "hips"),),
    (("spine", "hips", "spine"), *((f"{side}_hip", "hips", f"{side}_hip") for side in ("left", "right"))),
    (
        ("chest", "spine", "chest"),
        *((f"{side}_knee", f"{side}_hip", f"{side}_knee") for side in ("left", "right")),
    ),
    (
        ("neck", "chest", "neck"),
        *((f"{side}_collar", "chest", "chest") for side in ("left", "right")),
        *((f"{side}_ankle", f"{side}_knee", f"{side}_ankle") for side in ("left", "right")),
    ),
    (
        ("head", "neck", "head"),
        *((f"{side}_shoulder", f"{side}_collar", f"{side}_shoulder") for side in ("left", "right")),
    ),
    tuple((f"{side}_elbow", f"{side}_shoulder", f"{side}_elbow") for side in ("left", "right")),
    tuple((f"{side}_wrist", f"{side}_elbow", f"{side}_wrist") for side in ("left", "right")),
)
"""By distance from the hips: name of each segment, the segment before it, and the joint that it turns about."""

_ALL = tuple(entry for level in _TREE for entry in level)

SEGMENTS: tuple[str, ...] = tuple(name for name, _, _ in _ALL)
"""Names of the S segments, those nearer to the hips first."""

SEGMENT_INDEX: dict[str, int] = {name: index for index, name in enumerate(SEGMENTS)}

SEGMENT_PARENTS: tuple[int, ...] = tuple(
    -1 if parent is None else SEGMENT_INDEX[parent] for _, parent, _ in _ALL
)
"""The segment that carries each of them; -1 for the hips."""

PIVOTS: list[int] = [BODY_INDEX[joint] for _, _, joint in _ALL]
"""The body joint that each of them turns about."""

PARENTS: list[int] = [max(parent, 0) for parent in BODY_PARENTS]
"""The joint before each body joint; the hips before themselves."""


def _carrier(joint: int) -> int:
    """The segment that a joint's bone is part of."""
    name, parent = BODY_JOINTS[joint], BODY_JOINTS[PARENTS[joint]]
    return SEGMENT_INDEX[name.replace("shoulder", "collar") if name.endswith("_shoulder") else parent]


CARRIERS: list[int] = [_carrier(joint) for joint in range(len(BODY_JOINTS))]
"""The segment that the bone which leads to each joint is part of."""


def _moved_by() -> np.ndarray:
    moved = np.zeros((len(BODY_JOINTS), len(SEGMENTS)), bool)
    for joint in range(1, len(BODY_JOINTS)):
        segment = CARRIERS[joint]
        while segment >= 0:
            moved[joint, segment] = True
            segment = SEGMENT_PARENTS[segment]
    return moved


MOVED_BY: np.ndarray = _moved_by()
"""(29, S) bool: which joints a segment's rotation moves."""

_LEVELS: list[tuple[slice, list[int]]] = []
for _level in _TREE:
    _first = SEGMENT_INDEX[_level[0][0]]
    _range = slice(_first, _first + len(_level))
    _LEVELS.append((_range, list(SEGMENT_PARENTS[_range])))


def in_world(local: np.ndarray) -> np.ndarray:
    """(S, 3, 3) rotations of segments, of rotations (S, 3, 3) relative to the segments that carry them."""
    world = np.array(local)
    for here, parents in _LEVELS[1:]:
        world[here] = world[parents] @ local[here]
    return world


def relative(world: np.ndarray) -> np.ndarray:
    """The inverse of `in_world`."""
    local = np.array(world)
    local[1:] = np.swapaxes(world[list(SEGMENT_PARENTS[1:])], -1, -2) @ world[1:]
    return local


def bones_of(pose: np.ndarray) -> np.ndarray:
    """(29, 3) the vectors from each joint's parent; zero for the hips."""
    return pose - pose[PARENTS]


def joints_of(bones: np.ndarray, hips: np.ndarray) -> np.ndarray:
    """(29, 3) joints of bones (29, 3), with the ``hips`` (3,) where they are given."""
    return JOINTS_OF_BONES @ bones + hips
