"""The time of a frame as text, and what a typed text means."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posestudio.app.display.time_code import frame_of, frames_per_second, seconds_text, time_code

TIMES = np.arange(4000) / 25


def test_a_frame_has_hours_minutes_seconds_and_its_number_within_the_second():
    assert [time_code(TIMES, frame) for frame in (0, 24, 25, 3999)] == [
        "00:00:00:00",
        "00:00:00:24",
        "00:00:01:00",
        "00:02:39:24",
    ]
    assert seconds_text(TIMES, 30) == "1.200 s" and frames_per_second(TIMES) == pytest.approx(25)
    assert frames_per_second(np.zeros(1)) == 0


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("0:02:05", 55),
        ("2:05", 55),
        ("00:01:00:10", 1510),
        ("1.5", 37),
        ("1.5 s", 37),
        ("1:00.0", 1500),
        ("#12", 11),
        ("12f", 11),
        ("0", 0),
        ("99:00:00:00", 3999),
        ("#0", 0),
        ("soon", None),
        ("", None),
        ("1:2:3:4:5", None),
    ],
)
def test_what_is_typed_means_a_frame(text, frame):
    assert frame_of(text, TIMES) == frame


@given(st.integers(0, 3999), st.sampled_from([23.976, 25.0, 29.97, 30.0, 60.0]))
def test_a_time_code_is_read_back(frame, rate):
    times = np.arange(4000) / rate
    assert frame_of(time_code(times, frame), times) == frame
    assert frame_of(seconds_text(times, frame), times) == frame
