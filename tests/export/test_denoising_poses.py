import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS
from posestudio.body.standing import standing_body
from posestudio.export.denoising_poses import FINAL_SECONDS, denoising_poses
from posestudio.lifting.sequence import FPS
from posestudio.mocap.body_from_clip import to_body
from posestudio.mocap.retargeting import to_clip

LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]


@pytest.mark.parametrize("seed", [0, 1])
def test_the_way_out_of_noise_ends_in_the_pose_on_one_skeleton(seed):
    pose = standing_body()
    noise = (
        np.random.default_rng(seed).normal(0, 0.6, (11, *pose.shape)) * np.linspace(1, 0, 11)[:, None, None]
    )
    clip = to_clip(denoising_poses(pose + noise, seconds=2))
    assert len(clip) == round(2 * FPS) + round(FINAL_SECONDS * FPS)
    bodies = to_body(clip)
    assert np.linalg.norm(bodies[-1, LIMBS] - pose[LIMBS], axis=-1).mean() < 0.02
    thigh = np.linalg.norm(bodies[:, BODY_INDEX["left_knee"]] - bodies[:, BODY_INDEX["left_hip"]], axis=-1)
    assert np.ptp(thigh) < 1e-3
    assert np.isfinite(clip.motion.values).all()
