"""A canvas to draw on: antialiased capsules, discs, lines, soft shadows and text, by OpenCV and Pillow.

Points are pixels with sub-pixel positions, origin at the top left corner; colours are RGB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw, ImageFont

from posestudio.common.colours import RGB

RGBImage = NDArray[np.uint8]
"""(height, width, 3)"""

_FRACTION_BITS = 4  # OpenCV takes sub-pixel positions as fixed-point integers
_ARC_POINTS = 17  # per end of a capsule
_ARC = np.linspace(0, 1, _ARC_POINTS)
_CIRCLE = np.stack(
    [f(np.linspace(0, 2 * np.pi, 4 * _ARC_POINTS, endpoint=False)) for f in (np.cos, np.sin)], axis=-1
)
_FAR = 1 << 24  # pixels beyond which fixed-point positions overflow
_LIGHT = np.array([-0.45, -0.6])  # where the light comes from, in the picture
_SHADES = [
    (1 - share, 0.68 * share**0.7 - 0.42) for share in np.arange(0, 0.95, 0.1)
]  # of radius, of brightness


def mix(a: Sequence[int], b: Sequence[int], share: float) -> RGB:
    """``share`` of colour ``b`` and the rest of colour ``a``."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


class Canvas:
    """An RGB picture (height, width, 3) uint8 in ``pixels``, drawn on in place."""

    def __init__(self, pixels: RGBImage) -> None:
        self.pixels = pixels

    @classmethod
    def blank(cls, size: tuple[int, int], background: RGB) -> Canvas:
        """A picture of ``size`` (width, height) in one colour."""
        return cls(np.full((size[1], size[0], 3), background, np.uint8))

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def paste(self, picture: RGBImage, corner: tuple[int, int], size: tuple[int, int]) -> None:
        """Lay a picture (h, w, 3) over this one, scaled to ``size`` (width, height), with its upper left at
        ``corner``, wholly inside."""
        smaller = size[0] < picture.shape[1]
        scaled = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
        self.pixels[corner[1] : corner[1] + size[1], corner[0] : corner[0] + size[0]] = scaled

    def line(self, start: ArrayLike, end: ArrayLike, colour: RGB, width: float = 1.0) -> None:
        """A straight line between two points (2,)."""
        self.capsule(start, end, width / 2, width / 2, colour)

    def disc(self, centre: ArrayLike, radius: float, colour: RGB) -> None:
        """A filled circle."""
        self.capsule(centre, centre, radius, radius, colour)

    def capsule(self, start: ArrayLike, end: ArrayLike, r0: float, r1: float, colour: RGB) -> None:
        """The convex hull of two discs: a limb with radius ``r0`` at its start and ``r1`` at its end."""
        outline = _capsule_outline(np.asarray(start, float), np.asarray(end, float), r0, r1)
        if np.isfinite(outline).all() and np.abs(outline).max() < _FAR:
            fixed = np.round((outline - 0.5) * (1 << _FRACTION_BITS)).astype(np.int32)
            cv2.fillConvexPoly(self.pixels, fixed, colour, cv2.LINE_AA, _FRACTION_BITS)

    def shaded_capsule(self, start: ArrayLike, end: ArrayLike, r0: float, r1: float, colour: RGB) -> None:
        """A capsule with the shading of a round limb: nested capsules, brighter towards the light."""
        start, end = np.asarray(start, float), np.asarray(end, float)
        for share, brightness in _SHADES:
            shade = mix(colour, (255, 255, 255) if brightness > 0 else (0, 0, 0), abs(brightness))
            lift = (1 - share) * 0.45 * _LIGHT
            self.capsule(start + lift * r0, end + lift * r1, share * r0, share * r1, shade)

    @contextmanager
    def translucent(self, opacity: float) -> Iterator[None]:
        """Context in which everything drawn covers the picture by ``opacity`` (0 to 1)."""
        before = self.pixels.copy()
        yield
        cv2.addWeighted(self.pixels, opacity, before, 1 - opacity, 0, dst=self.pixels)

    def shade(self, coverage: NDArray[np.uint8], colour: RGB, opacity: float, softness: float) -> None:
        """Lay ``colour`` over the picture where ``coverage`` (height, width) is set, with soft edges.

        ``softness`` is the standard deviation of the blur in pixels.
        """
        left, top, width, height = cv2.boundingRect(coverage)
        if width == 0:
            return
        around = 2 * int(2 * softness + 2)  # even, so that halves of pixels stay where they are
        left, top = max(left // 2 * 2 - around, 0), max(top // 2 * 2 - around, 0)
        area = np.s_[top : top + height + 2 * around + 2, left : left + width + 2 * around + 2]
        below = self.pixels[area]
        small = cv2.resize(coverage[area], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), max(softness / 2, 0.3))
        share = cv2.resize(small, below.shape[1::-1])[..., None].astype(np.float32) * (opacity / 255)
        below[:] = (below + (np.array(colour, np.float32) - below) * share + 0.5).astype(np.uint8)

    def text(self, text: str, at: tuple[float, float], height: int, colour: RGB, anchor: str = "la") -> None:
        """Write ``text`` with letters of ``height`` pixels; ``anchor`` as in Pillow ('la': top left)."""
        mask = _letters(text, height)
        x = round(at[0] - mask.shape[1] * {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]])
        y = round(at[1] - mask.shape[0] * {"a": 0.0, "m": 0.5, "d": 1.0}[anchor[1]])
        width, full = self.size
        left, top, right, bottom = (
            max(x, 0),
            max(y, 0),
            min(x + mask.shape[1], width),
            min(y + mask.shape[0], full),
        )
        if left >= right or top >= bottom:
            return
        share = mask[top - y : bottom - y, left - x : right - x, None].astype(np.float32) / 255
        below = self.pixels[top:bottom, left:right]
        below[:] = (below + (np.array(colour, np.float32) - below) * share + 0.5).astype(np.uint8)


def _capsule_outline(
    start: NDArray[np.floating], end: NDArray[np.floating], r0: float, r1: float
) -> NDArray[np.floating]:
    """Corners (n, 2) of the convex hull of a disc of radius ``r0`` and one of radius ``r1``."""
    along = end - start
    distance = float(np.hypot(*along))
    if not distance > abs(r0 - r1):  # one disc lies within the other
        centre, radius = (start, r0) if r0 >= r1 else (end, r1)
        return centre + radius * _CIRCLE
    heading = float(np.arctan2(along[1], along[0]))
    tangent = float(np.arccos((r0 - r1) / distance))  # where the common tangents touch, from the heading
    angles = np.concatenate(
        [heading + tangent * (2 * _ARC - 1), heading + tangent + (2 * np.pi - 2 * tangent) * _ARC]
    )
    outline = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    outline[:_ARC_POINTS] *= r1
    outline[:_ARC_POINTS] += end
    outline[_ARC_POINTS:] *= r0
    outline[_ARC_POINTS:] += start
    return outline


@lru_cache(maxsize=512)
def _letters(text: str, height: int) -> NDArray[np.uint8]:
    """Coverage (h, w) of a line of text in Pillow's own font."""
    font = ImageFont.load_default(height)
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    ascent, descent = font.getmetrics() if isinstance(font, ImageFont.FreeTypeFont) else (height, height // 4)
    mask = Image.new("L", (max(int(right - left) + 2, 1), ascent + descent))
    ImageDraw.Draw(mask).text((1 - left, ascent), text, fill=255, font=font, anchor="ls")
    return np.asarray(mask)
