"""Joint positions to an exportable clip: exact where lengths allow, smooth, symmetric, never NaN."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BODY_PARENTS, HEAD_JOINTS, LIMB_JOINTS
from posestudio.body.mirroring import BODY_MIRROR
from posestudio.body.skeleton import Clip, Motion
from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.export_rig import BODY_TO_EXPORT, EXPORT_JOINTS, measure_rig
from posestudio.mocap.retargeting import fit_lengths, to_clip
from posestudio.mocap.rig_feet import roll_between
from posestudio.mocap.rig_targets import MOTIONBUILDER, TARGETS, rig_target

MIDDLE = {
    "hips": (0, 0.93, 0),
    "spine": (0, 1.05, 0),
    "chest": (0, 1.27, 0),
    "neck": (0, 1.46, 0),
    "head": (0, 1.55, 0),
    "head_top": (0, 1.75, 0),
    "nose": (0, 1.61, 0.11),
}
LEFT = {
    "left_eye": (0.03, 1.64, 0.09),
    "left_ear": (0.075, 1.61, 0),
    "left_shoulder": (0.18, 1.42, -0.01),
    "left_elbow": (0.46, 1.42, -0.01),
    "left_wrist": (0.71, 1.42, -0.01),
    "left_hand": (0.79, 1.42, -0.01),
    "left_hip": (0.09, 0.93, 0),
    "left_knee": (0.09, 0.5, 0),
    "left_ankle": (0.09, 0.08, 0),
    "left_toe": (0.09, 0.08 - 0.14 * np.sin(np.pi / 6), 0.14 * np.cos(np.pi / 6)),
    "left_heel": (0.09, 0.01, -0.05),
}
RIGHT = {name.replace("left", "right"): (-x, y, z) for name, (x, y, z) in LEFT.items()}
T_POSE = np.array([(MIDDLE | LEFT | RIGHT)[name] for name in BODY_JOINTS], dtype=np.float64)

LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]
SETTINGS = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def angles(clip: Clip) -> np.ndarray:
    """(F, J, 3) rotation channels."""
    return clip.motion.values[:, 3:].reshape(len(clip), len(EXPORT_JOINTS), 3)


def body_of(clip: Clip) -> np.ndarray:
    """(F, 29, 3) metres: the body joints where the clip's skeleton puts them, face and heels as in T_POSE."""
    positions, ends = clip.positions().astype(np.float64), clip.end_positions()
    body = np.empty((len(clip), len(BODY_JOINTS), 3))
    for index, name in enumerate(BODY_JOINTS):
        if name in BODY_TO_EXPORT:
            body[:, index] = positions[:, EXPORT_JOINTS.index(BODY_TO_EXPORT[name])]
            continue
        side = name.split("_")[0].title()
        if name in HEAD_JOINTS or name.endswith("heel"):
            parent = BODY_PARENTS[index]
            owner = EXPORT_JOINTS.index(BODY_TO_EXPORT[BODY_JOINTS[parent]])
            offset = 100 * (T_POSE[index] - T_POSE[parent])
            body[:, index] = positions[:, owner] + clip.rotations()[:, owner] @ offset
        else:
            body[:, index] = ends[EXPORT_JOINTS.index(f"{side}Hand")]
    return body / 100


def articulated(seed: int, frames: int = 4, reach: float = 70.0) -> np.ndarray:
    """Bodies (F, 29, 3) of T_POSE's lengths, every joint turned at random."""
    rng = np.random.default_rng(seed)
    skeleton = rig_target(MOTIONBUILDER).skeleton(measure_rig(T_POSE[None]))
    values = rng.uniform(-reach, reach, (frames, skeleton.channel_starts[-1]))
    values[:, 3:6] = rng.uniform(-180, 180, (frames, 3))
    return body_of(Clip(skeleton, Motion(values), 1 / 30))


def limb_error(clip: Clip, joints: np.ndarray) -> float:
    """Mean distance over the limb joints, metres."""
    return float(np.linalg.norm(body_of(clip)[:, LIMBS] - joints[:, LIMBS], axis=-1).mean())


def smooth_motion(frames: int = 90) -> np.ndarray:
    """Bodies (F, 29, 3): one that swings its bent limbs, head and back."""
    time = np.linspace(0, 2 * np.pi, frames)
    rng = np.random.default_rng(3)
    skeleton = rig_target(MOTIONBUILDER).skeleton(measure_rig(T_POSE[None]))
    values = 25 * np.sin(time[:, None] * rng.integers(1, 3, 66) + rng.uniform(0, 6, 66))
    values[:, 3:6] = 0
    bent = {("Arm", 0): -50, ("ForeArm", 2): -60, ("Leg", 1): 50}  # as limbs do: a straight one has no plane
    for (part, channel), base in bent.items():
        values[:, 3 + 3 * EXPORT_JOINTS.index("Left" + part) + channel] += base
        values[:, 3 + 3 * EXPORT_JOINTS.index("Right" + part) + channel] += base if channel == 1 else -base
    return body_of(Clip(skeleton, Motion(values), 1 / 30))


