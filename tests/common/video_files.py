"""Tiny videos that tests read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

_CLOCK = 90_000


def write_video(path: Path, times: Sequence[float], size: tuple[int, int] = (64, 48)) -> None:
    """Write an H.264 video of frames shown at ``times``, seconds: frame n is of grey level 12 n (at most 240), with a
    white mark in the upper left corner."""
    width, height = size
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, _CLOCK)
        for index, time in enumerate(times):
            picture = np.full((height, width, 3), min(240, 12 * index), np.uint8)
            picture[: height // 4, : width // 4] = 255
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(time * _CLOCK), Fraction(1, _CLOCK)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
