"""What rerun recordings show of a lifted sequence: people, shares and colours of hypotheses, denoising, heatmaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import matplotlib
import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import to_keypoints
from posestudio.common.colours import DARK, RGB, colour_of_person
from posestudio.lifting.posterior import modes_of
from posestudio.lifting.sequence import LiftedSequence

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

_PALEST, _PALER = (
    0.2,
    0.7,
)  # of a person's colour in those of the hypotheses of the smallest and the largest share


@dataclass(frozen=True, eq=False)
class Denoising:
    """The denoising of a person in one picture: the ``states`` (S + 1, H, 29, 3) in world metres, the last of which
    is the result, and their ``reprojection`` (S + 1, H), the mean distance from the keypoints in pixels."""

    states: NDArray[np.float32]
    reprojection: NDArray[np.float32]


def people_in(sequence: LiftedSequence) -> list[int]:
    """The numbers of the people in a sequence, ascending."""
    return [int(person) for person in np.unique(sequence.person)]


def rows_of(sequence: LiftedSequence, person: int) -> NDArray[np.intp]:
    """The rows of a person, in the order of their frames."""
    rows = np.flatnonzero(sequence.person == person)
    return rows[np.argsort(sequence.frame[rows], kind="stable")]


def shares(sequence: LiftedSequence, person: int) -> NDArray[np.float64]:
    """(H,) of a single picture the share of all hypotheses with which each forms a mode (see `posterior.modes_of`);
    of sequences equal shares."""
    count = sequence.joints.shape[1]
    found = np.full(count, 1 / count)
    if sequence.frames == 1:
        for mode in modes_of(sequence.joints[rows_of(sequence, person)[0]]):
            found[list(mode.members)] = mode.share
    return found


def colours(sequence: LiftedSequence, person: int) -> list[RGB]:
    """A colour for each hypothesis: the first has the person's; the others are the paler the smaller their share, of
    sequences the later they are in the order of scores."""
    found = shares(sequence, person)
    if sequence.frames > 1:
        found = np.linspace(1, 0, len(found))
    strength = _PALEST + (_PALER - _PALEST) * found / found.max()
    strength[0] = 1
    return [_mixed(DARK.middle, colour_of_person(person), float(share)) for share in strength]


def denoising_of(sequence: LiftedSequence, person: int) -> Denoising | None:
    """The recorded denoising of a person in the first frame that has them; None where none is recorded."""
    shown = sequence.shown_trajectory()
    if shown is None:
        return None
    row = int(rows_of(sequence, person)[0])
    states = shown[:, row].copy()
    states[-1] = sequence.joints[row]  # to the last bit
    points = sequence.cameras[row].project(to_keypoints(states))
    seen = sequence.visibility[row] > 0
    off = np.linalg.norm(points - sequence.points[row], axis=-1)[..., seen]
    known = np.isfinite(off)
    error = np.where(known, off, 0).sum(-1) / np.where(known.any(-1), known.sum(-1), np.nan)
    return Denoising(states, error.astype(np.float32))


def with_gaps(
    frames: NDArray[np.integer], lengths: NDArray[np.integer], end: int
) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Ascending frames with the ``lengths`` of their rows, and each frame after one of them that is not among them,
    with no length, so that a person is gone there; ``end`` is the frame that is not asked for any more."""
    gone = np.setdiff1d(frames + 1, [*frames.tolist(), end])
    together = np.concatenate([frames, gone])
    order = np.argsort(together, kind="stable")
    return together[order], np.concatenate([lengths, np.zeros(len(gone), int)])[order]


def heat_pictures(detected: Detected) -> list[bytes]:
    """Of each recorded step of a detection the highest heatmap of all keypoints and people, as PNG with transparency
    in the size of the picture."""
    if detected.trajectory is None:
        return []
    scale = max(float(detected.trajectory[-1].max(initial=0)), 1e-6)
    shade = matplotlib.colormaps["inferno"]
    pictures = []
    for step in detected.trajectory:
        heat = np.zeros(detected.size[::-1], np.float32)
        for maps, affine in zip(step, detected.affine, strict=True):
            # OpenCV counts from the middle of the first pixel.
            moved = np.array(affine, float)
            moved[:, 2] += moved[:, :2].sum(1) / 2 - 0.5
            heat = np.maximum(heat, cv2.warpAffine(maps.max(0).astype(np.float32), moved, detected.size))
        share = (heat / scale).clip(0, 1)
        colour = shade(share, bytes=True)
        colour[..., 3] = np.rint(255 * share)
        _, data = cv2.imencode(".png", np.ascontiguousarray(colour[..., [2, 1, 0, 3]]))
        pictures.append(data.tobytes())
    return pictures


def _mixed(one: RGB, other: RGB, share: float) -> RGB:
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(one, other, strict=True))
    return red, green, blue
