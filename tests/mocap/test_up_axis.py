"""Which way is up, left-handed files, units and people: decided from clips, told by hand, said when doubtful."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import Clip, Motion
from posestudio.body.standing import standing_body
from posestudio.errors import BodyWarning, RigError
from posestudio.mocap.axes import FileAxes
from posestudio.mocap.body_from_clip import read_body, to_body
from posestudio.mocap.bvh import load_bvh, parse_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_files import Rig, load_rig, save_rig
from posestudio.mocap.units import unit_of
from posestudio.mocap.up_axis import find_up
from tests.mocap.rig_makers import DIALECTS, make_clip

NO_REST = np.zeros(3)
TO_AXES = {
    "y": lambda body: body,
    "z": lambda body: np.stack([body[..., 0], -body[..., 2], body[..., 1]], -1),
    "-y": lambda body: body * [1, -1, -1],
}
"""World axes to those of a file with that axis up."""


def walking(frames: int = 60, speed: float = 1.2) -> np.ndarray:
    """(F, 27, 3): a person who goes along +z, lifting the feet in turn, at 30 frames a second."""
    times = np.arange(frames) / 30
    bodies = np.repeat(standing_body()[None].astype(float), frames, 0)
    bodies[..., 2] += (speed * times)[:, None]
    for side, turn in (("left", 0.0), ("right", np.pi)):
        lift = np.maximum(np.sin(2 * np.pi * times + turn), 0)[:, None]
        for part, height in (("knee", 0.15), ("ankle", 0.12), ("toe", 0.1)):
            bodies[:, BODY_INDEX[f"{side}_{part}"], 1:] += lift * [height, 0.15 if part == "knee" else -0.05]
    return bodies


def lying(head: tuple[float, float, float] = (1.0, 0.0, 0.0), frames: int = 60) -> np.ndarray:
    """(F, 27, 3): a person on the back, the head towards ``head``, who lifts an arm now and then."""
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
    """(F, 27, 3): somersaults through the air, the body turning about its middle while it falls."""
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
def test_somebody_who_lies_all_through_lies(head: tuple[float, float, float], rest: np.ndarray) -> None:
    assert find_up(lying(head), np.array(rest), 1 / 30).axis == "y"


def test_what_can_be_read_both_ways_is_not_sure() -> None:
    assert not find_up(lying((0.0, 0.0, 1.0)), np.array([0, 0.5, 0]), 1 / 30).sure


@pytest.mark.parametrize("up", ["y", "z"])
def test_a_fall_tells_where_down_is(up: str) -> None:
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
    bodies = rng.normal(size=(frames, 27, 3))
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


def mirrored(clip: Clip, axis: int) -> Clip:
    """The clip with one of the file's axes turned round, as in a left-handed file."""
    flip = np.ones(3)
    flip[axis] = -1
    skeleton = replace(clip.skeleton, offsets=clip.skeleton.offsets * flip)
    skeleton = replace(
        skeleton, end_sites={joint: end * flip for joint, end in clip.skeleton.end_sites.items()}
    )
    letter = "XYZ"[axis]
    names = [channel for channels in skeleton.channels for channel in channels]
    signs = [-1.0 if (name[1:] == "position") == (name[0] == letter) else 1.0 for name in names]
    return replace(clip, skeleton=skeleton, motion=Motion(clip.motion.values * signs))


@pytest.mark.parametrize("axis", [0, 2])
def test_left_handed_files_are_mended_and_said(axis: int) -> None:
    clip = to_clip(walking().astype(np.float32))
    plain = to_body(clip)
    with pytest.warns(BodyWarning, match="left-handed"):
        body = to_body(mirrored(clip, axis))
    if axis == 2:  # x is turned round instead: the same motion, looked at from behind
        body = body * [-1, 1, -1]
    assert np.abs(body - plain).max() < 2e-3
    told = to_body(mirrored(clip, axis), handedness="left")
    assert np.abs(told * ([-1, 1, -1] if axis == 2 else 1) - plain).max() < 2e-3


