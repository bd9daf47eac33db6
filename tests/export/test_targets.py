"""Every target in every format, read back by readers of others: the same motion, the target's names, hierarchy and
rest pose; and docs/targets.md, which says what they are."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import bvh
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy.spatial.transform import Rotation

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.export.gltf import save_gltf
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.export_rig import BODY_TO_EXPORT
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import MOTIONBUILDER, TARGETS
from tests.export.test_gltf import posed, read, values
from tests.mocap.test_retargeting import T_POSE, articulated, seeds

DOCS = Path(__file__).parents[2] / "docs" / "targets.md"
MILLIMETRE = 1e-3


@dataclass
class Found:
    """What a reader found: joint names, each joint's parent by name, places (F, J, 3) and places at rest, metres."""

    names: list[str]
    parents: dict[str, str]
    places: np.ndarray
    rest: np.ndarray


def by_our_reader(path: Path) -> Found:
    clip = load_bvh(path)
    assert not clip.warnings
    names = list(clip.skeleton.joint_names)
    parents = {
        name: names[one] if one >= 0 else "" for name, one in zip(names, clip.skeleton.parents, strict=True)
    }
    return Found(names, parents, clip.positions() * 0.01, clip.skeleton.rest_positions() * 0.01)


def by_the_package(path: Path) -> Found:
    """Forward kinematics of what the package ``bvh`` reads."""
    tree = bvh.Bvh(path.read_text())
    names = tree.get_joints_names()
    parents = {name: getattr(tree.joint_parent(name), "name", "") for name in names}
    rest, places, turned = {}, {}, {}
    for name in names:
        above, channels = parents[name], tree.joint_channels(name)
        offset = 0.01 * np.array(tree.joint_offset(name))
        numbers = np.array(
            [tree.frame_joint_channels(frame, name, channels) for frame in range(tree.nframes)]
        )
        order = "".join(channel[0] for channel in channels[-3:])
        own = Rotation.from_euler(order, numbers[:, -3:], degrees=True).as_matrix()
        moved = 0.01 * numbers[:, :3] if len(channels) == 6 else offset
        rest[name] = rest.get(above, 0) + offset
        moved = np.broadcast_to(moved, (tree.nframes, 3))
        places[name] = places[above] + np.einsum("fab,fb->fa", turned[above], moved) if above else moved
        turned[name] = turned[above] @ own if above else own
    return Found(
        names,
        parents,
        np.stack([places[name] for name in names], axis=1),
        np.stack([rest[name] for name in names]),
    )


def by_a_gltf_reader(path: Path) -> Found:
    document, buffer = read(path)
    nodes, (skin,) = document["nodes"], document["skins"]
    joints, names = skin["joints"], [nodes[node]["name"] for node in skin["joints"]]
    parents = dict.fromkeys(names, "")
    parents |= {
        nodes[child]["name"]: nodes[node]["name"]
        for node in joints
        for child in nodes[node].get("children", ())
    }
    frames = values(document, buffer, document["animations"][0]["samplers"][0]["output"])
    worlds = [posed(document, buffer, frame) for frame in range(len(frames))]
    inverse = values(document, buffer, skin["inverseBindMatrices"]).reshape(-1, 4, 4)
    return Found(
        names,
        parents,
        np.stack([[world[node][:3, 3] for node in joints] for world in worlds]),
        np.linalg.inv(inverse.transpose(0, 2, 1))[:, :3, 3],
    )


FORMATS = {
    ".bvh, our reader": (".bvh", save_bvh, by_our_reader),
    ".bvh, the package": (".bvh", save_bvh, by_the_package),
    ".glb": (".glb", save_gltf, by_a_gltf_reader),
    ".gltf": (".gltf", save_gltf, by_a_gltf_reader),
}


