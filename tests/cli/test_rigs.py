"""The command that says which joint of a skeleton is which, and the skeletons it reads."""

import json

import pytest

from posestudio.errors import RigError
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_files import load_rig
from posestudio.mocap.rig_matching import REQUIRED
from posestudio.mocap.skeleton_json import load_skeleton
from tests.fakes import standing_body


def skeleton_of(clip, renamed=lambda name: name):
    """The JSON of a clip's skeleton, children first: joints may be in any order."""
    skeleton = clip.skeleton
    names = [renamed(name) for name in skeleton.joint_names]
    joints = [
        {
            "name": name,
            "parent": names[parent] if parent >= 0 else None,
            "position": position.tolist(),
        }
        for name, parent, position in zip(names, skeleton.parents, skeleton.rest_positions(), strict=True)
    ]
    return {"joints": joints[::-1]}


@pytest.mark.parametrize("names", ["motionbuilder", "mixamo", "unreal"])
def test_a_skeleton_s_joints_are_found_alike_in_json_and_bvh(run, tmp_path, names):
    clip = to_clip(standing_body(), names=names)
    save_bvh(tmp_path / "rig.bvh", clip)
    (tmp_path / "rig.json").write_text(json.dumps(skeleton_of(clip)))
    for source in ("rig.bvh", "rig.json"):
        assert run("match-rig", source, "--out", f"{source}.match.json")[0] == 0
    one, other = (json.loads((tmp_path / f"rig.{end}.match.json").read_text()) for end in ("bvh", "json"))
    assert one["joints"] == other["joints"] and set(REQUIRED) <= one["joints"].keys()
    assert one["needed"] == [] and sorted(one["skeleton"]) == sorted(other["skeleton"])
    assert load_rig(tmp_path / "rig.bvh.match.json").joints == one["joints"]  # a rig file, too


def test_what_is_missing_is_said_and_no_error(run, tmp_path):
    clip = to_clip(standing_body(), names="mixamo")
    content = skeleton_of(clip)
    content["joints"] = [joint for joint in content["joints"] if "Left" not in joint["name"]]
    (tmp_path / "half.json").write_text(json.dumps(content))
    status, said, _ = run("match-rig", "half.json", "--out", "found.json")
    found = json.loads((tmp_path / "found.json").read_text())
    assert status == 0 and "left_wrist" in said and "left_wrist" in found["needed"]
    assert found["joints"]["right_wrist"] == "mixamorig:RightHand"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ([], "expected"),
        ({"joints": []}, "expected"),
        ({"joints": [{"name": "a", "position": [0, 0]}]}, "joints[0] 'a': position"),
        ({"joints": [{"name": "a", "position": [0, 0, "x"]}]}, "position"),
        ({"joints": [{"name": "a", "parent": "b", "position": [0, 0, 0]}]}, "its parent 'b'"),
        ({"joints": [{"name": "a", "parent": "a", "position": [0, 0, 0]}]}, "parents of each other"),
        ({"joints": [{"name": "a", "position": [0, 0, 0]}] * 2}, "a second joint called 'a'"),
    ],
)
def test_a_skeleton_that_is_none_names_the_joint(tmp_path, content, named):
    (tmp_path / "bad.json").write_text(json.dumps(content))
    with pytest.raises(RigError, match="bad.json") as problem:
        load_skeleton(tmp_path / "bad.json")
    assert named in str(problem.value)
