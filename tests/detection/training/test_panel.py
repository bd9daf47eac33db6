from dataclasses import replace

import numpy as np
import pytest

from posestudio.body.mirroring import COCO_MIRROR
from posestudio.detection.detector import Detector
from posestudio.detection.training.annotations import read_coco
from posestudio.detection.training.metrics import LIMBS
from posestudio.detection.training.panel import Answers, Panel, answers_of, answers_of_teacher
from posestudio.detection.training.samples import Photographs
from posestudio.detection.training.teacher import read_answers
from posestudio.errors import KeypointsError
from tests.detection.examples import save_photographs, small_model


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    folder = save_photographs(tmp_path_factory.mktemp("pictures"), 4)
    return Photographs(read_coco(folder / "keypoints.json"))


@pytest.fixture
def panel(photographs):
    return Panel(photographs.people, np.ones(4, bool), draws=50)


def truth(people):
    points = np.stack([person.points for person in people])
    return Answers(points, np.full((len(people), 17), 0.9), np.full((len(people), 17), 2.0))


def test_the_truth_has_full_marks(photographs, panel):
    measures = panel.measures(truth(photographs.people))
    for name in ("ap", "pck", "limbs"):
        assert measures[name] == (1, 1, 1)
    assert measures["exchanged"] == (0, 0, 0) and set(measures["joints"].values()) == {1}
    assert measures["people"] == measures["whole_torso"] == 4
    assert measures["calibration_error"] == pytest.approx(0.1)
    assert measures["within"] == {"50": 1, "80": 1, "95": 1}


def test_exchanged_sides_are_told(photographs, panel):
    right = truth(photographs.people)
    measures = panel.measures(replace(right, points=right.points[:, list(COCO_MIRROR)]), base=right)
    wrong = 1 - measures["limbs"][0]
    assert wrong > 0.5 and measures["exchanged"][0] == pytest.approx(wrong, abs=1e-3)
    assert measures["difference"][0] == pytest.approx(-wrong, abs=1e-3)
    low, high = measures["difference"][1:]
    assert low <= -wrong <= high


def test_the_shares_in_the_circles_are_those_of_the_noise(photographs):
    people = photographs.people * 50
    right = truth(people)
    off = np.random.default_rng(0).normal(0, 2.0, right.points.shape)
    measures = Panel(people, np.ones(200, bool), draws=10).measures(replace(right, points=right.points + off))
    assert [measures["within"][q] for q in ("50", "80", "95")] == pytest.approx([0.5, 0.8, 0.95], abs=0.03)


def test_people_of_calibrating_do_not_measure_the_calibration(photographs):
    right = truth(photographs.people)
    confidence = right.confidence.copy()
    confidence[:2] = 0.1
    panel = Panel(photographs.people, np.array([False, False, True, True]), draws=10)
    measures = panel.measures(replace(right, confidence=confidence))
    assert [row["confidence"] for row in measures["reliability"]] == [0.9]


def test_a_detector_answers_for_its_initialisation_and_its_steps(photographs):
    done = []
    found = answers_of(Detector(small_model()), photographs, steps=2, progress=done.append)
    assert list(found) == ["initialisation", "2 steps"] and done == [1, 2, 3, 4]
    for answers in found.values():
        assert answers.points.shape == (4, 17, 2) and answers.noise.shape == (4, 17)
        assert (answers.scores <= 1).all()
    assert found["2 steps"].milliseconds > 0
    assert list(answers_of(Detector(small_model("initialisation")), photographs)) == ["initialisation"]


def test_the_teacher_answers_for_the_people_of_its_file(photographs, tmp_path):
    names = {f"{index}.png": {"keypoints": [float(index)] * 51} for index in range(1, 5)}
    path = tmp_path / "teacher.json"
    path.write_text(str({"pictures": names}).replace("'", '"'))
    answers = answers_of_teacher(photographs.people, read_answers([path]))
    assert (answers.points[2] == 3).all() and answers.noise is None
    assert answers_of_teacher(photographs.people, {}) is None and len(LIMBS) == 12
    path.write_text(str({"pictures": names | {"2.png": {"keypoints": [1.0]}}}).replace("'", '"'))
    with pytest.raises(KeypointsError, match="17 keypoints"):
        answers_of_teacher(photographs.people, read_answers([path]))
