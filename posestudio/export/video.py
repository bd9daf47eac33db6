"""Draws the frames of videos: poses of a picture forming out of noise, a lifted sequence, or a clip."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import to_keypoints
from posestudio.body.style import BodyStyle
from posestudio.common.colours import DARK, Palette
from posestudio.common.file_kinds import PICTURE_AND_VIDEO_OUTPUTS, PICTURE_OUTPUTS, checked_suffix, suffix_of
from posestudio.common.progress import ProgressCallback
from posestudio.errors import PoseStudioError
from posestudio.export.canvas import Canvas, RGBImage
from posestudio.export.figure import floor_under
from posestudio.export.framing import FollowingView, sphere_around, view_around, window_around, yaw_of
from posestudio.export.lifted_parts import is_lifted, load_sequence
from posestudio.export.picture import save_picture
from posestudio.export.picture_frames import pictures_of
from posestudio.export.picture_panels import (
    SIZE,
    KeypointPanel,
    SpacePanel,
    beside,
    draw_bodies,
    draw_keypoints,
    draw_timeline,
    draw_title,
)
from posestudio.export.picture_video import PictureVideo
from posestudio.export.video_encoding import encode_video
from posestudio.lifting.sequence import LiftedSequence
from posestudio.mocap.body_from_file import load_body
from posestudio.mocap.given_axes import FileAxes

_FPS = 30.0
_FORMING_SECONDS = 4.0
_RESULT_SECONDS = 0.8
_TURN_SECONDS = 4.0
_SIDE_YAW = 38.0  # degrees off the camera's own direction, so that depth is visible
_SWING = 14.0  # degrees that the view swings while poses form
_SETTLED = 0.8  # share of the steps after which the solid body begins to show


class Video(Protocol):
    """``count`` frames, ``fps`` per second; ``still`` is the index of the frame that is saved as a single picture."""

    count: int
    fps: float
    still: int

    def frame(self, index: int) -> RGBImage: ...


@runtime_checkable
class TimedVideo(Video, Protocol):
    """A video whose frames are shown at their own times."""

    def time(self, index: int) -> float:
        """Seconds from the first frame to the one that was drawn last, number ``index``."""
        ...


def save_video(path: str | os.PathLike[str], video: Video, progress: ProgressCallback | None = None) -> None:
    """Write a video in the format of the suffix of ``path``: its still as a picture, or all of it as MP4 or GIF.

    Raises PoseStudioError for another suffix, and OSError where the file cannot be written.
    """
    if checked_suffix(path, PICTURE_AND_VIDEO_OUTPUTS) in PICTURE_OUTPUTS:
        save_picture(path, video.frame(video.still))
    else:
        times = video.time if isinstance(video, TimedVideo) else None
        encode_video(path, map(video.frame, range(video.count)), video.count, video.fps, progress, times)


def video_of_file(
    path: str | os.PathLike[str],
    palette: Palette = DARK,
    axes: FileAxes | None = None,
    person: int | None = None,
    say: Callable[[str], None] | None = None,
    picture: str | os.PathLike[str] | None = None,
    style: BodyStyle = "mannequin",
) -> Video:
    """The video of a lifted NPZ, of a folder of parts of one, or of a BVH clip.

    With a ``picture``, a video or a folder, the lifted bodies are drawn over it, too; see `picture_video`. ``axes``
    and ``person`` are for clips, see mocap.body_from_clip.read_body; remarks on reading one are passed to ``say``.
    ``style`` is how bodies are drawn.
    Raises PoseStudioError for a file that is neither or cannot be read, OSError where there is none.
    """
    if is_lifted(path):
        sequence = load_sequence(path)
        if picture is not None:
            return PictureVideo(sequence, pictures_of(picture, sequence), palette, style=style)
        return video_of_sequence(sequence, palette=palette, style=style)
    if picture is not None:
        raise PoseStudioError(
            f"{path}: expected a lifted .npz, whose camera says where the body is in a picture"
        )
    if suffix_of(path) == ".bvh":
        clip, read = load_body(path, axes=axes, person=person)
        if not len(clip):
            raise PoseStudioError(f"{path}: expected at least one frame of motion")
        if say is not None:
            for line in (*clip.warnings, *read.remarks, *read.warnings):
                say(f"{path}: {line}")
        fps = 1 / (clip.frame_time or 1 / _FPS)
        return ClipVideo(read.joints, fps, Path(path).stem, palette=palette, style=style)
    raise PoseStudioError(f"{path}: expected a lifted .npz or a .bvh clip")


def video_of_sequence(
    sequence: LiftedSequence,
    size: tuple[int, int] = SIZE,
    palette: Palette = DARK,
    style: BodyStyle = "mannequin",
) -> Video:
    """The video of a sequence's frames; of a single picture, that of its poses forming out of noise."""
    return (DenoisingVideo if sequence.frames == 1 else SequenceVideo)(sequence, size, palette, style)


