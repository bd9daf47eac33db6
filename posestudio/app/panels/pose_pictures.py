"""The pictures of the pose library: mannequins drawn in a background thread, each once."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QApplication

from posestudio.app.model.pose_library import Pose
from posestudio.app.panels.alternatives.pictures import picture_of, reach_of
from posestudio.app.work.tasks import Tasks
from posestudio.common.colours import RGB, Theme

SIZE = QSize(84, 100)
"""Of a picture, in pixels of the screen's coordinates."""
_SCALE = 2  # drawn larger, for screens with small pixels
_AZIMUTH = 35.0  # degrees from the front
_MOST = 600  # pictures in memory


class PosePictures(QObject):
    """Draws the pictures that are asked for, and keeps them."""

    drawn = Signal(object)
    """The key of the pose whose picture is there now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self)
        self._pictures: dict[bytes, QImage] = {}
        self._theme: Theme = "light"

    def set_theme(self, theme: Theme) -> None:
        """Draw all pictures anew, in the colours of 'light' or 'dark'."""
        self._theme = theme
        self._pictures.clear()

    def picture(self, pose: Pose) -> QImage | None:
        """The picture of a pose; None where it is still to be drawn, which is begun."""
        key = key_of(pose)
        if key not in self._pictures:
            while len(self._pictures) >= _MOST:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[key] = QImage()
            ground = QApplication.palette().color(QPalette.ColorRole.Base)
            colour = (ground.red(), ground.green(), ground.blue())
            work = partial(_draw, np.asarray(pose.joints, np.float64), self._theme, colour)
            self._tasks.run(work, partial(self._take, key, self._theme), lambda _: None)
        image = self._pictures[key]
        return None if image.isNull() else image

    def _take(self, key: bytes, theme: Theme, image: QImage) -> None:
        if theme == self._theme:
            self._pictures[key] = image
            self.drawn.emit(key)

    def close(self) -> None:
        """Draw no more pictures."""
        self._tasks.close(wait=True)


def key_of(pose: Pose) -> bytes:
    """Equal for poses that look alike."""
    return np.ascontiguousarray(pose.joints, np.float32).tobytes()


def _draw(joints: np.ndarray, theme: Theme, ground: RGB) -> QImage:
    size = (SIZE.width() * _SCALE, SIZE.height() * _SCALE)
    reach = reach_of([joints], _AZIMUTH, size[0] / size[1])
    return picture_of(joints, size, theme, _AZIMUTH, reach, ground)
