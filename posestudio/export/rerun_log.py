"""A rerun recording that is written to a file, and the timelines of a lifted sequence in it.

Rerun, "Python SDK", https://ref.rerun.io/docs/python/0.41.0/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import rerun as rr
from numpy.typing import NDArray

from posestudio.lifting.sequence import LiftedSequence

FRAME, TIME, STEP, DETECTION = "frame", "time", "denoising_step", "detection_step"
"""The timelines: frames by number and by seconds from the first, steps of the denoising, steps of the detection."""


class RerunLog:
    """Writes entities with their times. Wrong use of the SDK raises an exception, not a warning."""

    def __init__(self, stream: rr.RecordingStream, sequence: LiftedSequence) -> None:
        self._stream, self._sequence = stream, sequence

    def static(self, path: str, *what: rr.AsComponents) -> None:
        """Write what is there at all times."""
        self._stream.log(path, *what, static=True, strict=True)

    def at(
        self,
        path: str,
        *what: rr.AsComponents,
        frame: int | None = None,
        step: int | None = None,
        detection: int | None = None,
    ) -> None:
        """Write what is there from a frame, or a step of the denoising or of the detection, on."""
        self._stream.reset_time()
        if frame is not None:
            self._stream.set_time(FRAME, sequence=self._sequence.first_frame + frame)
            self._stream.set_time(TIME, duration=self._sequence.seconds(frame))
        for timeline, number in ((STEP, step), (DETECTION, detection)):
            if number is not None:
                self._stream.set_time(timeline, sequence=number)
        self._stream.log(path, *what, strict=True)

    def in_frames(self, path: str, frames: NDArray[np.integer], *columns: rr.ComponentColumnList) -> None:
        """Write columns with a row for each of the frames."""
        sequence = self._sequence
        seconds = np.array([sequence.seconds(int(frame)) for frame in frames])
        times = (
            rr.TimeColumn(FRAME, sequence=frames + sequence.first_frame),
            rr.TimeColumn(TIME, duration=seconds),
        )
        self._send(path, times, columns)

    def in_steps(self, path: str, *columns: rr.ComponentColumnList, count: int) -> None:
        """Write columns with a row for each of ``count`` steps of the denoising, from 0."""
        self._send(path, (rr.TimeColumn(STEP, sequence=np.arange(count)),), columns)

    def _send(
        self, path: str, times: Sequence[rr.TimeColumn], columns: Sequence[rr.ComponentColumnList]
    ) -> None:
        together = [column for several in columns for column in several]
        self._stream.send_columns(path, times, together, strict=True)


@contextmanager
def recording_in(
    path: Path, name: str, sequence: LiftedSequence, blueprint: rr.blueprint.Blueprint
) -> Iterator[RerunLog]:
    """A recording called ``name`` that is written to ``path``, and whole when the block ends."""
    stream = rr.RecordingStream("posestudio", send_properties=False)
    stream.set_log_time_enabled(False)
    stream.set_log_tick_enabled(False)
    with stream:
        stream.save(path)
        stream.send_recording_name(name)
        stream.send_blueprint(blueprint)
        yield RerunLog(stream, sequence)
