"""One person's keypoints: which are missing, and values that cannot be read."""

from __future__ import annotations

import math

import numpy as np
import pytest

from posestudio.errors import KeypointsError
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE, load_keypoints
from tests.keypoints.sample_files import coco_person, in_layout, person, recording, rows, written


def test_a_confidence_of_one_is_no_flag(tmp_path):
    (frame,) = load_keypoints(written(tmp_path, [{"image_id": 1, "keypoints": coco_person(0, 1)}]))
    assert (frame.visibility == VISIBLE).all()


def test_scores_decide_what_is_missing(tmp_path):
    content = {"keypoints": person().tolist(), "keypoint_scores": [0.9] * 17}
    content["keypoint_scores"][:4] = [0.01, 0.1, 0.9, -0.002]
    frame = load_keypoints(written(tmp_path, [content]))[0]
    np.testing.assert_array_equal(frame.visibility[0, :4], [MISSING, OCCLUDED, VISIBLE, MISSING])


@pytest.mark.parametrize("scores", [(0.4, 0.1), (0.0, 0.49), None])
def test_the_very_corner_is_where_nothing_was_found(tmp_path, scores):
    points = np.array(rows())
    points[[9, 15], :2] = 0
    if scores is None:
        points = points[:, :2]
    else:
        points[[9, 15], 2] = scores
    frame = recording(tmp_path, [{"image_id": 1, "keypoints": points.tolist()}]).frames[0]
    assert (frame.visibility[0, [9, 15]] == MISSING).all() and frame.observed.sum() == 15


@pytest.mark.parametrize("odd", [None, math.nan, math.inf, "x", [], 10**400, {}])
def test_an_unreadable_number_is_named(tmp_path, odd):
    numbers = [n for row in in_layout("body25") for n in row]
    numbers[24 * 3] = odd  # a heel, which no COCO keypoint needs
    read = None
    try:
        read = recording(
            tmp_path, {"people": [{"pose_keypoints_2d": numbers}, {"pose_keypoints_2d": numbers}]}
        )
    except KeypointsError as problem:
        assert isinstance(odd, list | dict) and "pose_keypoints_2d[72]" in str(problem)
    if read is not None:
        assert read.frames[0].people == 2 and "people[0].pose_keypoints_2d[72]" in read.warnings[0]


@pytest.mark.parametrize("odd", [None, [1], "x", [None, None, None], [math.nan] * 3])
def test_an_unreadable_row_is_a_missing_keypoint(tmp_path, odd):
    person = {"keypoints": rows()}
    person["keypoints"][9] = odd
    read = recording(tmp_path, [person])
    assert read.frames[0].visibility[0, 9] == MISSING and read.frames[0].observed.sum() == 16
    assert "[0].keypoints[9]" in read.warnings[0]