def test_the_skeleton_is_what_other_programs_expect():
    clip = to_clip(T_POSE, fps=25, name="still")
    skeleton = clip.skeleton
    assert len(clip) == 1 and clip.name == "still" and clip.frame_time == 1 / 25
    assert skeleton.joint_names[0] == "Hips" and not skeleton.offsets[0].any()
    assert {"Spine", "Neck", "Head", "LeftShoulder", "LeftArm", "LeftForeArm", "LeftHand"} < set(
        skeleton.joint_names
    )
    assert {"RightUpLeg", "RightLeg", "RightFoot", "RightToeBase"} < set(skeleton.joint_names)
    assert skeleton.channels[0][:3] == ("Xposition", "Yposition", "Zposition")
    assert {len(channels) for channels in skeleton.channels[1:]} == {3}
    leaves = set(range(len(EXPORT_JOINTS))) - set(skeleton.parents.tolist())
    assert set(skeleton.end_sites) == leaves
    bones = [*skeleton.offsets[1:], *skeleton.end_sites.values()]
    assert min(np.linalg.norm(bone) for bone in bones) > 0.05
    height = clip.positions()[0, :, 1]
    assert 140 < height.max() - height.min() < 160, "centimetres, Y up"


def test_a_t_pose_has_no_rotation():
    clip = to_clip(T_POSE)
    np.testing.assert_allclose(angles(clip), 0, atol=1e-5)
    np.testing.assert_allclose(clip.motion.values[0, :3], [0, 93, 0], atol=1e-9)
    np.testing.assert_allclose(body_of(clip)[0], T_POSE, atol=1e-6)


def test_the_t_pose_can_stand_before_the_first_frame():
    joints = articulated(0, 3)
    plain, clip = to_clip(joints), to_clip(joints, t_pose=True)
    assert len(clip) == 4
    assert not angles(clip)[0].any()
    feet = clip.positions()[0, EXPORT_JOINTS.index("LeftToeBase"), 1]
    assert feet == pytest.approx(0, abs=1e-3)
    np.testing.assert_allclose(clip.motion.values[1:], plain.motion.values, atol=1e-9)


@SETTINGS
@given(seeds)
def test_poses_of_one_skeleton_are_recovered(seed):
    joints = articulated(seed)
    assert np.linalg.norm(body_of(to_clip(joints)) - joints, axis=-1).max() < 1e-3


@SETTINGS
@given(seeds)
def test_a_rigid_move_changes_the_root_alone(seed):
    joints = articulated(seed, reach=50)
    rotation = Rotation.random(random_state=seed)
    moved = rotation.apply(joints.reshape(-1, 3)).reshape(joints.shape) + [1, -2, 3]
    before, after = to_clip(joints), to_clip(moved)
    np.testing.assert_allclose(after.skeleton.offsets, before.skeleton.offsets, atol=1e-3)
    np.testing.assert_allclose(
        after.rotations()[:, 0], rotation.as_matrix() @ before.rotations()[:, 0], atol=1e-4
    )
    relative = [np.swapaxes(c.rotations()[:, :1], -1, -2) @ c.rotations() for c in (before, after)]
    np.testing.assert_allclose(relative[1], relative[0], atol=1e-3)


@SETTINGS
@given(seeds)
def test_a_mirrored_body_gives_mirrored_rotations(seed):
    joints = articulated(seed, reach=50) + np.random.default_rng(seed).normal(0, 0.01, (4, 29, 3))
    mirrored = joints[:, BODY_MIRROR] * [-1, 1, 1]
    swapped = [
        EXPORT_JOINTS.index(n.replace("Left", "?").replace("Right", "Left").replace("?", "Right"))
        for n in EXPORT_JOINTS
    ]
    flip = np.diag([-1.0, 1.0, 1.0])
    rotations = to_clip(joints).rotations()[:, swapped]
    np.testing.assert_allclose(to_clip(mirrored).rotations(), flip @ rotations @ flip, atol=1e-3)


def test_angles_stay_continuous_while_the_body_turns_around():
    joints = smooth_motion()
    heading = Rotation.from_euler("y", np.linspace([0], 720, len(joints)), degrees=True).as_matrix()
    turning = np.einsum("fij,fkj->fki", heading, joints)
    clip = to_clip(turning)
    assert limb_error(clip, turning) < 1e-4
    assert np.abs(np.diff(angles(clip), axis=0)).max() < 15
    hips = angles(clip)[:, 0]
    assert hips[-1, 2] - hips[0, 2] == pytest.approx(720, abs=1e-3)


