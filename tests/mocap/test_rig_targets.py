"""Clips for other programs: their joint names, hierarchies and rest poses, and the same motion in all of them."""

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.errors import PoseStudioError
from posestudio.export.gltf import save_gltf
from posestudio.mocap.body_from_clip import read_body
from posestudio.mocap.bvh import load_bvh, save_bvh
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import MOTIONBUILDER, TARGETS
from tests.mocap.test_retargeting import T_POSE, smooth_motion

MOTION = smooth_motion(12)


@pytest.mark.parametrize("names", TARGETS)
def test_a_file_has_the_programs_names_and_the_same_motion(tmp_path, names):
    save_bvh(tmp_path / "out.bvh", to_clip(MOTION, fps=50, names=names))
    clip = load_bvh(tmp_path / "out.bvh")
    assert not clip.warnings and clip.fps == pytest.approx(50, rel=1e-4)
    read = read_body(clip)
    assert not read.warnings
    limbs = [BODY_INDEX[name] for name in LIMB_JOINTS]
    assert np.linalg.norm(read.joints - MOTION, axis=-1)[:, limbs].max() < 1e-3
    plain = read_body(to_clip(MOTION)).joints
    assert np.linalg.norm(read.joints - plain, axis=-1).max() < 1e-3


@pytest.mark.parametrize("names", TARGETS)
def test_a_rest_pose_has_no_rotation_in_every_program(names):
    target = TARGETS[names]
    clip = to_clip(T_POSE, names=names)
    turned = [
        joint.name
        for joint, one in zip(target.joints, rotations(clip)[0], strict=True)
        if np.abs(one).max() > 1e-4
    ]
    assert set(turned) == {name for name in target.rest if "hand" not in name}


def rotations(clip):
    """(F, J, 3) rotation channels, degrees."""
    starts = clip.skeleton.channel_starts
    return np.stack([clip.motion.values[:, end - 3 : end] for end in starts[1:]], axis=1)


def test_what_was_written_before_stays_as_it_was():
    assert (to_clip(MOTION).motion.values == to_clip(MOTION, names=MOTIONBUILDER).motion.values).all()
    assert [joint.name for joint in TARGETS[MOTIONBUILDER].joints][:3] == ["Hips", "LeftUpLeg", "LeftLeg"]


def test_other_names_are_refused():
    with pytest.raises(
        PoseStudioError, match="names 'maya': expected motionbuilder, mixamo, unreal, unreal5, vrm"
    ):
        to_clip(T_POSE, names="maya")


@pytest.mark.parametrize("names", TARGETS)
def test_gltf_shows_left_and_right_in_their_colours(tmp_path, names):
    from posestudio.common.colours import LIGHT
    from posestudio.export.bone_mesh import bone_mesh

    clip = to_clip(MOTION, names=names)
    save_gltf(tmp_path / "out.glb", clip)
    assert (tmp_path / "out.glb").stat().st_size > 1000
    mesh = bone_mesh(clip.skeleton, 0.01, LIGHT)
    for joint, side in ((joint, joint.at[:4]) for joint in TARGETS[names].joints):
        colours = mesh.colours[mesh.joints[:, 0] == clip.skeleton.joint_names.index(joint.name)]
        expected = {"Left": LIGHT.left, "Righ": LIGHT.right}.get(side, LIGHT.middle)
        assert (colours[:, :3] == expected).all()
