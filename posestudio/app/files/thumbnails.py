"""Thumbnails: a small picture of a file and a line about it. Runs in background threads; touches no widget."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QLocale, QPointF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from posestudio.app.common.numbers import number
from posestudio.app.common.translation import tr, tr_n
from posestudio.app.model.any_file import read
from posestudio.app.model.picture import image_of
from posestudio.app.model.project import Project
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.app.model.state import State
from posestudio.body.layouts import COCO_KEYPOINTS, COCO_LIMBS
from posestudio.body.mirroring import side_of
from posestudio.common.atomic_files import atomic_write
from posestudio.common.colours import DARK, LIGHT
from posestudio.common.file_kinds import PICTURE_INPUTS, PROJECT_SUFFIX, VIDEO_INPUTS
from posestudio.common.frame_range import FrameRange
from posestudio.common.input_files import regular_file
from posestudio.common.pictures import read_shown
from posestudio.common.videos import read_video
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING
from posestudio.mannequin.portrait import picture

SIDE = 96  # pixels; shown at half on ordinary screens
SUFFIXES = (".bvh", ".json", PROJECT_SUFFIX, ".safetensors", *PICTURE_INPUTS, *VIDEO_INPUTS)
_MARGIN = 1 / 12  # of the side


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """A square picture with transparent background, a line such as '312 frames, 10.4 s', and what is wrong with the
    file, if anything."""

    image: QImage
    line: str
    problem: str = ""


def thumbnail(path: Path, side: int = SIDE, trusted: frozenset[str] = frozenset()) -> Thumbnail:
    """The thumbnail of ``path``, a square of ``side`` pixels, from the cache unless the file has changed since.

    Of the files outside its folder that a project names, only the ``trusted`` ones are read. Never raises.
    """
    try:
        regular_file(path)
        cache = _cache_of(path, side)
        stored = QImage(str(cache))
        if not stored.isNull():
            return Thumbnail(stored, stored.text("line"))
        made = _made(path, side, trusted)
        made.image.setText("line", made.line)
        with atomic_write(cache, sync=False) as temporary:
            made.image.save(str(temporary))
    except PoseStudioError as problem:
        return Thumbnail(_blank(side), tr("cannot be read"), str(problem))
    except (OSError, ValueError, MemoryError) as problem:
        return Thumbnail(_blank(side), tr("cannot be read"), f"{path}: {problem}")
    return made


def figure(body: np.ndarray, side: int = SIDE) -> QImage:
    """A picture of a body (29, 3) in world metres: a mannequin, seen from the front left."""
    pixels = picture(body, (side, side))
    return QImage(pixels.data, side, side, 4 * side, QImage.Format.Format_RGBA8888).convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied
    )


def _cache_of(path: Path, side: int) -> Path:
    status = path.stat()
    key = f"{path.absolute()} {status.st_mtime_ns} {status.st_size} {side} {QLocale().name()}"
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    return Path(folder) / "thumbnails" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.png"


def _made(path: Path, side: int, trusted: frozenset[str]) -> Thumbnail:
    suffix = path.suffix.lower()
    if suffix in PICTURE_INPUTS:
        pixels, (width, height) = read_shown(path, 2 * side)
        return Thumbnail(
            _fitted(image_of(pixels), side), tr("{width} x {height} pixels", width=width, height=height)
        )
    if suffix in VIDEO_INPUTS:
        first = next(read_video(path, FrameRange(last=0))).picture
        height, width = first.shape[:2]
        line = tr("video, {width} x {height} pixels", width=width, height=height)
        return Thumbnail(_fitted(image_of(first), side), line)
    if suffix == ".safetensors":
        return Thumbnail(_blank(side), tr("weights"))
    content = read(path, trusted=trusted).content
    if isinstance(content, Project):
        return Thumbnail(_of_state(content.state, side), tr("project"))
    if isinstance(content, ClipSource):
        seconds = content.frames * content.frame_time
        return Thumbnail(
            _of_clip(content, side),
            _line(_frames(content.frames), tr("{number} s", number=number(seconds, 1))),
        )
    if isinstance(content, KeypointsSource):
        people = tr_n("%n person", "%n people", content.people)
        return Thumbnail(
            _of_keypoints(content, side),
            people if content.frames == 1 else _line(_frames(content.frames), people),
        )
    return Thumbnail(_blank(side), tr("camera") if isinstance(content, Camera) else "")


def _of_state(state: State, side: int) -> QImage:
    """The picture of a project, where it has one, and else its keypoints or its clip."""
    if state.picture is not None and not state.picture.missing:
        return _fitted(state.picture.image, side)
    if isinstance(state.source, ClipSource):
        return _of_clip(state.source, side)
    return _of_keypoints(state.source, side) if isinstance(state.source, KeypointsSource) else _blank(side)


def _of_clip(content: ClipSource, side: int) -> QImage:
    return figure(content.bodies[content.frames // 2], side)


def _fitted(image: QImage, side: int) -> QImage:
    """An image in the middle of the square."""
    small = image.scaled(
        QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    ground = _blank(side)
    painter = QPainter(ground)
    painter.drawImage((side - small.width()) // 2, (side - small.height()) // 2, small)
    painter.end()
    return ground


def _of_keypoints(content: KeypointsSource, side: int) -> QImage:
    first = next((keypoints for keypoints in content.sequence if keypoints.people), None)
    if first is None or not (known := first.visibility[0] != MISSING).any():
        return _blank(side)
    return _skeleton(first.points[0], COCO_LIMBS, COCO_KEYPOINTS, known, side)


def _frames(count: int) -> str:
    return tr_n("%n frame", "%n frames", count)


def _line(first: str, second: str) -> str:
    return f"{first}, {second}"


def _skeleton(
    points: np.ndarray,
    lines: tuple[tuple[int, int], ...],
    names: tuple[str, ...],
    known: np.ndarray,
    side: int,
) -> QImage:
    """Points (K, 2), x right and y down, fitted into the square and joined by ``lines`` in side colours."""
    image = _blank(side)
    positions = points[known]
    low, high = positions.min(0), positions.max(0)
    scale = side * (1 - 2 * _MARGIN) / max(float((high - low).max()), 1e-6)
    fitted = (points - (low + high) / 2) * scale + side / 2
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for start, end in lines:
        if known[start] and known[end]:
            of_body = side_of(names[end])
            # Between the two themes' colours: legible on both grounds.
            ink = np.add(LIGHT.of_side(of_body), DARK.of_side(of_body)) // 2
            pen = QPen(QColor(*map(int, ink)), side / 24)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(*fitted[start]), QPointF(*fitted[end]))
    painter.end()
    return image


def _blank(side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image
