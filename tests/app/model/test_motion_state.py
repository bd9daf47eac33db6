"""Ranges of frames behave as the sets of frames that they stand for."""

from hypothesis import given
from hypothesis import strategies as st

from posestudio.app.model.motion_state import MotionEdits, contains, covers, exchanged, joined, without

FRAMES = 12
ranges = st.tuples(st.integers(0, FRAMES - 1), st.integers(0, FRAMES - 1)).map(
    lambda pair: tuple(sorted(pair))
)


def frames_of(found):
    return {frame for frame in range(FRAMES) if contains(found, frame)}


def made(listed):
    found = ()
    for one in listed:
        found = joined(found, one)
    return found


@given(st.lists(ranges, max_size=4), ranges)
def test_ranges_are_sets_of_frames(listed, one):
    found, frames = made(listed), set(range(one[0], one[1] + 1))
    assert frames_of(joined(found, one)) == frames_of(found) | frames
    assert frames_of(without(found, one)) == frames_of(found) - frames
    assert frames_of(exchanged(found, one)) == frames_of(found) ^ frames
    assert covers(found, one) == (frames <= frames_of(found))


@given(st.lists(ranges, max_size=4), ranges)
def test_ranges_stay_sorted_and_apart(listed, one):
    for found in (made(listed), without(made(listed), one), exchanged(made(listed), one)):
        assert all(first <= last for first, last in found)
        assert all(a[1] + 1 < b[0] for a, b in zip(found, found[1:], strict=False))


def test_a_removed_person_takes_their_ranges_along():
    edits = MotionEdits().with_missing(0, ((1, 2),)).with_swapped(1, ((3, 4),)).with_missing(2, ((5, 6),))
    left = edits.renumbered(lambda person: None if person == 0 else person - 1)
    assert dict(left.missing) == {1: ((5, 6),)} and dict(left.swapped) == {0: ((3, 4),)}
    assert dict(edits.with_missing(0, ()).missing) == {2: ((5, 6),)}
