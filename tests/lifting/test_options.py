"""The options of a lift: ranges, kinds, the noise, and the callback."""

from __future__ import annotations

import numpy as np
import pytest

from posestudio.errors import LiftError
from posestudio.geometry.camera import Camera
from posestudio.lifting.lifter import Cancelled, Lifter
from tests.lifting.people import people


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": 0},
        {"steps": 2.5},
        {"hypotheses": 4.0},
        {"seed": -1},
        {"seed": 2**64},
        {"keypoint_noise": 1e20},
        {"keypoint_noise": "much"},
        {"hypotheses": 0},
        {"noise": -1.0},
        {"noise": float("nan")},
        {"noise": 1e30},
        {"noise": "some"},
        {"guidance": float("nan")},
        {"guidance": 50.0},
        {"sampler": "fast"},
        {"schedule": "linear"},
        {"keypoint_noise": np.zeros((2, 17))},
        {"keypoint_noise": -0.01},
    ],
    ids=repr,
)
def test_options_out_of_range_are_refused(lifter: Lifter, camera: Camera, wrong: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        lifter.lift(people(camera, 1), camera, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps": 10**12},
        {"steps": 10**5000},
        {"hypotheses": 10**9},
        {"seed": 10**30},
        {"guidance": 10**400},
        {"noise": [0.5]},
        {"noise": np.array([0.1, 0.2])},
        {"keypoint_noise": 10**400},
        {"sampler": ["euler"]},
        {"known": {"pins": None}},
        {"warm": "yes"},
        {"camera": "front"},
        {"trajectory": True, "steps": 10_000, "hypotheses": 4096},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_no_number_is_so_large_that_memory_or_patience_ends_first(
    lifter: Lifter, camera: Camera, wrong: dict
) -> None:
    with pytest.raises(LiftError, match=next(iter(wrong))) as problem:
        lifter.lift(people(camera, 1), **({"camera": camera} | wrong))
    assert "\n" not in str(problem.value) and len(str(problem.value)) < 300


def test_numbers_of_any_kind_are_numbers(lifter: Lifter, camera: Camera) -> None:
    one = lifter.lift(people(camera, 1), camera, hypotheses=np.int64(2), steps=np.int32(3), seed=np.int64(4))
    same = lifter.lift(people(camera, 1), camera, hypotheses=2, steps=3, seed=4)
    assert np.array_equal(one.joints, same.joints)


def test_less_starting_noise_narrows_the_hypotheses(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)
    wide, narrow = (
        lifter.lift(keypoints, camera, steps=6, noise=noise, guidance=0.0) for noise in (1.0, 0.3)
    )
    assert narrow.joints.std(axis=1).mean() < 0.8 * wide.joints.std(axis=1).mean()


def test_the_callback_can_cancel(lifter: Lifter, camera: Camera) -> None:
    seen = []

    def callback(step: int, sigma: float, x: np.ndarray, denoised: np.ndarray) -> None:
        seen.append((step, sigma, x.shape, denoised.shape))
        if step == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        lifter.lift(people(camera, 1), camera, hypotheses=2, steps=5, callback=callback)
    assert [entry[0] for entry in seen] == [0, 1]
    assert seen[0][2:] == ((2, 29, 3), (2, 29, 3))


def test_points_are_followed_as_far_as_they_are_exact(lifter: Lifter, camera: Camera) -> None:
    keypoints = people(camera, 1)
    noise = np.full(17, 0.05)
    noise[9] = 0.0
    off = {
        name: np.linalg.norm(camera.project(result.keypoints3d[0]) - keypoints.points, axis=-1).mean(0)
        for name, result in {
            "noisy": lifter.lift(keypoints, camera, keypoint_noise=0.05),
            "one exact": lifter.lift(keypoints, camera, keypoint_noise=noise),
            "exact": lifter.lift(keypoints, camera, keypoint_noise=0.0),
        }.items()
    }
    assert off["exact"].mean() < off["noisy"].mean()
    assert off["one exact"][9] < 0.5 * off["noisy"][9]


def test_noise_may_be_said_of_each_person_and_point(lifter: Lifter, camera: Camera) -> None:
    pair, noise = people(camera, 2), np.linspace(0, 0.03, 34).reshape(2, 17)
    both = lifter.lift(pair, camera, hypotheses=4, keypoint_noise=noise)
    alone = lifter.lift(pair.person(1), camera, hypotheses=4, keypoint_noise=noise[1])
    assert both.joints[1] == pytest.approx(alone.joints[0], abs=1e-4)
    alike = lifter.lift(pair, camera, hypotheses=4, keypoint_noise=np.full((2, 17), 0.02))
    assert alike.joints == pytest.approx(lifter.lift(pair, camera, hypotheses=4, keypoint_noise=0.02).joints)
