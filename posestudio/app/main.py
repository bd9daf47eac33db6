"""Starts the studio: makes the application and its window, opens files, and runs Qt's event loop."""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from collections.abc import Sequence
from os import PathLike

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from posestudio.app.common.session import Session
from posestudio.app.common.translation import SYSTEM, install_language
from posestudio.app.model.any_file import ClipOptions
from posestudio.app.shell.preferences import choose_computing
from posestudio.app.shell.window import StudioWindow
from posestudio.app.viewport import configure_surface_format
from posestudio.common.standard_streams import complete_streams
from posestudio.mocap.given_axes import FileAxes

SWITCH_INTERVAL = 0.0005  # seconds


def make_application(language: str | None = None) -> QApplication:
    """The one QApplication; where it is made here, with the OpenGL surface format set before, in a language of
    `translation.available_languages`, or in the one that was chosen in the preferences."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # Python's last collection would free icons after the application, in no order, and end the process on the way.
    atexit.register(gc.freeze)
    configure_surface_format()
    # A computing thread releases Python's lock after this time. The window takes the lock many times in one turn of
    # its event loop, and would wait the usual 5 ms each time.
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("PoseStudio")
    application.setApplicationDisplayName("PoseStudio")
    install_language(application, language or Session().text("language", SYSTEM))
    return application


def run(
    paths: Sequence[str | PathLike[str]] = (), axes: FileAxes | None = None, person: int | None = None
) -> int:
    """Open the studio on ``paths``, or on its start page, until it is closed; returns the exit status.

    Clips among ``paths`` are read with ``axes``, and of several people in one, ``person`` (from 0).
    The window paints first: files are read, and the model is loaded, in the background.
    """
    complete_streams()
    application = make_application()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends the program
    choose_computing(Session())
    clip_options = ClipOptions(axes or FileAxes(), person)
    window = StudioWindow()
    # SIGTERM is not a crash: what is edited is saved as the last session. Python handles signals only while Python
    # code runs in Qt's event loop, as the window's timers do every second. The window closes from the loop, not amid
    # that code, which may hold what closing waits for: the lock of a module that is imported, or of a queue.
    signal.signal(signal.SIGTERM, lambda *_: QTimer.singleShot(0, window.end))
    window.show()
    if paths:
        QTimer.singleShot(0, lambda: window.open(paths, clip_options))
    QTimer.singleShot(0, window.recovery_prompt.offer)
    QTimer.singleShot(0, window.start.offer_tour)
    gc.freeze()  # modules and widgets stay until the end: collections need not look at them
    return application.exec()
