"""Clips for the tests of reading and kinematics, and forward kinematics in another formulation."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from posestudio.body.skeleton import POSITION_CHANNELS, ROTATION_CHANNELS, Clip, Motion, Skeleton

PLAIN_TEXT = """\
HIERARCHY
ROOT Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Spine
  {
    OFFSET 0 10 0
    CHANNELS 3 Zrotation Xrotation Yrotation
    End Site
    {
      OFFSET 0 5 0
    }
  }
}
MOTION
Frames: 2
Frame Time: 0.033333
1 2 3 10 20 30 40 50 60
4 5 6 11 21 31 41 51 61
"""
PLAIN_VALUES = np.array([[1, 2, 3, 10, 20, 30, 40, 50, 60], [4, 5, 6, 11, 21, 31, 41, 51, 61]], dtype=float)


def decimals(limit: float) -> st.SearchStrategy[float]:
    """Numbers of six decimals, as BVH files hold them."""
    return st.floats(-limit, limit).map(lambda value: round(value, 6) + 0.0)


@st.composite
def clips(draw: st.DrawFn, depth_first: bool = True, reach: float = 1000.0) -> Clip:
    """Clips of any tree, any channel layout and order, with several roots and End Sites."""
    joints = draw(st.integers(1, 8))
    parents = [-1]
    for joint in range(1, joints):
        if depth_first:
            branch = [-1, joint - 1]
            while parents[branch[-1]] >= 0:
                branch.append(parents[branch[-1]])
            parents.append(draw(st.sampled_from(branch)))
        else:
            parents.append(draw(st.integers(-1, joint - 1)))
    all_channels = POSITION_CHANNELS + ROTATION_CHANNELS
    layouts = st.lists(st.sampled_from(all_channels), max_size=6, unique=True).map(tuple)
    channels = [draw(layouts) for _ in range(joints)]
    if not any(channels):
        channels[0] = ROTATION_CHANNELS
    triples = st.lists(decimals(100.0), min_size=3, max_size=3)
    skeleton = Skeleton(
        joint_names=tuple(f"joint{joint}" for joint in range(joints)),
        parents=np.array(parents),
        offsets=np.array([draw(triples) for _ in range(joints)]),
        channels=tuple(channels),
        end_sites={
            joint: np.array(draw(triples)) for joint in sorted(draw(st.sets(st.integers(0, joints - 1))))
        },
    )
    width = skeleton.channel_count
    rows = st.lists(decimals(reach), min_size=width, max_size=width)
    values = np.array(draw(st.lists(rows, min_size=1, max_size=4)))
    return Clip(skeleton, Motion(values), draw(st.sampled_from([0.008333, 0.033333, 0.04])))


def local_pose(clip: Clip, frame: int, joint: int) -> tuple[Rotation, np.ndarray]:
    """A joint's rotation and translation in its parent's axes, in double precision."""
    start = clip.skeleton.channel_starts[joint]
    translation = np.array(clip.skeleton.offsets[joint], dtype=np.float64)
    rotation = Rotation.identity()
    for column, channel in enumerate(clip.skeleton.channels[joint], start):
        value = clip.motion.values[frame, column]
        if channel.endswith("position"):
            translation["XYZ".index(channel[0])] = value
        elif channel.endswith("rotation"):
            rotation = rotation * Rotation.from_euler(channel[0].lower(), value, degrees=True)
    return rotation, translation


def reference_point(clip: Clip, frame: int, joint: int, point: np.ndarray) -> np.ndarray:
    """A point of a joint's axes in the file's, carried by quaternions from the joint up to its root."""
    while joint >= 0:
        rotation, translation = local_pose(clip, frame, joint)
        point = rotation.apply(point) + translation
        joint = int(clip.skeleton.parents[joint])
    return point


def reference_positions(clip: Clip) -> np.ndarray:
    """(F, J, 3) float64 joint positions."""
    joints = range(len(clip.skeleton.parents))
    return np.array(
        [[reference_point(clip, frame, joint, np.zeros(3)) for joint in joints] for frame in range(len(clip))]
    )


def skeleton_size(clip: Clip) -> float:
    """The length of all bones together: what errors are measured by."""
    skeleton = clip.skeleton
    ends = [np.linalg.norm(offset) for offset in skeleton.end_sites.values()]
    return float(np.linalg.norm(skeleton.offsets, axis=1).sum() + sum(ends))
