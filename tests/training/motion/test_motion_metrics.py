from __future__ import annotations

import numpy as np
import pytest

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.training.motion.metrics import (
    clip_scale,
    motion_scores,
    sliding,
    uncertainty_factor,
)

RNG = np.random.default_rng


def walking(frames: int = 40, seed: int = 0) -> np.ndarray:
    """(F, B, 3) a body that waves and walks by, 4 m before the camera."""
    seconds = np.arange(frames)[:, None, None] / 30
    sway = 0.1 * np.sin(2 * seconds + RNG(seed).uniform(0, 6, (1, 29, 3)))
    sway[:, 0] = 0
    return (standing_body() + sway + np.array([0, 0, 4.0]) + seconds * np.array([1.0, 0, 0])).astype(
        np.float32
    )


def test_the_true_motion_has_no_error() -> None:
    truth = walking()
    scores = motion_scores(truth, truth, contacts=np.ones((40, 2, 2), bool))
    for name in ("mpjpe", "pa_mpjpe", "acceleration", "path", "path_moved", "energy", "best", "mean_mpjpe"):
        assert scores[name] == pytest.approx(0, abs=0.01), name
    assert scores["own_acceleration"] > 0.1
    assert scores["sliding"] == scores["own_sliding"] > 30


def test_a_motion_of_another_size_about_the_camera_has_no_error() -> None:
    truth = walking()
    assert clip_scale(truth * 2, truth) == pytest.approx(0.5)
    scores = motion_scores(truth * 1.3, truth)
    assert scores["mpjpe"] == pytest.approx(0, abs=0.01)
    assert scores["path"] == pytest.approx(0, abs=0.01)
    assert scores["path_unscaled"] == pytest.approx(
        0.3 * np.linalg.norm(truth[:, 0], axis=-1).mean() * 1000, rel=1e-3
    )


def test_an_offset_of_the_whole_motion_is_an_error_of_the_path_alone() -> None:
    truth = walking()
    scores = motion_scores(truth + np.float32([0.03, 0, 0.04]), truth)
    assert scores["path"] == pytest.approx(50, rel=1e-3)
    assert scores["path_moved"] == pytest.approx(0, abs=0.01)
    assert scores["mpjpe"] == pytest.approx(0, abs=0.01)


def test_accelerations_do_not_depend_on_the_rate() -> None:
    seconds = np.arange(90) / 30
    truth = np.tile(standing_body(), (90, 1, 1)).astype(np.float64)
    truth[:, BODY_INDEX["left_wrist"], 1] += 0.2 * np.sin(6 * seconds)
    own = motion_scores(truth, truth, 30)["own_acceleration"]
    assert motion_scores(truth[::2], truth[::2], 15)["own_acceleration"] == pytest.approx(own, rel=0.1)


def test_jitter_is_acceleration_error() -> None:
    truth = walking()
    jitter = RNG(1).normal(0, 0.01, truth.shape)
    scores = motion_scores(truth + jitter, truth)
    # Second differences of independent noise have six times its variance, hips subtracted twice as much; mean of a
    # norm.
    assert scores["acceleration"] == pytest.approx(10 * np.sqrt(12) * np.sqrt(8 / np.pi), rel=0.1)


def test_feet_slide_only_while_the_true_foot_stands() -> None:
    joints = np.tile(standing_body(), (4, 1, 1))
    joints[:, BODY_INDEX["left_toe"], 0] += np.arange(4) * 0.01
    contacts = np.zeros((4, 2, 2), bool)
    contacts[:2, 0, 1] = True  # the left toe stands in the first two frames, the right one all the time
    contacts[:, 1, 1] = True
    assert sorted(sliding(joints, contacts)) == pytest.approx([0, 0, 0, 10], abs=1e-4)


def test_energy_prefers_motions_that_cover_the_truth_to_their_mean() -> None:
    rng, truth = RNG(2), walking()
    drift = rng.normal(0, 0.05, (1, 17, 29, 3))  # each motion is off by the same in all frames
    motions = (truth[:, None] + drift).astype(np.float32)
    target = motions[:, 0]
    spread, mean = motion_scores(motions[:, 1:], target), motion_scores(motions[:, 1:].mean(1), target)
    assert spread["energy"] < 0.9 * mean["energy"]
    assert mean["energy"] == pytest.approx(mean["mpjpe"], rel=0.3)


def test_a_right_uncertainty_has_the_factor_one_and_covers_what_it_says() -> None:
    truth = walking(300)
    off = RNG(3).normal(0, 0.02, truth.shape)
    off[:, 0] = 0
    spread = np.full(truth.shape[:2], 0.02 * np.sqrt(3))
    scores = motion_scores((truth + off).astype(np.float32), truth, uncertainty=spread)
    assert scores["uncertainty_factor"] == pytest.approx(1, abs=0.05)
    assert scores["covered_50"] == pytest.approx(0.5, abs=0.03)
    assert scores["covered_95"] == pytest.approx(0.95, abs=0.02)
    assert uncertainty_factor(np.array([3.0]), np.array([1.5])) == 2
