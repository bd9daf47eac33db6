from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_BONES, BODY_INDEX, LIMB_INDICES, OBSERVED_23, to_keypoints
from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.lifting.lifter import Cancelled
from posestudio.lifting.sequence import LiftedSequence
from tests.lifting.motion.exercise import exercise, seen
from tests.lifting.test_observed import raised


def bone_lengths(joints):
    parents, children = np.transpose(BODY_BONES)
    return np.linalg.norm(joints[..., children, :] - joints[..., parents, :], axis=-1)


def limbs_about_hips(joints):
    return (joints - joints[..., :1, :])[..., LIMB_INDICES, :]


def test_a_motion_in_is_the_same_motion_out(trained):
    camera = Camera.look_at(position=(3, 1.2, 3), target=(0, 1, 0), fov=45, size=(640, 480))
    truth = exercise(40)
    motion = trained.lift_motion(seen(truth, camera), camera, hypotheses=4)[0]
    assert motion.joints.shape == (40, 4, 29, 3) and motion.joints.dtype == np.float32
    found, true = limbs_about_hips(motion.joints[:, 0]), limbs_about_hips(truth)
    scale = (found * true).sum() / np.square(found).sum()
    assert np.linalg.norm(scale * found - true, axis=-1).mean() < 0.1
    assert motion.reprojection[:, 0].mean() < 4  # pixels of 480


def test_feet_that_are_seen_are_turned_as_they_are(lifter, camera):
    """Toes point up; all frames but two have the points of the feet."""
    truth = np.stack([raised(body) for body in exercise(12)])
    frames = seen(truth, camera)
    feet = camera.project(to_keypoints(truth, OBSERVED_23))[:, None, 17:]
    feet[5:7] = np.nan
    off = []
    for extra in (None, feet):
        given = [replace(one, extra=None if extra is None else extra[i]) for i, one in enumerate(frames)]
        (motion,) = lifter.lift_motion(given, camera, hypotheses=2, steps=3)
        toes = [BODY_INDEX["left_toe"], BODY_INDEX["right_toe"]]
        off.append(np.linalg.norm((motion.joints - truth[:, None])[:, :, toes], axis=-1).mean())
    assert off[1] < 0.9 * off[0]


def test_every_bone_has_one_length_through_the_motion(lifter, camera):
    motion = lifter.lift_motion(seen(exercise(12), camera, 2), camera, hypotheses=3, steps=3)[0]
    lengths = bone_lengths(motion.joints)
    assert np.ptp(lengths, axis=(0, 1)).max() < 1e-4


def test_a_gap_is_filled_in_and_said(lifter, camera):
    frames = seen(exercise(14), camera)
    frames[5:9] = [Keypoints(np.zeros((0, 17, 2)), size=camera.size)] * 4
    motion = lifter.lift_motion(frames, camera, hypotheses=2, steps=3)[0]
    assert motion.frames.tolist() == list(range(14))
    assert np.flatnonzero(~motion.observed).tolist() == [5, 6, 7, 8]
    assert np.isfinite(motion.joints).all()
    assert np.isnan(motion.reprojection[5:9]).all() and np.isfinite(motion.reprojection[:5]).all()
    assert not motion.keypoints[6].observed.any()


def test_points_that_are_never_seen(lifter, camera):
    """Of somebody behind a desk, as most videos of one person are."""
    frames = [
        replace(frame, visibility=np.where(np.arange(17) > 10, 0, 2)[None])
        for frame in seen(exercise(12), camera)
    ]
    (motion,) = lifter.lift_motion(frames, camera, hypotheses=2, steps=2)
    assert np.isfinite(motion.joints).all() and motion.observed.all()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_frames(lifter, camera, count):
    motion = lifter.lift_motion(seen(exercise(count), camera), camera, hypotheses=2, steps=2)[0]
    assert motion.joints.shape[:2] == (count, 2) and np.isfinite(motion.joints).all()


def test_no_frames_and_frames_with_nobody(lifter, camera):
    nobody = Keypoints(np.zeros((0, 17, 2)), size=camera.size)
    assert lifter.lift_motion([], camera) == []
    assert lifter.lift_motion([nobody] * 3, camera) == []


def test_a_callback_cancels(lifter, camera):
    def stop(step, steps):
        assert steps == 4
        if step == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        lifter.lift_motion(seen(exercise(5), camera), camera, hypotheses=2, steps=4, callback=stop)


def test_a_persons_motion_does_not_depend_on_the_others(lifter, camera):
    one, other = (seen(exercise(6) + [0.5 * side, 0, 0], camera) for side in (-1, 1))
    both = [
        replace(Keypoints.concatenate(pair, camera.size), tracks=np.array([0, 1]))
        for pair in zip(one, other, strict=True)
    ]
    options = {"hypotheses": 2, "steps": 3}
    together = lifter.lift_motion(both, camera, **options)
    alone = lifter.lift_motion(other, camera, **options)[0]
    assert [motion.track for motion in together] == [0, 1]
    assert np.allclose(together[1].joints, alone.joints, atol=1e-3)


def test_the_trajectory_ends_at_the_result(lifter, camera):
    motion = lifter.lift_motion(seen(exercise(5), camera), camera, hypotheses=3, steps=3, trajectory=True)[0]
    assert motion.trajectory.shape == (4, 5, 3, 29, 3) and motion.denoised.shape == (3, 5, 3, 29, 3)
    assert np.array_equal(motion.trajectory[-1], motion.joints)
    assert motion.sigmas.shape == (4,) and motion.sigmas[-1] == 0


def test_options_out_of_range_are_named(lifter, camera):
    with pytest.raises(LiftError, match="hypotheses"):
        lifter.lift_motion(seen(exercise(2), camera), camera, hypotheses=0)


def test_a_sequence_has_a_row_for_each_person_and_frame(lifter, camera):
    frames = seen(exercise(5), camera)
    motions = lifter.lift_motion(frames, camera, hypotheses=2, steps=2)
    late = replace(motions[0], track=3, frames=motions[0].frames + 2)
    sequence = LiftedSequence.from_motions([motions[0], late], frames=9)
    assert sequence.frame.tolist() == [0, 1, 2, 2, 3, 3, 4, 4, 5, 6]
    assert sequence.person.tolist() == [0, 0, 0, 3, 0, 3, 0, 3, 3, 3]
    assert np.array_equal(sequence.joints[3], motions[0].joints[0])
    path = sequence.track(3)
    assert path.shape == (9, 29, 3) and np.array_equal(path[2:7], motions[0].joints[:, 0])