@pytest.mark.parametrize(
    ("form", "names"),
    [*((form, names) for form in FORMATS if form != ".gltf" for names in TARGETS), (".gltf", "mixamo")],
)
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=seeds)
def test_a_motion_is_read_back(tmp_path: Path, names: str, form: str, seed: int) -> None:
    suffix, save, reader = FORMATS[form]
    motion, target = articulated(seed), TARGETS[names]
    clip = to_clip(motion, fps=30, names=names)
    save(tmp_path / f"out{suffix}", clip)
    found = reader(tmp_path / f"out{suffix}")
    assert found.names == list(target.names)
    assert found.parents == {joint.name: joint.parent for joint in target.joints}
    assert np.abs(found.places - 0.01 * clip.positions()).max() < MILLIMETRE
    for name in LIMB_JOINTS:
        joint = target.exported[BODY_TO_EXPORT[name]]
        away = found.places[:, joint] - motion[:, BODY_INDEX[name]]
        assert np.linalg.norm(away, axis=-1).max() < MILLIMETRE, name
    check_rest(found.rest, target, lifted=suffix != ".bvh")


def check_rest(rest: np.ndarray, target, lifted: bool) -> None:
    """A T-pose or Unreal's A-pose, facing +Z; with the soles on the floor where it is ``lifted``."""

    def place(at: str) -> np.ndarray:
        return rest[target.exported[at]]

    def along(start: str, end: str) -> np.ndarray:
        bone = place(end) - place(start)
        return bone / np.linalg.norm(bone)

    a_pose = bool(target.rest)
    for side, sign in (("Left", 1), ("Right", -1)):
        down = np.radians(50 if a_pose else 0)
        arm = [sign * np.cos(down), -np.sin(down), 0]
        assert along(f"{side}Arm", f"{side}ForeArm") == pytest.approx(arm, abs=1e-3)
        bend = np.degrees(np.arccos(np.dot(arm, along(f"{side}ForeArm", f"{side}Hand")).clip(-1, 1)))
        assert bend == pytest.approx(19.0 if a_pose else 0, abs=3)
        for start, end in (("UpLeg", "Leg"), ("Leg", "Foot")):
            assert along(side + start, side + end) == pytest.approx([0, -1, 0], abs=1e-3)
        foot = along(f"{side}Foot", f"{side}ToeBase")
        assert foot[0] == pytest.approx(0, abs=1e-3) and foot[2] > 0.8
    for start, end in (("Hips", "Spine"), ("Spine", "Spine1"), ("Spine1", "Neck"), ("Neck", "Head")):
        assert along(start, end) == pytest.approx([0, 1, 0], abs=1e-3)
    assert place("Hips")[1] == pytest.approx(0.93 if lifted else 0, abs=0.03)
    if target.joints[0].name == "root":
        assert rest[0] == pytest.approx([0, 0, 0], abs=1e-6)


def test_motionbuilder_finds_its_base_bones() -> None:
    """The fifteen that characterising needs, by Autodesk's names."""
    limbs = ("UpLeg", "Leg", "Foot", "Arm", "ForeArm", "Hand")
    base = {"Hips", "Spine", "Head", *(side + limb for side in ("Left", "Right") for limb in limbs)}
    assert len(base) == 15 and base <= set(TARGETS[MOTIONBUILDER].names)


def test_joints_between_others_are_evenly_spaced() -> None:
    clip = to_clip(T_POSE, names="unreal5")
    heights = dict(zip(clip.skeleton.joint_names, clip.positions()[0, :, 1], strict=True))
    spine = np.array([heights[f"spine_0{number}"] for number in range(1, 6)])
    assert np.diff(spine) == pytest.approx(np.full(4, (spine[-1] - spine[0]) / 4), abs=1e-3)
    assert heights["neck_02"] == pytest.approx((heights["neck_01"] + heights["head"]) / 2, abs=1e-3)


