"""Roles of a rig's joints by their names: along each limb, the names that fit best together.

A name such as 'shoulder', 'arm', 'leg' or 'foot' means one joint in one rig and its neighbour in another. What
it is follows from the others of the same limb: of all ways to give roles to joints along one branch,
in order, the one whose names fit best is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from posestudio.body.skeleton import Skeleton
from posestudio.mocap.rig_names import ParsedName
from posestudio.mocap.rig_profiles import REQUIRED_ROLES

LIMBS: tuple[tuple[str, ...], ...] = (
    ("collar", "shoulder", "elbow", "wrist", "hand"),
    ("hip", "knee", "ankle", "toe"),
)
SIDES = ("left", "right")

_DEEPER = 0.002  # lost a joint further from the root: a split bone begins at its first joint
_NOT_BODY_COST = 1.0  # lost by joints of props, clothes, hair and faces
_SMALL = 0.4  # of a rig's joints: what carries more is part of the body

Chosen = dict[str, int]


def match_names(skeleton: Skeleton, names: Sequence[ParsedName], needed_first: bool = False) -> Chosen:
    """Role -> joint, as far as the names give them. Sides, collars, hands, toes, heels, eyes, hips, neck and head.

    With ``needed_first`` a name is stretched where a limb would lack one of its three joints: an 'arm' below
    a 'shoulder' is then the elbow.
    """
    bonus = dict.fromkeys(REQUIRED_ROLES, 1.0) if needed_first else {}
    depth = _depths(skeleton)
    cost = _costs(skeleton, names)
    found: Chosen = {}
    for roles in LIMBS:
        chains = {}
        for side in SIDES:
            scores = [
                {
                    role: name.roles[role] + bonus.get(role, 0.0) - _DEEPER * depth[joint] - cost[joint]
                    for role in roles
                    if role in name.roles and name.side == side and not name.twist
                }
                for joint, name in enumerate(names)
            ]
            chains[side] = scores, _best_chain(skeleton, scores, roles)
        for side, chain in _alike(skeleton, names, chains, roles).items():
            if "radius" in (names[chain["elbow"]].words if "elbow" in chain else ()):
                chain = _wrist_of_bones(skeleton, names, chain)
            found |= {f"{side}_{role}": joint for role, joint in chain.items()}
    for side in SIDES:
        eye = _best(skeleton, names, side, "eye", depth)
        if eye is not None:
            found[f"{side}_eye"] = eye
        heel = _best(skeleton, names, side, "heel", depth)
        if heel is not None and found.get(f"{side}_ankle") in skeleton.path_to_root(heel)[1:]:
            found[f"{side}_heel"] = heel
    return found | _middle(skeleton, names, depth)


def _alike(
    skeleton: Skeleton,
    names: Sequence[ParsedName],
    chains: dict[str, tuple[list[dict[str, float]], Chosen]],
    roles: tuple[str, ...],
) -> dict[str, Chosen]:
    """The chains of both sides. Words that mean a role on the side that has more of them mean it on the other."""
    best = {side: chain for side, (_, chain) in chains.items()}
    more, less = sorted(SIDES, key=lambda side: -len(best[side]))
    means = {names[joint].words: role for role, joint in best[more].items()}
    if len(best[more]) == len(best[less]):
        return best
    scores = [
        {role: score for role, score in one.items() if means.get(name.words, role) == role}
        for one, name in zip(chains[less][0], names, strict=True)
    ]
    return {more: best[more], less: _best_chain(skeleton, scores, roles)}


def _depths(skeleton: Skeleton) -> list[int]:
    depth: list[int] = []
    for parent in skeleton.parents:
        depth.append(0 if parent < 0 else depth[parent] + 1)
    return depth


def _subtree_sizes(skeleton: Skeleton) -> list[int]:
    """How many joints each joint carries, itself counted."""
    count = [1] * len(skeleton.parents)
    for joint in range(len(count) - 1, -1, -1):
        if skeleton.parents[joint] >= 0:
            count[skeleton.parents[joint]] += count[joint]
    return count


def joints_not_of_body(skeleton: Skeleton, names: Sequence[ParsedName]) -> set[int]:
    """Joints of props, clothes, hair and faces, and all below them; not those that carry much of the rig."""
    carried = _subtree_sizes(skeleton)
    found: set[int] = set()
    for joint, parent in enumerate(skeleton.parents):
        small = carried[joint] < _SMALL * len(names)
        if (names[joint].not_body and small) or int(parent) in found:
            found.add(joint)
    return found


def _costs(skeleton: Skeleton, names: Sequence[ParsedName]) -> list[float]:
    """What each joint's scores are lowered by."""
    not_body = joints_not_of_body(skeleton, names)
    return [_NOT_BODY_COST if joint in not_body else 0.0 for joint in range(len(names))]


