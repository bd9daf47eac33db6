"""The heatmaps of a detection, painted over the picture at any moment of their denoising."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from posestudio.app.editor.plane_mapping import PlaneView
from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.body.mirroring import side_of
from posestudio.common.colours import RGB, Palette

if TYPE_CHECKING:
    from posestudio.detection.detected import Detected

_STRONGEST = 210  # of 255, so that the picture below stays visible
_FAINTEST = 0.04  # what is less than this share of a joint's peak is not drawn
_SIGNAL = 5.0  # z of the bundled detectors: how much a keypoint is scaled up before noise is added
_GRAIN = 2  # pixels of a heatmap
_HUE = 0.381966  # of a turn between the colours of joints that follow each other: no two are alike


class HeatLayer:
    """Paints a detection at the moment ``share``: 0 is noise, 1 the finished heatmaps; ``shown`` or not, and in any
    case while ``forming``, as the denoising is played."""

    def __init__(self) -> None:
        self.share, self.shown, self.forming = 1.0, True, False
        self._key: tuple | None = None
        self._image = QImage()

    def paint(
        self,
        painter: QPainter,
        detected: Detected | None,
        joints: Collection[int],
        view: PlaneView,
        colours: Palette,
        placed: frozenset[int] = frozenset(),
    ) -> None:
        """Paint the maps of ``joints``, each in a colour of its own, or of all where that is empty, in the colours of
        their sides, but not those of joints ``placed`` by hand. ``detected`` is the detection of one person."""
        if not (self.shown or self.forming) or detected is None or detected.trajectory is None:
            return
        key = (detected, self.share, tuple(sorted(joints)), placed, colours.background)
        if key != self._key:
            maps = self._maps(detected.trajectory[:, 0])
            self._key, self._image = key, _painted(maps, joints, colours, placed)
        a = detected.affine[0]
        s = view.scale
        # Columns of the affine, as Qt multiplies rows: heatmap -> picture -> widget.
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(
            QTransform(
                s * a[0, 0], s * a[1, 0], s * a[0, 1], s * a[1, 1], s * a[0, 2] + view.x, s * a[1, 2] + view.y
            ),
            True,
        )
        painter.drawImage(QRectF(0, 0, self._image.width(), self._image.height()), self._image)
        painter.restore()

    def _maps(self, trajectory: np.ndarray) -> np.ndarray:
        """(17, h, w) at the moment shown: the estimate there, blended between two steps, under the noise there."""
        position = self.share * (len(trajectory) - 1)
        step = min(int(position), len(trajectory) - 2) if len(trajectory) > 1 else 0
        rest = position - step
        if len(trajectory) > 1 and rest > 0:
            estimate = (1 - rest) * trajectory[step] + rest * trajectory[step + 1]
        else:
            estimate = trajectory[step]
        return noised(estimate, self.share)


def noised(maps: np.ndarray, share: float) -> np.ndarray:
    """Heatmaps (17, h, w), each between 0 and 1 times its highest value, as the diffusion has them at a moment: 0 is
    pure noise, 1 the maps themselves.

    The keypoint at level g of the detector's cosine schedule has the distribution of the map, wider by the noise of
    that level, sqrt(1 - g) / (z sqrt(g)) in units of half a crop (`detection.network.coordinate_diffusion.diffuse`).
    The grain stands for the noise that is drawn from it. Detectors begin part of the way (``ModelConfig.start``),
    with estimates that are sharp already; the whole way is shown.
    """
    if share >= 1:
        return maps
    time = 1 - max(share, 0.0)
    level = max(float(np.cos((time + 0.008) / 1.008 * np.pi / 2) ** 2), 1e-5)
    height, width = maps.shape[1:]
    off = np.sqrt(1 - level) / (_SIGNAL * np.sqrt(level))
    wide = _blur(height, off * height / 2) @ maps.clip(0) @ _blur(width, off * width / 2).T
    peaks = maps.max((1, 2), keepdims=True)
    wide *= peaks / np.maximum(wide.max((1, 2), keepdims=True), 1e-9)
    noise = 1 - level
    return wide * (1 - noise + noise * _grain(maps.shape))


def _blur(length: int, sigma: float) -> np.ndarray:
    """(length, length) the matrix of a Gaussian blur along an axis."""
    apart = np.arange(length)[:, None] - np.arange(length)
    weights = np.exp(-0.5 * np.square(apart / max(sigma, 0.3)))
    return np.asarray(weights / weights.sum(1, keepdims=True), np.float32)


@cache
def _grain(shape: tuple[int, int, int]) -> np.ndarray:
    """Noise from 0 to 1, mostly low, the same at every call."""
    joints, height, width = shape
    rng = np.random.default_rng(0)
    coarse = rng.random((joints, -(-height // _GRAIN), -(-width // _GRAIN)), np.float32) ** 6
    return coarse.repeat(_GRAIN, 1).repeat(_GRAIN, 2)[:, :height, :width]


def colour_of_joint(joint: int, colours: Palette) -> RGB:
    """The colour of a joint's own heatmap."""
    dark = sum(colours.background) < 3 * 128
    colour = QColor.fromHsvF((joint * _HUE) % 1.0, 0.75 if dark else 0.95, 1.0 if dark else 0.8)
    return colour.red(), colour.green(), colour.blue()


def _painted(
    maps: np.ndarray, joints: Collection[int], colours: Palette, placed: Collection[int] = ()
) -> QImage:
    """An image of ``maps`` (17, h, w) with premultiplied alpha; each pixel has the colour of its strongest joint."""
    chosen = sorted(joint for joint in joints if joint < len(maps)) or list(range(len(maps)))
    if joints:
        rgb = np.array([colour_of_joint(joint, colours) for joint in chosen], np.float32)
    else:
        rgb = np.array([colours.of_side(side_of(COCO_KEYPOINTS[joint])) for joint in chosen], np.float32)
    heat = np.clip(maps[chosen] / max(float(maps[chosen].max()), 1e-6), 0, 1)
    heat[[joint in placed for joint in chosen]] = 0
    strongest = heat.argmax(0)
    strength = np.take_along_axis(heat, strongest[None], 0)[0]
    alpha = np.where(strength < _FAINTEST, 0, strength) * _STRONGEST
    pixels = np.empty((*strength.shape, 4), np.uint8)
    pixels[..., :3] = rgb[strongest] * (alpha / 255)[..., None]
    pixels[..., 3] = alpha
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGBA8888_Premultiplied)
    return image.copy()
