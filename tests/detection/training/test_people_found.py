import json
from pathlib import Path

import numpy as np
import pytest

from posestudio.detection.detector import Detector
from posestudio.detection.training.annotations import AnnotatedPerson
from posestudio.detection.training.people_found import Scene, match, people_found, read_scenes, summary
from tests.detection.examples import save_photographs, small_model

ALL = np.ones(17, bool)


def person(x, y, side=100.0, seed=0):
    points = np.random.default_rng(seed).uniform(0, side, (17, 2)) + (x, y)
    return AnnotatedPerson(Path("a.png"), points, ALL, np.array([x, y, side, side]), area=side * side)


def scene(*people, others=()):
    return Scene(Path("a.png"), list(people), np.array(others, float).reshape(-1, 4))


def answers(*people):
    return np.array([each.points for each in people]), np.array([each.box for each in people])


def test_everybody_found_and_nobody_invented():
    first, second = person(0, 0), person(200, 0, seed=1)
    matched = match(scene(first, second), *answers(second, first))
    assert matched.found.all() and matched.invented == matched.wrong == 0 and matched.answers == 2


def test_answers_where_nobody_is_are_invented():
    first, nobody = person(0, 0), person(300, 300)
    matched = match(scene(first), *answers(first, nobody))
    assert matched.found.all() and (matched.invented, matched.wrong) == (1, 0)
    empty = match(scene(), *answers(nobody))
    assert (empty.invented, empty.answers, len(empty.found)) == (1, 1, 0)


def test_a_second_answer_or_another_pose_at_somebody_is_wrong():
    first, other_pose = person(0, 0), person(0, 0, seed=5)
    matched = match(scene(first), *answers(first, first))
    assert (matched.invented, matched.wrong) == (0, 1)
    matched = match(scene(first), *answers(other_pose))
    assert not matched.found.any() and (matched.invented, matched.wrong) == (0, 1)


def test_answers_in_a_crowd_are_neither():
    matched = match(scene(others=[[0, 0, 500, 500]]), *answers(person(20, 30)))
    assert (matched.invented, matched.wrong) == (0, 0)


def test_small_people_and_those_of_few_keypoints_are_not_counted():
    tiny, few = person(0, 0, side=20), person(100, 100)
    few = AnnotatedPerson(few.picture, few.points, np.arange(17) < 7, few.box, area=few.area)
    assert len(match(scene(tiny, few), np.zeros((0, 17, 2)), np.zeros((0, 4))).found) == 0


def test_the_summary_counts_over_pictures_and_by_size():
    small, large = person(0, 0, side=50), person(200, 0)
    first = match(scene(small, large), *answers(large))
    second = match(scene(large), *answers(large, person(600, 600)))
    measures = summary([first, second])
    assert measures["people"] == 3 and measures["pictures"] == 2 and measures["answers"] == 1.5
    assert measures["found"][0] == pytest.approx(2 / 3, abs=1e-3)
    assert measures["found_small"][0] == 0 and measures["found_large"][0] == 1
    assert measures["invented"][0] == pytest.approx(1 / 3, abs=1e-3)


def test_scenes_have_people_crowds_and_pictures_of_nobody(tmp_path):
    folder = save_photographs(tmp_path / "pictures", 2)
    content = json.loads((folder / "keypoints.json").read_text())
    content["images"].append({"id": 7, "file_name": "1.png"})
    content["annotations"].append(
        {"id": 9, "image_id": 2, "category_id": 1, "iscrowd": 1, "bbox": [0, 0, 9, 9]}
    )
    content["annotations"].append({"id": 10, "image_id": 2, "category_id": 1, "bbox": [5, 5, 9, 9]})
    (folder / "keypoints.json").write_text(json.dumps(content))
    first, second = read_scenes(folder)
    assert (len(first.people), len(first.others)) == (1, 0)
    assert (len(second.people), second.others.tolist()) == (1, [[0, 0, 9, 9], [5, 5, 9, 9]])
    measures = people_found(Detector(small_model()), [first], steps=1)
    assert measures["pictures"] == 1 and measures["milliseconds"] > 0
