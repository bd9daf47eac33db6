import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.detection.calibration import GROUP_OF_KEYPOINT, GROUPS, Calibration, Table
from posestudio.detection.detected import Detected
from posestudio.errors import CheckpointError
from posestudio.keypoints import MISSING

numbers = st.floats(0.001, 1).map(lambda number: round(number, 3))


@st.composite
def tables(draw):
    heights = sorted(draw(st.sets(numbers, min_size=1, max_size=8)))
    some = st.lists(numbers, min_size=len(heights), max_size=len(heights))
    return Table(np.array(heights), np.array(sorted(draw(some))), np.array(sorted(draw(some), reverse=True)))


calibrations = st.builds(
    Calibration,
    st.dictionaries(st.sampled_from(GROUPS), tables(), max_size=3),
    numbers,
    st.tuples(numbers, numbers),
)


def test_each_keypoint_is_in_the_group_of_its_name():
    assert [GROUPS[group] for group in GROUP_OF_KEYPOINT[:5]] == ["face"] * 5
    for name, group in zip(COCO_KEYPOINTS[5:], GROUP_OF_KEYPOINT[5:], strict=True):
        assert name.endswith(GROUPS[group])


@given(calibrations)
def test_the_higher_the_peak_the_surer_and_the_less_noise(calibration):
    heights = np.repeat(np.linspace(0, 1, 41)[:, None], 17, axis=1)
    confidence = calibration.confidence(heights)
    noise = calibration.noise(heights, np.tile([0, 0, 50, 100], (41, 1)))
    assert (confidence >= 0).all() and (confidence <= 1).all() and (np.diff(confidence, axis=0) >= 0).all()
    assert (noise > 0).all() and (np.diff(noise, axis=0) <= 1e-4).all()


@given(calibrations)
def test_a_stored_calibration_is_the_same_however_often_it_is_stored(calibration):
    entry = json.loads(json.dumps(calibration.as_card()))
    again = Calibration.of_card({"calibration": entry})
    assert again.as_card() == entry
    heights = np.linspace(0, 1, 17)
    assert np.allclose(again.confidence(heights), calibration.confidence(heights), atol=1e-3)


def test_without_an_entry_the_height_is_the_confidence():
    heights = np.linspace(0, 1, 17)
    assert np.allclose(Calibration.of_card({}).confidence(heights), heights)
    assert Calibration.of_card({}).missing_below == 0.1


def test_the_spread_of_samples_adds_to_the_noise():
    samples = np.random.default_rng(0).normal(0, 3, (2000, 1, 17, 2))
    height, box = np.full((1, 17), 0.5), [[0, 0, 100, 80]]
    alone = Calibration().noise(height, box)
    both = Calibration(spread=(2.0, 1.0)).noise(height, box, samples)
    assert np.allclose(np.square(both), 36 + np.square(alone), rtol=0.1)
    assert Calibration().noise(np.zeros((0, 17)), np.zeros((0, 4))).shape == (0, 17)


@pytest.mark.parametrize(
    "entry",
    [
        3,
        {},
        {"joints": {}, "spread": [1], "missing_below": 0.1},
        {"joints": {}, "spread": [1, 1], "missing_below": 7},
        {"joints": {}, "spread": [0, 0], "missing_below": 0.1},
        {"joints": {"tail": {"height": [0], "confidence": [0], "noise": [1]}}, "spread": [1, 1], "missing_below": 0},
        {"joints": {"hip": {"height": [0, 1], "confidence": [1, 0], "noise": [1, 1]}}, "spread": [1, 1],
         "missing_below": 0},
        {"joints": {"hip": {"height": [0, 1], "confidence": [0, 1], "noise": [1]}}, "spread": [1, 1],
         "missing_below": 0},
        {"joints": {"hip": {"height": [0], "confidence": ["a"], "noise": [1]}}, "spread": [1, 1], "missing_below": 0},
    ],
)  # fmt: skip
def test_what_is_no_calibration_is_refused(entry):
    with pytest.raises(CheckpointError, match="calibration"):
        Calibration.of_card({"calibration": entry})


def test_keypoints_below_the_threshold_are_missing():
    confidence = np.linspace(0, 0.96, 17)[None]
    place = np.zeros((1, 4)), (10, 10), np.zeros((1, 2, 3))
    found = Detected(np.ones((1, 17, 2)), confidence, *place, missing_below=0.5)
    assert ((found.to_keypoints().visibility == MISSING) == (confidence < 0.5)).all()
