import numpy as np
import pytest

from posestudio.errors import LiftError
from posestudio.lifting.motion.clock import FASTEST, SLOWEST, clock_of
from tests.lifting.motion.exercise import exercise, seen
from tests.lifting.motion.test_lift import bone_lengths


@pytest.mark.parametrize("fps", [10, 12.5, 15, 24, 25, 29.97, 30, 50, 60, 100, 120, 240])
def test_motions_are_solved_at_about_thirty_instants_a_second(fps):
    clock = clock_of(50, fps)
    assert SLOWEST <= clock.rate <= FASTEST
    assert np.allclose(clock.places / clock.rate, np.arange(50) / fps)
    assert clock.even == (SLOWEST <= fps <= FASTEST)


def test_uneven_times_keep_their_distances_but_for_long_pauses():
    clock = clock_of(4, 30, [2.0, 2.05, 2.25, 90.0])
    assert np.allclose(clock.places[:3] / clock.rate, [0, 0.05, 0.25])
    assert clock.places[3] < 150


@pytest.mark.parametrize("times", [[0.0, 1.0], [0.0, 1.0, 0.5], [0.0, np.nan, 1.0]])
def test_times_that_are_none_are_refused(times, lifter, camera):
    with pytest.raises(LiftError, match="times"):
        lifter.lift_motion(seen(exercise(3), camera), camera, times=times)


@pytest.mark.parametrize("fps", [10, 60])
def test_frames_at_other_rates_each_have_their_pose(lifter, camera, fps):
    frames = seen(exercise(13, fps), camera)
    motion = lifter.lift_motion(frames, camera, fps, hypotheses=2, steps=3)[0]
    assert motion.joints.shape[0] == 13 and motion.fps == fps
    assert np.isfinite(motion.joints).all()
    assert np.ptp(bone_lengths(motion.joints), axis=(0, 1)).max() < 1e-4


def test_frames_at_uneven_times(lifter, camera):
    times = np.cumsum(np.random.default_rng(0).uniform(0.02, 0.08, 12))
    motion = lifter.lift_motion(seen(exercise(12), camera), camera, times=times, hypotheses=2, steps=3)[0]
    assert motion.joints.shape[0] == 12 and np.isfinite(motion.joints).all()
