"""Plays the denoising steps: the position between noise and pose that is shown."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Signal

from posestudio.app.display.player import Player

SECONDS = 3.0  # from noise to pose at normal speed, whatever the number of steps
FORMING_SECONDS = 2.0


class StepPlayer(Player):
    """A position in steps from 0 (noise) to ``last`` (the pose); playing also passes between the steps.

    A new trajectory is shown at its end. ``loop`` says to begin again at the end. ``form`` plays it once, whatever
    speed and loop are, and returns to the pose.
    """

    moved = Signal()
    forming_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loop = False
        self.position = 0.0
        self.last = 0
        self._ticked = 0.0
        self.forming = False

    @property
    def step(self) -> int:
        """The step nearest to the position."""
        return round(self.position)

    @property
    def share(self) -> float:
        """The position as a fraction of the steps, 0 to 1; 1 where there are none."""
        return self.position / self.last if self.last else 1.0

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
        """Show a position, or the nearest one there is."""
        position = float(min(max(position, 0), self.last))
        if position != self.position:
            self.position = position
            self.moved.emit()

    def move(self, steps: int) -> None:
        """Go forwards by so many steps, or backwards if negative; stops the clock."""
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
            self._play()

    def form(self) -> None:
        """Play once from noise to the pose; or end that, at the pose."""
        formed = self.forming
        self.finish()
        if not formed and self.last > 0:
            self._set_forming(True)
            self.go(0)
            self._ticked = perf_counter()
            self._play()

    def finish(self) -> None:
        """Show the pose, and stop the clock."""
        self.pause()
        self.go(self.last)

    def pause(self) -> None:
        super().pause()
        self._set_forming(False)

    def _set_forming(self, forming: bool) -> None:
        if forming != self.forming:
            self.forming = forming
            self.forming_changed.emit(forming)

    def _tick(self) -> None:
        now = perf_counter()
        passed, self._ticked = now - self._ticked, now
        if self.at_end:
            if self.loop and not self.forming:
                self.go(0)
            else:
                self.pause()
            return
        share = passed / FORMING_SECONDS if self.forming else passed / SECONDS * self.speed
        self.go(self.position + share * self.last)
