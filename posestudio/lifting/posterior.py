"""Statistics of a set of hypotheses: the standard deviation of each joint, and the modes (different poses)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posestudio.body.layouts import BODY_INDEX, LIMB_INDICES

if TYPE_CHECKING:
    from posestudio.geometry.camera import Camera

MODE_DISTANCE = 0.15
"""Metres between limb joints, on average, from which two poses count as different."""

_DECIMALS = 4  # of a metre
_FURTHEST = 1e6  # metres
_HIPS = BODY_INDEX["hips"]


@dataclass(frozen=True)
class Mode:
    """Hypotheses of one mode: their ``share`` of all, the ``members``' indices, best first, and the
    ``representative``, their medoid: the member nearest to all the others, in pose and position (see
    :func:`pose_distances`). That of the largest mode is the first of a lift's hypotheses."""

    share: float
    members: tuple[int, ...]
    representative: int


def deviations(joints: np.ndarray, camera: Camera) -> np.ndarray:
    """Standard deviations (..., B, 2) of the joints of hypotheses (..., H, B, 3), hips at the origin. World, metres.

    The first is in depth, along the camera's axis, the second the root mean square of the two in the picture plane.
    """
    turned = joints @ np.asarray(camera.R, np.float32).T
    variance = (turned - turned[..., [_HIPS], :]).var(axis=-3)
    return np.sqrt(np.stack([variance[..., 2], variance[..., :2].mean(-1)], axis=-1))


def modes_of(joints: np.ndarray, distance: float = MODE_DISTANCE) -> list[Mode]:
    """The different poses among hypotheses (H, B, 3), the largest share first.

    Average linkage (Sokal and Michener 1958) on the mean distance of limb joints, hips at the origin,
    cut at ``distance`` metres: so that a limb bent forwards or backwards gives two modes, and is not
    averaged into one that is neither. Raises ValueError for a distance that is not positive.
    """
    if not distance > 0:
        raise ValueError(f"distance must be positive, not {distance}")
    return _modes(*pose_distances(joints), distance)


def mode_numbers(joints: np.ndarray) -> np.ndarray:
    """(H,) which of :func:`modes_of` each of the hypotheses (H, B, 3) belongs to; 0 is the largest."""
    numbers = np.zeros(len(joints), np.int32)
    for number, mode in enumerate(modes_of(joints)):
        numbers[list(mode.members)] = number
    return numbers


def central_pose(joints: np.ndarray) -> tuple[int, np.ndarray]:
    """The representative of the largest mode of hypotheses (H, B, 3); their distances (H, H) in pose and position."""
    between, with_position = pose_distances(joints)
    return _modes(between, with_position, MODE_DISTANCE)[0].representative, with_position


def pose_distances(joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(H, H) metres between hypotheses (H, B, 3), twice: the mean distance of limb joints, hips at the origin; and
    that plus a quarter of the hips' distance, which nearly all is depth."""
    from scipy.spatial.distance import cdist

    limbs = np.asarray(joints[:, LIMB_INDICES] - joints[:, [_HIPS]], np.float64)
    between = np.zeros((len(limbs), len(limbs)))
    for limb in limbs.swapaxes(0, 1):
        between += cdist(limb, limb)
    hips = np.asarray(joints[:, _HIPS], np.float64)
    between = _finite(between / limbs.shape[1])
    between = np.round(between, _DECIMALS)  # so that rounding errors of a distance decide nothing
    return between, between + _finite(cdist(hips, hips)) / 4


def _modes(between: np.ndarray, with_position: np.ndarray, distance: float) -> list[Mode]:
    """:func:`modes_of` hypotheses with the distances (H, H) of :func:`pose_distances`."""
    count = len(between)
    if count == 1:
        return [Mode(1.0, (0,), 0)]
    from scipy.cluster.hierarchy import linkage  # a tenth of a second that most do not need

    groups = {number: [number] for number in range(count)}
    tree = linkage(between[np.triu_indices(count, 1)], "average").tolist()
    for number, (one, other, apart, _) in enumerate(tree, start=count):
        if apart <= distance:  # fcluster does the same, and takes longer than all the rest
            groups[number] = groups.pop(int(one)) + groups.pop(int(other))
    found = []
    for group in groups.values():
        members = np.array(sorted(group))
        medoid = members[np.round(with_position[np.ix_(members, members)].mean(1), _DECIMALS).argmin()]
        found.append(Mode(len(members) / count, tuple(members.tolist()), int(medoid)))
    return sorted(found, key=lambda mode: (-mode.share, mode.members))


def _finite(distances: np.ndarray) -> np.ndarray:
    """Distances at most _FURTHEST, which those to poses with nan or infinite joints are."""
    return np.nan_to_num(distances, nan=_FURTHEST, posinf=_FURTHEST).clip(max=_FURTHEST)
