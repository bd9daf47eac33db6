"""The other answers of a detector: kept, chosen, written and read."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.layouts import COCO_INDEX
from posestudio.errors import KeypointsError
from posestudio.keypoints import MISSING, OCCLUDED, Keypoints, load_keypoints, save_keypoints
from posestudio.keypoints.alternatives import (
    alternative_count,
    changed_keypoints,
    own_share,
    with_alternative,
)
from posestudio.keypoints.observation import MOST_ALTERNATIVES
from tests.keypoints.sample_files import person
from tests.keypoints.strategies import keypoints

LEFT, RIGHT = COCO_INDEX["left_knee"], COCO_INDEX["right_knee"]


def with_knees_exchanged(share: float = 0.25) -> Keypoints:
    """A person without left knee; in the only alternative there is a left one, and no right one."""
    points = np.full((1, 4, 17, 2), np.nan)
    points[0, 0] = person()
    points[0, 0, LEFT], points[0, 0, RIGHT] = person()[RIGHT], np.nan
    shares = [[share, np.nan, np.nan, np.nan]]
    noise = np.arange(17) + 1.0
    seen = Keypoints(
        person(), noise=noise, confidence=np.full(17, 0.5), alternatives=points, alternative_shares=shares
    )
    return seen.with_visibility(0, LEFT, MISSING)


def test_a_chosen_alternative_has_its_points_and_the_others_are_kept():
    seen = with_knees_exchanged()
    assert alternative_count(seen, 0) == 1 and own_share(seen, 0) == 0.75
    assert set(np.flatnonzero(changed_keypoints(seen, 0, 0))) == {LEFT, RIGHT}
    chosen = with_alternative(seen, 0, 0)
    assert chosen.visibility[0, LEFT] == OCCLUDED and chosen.visibility[0, RIGHT] == MISSING
    np.testing.assert_array_equal(chosen.points[0, LEFT], seen.points[0, RIGHT])
    assert own_share(chosen, 0) == 0.25 and chosen.alternative_shares[0, 0] == 0.75
    assert chosen.noise[0, LEFT] == RIGHT + 1
    back = with_alternative(chosen, 0, 0)
    observed = back.observed[0]
    np.testing.assert_array_equal(back.points[0, observed], seen.points[0, observed])
    np.testing.assert_array_equal(observed, seen.observed[0])


@settings(max_examples=40, deadline=None)
@given(keypoints(least=1), st.data())
def test_choosing_twice_gives_the_same_points(frame, data):
    who = data.draw(st.integers(0, frame.people - 1))
    count = alternative_count(frame, who)
    if not count:
        with pytest.raises(IndexError, match="alternatives"):
            with_alternative(frame, who, 0)
        return
    index = data.draw(st.integers(0, count - 1))
    chosen = with_alternative(frame, who, index)
    np.testing.assert_array_equal(chosen.points[who], frame.alternatives[who, index])
    assert chosen.observed[who].all()
    others = [person for person in range(frame.people) if person != who]
    assert chosen.select(others) == frame.select(others)
    if not frame.observed[who].any():  # what nobody has seen is no answer
        assert alternative_count(chosen, who) == count - 1
        return
    assert alternative_count(chosen, who) == count
    there = np.where(frame.observed[who, :, None], frame.points[who], np.nan)
    assert any(np.array_equal(chosen.alternatives[who, i], there, equal_nan=True) for i in range(count))


def test_an_answer_without_keypoints_is_no_alternative():
    alternatives = np.full((1, MOST_ALTERNATIVES, 17, 2), np.nan)
    alternatives[0, 0] = 1
    shares = [[0.75, *[np.nan] * (MOST_ALTERNATIVES - 1)]]
    nobody = Keypoints(
        np.zeros((1, 17, 2)), np.zeros((1, 17)), alternatives=alternatives, alternative_shares=shares
    )
    chosen = with_alternative(nobody, 0, 0)
    assert chosen.observed.all() and alternative_count(chosen, 0) == 0 and own_share(chosen, 0) == 1


def test_moving_a_point_ends_the_alternatives_of_that_person():
    two = Keypoints.concatenate([with_knees_exchanged(), with_knees_exchanged()])
    for edited in (two.replace_point(0, 3, (1, 2)), two.swapped(0), two.mirrored(0)):
        assert [alternative_count(edited, who) for who in (0, 1)] == [0, 1]
    assert Keypoints.concatenate([Keypoints(person()), two]).alternatives.shape[0] == 3


def test_they_are_written_and_read(tmp_path):
    path = tmp_path / "people.json"
    seen = replace(with_knees_exchanged(), source="a.png")
    save_keypoints(path, seen, found=True)
    (annotation,) = json.loads(path.read_text())["annotations"]
    (alternative,) = annotation["alternatives"]
    assert alternative["share"] == 0.25
    assert alternative["keypoints"][3 * RIGHT : 3 * RIGHT + 3] == [0, 0, 0]
    (read,) = load_keypoints(path)
    np.testing.assert_array_equal(read.alternatives, seen.alternatives)
    np.testing.assert_array_equal(read.alternative_shares, seen.alternative_shares)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([{"share": 2, "keypoints": [0] * 51}], "0 to 1"),
        ([{"share": 0.5, "keypoints": [0] * 50}], "17 keypoints"),
        ([{"share": 0.5, "keypoints": [1e9] * 51}], "within"),
        ([{"share": 0.1, "keypoints": [1] * 51}] * 5, "at most 4"),
        ([{"share": s, "keypoints": [1] * 51} for s in (0.1, 0.2)], "likeliest first"),
        ([{"keypoints": [1] * 51}], "share"),
        ({"a": 1}, "a list"),
    ],
)
def test_what_is_not_an_alternative_is_named(tmp_path, value, expected):
    path = tmp_path / "people.json"
    save_keypoints(path, with_knees_exchanged(), found=True)
    content = json.loads(path.read_text())
    content["annotations"][0]["alternatives"] = value
    path.write_text(json.dumps(content))
    with pytest.raises(KeypointsError, match=expected):
        load_keypoints(path)


def test_fields_that_do_not_belong_together_are_refused():
    with pytest.raises(KeypointsError, match="alternative_shares"):
        Keypoints(person(), alternatives=np.full((1, 4, 17, 2), 1.0))
