"""Reads any file that can be opened, recognised by name and content. Runs in a background thread."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from posestudio.app.common.translation import tr
from posestudio.app.model.lifted_source import read_lifted
from posestudio.app.model.picture import Picture, read_picture
from posestudio.app.model.project import Project, load_project
from posestudio.app.model.sources import ClipSource, KeypointsSource
from posestudio.app.model.video_source import video_source
from posestudio.common.file_kinds import (
    CALIBRATION_INPUTS,
    PARQUET,
    PICTURE_INPUTS,
    PROJECT_SUFFIX,
    VIDEO_INPUTS,
)
from posestudio.common.input_files import regular_file
from posestudio.common.json_files import read_json
from posestudio.errors import PoseStudioError
from posestudio.geometry.calibration import is_camera
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import is_calibration, open_camera
from posestudio.mocap.given_axes import FileAxes

KNOWN_SUFFIXES = (
    ".bvh",
    ".json",
    ".npz",
    PARQUET,
    PROJECT_SUFFIX,
    ".safetensors",
    *CALIBRATION_INPUTS,
    *PICTURE_INPUTS,
    *VIDEO_INPUTS,
)


@dataclass(frozen=True, eq=False)
class Read:
    """A file that was read: ``content`` is a source, a picture, a camera, a project, or the path of weights;
    ``remarks`` are sentences about what reading assumed or repaired, ``doubts`` those about a clip's body that the
    user should check."""

    path: Path
    content: ClipSource | KeypointsSource | Picture | Camera | Project | Path
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClipOptions:
    """What the user states about clips that are opened: their ``axes``, and which ``person`` of several to read."""

    axes: FileAxes = field(default_factory=FileAxes)
    person: int | None = None


def read(
    path: str | os.PathLike[str],
    layout: str | None = None,
    size: tuple[int, int] | None = None,
    clip_options: ClipOptions | None = None,
    trusted: frozenset[str] | None = None,
) -> Read:
    """Read a BVH, keypoint, camera, picture, video, lifted (NPZ), project or weights file, recognised by name and
    content.

    ``layout`` and ``size`` are for keypoint files that do not state them; see `load_recording`. ``clip_options`` are
    for clips; what they leave open is guessed. A project's files outside its folder are read only if they are among
    ``trusted``; None trusts all.
    Raises PoseStudioError with one line that names the file and what was expected.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if not path.is_dir():
        regular_file(path)
    try:
        if suffix == ".bvh":
            return _read_clip(path, clip_options or ClipOptions())
        if is_calibration(path):
            return _read_camera(path)
        if path.is_dir() or suffix in (".json", PARQUET):
            return _read_keypoints(path, layout, size)
        if suffix in PICTURE_INPUTS:
            return Read(path, read_picture(path))
        if suffix in VIDEO_INPUTS:
            return _read_video(path)
        if suffix == ".npz":
            return Read(path, read_lifted(path))
        if suffix == PROJECT_SUFFIX:
            return Read(
                path,
                load_project(path, lambda named: read(named, clip_options=clip_options).content, trusted),
            )
    except OSError as problem:
        raise PoseStudioError(f"{path}: {problem.strerror or problem}") from problem
    if suffix == ".safetensors":
        return Read(path, path)
    raise PoseStudioError(
        tr(
            "{name} is not a file that PoseStudio can open. Supported: {endings}",
            name=path,
            endings=", ".join(KNOWN_SUFFIXES),
        )
    )


def _read_clip(path: Path, clip_options: ClipOptions) -> Read:
    """A clip's body, with the rig that was corrected by hand for its skeleton, if one was."""
    from posestudio.app.model.stored_rigs import stored_rigs
    from posestudio.mocap.body_from_file import load_body

    clip, read = load_body(path, stored_rigs(), clip_options.axes, clip_options.person)
    if len(read.joints) == 0:
        raise PoseStudioError(tr("{name}: expected at least one frame of motion", name=path))
    source = ClipSource(path.name, read.joints, clip.frame_time, path.absolute())
    _ = source.floor  # computed in the background thread, and cached
    return Read(path, source, (*clip.warnings, *read.remarks), read.warnings)


def _read_video(path: Path) -> Read:
    from posestudio.common.video_seeking import open_video

    source = video_source(open_video(path))
    if source.frames == 1 and source.picture is not None:
        return Read(path, Picture(path.name, source.picture.image))
    return Read(path, source)


def _read_camera(path: Path) -> Read:
    camera = open_camera(path)
    return Read(path, camera, camera.remarks())


def _read_keypoints(path: Path, layout: str | None, size: tuple[int, int] | None) -> Read:
    from posestudio.keypoints import load_recording
    from posestudio.keypoints.tracks import FPS, track_people

    if path.suffix.lower() == ".json" and path.is_file() and _is_camera(path):
        return _read_camera(path)
    recording = load_recording(path, layout, size)
    frames = track_people(recording.frames, recording.fps or FPS)
    if not any(len(keypoints.points) for keypoints in frames):
        raise PoseStudioError(tr("{name}: expected the keypoints of at least one person", name=path))
    seconds = None if recording.fps is None else 1 / recording.fps
    source = KeypointsSource(path.name, tuple(frames), frame_time=seconds, found=recording.found)
    return Read(path, source, recording.warnings)


def _is_camera(path: Path) -> bool:
    try:
        content = read_json(path)
    except PoseStudioError:  # reading it as keypoints reports what is wrong, and where
        return False
    return is_camera(content)
