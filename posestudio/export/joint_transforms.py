"""Joints' translations and rotations against their parents, as files of skeletons have them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation


def local_transforms(
    parents: NDArray[np.integer], positions: NDArray[np.floating], rotations: NDArray[np.floating]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Translations (F, J, 3) and rotations (F, J, 4) x, y, z, w of joints against their ``parents`` (J,), which come
    before them, of world ``positions`` (F, J, 3) and ``rotations`` (F, J, 3, 3).

    Consecutive quaternions have no sign flips, so that interpolation takes the shorter arc.
    """
    positions, turned = positions.astype(np.float64), rotations.astype(np.float64)
    translations, local = positions.copy(), turned.copy()
    for joint, parent in enumerate(parents):
        if parent >= 0:
            back = turned[:, parent].transpose(0, 2, 1)
            local[:, joint] = back @ turned[:, joint]
            away = positions[:, joint] - positions[:, parent]
            translations[:, joint] = (back @ away[..., None])[..., 0]
    frames, joints = local.shape[:2]
    quaternions = Rotation.from_matrix(local.reshape(-1, 3, 3)).as_quat().reshape(frames, joints, 4)
    opposite = (quaternions[1:] * quaternions[:-1]).sum(-1) < 0
    flips = np.cumsum(opposite, axis=0) % 2 == 1
    quaternions[1:][flips] *= -1
    return translations.astype(np.float32), quaternions.astype(np.float32)
