"""Pictures and films of the whole studio for the documentation: ``python -m tools.screens FOLDER``.

Each screen is the real window with the weights that ship, in both themes; some also in German and Chinese, on a small
laptop and at 150 %. The films are short looping GIFs of a drag, and of a photograph that becomes a body. Needs a
display, which can be a virtual one: ``xvfb-run -a -s "-screen 0 2000x1300x24" python -m tools.screens docs/images``.
Language and scale are set before Qt starts, so each pair of them runs in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from posestudio.app.common.session import Session
from posestudio.app.common.theme import Choice
from posestudio.app.exporting.writers import write_image
from posestudio.app.files.opening import EXAMPLE_MOTION, EXAMPLE_PHOTOGRAPH
from posestudio.app.main import make_application
from posestudio.app.shell.window import StudioWindow
from posestudio.body.layouts import COCO_INDEX
from posestudio.common.atomic_files import atomic_write
from posestudio.common.resources import asset
from posestudio.errors import PoseStudioError, printable

PATIENCE = 120.0  # seconds for reading, loading the model and lifting
LANGUAGES = ("de", "zh_CN")
LAPTOP, DESKTOP = (1280, 720), (1440, 880)
SCALE = 1.5
FILM_WIDTH, FILM_FPS = 760, 12
_PAINTED = 3.0  # seconds after which small pictures in panels are drawn, too
_THEMES: tuple[Choice, ...] = ("light", "dark")
_WRIST = COCO_INDEX["left_wrist"]


@dataclass(frozen=True)
class Screen:
    """A state of the window: how it is reached from an empty one, its size, and in which languages and at which scale
    it is shown besides English at 100 %. ``dialog`` is the name of an action whose dialog is shown instead."""

    reach: Callable[[StudioWindow], None]
    size: tuple[int, int] = DESKTOP
    languages: tuple[str, ...] = ()
    scale: float = 1.0
    dialog: str = ""


def open_photograph(window: StudioWindow) -> None:
    """The example photograph, its person detected and lifted."""
    window.open([asset(EXAMPLE_PHOTOGRAPH)])
    wait(window, lambda: window.document.state.picture is not None)
    wait(window, lambda: not window.detection.busy and window.document.result is not None)
    settle(window)


def open_clip(window: StudioWindow) -> None:
    """The example clip in its middle, one joint corrected."""
    window.open([asset(EXAMPLE_MOTION)])
    wait(window, lambda: window.document.state.source.frames > 1)
    window.document.set_frame(39)
    settle(window)
    pull(window, 0.06)


def _joint(window: StudioWindow) -> None:
    open_photograph(window)
    window.editor.select([_WRIST])
    window.editor.setFocus()


def _compare(window: StudioWindow) -> None:
    open_photograph(window)
    window.document.select(0)
    modes = window.document.result.modes[0] if window.document.result is not None else []
    if len(modes) > 1:
        window.visibility.toggle_compared(window.document.result, int(modes[1].members[0]))


def _inspect(window: StudioWindow) -> None:
    open_photograph(window)
    window.workspace.choose("inspect")
    settle(window)
    window.playback.go(0.55 * window.playback.last)


def _train(window: StudioWindow) -> None:
    open_photograph(window)
    window.workspace.choose("train")


SCREENS: dict[str, Screen] = {
    "start": Screen(lambda window: None, languages=LANGUAGES),
    "pose": Screen(open_photograph, languages=LANGUAGES),
    "joint": Screen(_joint),
    "compare": Screen(_compare),
    "motion": Screen(open_clip, languages=LANGUAGES),
    "train": Screen(_train, languages=LANGUAGES),
    "inspect": Screen(_inspect, languages=LANGUAGES),
    "export": Screen(open_clip, dialog="export_motion", languages=LANGUAGES),
    "preferences": Screen(open_photograph, dialog="preferences"),
    "laptop": Screen(open_photograph, LAPTOP),
    "scaled": Screen(open_photograph, LAPTOP, scale=SCALE),
}
"""By the name of the file; the theme is added to it, and the language."""


def take(screens: dict[str, Screen], folder: Path, themes: Sequence[Choice], ending: str = "") -> None:
    """Save each of ``screens`` as NAME-THEME with the ``ending``, in a window that was never used before."""
    for name, screen in screens.items():
        with studio(screen.size) as window:
            screen.reach(window)
            for theme in themes:
                window.choose_theme(theme)
                path = folder / f"{name}-{theme}{ending}.png"
                if screen.dialog:
                    _save_dialog(window, screen.dialog, path)
                else:
                    save(window, path)


@contextmanager
def studio(size: tuple[int, int]) -> Iterator[StudioWindow]:
    """A new window of a ``size``, with the settings of a first start."""
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder, "session.ini")), QSettings.Format.IniFormat)
        window = StudioWindow(session=Session(settings))
        window.resize(*size)
        window.show()
        try:
            yield window
        finally:
            window.document.history.setClean()
            window.close()
            QApplication.processEvents()


def _save_dialog(window: StudioWindow, action: str, path: Path) -> None:
    """Open a dialog over the window, save its picture, and cancel it."""
    looking = QTimer(window, interval=50)

    def look() -> None:
        shown = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
        ]
        if shown:
            looking.stop()
            save(window, path, shown[0])
            shown[0].reject()

    looking.timeout.connect(look)
    looking.start()
    window.actions_by_id[action].trigger()
    wait(window, lambda: not looking.isActive())


# -- waiting


def pull(window: StudioWindow, share: float) -> None:
    """Drag the left wrist up by a share of the picture's height, and release it."""
    document = window.document
    points = document.state.points.copy()
    points[_WRIST, 1] -= share * document.state.camera.size[1]
    document.joints.move(points, [_WRIST])
    document.end_gesture()
    settle(window)


