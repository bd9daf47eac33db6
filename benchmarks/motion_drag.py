"""Measures the time from a dragged joint of a sequence to the painted motion, against solving and painting alone.

    xvfb-run -a -s "-screen 0 1280x1024x24" python benchmarks/motion_drag.py [--frames 120] [--moves 100]

The real window on a sequence of one person, who walks to and fro (`motion.walker`). Once its motion is solved, a
wrist is moved in the frame in the middle by 1.8 pixels every 16 ms, and the time is taken from each move to the end
of the first painted 3D view whose motion was solved from that move or a later one: the coarse answer. The fine one,
after the drag, is timed, too. The floor, in the same run: the same coarse solving alone, and a painting of the 3D
view alone.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from drag_to_picture import EVERY, WRIST, paint_alone
from driving import send, wait
from motion import walker
from PySide6.QtCore import QEvent, QPointF

from posestudio.app.main import make_application
from posestudio.app.model.sources import KeypointsSource
from posestudio.app.shell.window import StudioWindow
from posestudio.app.work.lift_worker import load_lifter
from posestudio.app.work.motion_request import COARSE_HYPOTHESES, MotionInput, MotionRequest, solve

PAUSE = 0.0005


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--moves", type=int, default=100)
    options = parser.parse_args()
    make_application()
    window = StudioWindow()
    window.resize(1280, 800)
    window.show()
    frames = tuple(walker(options.frames))
    window.document.open_source(KeypointsSource("walk", frames, frame_time=1 / 30))
    middle = options.frames // 2
    window.document.set_frame(middle)
    solver = window.sequence_work.solver
    wait(lambda: solver.settled and window.document.motion_result is not None, pause=PAUSE)
    wait(lambda: window.lift_scheduler.settled, pause=PAUSE)
    moved: dict[int, float] = {}  # time of the move that led to each state, by its id
    pending: list[float] = []
    latencies: list[float] = []

    def answered() -> None:
        shown = solver._shown
        began = None if shown is None else moved.get(id(shown.state))
        if began is not None and window.document.motion_is_coarse:
            pending.append(began)

    def painted() -> None:
        now = time.perf_counter()
        latencies.extend(now - began for began in pending)
        pending.clear()

    window.document.motion_changed.connect(answered)
    window.viewport.painted.connect(painted)
    start = window.editor.joint_position(WRIST)
    states = [window.document.state]  # keeps the states alive, so that no other object gets their ids
    send(window.editor, QEvent.Type.MouseButtonPress, start)
    for number in range(options.moves):
        began = time.perf_counter()
        distance = 1.8 * (25 - abs(number % 50 - 25))
        send(window.editor, QEvent.Type.MouseMove, start + QPointF(-distance, distance / 2))
        states.append(window.document.state)
        moved[id(states[-1])] = began
        wait(lambda due=began + EVERY: time.perf_counter() >= due, pause=PAUSE)
    wait(lambda: not pending, pause=PAUSE)
    request = MotionRequest(states[-1], solver._at_press.motion, (middle,), coarse=True)
    released = time.perf_counter()
    send(window.editor, QEvent.Type.MouseButtonRelease, start)
    wait(lambda: solver.settled, pause=PAUSE)
    fine = time.perf_counter() - released
    floor = solve_alone(request) + paint_alone(window)
    window.close()
    if not latencies:
        raise SystemExit("no move was answered")
    print(f"{options.frames} frames, {COARSE_HYPOTHESES} hypotheses while dragging")
    print(f"{len(latencies)} of {options.moves} moves were answered and painted")
    middle_time, late = np.quantile(latencies, [0.5, 0.95]) * 1000
    print(f"move to painted: median {middle_time:6.1f} ms, p95 {late:6.1f} ms")
    print(f"          floor: {1000 * floor:13.1f} ms; median {middle_time / floor / 1000:.2f} times it")
    print(f"release to fine: {1000 * fine:13.1f} ms")


def solve_alone(request: MotionRequest, times: int = 20) -> float:
    """The median seconds of the coarse solving of a move, while nothing else runs."""
    lifter, given, taken = load_lifter(request.state.settings.weights), MotionInput(), []
    for _ in range(times):
        began = time.perf_counter()
        solve(lifter, given.of(request.state), request, lambda *_: None)
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))


if __name__ == "__main__":
    main()
