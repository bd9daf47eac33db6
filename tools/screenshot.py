"""Pictures of the real window at work: ``python tools/screenshot.py --out FILE`` or ``--gallery FOLDER``.

Opens the files given, or the bundled example, waits until they are lifted, pulls a joint with ``--pull``, and saves a
picture of the window; a gallery is a picture of each of the main states in both themes. Needs a display, which can
be a virtual one: ``xvfb-run -a -s "-screen 0 1700x1100x24" python tools/screenshot.py ...``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings

from posestudio.app.common.session import Session
from posestudio.app.common.theme import Choice
from posestudio.app.exporting.writers import write_image
from posestudio.app.files.opening import EXAMPLE
from posestudio.app.main import make_application
from posestudio.app.model.state import State
from posestudio.app.shell.window import StudioWindow
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX
from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError, printable

PATIENCE = 120.0  # seconds for reading, loading the model and lifting
WRIST, HAND = COCO_INDEX["left_wrist"], BODY_INDEX["left_wrist"]


def take_screenshot(window: StudioWindow, options: argparse.Namespace) -> None:
    """Carry out the options in ``window``, and save its picture. Raises PoseStudioError with the failure that the
    window shows, OSError where nothing can be written."""
    _begin(window, options.files, options.frame)
    if options.pull:
        _pull(window, options.pull)
    window.viewport.frame()
    window.playback.go(options.moment * window.playback.last)
    _save(window, options.out)


def take_gallery(window: StudioWindow, folder: Path, files: Sequence[Path], frame: int) -> None:
    """Save a picture of each of ``STATES`` in both themes, as NAME-THEME.png."""
    _begin(window, files, frame)
    window.viewport.frame()
    for name, reach in STATES.items():
        before = window.document.state
        reach(window)
        _wait(window, lambda: window.lift_scheduler.settled)
        for theme in _THEMES:
            window.choose_theme(theme)
            _save(window, folder / f"{name}-{theme}.png")
        _leave(window, before)


def _begin(window: StudioWindow, files: Sequence[Path], frame: int) -> None:
    window.open(list(files) or [asset(EXAMPLE)])
    _wait(window, lambda: not window.document.state.empty)
    window.document.set_frame(frame - 1)
    window.document.end_gesture()
    _wait(window, lambda: window.lift_scheduler.settled)


def _pull(window: StudioWindow, share: float) -> None:
    """Drag the left wrist up by a share of the picture's height, and release it."""
    document = window.document
    points = document.state.points.copy()
    points[WRIST, 1] -= share * document.state.camera.size[1]
    document.joints.move(points, [WRIST])
    document.end_gesture()
    window.editor.select([WRIST])
    _wait(window, lambda: window.lift_scheduler.settled)


def _noise(window: StudioWindow) -> None:
    window.visibility.set(trails=True)
    window.workspace.bring("spread")
    window.playback.go(0.6 * window.playback.last)


def _pins(window: StudioWindow) -> None:
    window.actions_by_id["handles"].setChecked(True)
    body = window.document.selected_body()
    if body is not None:
        window.document.joints.pull(HAND, body[HAND] + (0.05, 0.1, 0.15))
        window.document.end_gesture()


def _motion(window: StudioWindow) -> None:
    """Keys in three frames, a range marked as missing, one with swapped sides, and one selected."""
    document, selection, last = window.document, window.selection, window.document.state.source.frames - 1
    for share in (0.15, 0.4, 0.62):
        document.set_frame(round(share * last))
        _pull(window, 0.05)
    for begin, end, edit in ((0.2, 0.3, selection.mark_missing), (0.7, 0.8, selection.swap_sides)):
        selection.set_range(round(begin * last), round(end * last))
        edit()
    selection.set_range(round(0.45 * last), round(0.6 * last))


def _views(window: StudioWindow) -> None:
    window.set_views(4)


def _tour(window: StudioWindow) -> None:
    window.start.start_tour()


STATES: dict[str, Callable[[StudioWindow], None]] = {
    "studio": lambda window: _pull(window, 0.1),
    "denoising": _noise,
    "pulling-in-3d": _pins,
    "motion-strip": _motion,
    "four-views": _views,
    "first-steps": _tour,
}
"""The main states of the window, and how to reach each from a clip that has been lifted."""

_THEMES: tuple[Choice, ...] = ("light", "dark")


def _leave(window: StudioWindow, before: State) -> None:
    """Restore the document and the views to how they were before."""
    window.document.end_gesture()
    window.document.open_state(before)
    window.actions_by_id["handles"].setChecked(False)
    window.visibility.set(trails=False)
    window.set_views(1)
    window.start.tour.end()
    window.workspace.choose("motion")
    window.editor.select([])
    window.selection.clear()
    _wait(window, lambda: window.lift_scheduler.settled)
    window.playback.go(window.playback.last)


def _save(window: StudioWindow, path: Path) -> None:
    painted = time.monotonic() + 0.6
    _wait(window, lambda: time.monotonic() > painted)
    write_image(path, window.grab().toImage())


def _wait(window: StudioWindow, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if window.banner.isVisible():
            raise PoseStudioError(window.banner.label.text())
        if time.monotonic() > deadline:
            raise PoseStudioError(f"nothing to show after {PATIENCE:g} seconds")
        QCoreApplication.processEvents()
        time.sleep(0.005)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python tools/screenshot.py", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="files to open; default: the bundled example")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help="the PNG to write")
    where.add_argument("--gallery", type=Path, metavar="FOLDER", help="the main states, in both themes")
    parser.add_argument("--theme", choices=_THEMES, default="light")
    parser.add_argument("--size", type=int, nargs=2, default=(1560, 960), metavar=("WIDTH", "HEIGHT"))
    parser.add_argument("--frame", type=int, default=1, help="frame of the clip, from 1")
    parser.add_argument("--moment", type=float, default=1.0, help="0 shows noise, 1 the finished poses")
    parser.add_argument(
        "--pull", type=float, default=0.0, help="pull the left wrist up by this share of the picture"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder, "session.ini")), QSettings.Format.IniFormat)
        window = StudioWindow(session=Session(settings))
        window.choose_theme(options.theme)
        window.resize(*options.size)
        window.show()
        try:
            if options.gallery is not None:
                take_gallery(window, options.gallery, options.files, options.frame)
            else:
                take_screenshot(window, options)
        except (PoseStudioError, OSError) as problem:
            print(printable(problem), file=sys.stderr)
            return 1
        finally:
            window.close()
            application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
