"""Lifted sequences: tracks of a person, and the trajectory as it is shown."""

from dataclasses import replace

import numpy as np

from posestudio.body.layouts import to_keypoints
from posestudio.lifting.sequence import gather
from tests.fakes import lifted_frames, make_sequence


def test_a_frame_without_the_person_repeats_the_one_before():
    frames = lifted_frames(frames=5)
    nobody = {1, 2}
    empty = [
        replace(
            lifted,
            joints=lifted.joints[:0],
            score=lifted.score[:0],
            reprojection=lifted.reprojection[:0],
            keypoints=replace(
                lifted.keypoints,
                points=lifted.keypoints.points[:0],
                visibility=lifted.keypoints.visibility[:0],
            ),
        )
        if index in nobody
        else lifted
        for index, lifted in enumerate(frames)
    ]
    sequence = gather(empty)
    track = sequence.track()
    assert sequence.frames == len(track) == 5
    np.testing.assert_array_equal(track[1], track[0])
    np.testing.assert_array_equal(track[2], track[0])
    assert not np.array_equal(track[3], track[0])
    first_missing = gather(empty[1:])
    np.testing.assert_array_equal(first_missing.track()[0], first_missing.track()[2])


def test_a_track_prefers_smooth_motion_to_a_slightly_better_score():
    sequence = make_sequence(frames=2)
    far = sequence.joints.copy()
    far[1, 0] += 1.0  # the best of the second frame stands elsewhere
    score = np.array([[1, 0, 0], [0.5, 0, 0]], np.float32)
    track = replace(sequence, joints=far, score=score).track()
    np.testing.assert_array_equal(track[0], far[0, 0])
    assert not np.array_equal(track[1], far[1, 0])


def test_the_shown_trajectory_ends_at_the_result_and_starts_no_larger_than_a_body():
    sequence = make_sequence(trajectory=True)
    shown = sequence.shown_trajectory()
    np.testing.assert_allclose(shown[-1], sequence.joints, atol=1e-6)
    assert np.abs(shown[0] - shown[0].mean(axis=-2, keepdims=True)).max() < 2.5


def test_keypoints3d_are_those_of_the_joints():
    sequence = make_sequence()
    np.testing.assert_allclose(sequence.keypoints3d, to_keypoints(sequence.joints))