def test_a_told_handedness_is_kept() -> None:
    clip = mirrored(to_clip(walking().astype(np.float32)), 0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        body = to_body(clip, handedness="right")
    assert body[0, BODY_INDEX["left_hip"], 0] < body[0, BODY_INDEX["right_hip"], 0]
    assert read_body(to_clip(walking().astype(np.float32))).axes.handedness == "right"


def two_people(one_root: bool) -> Clip:
    text = []
    for index, name in enumerate(("Ann", "Bob")):
        bodies = walking() + [3.0 * index, 0, 0]
        clip = to_clip(bodies.astype(np.float32))
        text.append((clip, name))
    first, second = (clip for clip, _ in text)
    count = len(first.skeleton.joint_names)
    above = 1 if one_root else 0
    names = ["World"] * above + [
        f"{name}:{joint}" for clip, name in text for joint in clip.skeleton.joint_names
    ]
    parents = [-1] * above
    for start, clip in ((above, first), (above + count, second)):
        parents += [above - 1 if parent < 0 else start + int(parent) for parent in clip.skeleton.parents]
    skeleton = replace(
        first.skeleton,
        joint_names=tuple(names),
        parents=np.array(parents),
        offsets=np.vstack([np.zeros((above, 3)), first.skeleton.offsets, second.skeleton.offsets]),
        channels=(*[()] * above, *first.skeleton.channels, *second.skeleton.channels),
        end_sites={
            joint + start: end
            for start, clip in ((above, first), (above + count, second))
            for joint, end in clip.skeleton.end_sites.items()
        },
    )
    return replace(
        first, skeleton=skeleton, motion=Motion(np.hstack([first.motion.values, second.motion.values]))
    )


@pytest.mark.parametrize("one_root", [False, True])
def test_each_person_of_a_file_can_be_read(tmp_path: Path, one_root: bool) -> None:
    save_bvh(tmp_path / "two.bvh", two_people(one_root))
    clip = load_bvh(tmp_path / "two.bvh")
    expected = to_body(to_clip(walking().astype(np.float32)))
    with pytest.warns(BodyWarning, match="2 people"):
        first = to_body(clip)
    second = to_body(clip, person=1)
    assert np.abs(first - expected).max() < 2e-3
    assert np.abs(second - [3, 0, 0] - expected).max() < 2e-3
    with pytest.raises(RigError, match="person 2: expected 0 to 1"):
        to_body(clip, person=2)


def test_a_prop_is_no_person() -> None:
    clip = to_clip(walking().astype(np.float32))
    names = (*clip.skeleton.joint_names, *(f"Prop{index}" for index in range(14)))
    parents = np.append(clip.skeleton.parents, [-1, *range(len(names) - 14, len(names) - 1)])
    skeleton = replace(
        clip.skeleton,
        joint_names=names,
        parents=parents,
        offsets=np.vstack([clip.skeleton.offsets, np.ones((14, 3))]),
        channels=(*clip.skeleton.channels, *[()] * 14),
    )
    read = read_body(replace(clip, skeleton=skeleton))
    assert read.people == 1 and read.warnings == ()


def test_rig_files_tell_axes(tmp_path: Path) -> None:
    clip = make_clip(DIALECTS["daz"], unit=0.003)
    rig = Rig({"left_toe": "lFoot"}, FileAxes("y", 0.003, "right"))
    save_rig(tmp_path / "rig.json", clip, rig)
    assert load_rig(tmp_path / "rig.json") == rig
    read = read_body(clip, rig=load_rig(tmp_path / "rig.json"))
    assert read.axes == FileAxes("y", 0.003, "right")
    assert np.abs(read.joints[0, 0] - standing_body()[0]).max() < 2e-3
    assert read_body(clip, rig=rig, axes=FileAxes(unit=0.03)).axes.unit == 0.03
    (tmp_path / "rig.json").write_text('{"joints": {}, "up": "sideways"}')
    with pytest.raises(RigError, match=r"rig\.json: up must be"):
        load_rig(tmp_path / "rig.json")


@pytest.mark.parametrize(("text", "metres"), [("cm", 0.01), ("Inches", 0.0254), ("0.5", 0.5), ("1e-3", 1e-3)])
def test_units_as_people_write_them(text: str, metres: float) -> None:
    assert unit_of(text) == metres


@pytest.mark.parametrize("text", ["", "furlong", "0", "-1", "nan", "inf"])
def test_what_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(RigError, match="expected a unit"):
        unit_of(text)


def test_a_second_person_in_text() -> None:
    one = "ROOT {0} {{ OFFSET 0 0 0 CHANNELS 3 Xposition Yposition Zposition End Site {{ OFFSET 0 1 0 }} }}\n"
    text = (
        "HIERARCHY\n" + one.format("A") + one.format("B") + "MOTION\nFrames: 1\nFrame Time: .1\n1 2 3 4 5 6\n"
    )
    assert parse_bvh(text).positions()[0].tolist() == [[1, 2, 3], [4, 5, 6]]
