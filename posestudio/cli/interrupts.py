"""Ctrl-C, a closed terminal and a request to end while something long runs: files are put right, a training saved."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Event = TypeVar("Event")

_ENDS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def _alone() -> bool:
    """Whether this process decides about its end: torchrun ends its processes itself."""
    return (
        int(os.environ.get("WORLD_SIZE", "1")) <= 1 and threading.current_thread() is threading.main_thread()
    )


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """Let a request to end, or a closed terminal, raise KeyboardInterrupt, so that nothing half written stays; a
    second one does not wait. What the process ignores, as under nohup, it goes on ignoring."""
    given = [number for number in _ENDS if _alone() and signal.getsignal(number) is signal.SIG_DFL]

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise KeyboardInterrupt

    for number in given:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in given:
            signal.signal(number, signal.SIG_DFL)


def until_interrupted(events: Iterator[Event]) -> Generator[Event]:
    """The events of a training till Ctrl-C, or a request to end; it is closed then, between two of its steps, so that
    it saves where it is. A second Ctrl-C does not wait. Raises KeyboardInterrupt after either."""
    if not _alone() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield from events
        return
    asked = False
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *_ENDS)}
    heeded = [number for number, handler in before.items() if handler is not signal.SIG_IGN]

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        for one in heeded:
            signal.signal(one, before[one])

    for number in heeded:
        signal.signal(number, ask)
    try:
        for event in events:
            yield event
            if asked:
                events.close()  # type: ignore[attr-defined]  # a generator
                raise KeyboardInterrupt
    finally:
        for number in heeded:
            signal.signal(number, before[number])
