from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posestudio.body.layouts import COCO_INDEX
from posestudio.detection.training.annotations import AnnotatedPerson
from posestudio.detection.training.metrics import SIGMAS, average_precision, oks, pck, torso, torso_of

ALL = np.ones((1, 17), bool)


def person():
    truth = np.random.default_rng(0).uniform(0, 100, (1, 17, 2))
    truth[0, COCO_INDEX["left_shoulder"]] = (0, 0)
    truth[0, COCO_INDEX["right_hip"]] = (30, 40)
    truth[0, COCO_INDEX["right_shoulder"]] = (0, 0)
    truth[0, COCO_INDEX["left_hip"]] = (0, 70)
    return truth


def test_the_torso_is_the_longer_of_its_diagonals():
    assert torso(person(), ALL)[0] == pytest.approx(70)
    some = ALL.copy()
    some[0, COCO_INDEX["left_hip"]] = False
    assert np.isnan(torso(person(), some)[0])


def test_a_torso_that_is_not_labelled_is_that_of_the_annotation():
    box = np.array([0, 0, 100, 100.0])
    whole = AnnotatedPerson(Path("a.png"), person()[0], ALL[0], box, torso=30)
    part = AnnotatedPerson(Path("a.png"), person()[0], ~ALL[0], box, torso=30)
    assert torso_of([whole, part, replace(part, torso=float("nan"))]) == pytest.approx(
        [70, 30, np.nan], nan_ok=True
    )
    assert len(torso_of([])) == 0


def test_pck_counts_labelled_keypoints_within_reach():
    truth = person()
    points = truth.copy()
    points[0, 0, 0] += 13.9
    points[0, 1, 1] += 14.1
    assert pck(points, truth, ALL, torso(truth, ALL), 0.2) == pytest.approx(16 / 17)
    labelled = ALL.copy()
    labelled[0, 1] = False
    assert pck(points, truth, labelled, torso(truth, ALL), 0.2) == 1
    assert np.isnan(pck(points, truth, ALL, np.array([np.nan]), 0.2))


def test_oks_is_cocos_formula():
    truth = person()
    points = truth + (3, 4)
    expected = np.mean(np.exp(-25 / (2 * 900.0 * (2 * SIGMAS) ** 2)))
    assert oks(points, truth, ALL, np.array([900.0]))[0] == pytest.approx(expected)
    assert oks(truth, truth, ~ALL, np.array([900.0]))[0] == 0


def test_average_precision():
    assert average_precision(np.ones(10), np.arange(10)) == 1
    assert average_precision(np.zeros(10), np.arange(10)) == 0
    likeness = np.array([1.0] * 5 + [0.0] * 5)
    surest_right = average_precision(likeness, likeness)
    assert surest_right == pytest.approx(51 / 101)  # recalls 0 ... 0.5 at precision 1
    assert average_precision(likeness, -likeness) < surest_right
    assert average_precision(np.full(4, 0.74), np.ones(4)) == pytest.approx(0.5)  # thresholds 0.5 ... 0.7
