"""A ``posestudio`` command as a child process that writes events as JSON lines and ends with the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from posestudio.app.common.translation import tr
from posestudio.common.workers import PARENT
from posestudio.errors import PoseStudioError
from posestudio.learning.events import read_event

PATIENCE_MS = 30_000  # for a checkpoint to be written


class CommandProcess(QObject):
    """Runs one ``posestudio`` command after the other, such as ``train --events`` and ``convert --events``.

    A training reads its standard input; when that is closed, also because the window was killed, it saves and stops.
    """

    event_received = Signal(dict)
    """An event: see `posestudio.learning.events`."""
    ended = Signal(str)
    """The process has ended; the text is the last line of its errors if it failed, otherwise empty."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._rest = b""
        self._problem = ""
        self._stopping = False
        self._next: list[str] | None = None  # to run when the dropped one has ended
        self._dropped = False

    @property
    def running(self) -> bool:
        """Whether a command is under way."""
        return self._process is not None

    def start(self, arguments: Sequence[str]) -> None:
        """Run ``posestudio ARGUMENTS``. While another command runs this does nothing, unless that was dropped: then
        it runs as soon as the dropped one has ended."""
        if self._process is not None:
            if self._dropped:
                self._next = list(arguments)
            return
        self._dropped, self._next = False, None
        self._rest, self._problem, self._stopping = b"", "", False
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        if arguments[0] != "train" or "--estimate" in arguments:  # a training is stopped by its input instead
            environment.insert(PARENT, str(os.getpid()))
        if not environment.contains("OMP_NUM_THREADS"):  # one core is left to the window
            environment.insert("OMP_NUM_THREADS", str(max((os.cpu_count() or 2) - 1, 1)))
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_problem)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._never_started)
        self._process = process
        process.start(sys.executable, ["-m", "posestudio", *arguments])

    def stop(self) -> None:
        """Make the command save and end."""
        if self._process is not None:
            self._stopping = True
            self._process.closeWriteChannel()

    def pause(self, paused: bool) -> None:
        """Pause a training between two steps, or let it continue."""
        if self._process is not None:
            self._process.write(b"pause\n" if paused else b"continue\n")

    def kill(self) -> None:
        """End the command at once; what is not saved is lost."""
        if self._process is not None:
            self._stopping = True
            self._process.kill()

    def drop(self) -> None:
        """End the command at once and emit nothing more about it: another is to be run."""
        self._next = None
        if self._process is not None and not self._dropped:
            self._dropped = True
            self._process.readyReadStandardOutput.disconnect(self._read)
            self.kill()

    def close(self) -> None:
        """Make the command save and end, and wait for that."""
        process = self._process
        if process is None:
            return
        process.finished.disconnect(self._finished)
        self.stop()
        if not process.waitForFinished(PATIENCE_MS):
            process.kill()
            process.waitForFinished()
        self._process = None

    def _read(self) -> None:
        assert self._process is not None
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            try:
                event: dict[str, Any] = read_event(line.decode("utf-8", "replace"))
            except PoseStudioError:
                continue  # not an event
            self.event_received.emit(event)

    def _read_problem(self) -> None:
        assert self._process is not None
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        if text:
            self._problem = text.splitlines()[-1]

    def _finished(self, status: int, _: object) -> None:
        if self._dropped:
            self._process, self._dropped, arguments = None, False, self._next
            if arguments is not None:
                self.start(arguments)
            return
        self._read()
        self._read_problem()
        self._process = None
        failed = status != 0 and not self._stopping
        self.ended.emit((self._problem or tr("ended with status {status}", status=status)) if failed else "")

    def _never_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._process, self._dropped = None, False
            name = os.path.basename(sys.executable)
            self.ended.emit(tr("{name} cannot be started", name=name))