def test_mixamo_s_last_joints_stand_where_head_and_toes_end() -> None:
    plain, mixamo = to_clip(T_POSE), to_clip(T_POSE, names="mixamo")
    ends, names = plain.end_positions(), list(mixamo.skeleton.joint_names)
    for at, name in (("Head", "HeadTop_End"), ("LeftToeBase", "LeftToe_End")):
        end = ends[plain.skeleton.joint_names.index(at)]
        assert mixamo.positions()[:, names.index(f"mixamorig:{name}")] == pytest.approx(end, abs=1e-3)


def test_nodes_are_at_rest_where_there_is_an_animation_and_posed_without_one(tmp_path: Path) -> None:
    motion = articulated(3)
    for frames, at_rest in ((4, True), (1, False)):
        save_gltf(tmp_path / "a.glb", to_clip(motion[:frames]))
        document, _ = read(tmp_path / "a.glb")
        straight = [node["rotation"] == [0, 0, 0, 1] for node in document["nodes"] if "rotation" in node]
        assert all(straight) == at_rest


# -- the table


def rows() -> dict[str, list[str]]:
    """The cells of each row of the table of targets, by ``--names``."""
    lines = [line for line in DOCS.read_text().splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {one[0].strip("`"): one[1:] for one in cells if len(one) == 6}


def test_the_table_of_targets_is_the_code_s() -> None:
    assert list(rows()) == list(TARGETS)
    for names, (title, *chains, rest) in rows().items():
        target = TARGETS[names]
        assert title == target.title and rest == ("A-pose" if target.rest else "T-pose")
        parents = {joint.name: joint.parent for joint in target.joints}
        told = set()
        for chain in (re.findall(r"[\w:]+", chain) for chain in chains):
            assert [parents[name] for name in chain[1:]] == chain[:-1]
            told |= set(chain)
        assert {name for name in target.names if not re.search(r"right|_r$", name, re.IGNORECASE)} == told


# -- other people's programs, where they are

IN_BLENDER = """
import json, sys, bpy
path, frames = sys.argv[1], int(sys.argv[2])
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
if path.endswith(".bvh"):
    bpy.ops.import_anim.bvh(filepath=path, global_scale=0.01)
else:
    scene.render.fps = 30
    bpy.ops.import_scene.gltf(filepath=path)
armature = next(one for one in bpy.data.objects if one.type == "ARMATURE")
bones, places = armature.pose.bones, []
for frame in range(frames):
    scene.frame_set(frame + path.endswith(".bvh"))
    places.append([list(armature.matrix_world @ bone.head) for bone in bones])
parents = {bone.name: bone.parent.name if bone.parent else "" for bone in bones}
print("FOUND" + json.dumps([[bone.name for bone in bones], parents, places]))
"""


@pytest.mark.parametrize("names", [MOTIONBUILDER, "mixamo", "unreal5"])
@pytest.mark.parametrize("suffix", [".bvh", ".glb"])
def test_blender_reads_the_motion(tmp_path: Path, names: str, suffix: str) -> None:
    python = os.environ.get("POSESTUDIO_BPY", "")
    if not python:
        pytest.skip("set POSESTUDIO_BPY to a Python that has bpy")
    clip = to_clip(articulated(1), fps=30, names=names)
    (save_bvh if suffix == ".bvh" else save_gltf)(tmp_path / f"a{suffix}", clip)
    run = subprocess.run(
        [python, "-c", IN_BLENDER, str(tmp_path / f"a{suffix}"), str(len(clip))],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    line = next(line for line in run.stdout.splitlines() if line.startswith("FOUND"))
    found, parents, places = json.loads(line.removeprefix("FOUND"))
    assert parents == {joint.name: joint.parent for joint in TARGETS[names].joints}
    order = [found.index(name) for name in TARGETS[names].names]
    y_up = np.array(places)[:, order][..., [0, 2, 1]] * [1, 1, -1]  # Z up, facing -Y
    assert np.abs(y_up - 0.01 * clip.positions()).max() < MILLIMETRE
