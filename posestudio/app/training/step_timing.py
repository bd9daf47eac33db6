"""Measures how long a training step of chosen settings takes, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from posestudio.app.training.command_process import CommandProcess

_PAUSE_MS = 800  # from the last change of settings to the measurement


class StepTiming(QObject):
    """Runs ``posestudio train --estimate`` with ``arguments``, on which the duration of a step depends."""

    began = Signal()
    measured = Signal(dict)
    """The event ``estimated``: rate, memory and devices; see `posestudio.learning.events`."""
    ended = Signal(str)
    """The measurement has ended; the text is the error, or empty."""

    def __init__(self, arguments: Callable[[], list[str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arguments = arguments
        self._process = CommandProcess(self)
        self._process.event_received.connect(self._receive)
        self._process.ended.connect(self.ended)
        self._measured: list[str] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._measure)

    def measure_soon(self) -> None:
        """Measure after a pause without another call, unless these arguments were measured last."""
        self._pause.start()

    @property
    def outdated(self) -> bool:
        """Whether the arguments have changed since the last measurement began."""
        return self._arguments() != self._measured

    def _measure(self) -> None:
        if not self.outdated or self._process.running:
            return
        self._measured = self._arguments()
        self.began.emit()
        self._process.start(["train", "--out", "nowhere", *self._measured, "--estimate", "--events"])

    def _receive(self, event: dict[str, Any]) -> None:
        if event["kind"] == "estimated":
            self.measured.emit(event)

    def close(self) -> None:
        """End the measurement."""
        self._pause.stop()
        self._process.kill()
        self._process.close()