def _best_chain(skeleton: Skeleton, scores: list[dict[str, float]], roles: tuple[str, ...]) -> Chosen:
    """The roles given to joints along one branch in the roles' order, with the highest sum."""
    count = len(roles)
    # best[j][k]: the highest sum on the way to joint j with roles up to k given, and who has them.
    best: list[list[tuple[float, tuple[tuple[str, int], ...]]]] = []
    top: tuple[float, tuple[tuple[str, int], ...]] = (0.0, ())
    for joint, parent in enumerate(skeleton.parents):
        above = best[parent] if parent >= 0 else [(0.0, ())] * (count + 1)
        here = list(above)
        for index, role in enumerate(roles):
            score = scores[joint].get(role, 0.0)
            if score > 0:
                total = above[index][0] + score, (*above[index][1], (role, joint))
                if total[0] > here[index + 1][0]:
                    here[index + 1] = total
        for index in range(1, count + 1):
            if here[index - 1][0] > here[index][0]:
                here[index] = here[index - 1]
        best.append(here)
        if here[count][0] > top[0]:
            top = here[count]
    return dict(top[1])


def _wrist_of_bones(skeleton: Skeleton, names: Sequence[ParsedName], chain: Chosen) -> Chosen:
    """Where bones are named, the bone 'wrist' is the lower third of the forearm; the wrist is where 'hand' begins."""
    wrist = chain.get("wrist")
    hand = chain.get("hand")
    if wrist is None or "wrist" not in names[wrist].words:
        return chain
    if hand is None or "hand" not in names[hand].words:
        hands = [
            joint
            for joint in skeleton.descendants(wrist)
            if names[joint].words[-1:] == ("hand",) and names[joint].side == names[wrist].side
        ]
        if not hands:
            return chain
        hand = hands[0]
    fingers = [joint for joint in skeleton.descendants(hand) if names[joint].roles.keys() == {"hand"}]
    chain = chain | {"wrist": hand}
    chain.pop("hand", None)
    if fingers:
        chain["hand"] = max(fingers, key=lambda joint: names[joint].roles["hand"])
    return chain


def _best(
    skeleton: Skeleton, names: Sequence[ParsedName], side: str, role: str, depth: list[int]
) -> int | None:
    """The joint whose name fits a role best, the nearest to the root of equal ones."""
    fitting = [joint for joint, name in enumerate(names) if name.side == side and role in name.roles]
    not_body = joints_not_of_body(skeleton, names) if fitting else set()
    return max(
        fitting,
        key=lambda joint: (
            names[joint].roles[role] - (_NOT_BODY_COST if joint in not_body else 0) - names[joint].twist,
            -depth[joint],
        ),
        default=None,
    )


def _middle(skeleton: Skeleton, names: Sequence[ParsedName], depth: list[int]) -> Chosen:
    found: Chosen = {}
    for role in ("head", "neck", "hips"):
        joint = _best(skeleton, names, "middle", role, depth)
        if joint is not None:
            found[role] = joint
    if "hips" not in found:
        hip = _best(skeleton, names, "middle", "hip", depth)
        if hip is not None:
            found["hips"] = hip
    if "head" in found and "neck" in found:
        above = skeleton.path_to_root(found["head"])
        if found["neck"] not in above:
            necks = [joint for joint in above[1:] if "neck" in names[joint].roles]
            found.pop("neck")
            if necks:
                found["neck"] = necks[-1]
    return found
