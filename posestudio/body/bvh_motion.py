"""The numbers of a BVH file: fast where they are as promised, number by number where they are not."""

from __future__ import annotations

import numpy as np

from posestudio.body.bvh_header import Header
from posestudio.body.bvh_text import BvhText, parse_number

_LARGEST = 1e15


def read_motion(text: BvhText, header: Header) -> np.ndarray:
    """(F, C) float64 channel values, F >= 1, all finite. Raises BvhError where a word is no number."""
    channels = header.skeleton.channel_count
    values = _as_promised(text.content[header.end :], channels)
    if values is None:
        raise NotImplementedError
    return values


def _as_promised(numbers: str, channels: int) -> np.ndarray | None:
    """The values when every row holds all channels as plain finite numbers, else None."""
    if not channels or not numbers or numbers.isspace():
        return None
    try:
        values = np.loadtxt(numbers.split("\n"), comments=None, ndmin=2)
    except ValueError:
        return None
    if values.shape[1] != channels or not np.abs(values).max() <= _LARGEST:
        return None
    return values
