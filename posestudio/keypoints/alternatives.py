"""The other answers that a detector found for people: how many there are, and choosing one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.mirroring import COCO_MIRROR
from posestudio.keypoints.observation import MISSING, OCCLUDED, Keypoints

_MIRROR = list(COCO_MIRROR)


def alternative_count(keypoints: Keypoints, person: int) -> int:
    """The number of a person's alternatives: they have the indices from 0, the likeliest first."""
    if keypoints.alternative_shares is None:
        return 0
    return int((~np.isnan(keypoints.alternative_shares[person])).sum())


def own_share(keypoints: Keypoints, person: int) -> float:
    """How likely a person's points are, 0 ... 1: what the alternatives leave."""
    if keypoints.alternative_shares is None:
        return 1.0
    return max(float(1 - np.nansum(keypoints.alternative_shares[person])), 0.0)


def changed_keypoints(keypoints: Keypoints, person: int, index: int) -> NDArray[np.bool_]:
    """(17,) which keypoints an alternative has elsewhere, has alone, or lacks. Raises IndexError where there is
    no such alternative."""
    there = _points_of(keypoints, person, index)
    return (there != keypoints.points[person]).any(-1) & (
        keypoints.observed[person] | ~np.isnan(there).any(-1)
    )


def with_alternative(keypoints: Keypoints, person: int, index: int) -> Keypoints:
    """A copy in which a person has the points of alternative ``index``, and those they had, if any, are an
    alternative with their share; the likeliest is again the first.

    A keypoint that the alternative lacks becomes missing, one that only it has OCCLUDED. Of those that have moved the
    noise is the larger, and the confidence the smaller, of their own and the other side's: they may have been
    exchanged. Raises IndexError where there is no such alternative.
    """
    there = _points_of(keypoints, person, index)
    changed = changed_keypoints(keypoints, person, index)
    assert keypoints.alternatives is not None and keypoints.alternative_shares is not None
    fields: dict[str, Any] = {
        name: np.array(array)
        for name in ("points", "visibility", "confidence", "noise", "alternatives", "alternative_shares")
        if (array := getattr(keypoints, name)) is not None
    }
    observed = keypoints.observed[person]
    fields["points"][person] = np.where(np.isnan(there), keypoints.points[person], there)
    found = np.where(observed, keypoints.visibility[person], OCCLUDED)
    fields["visibility"][person] = np.where(np.isnan(there).any(-1), MISSING, found)
    for name, worse in (("noise", np.fmax), ("confidence", np.fmin)):
        if name in fields:
            own = np.where(observed, fields[name][person], np.nan)
            both = worse(own, own[_MIRROR])
            fields[name][person] = np.where(changed & ~np.isnan(both), both, fields[name][person])
    fields["alternatives"][person, index] = np.where(observed[:, None], keypoints.points[person], np.nan)
    # Nothing is left of an answer without any keypoint.
    fields["alternative_shares"][person, index] = own_share(keypoints, person) if observed.any() else np.nan
    order = np.argsort(-fields["alternative_shares"][person], kind="stable")  # NaN comes last
    for name in ("alternatives", "alternative_shares"):
        fields[name][person] = fields[name][person, order]
    return replace(keypoints, **fields)


def with_shares(keypoints: Keypoints, person: int, shares: NDArray[Any]) -> Keypoints:
    """A copy in which a person's points and alternatives have the ``shares`` (1 + alternatives,), which sum to 1, and
    the likeliest answer's points are the person's; of equals the present ones."""
    count = alternative_count(keypoints, person)
    shares = np.asarray(shares, np.float64)
    if shares.shape != (1 + count,):
        raise ValueError(f"expected {1 + count} shares, got an array {shares.shape}")
    if not count:
        return keypoints
    assert keypoints.alternatives is not None and keypoints.alternative_shares is not None
    points, all_shares = keypoints.alternatives.copy(), keypoints.alternative_shares.copy()
    order = np.argsort(-shares[1:], kind="stable")
    points[person, :count], all_shares[person, :count] = points[person, order], shares[1:][order]
    changed = replace(keypoints, alternatives=points, alternative_shares=all_shares)
    return with_alternative(changed, person, 0) if shares[1:].max() > shares[0] else changed


def _points_of(keypoints: Keypoints, person: int, index: int) -> NDArray[np.float32]:
    """(17, 2) the points of an alternative. Raises IndexError."""
    count = alternative_count(keypoints, person)
    if not 0 <= index < count:
        raise IndexError(f"person {person} has {count} alternatives: there is no {index}")
    assert keypoints.alternatives is not None
    return keypoints.alternatives[person, index]