def settle(window: StudioWindow) -> None:
    """Return when what is open is lifted."""
    wait(window, lambda: window.lift_scheduler.settled)


def pause(window: StudioWindow, seconds: float) -> None:
    """Return after some time in which the window was alive."""
    end = time.monotonic() + seconds
    wait(window, lambda: time.monotonic() > end)


def save(window: StudioWindow, path: Path, shown: QWidget | None = None) -> None:
    """Save a picture of the window, or of a dialog that is ``shown`` over it, once it is painted."""
    pause(window, _PAINTED)
    write_image(path, (shown or window).grab().toImage())


def wait(window: StudioWindow, done: Callable[[], bool]) -> None:
    """Return when ``done``. Raises PoseStudioError with the failure that the window shows, or after ``PATIENCE``."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if window.banner.isVisible():
            raise PoseStudioError(window.banner.label.text())
        if time.monotonic() > deadline:
            raise PoseStudioError(f"nothing to show after {PATIENCE:g} seconds")
        QCoreApplication.processEvents()
        time.sleep(0.005)


# -- films


def film_of_a_drag(folder: Path) -> None:
    """The wrist of the photograph's person is dragged in a circle, and the poses follow."""
    with studio(DESKTOP) as window:
        window.choose_theme("dark")
        open_photograph(window)
        pause(window, _PAINTED)
        plane, frames = window.editor, [_grab(window)] * 4
        start = QPointF(*plane.model.points()[_WRIST])
        QTest.mousePress(plane, Qt.MouseButton.LeftButton, pos=start.toPoint())
        for turn in np.linspace(0, 2 * np.pi, 30):
            by = QPoint(round(60 * np.sin(turn)), round(-70 * (1 - np.cos(turn))))
            QTest.mouseMove(plane, start.toPoint() + by)
            pause(window, 0.12)  # several answers
            frames.append(_grab(window))
        QTest.mouseRelease(plane, Qt.MouseButton.LeftButton, pos=start.toPoint())
        settle(window)
        frames += [_grab(window)] * 8
    _write(folder / "drag.gif", frames)


def film_of_a_photograph(folder: Path) -> None:
    """A photograph is opened, its keypoints condense out of noise, then its pose does, and the view turns."""
    with studio(DESKTOP) as window:
        window.choose_theme("dark")
        pause(window, _PAINTED)
        frames = [_grab(window)] * 8
        open_photograph(window)
        pause(window, _PAINTED)
        playback = window.playback
        for share in np.linspace(0, 1, 24):
            playback.go(share * playback.last)
            frames.append(_grab(window))
        frames += frames[-1:] * 6
        for _ in range(24):
            view = window.viewport.save_view()
            window.viewport.restore_view(replace(view, azimuth=view.azimuth + 15.0))
            frames.append(_grab(window))
        frames += frames[-1:] * 8
    _write(folder / "photograph.gif", frames)


def _grab(window: QWidget) -> QImage:
    for _ in range(5):
        QApplication.processEvents()
    return window.grab().toImage().scaledToWidth(FILM_WIDTH, Qt.TransformationMode.SmoothTransformation)


def _write(path: Path, frames: Sequence[QImage]) -> None:
    """A looping GIF; all frames share the colours of the first, the middle and the last."""
    pictures = []
    for frame in frames:
        image = frame.convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        pictures.append(
            Image.fromarray(rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3))
        )
    sample = np.concatenate([np.asarray(pictures[at]) for at in (0, len(pictures) // 2, -1)])
    colours = Image.fromarray(sample).quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    drawn = [picture.quantize(palette=colours, dither=Image.Dither.NONE) for picture in pictures]
    with atomic_write(path) as temporary:
        drawn[0].save(
            temporary, "GIF", save_all=True, append_images=drawn[1:], duration=round(1000 / FILM_FPS), loop=0
        )


FILMS: dict[str, Callable[[Path], None]] = {
    "drag": film_of_a_drag,
    "photograph": film_of_a_photograph,
}


# -- the command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.screens", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures are put")
    parser.add_argument("--only", nargs="+", choices=[*SCREENS, *FILMS], help="these alone, in English")
    parser.add_argument("--language", default="en", help=argparse.SUPPRESS)
    parser.add_argument("--scaled", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only or options.language != "en" or options.scaled:
        return _here(options)
    groups = [["--only", *(name for name, one in SCREENS.items() if one.scale == 1)], ["--scaled"]]
    groups += [["--language", language] for language in LANGUAGES] + [["--only", *FILMS]]
    for group in groups:
        done = subprocess.run(
            [sys.executable, "-m", "tools.screens", str(options.folder), *group], check=False
        )
        if done.returncode:
            return done.returncode
    return 0


def _here(options: argparse.Namespace) -> int:
    """Take what one process can."""
    if options.scaled:
        os.environ["QT_SCALE_FACTOR"] = str(SCALE)
    make_application(options.language)
    english = options.language == "en"
    try:
        if options.scaled:
            take({name: one for name, one in SCREENS.items() if one.scale != 1}, options.folder, _THEMES)
        elif english:
            chosen = {name: SCREENS[name] for name in options.only if name in SCREENS}
            take(chosen, options.folder, _THEMES)
            for name in options.only:
                if name in FILMS:
                    FILMS[name](options.folder)
        else:
            chosen = {name: one for name, one in SCREENS.items() if options.language in one.languages}
            take(chosen, options.folder, ("dark",), f"-{options.language}")
    except (PoseStudioError, OSError) as problem:
        print(printable(problem), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
