"""Read back by a reader of its own, and by Khronos' validator where there is one."""

import base64
import json
import os
import shutil
import struct
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.export.gltf import save_gltf
from posestudio.export.vrm import save_vrm
from posestudio.mannequin import skinned
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import TARGETS

TYPES = {5126: np.float32, 5121: np.uint8, 5123: np.uint16, 5125: np.uint32}
WIDTHS = {"SCALAR": 1, "VEC3": 3, "VEC4": 4, "MAT4": 16}


def moving(frames=5, shift=0.0):
    """A body that walks, lifts an arm and turns about, as a clip."""
    return to_clip(walking(frames, shift), fps=25, name="walker")


def walking(frames=5, shift=0.0):
    """The body joints of `moving`, (F, 29, 3)."""
    bodies = np.repeat(standing_body()[None], frames, 0).astype(np.float64)
    bodies[:, [13, 14, 17, 18], 1] += 0.1 * np.arange(frames)[:, None]
    angle = np.linspace(0, 5, frames)
    turn = np.zeros((frames, 3, 3))
    turn[:, 1, 1] = 1
    turn[:, 0, 0] = turn[:, 2, 2] = np.cos(angle)
    turn[:, 0, 2], turn[:, 2, 0] = np.sin(angle), -np.sin(angle)
    bodies = np.einsum("fij,fbj->fbi", turn, bodies)
    bodies[..., 0] += shift
    return bodies


def read(path: Path):
    """(document, buffer) of either kind of file."""
    data = path.read_bytes()
    if path.suffix == ".gltf":
        document = json.loads(data)
        uri = document["buffers"][0]["uri"]
        return document, base64.b64decode(uri.split(",", 1)[1])
    magic, version, length = struct.unpack("<4sII", data[:12])
    assert (magic, version, length) == (b"glTF", 2, len(data))
    size, kind = struct.unpack("<I4s", data[12:20])
    assert kind == b"JSON" and size % 4 == 0
    text, rest = data[20 : 20 + size], data[20 + size :]
    size, kind = struct.unpack("<I4s", rest[:8])
    assert kind == b"BIN\0" and len(rest) == 8 + size
    return json.loads(text), rest[8:]


def values(document, buffer, index):
    accessor = document["accessors"][index]
    view = document["bufferViews"][accessor["bufferView"]]
    dtype = np.dtype(TYPES[accessor["componentType"]])
    width = WIDTHS[accessor["type"]]
    start = view["byteOffset"]
    assert start % 4 == 0 and start + view["byteLength"] <= len(buffer)
    array = np.frombuffer(buffer, dtype, accessor["count"] * width, start).reshape(-1, width)
    if "min" in accessor:
        assert array.min(0) == pytest.approx(accessor["min"]) and array.max(0) == pytest.approx(
            accessor["max"]
        )
    return array


