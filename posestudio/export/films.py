"""What is shown when: poses forming out of noise, a turn around them, a sequence or a clip played back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, to_keypoints
from posestudio.common.colours import DARK, Palette
from posestudio.common.file_kinds import FILM_OUTPUTS, PICTURE_OUTPUTS, checked_suffix, suffix_of
from posestudio.common.progress import Progress
from posestudio.errors import PoseStudioError
from posestudio.export.canvas import Canvas, Picture, mix
from posestudio.export.figure import floor_under
from posestudio.export.lifted_npz import load_lifted
from posestudio.export.picture import (
    SIZE,
    Bodies,
    PicturePlane,
    beside,
    draw_plane,
    draw_space,
    save_picture,
    sphere_around,
    view_around,
    window_around,
    yaw_of,
)
from posestudio.export.video import save_video
from posestudio.geometry.camera import Camera
from posestudio.lifting.sequence import LiftedSequence
from posestudio.mocap.axes import FileAxes
from posestudio.mocap.clip_files import load_body

_FPS = 30.0
_FORMING_SECONDS = 4.0
_HELD_SECONDS = 0.8
_TURN_SECONDS = 4.0
_SIDE_YAW = 38.0  # degrees off the camera's own direction, from where depth is seen
_SWING = 14.0  # degrees that the view swings while poses form
_SETTLED = 0.8  # share of the steps after which the solid body begins to show
_FOLLOW_SECONDS = 1.0

_TITLE, _CAPTION, _EDGE = 24, 18, 30  # heights of letters, and their distance from the edge, at 720 lines


class Film(Protocol):
    """Pictures by number, ``fps`` a second; ``still`` is the number of the one to show alone."""

    count: int
    fps: float
    still: int

    def frame(self, index: int) -> Picture: ...


def save_film(path: str | os.PathLike[str], film: Film, progress: Progress | None = None) -> None:
    """Write a film as ``path`` says by its suffix: its still as a picture, or all of it as MP4 or GIF.

    Raises PoseStudioError for another suffix, and OSError where the file cannot be written.
    """
    if checked_suffix(path, FILM_OUTPUTS) in PICTURE_OUTPUTS:
        save_picture(path, film.frame(film.still))
    else:
        save_video(path, map(film.frame, range(film.count)), film.count, film.fps, progress)


def film_of_file(
    path: str | os.PathLike[str],
    palette: Palette = DARK,
    axes: FileAxes | None = None,
    person: int | None = None,
    say: Callable[[str], None] | None = None,
) -> Film:
    """The film of a lifted NPZ or of a BVH clip.

    ``axes`` and ``person`` are for clips, see body.rigs.read_body; what was decided about one goes to ``say``.
    Raises PoseStudioError for a file that is neither or cannot be read, OSError where there is none.
    """
    suffix = suffix_of(path)
    if suffix == ".npz":
        return film_of_sequence(load_lifted(path), palette=palette)
    if suffix == ".bvh":
        clip, read = load_body(path, axes=axes, person=person)
        if not len(clip):
            raise PoseStudioError(f"{path}: expected at least one frame of motion")
        if say is not None:
            for line in (*clip.warnings, *read.remarks, *read.warnings):
                say(f"{path}: {line}")
        return ClipFilm(read.joints, 1 / (clip.frame_time or 1 / _FPS), Path(path).stem, palette=palette)
    raise PoseStudioError(f"{path}: expected a lifted .npz or a .bvh clip")


def film_of_sequence(take: LiftedSequence, size: tuple[int, int] = SIZE, palette: Palette = DARK) -> Film:
    """A sequence is played; of a single picture the poses form out of noise and are walked around."""
    return (FormingFilm if take.frames == 1 else SequenceFilm)(take, size, palette)


class FormingFilm:
    """The poses of one picture, forming out of noise where there is a trajectory, then a turn around them."""

    fps = _FPS

    def __init__(self, take: LiftedSequence, size: tuple[int, int] = SIZE, palette: Palette = DARK):
        shown = take.shown_trajectory()
        self._take, self._size, self._palette = take, size, palette
        self._states = take.joints[None] if shown is None else shown
        self._forming = round(_FORMING_SECONDS * self.fps) if shown is not None else 0
        self._held = self._forming + round(_HELD_SECONDS * self.fps)
        self.still = self._forming
        self.count = self._held + round(_TURN_SECONDS * self.fps)
        self._sphere = sphere_around(take.joints[:, 0])
        self._floor = floor_under(take.joints[:, 0])
        self._window = _window_of(take)
        self._yaw = yaw_of(take.cameras[0], self._sphere[0]) + _SIDE_YAW

    def frame(self, index: int) -> Picture:
        """RGB picture number ``index``."""
        share = min(index / self._forming, 1.0) if self._forming else 1.0
        turn = _eased(max(index - self._held, 0) / (self.count - self._held))
        joints = _between(self._states, share * (len(self._states) - 1))
        right = self._space(joints, share, self._yaw + _SWING * (share - 1) + 360 * turn)
        camera = self._take.cameras[0]
        guesses = camera.project(to_keypoints(joints)).reshape(-1, 17, 2)
        plane = PicturePlane(self._take.points, self._take.visibility, camera.size, guesses, self._window)
        canvas = beside(draw_plane(plane, _half(self._size), self._palette), right)
        _title(canvas, "2D keypoints", 0, self._palette)
        _title(canvas, f"{joints.shape[1]} poses that explain them", self._size[0] // 2, self._palette)
        if self._forming and self._take.sigmas is not None:
            step = round(share * (len(self._states) - 1))
            _timeline(
                canvas,
                share,
                f"step {step} of {len(self._states) - 1}",
                f"noise {float(self._take.sigmas[step]):.2f}",
                self._palette,
            )
        return canvas.pixels

    def _space(self, joints: NDArray[np.floating], share: float, yaw: float) -> Canvas:
        best, others = joints[:, 0], joints[:, 1:].reshape(-1, *joints.shape[2:])
        presence = float(np.clip((share - _SETTLED) / (1 - _SETTLED), 0, 1))
        sketches = others if presence == 1 else np.concatenate([others, best])
        view = view_around(*self._sphere, _half(self._size), yaw)
        return draw_space(Bodies(best, sketches, presence), view, self._floor, self._palette)


class SequenceFilm:
    """The frames of a lifted sequence, keypoints beside poses."""

    def __init__(self, take: LiftedSequence, size: tuple[int, int] = SIZE, palette: Palette = DARK):
        self._take, self._size, self._palette = take, size, palette
        self.count, self.fps = take.frames, take.fps
        self.still = int(take.frame.min(initial=0 if len(take.frame) == 0 else take.frames))
        self._window = _window_of(take)
        self._tracks = {int(person): take.track(person) for person in np.unique(take.person)}
        everybody = np.stack(list(self._tracks.values()), axis=1)
        self._eye = _Eye(
            everybody, take.fps, yaw_of(take.cameras[0], sphere_around(everybody)[0]) + _SIDE_YAW
        )

    def frame(self, index: int) -> Picture:
        """RGB picture number ``index``."""
        take, rows = self._take, self._take.rows_of(index)
        solid = [self._tracks[int(person)][index] for person in take.person[rows]]
        joints = take.joints[rows]
        bodies = Bodies(np.reshape(solid, (-1, *joints.shape[2:])), joints.reshape(-1, *joints.shape[2:]))
        view = self._eye.at(index, _half(self._size))
        right = draw_space(bodies, view, self._eye.floor, self._palette, self._eye.centre(index))
        row = int(rows[0]) if len(rows) else int(np.searchsorted(take.frame, index)) - 1
        camera = take.cameras[max(row, 0)]
        guesses = camera.project(to_keypoints(joints)).reshape(-1, 17, 2)
        plane = PicturePlane(take.points[rows], take.visibility[rows], camera.size, guesses, self._window)
        canvas = beside(draw_plane(plane, _half(self._size), self._palette), right)
        _title(canvas, "2D keypoints", 0, self._palette)
        _title(canvas, f"{joints.shape[1]} poses that explain them", self._size[0] // 2, self._palette)
        _timeline(canvas, (index + 1) / self.count, f"frame {index + 1} of {self.count}", "", self._palette)
        return canvas.pixels


class ClipFilm:
    """A clip's body played back: ``joints`` (F, B, 3) world metres at ``fps``, shown at no more than 30 a second."""

    still = 0

    def __init__(
        self,
        joints: NDArray[np.floating],
        fps: float,
        name: str = "",
        size: tuple[int, int] = SIZE,
        palette: Palette = DARK,
    ):
        stride = max(1, round(fps / _FPS))
        self._joints, self._name, self._size, self._palette = joints[::stride], name, size, palette
        self.count, self.fps = len(self._joints), fps / stride
        self._eye = _Eye(self._joints[:, None], self.fps, _SIDE_YAW)

    def frame(self, index: int) -> Picture:
        """RGB picture number ``index``."""
        solid = self._joints[index][None]
        view = self._eye.at(index, self._size)
        canvas = draw_space(
            Bodies(solid, solid[:0]), view, self._eye.floor, self._palette, self._eye.centre(index)
        )
        _title(canvas, self._name, 0, self._palette)
        _timeline(canvas, (index + 1) / self.count, f"frame {index + 1} of {self.count}", "", self._palette)
        return canvas.pixels


