"""Keypoints: what they accept, and edits of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from posestudio.body.layouts import COCO_INDEX
from posestudio.errors import KeypointsError
from posestudio.keypoints import MISSING, OCCLUDED, VISIBLE, Keypoints
from tests.keypoints.sample_files import person
from tests.keypoints.strategies import keypoints

quick = settings(max_examples=40, deadline=None)
LEFT, RIGHT = COCO_INDEX["left_wrist"], COCO_INDEX["right_wrist"]


class TestKeypoints:
    def test_one_person_gets_a_people_axis(self):
        kept = Keypoints(person())
        assert kept.points.shape == (1, 17, 2) and kept.points.dtype == np.float32
        assert kept.people == 1 and (kept.visibility == VISIBLE).all() and kept.observed.all()

    def test_nan_is_missing_and_leaves_no_nan_behind(self):
        points = person()
        points[3, 1] = math.nan
        kept = Keypoints(points, np.full(17, VISIBLE))
        assert kept.visibility[0, 3] == MISSING and not kept.observed[0, 3]
        assert np.isfinite(kept.points).all() and kept.observed.sum() == 16

    def test_occluded_is_observed_and_missing_is_not(self):
        flags = np.full(17, VISIBLE)
        flags[:2] = MISSING, OCCLUDED
        np.testing.assert_array_equal(Keypoints(person(), flags).observed[0, :3], [False, True, True])

    def test_arrays_are_the_objects_own(self):
        points = person()
        kept = Keypoints(points)
        points[:] = 0
        assert kept.points[0, 0, 0] == 10
        with pytest.raises(ValueError, match="read-only"):
            kept.points[0, 0, 0] = 1

    def test_from_array_takes_flags_or_scores(self):
        third = np.full(17, 2.0)
        third[:3] = 0, 1, 2
        flags = Keypoints.from_array(np.column_stack([person(), third]), size=(640, 480))
        np.testing.assert_array_equal(flags.visibility[0, :4], [MISSING, OCCLUDED, VISIBLE, VISIBLE])
        assert flags.confidence is None and flags.size == (640, 480)
        third[:] = 0.9
        third[:2] = 0.01, 0.1
        scores = Keypoints.from_array(np.column_stack([person(), third]), scores=True)
        np.testing.assert_array_equal(scores.visibility[0, :3], [MISSING, OCCLUDED, VISIBLE])
        np.testing.assert_allclose(scores.confidence[0], third, rtol=1e-6)

    @pytest.mark.parametrize(
        ("arguments", "field"),
        [
            ({"points": np.zeros((16, 2))}, "points"),
            ({"points": np.zeros((1, 17, 3))}, "points"),
            ({"points": [[1, 2], [3]]}, "points"),
            ({"points": "nose"}, "points"),
            ({"points": np.full((17, 2), np.inf)}, "points"),
            ({"points": np.full((17, 2), 1e300)}, "points"),
            ({"visibility": np.full(17, 3)}, "visibility"),
            ({"visibility": np.full(17, 0.5)}, "visibility"),
            ({"visibility": np.ones((2, 17))}, "visibility"),
            ({"confidence": np.full(17, -1)}, "confidence"),
            ({"confidence": np.full(17, np.nan)}, "confidence"),
            ({"confidence": np.ones(16)}, "confidence"),
            ({"noise": np.full(17, -1)}, "noise"),
            ({"noise": np.full(17, np.inf)}, "noise"),
            ({"noise": np.full(17, 1e300)}, "noise"),
            ({"noise": np.ones((2, 17))}, "noise"),
            ({"boxes": np.ones(3)}, "boxes"),
            ({"boxes": (0, 0, -1, 5)}, "boxes"),
            ({"boxes": (0, np.nan, 5, 5)}, "boxes"),
            ({"boxes": np.ones((2, 4))}, "boxes"),
            ({"scores": -0.5}, "scores"),
            ({"scores": [0.5, 0.5]}, "scores"),
            ({"size": (0, 10)}, "size"),
            ({"size": 640}, "size"),
            ({"size": ("wide", 3)}, "size"),
        ],
    )
    def test_what_cannot_be_is_refused_by_name(self, arguments, field):
        with pytest.raises(KeypointsError, match=f"^{field}: expected"):
            Keypoints(**({"points": person()} | arguments))

    def test_equality(self):
        assert Keypoints(person()) == Keypoints(person())
        assert Keypoints(person()) != Keypoints(person(1))
        assert Keypoints(person()) != Keypoints(person(), confidence=np.ones(17))
        assert Keypoints(person()) != "keypoints"

    def test_one_of_several(self):
        both = Keypoints(
            [person(), person(5)], confidence=np.stack([np.zeros(17), np.ones(17)]), source="a.png"
        )
        second = both.person(1)
        np.testing.assert_array_equal(second.points[0], person(5))
        assert second.people == 1 and second.source == "a.png" and (second.confidence == 1).all()
        with pytest.raises(IndexError):
            both.person(2)

    def test_a_selection_keeps_all_that_is_known_of_each_person(self):
        three = [found(shift) for shift in (0, 5, 10)]
        assert all(one.noise is not None and one.boxes is not None for one in three)
        everybody = Keypoints.concatenate(three, (640, 480), "a.png")
        assert everybody.people == 3 and everybody.size == (640, 480) and everybody.source == "a.png"
        assert everybody.select([2, 0]) == Keypoints.concatenate([three[2], three[0]], (640, 480), "a.png")
        assert everybody.select([]) == Keypoints(np.zeros((0, 17, 2)), size=(640, 480), source="a.png")

    def test_what_only_some_have_is_not_known_of_the_others(self):
        placed = Keypoints(person(), size=(9, 9)).with_visibility(0, 3, MISSING)
        both = Keypoints.concatenate([placed, found()])
        assert both.person(1) == found() and both.size is None
        np.testing.assert_array_equal(both.confidence[0], placed.observed[0])
        assert both.tracks[0] == -1
        unknown = (both.noise, both.boxes, both.scores, both.extra, both.extra_noise)
        assert all(np.isnan(array[0]).all() for array in unknown)
        assert Keypoints.concatenate([placed, placed]).noise is None
        assert Keypoints.concatenate([]).people == 0


def found(shift: float = 0) -> Keypoints:
    """A person with everything that a detector says of one."""
    return Keypoints(
        person(shift),
        confidence=np.linspace(0.5, 1, 17) - shift / 100,
        tracks=np.array([int(shift)]),
        noise=np.arange(17) + shift,
        boxes=(shift, 4, 30, 50),
        scores=0.5 + shift / 100,
        extra=np.arange(12).reshape(6, 2) + shift,
        extra_noise=[np.nan, 1, 2, 3, 4, 5],
    )


class TestEdits:
    def test_moving_a_point_changes_only_that_point(self):
        before = Keypoints([person(), person(5)])
        after = before.replace_point(1, 4, (3, 7))
        np.testing.assert_array_equal(after.points[1, 4], (3, 7))
        np.testing.assert_array_equal(before.points[1], person(5))
        changed = np.argwhere((before.points != after.points).any(axis=-1))
        np.testing.assert_array_equal(changed, [[1, 4]])

    @pytest.mark.parametrize(
        ("before", "after"), [(MISSING, VISIBLE), (OCCLUDED, OCCLUDED), (VISIBLE, VISIBLE)]
    )
    def test_placing_a_missing_point_makes_it_visible(self, before, after):
        kept = Keypoints(person()).with_visibility(0, 2, before)
        assert kept.visibility[0, 2] == before
        assert kept.replace_point(0, 2, (1, 1)).visibility[0, 2] == after

    def test_hiding_a_point_keeps_its_place(self):
        kept = Keypoints(person()).with_visibility(0, 2, MISSING).with_visibility(0, 2, VISIBLE)
        assert kept == Keypoints(person())

    def test_what_the_detector_said_of_a_point_moved_by_hand_is_dropped(self):
        after = found().replace_point(0, 4, (3, 7))
        assert after.confidence[0, 4] == 1 and np.isnan(after.noise[0, 4])
        others = np.arange(17) != 4
        np.testing.assert_array_equal(after.confidence[0, others], found().confidence[0, others])
        np.testing.assert_array_equal(after.noise[0, others], found().noise[0, others])
        np.testing.assert_array_equal(after.boxes, found().boxes)

    def test_mirroring_reflects_the_box_with_the_points(self):
        before, after = found(), found().mirrored()  # the points' middle is at u = 26
        np.testing.assert_array_equal(after.boxes, [[52 - 30, 4, 30, 50]])
        np.testing.assert_array_equal(after.noise[0, [LEFT, RIGHT]], before.noise[0, [RIGHT, LEFT]])
        np.testing.assert_array_equal(before.swapped().boxes, before.boxes)
        exchanged = before.extra[0, [0, 1, 3, 2, 5, 4]]
        np.testing.assert_array_equal(before.swapped().extra[0], exchanged)
        np.testing.assert_array_equal(after.extra[0], exchanged * (-1, 1) + (52, 0))
        np.testing.assert_array_equal(after.extra_noise[0], [np.nan, 1, 3, 2, 5, 4])
        assert after.mirrored() == before

    def test_an_edit_is_validated(self):
        with pytest.raises(KeypointsError):
            Keypoints(person()).with_visibility(0, 2, 5)

    def test_swapping_exchanges_everything_about_the_sides(self):
        before = Keypoints(person(), confidence=np.linspace(0, 1, 17)).with_visibility(0, LEFT, OCCLUDED)
        after = before.swapped()
        np.testing.assert_array_equal(after.points[0, RIGHT], before.points[0, LEFT])
        assert after.visibility[0, RIGHT] == OCCLUDED and after.visibility[0, LEFT] == VISIBLE
        assert after.confidence[0, RIGHT] == before.confidence[0, LEFT]
        np.testing.assert_array_equal(after.points[0, 0], before.points[0, 0])

    def test_only_the_person_meant_is_edited(self):
        before = Keypoints([person(), person(5)])
        for after in (before.swapped(1), before.mirrored(1)):
            np.testing.assert_array_equal(after.points[0], before.points[0])
            assert (after.points[1] != before.points[1]).any()

    @quick
    @given(keypoints())
    def test_mirroring_and_swapping_twice_changes_nothing_but_the_alternatives(self, given):
        before = replace(given, alternatives=None, alternative_shares=None)
        assert given.swapped().swapped() == before
        twice = before.mirrored().mirrored()
        np.testing.assert_allclose(twice.points, before.points, atol=0.01)
        np.testing.assert_array_equal(twice.visibility, before.visibility)
        if before.boxes is not None:
            np.testing.assert_allclose(twice.boxes, before.boxes, atol=0.01)
        if before.extra is not None:
            np.testing.assert_allclose(twice.extra, before.extra, atol=0.01)

    @quick
    @given(keypoints(least=1, most=1, observed=True))
    def test_mirroring_stays_in_place(self, before):
        after = before.mirrored()
        np.testing.assert_allclose(np.sort(after.points[..., 1]), np.sort(before.points[..., 1]))
        for measure in (np.min, np.max):
            assert measure(after.points[after.observed][:, 0]) == pytest.approx(
                measure(before.points[before.observed][:, 0]), abs=0.01
            )
