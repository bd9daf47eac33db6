"""The modes of a result as alternatives, each the same one from result to result."""

from dataclasses import replace

import numpy as np
import pytest

from posestudio.app.model.alternatives import Alternatives
from posestudio.app.model.document import Document
from posestudio.body.layouts import BODY_INDEX
from tests.fakes import lifted_frames

ARMS = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("elbow", "wrist", "hand")]
LEGS = [BODY_INDEX[f"left_{part}"] for part in ("knee", "ankle", "toe", "heel")]


def result_of(arms, legs=(), count=10, order=None):
    """``count`` hypotheses: those of ``arms`` have them one metre forward, those of ``legs`` the left leg."""
    (result,) = lifted_frames(hypotheses=count, trajectory=True)
    joints = result.joints.copy()
    for rank in arms:
        joints[0, rank, ARMS] += np.float32([0, 0, 1.0])
    for rank in legs:
        joints[0, rank, LEGS] += np.float32([0, 0, 1.5])
    return replace(result, joints=joints, order=None if order is None else np.array([order]))


@pytest.fixture
def document(qapp):
    return Document()


@pytest.fixture
def alternatives(document):
    return Alternatives(document)


def test_they_are_the_modes_and_choosing_one_selects_its_medoid(document, alternatives):
    document.set_result(result_of(arms=[7, 8, 9]))
    assert [one.share for one in alternatives.all] == [0.7, 0.3] and alternatives.current == 0
    alternatives.choose(1)
    assert document.selected in (7, 8, 9) and alternatives.current == 1
    alternatives.step(1)
    assert alternatives.current == 0
    alternatives.step(-1)
    assert alternatives.current == 1
    assert set(alternatives.shown_ranks()) >= {alternatives.rank(0), alternatives.rank(1)}
    document.set_result(None)
    assert alternatives.all == () and alternatives.current is None


def test_an_alternative_stays_the_same_while_shares_and_ranks_change(document, alternatives):
    document.set_result(result_of(arms=[7, 8, 9]))
    first, second = (one.number for one in alternatives.all)
    document.begin_gesture()
    document.set_result(result_of(arms=range(2, 10), order=range(9, -1, -1)))
    alternatives.update()
    assert [one.number for one in alternatives.all] == [
        first,
        second,
    ]  # in their places while a joint is dragged
    assert [one.share for one in alternatives.all] == [0.2, 0.8]
    document.end_gesture()
    document.set_result(result_of(arms=range(2, 10)))
    assert [one.number for one in alternatives.all] == [second, first]
    document.set_result(result_of(arms=[7, 8, 9], legs=[5, 6]))
    assert [one.number for one in alternatives.all][:2] == [first, second]
    assert alternatives.all[2].number not in (first, second)


def test_rare_modes_are_only_counted_where_they_are_many(document, alternatives):
    document.set_result(result_of(arms=[49], count=50))
    assert len(alternatives.all) == 1 and alternatives.rarer == 0
    document.set_result(result_of(arms=[39], legs=[37, 38], count=40))
    assert len(alternatives.all) == 2 and alternatives.rarer == 0


def test_of_a_single_mode_the_variants_are_told_apart_and_stay_so_during_a_drag(document, alternatives):
    (result,) = lifted_frames(hypotheses=10, trajectory=True)
    joints = np.repeat(result.joints[:, :1], 10, 1)
    joints[0, 6:, ARMS[1]] += np.float32([0, 0, 0.7])
    joints[0, 6:, ARMS[4]] += np.float32([0, 0, 0.7])
    document.set_result(replace(result, joints=joints))
    assert [one.share for one in alternatives.all] == [0.6, 0.4] and alternatives.variants
    document.begin_gesture()
    document.set_result(result_of(arms=[7, 8, 9]))
    alternatives.update()
    assert alternatives.variants
    document.end_gesture()
    document.set_result(result_of(arms=[7, 8, 9]))
    assert not alternatives.variants
