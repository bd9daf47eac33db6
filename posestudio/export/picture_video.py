"""The video of a lifted sequence over its pictures: each with the body drawn over it, beside the 3D view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.style import BodyStyle
from posestudio.common.colours import DARK, Palette
from posestudio.export.canvas import Canvas, RGBImage, mix
from posestudio.export.framing import SteadyView, sphere_around, yaw_of
from posestudio.export.overlay import draw_over_picture, draw_seen_keypoints
from posestudio.export.picture_frames import PictureFrames
from posestudio.export.picture_panels import SpacePanel, beside, draw_bodies, draw_timeline, empty_space
from posestudio.geometry.camera import Camera
from posestudio.lifting.sequence import LiftedSequence

HEIGHT = 720
"""Lines of such a video, fewer where the pictures have fewer."""

_LEAST_HEIGHT, _WIDEST = 240, 1600  # pixels, of the video and of the picture's panel
_NARROWEST, _ROUNDEST = 0.75, 1.25  # of the height: the width of the 3D view
_SIDE_YAW = 38.0  # degrees off the camera's own direction, so that depth is visible
_FILLED_IN = 0.45  # opacity of a body in a frame in which the person is not seen
_MOST_SKETCHES = 12  # hypotheses beside the best that are drawn in a frame


class PictureVideo:
    """The frames of ``sequence``: on the left its ``pictures`` with the body drawn over them as their camera sees it,
    paler where the person was not seen; on the right the 3D view from a camera that stands still."""

    def __init__(
        self,
        sequence: LiftedSequence,
        pictures: PictureFrames,
        palette: Palette = DARK,
        height: int = HEIGHT,
        style: BodyStyle = "mannequin",
    ):
        self._sequence, self._pictures, self._palette, self._style = sequence, pictures, palette, style
        self.count, self.fps = sequence.frames, sequence.fps
        self.still = int(sequence.frame.min(initial=sequence.frames))
        wide, high = sequence.cameras[0].size
        shown = min(max(min(high, height), _LEAST_HEIGHT), _WIDEST * high / wide)
        lines = 2 * round(shown / 2)
        self._left = 2 * round(lines * wide / high / 2), lines
        self._right = 2 * round(lines * np.clip(wide / high, _NARROWEST, _ROUNDEST) / 2), lines
        self._tracks = {int(person): sequence.track(person) for person in np.unique(sequence.person)}
        everybody = np.stack(list(self._tracks.values()), axis=1)
        yaw = yaw_of(sequence.cameras[0], sphere_around(everybody)[0])
        self._steady = SteadyView(everybody, [yaw + _SIDE_YAW, yaw - _SIDE_YAW])
        self._view = self._steady.camera(self._right)
        steady = self._steady
        self._empty = empty_space(self._view, steady.floor, palette, steady.middle, steady.reach)

    def frame(self, index: int) -> RGBImage:
        """Frame number ``index``, (height, width, 3) RGB."""
        rows = self._sequence.rows_of(index)
        solid = [self._tracks[int(person)][index] for person in self._sequence.person[rows]]
        return beside(self._picture(index, rows, solid), self._space(index, rows, solid)).pixels

    def time(self, index: int) -> float:
        """Seconds from the first frame to this one, whose picture was drawn last."""
        known = self._pictures.time(index)
        return self._sequence.seconds(index) if known is None else known

    def _picture(self, index: int, rows: NDArray[np.intp], bodies: list[NDArray]) -> Canvas:
        """The picture with the bodies of the frame's ``rows`` over it."""
        sequence, picture = self._sequence, self._pictures.picture(index)
        outside = mix(self._palette.background, self._palette.shadow, 0.25)
        canvas = Canvas.blank(self._left, outside)
        if picture is None:
            canvas.text(
                "no picture of this frame",
                (self._left[0] / 2, self._left[1] / 2),
                round(self._left[1] / 30),
                mix(outside, self._palette.text, 0.6),
                "mm",
            )
            width, height = sequence.cameras[0].size
        else:
            height, width = picture.shape[:2]
        scale = min(self._left[0] / width, self._left[1] / height)
        size = max(round(width * scale), 1), max(round(height * scale), 1)
        corner = (self._left[0] - size[0]) // 2, (self._left[1] - size[1]) // 2
        if picture is not None:
            canvas.paste(picture, corner, size)
        far_first = sorted(
            zip(rows, bodies, strict=True),
            key=lambda one: -sequence.cameras[one[0]].to_camera(one[1][BODY_INDEX["hips"]])[2],
        )
        for row, body in far_first:
            own = sequence.cameras[row]
            camera = replace(_placed(own, (width, height), size, corner), size=self._left)
            seen = sequence.visibility[row]
            draw_over_picture(canvas, camera, body, 1.0 if seen.any() else _FILLED_IN, style=self._style)
            points = sequence.points[row] * (np.array(size) / own.size) + corner
            draw_seen_keypoints(canvas, points, seen)
        return canvas

    def _space(self, index: int, rows: NDArray[np.intp], bodies: list[NDArray]) -> Canvas:
        """The 3D view of the frame's ``rows``."""
        sequence = self._sequence
        joints = sequence.joints[rows]
        others = joints[:, 1 : 1 + _MOST_SKETCHES].reshape(-1, *joints.shape[2:])
        panel = SpacePanel(np.reshape(bodies, (-1, *joints.shape[2:])), others)
        canvas = draw_bodies(
            panel, self._view, self._steady.floor, self._palette, space=self._empty, style=self._style
        )
        seconds = self.time(index)
        draw_timeline(
            canvas,
            (index + 1) / self.count,
            f"frame {index + 1} of {self.count}",
            f"{seconds:.2f} s",
            self._palette,
        )
        return canvas


def _placed(
    camera: Camera, picture: tuple[int, int], size: tuple[int, int], corner: tuple[int, int]
) -> Camera:
    """The camera of a ``picture`` of a size that is shown at another ``size``, with its upper left at ``corner``.

    Raises CameraError where the camera's picture has another shape.
    """
    fitted = camera.for_picture(picture)
    K = fitted.K * np.array([[size[0] / picture[0]], [size[1] / picture[1]], [1.0]])
    K[:2, 2] += corner
    return replace(fitted, K=K, notes=())
