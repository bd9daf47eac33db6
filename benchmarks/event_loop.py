"""Measures how long the window's event loop is blocked, against the time of painting the window once.

At start, while opening a large BVH, dragging, playing and exporting.

A timer of no interval fires in the loop; the longest time between two firings is what a person would notice as a
stutter. Beside it the window's own share of that time (its thread's processor time): the rest is waiting, for
Python's lock or for a processor. The floor is what painting the whole window once takes on this machine, in the
same run; each use has a budget of so many paintings of the window's own work, and the exit status is 1 when one is
exceeded. Needs a display::

    xvfb-run -a -s "-screen 0 1600x1024x24" python benchmarks/event_loop.py [--megabytes 100]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np
from driving import send, wait
from PySide6.QtCore import QEvent, QObject, QPointF, QTimer

from posestudio.app.files.opening import EXAMPLE_MOTION
from posestudio.app.main import make_application
from posestudio.app.shell.window import StudioWindow
from posestudio.body.layouts import COCO_INDEX
from posestudio.common.resources import asset
from posestudio.mocap.bvh import load_bvh

IMPORTS = time.process_time()  # seconds from the start of Python till here, nearly
WRIST = COCO_INDEX["left_wrist"]


BUDGETS = {  # most processor time of a use, in paintings of the whole window
    "to the first paint": 12.0,
    "model loaded, lifted": 12.0,
    "dragging": 8.0,
    "playing the steps": 4.0,
    "playing the clip": 4.0,
    "exporting a video": 4.0,
    "a large clip": 6.0,
}


class Watchdog:
    """Measures the longest time that the event loop was blocked since the last report."""

    def __init__(self) -> None:
        self._busiest: dict[str, float] = {}
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._beat)
        self._wall, self._own = time.perf_counter(), time.thread_time()
        self._held: list[tuple[float, float]] = []
        self._timer.start()

    def _beat(self) -> None:
        wall, own = time.perf_counter(), time.thread_time()
        self._held.append((wall - self._wall, own - self._own))
        self._wall, self._own = wall, own

    def report(self, what: str) -> None:
        self._beat()
        held = np.array(self._held) * 1000
        longest, own = held[held[:, 0].argmax()]
        busiest = held[:, 1].max()
        print(
            f"{what:>24}: held at most {longest:6.1f} ms, {own:5.1f} by itself; own work at most {busiest:5.1f}"
        )
        self._busiest[what] = busiest
        self._held.clear()
        self._wall, self._own = time.perf_counter(), time.thread_time()  # the report itself is not counted

    def exceeded(self, floor: float) -> list[str]:
        """Print the processor time of every use over ``floor`` milliseconds; returns the uses over budget."""
        over = []
        for what, busiest in self._busiest.items():
            ratio, budget = busiest / floor, BUDGETS[what]
            print(f"{what:>24}: {ratio:5.1f} paintings of {floor:.1f} ms, budget {budget:g}")
            if ratio > budget:
                over.append(what)
        return over


class FirstPaint(QObject):
    """``at`` is when ``window`` was painted first, 0 before."""

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self.at = 0.0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False


def painting(window: StudioWindow) -> float:
    """Milliseconds of processor time that painting the whole window takes, the median of 15."""
    times = []
    for _ in range(15):
        began = time.thread_time()
        window.grab()
        times.append(time.thread_time() - began)
    return 1000 * float(np.median(times))


def rest(seconds: float) -> None:
    end = time.perf_counter() + seconds
    wait(lambda: time.perf_counter() > end)


def drag(window: StudioWindow) -> None:
    start = window.editor.joint_position(WRIST)
    send(window.editor, QEvent.Type.MouseButtonPress, start)
    for number in range(100):
        send(window.editor, QEvent.Type.MouseMove, start + QPointF(1.8, -1.2) * (25 - abs(number % 50 - 25)))
        rest(0.016)
    send(window.editor, QEvent.Type.MouseButtonRelease, start)
    wait(lambda: window.lift_scheduler.settled)


def large_bvh(path: Path, megabytes: float) -> None:
    """A BVH file of the bundled clip with its frames repeated."""
    text = asset("example/clip.bvh").read_text()
    head, motion = text.split("MOTION", 1)
    lines = motion.strip().splitlines()
    frames = lines[2:]
    times = max(1, round(megabytes * 2**20 / sum(len(line) + 1 for line in frames)))
    with path.open("w") as stream:
        stream.write(f"{head}MOTION\nFrames: {len(frames) * times}\n{lines[1]}\n")
        for _ in range(times):
            stream.write("\n".join(frames) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=100.0)
    options = parser.parse_args()
    load_bvh(asset("example/clip.bvh"))  # what the window imports for it is not counted as opening
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder, "large.bvh")
        large_bvh(large, options.megabytes)
        os.sync()  # or the disk is still busy with it when it is read
        raise SystemExit(1 if measure(large) else 0)


def measure(large: Path) -> list[str]:
    """Use the window, print how long each use blocked it, and return the uses over budget."""
    began = time.perf_counter()
    make_application()
    window = StudioWindow()
    painted = FirstPaint(window)
    window.show()
    watchdog = Watchdog()
    wait(lambda: painted.at > 0)
    first = 1000 * (painted.at - began + IMPORTS)
    print(f"{'first paint':>24}: {first:6.0f} ms after the start of Python, imports included")
    watchdog.report("to the first paint")
    window.opening.open_example(EXAMPLE_MOTION)
    wait(lambda: window.document.state.source.frames > 1 and window.lift_scheduler.settled)
    watchdog.report("model loaded, lifted")
    drag(window)
    watchdog.report("dragging")
    window.actions_by_id["play"].trigger()
    rest(3.2)
    watchdog.report("playing the steps")
    window.actions_by_id["play_frames"].trigger()
    rest(3.0)
    window.actions_by_id["play_frames"].trigger()
    wait(lambda: window.lift_scheduler.settled)
    watchdog.report("playing the clip")
    video = large.with_name("a.mp4")
    window.exporting.export("denoising_video", video)
    wait(video.exists)
    watchdog.report("exporting a video")
    window.open([large])
    wait(lambda: window.document.state.source.name == "large.bvh")
    wait(lambda: window.lift_scheduler.settled)
    frames = window.document.state.source.frames
    print(f"{'':>24}  {large.stat().st_size / 2**20:.0f} MB, {frames} frames:")
    watchdog.report("a large clip")
    over = watchdog.exceeded(painting(window))
    window.close()
    return over


if __name__ == "__main__":
    main()
