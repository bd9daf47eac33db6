"""From a command to a window."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence
from os import PathLike

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from posestudio.app.common.translation import install_translation
from posestudio.app.files.opening import EXAMPLE
from posestudio.app.model.reading import ClipOptions
from posestudio.app.shell.window import StudioWindow
from posestudio.app.viewport import configure_surface_format
from posestudio.common.resources import asset
from posestudio.common.streams import complete_streams
from posestudio.errors import PoseStudioError
from posestudio.mocap.axes import FileAxes

SWITCH_INTERVAL = 0.0005  # seconds


def make_application() -> QApplication:
    """The one QApplication, its OpenGL surface asked for beforehand."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    configure_surface_format()
    # A thread that computes gives way after so long. The window asks for Python's lock many times in one
    # turn of its loop, and would wait the usual 5 ms each time.
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("PoseStudio")
    application.setApplicationDisplayName("PoseStudio")
    install_translation(application)
    return application


def run(
    paths: Sequence[str | PathLike[str]] = (), axes: FileAxes | None = None, person: int | None = None
) -> int:
    """Open the studio on ``paths``, or on its bundled example; the exit status.

    ``axes`` and ``person`` are told of the clips among ``paths``.
    The window paints first: files are read, and the model is loaded, behind it.
    """
    complete_streams()
    application = make_application()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends the program
    clip_options = ClipOptions(axes or FileAxes(), person)
    window = StudioWindow()
    # Being asked to end is no crash: what is edited is kept as the last session. Python notices signals when Python
    # code runs in Qt's loop, as the window's timers do every second.
    signal.signal(signal.SIGTERM, lambda *_: window.end())
    window.show()
    QTimer.singleShot(0, lambda: window.open(paths or example(), clip_options))
    QTimer.singleShot(0, window.offer_recovery)
    QTimer.singleShot(0, window.begin)
    gc.freeze()  # modules and widgets are here to stay: collections need not look at them
    return application.exec()


def example() -> list[PathLike[str]]:
    """The bundled clip, where the installation has it."""
    try:
        return [asset(EXAMPLE)]
    except PoseStudioError:
        return []
