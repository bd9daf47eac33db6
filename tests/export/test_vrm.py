"""VRM files read back: what VRM 1.0 requires, the T-pose on the floor, and the same motion."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_lifted
from posestudio.export.motion_files import save_motion
from posestudio.export.vrm import save_vrm
from posestudio.mocap.bvh import save_bvh
from posestudio.mocap.retargeting import to_clip
from tests.export.test_gltf import posed, read, values
from tests.fakes import CAMERA, FakeLifter, standing_keypoints
from tests.mocap.test_retargeting import articulated

REQUIRED = {
    *("hips", "spine", "head"),
    *(f"{side}{bone}" for side in ("left", "right") for bone in ("UpperLeg", "LowerLeg", "Foot")),
    *(f"{side}{bone}" for side in ("left", "right") for bone in ("UpperArm", "LowerArm", "Hand")),
}
"""The bones without which a model is no humanoid (VRMC_vrm 1.0, humanoid.md)."""


@pytest.fixture
def clip():
    return to_clip(articulated(5) + [2.0, 0.7, -3.0], fps=25, names="vrm")


def bones(document, extension: str) -> dict[str, int]:
    assert document["extensionsUsed"] == [extension]
    described = document["extensions"][extension]
    assert described["specVersion"] == "1.0"
    nodes = {name: bone["node"] for name, bone in described["humanoid"]["humanBones"].items()}
    assert set(nodes) >= REQUIRED and len(set(nodes.values())) == len(nodes)
    return nodes


def rest_places(document, nodes: dict[str, int]) -> dict[str, np.ndarray]:
    world = posed({**document, "animations": []}, b"", 0)
    return {name: world[node][:3, 3] for name, node in nodes.items()}


def test_an_avatar_stands_in_a_t_pose_on_the_floor(tmp_path: Path, clip) -> None:
    save_vrm(tmp_path / "a.vrm", clip)
    document, buffer = read(tmp_path / "a.vrm")
    rest = rest_places(document, bones(document, "VRMC_vrm"))
    assert "animations" not in document
    assert rest["leftHand"][1] == pytest.approx(rest["leftUpperArm"][1], abs=1e-4)
    assert rest["leftHand"][0] > 0.5 and rest["leftToes"][2] > rest["leftFoot"][2]
    skinned = document["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    mesh = values(document, buffer, skinned)
    assert mesh[:, 1].min() == pytest.approx(0, abs=1e-4) and np.ptp(mesh[:, 1]) > 1.5
    inverse = values(document, buffer, document["skins"][0]["inverseBindMatrices"]).reshape(-1, 4, 4)
    assert -inverse[0, 3, :3] == pytest.approx(rest["hips"], abs=1e-5)


def test_an_avatar_says_whose_it_is_and_what_may_be_done_with_it(tmp_path: Path, clip) -> None:
    save_vrm(tmp_path / "Ada.vrm", clip)
    meta = read(tmp_path / "Ada.vrm")[0]["extensions"]["VRMC_vrm"]["meta"]
    assert meta["name"] == "Ada" and meta["authors"] == ["PoseStudio"]
    assert meta["licenseUrl"] == "https://vrm.dev/licenses/1.0/"
    assert "MIT" in meta["thirdPartyLicenses"] and meta["allowRedistribution"] is True
    assert not any(name.startswith("allowExcessively") for name in meta)


def test_an_animation_is_the_motion_above_the_origin_with_a_foot_on_the_floor(tmp_path: Path, clip) -> None:
    save_vrm(tmp_path / "a.vrma", clip)
    document, buffer = read(tmp_path / "a.vrma")
    nodes = bones(document, "VRMC_vrm_animation")
    rest = rest_places(document, nodes)
    assert rest["leftHand"][1] == pytest.approx(rest["leftUpperArm"][1], abs=1e-4)
    moved = {
        channel["target"]["node"]
        for channel in document["animations"][0]["channels"]
        if channel["target"]["path"] == "translation"
    }
    assert moved == {nodes["hips"]}
    order = [nodes[name] for name in clip.skeleton.joint_names]
    found = np.stack([[posed(document, buffer, frame)[node][:3, 3] for node in order] for frame in range(4)])
    shift = (found - 0.01 * clip.positions()).reshape(-1, 3)
    assert shift == pytest.approx(np.broadcast_to(shift[0], shift.shape), abs=1e-4)
    assert found[0, 0, [0, 2]] == pytest.approx([0, 0], abs=1e-4)
    ankles = [
        clip.skeleton.joint_names.index(name) for name in ("leftFoot", "rightFoot", "leftToes", "rightToes")
    ]
    above = found[:, ankles, 1] - [rest[clip.skeleton.joint_names[one]][1] for one in ankles]
    assert above.min() == pytest.approx(0, abs=1e-4)


def test_a_single_pose_is_held(tmp_path: Path) -> None:
    save_vrm(tmp_path / "a.vrma", to_clip(articulated(5)[0], names="vrm"))
    document, buffer = read(tmp_path / "a.vrma")
    clock = values(document, buffer, document["animations"][0]["samplers"][0]["input"]).ravel()
    assert len(clock) == 2 and clock[1] > clock[0]


def test_lifted_poses_and_clips_become_vrm_files(tmp_path: Path) -> None:
    save_lifted(tmp_path / "a.vrm", FakeLifter().lift(standing_keypoints(), CAMERA, hypotheses=2, seed=0))
    save_bvh(tmp_path / "walk.bvh", to_clip(articulated(5)))
    save_motion(tmp_path / "a.vrma", tmp_path / "walk.bvh", names="mixamo")
    for name, extension in (("a.vrm", "VRMC_vrm"), ("a.vrma", "VRMC_vrm_animation")):
        assert bones(read(tmp_path / name)[0], extension)


def test_other_skeletons_and_endings_are_refused(tmp_path: Path, clip) -> None:
    with pytest.raises(PoseStudioError, match="VRM's joint names"):
        save_vrm(tmp_path / "a.vrm", to_clip(articulated(5)))
    with pytest.raises(PoseStudioError, match="ending in .vrma, .vrm"):
        save_vrm(tmp_path / "a.glb", clip)
    assert not list(tmp_path.iterdir())
