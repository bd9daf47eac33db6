"""Measures the time from a move of a dragged joint to its poses on the screen, against a lift and a painting alone.

The real window on its bundled example; a wrist is moved by 1.8 pixels every 16 ms, and the time is taken from
each move to the end of the first painted frame of the 3D view whose poses were lifted from that move or a
later one. The share of it that is lifting is printed, too. The floor, in the same run: the same lift alone, and
a painting of the 3D view alone; the exit status is 1 when the median is over twice or p95 over three times
their sum. Needs a display::

    xvfb-run -a -s "-screen 0 1280x1024x24" python benchmarks/drag_to_picture.py
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

import numpy as np
from driving import send, wait
from PySide6.QtCore import QEvent, QPointF

from posestudio.app.main import make_application
from posestudio.app.shell.window import StudioWindow
from posestudio.app.work.lift_worker import Quality, Request, Response, load_lifter
from posestudio.body.layouts import COCO_INDEX

EVERY = 0.016  # seconds from one move to the next: a 60 Hz screen's
BUDGET = np.array([2.0, 3.0])  # median and p95, in lifts and paintings alone
WRIST = COCO_INDEX["left_wrist"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument(
        "--threads", type=int, default=0, help="of the sampler; 0 for the studio's own choice"
    )
    options = parser.parse_args()
    make_application()
    window = StudioWindow()
    window.resize(1280, 800)
    window.show()
    window.opening.open_example()
    wait(lambda: window.lift_scheduler.settled, pause=0.0005)
    import torch  # loaded behind the window by now

    if options.threads:
        torch.set_num_threads(options.threads)
    moved: dict[int, float] = {}  # time of the move that led to each state, by its id
    lifting: list[float] = []
    pending: list[float] = []
    latencies: list[float] = []

    def answered(response: Response) -> None:
        began = moved.get(id(response.request.context))
        if began is not None:
            lifting.append(response.seconds)
            pending.append(began)

    def painted() -> None:
        now = time.perf_counter()
        latencies.extend(now - began for began in pending)
        pending.clear()

    window.lift_scheduler.lifted.connect(answered)
    window.viewport.painted.connect(painted)
    start = window.editor.joint_position(WRIST)
    states = []  # keeps the states alive, so that no other object gets their ids
    send(window.editor, QEvent.Type.MouseButtonPress, start)
    for number in range(options.moves):
        began = time.perf_counter()
        distance = 1.8 * (25 - abs(number % 50 - 25))
        send(window.editor, QEvent.Type.MouseMove, start + QPointF(-distance, distance / 2))
        states.append(window.document.state)
        moved[id(states[-1])] = began
        wait(lambda due=began + EVERY: time.perf_counter() >= due, pause=0.0005)
    wait(lambda: not pending, pause=0.0005)
    send(window.editor, QEvent.Type.MouseButtonRelease, start)
    wait(lambda: window.lift_scheduler.settled, pause=0.0005)
    floor = lift_alone(window) + paint_alone(window)
    window.close()
    print(
        f"{len(latencies)} of {options.moves} moves were answered and painted, {torch.get_num_threads()} threads"
    )
    for name, times in (("move to painted", latencies), ("of that, lifting", lifting)):
        middle, late = np.quantile(times, [0.5, 0.95]) * 1000
        print(f"{name:>18}: median {middle:5.1f} ms, p95 {late:5.1f} ms")
    ratios = np.quantile(latencies, [0.5, 0.95]) / floor
    print(f"{'floor':>18}: {1000 * floor:12.1f} ms; median {ratios[0]:.2f} and p95 {ratios[1]:.2f} times it")
    raise SystemExit(1 if (ratios > BUDGET).any() else 0)


def lift_alone(window: StudioWindow, times: int = 50) -> float:
    """The median seconds of the lift that follows a dragged joint, while nothing else runs."""
    lifter, state = load_lifter(window.document.state.settings.weights), window.document.state
    request = Request(state.lift_input(), state.camera, state.settings, Quality.QUICK)
    warm, taken = None, []
    for _ in range(times):
        began = time.perf_counter()
        warm = lifter.lift(camera=state.camera, warm=warm, **request.options()).warm
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))


def paint_alone(window: StudioWindow, times: int = 50) -> float:
    """The median seconds from a new scene to the painted 3D view and picture plane, while nothing else runs."""
    painted: list[float] = []
    window.viewport.painted.connect(lambda: painted.append(time.perf_counter()))
    taken = []
    for _ in range(times):
        painted.clear()
        began = time.perf_counter()
        window.editor.repaint()
        window.viewport.show_scene(replace(window.viewport.scene))
        wait(lambda: bool(painted))
        taken.append(painted[0] - began)
    return float(np.median(taken))


if __name__ == "__main__":
    main()
