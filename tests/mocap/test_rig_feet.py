"""Heels of clips: on the foot bone, where the rig has heel joints at these, else those of stiff feet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.feet import with_heels
from posestudio.body.layouts import BODY_INDEX, JOINTS_WITHOUT_HEELS
from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.rig_feet import roll_between
from tests.mocap.rig_makers import DIALECTS, make_clip

ANKLE, TOE, HEEL = (BODY_INDEX[f"left_{part}"] for part in ("ankle", "toe", "heel"))


def stiff(body: np.ndarray) -> np.ndarray:
    return with_heels(body[:, : len(JOINTS_WITHOUT_HEELS)])


def roll(body: np.ndarray) -> np.ndarray:
    """(F,) degrees by which the left heel is turned from a stiff foot's, about the foot."""
    heels = [joints[:, HEEL] - joints[:, ANKLE] for joints in (stiff(body), body)]
    return np.degrees(roll_between(*heels, body[:, TOE] - body[:, ANKLE]))


def rolling(degrees: float, dialect: str = "motionbuilder") -> Clip:
    """A standing person whose left foot, in every second frame, is turned about the line from ankle to ball."""
    clip = make_clip(DIALECTS[dialect], frames=8)
    names, channels = clip.skeleton.joint_names, clip.skeleton.channel_starts
    foot = names.index("LeftFoot")
    ball = clip.skeleton.offsets[names.index("LeftToeBase")]
    yaw, pitch = np.arctan2(ball[0], ball[2]), np.arctan2(-ball[1], np.hypot(ball[0], ball[2]))
    turn = (
        matrix(1, yaw)
        @ matrix(0, pitch)
        @ matrix(2, np.radians(degrees))
        @ (matrix(1, yaw) @ matrix(0, pitch)).T
    )
    y = np.arctan2(-turn[2, 0], np.hypot(turn[0, 0], turn[1, 0]))  # of Rz Ry Rx
    angles = np.degrees([np.arctan2(turn[1, 0], turn[0, 0]), y, np.arctan2(turn[2, 1], turn[2, 2])])
    clip.motion.values[::2, channels[foot] : channels[foot] + 3] = angles
    return clip


def matrix(axis: int, angle: float) -> np.ndarray:
    first, second = (axis + 1) % 3, (axis + 2) % 3
    turned = np.eye(3)
    turned[first, first] = turned[second, second] = np.cos(angle)
    turned[second, first] = np.sin(angle)
    turned[first, second] = -np.sin(angle)
    return turned


@pytest.mark.parametrize("degrees", [-30.0, 20.0])
def test_a_foot_that_rolls_rolls_its_heel(degrees: float) -> None:
    body = to_body(rolling(degrees))
    np.testing.assert_allclose(roll(body), np.tile([degrees, 0], 4), atol=0.5)
    reach = np.linalg.norm(body[:, HEEL] - body[:, ANKLE], axis=-1)
    assert np.ptp(reach) < 1e-4


def test_a_rest_pose_that_is_no_standing_persons_is_not_used() -> None:
    clip = rolling(20.0)
    skeleton = clip.skeleton
    foot = skeleton.joint_names.index("LeftFoot")
    offsets = np.array(skeleton.offsets)
    offsets[foot] = offsets[foot][[1, 0, 2]]  # the shin lies to the side at rest
    values = np.array(clip.motion.values)
    knee = skeleton.channel_starts[foot - 1]
    values[:, knee] = 90.0  # and is turned back down in the motion
    values[:, skeleton.channel_starts[foot]] += -90.0
    body = to_body(replace(clip, skeleton=replace(skeleton, offsets=offsets), motion=Motion(values)))
    np.testing.assert_allclose(body[:, HEEL], stiff(body)[:, HEEL], atol=1e-5)


def with_heel_joints(clip: Clip, offset: tuple[float, float, float]) -> Clip:
    skeleton = clip.skeleton
    feet = [skeleton.joint_names.index(f"{side}Foot") for side in ("Left", "Right")]
    added = Skeleton(
        (*skeleton.joint_names, "LeftHeel", "RightHeel"),
        np.array([*skeleton.parents, *feet]),
        np.array([*skeleton.offsets, offset, offset]),
        (*skeleton.channels, (), ()),
    )
    return replace(clip, skeleton=added)


def test_heel_joints_of_a_rig_are_taken_where_heels_can_be() -> None:
    body = to_body(with_heel_joints(make_clip(DIALECTS["motionbuilder"]), (0.0, -4.0, -5.0)))
    np.testing.assert_allclose(body[:, HEEL] - body[:, ANKLE], np.tile([0, -0.04, -0.05], (2, 1)), atol=1e-4)
    far = to_body(with_heel_joints(make_clip(DIALECTS["motionbuilder"]), (0.0, -40.0, -5.0)))
    np.testing.assert_allclose(far[:, HEEL], stiff(far)[:, HEEL], atol=1e-4)
