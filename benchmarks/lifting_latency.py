"""Measures the latency of a lift, against the network's multiply-adds at this machine's rate of matrix products.

    python benchmarks/lifting_latency.py [--weights mlp] [--threads 2] [--lifts 200]

From keypoints to world joints; median and 95th percentile. "quick" is what the studio does while a joint is
dragged: 16 hypotheses follow the last whole lift's in one evaluation of the student, the keypoint moving 1.8 pixels
each time; "warm" is what it does without a student: they start from the last result in three evaluations. The floor
multiplies at the rate this machine reaches with matrices of as many rows, in float32 and, where that is quicker,
bfloat16. Layers in float16 (precision.py) read half the bytes: for few rows they can be below that floor.

At the end both ways of dragging are timed in turns with the floor of the three evaluations, so that what else the
machine does changes all three alike; with --threads 1 in the thread's own time. The exit status is 1 when a quick
lift takes over 1.3 times that floor or over a third of a warm one.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

import numpy as np
import torch

from posestudio.body.layouts import BODY_JOINTS, COCO_INDEX, COCO_KEYPOINTS
from posestudio.common.allocator import keep_freed_memory
from posestudio.common.resources import asset
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import load_camera
from posestudio.keypoints import Keypoints, load_keypoints
from posestudio.learning.device import bfloat16_helps
from posestudio.lifting.lifter import Lifter

LIFTS = ((1, 3, False), (16, 3, True), (16, 10, False), (50, 10, False), (200, 10, False))
"""Hypotheses, steps, and whether warm."""

DRAGGED, OF_FLOOR, OF_WARM = 16, 1.3, 1 / 3
"""Hypotheses while dragging, and the most that a quick lift may take of the floor and of a warm lift."""


def peak_rate(rows: int, dtype: torch.dtype) -> float:
    """Multiply-adds per second of (rows, 1024) x (1024, 1024) products."""
    a, b = torch.randn(rows, 1024, dtype=dtype), torch.randn(1024, 1024, dtype=dtype)
    for _ in range(3):
        a @ b
    best = min(_timed(lambda: a @ b) for _ in range(30))
    return rows * 1024 * 1024 / best


def _timed(call, clock=time.perf_counter) -> float:
    began = clock()
    call()
    return clock() - began


def multiply_adds(lifter: Lifter) -> int:
    """The multiply-adds of fully connected layers in one evaluation of a pose; for the transformer, of all tokens."""
    network = lifter.denoiser.network
    tokens = 1
    if lifter.card["model"] == "transformer":
        tokens = len(BODY_JOINTS) + (0 if network.joined else len(COCO_KEYPOINTS))
    weights = [*network.parameters(), *network.buffers()]
    return tokens * sum(weight.numel() for weight in weights if weight.ndim == 2)


def dragged(keypoints: Keypoints, pixels: float) -> Keypoints:
    """The keypoints with the first person's left wrist moved to the right."""
    points = keypoints.points.copy()
    points[0, COCO_INDEX["left_wrist"], 0] += pixels
    return replace(keypoints, points=points)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", default="mlp")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--lifts", type=int, default=200)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keep_freed_memory()  # as the commands and the studio do
    keypoints = load_keypoints(asset("example/keypoints.json"))[0]
    camera = load_camera(asset("example/camera.json"))
    half = bfloat16_helps(torch.device("cpu"))
    for exact, dtype in ((True, torch.float32), (False, torch.bfloat16 if half else torch.float32)):
        lifter = Lifter.load(options.weights, device="cpu", exact=exact)
        work = multiply_adds(Lifter.load(options.weights, device="cpu", exact=True))
        precision = (
            "float32" if exact else "as used, " + ("bfloat16" if half else "float32, large layers float16")
        )
        print(f"{options.weights}, {precision}, {options.threads} threads, {work / 1e6:.1f} M multiply-adds")
        print(f"{'hypotheses':>10} {'steps':>6} {'median ms':>9} {'p95 ms':>7} {'floor ms':>8} {'ratio':>6}")
        for hypotheses, steps, warm in LIFTS:
            last = lifter.lift(keypoints, camera, hypotheses=hypotheses)
            times = []
            for number in range(options.lifts if hypotheses < 200 else 30):
                moved = dragged(keypoints, 1.8 * (number % 50))
                began = time.perf_counter()
                last = lifter.lift(
                    moved, camera, hypotheses=hypotheses, steps=steps, warm=last.warm if warm else None
                )
                times.append(time.perf_counter() - began)
            floor = steps * hypotheses * work / peak_rate(hypotheses, dtype) * 1000
            median, late = np.median(times) * 1000, np.quantile(times, 0.95) * 1000
            words = f"{steps} warm" if warm else str(steps)
            print(f"{hypotheses:10} {words:>6} {median:9.1f} {late:7.1f} {floor:8.1f} {median / floor:6.1f}")
    raise SystemExit(0 if within_a_frame(lifter, keypoints, camera, work, dtype, options.lifts) else 1)


def within_a_frame(
    lifter: Lifter, keypoints: Keypoints, camera: Camera, work: int, dtype: torch.dtype, lifts: int
) -> bool:
    """Print the times of quick lifts, of warm ones and of the latter's floor, in turns; whether quick ones are quick
    enough."""
    if lifter.hand is None:
        print("no student of these weights: nothing answers quick lifts")
        return True
    # On one thread, its own time: what other programs take of the processor does not count.
    clock = time.thread_time if torch.get_num_threads() == 1 else time.perf_counter
    a, b = torch.randn(DRAGGED, 1024, dtype=dtype), torch.randn(1024, 1024, dtype=dtype)
    products = 3 * work / 1024**2
    own = sum(p.numel() for p in [*lifter.hand.parameters(), *lifter.hand.buffers()] if p.ndim == 2) / 1024**2
    first = lifter.lift(keypoints, camera, hypotheses=DRAGGED).warm
    taken: dict[str, list[float]] = {"quick": [], "warm": [], "floor": [], "the student's floor": []}
    warm = {True: first, False: first}
    for number in range(lifts):
        moved = dragged(keypoints, 1.8 * (number % 50))
        for quick in (True, False):
            began = clock()
            result = lifter.lift(moved, camera, hypotheses=DRAGGED, steps=3, warm=warm[quick], quick=quick)
            taken["quick" if quick else "warm"].append(clock() - began)
            warm[quick] = result.warm
        product = min(_timed(lambda: a @ b, clock) for _ in range(5))
        taken["floor"].append(product * products)
        taken["the student's floor"].append(product * own)
    middle = {name: float(np.median(times)) for name, times in taken.items()}
    print(
        f"{DRAGGED} hypotheses, one after the other: "
        + ", ".join(f"{n} {1000 * t:.2f} ms" for n, t in middle.items())
    )
    ratios = middle["quick"] / middle["floor"], middle["quick"] / middle["warm"]
    print(
        f"quick: {ratios[0]:.2f} times the floor (at most {OF_FLOOR}), {ratios[1]:.2f} of a warm lift (at most 0.33)"
    )
    return ratios[0] <= OF_FLOOR and ratios[1] <= OF_WARM


if __name__ == "__main__":
    main()
