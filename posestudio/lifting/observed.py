"""All that a lifter looks at of people in a picture: rays and noise of COCO's keypoints and of the extra ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import EXTRA_KEYPOINTS
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.options import MOST_NOISE
from posestudio.lifting.point_noise import FAR_OVER_MEDIAN, TOO_NOISY

_EXTRA = len(EXTRA_KEYPOINTS)


@dataclass(frozen=True, eq=False)
class Observed:
    """The OBSERVED_KEYPOINTS of P people: ``rays`` (P, 23, 2) x/z and y/z in the camera's axes, 0 where missing,
    ``visible`` (P, 23) bool, and ``noise`` (P, 23) over the person's size."""

    rays: NDArray[np.float32]
    visible: NDArray[np.bool_]
    noise: NDArray[np.float32]


def observed_points(
    seen: Keypoints, rays: NDArray[np.floating], noise: NDArray[np.floating], camera: Camera
) -> Observed:
    """What is observed of people, of whom ``seen`` has the keypoints that can be used, with their ``rays`` (P, 17, 2)
    and ``noise`` (P, 17).

    Extra keypoints are not used of a person without any other, where the camera shows nothing, and where they are too
    noisy (see `point_noise.too_noisy`). Their noise is their own, but at least the median of the person's others.
    """
    count = seen.people
    extra = np.full((count, _EXTRA, 2), np.nan, np.float32) if seen.extra is None else seen.extra
    there: NDArray[np.bool_] = np.isfinite(extra).all(-1) & np.any(seen.observed, axis=-1, keepdims=True)
    along = np.full(extra.shape, np.nan, np.float32)
    if there.any():
        along[there] = camera.rays(extra[there])
    median = np.ma.median(np.ma.array(noise, mask=~seen.observed), axis=-1).filled(0)[:, None]
    own = np.zeros(there.shape) if seen.extra_noise is None else np.nan_to_num(seen.extra_noise)
    spread = np.minimum(np.maximum(own / person_size(seen)[:, None], median), MOST_NOISE)
    there = there & np.isfinite(along).all(-1) & (spread <= np.maximum(TOO_NOISY, FAR_OVER_MEDIAN * median))
    visible = np.concatenate([seen.observed, there], axis=1)
    every = np.concatenate([rays, along], axis=1)
    return Observed(
        np.where(visible[..., None], every, 0).astype(np.float32),
        visible,
        np.concatenate([noise, spread], axis=1).astype(np.float32),
    )
