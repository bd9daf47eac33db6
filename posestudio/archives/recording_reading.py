"""Reads the recording of a part of an archive: keypoints from files, or found by the detector in pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from posestudio.archives.recording_items import RecordingPart, as_path, in_archive, named
from posestudio.archives.sources_item import Kind
from posestudio.archives.sources_reading import read_recording
from posestudio.common.frame_range import ALL, FrameRange
from posestudio.detection.detect_files import DetectOptions, LoadedDetector, load_detector
from posestudio.detection.detected_recordings import detected_recording
from posestudio.errors import PoseStudioError
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints
from posestudio.keypoints.reading import Recording, load_recording
from posestudio.keypoints.recording_parts import cut
from posestudio.lifting.whole_recordings import read_sized

Reader = Callable[[RecordingPart], tuple[Recording | None, tuple[str, ...]]]
"""Gives a part's recording, None where it cannot be read, and a line for each thing that could not be."""


@dataclass(frozen=True)
class Reading:
    """How recordings are read: keypoint files with ``layout`` and the pictures' ``size``, by default that of the
    ``camera``; pictures with the ``detection``. ``frames`` are used of each recording."""

    wanted: Kind = "keypoints"
    layout: str | None = None
    size: tuple[int, int] | None = None
    camera: Camera | None = None
    frames: FrameRange = ALL
    detection: DetectOptions = field(default_factory=lambda: DetectOptions(flip=False))

    def given(self) -> dict[str, Any]:
        """The options as JSON has them."""
        detection = None
        if self.wanted == "pictures":
            detection = asdict(self.detection)
            for name in ("weights", "boxes_file", "people"):
                detection[name] = None if detection[name] is None else str(detection[name])
            del detection["device"]
        return {
            "wanted": self.wanted,
            "layout": self.layout,
            "size": self.size,
            "range": [self.frames.first, self.frames.last, self.frames.every],
            "detection": detection,
        }

    def load(self) -> Reader:
        """What reads a part, with its models loaded. Raises PoseStudioError."""
        return partial(_read_part, self, load_detector(self.detection) if self.wanted == "pictures" else None)


def _read_part(
    reading: Reading, detector: LoadedDetector | None, part: RecordingPart
) -> tuple[Recording | None, tuple[str, ...]]:
    lines: list[str] = []
    try:
        recording = (_singles if part.singles else _whole)(reading, detector, part, lines)
    except PoseStudioError as problem:
        return None, (*lines, str(problem))
    return recording, tuple(lines)


def _whole(
    reading: Reading, detector: LoadedDetector | None, part: RecordingPart, lines: list[str]
) -> Recording:
    """A recording, all frames of which are of the part's items."""
    with as_path(part) as path:
        if detector is not None:
            wanted = reading.frames
            options = replace(reading.detection, first=wanted.first, last=wanted.last, every=wanted.every)
            recording, summary = detected_recording(path, options, loaded=detector)
            found = (*summary.unreadable, *summary.damaged)
        else:

            def read(size: tuple[int, int] | None) -> Recording:
                if len(part.items) == 1:  # perhaps rows, which no file has
                    return read_recording(part.items[0], reading.layout, size)
                return load_recording(path, reading.layout, size)

            recording = read_sized(read, reading.size, reading.camera)
            recording, found = cut(recording, reading.frames), recording.warnings
        lines += [in_archive(line, path, part) for line in found]
    return recording


def _singles(
    reading: Reading, detector: LoadedDetector | None, part: RecordingPart, lines: list[str]
) -> Recording:
    """One frame for each of the part's items; an empty one, and a line, where it cannot be read."""
    reading = replace(reading, frames=ALL)
    frames: list[Keypoints] = []
    found: list[bool] = []
    for item in part.items:
        try:
            recording = _whole(reading, detector, named(item, part), lines)
            if len(recording.frames) != 1:
                raise PoseStudioError(
                    f"{item.place}: expected one frame, as in other files of its folder, found"
                    f" {len(recording.frames)}"
                )
            found.append(recording.found)
            frames.append(replace(recording.frames[0], source=item.name, tracks=None))
        except PoseStudioError as problem:
            lines.append(str(problem))
            frames.append(Keypoints(np.zeros((0, 17, 2)), source=item.name))
    return Recording(tuple(frames), found=bool(found) and all(found))
