"""The pose library's files: what is saved is read, and damaged files are named and skipped."""

import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from posestudio.app.model.pose_library import LONGEST_NAME, STARTER, Pose, PoseLibrary, read_poses
from posestudio.body.limits import bundled_limits
from posestudio.body.standing import standing_body
from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError

NUMBERS = st.floats(-50, 50, width=32)


@pytest.fixture
def library(tmp_path):
    (tmp_path / "poses").mkdir()
    return PoseLibrary(tmp_path / "poses")


def names(library):
    return [pose.name for pose in library.poses()[0]]


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=120),
    st.lists(st.text(max_size=20), max_size=4),
    arrays(np.float32, (29, 3), elements=NUMBERS),
)
def test_any_name_tags_and_joints_are_read_as_they_were_saved(name, tags, joints):
    with tempfile.TemporaryDirectory() as folder:
        library = PoseLibrary(Path(folder))
        saved = library.save(Pose(name, tuple(tags), joints))
        (found,), problems = library.poses()
        assert not problems and (found.name, found.tags, found.path) == (saved.name, saved.tags, saved.path)
        assert 0 < len(found.name) <= LONGEST_NAME and found.name.isprintable()
        assert found.joints.dtype == np.float32 and np.allclose(found.joints, joints, atol=2e-5)
        library.export(Path(folder) / "all", [found])
        assert [pose.name for pose in read_poses(Path(folder) / "all")] == [found.name]


def test_a_new_library_has_the_starter_poses_which_a_body_can_take(tmp_path):
    library = PoseLibrary(tmp_path / "poses")
    poses, problems = library.poses()
    assert len(poses) == len(list(library.folder.iterdir())) >= 12 and not problems
    assert {"T-pose", "Sitting", "Running", "Waving"} <= {pose.name for pose in poses}
    lengths = [np.linalg.norm(pose.joints[12] - pose.joints[11]) for pose in poses]
    assert np.ptp(lengths) < 1e-4
    outside = [bundled_limits().outside(pose.joints[None]).sum() for pose in poses]
    assert max(outside) <= 2
    for pose in poses:
        library.delete(pose)
    assert library.poses() == ([], [])  # they do not come back by themselves
    assert len(library.take_in(asset(STARTER))) == len(poses) and library.take_in(asset(STARTER)) == []


def test_poses_are_found_renamed_deleted_and_brought_back(library):
    pose = library.save(Pose("Old", ("Sport", "sport", " "), standing_body()))
    assert pose.tags == ("sport",) and pose.matches(["spo", "ol"]) and not pose.matches(["walk"])
    pose = library.save(replace(pose, name="New"))
    assert names(library) == ["New"]
    library.delete(pose)
    assert names(library) == []
    library.save(pose)
    assert names(library) == ["New"]


BAD = {
    "empty.json": "",
    "other.json": "{}",
    "list.json": "[]",
    "nameless.json": json.dumps({"format": "posestudio library pose", "joints": {}}),
    "jointless.json": json.dumps({"format": "posestudio library pose", "name": "a", "joints": {}}),
    "huge.json": json.dumps(
        {"format": "posestudio library pose", "name": "a", "joints": {"hips": [0, 0, 1e99]}}
    ),
}


def test_damaged_files_are_named_and_the_others_read(library):
    library.save(Pose("Good", (), standing_body()))
    for name, text in BAD.items():
        (library.folder / name).write_text(text)
    poses, problems = library.poses()
    assert [pose.name for pose in poses] == ["Good"] and len(problems) == len(BAD)
    assert all(any(name in problem for problem in problems) for name in BAD)
    assert any("joint hips: expected three numbers" in problem for problem in problems)
    with pytest.raises(PoseStudioError, match=r"other\.json: expected exported poses"):
        library.take_in(library.folder / "other.json")


def test_several_programs_save_and_begin_a_library_at_once(tmp_path):
    libraries = [PoseLibrary(tmp_path / "poses") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda one: len(one.poses()[0]), libraries))
        saved = list(pool.map(lambda one: one.save(Pose("Mine", (), standing_body())), libraries))
    assert min(counts) >= 12 and len({pose.path for pose in saved}) == 4
    assert names(libraries[0]).count("Mine") == 4
