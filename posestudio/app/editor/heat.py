"""The heatmaps of a detection, painted over the picture at any moment of their denoising."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from posestudio.app.editor.plane_mapping import PlaneView
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import Palette

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

_STRONGEST = 210  # of 255, so that the picture below stays visible
_FAINTEST = 0.04  # what is less than this share of a joint's peak is not drawn


class HeatLayer:
    """Paints a detection at the moment ``share``: 0 is the noise at its beginning, 1 its end; ``shown`` or not."""

    def __init__(self) -> None:
        self.share, self.shown = 1.0, True
        self._key: tuple | None = None
        self._image = QImage()

    def paint(
        self,
        painter: QPainter,
        detected: Detected | None,
        joints: Collection[int],
        view: PlaneView,
        colours: Palette,
    ) -> None:
        """Paint the maps of ``joints``, or of all where that is empty, each in the colour of its side. ``detected``
        is the detection of one person."""
        if not self.shown or detected is None or detected.trajectory is None:
            return
        maps = self._maps(detected.trajectory[:, 0])
        key = (detected, self.share, tuple(sorted(joints)), colours.background)
        if key != self._key:
            self._key, self._image = key, _painted(maps, joints, colours)
        a = detected.affine[0]
        s = view.scale
        # Columns of the affine, as Qt multiplies rows: heatmap -> picture -> widget.
        painter.save()
        painter.setTransform(
            QTransform(
                s * a[0, 0], s * a[1, 0], s * a[0, 1], s * a[1, 1], s * a[0, 2] + view.x, s * a[1, 2] + view.y
            ),
            True,
        )
        painter.drawImage(QRectF(0, 0, maps.shape[2], maps.shape[1]), self._image)
        painter.restore()

    def _maps(self, trajectory: np.ndarray) -> np.ndarray:
        """(17, h, w) at the moment shown, blended between two steps."""
        position = self.share * (len(trajectory) - 1)
        step = min(int(position), len(trajectory) - 2) if len(trajectory) > 1 else 0
        rest = position - step
        if len(trajectory) == 1 or rest == 0:
            return trajectory[step]
        return (1 - rest) * trajectory[step] + rest * trajectory[step + 1]


def _painted(maps: np.ndarray, joints: Collection[int], colours: Palette) -> QImage:
    """An image of ``maps`` (17, h, w) with premultiplied alpha; each pixel has the colour of its strongest joint."""
    chosen = sorted(joint for joint in joints if joint < len(maps)) or list(range(len(maps)))
    rgb = np.array([colours.of_side(side_of(COCO_KEYPOINTS[joint])) for joint in chosen], np.float32)
    heat = np.clip(maps[chosen] / max(float(maps[chosen].max()), 1e-6), 0, 1)
    strongest = heat.argmax(0)
    strength = np.take_along_axis(heat, strongest[None], 0)[0]
    alpha = np.where(strength < _FAINTEST, 0, strength) * _STRONGEST
    pixels = np.empty((*strength.shape, 4), np.uint8)
    pixels[..., :3] = rgb[strongest] * (alpha / 255)[..., None]
    pixels[..., 3] = alpha
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGBA8888_Premultiplied)
    return image.copy()
