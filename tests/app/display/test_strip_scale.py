"""Frames lie along the strip in order, at any zoom, and the one under the pointer stays there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.app.display.strip_scale import LABEL_GAP, LARGEST_FRAME, StripScale, time_text

zooms = st.lists(st.tuples(st.floats(0.3, 4), st.floats(0, 600)), max_size=5)


@given(st.integers(1, 20_000), zooms, st.floats(0, 600))
def test_a_frame_is_where_it_is_drawn(frames, zoomed, x):
    scale = StripScale()
    scale.resize(frames, 600)
    for factor, at in zoomed:
        scale.zoom(factor, at)
    frame = scale.frame_at(x)
    assert 0 <= frame < frames
    assert scale.frame_at(scale.middle(frame)) == frame
    first, last = scale.visible()
    assert first <= frame <= last
    assert scale.smallest_frame <= scale.per_frame * (1 + 1e-9)
    assert scale.per_frame <= max(LARGEST_FRAME, scale.smallest_frame)


def test_zooming_keeps_what_is_under_the_pointer():
    scale = StripScale()
    scale.resize(1000, 500)
    under = scale.frame_at(321)
    for _ in range(8):
        scale.zoom(1.25, 321)
        assert scale.frame_at(321) == under


def test_all_frames_are_shown_at_first_and_after_the_width_changed():
    scale = StripScale()
    scale.resize(40, 300)
    assert scale.shows_all and scale.visible() == (0, 39)
    scale.resize(40, 700)
    assert scale.shows_all and scale.visible() == (0, 39)
    scale.zoom(3, 10)
    assert not scale.shows_all
    scale.fit()
    assert scale.shows_all


def test_a_frame_out_of_sight_is_revealed():
    scale = StripScale()
    scale.resize(1000, 500)
    scale.zoom(10, 0)
    assert not scale.visible()[0] <= 900 <= scale.visible()[1]
    for frame in (900, 30, 999, 0):
        scale.reveal(frame)
        assert scale.visible()[0] <= frame <= scale.visible()[1]


@pytest.mark.parametrize("frames", [1, 2, 50, 9000])
@pytest.mark.parametrize("timed", [True, False])
def test_labels_of_the_ruler_are_apart_and_right(frames, timed):
    scale = StripScale()
    scale.resize(frames, 600)
    times = np.arange(frames) / 25 if timed else None
    marks = scale.marks(times)
    for (one, _), (other, _) in zip(marks, marks[1:], strict=False):
        assert (other - one) * scale.per_frame >= LABEL_GAP - 1e-6
    if timed and frames > 2:
        assert marks[0] == (0.0, time_text(0, tenths=frames == 50))
    if not timed and frames == 50:
        assert [label for _, label in marks][:2] == ["10", "20"] and marks[0][0] == 9


def test_a_video_of_varying_rate_has_its_own_times():
    scale = StripScale()
    scale.resize(4, 600)
    labelled = {label: frame for frame, label in scale.marks(np.array([0, 0.5, 1.5, 2.0]))}
    assert labelled["0:01.0"] == pytest.approx(1.5)


def test_times_read_as_minutes_and_seconds():
    assert [time_text(7), time_text(62.5, tenths=True), time_text(0.03, hundredths=True)] == [
        "0:07",
        "1:02.5",
        "0:00.03",
    ]
    assert time_text(59.999, hundredths=True) == "1:00.00"
