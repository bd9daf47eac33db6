from __future__ import annotations

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.body.standing import standing_body
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.result import Lifted, modes, uncertainty

CAMERA = Camera.look_at(position=(4, 1, 0), target=(0, 1, 0), fov=50, size=(640, 480))


def lifted(joints: np.ndarray) -> Lifted:
    """(P, H, B, 3) as a result."""
    shape = joints.shape[:2]
    return Lifted(
        joints=joints.astype(np.float32),
        reprojection=np.zeros(shape),
        score=np.zeros(shape),
        keypoints=Keypoints(np.zeros((shape[0], 17, 2))),
        camera=CAMERA,
        seed=0,
        weights="none",
        sampler="euler",
    )


def jittered(count: int, standard_deviation: float = 0.01) -> np.ndarray:
    noise = np.random.default_rng(0).normal(0, standard_deviation, (count, 29, 3))
    noise[:, BODY_INDEX["hips"]] = 0
    return standing_body() + noise


def test_depth_and_picture_plane_are_told_apart() -> None:
    poses = jittered(400, 0.0)
    along_camera = np.random.default_rng(1).normal(0, 0.2, 400)
    poses[:, BODY_INDEX["left_wrist"], 0] += along_camera  # the camera looks along -x
    poses[:, BODY_INDEX["right_wrist"], 1] += along_camera
    spread = uncertainty(lifted(poses[None]))[0]
    assert spread.shape == (29, 2)
    assert spread[BODY_INDEX["left_wrist"]] == pytest.approx([along_camera.std(), 0], abs=1e-3)
    assert spread[BODY_INDEX["right_wrist"]] == pytest.approx([0, along_camera.std() / 2**0.5], abs=1e-3)
    assert spread[BODY_INDEX["head"]] == pytest.approx([0, 0], abs=1e-5)


def test_moving_a_person_as_a_whole_is_no_uncertainty() -> None:
    poses = jittered(20, 0.0) + np.random.default_rng(2).normal(0, 1, (20, 1, 3))
    assert uncertainty(lifted(poses[None])).max() < 1e-4


def test_two_ways_to_hold_a_leg_are_two_modes() -> None:
    poses = jittered(30)
    for name in ("left_knee", "left_ankle", "right_knee", "right_ankle", "left_wrist", "right_wrist"):
        poses[18:, BODY_INDEX[name], 2] += 0.6
    (found,) = modes(lifted(poses[None]))
    assert [mode.share for mode in found] == pytest.approx([0.6, 0.4])
    assert found[0].members == tuple(range(18)) and found[1].members == tuple(range(18, 30))
    for mode in found:
        assert mode.representative in mode.members


def test_one_kind_of_pose_is_one_mode_and_people_have_their_own() -> None:
    result = lifted(np.stack([jittered(12), jittered(12)]))
    assert [len(found) for found in modes(result)] == [1, 1]
    assert modes(lifted(jittered(1)[None]))[0][0].share == 1
    assert modes(lifted(np.zeros((0, 4, 29, 3)))) == []
    with pytest.raises(ValueError, match="positive"):
        modes(result, 0)


def test_a_chain_of_poses_is_more_than_one_kind() -> None:
    """Neighbours differ by a third of what makes two kinds, the ends by four times that: no end is like the other."""
    poses = jittered(13, 0.0)
    for index in range(13):
        for name in LIMB_JOINTS:
            poses[index, BODY_INDEX[name], 2] += 0.05 * index
    (found,) = modes(lifted(poses[None]))
    assert len(found) > 1
    assert not any({0, 12} <= set(mode.members) for mode in found)


def test_two_clouds_a_bridge_apart_are_two_kinds() -> None:
    poses = np.concatenate([jittered(10, 0.01), jittered(10, 0.01), jittered(1, 0.0)])
    for name in LIMB_JOINTS:
        poses[10:20, BODY_INDEX[name], 2] += 0.24
        poses[20, BODY_INDEX[name], 2] += 0.12
    (found,) = modes(lifted(poses[None]))
    assert not any({0, 10} <= set(mode.members) for mode in found)


def test_the_representative_is_the_medoid_in_pose_and_place() -> None:
    poses = jittered(9, 0.0)
    for index, away in enumerate((0.9, 0.3, 0.2, 0.1, 0.0, -0.1, -0.2, -0.3, -0.4)):
        poses[index, :, 0] += away  # along the camera's axis
    (found,) = modes(lifted(poses[None]))
    assert len(found) == 1 and found[0].representative == 4
