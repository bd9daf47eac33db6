"""How noisy each keypoint is taken to be, and keypoints too noisy to be used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.geometry.camera import Camera
from posestudio.keypoints import DETECTED_NOISE, MISSING, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.assumptions import OWN_NOISE_USED
from posestudio.lifting.frames import lift_frames
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.point_noise import (
    KEYPOINT_NOISE,
    TOO_NOISY,
    found_noise,
    noise_of_points,
    too_noisy,
)
from tests.lifting.people import people


def with_noise(keypoints: Keypoints, share: np.ndarray) -> Keypoints:
    """Keypoints whose noise is a share (P, 17) of the person's size."""
    return replace(keypoints, noise=share * person_size(keypoints)[:, None])


def test_noise_in_pixels_becomes_a_share_of_each_persons_size(camera: Camera) -> None:
    two = Keypoints.concatenate(
        [people(camera, 1), replace(people(camera, 1), points=people(camera, 1).points / 2)]
    )
    same = replace(two, noise=np.full((2, 17), 6.0))
    share = noise_of_points(same)
    assert share[1] == pytest.approx(2 * share[0]) and share[0, 0] == pytest.approx(6 / person_size(two)[0])
    assert (noise_of_points(two) == np.float32(KEYPOINT_NOISE)).all()
    unknown = same.noise.copy()
    unknown[0, 3] = np.nan
    partly = replace(same, noise=unknown)
    assert noise_of_points(partly, 0.01)[0, 3] == pytest.approx(0.01)
    assert found_noise([two]) == DETECTED_NOISE
    first, second = found_noise([two, partly])
    assert (first == np.float32(DETECTED_NOISE)).all() and second[0, 3] == np.float32(DETECTED_NOISE)
    assert second[1] == pytest.approx(share[1])


def test_only_points_much_noisier_than_the_others_are_too_noisy(camera: Camera) -> None:
    keypoints = people(camera, 1).with_visibility(0, 4, MISSING)
    noise = np.full((1, 17), 0.01)
    noise[0, [4, 9]] = TOO_NOISY + 0.01
    assert np.flatnonzero(too_noisy(keypoints, noise)).tolist() == [9]
    assert not too_noisy(keypoints, np.full((1, 17), 0.5)).any()  # nothing better is known
    nobody = keypoints.select([])
    assert too_noisy(nobody, np.zeros((0, 17))).shape == (0, 17)
    unseen = replace(keypoints, visibility=np.zeros((1, 17), np.int8))
    assert not too_noisy(unseen, noise).any()


def test_the_points_own_noise_is_what_the_lifter_uses(lifter: Lifter, camera: Camera) -> None:
    share = np.random.default_rng(0).uniform(0.002, 0.03, (2, 17))
    keypoints = with_noise(people(camera, 2), share)
    own = lifter.lift(keypoints, camera, hypotheses=2, steps=3)
    given = lifter.lift(replace(keypoints, noise=None), camera, hypotheses=2, steps=3, keypoint_noise=share)
    overridden = lifter.lift(keypoints, camera, hypotheses=2, steps=3, keypoint_noise=0.002)
    np.testing.assert_allclose(own.joints, given.joints, atol=1e-3)
    assert np.abs(own.joints - overridden.joints).max() > 0.01
    assert OWN_NOISE_USED in own.assumptions
    assert OWN_NOISE_USED not in given.assumptions + overridden.assumptions
    together = lift_frames(lifter, [keypoints, replace(keypoints, noise=None)], camera, hypotheses=2, steps=3)
    np.testing.assert_allclose(together[0].joints, own.joints, atol=1e-3)
    assert [OWN_NOISE_USED in frame.assumptions for frame in together] == [True, False]


def test_a_point_too_noisy_is_taken_as_missing_and_that_is_said(lifter: Lifter, camera: Camera) -> None:
    share = np.full((1, 17), 0.01)
    share[0, 9] = 0.3
    keypoints = people(camera, 1)
    keypoints = with_noise(keypoints.replace_point(0, 9, keypoints.points[0].mean(0)), share)
    result = lifter.lift(keypoints, camera, hypotheses=2, steps=3)
    without = lifter.lift(keypoints.with_visibility(0, 9, MISSING), camera, hypotheses=2, steps=3)
    np.testing.assert_allclose(result.joints, without.joints, atol=0.01)
    assert result.keypoints.visibility[0, 9] != MISSING
    assert any("more than 8%" in sentence for sentence in result.assumptions)
    assert not any("more than 8%" in sentence for sentence in without.assumptions)
