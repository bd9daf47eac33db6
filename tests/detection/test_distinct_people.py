import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.detection.detected import Detected
from posestudio.detection.distinct_people import distinct_people, suppressed_poses


def poses(places, sizes=None):
    """Detected: one made-up pose for each of the places (x, y), 100 pixels high unless its size is given."""
    shape = np.random.default_rng(0).uniform(0, 1, (17, 2))
    places = np.array(places, float).reshape(-1, 2)
    sizes = np.full(len(places), 100.0) if sizes is None else np.array(sizes, float)
    points = places[:, None] + shape * sizes[:, None, None]
    boxes = np.concatenate([places, np.stack([sizes, sizes], axis=1)], axis=1)
    return Detected(
        points.astype(np.float32), np.full((len(places), 17), 0.8, np.float32), boxes, (1000, 1000),
        np.zeros((len(places), 2, 3)),
    )  # fmt: skip


def test_the_surer_of_two_alike_stays():
    found = distinct_people(poses([(0, 0), (3, 2), (300, 0)]), np.array([0.5, 0.9, 0.7]))
    assert found.boxes[:, 0].tolist() == [3, 300]
    assert found.scores == pytest.approx([0.72, 0.56])


def test_who_is_not_sure_enough_is_nobody():
    found = distinct_people(poses([(0, 0), (300, 0)]), np.array([0.5, 0.2]), least=0.3)
    assert found.boxes[:, 0].tolist() == [0]
    assert distinct_people(poses([]), np.zeros(0)).people == 0


def test_people_in_front_of_each_other_stay():
    """The same place, another size: a child before an adult."""
    assert distinct_people(poses([(0, 0), (20, 60)], [200, 60]), np.array([0.9, 0.8])).people == 2


def test_a_part_of_a_person_is_no_other_person():
    """The head's box has the head's keypoints alone, at the places where the whole person has them."""
    found = poses([(0, 0), (0, 0)])
    found.confidence[1, 5:] = 0.05
    found.boxes[1] = [0, 0, 20, 20]
    assert distinct_people(found, np.array([0.8, 0.8])).people == 1


places = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(20, 200)), min_size=1, max_size=8)


@given(places, st.randoms(use_true_random=False))
def test_who_stays_does_not_depend_on_the_order_of_the_boxes(people, random):
    made = poses([person[:2] for person in people], [person[2] for person in people])
    scores = np.linspace(0.9, 0.5, len(people))
    order = list(range(len(people)))
    random.shuffle(order)
    first, second = distinct_people(made, scores), distinct_people(made.chosen(order), scores[order])
    assert first.boxes.tolist() == second.boxes.tolist()
    assert (np.diff(first.scores) <= 0).all()


@given(places)
def test_who_has_stayed_stays(people):
    made = poses([person[:2] for person in people], [person[2] for person in people])
    kept = suppressed_poses(made.keypoints, made.confidence > 0.5, made.boxes, np.arange(len(people)))
    again = suppressed_poses(made.keypoints, made.confidence > 0.5, made.boxes, np.array(kept))
    assert again == kept and kept[0] == 0 and kept == sorted(kept)
