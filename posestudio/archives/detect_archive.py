"""Detects keypoints in the pictures and videos of an archive, each video or sequence into a part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from posestudio.archives.parts import PartReport, Work, part_name
from posestudio.archives.recording_reading import Reader, Reading
from posestudio.archives.shards import Form, write_shard

PICTURES = 64
"""So many pictures that have nothing to do with each other are in a part at most."""


@dataclass(frozen=True)
class DetectJob:
    """How keypoints are detected in an archive's pictures."""

    out: Path
    reading: Reading
    form: Form = "npz"

    @property
    def device(self) -> str:
        """Where the detector runs."""
        return self.reading.detection.device

    def given(self) -> dict[str, Any]:
        """The options that all runs into a folder have in common."""
        return {"reading": self.reading.given(), "form": self.form}

    def load(self) -> Work:
        """What detects in a part. Raises PoseStudioError."""
        return partial(_detect_part, self, self.reading.load())


def _detect_part(job: DetectJob, read: Reader, part: Any) -> PartReport:
    """Write one part; pictures without people are in it, too."""
    recording, lines = read(part)
    if recording is None:
        return PartReport(part.number, False, lines)
    write_shard(job.out / part_name(part.number, job.form), recording, job.form)
    return PartReport(part.number, True, lines)
