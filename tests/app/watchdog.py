"""How long the window's own thread works between two turns of its event loop."""

from __future__ import annotations

from contextlib import contextmanager
from time import thread_time

from PySide6.QtCore import QTimer

LIMIT = 0.05  # seconds of processor time: a shorter hold nobody feels
SUM = 0.0012  # seconds that `sum(range(100_000))` takes where limits are meant as they stand


def _slowness() -> float:
    """How many times as long as there this machine takes, at least 1."""

    def once() -> float:
        began = thread_time()
        sum(range(100_000))
        return thread_time() - began

    return max(1.0, min(once() for _ in range(5)) / SUM)


@contextmanager
def watched(limit: float = LIMIT):
    """Fails when one turn of the loop costs the thread more than ``limit`` seconds of processor time.

    Not of the clock's: on a busy machine that says how long others had the processors. On a slow machine the
    limit is longer in proportion.
    """
    limit *= _slowness()
    timer = QTimer(interval=0)
    held: list[float] = []
    last = [thread_time()]

    def beat() -> None:
        now = thread_time()
        held.append(now - last[0])
        last[0] = now

    timer.timeout.connect(beat)
    timer.start()
    yield held
    timer.stop()
    assert held and max(held) < limit, f"the event loop was held for {1000 * max(held):.0f} ms"
