"""What a training tells whoever watches it: events, and the same as JSON, one object a line."""

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
    """``step`` of ``steps`` done; ``loss`` averaged since the last event, ``rate`` in steps a second."""

    step: int
    steps: int
    loss: float
    learning_rate: float
    gradient_norm: float
    rate: float
    seconds_left: float


@dataclass(frozen=True)
class Validated:
    """Scores in millimetres after ``step``: on held-out people, on poses trained on, and of the mean pose.

    ``best`` is the step with the least held-out energy score so far, whose weights are kept.
    """

    step: int
    scores: dict[str, float]
    training: dict[str, float]
    control: dict[str, float]
    best: int


@dataclass(frozen=True)
class Sampled:
    """What the network makes of a few held-out pictures, always the same ones, after ``step``.

    ``poses`` (pictures, hypotheses, 27, 3) and ``truth`` (pictures, 27, 3) are nested lists of metres, hips at
    the origin, Y up, seen from +Z.
    """

    step: int
    poses: list
    truth: list


@dataclass(frozen=True)
class Noticed:
    """Something went otherwise than planned, and what was done about it."""

    step: int
    words: str


@dataclass(frozen=True)
class Estimated:
    """What a run would take, measured on a few steps: seconds, and bytes of memory on ``device``.

    ``devices`` lists what there is, each with its 'name', 'title' and 'memory' in bytes (0: not known).
    """

    device: str
    rate: float
    seconds: float
    memory: int
    devices: list[dict[str, Any]]


@dataclass(frozen=True)
class Paused:
    """The run stands still, as it was asked to, until it is told to continue."""


@dataclass(frozen=True)
class Finished:
    """The run is done; ``weights`` holds the averaged weights with their card, ``best`` those that
    scored best on held-out people (the same file where these are the last)."""

    step: int
    weights: Path
    best: Path


Event = Progress | Validated | Sampled | Noticed | Estimated | Paused | Finished


def line_of(event: Any) -> str:
    """An event, or another dataclass, as a line: its name in small letters under ``kind``, and its fields."""
    if not is_dataclass(event) or isinstance(event, type):
        raise TypeError(f"expected an event, got {event!r}")
    return json.dumps({"kind": type(event).__name__.lower(), **asdict(event)}, default=str)


def event_of(line: str) -> dict[str, Any]:
    """The object that ``line_of`` wrote. Raises PoseStudioError for another line."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise PoseStudioError(f"expected an event as JSON, got {line[:80]!r}") from problem
    if not isinstance(content, dict) or not isinstance(content.get("kind"), str):
        raise PoseStudioError(f"expected an event with its kind, got {line[:80]!r}")
    return content


def say(line: str) -> None:
    """Write a line to standard output at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Listener:
    """Hears standard input: the lines 'pause' and 'continue', and its end, when whoever started us stops or dies."""

    def __init__(self) -> None:
        self._may_run = threading.Event()
        self._may_run.set()
        self._closed = False
        threading.Thread(target=self._hear, name="posestudio-listener", daemon=True).start()

    def _hear(self) -> None:
        rest = b""
        while heard := os.read(0, 4096):
            *lines, rest = (rest + heard).split(b"\n")
            for line in lines:
                if line == b"pause":
                    self._may_run.clear()
                elif line == b"continue":
                    self._may_run.set()
        self._closed = True
        self._may_run.set()

    def alone(self) -> bool:
        """Whether nobody listens any more; while paused says so and waits."""
        if not self._may_run.is_set():
            say(line_of(Paused()))
            self._may_run.wait()
        return self._closed


def tell(happening: Iterator[Event]) -> None:
    """Say every event until all is done or nobody listens; what was saved is gone on from later."""
    listener = Listener()
    for event in happening:
        say(line_of(event))
        if listener.alone():
            happening.close()  # type: ignore[attr-defined]  # a generator, that saves then
            return
