import numpy as np
import pytest

from posestudio.app.viewport import Scene
from posestudio.body.standing import standing_body


def crowd(count):
    return np.repeat(standing_body()[None], count, axis=0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"hypotheses": np.zeros((2, 17, 3))}, r"hypotheses of shape \(any, 29, 3\), got \(2, 17, 3\)"),
        ({"ghost": np.zeros((29, 2))}, "ghost"),
        ({"opacity": np.zeros(3)}, "opacity"),
        ({"trails": np.zeros((4, 29, 3))}, "trails"),
        ({"picture": np.zeros((4, 4, 3))}, "uint8"),
        ({"picture": np.zeros((4, 4), dtype=np.uint8)}, "picture"),
        ({"hypotheses": crowd(2), "selected": 2}, "from 0 to 1, got 2"),
        ({"hypotheses": crowd(2), "solid": (-1,)}, "from 0 to 1, got -1"),
    ],
)
def test_scene_says_what_it_expected(fields, message):
    with pytest.raises(ValueError, match=message):
        Scene(**fields)


def test_best_comes_first_and_once():
    assert Scene(crowd(5), selected=3, solid=(1, 3)).solid_indices == (3, 1)


def test_subject_leaves_out_what_is_not_finite():
    broken = crowd(2)
    broken[0, 3] = np.nan
    assert Scene(broken, selected=0).subject.shape == (28, 3)
    assert Scene(broken).subject.shape == (57, 3)
    assert Scene().subject.shape == (0, 3)
