"""From the document and the step shown to what the viewport draws. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from posestudio.app.state import State
from posestudio.app.viewport import Scene

if TYPE_CHECKING:
    from posestudio.lifted import Lifted

_PICTURE_SIDE = 1024  # pixels; the picture on the frustum's image plane is small


class Trajectory:
    """The recorded way from noise to the poses of one person, as it is looked at."""

    def __init__(self, result: Lifted) -> None:
        shown = result.shown_trajectory()
        assert shown is not None and result.denoised is not None and result.sigmas is not None
        self.sigmas = result.sigmas
        self._noisy = shown[:, 0]
        self._denoised = np.concatenate([result.denoised[:, 0], result.joints[None, 0]])

    def at(self, position: float, denoised: bool) -> np.ndarray:
        """Hypotheses (N, 27, 3), world metres, at a step or, blended, between two.

        ``denoised`` asks for what the network took them for.
        """
        states = self._denoised if denoised else self._noisy
        step = min(int(position), len(states) - 1)
        share = position - step
        if share == 0:
            return states[step]
        return ((1 - share) * states[step] + share * states[step + 1]).astype(np.float32)


def scene_of(
    state: State,
    result: Lifted | None,
    bodies: np.ndarray | None,
    selected: int,
    picture: np.ndarray | None,
    companions: np.ndarray,
) -> Scene:
    """The moment to draw: hypotheses as they are at ``bodies`` (N, 27, 3) or, when None, in the end;
    the source's own pose and the ``companions`` (P, 27, 3) pale; the camera with its picture."""
    camera = None if state.empty else state.camera
    ghosts = companions if state.ghost is None else np.concatenate([state.ghost[None], companions])
    if result is None:
        return Scene(ghost=ghosts, camera=camera, picture=picture, ground=_ground(state, None))
    return Scene(
        hypotheses=result.joints[0] if bodies is None else bodies,
        best=selected,
        ghost=ghosts,
        camera=camera,
        picture=picture,
        ground=_ground(state, result),
    )


def _ground(state: State, result: Lifted | None) -> float:
    if state.source.floor is not None:
        return state.source.floor
    return 0.0 if result is None else float(result.joints[0, 0, :, 1].min())


def picture_pixels(image: QImage) -> np.ndarray:
    """(height, width, 4) uint8 RGBA of a picture, its longer side at most 1024."""
    if max(image.width(), image.height()) > _PICTURE_SIDE:
        image = image.scaled(
            QSize(_PICTURE_SIDE, _PICTURE_SIDE),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()
