from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.standing import standing_body
from posestudio.lifting.posterior import modes_of
from posestudio.lifting.scoring import hypothesis_scores


def poses(count: int, standard_deviation: float, seed: int = 0) -> np.ndarray:
    """(1, count, 29, 3) a standing body 4 m away, its joints moved at random but for the hips."""
    moved = np.random.default_rng(seed).normal(0, standard_deviation, (1, count, 29, 3))
    moved[:, :, BODY_INDEX["hips"]] = 0
    return (standing_body() + moved + [0, 0, 4]).astype(np.float32)


def order(joints: np.ndarray, error: np.ndarray | None = None, noise: float = 0.0) -> list[int]:
    scores = hypothesis_scores(joints, np.zeros(joints.shape[:2]) if error is None else error, noise)
    return np.argsort(-scores, axis=1, kind="stable")[0].tolist()


@pytest.mark.parametrize("count", [2, 25, 26, 64, 200])
@pytest.mark.parametrize("standard_deviation", [0.0, 1e-6, 1e-5])
def test_equals_stay_in_the_order_of_their_noise(count: int, standard_deviation: float) -> None:
    """Whether bodies differ by nothing or by what another machine's rounding makes of them."""
    same = np.repeat(poses(1, 0.1), count, axis=1)
    assert order(same + poses(count, standard_deviation) - poses(count, 0.0)) == list(range(count))


@pytest.mark.parametrize("count", [8, 26, 64])
def test_rounding_changes_no_order(count: int) -> None:
    joints = poses(count, 0.05)
    shifts = np.random.default_rng(3).normal(0, 1e-7, (20, *joints.shape))
    found = [hypothesis_scores((joints + shift).astype(np.float32), np.zeros((1, count))) for shift in shifts]
    # A score that lies between two thousandths may go to either.
    assert max(np.abs(scores - found[0]).max() for scores in found) < 2.1e-3
    assert len({int(scores.argmax()) for scores in found}) == 1


def test_first_is_the_medoid_of_the_largest_kind_and_no_lucky_outlier() -> None:
    joints = poses(30, 0.01)
    for name in ("left_wrist", "right_wrist", "left_knee", "right_knee", "left_ankle", "right_ankle"):
        joints[0, 18:, BODY_INDEX[name], 2] += 0.6
    error = np.full((1, 30), 0.01)
    error[0, 25] = 0.0  # of the smaller kind, and it fits best
    error[0, 3] = 0.0
    joints[0, 3, :, 2] += 0.8  # of the larger, and stands far behind
    first = order(joints, error)[0]
    assert first == modes_of(joints[0])[0].representative and first < 18 and first != 3


def test_one_who_stands_apart_comes_late() -> None:
    joints = poses(20, 0.01)
    joints[0, 7, :, 2] -= 0.55
    assert order(joints)[-1] == 7


def test_one_who_does_not_fit_the_picture_comes_late_the_surer_the_picture() -> None:
    joints, error = poses(20, 0.01), np.zeros((1, 20))
    error[0, 4] = 0.05
    ranks = [order(joints, error, noise).index(4) for noise in (0.0, 0.1)]
    assert ranks[0] == 19 and ranks[1] <= ranks[0]
    scores = [hypothesis_scores(joints, error, noise)[0, 4] for noise in (0.0, 0.1)]
    assert scores[0] < scores[1]


def test_poses_that_are_no_numbers_come_last() -> None:
    joints = poses(6, 0.01)
    joints[0, 2] = np.nan
    joints[0, 4] = 1e30
    assert set(order(joints)[-2:]) == {2, 4}


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.floats(0, 0.3), st.integers(0, 1000))
def test_the_first_has_the_highest_score_and_stands_for_the_largest_kind(
    count: int, standard_deviation: float, seed: int
) -> None:
    joints = poses(count, standard_deviation, seed)
    scores = hypothesis_scores(joints, np.zeros((1, count)))[0]
    assert scores.argmax() == modes_of(joints[0])[0].representative
    assert np.isfinite(scores).all()
