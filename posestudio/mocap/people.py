"""The people in a clip: the parts of its skeleton that are a body each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.errors import RigError
from posestudio.mocap.rig_matching import match_rig

_FEWEST_JOINTS = 12  # two arms and two legs
_ONE_PERSON = 0.02  # of a person's size: bodies that are never further apart are copies of one rig
_FRAMES = 32  # that are compared


def people_of(clip: Clip) -> list[Clip]:
    """A clip for each person in it, in the file's order; the clip itself where there are not several.

    People are the trees of several ROOTs, or the branches of one, that each hold a body and do not
    coincide throughout, as copies of a rig for its controls do.
    """
    parts = [part for part in _parts(clip.skeleton) if len(part) >= _FEWEST_JOINTS]
    if len(parts) < 2:
        return [clip]
    one_tree = int((np.asarray(clip.skeleton.parents) < 0).sum()) == 1
    found: list[Clip] = []
    found_at: list[np.ndarray] = []
    some = clip.select(slice(None, None, max(1, len(clip) // _FRAMES)))
    for part in parts:
        person = _only(clip, part)
        try:
            match = match_rig(person.skeleton)
        except RigError:
            continue
        if one_tree and match.doubts:
            continue  # a branch of one body, with fingers or toes for limbs
        shown = _only(some, part).positions()
        joints = shown[:, [match.joints["left_hip"], match.joints["right_shoulder"]]]
        size = max(float(np.ptp(shown, axis=(0, 1)).max()) / 4, 1e-9) if len(shown) else 1.0
        if all(np.abs(joints - other).max(initial=0.0) > _ONE_PERSON * size for other in found_at):
            found.append(person)
            found_at.append(joints)
    return found if len(found) > 1 else [clip]


def _parts(skeleton: Skeleton) -> list[list[int]]:
    """The joints of each tree; of a single tree, those of each branch at the first fork, with the joints above it."""
    roots = [joint for joint, parent in enumerate(skeleton.parents) if parent < 0]
    if len(roots) > 1:
        return [sorted([root, *skeleton.descendants(root)]) for root in roots]
    above: list[int] = []
    branches = roots
    while len(branches) == 1:
        above.append(branches[0])
        branches = list(skeleton.children(branches[0]))
    return [[*above, *sorted([branch, *skeleton.descendants(branch)])] for branch in branches]


def _only(clip: Clip, joints: list[int]) -> Clip:
    """The clip of these joints, which must hold their parents."""
    skeleton = clip.skeleton
    index_of = {joint: index for index, joint in enumerate(joints)}
    starts = skeleton.channel_starts
    columns = [column for joint in joints for column in range(starts[joint], starts[joint + 1])]
    part = Skeleton(
        tuple(skeleton.joint_names[joint] for joint in joints),
        np.array([index_of.get(int(skeleton.parents[joint]), -1) for joint in joints]),
        np.asarray(skeleton.offsets)[joints],
        tuple(skeleton.channels[joint] for joint in joints),
        {index_of[joint]: end for joint, end in skeleton.end_sites.items() if joint in index_of},
    )
    return replace(clip, skeleton=part, motion=Motion(clip.motion.values[:, columns]))
