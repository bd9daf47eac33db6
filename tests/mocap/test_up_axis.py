"""The up axis of clips that walk, lie, fall or stand on their hands, and its certainty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import Clip, Motion
from posestudio.body.standing import standing_body
from posestudio.mocap.body_from_clip import read_body, to_body
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.up_axis import find_up
from tests.mocap.rig_makers import walking

NO_REST = np.zeros(3)


TO_AXES = {
    "y": lambda body: body,
    "z": lambda body: np.stack([body[..., 0], -body[..., 2], body[..., 1]], -1),
    "-y": lambda body: body * [1, -1, -1],
}
"""World axes to those of a file with that axis up."""


def lying(head: tuple[float, float, float] = (1.0, 0.0, 0.0), frames: int = 60) -> np.ndarray:
    """(F, 29, 3): a person on the back, the head towards ``head``, who lifts an arm now and then."""
    standing = standing_body().astype(float) - [0, 0.9, 0]
    along = np.array(head)
    up = np.array([0.0, 1.0, 0.0])
    axes = np.stack([np.cross(along, up), along, up])  # of left, up and forward
    bodies = np.repeat((standing @ axes + [0, 0.12, 0])[None], frames, 0)
    lift = 0.3 * np.abs(np.sin(np.arange(frames) / 9))
    bodies[:, BODY_INDEX["left_wrist"], 1] += lift
    bodies[:, BODY_INDEX["left_elbow"], 1] += lift / 2
    return bodies


def jumping(frames: int = 40) -> np.ndarray:
    """(F, 29, 3): somersaults through the air, the body turning about its middle while it falls."""
    times = np.arange(frames) / 30
    standing = standing_body().astype(float) - [0, 0.98, 0]  # about the centre of mass
    bodies = np.empty((frames, *standing.shape))
    for index, time in enumerate(times):
        turn = 2 * np.pi * time / times[-1] * 2
        c, s = np.cos(turn), np.sin(turn)
        turned = standing @ np.array([[1, 0, 0], [0, c, s], [0, -s, c]])
        bodies[index] = turned + [0, 2 + 6.5 * time - 4.905 * time**2, 0.5 * time]
    return bodies


@pytest.mark.parametrize("up", TO_AXES)
@pytest.mark.parametrize("rest", [NO_REST, [0, 0.5, 0], [0, 0, 0.5]])
def test_a_walk_stands_whatever_its_rest_pose(up: str, rest: np.ndarray) -> None:
    found = find_up(TO_AXES[up](walking()), np.array(rest), 1 / 30)
    assert found.axis == up and (found.sure or up == "-y")


@pytest.mark.parametrize("head", [(1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0)])
@pytest.mark.parametrize("rest", [NO_REST, [0, 0.5, 0]])
def test_a_person_who_lies_throughout_keeps_lying(head: tuple[float, float, float], rest: np.ndarray) -> None:
    assert find_up(lying(head), np.array(rest), 1 / 30).axis == "y"


def test_ambiguous_motion_is_not_certain() -> None:
    assert not find_up(lying((0.0, 0.0, 1.0)), np.array([0, 0.5, 0]), 1 / 30).sure


@pytest.mark.parametrize("up", ["y", "z"])
def test_a_fall_shows_which_axis_is_down(up: str) -> None:
    assert find_up(TO_AXES[up](jumping()), NO_REST, 1 / 30).axis == up


def test_handstands_stay_upside_down() -> None:
    bodies = walking(frames=90, speed=0.3)
    middle = bodies.mean((0, 1))
    bodies[30:60] = (bodies[30:60] - middle) * [1, -1, -1] + middle
    assert find_up(bodies, np.array([0, 0.5, 0]), 1 / 30).axis == "y"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_any_numbers_are_decided(seed: int, frames: int) -> None:
    rng = np.random.default_rng(seed)
    bodies = rng.normal(size=(frames, 29, 3))
    bodies[rng.random(frames) < 0.3] = np.nan
    found = find_up(bodies, rng.normal(size=3), 1 / 30)
    assert found.axis in ("y", "z", "-y", "-z") and 0 < found.certainty <= 1


def z_up_motion(bodies: np.ndarray) -> Clip:
    """A clip whose offsets are Y up and whose motion is Z up, as MotionBuilder and Blender write."""
    clip = to_clip(bodies.astype(np.float32))
    values = clip.motion.values.copy()
    values[:, :3] = TO_AXES["z"](values[:, :3])
    quarter = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    rotations = quarter @ clip.rotations()[:, 0]
    assert clip.skeleton.channels[0][3:] == ("Zrotation", "Xrotation", "Yrotation")
    x = np.arcsin(np.clip(rotations[:, 2, 1], -1, 1))
    z = np.arctan2(-rotations[:, 0, 1], rotations[:, 1, 1])
    y = np.arctan2(-rotations[:, 2, 0], rotations[:, 2, 2])
    values[:, 3:6] = np.degrees(np.stack([z, x, y], -1))
    return replace(clip, motion=Motion(values))


def test_offsets_of_one_axis_and_motion_of_another_stand() -> None:
    clip = z_up_motion(walking())
    read = read_body(clip)
    expected = to_body(to_clip(walking().astype(np.float32)))
    assert read.axes.up == "z" and any("Z up" in remark for remark in read.remarks)
    assert np.abs(read.joints - expected).max() < 5e-3
    assert np.abs(to_body(clip, up="z") - expected).max() < 5e-3
    assert np.abs(to_body(clip, up="y")[:, BODY_INDEX["neck"], 2]).min() > 0.5
