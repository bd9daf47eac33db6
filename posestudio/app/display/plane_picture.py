"""A picture as it lies on its camera's image plane in the 3D view: small, and without the lens's distortion."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from posestudio.app.display.scenes import picture_pixels, straightened
from posestudio.app.model.picture import Picture
from posestudio.geometry.camera import Camera


class PlanePicture:
    """The pixels of one view's picture, computed anew where the picture or the lens has changed."""

    def __init__(self) -> None:
        self.pixels: np.ndarray | None = None
        """(height, width, 4) uint8, as of the last ``take``; None without a picture."""
        self._distorted: np.ndarray | None = None
        self._lens: tuple | None = None  # the lens of which ``pixels`` are
        self._image: QImage | None = None  # the image of which they are

    def take(self, picture: Picture | None, camera: Camera | None) -> None:
        """Take over a picture as ``camera`` sees it; none of either is no picture."""
        image = None if picture is None or camera is None else picture.fitted(camera.size)
        if image is not self._image:
            self._image = image
            self._distorted = None if image is None or image.isNull() else picture_pixels(image)
            self.pixels, self._lens = self._distorted, None
        if self._distorted is None or camera is None:
            return
        distortion = camera.distortion
        lens = None
        if distortion is not None:
            lens = (camera.model, camera.size, camera.K.tobytes(), distortion.tobytes())
        if lens != self._lens:
            self.pixels, self._lens = straightened(self._distorted, camera), lens
