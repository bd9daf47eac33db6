from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posestudio.body.skeleton import Clip, Motion
from posestudio.errors import BodyWarning, RigError
from posestudio.mocap.body_from_clip import read_body, to_body
from posestudio.mocap.bvh import load_bvh, parse_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.mocap.rig_makers import walking


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


def test_a_second_person_in_text() -> None:
    one = "ROOT {0} {{ OFFSET 0 0 0 CHANNELS 3 Xposition Yposition Zposition End Site {{ OFFSET 0 1 0 }} }}\n"
    text = (
        "HIERARCHY\n" + one.format("A") + one.format("B") + "MOTION\nFrames: 1\nFrame Time: .1\n1 2 3 4 5 6\n"
    )
    assert parse_bvh(text).positions()[0].tolist() == [[1, 2, 3], [4, 5, 6]]
