"""Measures the time from a move of a dragged joint to its poses on the screen, against a lift and a repaint alone.

The real window on its bundled example; a wrist is moved by 1.8 pixels every 16 ms, and the time is taken from
each move to the end of the first painted frame of the 3D view whose poses were lifted from that move or a
later one; what of it is not lifting counts as painting. In the same run: the same lift alone, and a bare repaint of
the same scene, 3D view and picture plane. The exit status is 1 when the median of the painting is over 1.5 times the
bare repaint, or the median of both over 1.5 times the lift alone and the bare repaint, or p95 over 2.5 times.
Needs a display::

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
PAINTING = 1.5  # median, in bare repaints
TOTAL = np.array([1.5, 2.5])  # median and p95, in a lift alone and a bare repaint
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
    wait(lambda: not window.document.state.empty and window.lift_scheduler.settled, pause=0.0005)
    import torch  # loaded behind the window by now

    if options.threads:
        torch.set_num_threads(options.threads)
    moved: dict[int, float] = {}  # time of the move that led to each state, by its id
    lifting: list[float] = []
    pending: list[tuple[float, float]] = []  # time of the move, seconds of its lift
    latencies: list[float] = []
    painting: list[float] = []

    def answered(response: Response) -> None:
        began = moved.get(id(response.request.context))
        if began is not None:
            lifting.append(response.seconds)
            pending.append((began, response.seconds))

    def painted() -> None:
        now = time.perf_counter()
        latencies.extend(now - began for began, _ in pending)
        painting.extend(now - began - seconds for began, seconds in pending)
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
    lift, repaint = lift_alone(window), paint_alone(window)
    window.close()
    print(
        f"{len(latencies)} of {options.moves} moves were answered and painted, {torch.get_num_threads()} threads"
    )
    for name, times in (
        ("move to painted", latencies),
        ("of that, lifting", lifting),
        ("the rest, painting", painting),
    ):
        middle, late = np.quantile(times, [0.5, 0.95]) * 1000
        print(f"{name:>18}: median {middle:5.1f} ms, p95 {late:5.1f} ms")
    print(f"{'alone':>18}: lift {1000 * lift:.1f} ms, bare repaint {1000 * repaint:.1f} ms")
    painted_for = float(np.median(painting)) / repaint
    ratios = np.quantile(latencies, [0.5, 0.95]) / (lift + repaint)
    print(f"{'painting':>18}: median {painted_for:.2f} bare repaints (at most {PAINTING})")
    print(
        f"{'total':>18}: median {ratios[0]:.2f} and p95 {ratios[1]:.2f} times a lift alone and a bare repaint"
        f" (at most {TOTAL[0]} and {TOTAL[1]})"
    )
    raise SystemExit(1 if painted_for > PAINTING or (ratios > TOTAL).any() else 0)


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
