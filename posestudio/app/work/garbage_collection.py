"""Python's garbage collector, run in the window's thread only.

By default it runs in whichever thread allocates, such as the lifting thread; a widget collected there would be
destroyed in the wrong thread, which Qt does not allow.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000


class GarbageCollector(QObject):
    """Collects from Qt's event loop, every ``INTERVAL_MS``, where the collector's own thresholds are exceeded."""

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
        """Let Python collect in any thread again."""
        self._clock.stop()
        if self._was_enabled:
            gc.enable()
