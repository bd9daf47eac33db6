"""Keypoints drawn by Hypothesis."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from posestudio.keypoints import VISIBLE, Keypoints

pixels = st.floats(-5000, 5000, width=32)
_amounts = st.floats(0, 500, width=32)
_amounts_if_known = _amounts | st.just(np.nan)


@st.composite
def keypoints(draw, least: int = 0, most: int = 3, observed: bool = False) -> Keypoints:
    count = draw(st.integers(least, most))
    visibility = draw(hnp.arrays(np.int8, (count, 17), elements=st.integers(0, 2)))
    if observed:
        visibility[:, draw(st.integers(0, 16))] = VISIBLE
    boxes = draw(hnp.arrays(np.float32, (count, 4), elements=_amounts))
    boxes[draw(hnp.arrays(bool, count))] = np.nan
    points = draw(hnp.arrays(np.float32, (count, 17, 2), elements=pixels))
    known = np.arange(4) < draw(hnp.arrays(np.int8, (count, 1), elements=st.integers(0, 4)))
    answers = points[:, None] + np.arange(1, 5)[:, None, None]
    shares = np.broadcast_to([0.25, 0.25, 0.125, 0], known.shape)
    alternatives = {
        "alternatives": np.where(known[..., None, None], answers, np.nan),
        "alternative_shares": np.where(known, shares, np.nan),
    }
    return Keypoints(
        points,
        visibility,
        draw(st.none() | st.tuples(st.integers(1, 5000), st.integers(1, 5000))),
        draw(st.none() | hnp.arrays(np.float32, (count, 17), elements=st.floats(0, 2, width=32))),
        draw(st.text(min_size=1, max_size=8)),
        noise=draw(st.none() | hnp.arrays(np.float32, (count, 17), elements=_amounts_if_known)),
        boxes=draw(st.none() | st.just(boxes)),
        scores=draw(st.none() | hnp.arrays(np.float32, count, elements=_amounts_if_known)),
        **draw(st.just({}) | st.just(alternatives)),
        extra=draw(st.none() | hnp.arrays(np.float32, (count, 6, 2), elements=pixels | st.just(np.nan))),
        extra_noise=draw(st.none() | hnp.arrays(np.float32, (count, 6), elements=_amounts_if_known)),
    )
