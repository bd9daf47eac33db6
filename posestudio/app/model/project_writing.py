"""The content of a project file: a state as JSON values. Reading it again is `project_reading`."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice

from posestudio.app.model.animation import AnimationSource
from posestudio.app.model.motion_state import MotionEdits, Ranges
from posestudio.app.model.person_points import K
from posestudio.app.model.picture import Picture
from posestudio.app.model.sources import ClipSource, KeypointsSource, MissingSource, Source
from posestudio.app.model.state import KeypointEdit, SecondView, State
from posestudio.app.model.video_project import video_content
from posestudio.app.model.video_source import VideoPicture, VideoSource
from posestudio.body.layouts import BODY_JOINTS
from posestudio.keypoints import Keypoints
from posestudio.keypoints.observation import OF_PEOPLE


def state_content(state: State, path: Path) -> dict[str, Any]:
    """The fields of ``state`` as JSON values, for a project file at ``path``."""
    return {
        "source": _written_source(state.source, path),
        "frame": state.frame,
        "person": state.person,
        "retouches": _written_edits(state.keypoint_edits),
        "pins": [
            {
                "frame": frame,
                "person": person,
                "joints": {BODY_JOINTS[joint]: np.asarray(at).tolist() for joint, at in pins.items()},
            }
            for (frame, person), pins in state.pins.items()
        ],
        "motion": _written_motion(state.motion),
        "camera": state.camera.to_json(),
        "target": np.asarray(state.target, np.float64).tolist(),
        "picture": _written_picture(state.picture, path),
        "settings": asdict(state.settings),
    } | _written_where_any(state, path)


def _written_where_any(state: State, path: Path) -> dict[str, Any]:
    """Further views, poses made by hand and names of people, where there are any."""
    views = [_written_view(view, path) for view in state.views]
    poses = [
        {
            "frame": frame,
            "person": person,
            "joints": dict(zip(BODY_JOINTS, np.asarray(pose, np.float64).tolist(), strict=True)),
        }
        for (frame, person), pose in state.poses.items()
    ]
    names = [list(name) for name in state.names.items()]
    return {name: value for name, value in (("views", views), ("poses", poses), ("names", names)) if value}


def _written_edits(edits: Mapping[tuple[int, int], KeypointEdit]) -> list[dict[str, Any]]:
    return [
        {
            "frame": frame,
            "person": person,
            "offset": np.asarray(edit.offset[:K], np.float64).tolist(),
            "visibility": np.asarray(edit.visibility[:K]).tolist(),
        }
        | _written_extra(edit)
        for (frame, person), edit in edits.items()
    ]


def _written_extra(edit: KeypointEdit) -> dict[str, Any]:
    """The edits of the extra keypoints, where there are any."""
    if not edit.placed[K:].any():
        return {}
    return {
        "extra_offset": np.asarray(edit.offset[K:], np.float64).tolist(),
        "extra_visibility": np.asarray(edit.visibility[K:]).tolist(),
    }


def _written_view(view: SecondView, path: Path) -> dict[str, Any]:
    return {
        "size": list(view.size),
        "source": _written_source(view.source, path),
        "retouches": _written_edits(view.keypoint_edits),
        "camera": None if view.camera is None else view.camera.to_json(),
        "picture": _written_picture(view.picture, path),
        "matches": [list(match) for match in view.matches.items()],
    }


def _written_source(source: Source, path: Path) -> dict[str, Any] | None:
    if isinstance(source, MissingSource) and source.path is not None:
        return {"kind": "clip", "name": source.name, "path": _relative(source.path, path)}
    if isinstance(source, ClipSource):
        if source.path is not None:
            return {"kind": "clip", "name": source.name, "path": _relative(source.path, path)}
        bodies = np.asarray(source.bodies, np.float64).tolist()
        return {"kind": "poses", "name": source.name, "frame_time": source.frame_time, "bodies": bodies}
    if isinstance(source, AnimationSource):
        return {"kind": "animation", "name": source.name, "frame_time": source.frame_time} | {
            "frames": source.frames
        }
    if isinstance(source, VideoSource) and source.video is not None:
        return video_content(source, _relative(source.video.path, path))
    if isinstance(source, KeypointsSource):
        frames = [_written_keypoints(keypoints) for keypoints in source.sequence]
        return {"kind": "keypoints", "name": source.name, "found": source.found} | {
            "frame_time": source.frame_time,
            "frames": frames,
        }
    return None


def _written_motion(motion: MotionEdits) -> dict[str, Any]:
    def written(ranges: Mapping[int, Ranges]) -> list[dict[str, Any]]:
        return [{"person": person, "ranges": of_person} for person, of_person in ranges.items()]

    return {
        "missing": written(motion.missing),
        "swapped": written(motion.swapped),
        "trim": motion.trim,
        "lifted": motion.lifted,
    }


def _written_keypoints(keypoints: Keypoints) -> dict[str, Any]:
    content: dict[str, Any] = {
        "points": keypoints.points.tolist(),
        "visibility": keypoints.visibility.tolist(),
        "size": keypoints.size,
        "source": keypoints.source,
    }
    for name in ("time", "focal_length"):
        if getattr(keypoints, name) is not None:
            content[name] = getattr(keypoints, name)
    for name in OF_PEOPLE[2:]:
        array: np.ndarray | None = getattr(keypoints, name)
        if array is not None:
            values = array.astype(object)
            values[np.isnan(array)] = None  # JSON has no NaN
            content[name] = values.tolist()
    return content


def _written_picture(picture: Picture | None, path: Path) -> dict[str, Any] | None:
    if picture is None or isinstance(picture, VideoPicture):
        return None  # a video's is read from the video
    if picture.path is not None:
        return {"name": picture.name, "path": _relative(picture.path, path)}
    stored = QByteArray()
    buffer = QBuffer(stored)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs forget devices
    return {"name": picture.name, "png": base64.b64encode(stored.data()).decode("ascii")}


def _relative(file: Path, project: Path) -> str:
    """The path relative to the project's folder, with slashes, for a file below it; else the absolute path."""
    file, folder = file.absolute(), project.absolute().parent
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)
