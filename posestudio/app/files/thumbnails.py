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
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.body.layouts import BODY_JOINTS, BONES_WITHOUT_FACE, COCO_KEYPOINTS, COCO_LIMBS
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

SIDE = 96  # pixels; shown at half on ordinary screens
SUFFIXES = (".bvh", ".json", PROJECT_SUFFIX, ".safetensors", *PICTURE_INPUTS, *VIDEO_INPUTS)
_MARGIN = 8.0
_VIEW = np.array([[0.82, 0.0, 0.57], [0.0, -1.0, 0.0]])  # world to picture axes, from the front left


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """A square picture with transparent background, a line such as '312 frames, 10.4 s', and what is wrong with the
    file, if anything."""

    image: QImage
    line: str
    problem: str = ""


def thumbnail(path: Path) -> Thumbnail:
    """The thumbnail of ``path``, from the cache unless the file has changed since. Never raises."""
    try:
        regular_file(path)
        cache = _cache_of(path)
        stored = QImage(str(cache))
        if not stored.isNull():
            return Thumbnail(stored, stored.text("line"))
        made = _made(path)
        made.image.setText("line", made.line)
        with atomic_write(cache, sync=False) as temporary:
            made.image.save(str(temporary))
    except PoseStudioError as problem:
        return Thumbnail(_blank(), tr("cannot be read"), str(problem))
    except (OSError, ValueError, MemoryError) as problem:
        return Thumbnail(_blank(), tr("cannot be read"), f"{path}: {problem}")
    return made


def figure(body: np.ndarray) -> QImage:
    """A picture of a body (29, 3) in world metres: lines, seen from the front left."""
    return _skeleton(body @ _VIEW.T, BONES_WITHOUT_FACE, BODY_JOINTS, np.ones(len(body), bool))


def _cache_of(path: Path) -> Path:
    status = path.stat()
    key = f"{path.absolute()} {status.st_mtime_ns} {status.st_size} {SIDE} {QLocale().name()}"
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    return Path(folder) / "thumbnails" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.png"


def _made(path: Path) -> Thumbnail:
    suffix = path.suffix.lower()
    if suffix in PICTURE_INPUTS:
        pixels, (width, height) = read_shown(path, 2 * SIDE)
        return Thumbnail(_fitted(pixels), tr("{width} x {height} pixels", width=width, height=height))
    if suffix in VIDEO_INPUTS:
        first = next(read_video(path, FrameRange(last=0))).picture
        return Thumbnail(
            _fitted(first),
            tr("video, {width} x {height} pixels", width=first.shape[1], height=first.shape[0]),
        )
    if suffix in (PROJECT_SUFFIX, ".safetensors"):
        return Thumbnail(_blank(), tr("project") if suffix == PROJECT_SUFFIX else tr("weights"))
    content = read(path).content
    if isinstance(content, ClipSource):
        seconds = content.frames * content.frame_time
        middle = content.bodies[content.frames // 2]
        return Thumbnail(
            figure(middle), _line(_frames(content.frames), tr("{number} s", number=number(seconds, 1)))
        )
    if isinstance(content, KeypointsSource):
        return _of_keypoints(content)
    return Thumbnail(_blank(), tr("camera") if isinstance(content, Camera) else "")


def _fitted(pixels: np.ndarray) -> QImage:
    """RGB pixels (height, width, 3) in the middle of the square."""
    room = QSize(SIDE, SIDE)
    image = image_of(pixels).scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    ground = _blank()
    painter = QPainter(ground)
    painter.drawImage((SIDE - image.width()) // 2, (SIDE - image.height()) // 2, image)
    painter.end()
    return ground


def _of_keypoints(content: KeypointsSource) -> Thumbnail:
    first = next(keypoints for keypoints in content.sequence if keypoints.people)
    points, known = first.points[0], first.visibility[0] != MISSING
    image = _skeleton(points, COCO_LIMBS, COCO_KEYPOINTS, known)
    people = tr_n("%n person", "%n people", content.people)
    return Thumbnail(image, people if content.frames == 1 else _line(_frames(content.frames), people))


def _frames(count: int) -> str:
    return tr_n("%n frame", "%n frames", count)


def _line(first: str, second: str) -> str:
    return f"{first}, {second}"


def _skeleton(
    points: np.ndarray, lines: tuple[tuple[int, int], ...], names: tuple[str, ...], known: np.ndarray
) -> QImage:
    """Points (K, 2), x right and y down, fitted into the square and joined by ``lines`` in side colours."""
    image = _blank()
    positions = points[known]
    low, high = positions.min(0), positions.max(0)
    scale = (SIDE - 2 * _MARGIN) / max(float((high - low).max()), 1e-6)
    fitted = (points - (low + high) / 2) * scale + SIDE / 2
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for start, end in lines:
        if known[start] and known[end]:
            side = side_of(names[end])
            # Between the two themes' colours: legible on both grounds.
            ink = np.add(LIGHT.of_side(side), DARK.of_side(side)) // 2
            pen = QPen(QColor(*map(int, ink)), 4.0)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(*fitted[start]), QPointF(*fitted[end]))
    painter.end()
    return image


def _blank() -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image
