"""Which moment of the denoising is shown, and the clock that moves it."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

SECONDS = 3.0  # from noise to pose at normal speed, however many steps there are
TICK_MS = 16
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)


class Playback(QObject):
    """A position from 0 (noise) to ``last`` (the pose); playing passes between the steps too.

    A new trajectory shows its end.
    """

    moved = Signal()
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.position = 0.0
        self.last = 0
        self.loop = False
        self.speed = 1.0
        self._ticked = 0.0
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)

    @property
    def step(self) -> int:
        """The step nearest to the position."""
        return round(self.position)

    @property
    def share(self) -> float:
        """How much of the way is done, 0 to 1; all of it where there is none."""
        return self.position / self.last if self.last else 1.0

    @property
    def playing(self) -> bool:
        """Whether the clock runs."""
        return self._clock.isActive()

    @property
    def at_end(self) -> bool:
        """Whether the final pose is shown."""
        return self.position >= self.last

    def set_length(self, last: int) -> None:
        """Take a new trajectory of ``last`` steps, and show its end."""
        self.pause()
        self.position, self.last = float(last), last
        self.moved.emit()

    def go(self, position: float) -> None:
        """Show a moment, the nearest there is."""
        position = float(min(max(position, 0), self.last))
        if position != self.position:
            self.position = position
            self.moved.emit()

    def move(self, steps: int) -> None:
        """Step forwards or, negative, backwards; stops the clock."""
        self.pause()
        self.go(self.step + steps)

    def toggle(self) -> None:
        """Play, from the start when at the end; or pause."""
        if self.playing:
            self.pause()
        elif self.last > 0:
            if self.at_end:
                self.go(0)
            self._ticked = perf_counter()
            self._clock.start()
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop the clock."""
        if self.playing:
            self._clock.stop()
            self.playing_changed.emit(False)

    def _tick(self) -> None:
        now = perf_counter()
        passed, self._ticked = now - self._ticked, now
        if self.at_end:
            if self.loop:
                self.go(0)
            else:
                self.pause()
            return
        self.go(self.position + passed / SECONDS * self.last * self.speed)
