"""Roles of joints by shape alone: the tree, its symmetry and its bones' lengths."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from posestudio.body.skeleton import Skeleton

_MIRROR_TOLERANCE = 0.25  # of a bone's length


def match_structure(skeleton: Skeleton, ignored: Set[int] = frozenset()) -> dict[str, int]:
    """Body roles -> joint indices; empty when no body with two arms, two legs and a head is seen.

    Joints that are ``ignored``, and all below them, are left out.

    Legs and arms are the two longest pairs of mirrored chains; the legs' begin at the end of the trunk
    that points the other way than the head. Within a chain the two longest neighbouring bones are thigh
    and shin, or upper arm and forearm. Left is found by the feet, which point forwards.
    """

    def above(joint: int) -> list[int]:
        """The joints above ``joint``, the root first."""
        return skeleton.path_to_root(joint)[:0:-1]

    positions = skeleton.rest_positions().astype(float)
    tree = _Tree(skeleton, ignored)
    pairs = _mirrored_chains(tree, positions)
    if len(pairs) < 2:
        return {}
    (first, second) = pairs[:2]
    trunk = above(first[0][0]), above(second[0][0])
    # Legs are children of the joint nearer to the root.
    legs, arms = (first, second) if len(trunk[0]) <= len(trunk[1]) else (second, first)
    middle = above(arms[0][0])
    taken = {joint for chain in (*legs, *arms) for joint in tree.with_descendants(chain[0])}
    head = _head(tree, positions, middle, taken)
    if head is None:
        return {}
    roles = {"hips": above(legs[0][0])[-1], "head": head}
    neck = [joint for joint in above(head) if joint not in middle[:-1]]
    roles["neck"] = neck[-1] if neck and neck[-1] not in middle else head
    leg_joints = [_two_longest(positions, chain) for chain in legs]
    arm_joints = [_two_longest(positions, chain) for chain in arms]
    up = positions[[arm[0] for arm in arm_joints]].mean(0) - positions[[leg[0] for leg in leg_joints]].mean(0)
    forward = np.zeros(3)
    for (_, _, ankle), chain in zip(leg_joints, legs, strict=True):
        beyond = chain[chain.index(ankle) + 1 :]
        tip = (
            positions[beyond[0]] if beyond else positions[ankle] + skeleton.end_sites.get(ankle, np.zeros(3))
        )
        forward += tip - positions[ankle]
    leftwards = np.cross(up, forward)
    for parts, pair in ((("hip", "knee", "ankle"), leg_joints), (("shoulder", "elbow", "wrist"), arm_joints)):
        apart = positions[pair[0][0]] - positions[pair[1][0]]
        sides = ("left", "right") if apart @ leftwards >= 0 else ("right", "left")
        for side, joints in zip(sides, pair, strict=True):
            roles |= {f"{side}_{part}": joint for part, joint in zip(parts, joints, strict=True)}
    return roles


class _Tree:
    """A skeleton's joints without the ignored ones."""

    def __init__(self, skeleton: Skeleton, ignored: Set[int]) -> None:
        below: list[list[int]] = [[] for _ in skeleton.parents]
        for joint, parent in enumerate(skeleton.parents):
            if parent >= 0 and joint not in ignored:
                below[parent].append(joint)
        self._children = [tuple(children) for children in below]

    def __len__(self) -> int:
        return len(self._children)

    def children(self, joint: int) -> tuple[int, ...]:
        return self._children[joint]

    def with_descendants(self, joint: int) -> list[int]:
        found = [joint]
        for one in found:
            found.extend(self._children[one])
        return found


def _longest_chain(tree: _Tree, positions: np.ndarray, joint: int) -> list[int]:
    """The joints from ``joint`` to the leaf furthest along the bones."""
    above, reach = {joint: -1}, {joint: 0.0}
    leaves = []
    for index in tree.with_descendants(joint):
        children = tree.children(index)
        for child in children:
            above[child] = index
            reach[child] = reach[index] + float(np.linalg.norm(positions[child] - positions[index]))
        if not children:
            leaves.append(index)
    chain = [max(leaves, key=reach.__getitem__)]
    while above[chain[-1]] >= 0:
        chain.append(above[chain[-1]])
    return chain[::-1]


def _length(positions: np.ndarray, chain: list[int]) -> float:
    return float(np.linalg.norm(np.diff(positions[chain], axis=0), axis=1).sum())


def _mirrored_chains(tree: _Tree, positions: np.ndarray) -> list[tuple[list[int], list[int]]]:
    """Pairs of chains of three joints and more whose bones are mirror images, longest first."""
    found = []
    for parent in range(len(tree)):
        children = tree.children(parent)
        for index, one in enumerate(children):
            for other in children[index + 1 :]:
                a, b = (_longest_chain(tree, positions, joint) for joint in (one, other))
                if min(len(a), len(b)) >= 3 and _alike(positions[[parent, *a]], positions[[parent, *b]]):
                    found.append((a, b))
    return sorted(found, key=lambda pair: -_length(positions, pair[0]))


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two chains from the same joint have bones of equal lengths and end apart."""
    count = min(len(one), len(other))
    lengths = [np.linalg.norm(np.diff(chain[:count], axis=0), axis=1) for chain in (one, other)]
    scale = max(lengths[0].sum(), lengths[1].sum())
    close = np.abs(lengths[0] - lengths[1]).max() <= _MIRROR_TOLERANCE * scale / count
    return bool(close and np.linalg.norm(one[count - 1] - other[count - 1]) > 0.05 * scale)


def _two_longest(positions: np.ndarray, chain: list[int]) -> tuple[int, int, int]:
    """The three joints in a row with the most bone between them."""
    spans = [
        (_length(positions, chain[start : start + 3]), tuple(chain[start : start + 3]))
        for start in range(len(chain) - 2)
    ]
    first, second, third = max(spans)[1]
    return first, second, third


def _head(tree: _Tree, positions: np.ndarray, trunk: list[int], taken: set[int]) -> int | None:
    """Where the trunk goes on past the arms: the last joint that carries others or an End Site, or None."""
    for parent in reversed(trunk):
        free = [child for child in tree.children(parent) if child not in taken and child not in trunk]
        if free:
            chains = [_longest_chain(tree, positions, child) for child in free]
            chain = max(chains, key=lambda joints: _length(positions, [parent, *joints]))
            # Neck and head come first; what lies further out is hair, eyes or a jaw.
            return chain[min(1, len(chain) - 1)]
    return None
