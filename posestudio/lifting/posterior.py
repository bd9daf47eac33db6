"""What a set of hypotheses says together: how sure it is of each joint, and which different poses it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posestudio.body.layouts import BODY_INDEX, LIMB_JOINTS

if TYPE_CHECKING:
    from posestudio.geometry.camera import Camera
    from posestudio.lifting.result import Lifted

MODE_DISTANCE = 0.15
"""Metres between limb joints, on average, from which two poses count as different."""

_DECIMALS = 4  # of a metre
_FURTHEST = 1e6  # metres
_HIPS = BODY_INDEX["hips"]
_LIMBS = [BODY_INDEX[name] for name in LIMB_JOINTS]


@dataclass(frozen=True)
class Mode:
    """Hypotheses of one kind: their ``share`` of all, the ``members``' indices, best first, and the
    ``representative``, their medoid: the member nearest to all the others, in pose and place (see :func:`distances`).
    That of the largest is the first of a lift's hypotheses."""

    share: float
    members: tuple[int, ...]
    representative: int


def uncertainty(lifted: Lifted) -> np.ndarray:
    """Standard deviations (P, B, 2) of each joint about its mean over the hypotheses, metres, hips at the origin.

    The first is in depth, along the camera's axis, the second the root mean square of the two in the
    picture plane. How far such hypotheses can be trusted is what `posestudio evaluate` measures as calibration.
    """
    return deviations(lifted.joints, lifted.camera)


def deviations(joints: np.ndarray, camera: Camera) -> np.ndarray:
    """:func:`uncertainty` of hypotheses (..., H, B, 3) in world axes: (..., B, 2)."""
    turned = joints @ np.asarray(camera.R, np.float32).T
    variance = (turned - turned[..., [_HIPS], :]).var(axis=-3)
    return np.sqrt(np.stack([variance[..., 2], variance[..., :2].mean(-1)], axis=-1))


def modes(lifted: Lifted, distance: float = MODE_DISTANCE) -> list[list[Mode]]:
    """Each person's different poses (see :func:`modes_of`)."""
    return [modes_of(pose, distance) for pose in lifted.joints]


def modes_of(joints: np.ndarray, distance: float = MODE_DISTANCE) -> list[Mode]:
    """The different poses among hypotheses (H, B, 3), the largest share first.

    Average linkage (Sokal and Michener 1958) on the mean distance of limb joints, hips at the origin,
    cut at ``distance`` metres: so that a limb bent forwards or backwards gives two modes, and is not
    averaged into one that is neither. Raises ValueError for a distance that is not positive.
    """
    if not distance > 0:
        raise ValueError(f"distance must be positive, not {distance}")
    return _modes(*distances(joints), distance)


def central(joints: np.ndarray) -> tuple[int, np.ndarray]:
    """The representative of the largest of :func:`modes_of`, and all distances between hypotheses (H, H) as there."""
    between, places = distances(joints)
    return _modes(between, places, MODE_DISTANCE)[0].representative, places


def distances(joints: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(H, H) metres between hypotheses (H, B, 3), twice: the mean distance of limb joints, hips at the origin; and
    that plus a quarter of the hips' distance, which nearly all is depth."""
    from scipy.spatial.distance import cdist

    limbs = np.asarray(joints[:, _LIMBS] - joints[:, [_HIPS]], np.float64)
    between = np.zeros((len(limbs), len(limbs)))
    for limb in limbs.swapaxes(0, 1):
        between += _finite(cdist(limb, limb)) / limbs.shape[1]
    hips = np.asarray(joints[:, _HIPS], np.float64)
    between = np.round(between, _DECIMALS)  # what rounding makes of a distance decides nothing
    return between, between + _finite(cdist(hips, hips)) / 4


def _modes(between: np.ndarray, places: np.ndarray, distance: float) -> list[Mode]:
    """:func:`modes_of` hypotheses of these distances to each other; representatives by ``places``."""
    count = len(between)
    if count == 1:
        return [Mode(1.0, (0,), 0)]
    from scipy.cluster.hierarchy import fcluster, linkage  # a tenth of a second that most do not need
    from scipy.spatial.distance import squareform

    labels = fcluster(linkage(squareform(between, checks=False), "average"), distance, "distance")
    found = []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        central = members[np.round(places[np.ix_(members, members)].mean(1), _DECIMALS).argmin()]
        found.append(Mode(len(members) / count, tuple(members.tolist()), int(central)))
    return sorted(found, key=lambda mode: (-mode.share, mode.members))


def _finite(distances: np.ndarray) -> np.ndarray:
    """Distances at most _FURTHEST, which those to poses that are no numbers are."""
    return np.nan_to_num(distances, nan=_FURTHEST, posinf=_FURTHEST).clip(max=_FURTHEST)


def mode_numbers(joints: np.ndarray) -> np.ndarray:
    """(H,) which of :func:`modes_of` each of the hypotheses (H, B, 3) belongs to; 0 is the largest."""
    numbers = np.zeros(len(joints), np.int32)
    for number, mode in enumerate(modes_of(joints)):
        numbers[list(mode.members)] = number
    return numbers
