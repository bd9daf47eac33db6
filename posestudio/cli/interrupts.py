"""Ctrl-C, a closed terminal and a request to end: half-written files are removed, a training saves a checkpoint."""

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


def _handles_signals() -> bool:
    """Whether this process handles signals itself, on its main thread: torchrun ends its processes."""
    return (
        int(os.environ.get("WORLD_SIZE", "1")) <= 1 and threading.current_thread() is threading.main_thread()
    )


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """A context in which a request to end, or a closed terminal, raises KeyboardInterrupt, so that half-written files
    are removed; a second one ends the process at once. Signals that the process ignores, as under nohup, stay so."""
    given = [number for number in _ENDS if _handles_signals() and signal.getsignal(number) is signal.SIG_DFL]

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
    """The events of a training until Ctrl-C or a request to end; then it is closed between two of its steps, so that
    it saves a checkpoint. A second Ctrl-C does not wait for that. Raises KeyboardInterrupt after either."""
    if not _handles_signals() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield from events
        return
    interrupted = False
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *_ENDS)}
    handled = [number for number, handler in before.items() if handler is not signal.SIG_IGN]

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        for other in handled:
            signal.signal(other, before[other])

    for number in handled:
        signal.signal(number, interrupt)
    try:
        for event in events:
            yield event
            if interrupted:
                events.close()  # type: ignore[attr-defined]  # a generator
                raise KeyboardInterrupt
    finally:
        for number in handled:
            signal.signal(number, before[number])
