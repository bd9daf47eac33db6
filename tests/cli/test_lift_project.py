"""The command that lifts a project of the studio."""

import json
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from posestudio.app.model.picture import Picture
from posestudio.app.model.project import Project, save_project
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.app.model.state import SamplerSettings, State
from posestudio.body.standing import standing_body
from posestudio.keypoints import Keypoints
from tests.fakes import CAMERA, standing_keypoints

SETTINGS = SamplerSettings(hypotheses=5, seed=7)


def project_of(path, frames, selected=0, **state):
    source = KeypointsSource("two people", tuple(frames), frame_time=0.1)
    save_project(path, Project(State(source, camera=CAMERA, settings=SETTINGS, **state), selected))
    return path


def test_a_moment_is_lifted_with_the_project_s_settings(run, lift_options, tmp_path):
    path = project_of(tmp_path / "moment.posestudio", [standing_keypoints(people=2)])
    status, said, errors = run("lift", path, "--out", "poses.json")
    assert (status, errors) == (0, "")
    assert said.splitlines()[-1] == "poses.json: 1 frames, 2 people, 5 poses each"
    assert [(given["seed"], given["hypotheses"]) for given in lift_options] == [(7, 5)] * 2
    content = json.loads((tmp_path / "poses.json").read_text())
    assert [entry["person"] for entry in content["people"]] == [0, 1]


def test_a_pose_made_by_hand_comes_first_and_then_the_selected_one(run, lifter, tmp_path):
    made = (standing_body() + [0, 0.25, 0]).astype(np.float32)
    poses = MappingProxyType({(0, 0): made})
    path = project_of(tmp_path / "made.posestudio", [standing_keypoints()], poses=poses)
    assert run("lift", path, "--out", "made.npz", "--hypotheses", 3, "--quiet")[0] == 0
    joints = np.load(tmp_path / "made.npz")["joints"]
    assert joints.shape[1] == 3
    assert np.allclose(joints[0, 0], made @ CAMERA.R.T + CAMERA.t, atol=1e-3)
    plain = project_of(tmp_path / "plain.posestudio", [standing_keypoints()])
    chosen = project_of(tmp_path / "chosen.posestudio", [standing_keypoints()], selected=2)
    for project in (plain, chosen):
        assert run("lift", project, "--out", project.with_suffix(".npz"))[0] == 0
    every, first = (np.load(tmp_path / f"{name}.npz")["joints"] for name in ("plain", "chosen"))
    assert np.array_equal(first[0], every[0][[2, 0, 1, 3, 4]])


def test_a_sequence_becomes_the_motion_from_in_to_out(run, motion_options, tmp_path):
    state = State().motion
    path = project_of(
        tmp_path / "walk.posestudio", [standing_keypoints()] * 6, motion=replace(state, trim=(1, 4))
    )
    status, said, _ = run("lift", path, "--out", "walk.bvh")
    assert status == 0 and "4 frames, 1 people, 5 motions each" in said
    assert motion_options[0]["fps"] == pytest.approx(10) and (tmp_path / "walk.bvh").exists()


def test_what_a_project_cannot_have_is_one_line(run, lifter, tmp_path):
    path = project_of(tmp_path / "p.posestudio", [standing_keypoints()])
    status, _, error = run("lift", path, "--out", "o.json", "--fps", 25)
    assert status == 2 and "--fps: a project has its own" in error
    status, _, error = run("lift", path, "--out", "folder")
    assert status == 2 and "expected a file as OUT" in error
    empty = project_of(tmp_path / "empty.posestudio", [Keypoints(np.zeros((0, 17, 2)), size=(64, 48))])
    status, _, error = run("lift", empty, "--out", "o.json")
    assert status == 1 and "empty.posestudio: nobody is" in error
    clip = ClipSource("gone.bvh", standing_body()[None], 0.1, tmp_path / "gone.bvh")
    save_project(tmp_path / "clip.posestudio", Project(State(clip)))
    status, _, error = run("lift", tmp_path / "clip.posestudio", "--out", "o.json")
    assert status == 1 and "the clip" in error and "gone.bvh" in error
    assert not list(tmp_path.glob("o.*"))


def test_a_missing_picture_is_not_needed(run, lifter, tmp_path):
    from PySide6.QtGui import QImage

    picture = Picture("gone.png", QImage(), tmp_path / "gone.png")
    path = project_of(tmp_path / "p.posestudio", [standing_keypoints()], picture=picture)
    assert run("lift", path, "--out", "o.json")[0] == 0
