"""A project's state from the content of its file, which `project_writing` makes, and the files it could not read."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path, PureWindowsPath
from types import MappingProxyType
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from posestudio.app.model.animation import FPS, MOST_SECONDS, AnimationSource
from posestudio.app.model.motion_state import NO_MOTION_EDITS, MotionEdits, Range, Ranges, joined
from posestudio.app.model.people_names import LONGEST
from posestudio.app.model.person_points import POINTS, K
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import ClipSource, KeypointsSource, MissingSource, NoSource, Source
from posestudio.app.model.state import (
    LARGEST_SEED,
    MOST_HYPOTHESES,
    MOST_KEYPOINT_NOISE,
    MOST_NOISE,
    MOST_STEPS,
    KeypointEdit,
    Pins,
    SamplerSettings,
    SecondView,
    State,
)
from posestudio.app.model.video_project import video_of
from posestudio.app.model.video_source import VideoSource
from posestudio.app.model.views import MOST_VIEWS
from posestudio.body.feet import with_heels
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS
from posestudio.common.file_kinds import PROJECT_SUFFIX
from posestudio.common.json_cursor import JsonCursor, number_in
from posestudio.common.resources import bundled_weights
from posestudio.errors import CameraError, PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_fields import picture_size
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import OF_PEOPLE

ReadFile = Callable[[Path], Any]
"""Reads a clip or a picture by its path."""

_FARTHEST = 1e6  # pixels or metres: the largest number of a project
_LONGEST = 3600.0  # seconds from one frame to the next


@dataclass(frozen=True)
class MissingFile:
    """A file that a project names and that was not read. ``kind`` is clip, video, picture or weights; ``outside``
    says that it was not looked for, since it lies outside the project's folder; ``why`` is what else is wrong."""

    kind: str
    path: Path
    why: str = ""
    outside: bool = False


class ProjectFiles:
    """Reads the files that a project names, and collects those that it could not read in ``missing``."""

    def __init__(self, project: Path, read_file: ReadFile, trusted: frozenset[str] | None) -> None:
        self._folder, self._read, self._trusted = project.absolute().parent, read_file, trusted
        self.missing: list[MissingFile] = []

    def find(self, cursor: JsonCursor, kind: str, wanted: type[Any]) -> tuple[Path, Any]:
        """The path named at ``cursor``, and the content read from it, of the type ``wanted``; None where it is
        missing."""
        text = cursor.text()
        path = Path(os.path.normpath(self._folder / text))
        if path.suffix.lower() == PROJECT_SUFFIX or "\0" in text:
            raise cursor.error(f"a {kind}")
        if not self.may_read(text):
            self.missing.append(MissingFile(kind, path, outside=True))
            return path, None
        try:
            found = self._read(path)
        except (PoseStudioError, OSError) as problem:
            self.missing.append(MissingFile(kind, path, str(problem)))
            return path, None
        if not isinstance(found, wanted):
            raise cursor.error(f"a {kind}")
        return path, found

    def may_read(self, text: str) -> bool:
        """Whether a file of that name lies below the project's folder, or was opened by the user before."""
        path = Path(os.path.normpath(self._folder / text))
        if self._trusted is None or str(path) in self._trusted:
            return True
        elsewhere = text.startswith((r"\\", "//")) or bool(PureWindowsPath(text).drive)
        if elsewhere or not path.is_relative_to(self._folder):
            return False
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._folder))


