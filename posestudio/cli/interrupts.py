"""Ctrl-C while something long runs that can stop well."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from types import FrameType
from typing import TypeVar

Event = TypeVar("Event")


def until_interrupted(events: Iterator[Event]) -> Generator[Event]:
    """The events of a training till Ctrl-C; it is closed then, between two of its steps, so that it saves where it
    is. A second Ctrl-C does not wait. Raises KeyboardInterrupt after either."""
    together = int(os.environ.get("WORLD_SIZE", "1")) > 1  # torchrun ends its processes itself
    if together or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield from events
        return
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, ask)
    try:
        for event in events:
            yield event
            if asked:
                events.close()  # type: ignore[attr-defined]  # a generator
                raise KeyboardInterrupt
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
