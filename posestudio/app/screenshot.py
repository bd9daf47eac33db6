"""A picture of the real window at work: ``python -m posestudio.app.screenshot --out FILE [--theme dark]``.

Opens the files given, or the bundled example, takes a joint for a walk, waits for the poses and grabs
the window. Needs a display; a virtual one will do: ``xvfb-run -a -s "-screen 0 1600x1000x24" python -m ...``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings

from posestudio.app.exporting import export_image
from posestudio.app.main import make_application
from posestudio.app.opening import EXAMPLE
from posestudio.app.session import Session
from posestudio.app.window import StudioWindow
from posestudio.body.layouts import COCO_INDEX
from posestudio.errors import PoseStudioError
from posestudio.resources import asset

PATIENCE = 120.0  # seconds for reading, loading the model and lifting


def take_screenshot(window: StudioWindow, options: argparse.Namespace) -> None:
    """Do in ``window`` what the options say, and save its picture. Raises PoseStudioError with what the
    window says failed, OSError where nothing can be written."""
    document = window.document
    window.open(options.files or [asset(EXAMPLE)])
    _wait(window, lambda: not document.state.empty)
    document.set_frame(options.frame - 1)
    if options.pull:
        wrist = COCO_INDEX["left_wrist"]
        points = document.state.points.copy()
        points[wrist, 1] -= options.pull * document.state.camera.size[1]
        document.joints.move(points, [wrist])
        window.editor.select([wrist])
    _wait(window, lambda: window.lifts.settled)
    window.viewport.frame()
    window.playback.go(options.moment * window.playback.last)
    painted = time.monotonic() + 0.5
    _wait(window, lambda: time.monotonic() > painted)
    export_image(options.out, window.grab().toImage())


def _wait(window: StudioWindow, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if window.banner.isVisible():
            raise PoseStudioError(window.banner.words.text())
        if time.monotonic() > deadline:
            raise PoseStudioError(f"nothing to see after {PATIENCE:g} seconds")
        QCoreApplication.processEvents()
        time.sleep(0.005)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m posestudio.app.screenshot", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="files to open; default: the bundled example")
    parser.add_argument("--out", type=Path, required=True, help="the PNG to write")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", type=int, nargs=2, default=(1560, 960), metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--frame", type=int, default=1, help="frame of the clip, from 1")
    parser.add_argument("--moment", type=float, default=1.0, help="0 shows noise, 1 the finished poses")
    parser.add_argument(
        "--pull", type=float, default=0.0, help="pull the left wrist up by this share of the picture"
    )
    options = parser.parse_args(arguments)
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder, "session.ini")), QSettings.Format.IniFormat)
        window = StudioWindow(session=Session(settings))
        window.choose_theme(options.theme)
        window.resize(*options.size)
        window.show()
        try:
            take_screenshot(window, options)
        except (PoseStudioError, OSError) as problem:
            print(problem, file=sys.stderr)
            return 1
        finally:
            window.close()
            application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
