"""Lifts the recordings of an archive, each into a part: a sequence as motions, other frames each alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posestudio.archives.parts import PartReport, Work, part_name
from posestudio.archives.recording_reading import Reader, Reading
from posestudio.archives.shards import Form, write_shard
from posestudio.errors import PoseStudioError
from posestudio.lifting.whole_recordings import RecordingLift, lift_whole

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter


@dataclass(frozen=True)
class LiftJob:
    """How an archive's recordings are lifted."""

    out: Path
    reading: Reading = field(default_factory=Reading)
    how: RecordingLift = field(default_factory=RecordingLift)
    weights: str = "mlp"
    motion_weights: str | None = None
    device: str = "auto"
    form: Form = "npz"

    def given(self) -> dict[str, Any]:
        """The options that all runs into a folder have in common."""
        how = self.how
        return {
            "reading": self.reading.given(),
            "weights": self.weights,
            "motion_weights": self.motion_weights,
            "camera": None if how.camera is None else how.camera.to_json(),
            "fps": how.fps,
            "hypotheses": how.hypotheses,
            "options": how.options,
            "known": None if how.known is None else how.known.to_json(),
            "per_frame": how.per_frame,
            "moving": how.moving,
            "form": self.form,
        }

    def load(self) -> Work:
        """What lifts a part. Raises PoseStudioError."""
        from posestudio.lifting.lifter import Lifter

        given: dict[str, Any] = {} if self.motion_weights is None else {"motion_weights": self.motion_weights}
        lifter = Lifter.load(self.weights, device=self.device, **given)
        return partial(_lift_part, self, lifter, self.reading.load())


def _lift_part(job: LiftJob, lifter: Lifter, read: Reader, part: Any) -> PartReport:
    """Write one part."""
    recording, lines = read(part)
    if recording is None or not any(frame.people for frame in recording.frames):
        return PartReport(part.number, False, lines)
    how = job.how
    if part.singles:
        how = replace(how, per_frame=True, one_camera=False)
    try:
        sequence = lift_whole(lifter, recording, how).sequence
    except PoseStudioError as problem:
        return PartReport(part.number, False, (*lines, f"{part.name}: {problem}"))
    write_shard(job.out / part_name(part.number, job.form), sequence, job.form)
    return PartReport(part.number, True, lines)
