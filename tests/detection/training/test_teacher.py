import json

import numpy as np
import pytest

from posestudio.detection.training.annotations import AnnotatedPerson
from posestudio.detection.training.teacher import LEAST_SCORE, read_answers, taught
from posestudio.errors import KeypointsError

POINTS = np.stack([np.linspace(20, 60, 17), np.linspace(10, 90, 17)], axis=1)


def person(folder, name="a.jpg"):
    """A person without labels in the face."""
    labelled = np.arange(17) >= 5
    points = np.where(labelled[:, None], POINTS, 0)
    return AnnotatedPerson(folder / name, points, labelled, np.array([10.0, 0, 60, 100]))


def answer(shift=0.0, scores=0.9):
    rows = np.concatenate([POINTS + shift, np.broadcast_to(scores, 17)[:, None]], axis=1)
    return rows.ravel().tolist()


def write(path, content):
    path.write_text(json.dumps(content))
    return path


def test_a_teacher_labels_what_has_no_label_and_leaves_the_rest(tmp_path):
    scores = np.full(17, 0.9)
    scores[1] = LEAST_SCORE - 0.01
    path = write(tmp_path / "t.json", {"pictures": {"a.jpg": {"keypoints": answer(1.0, scores)}}})
    (found,) = taught([person(tmp_path)], read_answers([path]))
    assert found.labelled.tolist() == [True, False, *[True] * 15]
    assert np.allclose(found.points[[0, 2, 3, 4]], POINTS[[0, 2, 3, 4]] + 1.0)
    assert np.allclose(found.points[5:], POINTS[5:])


def test_doubtful_sides_are_left_out_and_another_person_is_not_taken(tmp_path):
    pictures = {
        "a.jpg": {"keypoints": answer(), "sides_doubtful": True},
        "b.jpg": {"keypoints": answer(60.0)},
    }
    path = write(tmp_path / "t.json", {"pictures": pictures})
    people = [person(tmp_path, name) for name in ("a.jpg", "b.jpg", "c.jpg")]
    found = taught(people, read_answers([path]))
    assert [each.picture.name for each in found] == ["b.jpg", "c.jpg"]
    assert found[0] is people[1] and found[1] is people[2]


def test_annotations_of_coco_may_have_the_answers(tmp_path):
    content = {
        "images": [{"id": 7, "file_name": "sub/a.jpg"}],
        "annotations": [{"image_id": 7, "teacher_keypoints": answer()}],
    }
    (found,) = taught([person(tmp_path)], read_answers([write(tmp_path / "t.json", content)]))
    assert found.labelled.all()


@pytest.mark.parametrize(
    "content, words",
    [
        ({"pictures": {"a.jpg": {"keypoints": [1, 2, 3]}}}, "17 keypoints"),
        ({"pictures": {"a.jpg": {}}}, "keypoints"),
        (
            {"images": [], "annotations": [{"image_id": 1, "teacher_keypoints": []}]},
            "id of one of the images",
        ),
        ([], "images"),
    ],
)
def test_a_damaged_file_is_one_error_that_names_the_place(tmp_path, content, words):
    path = write(tmp_path / "t.json", content)
    with pytest.raises(KeypointsError, match=words) as problem:
        taught([person(tmp_path)], read_answers([path]))
    assert str(path) in str(problem.value)