def wide_size(height: int) -> tuple[int, int]:
    """Width and height in pixels, both even, of a video of two panels that is ``height`` pixels high."""
    return 2 * round(height * SIZE[0] / SIZE[1] / 2), 2 * round(height / 2)


class AtRate:
    """``video`` at ``fps`` frames per second: each frame is the nearest in time of the video's own."""

    def __init__(self, video: Video, fps: float):
        self._video, self.fps = video, fps
        self.count = max(round(video.count * fps / video.fps), 1)
        self.still = min(round(video.still * fps / video.fps), self.count - 1)

    def frame(self, index: int) -> RGBImage:
        """Frame number ``index``, (height, width, 3) RGB."""
        return self._video.frame(min(round(index * self._video.fps / self.fps), self._video.count - 1))


class DenoisingVideo:
    """The poses of one picture, forming out of noise where there is a trajectory, then seen from all around."""

    fps = _FPS

    def __init__(
        self,
        sequence: LiftedSequence,
        size: tuple[int, int] = SIZE,
        palette: Palette = DARK,
        style: BodyStyle = "mannequin",
    ):
        shown = sequence.shown_trajectory()
        self._sequence, self._size, self._palette, self._style = sequence, size, palette, style
        self._states = sequence.joints[None] if shown is None else shown
        self._forming = round(_FORMING_SECONDS * self.fps) if shown is not None else 0
        self._turning_from = self._forming + round(_RESULT_SECONDS * self.fps)
        self.still = self._forming
        self.count = self._turning_from + round(_TURN_SECONDS * self.fps)
        self._sphere = sphere_around(sequence.joints[:, 0])
        self._floor = floor_under(sequence.joints[:, 0])
        self._window = _window_of(sequence)
        self._yaw = yaw_of(sequence.cameras[0], self._sphere[0]) + _SIDE_YAW

    def frame(self, index: int) -> RGBImage:
        """Frame number ``index``, (height, width, 3) RGB."""
        share = min(index / self._forming, 1.0) if self._forming else 1.0
        turn = _eased(max(index - self._turning_from, 0) / (self.count - self._turning_from))
        joints = _between(self._states, share * (len(self._states) - 1))
        right = self._bodies(joints, share, self._yaw + _SWING * (share - 1) + 360 * turn)
        camera = self._sequence.cameras[0]
        projected = camera.project(to_keypoints(joints)).reshape(-1, 17, 2)
        points, visibility = self._sequence.points, self._sequence.visibility
        left = KeypointPanel(points, visibility, camera.size, projected, self._window)
        canvas = _beside_keypoints(left, right, f"{joints.shape[1]} poses", self._palette)
        if self._forming and self._sequence.sigmas is not None:
            step = round(share * (len(self._states) - 1))
            draw_timeline(
                canvas,
                share,
                f"step {step} of {len(self._states) - 1}",
                f"noise {float(self._sequence.sigmas[step]):.2f}",
                self._palette,
            )
        return canvas.pixels

    def _bodies(self, joints: NDArray[np.floating], share: float, yaw: float) -> Canvas:
        """The poses ``joints`` (P, H, B, 3) when ``share`` of the steps are done."""
        best, others = joints[:, 0], joints[:, 1:].reshape(-1, *joints.shape[2:])
        presence = float(np.clip((share - _SETTLED) / (1 - _SETTLED), 0, 1))
        sketches = others if presence == 1 else np.concatenate([others, best])
        view = view_around(*self._sphere, _half(self._size), yaw)
        panel = SpacePanel(best, sketches, presence)
        return draw_bodies(panel, view, self._floor, self._palette, style=self._style)