def state_of(root: JsonCursor, path: Path, files: ProjectFiles) -> State:
    """The state in a project's content. Raises PoseStudioError, or TypeError, ValueError, KeyError and OverflowError
    for values of a kind that is never written."""
    try:
        camera = Camera.from_json(root["camera"].value)
    except CameraError as problem:
        raise CameraError(f"{path}: camera: {problem}") from problem
    keypoint_edits = _keypoint_edits(root)
    pins = {_key(cursor): _pins(cursor) for cursor in root["pins"]}
    poses = {_key(cursor): _pose(cursor) for cursor in root["poses"]} if "poses" in root else {}
    source = _source(root, files)
    frame, person = whole_number(root, "frame", 0), whole_number(root, "person", 0)
    if isinstance(source, ClipSource) and source.path is not None:
        beyond = max((frame, *(at for at, _ in keypoint_edits), *(at for at, _ in pins)))
        if beyond >= source.frames:
            why = f"it has {source.frames} frames, and the project is about frame {beyond + 1} of it, too"
            files.missing.append(MissingFile("clip", source.path, why))
        frame = min(frame, source.frames - 1)
    if source.frames and not (0 <= frame < source.frames and 0 <= person < max(source.people, 1)):
        raise root["frame"].error(f"a frame of the {source.frames}, and one of {source.people} people")
    return State(
        source=source,
        frame=frame,
        person=person,
        keypoint_edits=keypoint_edits,
        pins=MappingProxyType(pins),
        poses=MappingProxyType(poses),
        motion=_motion(root["motion"]) if "motion" in root else NO_MOTION_EDITS,
        camera=camera,
        target=_array(root["target"], (3,)),
        picture=source.picture if isinstance(source, VideoSource) else _picture(root, files),
        settings=_settings(root["settings"], files),
        views=_views(root, source, files),
        names=_names(root),
    )


def _views(root: JsonCursor, first: Source, files: ProjectFiles) -> tuple[SecondView, ...]:
    """Further views of the moment."""
    views = tuple(_view(cursor, files) for cursor in root["views"]) if "views" in root else ()
    if views and (first.frames > 1 or len(views) >= MOST_VIEWS):
        raise root["views"].error(f"at most {MOST_VIEWS - 1} views, beside a first one of one moment")
    return views


def _view(cursor: JsonCursor, files: ProjectFiles) -> SecondView:
    source = _source(cursor, files)
    if source.frames > 1 or not isinstance(source, NoSource | KeypointsSource):
        raise cursor["source"].error("the keypoints of one moment")
    camera = None
    try:
        size = picture_size(cursor["size"].value)
        if "camera" in cursor and cursor["camera"].value is not None:
            camera = Camera.from_json(cursor["camera"].value).for_picture(size)
    except CameraError as problem:
        raise cursor.error(f"a view with a size, and a camera of that shape or null ({problem})") from problem
    matches = [_array(match, (2,)).astype(int).tolist() for match in cursor["matches"]]
    return SecondView(
        size=size,
        source=source,
        camera=camera,
        picture=_picture(cursor, files),
        keypoint_edits=_keypoint_edits(cursor),
        matches=MappingProxyType(dict(matches)),
    )


def _source(root: JsonCursor, files: ProjectFiles) -> Source:
    if "source" not in root:
        return NoSource()
    cursor = root["source"]
    kind = cursor["kind"].text()
    if kind == "clip":
        path, clip = files.find(cursor["path"], "clip", ClipSource)
        return MissingSource(path.name, path=path) if clip is None else clip
    if kind == "video":
        path, video = files.find(cursor["path"], "video", VideoSource)
        return video_of(cursor, path, video)
    if kind == "poses":
        bodies = with_heels(np.asarray(_array(cursor["bodies"], (None, None, 3)), np.float32))
        if not len(bodies) or bodies.shape[1] != len(BODY_JOINTS):
            raise cursor["bodies"].error(f"at least one pose of {len(BODY_JOINTS)} joints")
        frame_time = cursor["frame_time"]
        if not _within(frame_time.value, 1e-6, _LONGEST):
            raise frame_time.error(f"seconds, more than 0 and at most {_LONGEST:g}")
        return ClipSource(cursor["name"].text(), bodies, float(frame_time.value))
    if kind == "keypoints":
        found = "found" in cursor and cursor["found"].value is True
        seconds = _seconds(cursor["frame_time"]) if "frame_time" in cursor else None
        keypoints = tuple(map(_keypoints, cursor["frames"]))
        return KeypointsSource(cursor["name"].text(), keypoints, frame_time=seconds, found=found)
    if kind == "animation":
        frames = whole_number(cursor, "frames")
        if not 1 <= frames <= MOST_SECONDS * FPS:
            raise cursor["frames"].error(f"1 to {MOST_SECONDS * FPS} frames")
        return AnimationSource(frames, cursor["name"].text(), _seconds(cursor["frame_time"]))
    raise cursor["kind"].error("clip, video, poses, keypoints or animation")


