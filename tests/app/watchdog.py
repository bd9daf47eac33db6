"""How long the window's own thread works between two turns of its event loop."""

from __future__ import annotations

from contextlib import contextmanager
from time import thread_time

from PySide6.QtCore import QTimer

LIMIT = 0.05  # seconds of processor time: a shorter hold nobody feels


@contextmanager
def watched(limit: float = LIMIT):
    """Fails when one turn of the loop costs the thread more than ``limit`` seconds of processor time.

    Not of the clock's: on a busy machine that says how long others had the processors.
    """
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
