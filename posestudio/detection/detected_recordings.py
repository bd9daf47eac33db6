"""The keypoints of a video, picture or folder of pictures as a recording, found by the detector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from posestudio.common.progress import ProgressCallback
from posestudio.detection.detect_files import (
    DetectOptions,
    DetectSummary,
    LoadedDetector,
    common_frame_rate,
    detect_files,
)
from posestudio.detection.detected import Detected
from posestudio.keypoints.frame_times import best_rate, rate_varies, times_of
from posestudio.keypoints.reading import Recording


def detected_recording(
    path: Path,
    options: DetectOptions,
    progress: ProgressCallback | None = None,
    loaded: LoadedDetector | None = None,
    on_found: Callable[[Detected], None] | None = None,
) -> tuple[Recording, DetectSummary]:
    """The frames of one file or folder with their rate, and what was found and what could not be read.
    ``on_found`` is as in `detect_files`. Raises PoseStudioError where nothing can be read."""
    summary = DetectSummary()
    frames = tuple(detect_files([path], options, progress, summary, loaded, on_found))
    times = times_of(frames)
    rate = best_rate(times, common_frame_rate([path], options.every))
    return Recording(frames, rate, True, times=times if rate_varies(times) else None), summary