def test_angles_stay_continuous_over_a_somersault():
    pitch = Rotation.from_euler("x", np.linspace([0], 360, 121), degrees=True).as_matrix()
    joints = np.einsum("fij,kj->fki", pitch, T_POSE)
    hips = angles(to_clip(joints))[:, 0]
    np.testing.assert_allclose(np.diff(hips, axis=0), np.tile([0, 3, 0], (120, 1)), atol=1e-3)


def test_a_bent_elbow_turns_about_its_hinge_alone():
    joints = T_POSE.copy()
    bent = Rotation.from_euler("xy", [40, -70], degrees=True)  # then no longer in the plane of the floor
    for name in ("left_wrist", "left_hand"):
        joints[BODY_INDEX[name]] = T_POSE[BODY_INDEX["left_elbow"]] + bent.apply(
            T_POSE[BODY_INDEX[name]] - T_POSE[BODY_INDEX["left_elbow"]]
        )
    clip = to_clip(joints)
    z, x, y = angles(clip)[0, EXPORT_JOINTS.index("LeftForeArm")]
    assert (z, x) == (pytest.approx(0, abs=1e-3), pytest.approx(0, abs=1e-3))
    assert y < -60
    assert limb_error(clip, joints[None]) < 1e-5


@pytest.mark.parametrize("names", TARGETS)
def test_a_foot_that_rolls_is_exported_rolled_and_read_again(names):
    joints, ankle = np.repeat(T_POSE[None], 3, axis=0), BODY_INDEX["left_ankle"]
    foot = (joints[0, BODY_INDEX["left_toe"]] - joints[0, ankle]) / 0.14
    roll = Rotation.from_rotvec(np.outer(np.radians([-30, 0, 25]), foot))
    heel = BODY_INDEX["left_heel"]
    joints[:, heel] = joints[:, ankle] + roll.apply(joints[:, heel] - joints[:, ankle])
    clip = to_clip(joints, names=names)
    left_foot = next(joint.name for joint in rig_target(names).joints if joint.at == "LeftFoot")
    exported = clip.rotations()[:, clip.skeleton.joint_names.index(left_foot)]
    np.testing.assert_allclose(exported, roll.as_matrix(), atol=1e-5)
    again = to_body(clip)
    away = roll_between(
        again[:, heel] - again[:, ankle], joints[:, heel] - joints[:, ankle], np.tile(foot, (3, 1))
    )
    np.testing.assert_allclose(away, 0, atol=1e-3)
    assert np.abs(again[:, BODY_INDEX["left_toe"]] - joints[:, BODY_INDEX["left_toe"]]).max() < 1e-3


