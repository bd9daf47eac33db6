"""Read back by OpenUSD's own skeletons, skins and cameras, and checked by its validators."""

import json
import os
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_lifted, save_sequence
from posestudio.export.usd import save_usd
from posestudio.export.usd_people import Hypothesis, Person
from posestudio.geometry.camera import Camera
from posestudio.lifting.sequence import LiftedSequence
from posestudio.mannequin import skinned
from posestudio.mocap.export_rig import BODY_TO_EXPORT
from posestudio.mocap.rig_targets import TARGETS
from tests.fakes import CAMERA, FakeLifter, lifted_frames, standing_keypoints

pytest.importorskip("pxr.UsdSkel")

from pxr import Gf, Usd, UsdGeom, UsdSkel, UsdValidation

from posestudio.export import usd_skeleton


def problems(stage):
    registry = UsdValidation.ValidationRegistry()
    context = UsdValidation.ValidationContext(registry.GetOrLoadAllValidators())
    return [error.GetMessage() for error in context.Validate(stage)]


def posed(stage, person=1):
    """What poses a person's skeleton, and its joints' names."""
    cache, root = UsdSkel.Cache(), UsdSkel.Root.Get(stage, f"/World/Person_{person}")
    assert cache.Populate(root, Usd.PrimDefaultPredicate)
    skeleton = UsdSkel.Skeleton.Get(stage, f"/World/Person_{person}/Skeleton")
    return cache, cache.GetSkelQuery(skeleton), list(skeleton.GetJointNamesAttr().Get())


def joints_of(stage, person=1, time=0.0):
    """World positions (J, 3) of a person's joints, and the joints' names."""
    _, query, names = posed(stage, person)
    matrices = query.ComputeJointWorldTransforms(UsdGeom.XformCache(time))
    return np.array([matrix.ExtractTranslation() for matrix in matrices]), names


def assert_stands_as(stage, body, target="motionbuilder", **where):
    """Every joint is within a millimetre of the body joint (29, 3) that it was lifted as."""
    places, names = joints_of(stage, **where)
    assert names == [joint.name for joint in TARGETS[target].joints]
    title = {joint.at: joint.name for joint in TARGETS[target].joints if joint.turns}
    for joint, exported in BODY_TO_EXPORT.items():
        assert places[names.index(title[exported])] == pytest.approx(body[BODY_INDEX[joint]], abs=1e-3), joint


@pytest.mark.parametrize("names", TARGETS)
def test_each_variant_is_a_hypothesis_in_place(tmp_path, names):
    lifted = FakeLifter().lift(standing_keypoints(2), CAMERA, hypotheses=3, seed=1)
    save_lifted(tmp_path / "people.usda", lifted, names=names)
    stage = Usd.Stage.Open(str(tmp_path / "people.usda"))
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1 and UsdGeom.GetStageUpAxis(stage) == "Y"
    for person in (1, 2):
        variants = stage.GetPrimAtPath(f"/World/Person_{person}").GetVariantSet("hypothesis")
        assert variants.GetVariantNames() == [f"hypothesis_0{number}" for number in (1, 2, 3)]
        assert variants.GetVariantSelection() == "hypothesis_01"
        for number, name in enumerate(variants.GetVariantNames()):
            variants.SetVariantSelection(name)
            assert_stands_as(stage, lifted.joints[person - 1, number], names, person=person)
            facts = stage.GetPrimAtPath(f"/World/Person_{person}").GetCustomDataByKey("posestudio")
            assert facts == {"score": -number, "reprojection": 1, "share": 1, "mode": 0}
            assert not problems(stage)
    about = stage.GetRootLayer().customLayerData["posestudio"]
    assert about["weights"] == "fake" and about["seed"] == 1 and about["names"] == names


