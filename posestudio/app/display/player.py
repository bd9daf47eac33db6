"""What the players of denoising steps and of frames share: the clock and the speed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

TICK_MS = 16
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
"""The speeds to choose from."""


class Player(QObject):
    """Calls ``_tick`` every ``TICK_MS`` while it plays; ``speed`` is a factor."""

    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.speed = 1.0
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)

    @property
    def playing(self) -> bool:
        """Whether the clock runs."""
        return self._clock.isActive()

    def pause(self) -> None:
        """Stop the clock."""
        if self.playing:
            self._clock.stop()
            self.playing_changed.emit(False)

    def _play(self) -> None:
        self._clock.start()
        self.playing_changed.emit(True)

    def _tick(self) -> None:
        raise NotImplementedError
