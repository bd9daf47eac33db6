"""How results show themselves in a notebook: poses as an interactive figure, 2D keypoints as a picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from posestudio.common.colours import LIGHT
from posestudio.detection.detected import Detected
from posestudio.errors import PoseStudioError
from posestudio.export.framing import window_around
from posestudio.export.html_page import Figure, small_png
from posestudio.export.html_pictures import Picture
from posestudio.export.picture_panels import KeypointPanel, draw_keypoints
from posestudio.keypoints import Keypoints
from posestudio.lifting.motion.result import LiftedMotion
from posestudio.lifting.result import Lifted
from posestudio.lifting.sequence import LiftedSequence, gather

_KEYPOINTS_SIZE = (480, 400)


def figure(
    result: Lifted | LiftedMotion | LiftedSequence, picture: Picture | None = None, chosen: int = 0
) -> Figure:
    """An interactive figure of lifted poses, to be the last line of a notebook's cell, or saved with ``.save(path)``.

    ``result`` shows itself like this, too; with a ``picture`` that is beside it: an RGB array (height, width, 3), or
    the name of a picture, or for a sequence of a video or a folder of pictures. ``chosen`` is the hypothesis that is
    shown at first, as index. Raises PoseStudioError for anything
    else, where nobody was lifted, and where the picture cannot be read.
    """
    if isinstance(result, Lifted):
        sequence = gather([result])
    elif isinstance(result, LiftedMotion):
        sequence = LiftedSequence.from_motions([result])
    elif isinstance(result, LiftedSequence):
        sequence = result
    else:
        raise PoseStudioError(f"figure: expected lifted poses or a motion, not {type(result).__name__}")
    return Figure(sequence, repr(result), picture, chosen)


def mime_bundle(shown: Any) -> dict[str, str | bytes]:
    """What a notebook shows of a result or of a figure, by MIME type: a line alone where nobody is in it."""
    text: dict[str, str | bytes] = {"text/plain": repr(shown)}
    if isinstance(shown, Detected):
        shown = shown.to_keypoints()
    if isinstance(shown, Keypoints):
        if shown.observed.any():
            text["image/png"] = small_png(_keypoints(shown))
        return text
    if isinstance(shown, Lifted) and not len(shown.joints):
        return text
    page = shown if isinstance(shown, Figure) else figure(shown)
    return text | {"text/html": page.fragment(), "image/png": page.still}


def _keypoints(keypoints: Keypoints) -> np.ndarray:
    """Keypoints in the part of their picture that they are in, (height, width, 3) RGB."""
    points, observed = keypoints.points, keypoints.observed
    size = keypoints.size
    if size is None:
        width, height = np.ceil(points[observed].max(axis=0)).astype(int).clip(1).tolist()
        size = (width, height)
    panel = KeypointPanel(
        points, keypoints.visibility, size, np.zeros((0, 17, 2)), window_around(points, observed, size)
    )
    return draw_keypoints(panel, _KEYPOINTS_SIZE, LIGHT).pixels