def test_a_motion_is_sampled_at_every_frame(tmp_path, monkeypatch):
    monkeypatch.setattr(usd_skeleton, "_AT_ONCE", 4)
    frames = [standing_keypoints(camera=CAMERA)] * 6
    (motion,) = FakeLifter().lift_motion(frames, CAMERA, fps=24, hypotheses=2)
    moving = motion.joints + 0.1 * np.arange(6).reshape(-1, 1, 1, 1) * np.array([0, 0.2, 1], np.float32)
    sequence = LiftedSequence.from_motions([replace(motion, joints=moving)])
    save_sequence(tmp_path / "motion.usdc", sequence)
    stage = Usd.Stage.Open(str(tmp_path / "motion.usdc"))
    assert (stage.GetTimeCodesPerSecond(), stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (24, 0, 5)
    variants = stage.GetPrimAtPath("/World/Person_1").GetVariantSet("hypothesis")
    for number, name in enumerate(variants.GetVariantNames()):
        variants.SetVariantSelection(name)
        for frame in (0, 3, 5):
            assert_stands_as(stage, moving[frame, number], time=frame)
        turned = UsdSkel.Animation.Get(stage, "/World/Person_1/Animation").GetRotationsAttr()
        keys = np.array([turned.Get(time) for time in turned.GetTimeSamples()])
        assert len(keys) == 6 and ((keys[1:] * keys[:-1]).sum(-1) > 0).all()
    assert not problems(stage)


def test_the_skin_is_the_mannequin(tmp_path):
    body = standing_body().copy()
    body[BODY_INDEX["left_wrist"]] += [0.05, 0.1, 0.18]
    save_usd(tmp_path / "one.usd", [Person("One", [Hypothesis(lambda: body[None])])])
    stage = Usd.Stage.Open(str(tmp_path / "one.usd"))
    cache, skeleton, _ = posed(stage)
    mesh = UsdGeom.Mesh.Get(stage, "/World/Person_1/Body")
    points = mesh.GetPointsAttr().Get()
    matrices = skeleton.ComputeSkinningTransforms(0)
    assert cache.GetSkinningQuery(mesh.GetPrim()).ComputeSkinnedPoints(matrices, points, 0)
    away = np.linalg.norm(np.array(points) - skinned(body[None])[0][0], axis=1)
    assert np.median(away) < 0.008 and np.percentile(away, 90) < 0.03
    faces = sum(len(UsdGeom.Subset(part).GetIndicesAttr().Get()) for part in mesh.GetPrim().GetChildren())
    assert faces == mesh.GetFaceCount()


def test_the_camera_sees_what_the_picture_shows(tmp_path):
    K = CAMERA.K * np.array([[1.1], [0.9], [1.0]])
    K[:2, 2] += [-37, 23]
    camera = Camera(K, CAMERA.R, CAMERA.t, CAMERA.size)
    body = standing_body()
    save_usd(tmp_path / "one.usdz", [Person("One", [Hypothesis(lambda: body[None])])], cameras=[camera])
    stage = Usd.Stage.Open(str(tmp_path / "one.usdz"))
    frustum = UsdGeom.Camera.Get(stage, "/World/Camera").GetCamera(0).frustum
    seen = frustum.ComputeViewMatrix() * frustum.ComputeProjectionMatrix()
    on_plane = np.array([seen.Transform(Gf.Vec3d(*map(float, joint))) for joint in body])[:, :2]
    pixels = (on_plane * [1, -1] + 1) / 2 * camera.size
    assert pixels == pytest.approx(camera.project(body), abs=0.01)
    assert not problems(stage)


def test_what_cannot_be_written_is_refused_and_leaves_nothing(tmp_path, monkeypatch):
    with pytest.raises(PoseStudioError, match="ending in .usda, .usdc, .usd, .usdz"):
        save_usd(tmp_path / "a.fbx", [])
    with pytest.raises(PoseStudioError, match="at least one person"):
        save_usd(tmp_path / "a.usd", [])
    lost = Hypothesis(lambda: np.full((1, 29, 3), np.nan))
    with pytest.raises(PoseStudioError, match="finite"):
        save_usd(tmp_path / "a.usdz", [Person("Lost", [lost])])
    monkeypatch.setitem(__import__("sys").modules, "pxr.UsdSkel", None)
    with pytest.raises(PoseStudioError, match="extra usd"):
        save_lifted(tmp_path / "a.usd", lifted_frames()[0])
    assert not list(tmp_path.iterdir())


IN_BLENDER = """
import json, sys
import bpy
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.wm.usd_import(filepath=sys.argv[1])
(armature,) = [one for one in bpy.data.objects if one.type == "ARMATURE"]
(camera,) = [one for one in bpy.data.objects if one.type == "CAMERA"]
found = {}
for frame in map(int, sys.argv[2:]):
    bpy.context.scene.frame_set(frame)
    graph = bpy.context.evaluated_depsgraph_get()
    seen = armature.evaluated_get(graph)
    found[frame] = {bone.name: list((seen.matrix_world @ bone.matrix).translation) for bone in seen.pose.bones}
print("found", json.dumps([found, camera.data.angle_x, len(bpy.data.meshes[0].vertices)]))
"""


def test_blender_has_the_armature_in_place(tmp_path):
    python = os.environ.get("POSESTUDIO_BPY")
    if not python:
        pytest.skip("set POSESTUDIO_BPY to a Python that has Blender's module bpy")
    body = np.stack([standing_body(), standing_body() + [0.3, 0, 0.2]])
    save_usd(tmp_path / "m.usdc", [Person("One", [Hypothesis(lambda: body)])], fps=24, cameras=[CAMERA])
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = subprocess.run(
        [python, "-c", IN_BLENDER, str(tmp_path / "m.usdc"), "0", "1"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env=environment,
    )
    (line,) = [line for line in run.stdout.splitlines() if line.startswith("found ")]
    frames, angle, vertices = json.loads(line.removeprefix("found "))
    for frame, places in frames.items():
        for joint, exported in BODY_TO_EXPORT.items():
            x, y, z = body[int(frame), BODY_INDEX[joint]]  # Blender has Z up
            assert places[exported] == pytest.approx([x, -z, y], abs=1e-3)
    assert angle == pytest.approx(2 * np.arctan2(CAMERA.size[0] / 2, CAMERA.K[0, 0]), abs=1e-4)
    assert vertices > 1000
