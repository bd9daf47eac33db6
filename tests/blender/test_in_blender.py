"""The add-on in Blender itself, with the program and the bundled example.

POSESTUDIO_BPY is the path of a Python that has the package bpy, pinned to 4.5.15 (Python 3.11):
    python3.11 -m venv bpy && bpy/bin/pip install bpy==4.5.15 && export POSESTUDIO_BPY=$PWD/bpy/bin/python
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from posestudio.app.model.project import Project, save_project
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.model.state import SamplerSettings, State
from posestudio.body.layouts import to_keypoints
from posestudio.cli import main
from posestudio.common.resources import asset
from posestudio.keypoints import Keypoints, save_keypoints
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh
from tests.fakes import CAMERA, standing_keypoints

BPY = os.environ.get("POSESTUDIO_BPY", "")
pytestmark = pytest.mark.skipif(not BPY, reason="POSESTUDIO_BPY names no Python with Blender's package bpy")

VERSION = "4.5.15"
ROOT = Path(__file__).parents[2]
PERSON_CASES = (
    "controls",
    "new_armature",
    "picture_keys",
    "sequence",
    "project",
    "saved",
    "problems",
    "cancelled",
    "panels",
)
EXACT = ("upper arms", "forearms", "thighs", "shins", "hips")
NEAR = {"hands": 1.0, "shoulders": 12.0, "neck": 25.0, "feet": 16.0}
"""Degrees that others may be off: shoulders and necks have proportions of their own, and feet lie flat."""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """What Blender says of every case."""
    folder = tmp_path_factory.mktemp("blender")
    for name in ("photograph.jpg", "keypoints.json"):
        shutil.copy(asset(f"example/{name}"), folder)
    lifted = str(folder / "lifted.json")
    assert (
        main(["lift", str(folder / "keypoints.json"), "--out", lifted, "--quiet", "--hypotheses", "2"]) == 0
    )
    for names in ("mixamo", "unreal"):
        out = str(folder / f"{names}.bvh")
        assert main(["lift", str(folder / "keypoints.json"), "--out", out, "--names", names, "--quiet"]) == 0
    bodies = to_body(load_bvh(asset("example/clip.bvh")))[:31]
    frames = [
        Keypoints(CAMERA.project(to_keypoints(body))[None], size=CAMERA.size, source=f"f_{number:03d}")
        for number, body in enumerate(bodies)
    ]
    save_keypoints(folder / "sequence.json", frames, fps=30.0)
    source = KeypointsSource("two", (standing_keypoints(people=2),))
    settings = SamplerSettings(hypotheses=4)
    save_project(folder / "moment.posestudio", Project(State(source, camera=CAMERA, settings=settings)))
    (folder / "broken.json").write_text("{}")
    _program(folder, f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m posestudio "$@"')
    _program(folder / "old", 'case $1 in --version) echo "posestudio 0.1.0";; *) echo lift;; esac')
    _program(folder / "slow", "exec sleep 1000")
    script = Path(__file__).with_name("in_blender.py")
    done = subprocess.run(
        [BPY, str(script), str(folder), "angles", *PERSON_CASES], capture_output=True, text=True, timeout=900
    )
    assert (folder / "unregistered").exists(), done.stdout[-2000:] + done.stderr[-4000:]
    return {case: json.loads((folder / f"{case}.json").read_text()) for case in ("angles", *PERSON_CASES)}


def _program(folder, script):
    folder.mkdir(exist_ok=True)
    (folder / "posestudio").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "posestudio").chmod(0o755)


def assert_close(errors, near=None):
    limits = dict.fromkeys(EXACT, 0.5) | NEAR | (near or {})
    assert {limb: off for limb, off in errors.items() if off > limits[limb]} == {}


def test_it_is_the_pinned_version():
    said = subprocess.run(
        [BPY, "-c", "import bpy; print(bpy.app.version_string)"], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith(VERSION)


def test_every_case_ran(report):
    assert not {case: found["failed"] for case, found in report.items() if "failed" in found}


def test_limbs_point_along_the_lifted_ones_on_every_rig(report):
    for errors in report["angles"].values():
        assert_close(errors)


def test_the_controls_of_a_generated_rig_are_posed(report):
    assert_close(report["controls"])


def test_a_new_armature_has_the_person_s_lengths(report):
    found = report["new_armature"]
    assert found["type"] == "ARMATURE" and found["another"]
    assert found["thigh"] == pytest.approx(1, abs=0.02)
    assert_close(found["errors"])
    assert_close(found["again"])


def test_a_picture_has_keys_at_the_current_frame_in_an_action_of_its_own(report):
    found = report["picture_keys"]
    assert found["times"] == [42] and found["action"] == "photograph" and found["actions"] == 2
    assert found["before"] == [True, 0] and found["same action"]
    assert found["kept by keys"] < 1e-5
    assert found["undo"] == ["UNDO"]  # one step; Blender without a window has no undo to try it with


def test_a_sequence_has_keys_in_the_scene_s_frames(report):
    found = report["sequence"]
    assert found["times"] == [10, 34, 25] and found["motions"] == ["Motion 1", "Motion 2"]
    assert_close(found["errors"])


def test_the_people_of_a_project_can_be_chosen(report):
    assert report["project"]["people"] == 2
    for errors in report["project"]["errors"]:
        assert_close(errors)


def test_a_saved_file_still_has_the_hypotheses(report):
    assert_close(report["saved"])


def test_problems_are_said_and_change_nothing(report):
    said = report["problems"]
    assert "there is no file" in said["no file"] and "broken.json" in said["no person"]
    assert "no bone is known for: left elbow, left wrist. Choose" in said["bones"]
    assert said["untouched"] == [True] * 3
    assert said["by hand"] == ""
    assert_close(said["errors"])
    assert "too old" in said["too old"] and "match-rig" in said["too old"]
    assert "there is no program" in said["missing"]


def test_esc_ends_the_program(report):
    assert report["cancelled"] == {
        "answers": [["PASS_THROUGH"], ["PASS_THROUGH"], ["CANCELLED"]],
        "said": ["Lifting was cancelled"],
        "ended": True,
        "running": False,
        "actions": 0,
    }


def test_panels_draw_what_blender_can_draw(report):
    drawn = report["panels"]
    assert "No armature selected: makes a new one" in drawn["empty"] and "From Picture..." in drawn["empty"]
    assert "Character" in drawn["before"] and "posestudio.match" in drawn["before"]
    assert {"Person of 2", "POSESTUDIO_UL_hypotheses", "Left elbow"} <= {str(text) for text in drawn["after"]}
    assert drawn["meanwhile"][:2] == ["column", "starting"]


def test_no_limb_is_far_off_on_any_rig(report, record_property):
    """The largest error of each kind of limb, over rigs and hypotheses, is printed for the documentation."""
    worst = {
        limb: round(
            float(np.max([errors[limb] for errors in report["angles"].values() if limb in errors])), 2
        )
        for limb in (*EXACT, *NEAR)
    }
    print(json.dumps({"worst": worst, "rigs": report["angles"], "controls": report["controls"]}, indent=1))
    record_property("degrees", json.dumps(worst))
    assert_close(worst)
