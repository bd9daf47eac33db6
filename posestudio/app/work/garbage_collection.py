"""Python's garbage collector, kept in the window's thread.

Left alone it runs in whichever thread allocates, the sampling thread among them; a widget that is
collected there is destroyed behind Qt's back.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000


class GarbageCollector(QObject):
    """Collects once in a while from Qt's event loop, by the collector's own thresholds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._clock = QTimer(self, interval=INTERVAL_MS)
        self._clock.timeout.connect(self._collect)
        self._clock.start()

    def _collect(self) -> None:
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Let Python collect as it likes again."""
        self._clock.stop()
        if self._was_enabled:
            gc.enable()
