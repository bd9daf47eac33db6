"""The picture behind the joints: read from its file, put away, and fitted into an image plane."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage, QPainter

from posestudio.app.common.translation import tr
from posestudio.common.picture_limits import LARGEST_SHOWN
from posestudio.common.pictures import read_shown
from posestudio.errors import PoseStudioError
from posestudio.geometry.photograph_lens import photograph_focal_length

_SAME_SHAPE = 0.02  # aspect ratios that differ by less are filled without a margin
_LARGEST_FITTED = 4096  # pixels of a side


class Picture:
    """A picture called ``name``; ``path`` is its file's, if it has one, ``focal_length`` its lens's
    in pixels, where that is known. One that has a file can be put away, and is
    read again when its pixels are next needed."""

    def __init__(
        self,
        name: str,
        image: QImage | None,
        path: Path | None = None,
        focal_length: float | None = None,
    ) -> None:
        self.name, self.path, self.focal_length = name, path, focal_length
        self._image = image
        self._size = (0, 0) if image is None else (image.width(), image.height())
        self._fitted: QImage | None = None
        self._fitted_for = (0, 0)

    @property
    def missing(self) -> bool:
        """Whether its file could not be read when the project was opened: there are no pixels to show."""
        return self._size == (0, 0)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self._size

    @property
    def image(self) -> QImage:
        """Its pixels. Raises PoseStudioError where they were put away and the file is gone or of another size."""
        if self._image is None:
            assert self.path is not None
            again = read_picture(self.path)
            if again.size != self._size:
                raise PoseStudioError(
                    tr(
                        "{name}: not the picture of {width} x {height} any more",
                        name=self.path,
                        width=self._size[0],
                        height=self._size[1],
                    )
                )
            self._image = again.image
        return self._image

    def put_away(self) -> None:
        """Free the memory of its pixels, if there is a file to read them from."""
        self._fitted = None
        if self.path is not None and not self.missing:
            self._image = None

    def fitted(self, size: tuple[int, int]) -> QImage:
        """Its pixels as they lie in an image plane of ``size`` (width, height); in one of another shape as large as
        fits, in the middle, never squeezed."""
        width, height = self.size
        if self.missing or abs(width * size[1] - height * size[0]) <= _SAME_SHAPE * width * size[1]:
            return self.image
        if self._fitted is None or self._fitted_for != size:
            self._fitted, self._fitted_for = _with_margins(self.image, size), size
        return self._fitted


def read_picture(path: Path) -> Picture:
    """Decode a picture as the detector does, upright, its longer side at most ``LARGEST_SHOWN``.

    Raises PoseStudioError for what is not a picture, is truncated, or has more than 64 million pixels.
    """
    pixels, (width, _) = read_shown(path, LARGEST_SHOWN)
    focal_length = photograph_focal_length(path)
    if focal_length is not None:
        focal_length *= pixels.shape[1] / width
    return Picture(path.name, image_of(pixels), path.absolute(), focal_length)


def image_of(pixels: np.ndarray) -> QImage:
    """RGB pixels (height, width, 3) uint8 as an image with memory of its own."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy: the pixels may be freed


def rgba_of(image: QImage) -> np.ndarray:
    """The pixels (height, width, 4) uint8 of an image, copied."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()


def _with_margins(image: QImage, shape: tuple[int, int]) -> QImage:
    """``image`` in the middle of a transparent one with the aspect ratio of ``shape``."""
    ratio = shape[0] / shape[1]
    width = max(image.width(), round(image.height() * ratio))
    height = max(image.height(), round(width / ratio))
    scale = min(1.0, _LARGEST_FITTED / max(width, height))
    plane = QImage(
        max(round(width * scale), 1), max(round(height * scale), 1), QImage.Format.Format_ARGB32_Premultiplied
    )
    plane.fill(0)
    painter = QPainter(plane)
    painter.scale(scale, scale)
    painter.drawImage((width - image.width()) // 2, (height - image.height()) // 2, image)
    painter.end()
    return plane
