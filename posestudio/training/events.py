"""What a training tells a program that watches it: one JSON object a line."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from ..errors import PoseStudioError


def line_of(event: Any) -> str:
    """An event of `training.loop`, as a line: its name in small letters under ``kind``, and its fields."""
    if not is_dataclass(event) or isinstance(event, type):
        raise TypeError(f"expected an event, got {event!r}")
    fields = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(event).items()}
    return json.dumps({"kind": type(event).__name__.lower(), **fields})


def event_of(line: str) -> dict[str, Any]:
    """The object that ``line_of`` wrote. Raises PoseStudioError for another line."""
    try:
        content = json.loads(line)
    except ValueError as problem:
        raise PoseStudioError(f"expected an event as JSON, got {line[:80]!r}") from problem
    if not isinstance(content, dict) or not isinstance(content.get("kind"), str):
        raise PoseStudioError(f"expected an event with its kind, got {line[:80]!r}")
    return content


def say(line: str) -> None:
    """Write a line to standard output at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def left_alone() -> Callable[[], bool]:
    """Whether standard input has been closed, as it is when whoever started this program stops or dies."""
    closed = threading.Event()

    def wait() -> None:
        while os.read(0, 4096):
            pass
        closed.set()

    threading.Thread(target=wait, name="posestudio-left-alone", daemon=True).start()
    return closed.is_set
