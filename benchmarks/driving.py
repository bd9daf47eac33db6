"""Mouse events and waiting in the event loop, for the benchmarks of the window."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def send(widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    """Send a mouse event of the left button, as the window system would deliver it."""
    left = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def wait(until: Callable[[], bool], seconds: float = 300, pause: float = 0.0) -> None:
    """Run the event loop, once at least, until ``until()`` is true; between two turns sleep for ``pause`` seconds.
    Raises SystemExit."""
    end = time.perf_counter() + seconds
    QApplication.processEvents()
    while not until():
        if time.perf_counter() > end:
            raise SystemExit(f"nothing happened for {seconds:g} seconds")
        if pause:
            time.sleep(pause)
        QApplication.processEvents()
