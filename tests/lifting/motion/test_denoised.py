import numpy as np
import pytest
import torch

from posestudio.diffusion.motion_checkpoint import save_motion_weights
from posestudio.diffusion.motion_network import MotionNetwork
from posestudio.errors import CheckpointError
from posestudio.keypoints import Keypoints
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.motion.sampling import MotionSettings, changing_noise
from tests.lifting.motion.exercise import exercise, seen
from tests.lifting.motion.test_keys import off, pinned
from tests.lifting.motion.test_lift import bone_lengths

OPTIONS = {"hypotheses": 2, "steps": 3}
NETWORK = {"width": 32, "layers": 1, "heads": 2}


@pytest.fixture(scope="module")
def denoising(weights, tmp_path_factory):
    """A lifter with an untrained motion denoiser."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("motion") / "tiny.safetensors"
    save_motion_weights(path, MotionNetwork(**NETWORK).state_dict(), {"network": NETWORK, "scale": 0.3})
    return Lifter.load(weights, device="cpu", motion_weights=path)


def test_a_motion_denoiser_fills_gaps_and_passes_keys(denoising, camera):
    truth = exercise(24)
    frames = seen(truth, camera)
    frames[9:13] = [Keypoints(np.zeros((0, 17, 2)), size=camera.size)] * 4
    keys = {16: pinned(truth[16], ["left_wrist"])}
    motion = denoising.lift_motion(frames, camera, keys=keys, **OPTIONS)[0]
    assert motion.joints.shape == (24, 2, 29, 3) and np.isfinite(motion.joints).all()
    assert np.ptp(bone_lengths(motion.joints), axis=(0, 1)).max() < 1e-3
    assert off(motion.joints[16], keys[16]) < 0.05  # the network is not trained
    assert ((motion.stands >= 0) & (motion.stands <= 1)).all()


def test_a_changed_frame_is_solved_with_a_motion_denoiser(denoising, camera):
    frames = seen(exercise(100), camera)
    before = denoising.lift_motion(frames, camera, **OPTIONS)[0]
    after = denoising.lift_motion(frames, camera, previous=before, changed=[50], hypotheses=1, steps=2)[0]
    same = (after.joints[:, 0] == before.joints[:, 0]).all((1, 2))
    assert same[:14].all() and same[87:].all()


def test_instants_have_the_same_noise_whatever_the_section():
    settings = MotionSettings(3, 5, 4, 1.0, 0.5)
    long, part = changing_noise(settings, 0, 200), changing_noise(settings, 100, 60)
    assert torch.allclose(long[100:160], part, atol=5e-3)
    assert abs(float(long.std()) - 1) < 0.1


def test_motion_weights_that_are_not_there(weights, camera):
    lifter = Lifter.load(weights, device="cpu", motion_weights="nothing")
    with pytest.raises(CheckpointError, match="nothing"):
        lifter.lift_motion(seen(exercise(2), camera), camera, **OPTIONS)
