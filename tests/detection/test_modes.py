"""The answers that a detection leaves open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import COCO_INDEX
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.detected import Detected, nobody
from posestudio.detection.modes import EXCHANGE_ODDS, EXCHANGES, MODE_DISTANCE, pose_modes, with_modes
from posestudio.keypoints.alternatives import alternative_count, own_share

KNEES = [COCO_INDEX["left_knee"], COCO_INDEX["right_knee"]]
WRISTS = [COCO_INDEX["left_wrist"], COCO_INDEX["right_wrist"]]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def standing() -> np.ndarray:
    """(17, 2) a person 170 pixels high, facing the camera."""
    x = [50, 53, 47, 57, 43, 70, 30, 80, 20, 85, 15, 62, 38, 64, 36, 66, 34]
    y = [20, 17, 17, 19, 19, 40, 40, 70, 70, 95, 95, 100, 100, 145, 145, 190, 190]
    return np.stack([x, y], axis=-1).astype(np.float32)


def detected(samples=None, other_sides=None, scale=1.0, points=None) -> Detected:
    points = (standing() if points is None else points)[None] * np.float32(scale)
    return Detected(
        points,
        np.full((1, 17), 0.9, np.float32),
        np.array([[10, 10, 80, 190]]) * scale,
        (100, 200),
        np.zeros((1, 2, 3)),
        samples=None if samples is None else np.asarray(samples, np.float32)[:, None] * np.float32(scale),
        other_sides=None if other_sides is None else np.asarray(other_sides, np.float32)[None],
    )


def three_kinds(rng) -> np.ndarray:
    """(10, 17, 2) samples: six as detected, three with the left arm raised, one with it to the front."""
    samples = standing() + rng.normal(0, 0.5, (10, 17, 2))
    arm = [COCO_INDEX["left_elbow"], COCO_INDEX["left_wrist"]]
    samples[6:9, arm] += (10, -70)
    samples[9, arm] += (-75, 20)
    return samples


def test_samples_are_grouped_into_modes_with_their_shares(rng):
    samples = three_kinds(rng)
    (modes,) = pose_modes(detected(samples))
    shown = [mode for mode in modes if not mode.exchange]
    assert len(shown) == 3
    np.testing.assert_array_equal(modes[0].points, standing())
    odds = [mode.share / modes[0].share for mode in shown]
    assert odds == pytest.approx([1, 3 / 6, 1 / 6])
    assert sum(mode.share for mode in modes) == pytest.approx(1)
    raised = shown[1]
    assert set(np.flatnonzero(raised.changed)) == {COCO_INDEX["left_elbow"], COCO_INDEX["left_wrist"]}
    assert np.abs(raised.points - samples[6:9].mean(0)).max() < 2
    assert not modes[0].changed.any()
    assert (raised.noise > 0).all() and (raised.noise < 0.05 * 170).all()


def test_left_and_right_exchanged_are_answers_though_no_sample_shows_them():
    (modes,) = pose_modes(detected())
    assert [mode.exchange for mode in modes[:1]] == [""] and len(modes) == 4
    assert {mode.exchange for mode in modes[1:]} == set(EXCHANGES)
    legs = next(mode for mode in modes if mode.exchange == "legs")
    np.testing.assert_array_equal(legs.points[KNEES], standing()[KNEES[::-1]])
    np.testing.assert_array_equal(legs.points[WRISTS], standing()[WRISTS])
    assert 0 < legs.share < 0.05


def test_heatmaps_that_show_the_other_side_make_an_exchange_likelier():
    there = np.full(17, 0.01)
    there[11:] = 0.6
    (modes,) = pose_modes(detected(other_sides=there))
    assert modes[1].exchange == "legs"
    assert modes[1].share / modes[0].share == pytest.approx(0.6 * EXCHANGE_ODDS, abs=0.01)


def test_an_exchange_that_moves_nothing_is_no_answer():
    from_the_side = standing()
    from_the_side[:, 0] = 50
    (modes,) = pose_modes(detected(points=from_the_side))
    assert len(modes) == 1 and modes[0].share == 1


def test_the_order_of_the_samples_does_not_matter(rng):
    samples = three_kinds(rng)
    (one,) = pose_modes(detected(samples))
    (other,) = pose_modes(detected(samples[rng.permutation(10)]))
    for a, b in zip(one, other, strict=True):
        assert a.share == pytest.approx(b.share) and a.exchange == b.exchange
        np.testing.assert_allclose(a.points, b.points, atol=1e-3)
        np.testing.assert_allclose(a.noise, b.noise, atol=1e-3)


@pytest.mark.parametrize("scale", [0.2, 7])
def test_the_scale_of_the_picture_does_not_matter(rng, scale):
    samples = three_kinds(rng)
    (one,), (other,) = pose_modes(detected(samples)), pose_modes(detected(samples, scale=scale))
    for a, b in zip(one, other, strict=True):
        assert a.share == pytest.approx(b.share)
        np.testing.assert_allclose(a.points * scale, b.points, rtol=1e-4)
        np.testing.assert_allclose(a.noise * scale, b.noise, rtol=0.02)


def test_a_mirrored_picture_has_mirrored_answers(rng):
    def mirrored(points):
        return (points * (-1, 1) + (100, 0))[..., list(COCO_MIRROR), :].astype(np.float32)

    samples, there = three_kinds(rng), rng.uniform(0.01, 0.9, 17)
    (one,) = pose_modes(detected(samples, there))
    (other,) = pose_modes(detected(mirrored(samples), there[list(COCO_MIRROR)], points=mirrored(standing())))
    for a, b in zip(one, other, strict=True):
        assert a.share == pytest.approx(b.share, rel=1e-4) and a.exchange == b.exchange
        np.testing.assert_allclose(mirrored(a.points), b.points, atol=1e-3)


def test_modes_become_the_alternatives_of_the_keypoints(rng):
    found = detected(three_kinds(rng))
    found = replace(found, confidence=np.where(np.arange(17) == KNEES[0], 0.01, found.confidence))
    keypoints = with_modes(found, "a.png")
    assert keypoints.source == "a.png" and alternative_count(keypoints, 0) == 4
    (modes,) = pose_modes(found)
    assert own_share(keypoints, 0) == pytest.approx(
        modes[0].share / sum(mode.share for mode in modes[:5]), abs=1e-5
    )
    for index, mode in enumerate(modes[1:5]):
        missing = np.isnan(keypoints.alternatives[0, index]).any(-1)
        assert np.flatnonzero(missing).tolist() == [
            KNEES[1] if mode.exchange in ("legs", "body") else KNEES[0]
        ]


def test_nobody_has_no_answers():
    assert pose_modes(nobody((10, 10), 4)) == []
    assert with_modes(nobody((10, 10))).people == 0


def test_a_pose_that_is_nearer_than_the_distance_of_modes_is_the_same_answer():
    near = standing() + MODE_DISTANCE * 170 / 2
    (modes,) = pose_modes(detected([standing(), near]))
    assert [mode.exchange == "" for mode in modes].count(True) == 1
