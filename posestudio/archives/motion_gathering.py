"""The keypoints of a long sequence, read from files or detected in a video, gathered into the folder of its lift."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from posestudio.archives.folder_manifest import FolderLift, survey_folder
from posestudio.archives.manifest import MANIFEST, begun
from posestudio.common.frame_range import ALL, FrameRange
from posestudio.common.pictures import holds_pictures, picture_files
from posestudio.common.progress import ProgressCallback
from posestudio.common.videos import is_video
from posestudio.detection.detect_files import (
    DetectOptions,
    DetectSummary,
    common_frame_rate,
    detect_files,
)
from posestudio.errors import PoseStudioError
from posestudio.keypoints import Keypoints, keypoint_file_names, load_recording
from posestudio.keypoints.coordinate_units import PIXELS
from posestudio.keypoints.folder_survey import files_in_time
from posestudio.keypoints.frame_times import best_rate, increasing, rate_varies
from posestudio.keypoints.packed_frames import FRAMES, ROWS, FrameWriter, PackedFrames
from posestudio.keypoints.picture_size import assumed_size_remark, common_size
from posestudio.keypoints.recording_parts import cut
from posestudio.lifting.assumptions import DETECTED_NOISE_ASSUMED, FPS_ASSUMED
from posestudio.lifting.known import Known
from posestudio.lifting.sequence import FPS
from posestudio.lifting.whole_recordings import read_sized


@dataclass(frozen=True)
class MotionFolder(FolderLift):
    """Which sequence to lift into a folder, and how. ``options`` are those of ``Lifter.lift_motion``, without the
    ``keys`` of one person; ``tracks`` are the people, none for all whom the table of tracks keeps; ``frames`` are
    used of a video, a file or a folder."""

    tracks: tuple[int, ...] = ()
    keys: dict[int, Known] | None = None
    frames: FrameRange = ALL
    motion_weights: str | None = None
    """Of the motion denoiser; None for those that ship"""


def begin_motion(folder: MotionFolder) -> dict[str, Any]:
    """The manifest of the folder, which is written when it is not there. Raises PoseStudioError when it was begun
    with other options."""
    given = {
        "motion": True,
        "source": str(folder.source.resolve()),
        "weights": folder.weights,
        "motion_weights": folder.motion_weights,
        "camera": None if folder.camera is None else folder.camera.to_json(),
        "layout": folder.layout,
        "options": folder.options,
        "given_fps": folder.fps,
        "given_size": folder.size,
        "range": [folder.frames.first, folder.frames.last, folder.frames.every],
        "tracks": sorted(folder.tracks),
        "keys": None if folder.keys is None else _fingerprint(folder.keys),
    }
    if folder.form != "npz":
        given["form"] = folder.form
    return begun(folder.out / MANIFEST, given)


def _fingerprint(keys: dict[int, Known]) -> str:
    """A text that differs where keys do."""
    digest = hashlib.sha256()
    for frame, known in sorted(keys.items()):
        digest.update(f"{frame} {json.dumps(known.to_json())} {known.pose_noise}".encode())
        for joints in (known.pins, known.pose):
            digest.update(b"-" if joints is None else joints.tobytes())
    return digest.hexdigest()


def gather(
    folder: MotionFolder, progress: ProgressCallback | None, say: Callable[[str], None]
) -> dict[str, Any]:
    """Write the keypoints of all frames into the folder; the manifest's entries about them. ``remarks`` of these
    are said at every run, ``assumed`` are kept in the parts."""
    if holds_pictures(folder.source):
        found = _detect(folder, progress)
    else:
        for name in (FRAMES, ROWS):  # reading is quick, and begins anew
            (folder.out / name).unlink(missing_ok=True)
        found = _read_folder(folder, progress) if folder.source.is_dir() else _read_file(folder)
    packed = PackedFrames(folder.out)
    times = increasing(None if time != time else time for time in packed.times.tolist())
    rate = best_rate(times, found.pop("rate"))
    varying = folder.fps is None and rate_varies(times)
    assumed = list(found.pop("assumed"))
    if folder.fps is None and rate is None:
        assumed.append(FPS_ASSUMED)
    if found["found"] and not found.pop("own_noise") and "keypoint_noise" not in folder.options:
        assumed.append(DETECTED_NOISE_ASSUMED)
    found.pop("own_noise", None)
    return found | {
        "gathered": True,
        "frames": len(packed),
        "fps": folder.fps or rate or FPS,
        "varying": varying,
        "assumed": assumed,
        "remarks": [*found["remarks"], *assumed],
    }


def _detect(folder: MotionFolder, progress: ProgressCallback | None) -> dict[str, Any]:
    """Detect keypoints in the frames that have none yet."""
    source, wanted, summary = folder.source, folder.frames, DetectSummary()
    names = {} if is_video(source) else {file.name: index for index, file in enumerate(picture_files(source))}

    def number_of(frame: Keypoints) -> int:
        return int(frame.source.rpartition("_")[2]) if is_video(source) else names[frame.source]

    with FrameWriter(folder.out) as writer:
        before = -1
        if writer.frames:  # the last frame is detected again, so that there is one in any case
            before = int(PackedFrames(folder.out).numbers_in_source[-1])
            wanted = replace(wanted, first=before)
        options = DetectOptions(
            first=wanted.first, last=wanted.last, every=wanted.every, device=folder.device, flip=False
        )
        for frame in detect_files([source], options, progress, summary):
            if number_of(frame) > before:
                writer.append(frame, number_of(frame))
    return {
        "rate": common_frame_rate([source], folder.frames.every),
        "size": None,
        "unit": PIXELS,
        "found": True,
        "own_noise": True,
        "unreadable": [*summary.unreadable, *summary.damaged],
        "assumed": [],
        "remarks": [],
    }


def _read_file(folder: MotionFolder) -> dict[str, Any]:
    """Pack the frames of one keypoint file."""
    size = folder.size
    recording = read_sized(
        lambda size: load_recording(folder.source, folder.layout, size), size, folder.camera
    )
    try:
        recording = cut(recording, folder.frames)
    except PoseStudioError as problem:
        raise PoseStudioError(f"{folder.source}: {problem}") from problem
    with FrameWriter(folder.out) as writer:
        for frame in recording.frames:
            writer.append(frame)
    remarks: list[str] = []
    if not any(frame.size is not None for frame in recording.frames):
        size = common_size(recording.frames) if folder.camera is None else folder.camera.size
        remarks += [assumed_size_remark(size)] if folder.camera is None and size is not None else []
    else:
        size = common_size(recording.frames)
    return {
        "rate": recording.fps,
        "size": size,
        "unit": PIXELS,
        "found": recording.found,
        "own_noise": any(frame.noise is not None for frame in recording.frames),
        "unreadable": list(recording.warnings),
        "assumed": remarks,
        "remarks": [],
    }


def _read_folder(folder: MotionFolder, progress: ProgressCallback | None) -> dict[str, Any]:
    """Pack the frames of a folder of keypoint files, one after the other."""
    files = files_in_time(keypoint_file_names(folder.source))
    indices = folder.frames.indices(len(files))
    if not indices:
        raise PoseStudioError(
            f"{folder.source}: has {len(files)} frames; expected more than {folder.frames.first}, the first asked for"
        )
    remarks: list[str] = []
    with FrameWriter(folder.out) as writer:
        facts, survey = survey_folder(
            folder,
            [files[index] for index in indices],
            progress,
            remarks.append,
            writer.append,
            follow=False,
        )
    rate = survey.facts.fps
    size = facts["size"]
    if size is None and folder.camera is not None:
        size = folder.camera.size
    return {
        "rate": None if rate is None else rate / folder.frames.every,
        "size": size,
        "unit": facts["unit"],
        "found": facts["found"],
        "own_noise": facts["own_noise"],
        "unreadable": survey.unreadable,
        "assumed": [],
        "remarks": remarks,
    }