class SequenceVideo:
    """The frames of a lifted sequence, keypoints beside poses."""

    def __init__(
        self,
        sequence: LiftedSequence,
        size: tuple[int, int] = SIZE,
        palette: Palette = DARK,
        style: BodyStyle = "mannequin",
    ):
        self._sequence, self._size, self._palette, self._style = sequence, size, palette, style
        self.count, self.fps = sequence.frames, sequence.fps
        self.still = int(sequence.frame.min(initial=0 if len(sequence.frame) == 0 else sequence.frames))
        self._window = _window_of(sequence)
        self._tracks = {int(person): sequence.track(person) for person in np.unique(sequence.person)}
        everybody = np.stack(list(self._tracks.values()), axis=1)
        self._following = FollowingView(
            everybody, sequence.fps, yaw_of(sequence.cameras[0], sphere_around(everybody)[0]) + _SIDE_YAW
        )

    def frame(self, index: int) -> RGBImage:
        """Frame number ``index``, (height, width, 3) RGB."""
        sequence, rows = self._sequence, self._sequence.rows_of(index)
        solid = [self._tracks[int(person)][index] for person in sequence.person[rows]]
        joints = sequence.joints[rows]
        bodies = SpacePanel(np.reshape(solid, (-1, *joints.shape[2:])), joints.reshape(-1, *joints.shape[2:]))
        view = self._following.camera(index, _half(self._size))
        right = draw_bodies(
            bodies,
            view,
            self._following.floor,
            self._palette,
            self._following.centre(index),
            style=self._style,
        )
        row = int(rows[0]) if len(rows) else int(np.searchsorted(sequence.frame, index)) - 1
        camera = sequence.cameras[max(row, 0)]
        projected = camera.project(to_keypoints(joints)).reshape(-1, 17, 2)
        points, visibility = sequence.points[rows], sequence.visibility[rows]
        left = KeypointPanel(points, visibility, camera.size, projected, self._window)
        shown = f"{joints.shape[1]} {'motions' if sequence.coherent else 'poses'}"
        canvas = _beside_keypoints(left, right, shown, self._palette)
        draw_timeline(
            canvas, (index + 1) / self.count, f"frame {index + 1} of {self.count}", "", self._palette
        )
        return canvas.pixels

    def time(self, index: int) -> float:
        """Seconds from the first frame to this one."""
        return self._sequence.seconds(index)


class ClipVideo:
    """A clip's body: ``joints`` (F, B, 3) world metres at ``fps``, shown at no more than 30 frames per second."""

    still = 0

    def __init__(
        self,
        joints: NDArray[np.floating],
        fps: float,
        name: str = "",
        size: tuple[int, int] = SIZE,
        palette: Palette = DARK,
        style: BodyStyle = "mannequin",
    ):
        stride = max(1, round(fps / _FPS))
        self._joints, self._name = joints[::stride], name
        self._size, self._palette, self._style = size, palette, style
        self.count, self.fps = len(self._joints), fps / stride
        self._following = FollowingView(self._joints[:, None], self.fps, _SIDE_YAW)

    def frame(self, index: int) -> RGBImage:
        """Frame number ``index``, (height, width, 3) RGB."""
        solid = self._joints[index][None]
        view = self._following.camera(index, self._size)
        canvas = draw_bodies(
            SpacePanel(solid, solid[:0]),
            view,
            self._following.floor,
            self._palette,
            self._following.centre(index),
            style=self._style,
        )
        draw_title(canvas, self._name, 0, self._palette)
        draw_timeline(
            canvas, (index + 1) / self.count, f"frame {index + 1} of {self.count}", "", self._palette
        )
        return canvas.pixels


def _beside_keypoints(left: KeypointPanel, right: Canvas, shown: str, palette: Palette) -> Canvas:
    """The keypoints' panel and the canvas of what is ``shown``, such as "8 poses", side by side, with titles."""
    canvas = beside(draw_keypoints(left, right.size, palette), right)
    draw_title(canvas, "2D keypoints", 0, palette)
    draw_title(canvas, f"{shown} that explain them", right.size[0], palette)
    return canvas


def _window_of(sequence: LiftedSequence) -> tuple[float, float, float, float]:
    """The part of the picture with all keypoints of the sequence."""
    return window_around(sequence.points, sequence.visibility > 0, sequence.cameras[0].size)


def _between(states: NDArray[np.floating], step: float) -> NDArray[np.floating]:
    """The state at a fractional ``step`` of states (S, ...)."""
    before = min(int(step), len(states) - 1)
    after = min(before + 1, len(states) - 1)
    return states[before] + (states[after] - states[before]) * np.float32(_eased(step - before))


def _eased(share: float) -> float:
    """0 to 1 with a gentle start and end."""
    return share * share * (3 - 2 * share)


def _half(size: tuple[int, int]) -> tuple[int, int]:
    """The size of a panel: half as wide."""
    return size[0] // 2, size[1]