def _seconds(cursor: JsonCursor) -> float:
    seconds = number_in(cursor.value)
    if not 1e-4 <= seconds <= 10:
        raise cursor.error("seconds from one frame to the next")
    return seconds


def _motion(cursor: JsonCursor) -> MotionEdits:
    trim = _range(cursor["trim"]) if "trim" in cursor else None
    lifted = "lifted" in cursor and cursor["lifted"].value is True
    return MotionEdits(_ranges(cursor, "missing"), _ranges(cursor, "swapped"), trim, lifted)


def _names(root: JsonCursor) -> Mapping[int, str]:
    """The names that people were given; projects from before there were any have none."""
    found: dict[int, str] = {}
    for one in root["names"] if "names" in root else ():
        person, name = one.value
        if not isinstance(person, int) or not isinstance(name, str):
            raise one.error("the number of a person and their name")
        found[person] = name[:LONGEST]
    return MappingProxyType(found)


def _ranges(cursor: JsonCursor, name: str) -> Mapping[int, Ranges]:
    """{person: ranges} of one kind."""
    found: dict[int, Ranges] = {}
    for one in cursor[name]:
        ranges: Ranges = ()
        for frames in one["ranges"]:
            ranges = joined(ranges, _range(frames))
        found[whole_number(one, "person")] = ranges
    return MappingProxyType(found)


def _range(cursor: JsonCursor) -> Range:
    first, last = _array(cursor, (2,))
    if not (0 <= first <= last and first == int(first) and last == int(last)):
        raise cursor.error("the first and the last frame, whole numbers in ascending order")
    return int(first), int(last)


def _keypoints(cursor: JsonCursor) -> Keypoints:
    content = cursor.value
    if not isinstance(content, dict):
        raise cursor.error("an object with points and visibility")
    size = content.get("size")
    if size is not None and not (isinstance(size, list) and len(size) == 2):
        raise cursor["size"].error("width and height in pixels, or null")

    def stated(name: str) -> float | None:
        return None if content.get(name) is None else number_in(content[name])

    arrays: dict[str, Any] = {
        name: np.asarray(content[name], kind)
        for name, kind in _KEYPOINT_ARRAYS.items()
        if content.get(name) is not None
    }
    points = np.asarray(content["points"], np.float32).reshape(-1, K, 2)
    return Keypoints(
        points,
        np.asarray(content["visibility"]).reshape(-1, K),
        None if size is None else (int(size[0]), int(size[1])),
        source=str(content.get("source", "")),
        time=stated("time"),
        focal_length=stated("focal_length"),
        **arrays,
    )


_KEYPOINT_ARRAYS = {name: np.int64 if name == "tracks" else float for name in OF_PEOPLE[2:]}
"""The kinds of numbers in the optional fields of Keypoints; null becomes NaN, which is not known."""


def _picture(root: JsonCursor, files: ProjectFiles) -> Picture | None:
    if "picture" not in root:
        return None
    cursor = root["picture"]
    if "path" in cursor:
        path, picture = files.find(cursor["path"], "picture", Picture)
        return Picture(path.name, QImage(), path) if picture is None else picture
    image = QImage.fromData(base64.b64decode(cursor["png"].text()))
    if image.isNull():
        raise cursor["png"].error("a PNG in base 64")
    return Picture(cursor["name"].text(), image)


def _key(cursor: JsonCursor) -> tuple[int, int]:
    """(frame, person)"""
    return whole_number(cursor, "frame"), whole_number(cursor, "person")


def _keypoint_edits(root: JsonCursor) -> Mapping[tuple[int, int], KeypointEdit]:
    """The edits by hand, keyed by (frame, person)."""
    return MappingProxyType({_key(cursor): _keypoint_edit(cursor) for cursor in root["retouches"]})