class _Eye:
    """A view that goes along with moving bodies (F, P, B, 3) without shaking."""

    def __init__(self, bodies: NDArray[np.floating], fps: float, yaw: float):
        hips = bodies[:, :, BODY_INDEX["hips"]].mean(axis=1)
        self._centres = _smoothed(hips, max(1, round(_FOLLOW_SECONDS * fps)))
        self._centres[:, 1] = (bodies[..., 1].min() + bodies[..., 1].max()) / 2
        self._radius = sphere_around(bodies - self._centres[:, None, None])[1]
        self._yaw = yaw
        self.floor = floor_under(bodies)

    def centre(self, index: int) -> NDArray[np.floating]:
        """(3,) what is looked at in a frame, whoever is there."""
        return self._centres[index]

    def at(self, index: int, size: tuple[int, int]) -> Camera:
        return view_around(self._centres[index], self._radius, size, self._yaw)


def _window_of(take: LiftedSequence) -> tuple[float, float, float, float]:
    return window_around(take.points, take.visibility > 0, take.cameras[0].size)


def _smoothed(path: NDArray[np.floating], window: int) -> NDArray[np.float64]:
    """Moving average of a path (F, 3) over ``window`` frames, its ends held."""
    before = window // 2
    padded = np.pad(path.astype(np.float64), ((before, window - 1 - before), (0, 0)), mode="edge")
    sums = np.cumsum(np.vstack([np.zeros(3), padded]), axis=0)
    return (sums[window:] - sums[:-window]) / window


