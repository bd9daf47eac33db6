"""Deciding between several answers by the 3D poses that explain them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.layouts import COCO_INDEX
from posestudio.common.resources import asset
from posestudio.keypoints import Keypoints, load_keypoints
from posestudio.keypoints.alternatives import alternative_count, own_share, with_alternative, with_shares
from posestudio.lifting.alternatives import decided, lift_decided, log_evidence
from posestudio.lifting.lifter import Lifter

LEGS = [COCO_INDEX[f"{side}_{part}"] for part in ("hip", "knee", "ankle") for side in ("left", "right")]
EXCHANGED = [COCO_INDEX[f"{side}_{part}"] for part in ("hip", "knee", "ankle") for side in ("right", "left")]


@pytest.fixture(scope="module")
def lifter() -> Lifter:
    return Lifter.load("mlp", device="cpu")


def exchanged_legs(share: float) -> Keypoints:
    """The example's person as detected with the legs exchanged; the true pose is an alternative of a share."""
    right = load_keypoints(asset("example/keypoints.json"))[0].person(0)
    points = right.points.copy()
    points[:, LEGS] = points[:, EXCHANGED]
    alternatives = np.full((1, 4, 17, 2), np.nan)
    alternatives[0, 0] = right.points[0]
    shares = [[share, np.nan, np.nan, np.nan]]
    return replace(right, points=points, alternatives=alternatives, alternative_shares=shares)


def test_what_a_body_can_do_is_the_likelier_answer(lifter):
    seen = exchanged_legs(0.4)
    right = with_alternative(seen, 0, 0)
    wrong, better = log_evidence(lifter, Keypoints.concatenate([seen, right], seen.size))
    assert better > wrong
    result = lift_decided(lifter, seen, hypotheses=4)
    assert result.joints.shape[:2] == (1, 4)
    np.testing.assert_array_equal(result.keypoints.points, right.points)
    assert alternative_count(result.keypoints, 0) == 1
    assert own_share(result.keypoints, 0) > 0.5
    np.testing.assert_array_equal(result.keypoints.alternatives[0, 0], seen.points[0])


def test_an_answer_that_the_picture_excludes_is_not_chosen(lifter):
    seen = exchanged_legs(0.0)
    np.testing.assert_array_equal(decided(lifter, seen).points, seen.points)


def test_a_decision_does_not_depend_on_the_other_people(lifter):
    seen = exchanged_legs(0.4)
    plain = replace(seen, alternatives=None, alternative_shares=None)
    both = Keypoints.concatenate([plain, seen, plain], seen.size)
    together = decided(lifter, both)
    alone = decided(lifter, seen)
    np.testing.assert_array_equal(together.points[1], alone.points[0])
    assert own_share(together, 1) == pytest.approx(own_share(alone, 0), abs=0.01)
    np.testing.assert_array_equal(together.points[[0, 2]], both.points[[0, 2]])


def test_the_whole_body_the_other_way_round_is_decided_by_the_detection(lifter):
    seen = exchanged_legs(0.4)
    other = with_alternative(seen, 0, 0).swapped().points[0]
    alternatives = np.array(seen.alternatives)
    alternatives[0, 0] = seen.swapped().points[0]
    turned = decided(lifter, replace(seen, alternatives=alternatives))
    assert own_share(turned, 0) == pytest.approx(0.6, abs=1e-5)
    np.testing.assert_array_equal(turned.points, seen.points)
    alternatives[0, 0] = (
        other  # also the legs as they are: the body the other way round, and the legs exchanged
    )
    assert own_share(decided(lifter, replace(seen, alternatives=alternatives)), 0) != pytest.approx(
        0.6, abs=1e-3
    )


def test_without_alternatives_nothing_is_decided(lifter):
    plain = replace(exchanged_legs(0.4), alternatives=None, alternative_shares=None)
    assert decided(lifter, plain) is plain
    nobody = Keypoints(np.zeros((0, 17, 2)), size=(100, 100))
    assert decided(lifter, nobody) is nobody
    assert log_evidence(lifter, nobody).shape == (0,)


def test_shares_that_do_not_fit_are_refused():
    seen = exchanged_legs(0.4)
    assert own_share(with_shares(seen, 0, np.array([0.9, 0.1])), 0) == pytest.approx(0.9)
    with pytest.raises(ValueError, match="2 shares"):
        with_shares(seen, 0, np.ones(3) / 3)