def _keypoint_edit(cursor: JsonCursor) -> KeypointEdit:
    offset, visibility = _array(cursor["offset"], (K, 2)), _array(cursor["visibility"], (K,))
    if "extra_offset" in cursor:
        extra = _array(cursor["extra_offset"], (POINTS - K, 2))
        offset = np.concatenate([offset, extra])
        visibility = np.concatenate([visibility, _array(cursor["extra_visibility"], (POINTS - K,))])
    if not ((visibility >= -1) & (visibility <= 2)).all():
        raise cursor["visibility"].error("numbers of -1 to 2")
    return KeypointEdit(offset, visibility.astype(np.int64))


def _pins(cursor: JsonCursor) -> Pins:
    joints = cursor["joints"]
    if not isinstance(joints.value, dict) or not joints.value.keys() <= BODY_INDEX.keys():
        raise joints.error("body joints by name, each with x, y and z")
    return {BODY_INDEX[name]: _array(joints[name], (3,)) for name in joints.value}


def _pose(cursor: JsonCursor) -> np.ndarray:
    """(29, 3) a pose made by hand."""
    joints = _pins(cursor)
    if len(joints) != len(BODY_INDEX):
        raise cursor["joints"].error("all body joints by name, each with x, y and z")
    return np.stack([joints[joint] for joint in range(len(BODY_INDEX))]).astype(np.float32)


def _settings(cursor: JsonCursor, files: ProjectFiles) -> SamplerSettings:
    names = {field.name for field in fields(SamplerSettings)}
    if not isinstance(cursor.value, dict) or not cursor.value.keys() <= names:
        raise cursor.error(f"an object with {', '.join(sorted(names))}")
    settings = SamplerSettings(**cursor.value)
    for name, least, most in _WHOLE:
        value = getattr(settings, name)
        if name == "steps" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise cursor[name].error(f"a whole number of {least} to {most}")
    for name, highest in (("noise", MOST_NOISE), ("keypoint_noise", MOST_KEYPOINT_NOISE)):
        value = getattr(settings, name)
        if value is not None and not _within(value, 0, highest):
            raise cursor[name].error(f"a number of 0 to {highest:g}, or null")
    if not isinstance(settings.moving, bool):
        raise cursor["moving"].error("true or false")
    if settings.sampler is not None and not isinstance(settings.sampler, str):
        raise cursor["sampler"].error("a name, or null")
    if not isinstance(settings.weights, str) or not settings.weights or "\0" in settings.weights:
        raise cursor["weights"].error("the name of bundled weights, or a file")
    if settings.weights not in bundled_weights() and not files.may_read(settings.weights):
        files.missing.append(MissingFile("weights", Path(settings.weights), outside=True))
        settings = replace(settings, weights=SamplerSettings().weights)
    return settings


_WHOLE = (("hypotheses", 1, MOST_HYPOTHESES), ("steps", 1, MOST_STEPS), ("seed", 0, LARGEST_SEED))


def _within(value: Any, least: float, most: float) -> bool:
    """Whether this is a number in that range; NaN is not."""
    return not isinstance(value, bool) and isinstance(value, int | float) and least <= value <= most


def whole_number(cursor: JsonCursor, name: str, default: int | None = None) -> int:
    """The field ``name``, a whole number of 0 to the largest seed. Raises PoseStudioError for anything else."""
    value = cursor.value.get(name, default) if isinstance(cursor.value, dict) else None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_SEED:
        raise (cursor[name] if name in cursor else cursor).error(f"{name}, a whole number")
    return value


def _array(cursor: JsonCursor, shape: tuple[int | None, ...]) -> np.ndarray:
    """float64 of ``shape``, where None allows any length; no absolute value is above ``_FARTHEST``."""
    if not isinstance(cursor.value, list):
        raise cursor.error("a list of numbers")
    try:
        array = np.array(cursor.value, np.float64)
    except (TypeError, ValueError):
        array = np.zeros(0)
    fits = array.ndim == len(shape) and all(s in (None, n) for s, n in zip(shape, array.shape, strict=True))
    if not fits or not (np.abs(array) <= _FARTHEST).all():
        raise cursor.error(f"numbers ({', '.join('any' if side is None else str(side) for side in shape)})")
    return array
