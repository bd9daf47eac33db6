"""Writing what the window holds. Runs in a background thread; touches no widget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from posestudio.errors import PoseStudioError
from posestudio.files import atomic_write
from posestudio.keypoints import Keypoints

if TYPE_CHECKING:
    from posestudio.lifted import Lifted


def export_bvh(path: Path, body: np.ndarray, name: str) -> Path:
    """Save one pose (27, 3), world metres, as a BVH of one frame."""
    from posestudio.body.bvh import save_bvh
    from posestudio.body.posing import to_clip

    save_bvh(path, to_clip(body[None], name=name))
    return path


def export_data(path: Path, result: Lifted) -> Path:
    """Save all hypotheses as NPZ or JSON, as the name ends."""
    from posestudio.export.lifted import save_lifted

    save_lifted(path, result)
    return path


def export_keypoints(path: Path, keypoints: Keypoints) -> Path:
    """Save 2D keypoints as COCO JSON."""
    from posestudio.keypoints import save_keypoints

    save_keypoints(path, [keypoints])
    return path


def export_image(path: Path, image: QImage) -> Path:
    """Save a picture, completely or not at all."""
    with atomic_write(path) as temporary:
        if not image.save(str(temporary)):
            raise PoseStudioError(f"{path}: expected a name ending in .png or .jpg")
    return path
