from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.errors import LiftError
from posestudio.keypoints import Keypoints
from posestudio.lifting.known import Known
from tests.lifting.motion.exercise import exercise, seen
from tests.lifting.motion.test_lift import bone_lengths

OPTIONS = {"hypotheses": 2, "steps": 4}


def pinned(joints, names=None):
    pins = np.full((1, *joints.shape), np.nan, np.float32)
    chosen = list(BODY_INDEX.values()) if names is None else [BODY_INDEX[name] for name in names]
    pins[0, chosen] = joints[chosen]
    return Known(pins=pins)


def off(joints, known):
    return np.nanmax(np.linalg.norm(joints - known.pins[0], axis=-1))


def test_a_motion_passes_through_its_keys(trained, camera):
    truth = exercise(30)
    keys = {10: pinned(truth[10], ["left_wrist", "right_wrist"]), 20: pinned(truth[20], ["left_ankle"])}
    motion = trained.lift_motion(seen(truth, camera), camera, keys=keys, **OPTIONS)[0]
    assert max(off(motion.joints[frame], known) for frame, known in keys.items()) < 0.01
    assert np.ptp(bone_lengths(motion.joints), axis=(0, 1)).max() < 1e-3


def test_key_poses_with_nothing_between_become_a_motion(trained, camera):
    truth = exercise(46)
    nobody = Keypoints(np.zeros((0, 17, 2)), size=camera.size)
    keys = {frame: pinned(truth[frame]) for frame in (0, 45)}
    motion = trained.lift_motion([nobody] * 46, camera, keys=keys, **OPTIONS)[0]
    assert motion.frames.tolist() == list(range(46)) and not motion.observed.any()
    assert max(off(motion.joints[frame], known) for frame, known in keys.items()) < 0.01
    assert np.linalg.norm(np.diff(motion.joints, axis=0), axis=-1).max() < 0.15


@pytest.mark.parametrize("keys", [{9: Known()}, {-1: Known()}, {0: "here"}])
def test_keys_that_are_none_are_refused(lifter, camera, keys):
    with pytest.raises(LiftError, match="keys: frame"):
        lifter.lift_motion(seen(exercise(3), camera), camera, keys=keys)


def test_a_changed_frame_moves_its_neighbours_and_not_far_ones(lifter, camera):
    frames = seen(exercise(120), camera)
    before = lifter.lift_motion(frames, camera, **OPTIONS)[0]
    frames[50] = frames[50].replace_point(0, 9, frames[50].points[0, 9] + [60, -40])
    after = lifter.lift_motion(frames, camera, previous=before, changed=[50], hypotheses=1, steps=2, seed=0)[
        0
    ]
    assert after.joints.shape == (120, 1, 29, 3)
    same = (after.joints[:, 0] == before.joints[:, 0]).all((1, 2))
    assert same[:14].all() and same[87:].all() and not same[40:61].any()
    assert np.ptp(bone_lengths(after.joints), axis=(0, 1)).max() < 1e-3
    assert np.array_equal(after.keypoints[50].points[0, 9], frames[50].points[0, 9])


def test_a_key_set_afterwards_is_kept(trained, camera):
    truth = exercise(100)
    frames = seen(truth, camera)
    before = trained.lift_motion(frames, camera, **OPTIONS)[0]
    target = before.joints[50, 0].copy()
    target[BODY_INDEX["left_wrist"]] += [0.0, 0.1, 0.05]
    key = {50: pinned(target, ["left_wrist"])}
    after = trained.lift_motion(
        frames, camera, previous=before, changed=[50], keys=key, hypotheses=2, steps=2
    )[0]
    assert off(after.joints[50], key[50]) < 0.01
    moved = np.linalg.norm(after.joints - before.joints, axis=-1)[:, 0, BODY_INDEX["left_wrist"]]
    assert moved[49] > 0.03 and moved[51] > 0.03 and moved[:10].max() == 0


def test_a_previous_motion_of_other_frames_is_refused(lifter, camera):
    frames = seen(exercise(6), camera)
    before = lifter.lift_motion(frames, camera, **OPTIONS)[0]
    late = replace(before, frames=before.frames + 3)
    with pytest.raises(LiftError, match="previous"):
        lifter.lift_motion(frames, camera, previous=late, changed=[2], hypotheses=2)
    with pytest.raises(LiftError, match="previous"):
        lifter.lift_motion(frames, camera, previous=before, changed=[2], hypotheses=3)


def test_a_motion_goes_through_points_that_are_exactly_known(trained, camera):
    frames = seen(exercise(60), camera)
    size = float(np.ptp(frames[30].points[0], axis=0).max())
    placed = frames[30].points[0, 9] + [0.06 * size, -0.05 * size]
    noise = np.full((1, 17), 0.01 * size)
    frames = [replace(frame, noise=noise) for frame in frames]
    told = noise.copy()
    told[0, 9] = 0.001 * size
    points = frames[30].points.copy()
    points[0, 9] = placed
    corrected = list(frames)
    corrected[30] = replace(frames[30], points=points, noise=told)
    for given, least, most in ((frames, 0.03, 1.0), (corrected, 0.0, 0.02)):
        motion = trained.lift_motion(given, camera, hypotheses=1, steps=4)[0]
        wrist = camera.project(motion.joints[30, 0])[BODY_INDEX["left_wrist"]]
        assert least <= np.linalg.norm(wrist - placed) / size <= most