def matrix(node):
    x, y, z, w = node["rotation"]
    made = np.eye(4)
    made[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    made[:3, 3] = node["translation"]
    return made


def posed(document, buffer, frame):
    """World matrices of all nodes at a key frame."""
    nodes = [dict(node) for node in document["nodes"]]
    for animation in document.get("animations", ()):
        for channel in animation["channels"]:
            sampler = animation["samplers"][channel["sampler"]]
            keys = values(document, buffer, sampler["output"])
            nodes[channel["target"]["node"]][channel["target"]["path"]] = keys[frame]
    world = {}

    def visit(index, above):
        if "rotation" in nodes[index]:
            world[index] = above @ matrix(nodes[index])
        for child in nodes[index].get("children", ()):
            visit(child, world[index])

    for root in document["scenes"][0]["nodes"]:
        visit(root, np.eye(4))
    return world


@pytest.mark.parametrize("suffix", [".glb", ".gltf"])
def test_nodes_and_animation_give_the_clip_s_positions(tmp_path, suffix):
    clips = [moving(), moving(shift=1.0)]
    path = tmp_path / f"a{suffix}"
    save_gltf(path, clips)
    document, buffer = read(path)
    joints = len(clips[0].skeleton.joint_names)
    for frame in (0, 2, 4):
        world = posed(document, buffer, frame)
        for number, clip in enumerate(clips):
            nodes = document["skins"][number]["joints"]
            assert len(nodes) == joints
            found = np.stack([world[node][:3, 3] for node in nodes])
            assert found == pytest.approx(0.01 * clip.positions()[frame], abs=1e-4)


def test_quaternions_are_units_that_never_jump(tmp_path):
    save_gltf(tmp_path / "a.glb", moving(40))
    document, buffer = read(tmp_path / "a.glb")
    (animation,) = document["animations"]
    for channel in animation["channels"]:
        keys = values(document, buffer, animation["samplers"][channel["sampler"]]["output"])
        if channel["target"]["path"] == "rotation":
            assert np.linalg.norm(keys, axis=1) == pytest.approx(1, abs=1e-5)
            assert ((keys[1:] * keys[:-1]).sum(1) >= 0).all()
    clock = values(document, buffer, animation["samplers"][0]["input"]).ravel()
    assert np.diff(clock) == pytest.approx(1 / 25, rel=1e-4)


def of_another_rig(clip):
    """The clip on a skeleton of the same shape whose names no program has."""
    names = tuple(f"my {name}" for name in clip.skeleton.joint_names)
    return replace(clip, skeleton=replace(clip.skeleton, joint_names=names))


def test_the_bones_of_any_rig_fit_its_skeleton_at_rest(tmp_path):
    clip = of_another_rig(moving())
    save_gltf(tmp_path / "a.glb", clip)
    document, buffer = read(tmp_path / "a.glb")
    inverse = values(document, buffer, document["skins"][0]["inverseBindMatrices"]).reshape(-1, 4, 4)
    rest = 0.01 * clip.skeleton.rest_positions()
    for matrix_, position in zip(inverse.transpose(0, 2, 1), rest, strict=True):
        assert matrix_ @ np.append(position, 1) == pytest.approx([0, 0, 0, 1], abs=1e-5)
    (primitive,) = document["meshes"][0]["primitives"]
    positions = values(document, buffer, primitive["attributes"]["POSITION"])
    carriers = values(document, buffer, primitive["attributes"]["JOINTS_0"])[:, 0]
    assert values(document, buffer, primitive["attributes"]["WEIGHTS_0"]).sum(1) == pytest.approx(1)
    assert np.linalg.norm(positions - rest[carriers], axis=1).max() < 0.6  # a bone's length
    triangles = positions.reshape(-1, 3, 3)
    normals = values(document, buffer, primitive["attributes"]["NORMAL"]).reshape(-1, 3, 3)[:, 0]
    facing = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    assert ((facing * normals).sum(1) > 0).all()
    by_bone = triangles.reshape(-1, 8, 3, 3)
    outwards = by_bone.mean(2) - by_bone.mean((1, 2))[:, None]
    assert ((normals.reshape(-1, 8, 3) * outwards).sum(-1) > 0).all()


@pytest.mark.parametrize("names", TARGETS)
def test_the_skin_is_the_mannequin_in_every_pose(tmp_path, names):
    """Posed by a reader of its own, it lies where the program draws the mannequin."""
    bodies = np.repeat(standing_body()[None], 2, 0)
    bodies[1, BODY_INDEX["left_wrist"]] += [0.05, 0.1, 0.18]
    bodies[1, BODY_INDEX["left_hand"]] += [0.05, 0.15, 0.25]
    clip = to_clip(bodies, names=names)
    save_gltf(tmp_path / "a.glb", clip)
    document, buffer = read(tmp_path / "a.glb")
    primitives = document["meshes"][0]["primitives"]
    assert [document["materials"][one["material"]]["name"] for one in primitives] == [
        "middle",
        "left",
        "right",
    ]
    attributes = primitives[0]["attributes"]
    rest, joints, weights = (
        values(document, buffer, attributes[name]) for name in ("POSITION", "JOINTS_0", "WEIGHTS_0")
    )
    assert weights.sum(1) == pytest.approx(1)
    inverse = values(document, buffer, document["skins"][0]["inverseBindMatrices"])
    inverse = inverse.reshape(-1, 4, 4).transpose(0, 2, 1)
    for frame, expected in enumerate(skinned(bodies)[0]):
        world = posed(document, buffer, frame)
        moved = np.stack([world[node] for node in document["skins"][0]["joints"]]) @ inverse
        blended = np.einsum("vi,viab->vab", weights, moved[joints])
        found = np.einsum("vab,vb->va", blended[:, :3], np.column_stack([rest, np.ones(len(rest))]))
        away = np.linalg.norm(found - expected, axis=1)
        # The skeleton bends its back in joints and twists limbs by one bone, the mannequin by several.
        assert np.median(away) < 0.008 and np.percentile(away, 90) < 0.03


def test_a_single_pose_has_no_animation(tmp_path):
    clip = to_clip(standing_body())
    save_gltf(tmp_path / "a.glb", clip)
    document, buffer = read(tmp_path / "a.glb")
    assert "animations" not in document
    world = posed(document, buffer, 0)
    found = np.stack([world[node][:3, 3] for node in document["skins"][0]["joints"]])
    assert found == pytest.approx(0.01 * clip.positions()[0], abs=1e-4)


def test_another_suffix_and_nobody_are_refused(tmp_path):
    with pytest.raises(PoseStudioError, match="ending in .glb, .gltf"):
        save_gltf(tmp_path / "a.fbx", moving())
    with pytest.raises(PoseStudioError, match="at least one clip"):
        save_gltf(tmp_path / "a.glb", [])
    assert not list(tmp_path.iterdir())


SCRIPT = """
const validator = require(process.argv[1]);
const data = new Uint8Array(require("fs").readFileSync(process.argv[2]));
validator.validateBytes(data).then(report => console.log(JSON.stringify(report.issues)));
"""


def test_khronos_validator_finds_nothing(tmp_path):
    validator = os.environ.get("GLTF_VALIDATOR", "")
    if not (shutil.which("node") and validator):
        pytest.skip("set GLTF_VALIDATOR to the folder of npm's gltf-validator")
    people = [moving(), to_clip(standing_body() + [1, 0, 0], name="other")]
    for name in ("a.glb", "a.gltf"):
        save_gltf(tmp_path / name, people)
    for names in TARGETS:
        save_gltf(tmp_path / f"{names}.glb", to_clip(walking(), names=names))
    for name in ("a.vrm", "a.vrma"):
        save_vrm(tmp_path / name, to_clip(walking(), names="vrm"))
    for path in tmp_path.iterdir():
        run = subprocess.run(
            ["node", "-e", SCRIPT, validator, str(path)],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        issues = json.loads(run.stdout)
        assert issues["numErrors"] == issues["numWarnings"] == 0, (path, issues["messages"])


def test_a_skeleton_of_thousands_of_bones_is_whole(tmp_path):
    count = 2800
    offsets = np.concatenate([np.zeros((1, 3)), np.random.default_rng(0).normal(0, 10, (count - 1, 3))])
    channels = (("Zrotation", "Xrotation", "Yrotation"),) * count
    names = tuple(f"j{index}" for index in range(count))
    skeleton = Skeleton(names, np.array([-1] + [0] * (count - 1)), offsets, channels)
    save_gltf(tmp_path / "a.glb", Clip(skeleton, Motion(np.zeros((1, 3 * count))), 0.1))
    document, _ = read(tmp_path / "a.glb")
    primitive = document["meshes"][0]["primitives"][0]
    indices = document["accessors"][primitive["indices"]]
    assert indices["count"] == document["accessors"][primitive["attributes"]["POSITION"]]["count"] > 65_535
    assert TYPES[indices["componentType"]] is np.uint32