def test_twist_fades_out_as_a_limb_straightens():
    bends = np.linspace(60, -60, 241)  # through straight, to a knee that bends the wrong way
    joints = np.tile(T_POSE, (len(bends), 1, 1))
    shin = Rotation.from_euler("yx", np.stack([np.full(len(bends), 20.0), bends], -1), degrees=True)
    knee = T_POSE[BODY_INDEX["left_knee"]]
    for name in ("left_ankle", "left_toe", "left_heel"):
        joints[:, BODY_INDEX[name]] = knee + shin.apply(T_POSE[BODY_INDEX[name]] - knee)
    clip = to_clip(joints)
    thigh = angles(clip)[:, EXPORT_JOINTS.index("LeftUpLeg")]
    assert np.abs(np.diff(thigh, axis=0)).max() < 2
    assert np.abs(thigh[len(bends) // 2 + 20 :]).max() < 25
    assert limb_error(clip, joints) < 1e-4


def test_one_frame_with_lopsided_lengths_stays_within_10_mm():
    errors = []
    for seed in range(20):
        joints = articulated(seed, 1, 40) + np.random.default_rng(seed).normal(0, 0.01, (1, 29, 3))
        errors.append(limb_error(to_clip(joints), joints))
    assert np.mean(errors) < 0.007
    assert max(errors) < 0.012


def test_a_noisy_clip_gets_one_symmetric_skeleton_on_request():
    clean = smooth_motion()
    joints = clean + np.random.default_rng(0).normal(0, 0.01, clean.shape)
    clip = to_clip(joints, symmetric=True)
    offsets = {
        name: np.abs(offset) for name, offset in zip(EXPORT_JOINTS, clip.skeleton.offsets, strict=True)
    }
    for name in EXPORT_JOINTS:
        np.testing.assert_allclose(offsets[name], offsets[name.replace("Left", "Right")], atol=1e-9)
    assert offsets["LeftLeg"][1] == pytest.approx(43, abs=0.5)
    assert limb_error(clip, joints) < 0.01


@pytest.mark.parametrize(
    "collapse", [list(range(29)), [BODY_INDEX["left_elbow"], BODY_INDEX["left_wrist"]], [0, 1, 2, 3, 4]]
)
def test_coincident_joints_still_give_numbers(collapse):
    joints = articulated(1, 3)
    joints[:, collapse] = joints[:, collapse[:1]]
    joints[1] = 0
    clip = to_clip(joints, t_pose=True)
    assert np.isfinite(clip.motion.values).all()
    assert np.isfinite(clip.skeleton.offsets).all()
    assert min(np.linalg.norm(offset) for offset in clip.skeleton.offsets[1:]) > 0


def test_an_arm_folded_onto_itself_still_gives_numbers():
    joints = T_POSE.copy()
    joints[BODY_INDEX["left_wrist"]] = joints[BODY_INDEX["left_shoulder"]]
    joints[BODY_INDEX["right_elbow"]] += [2 * 0.28, 0, 0]  # straight through the body
    assert np.isfinite(to_clip(joints).motion.values).all()


def test_what_is_not_a_number_is_named():
    joints = articulated(0, 3)
    joints[2, BODY_INDEX["left_knee"], 1] = np.nan
    with pytest.raises(PoseStudioError, match="frame 2: joint left_knee"):
        to_clip(joints)


@pytest.mark.parametrize("shape", [(29, 2), (0, 29, 3), (4, 17, 3), (3,)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(PoseStudioError, match="expected joints"):
        to_clip(np.zeros(shape))


@pytest.mark.parametrize("fps", [0, -1, np.nan, np.inf])
def test_a_frame_rate_that_is_not_positive_is_refused(fps):
    with pytest.raises(PoseStudioError, match="frames per second"):
        to_clip(T_POSE, fps=fps)


def test_the_file_read_back_lies_where_the_joints_were(tmp_path):
    joints = smooth_motion().astype(np.float32)
    save_bvh(tmp_path / "out.bvh", to_clip(joints, fps=60))
    clip = load_bvh(tmp_path / "out.bvh")
    assert clip.warnings == ()
    assert clip.fps == pytest.approx(60, rel=1e-4)
    assert limb_error(clip, joints) < 1e-4


BLENDER = """
import json, sys
try:
    import bpy
except ImportError:
    sys.exit(77)
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.import_anim.bvh(filepath=sys.argv[1], axis_forward="-Z", axis_up="Y", use_fps_scale=False)
armature = next(thing for thing in bpy.data.objects if thing.type == "ARMATURE")
bpy.context.scene.frame_set(5)
bones = {bone.name: [*(armature.matrix_world @ bone.head)] for bone in armature.pose.bones}
with open(sys.argv[2], "w") as file:
    json.dump({"bones": bones, "lengths": [bone.length for bone in armature.data.bones]}, file)
"""


def test_blender_imports_the_file(tmp_path):
    """Needs a Python that has ``bpy``: this one, or the one that BLENDER_PYTHON names (bpy wants an older numpy)."""
    python = os.environ.get("BLENDER_PYTHON", sys.executable)
    if python == sys.executable and find_spec("bpy") is None:
        pytest.skip("no bpy here, and BLENDER_PYTHON is not set")
    clip = to_clip(smooth_motion(10))
    source, answer = tmp_path / "out.bvh", tmp_path / "bones.json"
    save_bvh(source, clip)
    code = subprocess.run(
        [python, "-c", BLENDER, str(source), str(answer)], stdout=subprocess.DEVNULL
    ).returncode
    if code == 77:
        pytest.skip(f"{python} cannot import bpy")
    assert code == 0
    found = json.loads(answer.read_text())
    assert set(found["bones"]) == set(EXPORT_JOINTS)
    assert min(found["lengths"]) > 0
    x, y, z = np.moveaxis(clip.positions()[4], -1, 0)
    expected = np.stack([x, -z, y], axis=-1)  # Blender's axes: Z up; its frames count from one
    np.testing.assert_allclose([found["bones"][name] for name in EXPORT_JOINTS], expected, atol=0.01)


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_fitting_lengths_leaves_what_it_was_given(frames):
    joints = np.repeat(standing_body()[None].astype(float), frames, 0)
    rig = measure_rig(joints * 1.1, True)
    before = joints.copy()
    fitted = fit_lengths(joints, rig)
    assert (joints == before).all() and np.abs(fitted - joints).max() > 0.001
