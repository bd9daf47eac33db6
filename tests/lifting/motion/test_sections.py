import io
from dataclasses import replace

import numpy as np
import pytest

from posestudio.errors import LiftError
from posestudio.keypoints import Keypoints
from posestudio.lifting.motion import sections
from posestudio.lifting.motion.sections import MotionState
from tests.lifting.motion.exercise import exercise, seen

OPTIONS = {"hypotheses": 2, "steps": 3}


@pytest.fixture
def short_sections(monkeypatch):
    monkeypatch.setattr(sections, "SECTION", 16)
    monkeypatch.setattr(sections, "CONTEXT", 4)
    monkeypatch.setattr(sections, "AHEAD", 4)


def joints_of(parts, track=0):
    return np.concatenate([one.joints for part in parts for one in part.motions if one.track == track])


def test_sections_follow_each_other_without_a_jump(lifter, camera, short_sections):
    frames = seen(exercise(50), camera)
    parts = list(lifter.lift_motion_in_sections(frames, camera, **OPTIONS))
    assert [(part.first, part.last) for part in parts] == [(0, 16), (16, 32), (32, 50)]
    joints = joints_of(parts)
    assert joints.shape[0] == 50
    moved = np.linalg.norm(np.diff(joints, axis=0), axis=-1).max((1, 2))
    assert moved[[15, 31]].max() < 2 * np.delete(moved, [15, 31]).max()


def test_a_motion_is_the_same_in_sections_and_in_one_go(lifter, camera, short_sections):
    frames = seen(exercise(40), camera)
    joints = joints_of(list(lifter.lift_motion_in_sections(frames, camera, **OPTIONS)))
    whole = lifter.lift_motion(frames, camera, **OPTIONS)[0].joints
    assert np.array_equal(joints, whole) or np.array_equal(joints[:, ::-1], whole)


def test_a_lift_is_continued_from_a_saved_state(lifter, camera, short_sections):
    frames = seen(exercise(40), camera)
    parts = list(lifter.lift_motion_in_sections(frames, camera, **OPTIONS))
    file = io.BytesIO()
    np.savez(file, **parts[0].state.arrays())
    file.seek(0)
    with np.load(file) as arrays:
        state = MotionState.from_arrays(arrays)
    rest = list(lifter.lift_motion_in_sections(frames, camera, state=state, **OPTIONS))
    assert np.array_equal(joints_of(rest), joints_of(parts[1:]))
    assert rest[0].first == parts[1].first


def test_a_state_that_is_none_is_refused():
    with pytest.raises(LiftError, match="state"):
        MotionState.from_arrays({"section": np.array(1)})


def test_people_come_and_go_between_sections(lifter, camera, short_sections):
    one, other = seen(exercise(40), camera), seen(exercise(40) + [0.8, 0, 0], camera)
    frames = []
    for index in range(40):
        present = [(0, one[index])] * (index < 14) + [(1, other[index])] * (index >= 18)
        numbers = np.array([number for number, _ in present], int)
        people = Keypoints.concatenate([person for _, person in present], camera.size)
        frames.append(replace(people, tracks=numbers) if present else people)
    parts = list(lifter.lift_motion_in_sections(frames, camera, **OPTIONS))
    assert len(joints_of(parts, 0)) == 14 and len(joints_of(parts, 1)) == 22
    found = [one.frames for part in parts for one in part.motions if one.track == 1]
    assert np.concatenate(found).tolist() == list(range(18, 40))
