"""Checks of the arrays that Keypoints is made of; each names the field and what was expected."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.errors import KeypointsError

FURTHEST = 1e7
"""Largest pixel coordinate of a keypoint."""


def people_array(
    value: Any, name: str, tail: tuple[int, ...], shape: tuple[int, ...] | None = None
) -> NDArray[np.float64]:
    """A fresh float64 array (people, *tail); one person may come without the people axis. Raises KeypointsError."""
    expected = f"{name}: expected numbers ({', '.join(map(str, ('people', *tail)))})"
    try:
        array = np.array(value)
    except ValueError as problem:  # rows of different lengths
        raise KeypointsError(expected) from problem
    if array.shape == tail:
        array = array[None]
    if array.dtype.kind not in "iufb" or array.ndim != len(tail) + 1 or array.shape[1:] != tail:
        raise KeypointsError(f"{expected}, got {array.dtype} {array.shape}")
    if shape is not None and array.shape[: len(shape)] != shape:
        raise KeypointsError(f"{expected} for {shape[0]} people, got {array.shape[0]}")
    return array.astype(np.float64)


def of_people(
    value: Any, name: str, tail: tuple[int, ...], count: int, unknown: bool = True
) -> NDArray[np.float32] | None:
    """A fresh float32 array (count, *tail) of an optional field; None where it or the people are not given, or, where
    numbers may be ``unknown``, where none is known."""
    if value is None or not count:  # None where there are no people
        return None
    with np.errstate(over="ignore"):  # infinite ones are refused
        array = people_array(value, name, tail, (count, *tail)).astype(np.float32)
    return None if unknown and np.isnan(array).all() else array


def check_found(
    noise: Any,
    boxes: Any,
    scores: Any,
    alternatives: Any,
    alternative_shares: Any,
    extra: Any,
    extra_noise: Any,
) -> None:
    """Raises KeypointsError for what these fields of Keypoints cannot be; NaN is not known."""
    if (alternatives is None) != (alternative_shares is None):
        raise KeypointsError("alternatives: expected points with their alternative_shares")
    if alternatives is not None:
        known = ~np.isnan(alternative_shares)
        if not (np.isnan(alternatives) | (np.abs(alternatives) <= FURTHEST) & known[..., None, None]).all():
            raise KeypointsError(f"alternatives: expected pixels within {FURTHEST:g}, or NaN")
        if not ((alternative_shares >= 0) & (alternative_shares <= 1))[known].all():
            raise KeypointsError("alternative_shares: expected 0 to 1, or NaN")
        if not (np.diff(np.where(known, -alternative_shares, 1)) >= 0).all():
            raise KeypointsError("alternatives: expected the likeliest first")
    for name, array, unit in (
        ("noise", noise, "pixels"),
        ("extra_noise", extra_noise, "pixels"),
        ("scores", scores, "scores"),
    ):
        if array is not None and not (np.isnan(array) | ((array >= 0) & np.isfinite(array))).all():
            raise KeypointsError(
                f"{name}: expected finite {unit} of at least 0, or NaN where they are not known"
            )
    if extra is not None and not (np.isnan(extra) | (np.abs(extra) <= FURTHEST)).all():
        raise KeypointsError(
            f"extra: expected pixels within {FURTHEST:g}, or NaN where a keypoint is missing"
        )
    if boxes is None:
        return
    known = (np.abs(boxes) <= FURTHEST).all(-1) & (boxes[:, 2:] >= 0).all(-1)
    if not (known | np.isnan(boxes).all(-1)).all():
        raise KeypointsError(
            f"boxes: expected x, y, width, height within {FURTHEST:g} pixels, or NaN where they are not known"
        )


def checked_extra(extra: Any, extra_noise: Any) -> dict[str, Any]:
    """The fields ``extra`` and ``extra_noise`` of Keypoints, NaN for both where either coordinate is NaN; None for a
    field without a number."""
    if extra is None:
        return {"extra": None, "extra_noise": None}
    missing = np.isnan(extra).any(-1)
    if missing.all():
        return {"extra": None, "extra_noise": None}
    extra[missing] = np.nan
    if extra_noise is not None:
        extra_noise[missing] = np.nan
        extra_noise = None if np.isnan(extra_noise).all() else extra_noise
    return {"extra": extra, "extra_noise": extra_noise}


def picture_size(size: Any) -> tuple[int, int]:
    """The width and height, in whole pixels. Raises KeypointsError."""
    try:
        width, height = (int(side) for side in size)
    except (TypeError, ValueError, OverflowError) as problem:
        raise KeypointsError(f"size: expected (width, height) in pixels, got {size!r}") from problem
    if min(width, height) < 1:
        raise KeypointsError(f"size: expected at least one pixel each way, got {width} x {height}")
    return width, height
