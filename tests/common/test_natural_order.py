from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from posestudio.common.natural_order import natural_order


@given(st.lists(st.integers(0, 10**30), min_size=2, unique=True))
def test_natural_order_is_that_of_numbers(numbers):
    names = [f"Frame {number}.json" for number in numbers]
    assert sorted(names, key=natural_order) == [f"Frame {number}.json" for number in sorted(numbers)]