def _between(states: NDArray[np.floating], step: float) -> NDArray[np.floating]:
    """The state at a fractional ``step`` of states (S, ...)."""
    before = min(int(step), len(states) - 1)
    after = min(before + 1, len(states) - 1)
    return states[before] + (states[after] - states[before]) * np.float32(_eased(step - before))


def _eased(share: float) -> float:
    """0 to 1 with a gentle start and end."""
    return share * share * (3 - 2 * share)


def _half(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] // 2, size[1]


def _title(canvas: Canvas, text: str, left: float, palette: Palette) -> None:
    unit = canvas.size[1] / SIZE[1]
    canvas.text(text, (left + _EDGE * unit, _EDGE * unit), round(_TITLE * unit), palette.text)


def _timeline(canvas: Canvas, share: float, left: str, right: str, palette: Palette) -> None:
    """A bar along the lower edge, filled up to ``share``, between two captions."""
    width, height = canvas.size
    unit = height / SIZE[1]
    edge, letters, y = _EDGE * unit, round(_CAPTION * unit), height - _EDGE * unit
    start, end = edge + 150 * unit, width - edge - (130 * unit if right else 0)
    place = start + (end - start) * share
    faint = mix(palette.background, palette.text, 0.75)
    canvas.text(left, (edge, y), letters, faint, "lm")
    canvas.text(right, (width - edge, y), letters, faint, "rm")
    canvas.line((start, y), (end, y), mix(palette.background, palette.text, 0.25), 3 * unit)
    canvas.line((start, y), (place, y), palette.left, 3 * unit)
    canvas.disc((place, y), 6 * unit, palette.left)
