"""The events of a training run, and their exchange with a parent process as lines of JSON."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

from posestudio.errors import PoseStudioError


@dataclass(frozen=True)
class Progress:
    """``step`` of ``steps`` are done; ``loss`` is the mean since the last event, ``rate`` in steps per second."""

    step: int
    steps: int
    loss: float
    learning_rate: float
    gradient_norm: float
    rate: float
    seconds_left: float


@dataclass(frozen=True)
class Validated:
    """Scores in millimetres after ``step``: on held-out people, on poses trained on (``training``), and of the mean
    pose as baseline (``control``).

    ``best`` is the step with the lowest held-out energy score so far, whose weights are kept.
    """

    step: int
    scores: dict[str, float]
    training: dict[str, float]
    control: dict[str, float]
    best: int


@dataclass(frozen=True)
class Sampled:
    """Poses drawn for a few held-out pictures, always the same ones, after ``step``.

    ``poses`` (pictures, hypotheses, 29, 3) and ``truth`` (pictures, 29, 3) are nested lists of metres, hips at
    the origin, Y up, seen from +Z.
    """

    step: int
    poses: list
    truth: list


@dataclass(frozen=True)
class Noticed:
    """A problem that the run dealt with: the text ``words`` says what happened and what was done about it."""

    step: int
    words: str


@dataclass(frozen=True)
class Estimated:
    """The estimate of a run, measured in a few steps: seconds, and bytes of memory on ``device``.

    ``devices`` lists this machine's, each with its 'name', 'title' and 'memory' in bytes (0: not known).
    """

    device: str
    rate: float
    seconds: float
    memory: int
    devices: list[dict[str, Any]]


@dataclass(frozen=True)
class Paused:
    """The run waits, because its parent process paused it, until it is to continue."""


@dataclass(frozen=True)
class Finished:
    """The run is done; the file ``weights`` holds the averaged weights with their card, ``best`` those that
    scored best on held-out people (the same file when those are the last)."""

    step: int
    weights: Path
    best: Path


Event = Progress | Validated | Sampled | Noticed | Estimated | Paused | Finished


def event_line(event: Any) -> str:
    """An event, or another dataclass, as a line of JSON: its ``kind``, and its fields. The kind is the class's
    ``KIND`` where it has one, otherwise its name in small letters."""
    if not is_dataclass(event) or isinstance(event, type):
        raise TypeError(f"expected an event, got {event!r}")
    kind = getattr(type(event), "KIND", type(event).__name__.lower())
    return json.dumps({"kind": kind, **asdict(event)}, default=str)


def read_event(line: str) -> dict[str, Any]:
    """The ``kind`` and the fields of an event from its line. Raises PoseStudioError for another line."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise PoseStudioError(f"expected an event as JSON, got {line[:80]!r}") from problem
    if not isinstance(content, dict) or not isinstance(content.get("kind"), str):
        raise PoseStudioError(f"expected an event with its kind, got {line[:80]!r}")
    return content


def write_line(line: str) -> None:
    """Write a line to standard output at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class ParentInput:
    """What the parent process writes to our standard input: the lines 'pause' and 'continue', and its end, when the
    parent stops the training or ends itself."""

    def __init__(self) -> None:
        self._may_run = threading.Event()
        self._may_run.set()
        self.closed = False
        threading.Thread(target=self._read, name="posestudio-parent-input", daemon=True).start()

    def _read(self) -> None:
        rest = b""
        while content := os.read(0, 4096):
            *lines, rest = (rest + content).split(b"\n")
            for line in lines:
                if line == b"pause":
                    self._may_run.clear()
                elif line == b"continue":
                    self._may_run.set()
        self.closed = True
        self._may_run.set()

    def wait_while_paused(self) -> None:
        """Return at once, unless the training is paused: then write a Paused, and wait until it is to continue."""
        if not self._may_run.is_set():
            write_line(event_line(Paused()))
            self._may_run.wait()


def stream_events(events: Iterator[Event]) -> None:
    """Write every event of a training to standard output until it ends or standard input does; closed early, the
    training saves a checkpoint."""
    parent = ParentInput()
    for event in events:
        write_line(event_line(event))
        parent.wait_while_paused()
        if parent.closed:
            events.close()  # type: ignore[attr-defined]  # a generator
            return
