"""Measures detection, against the networks' multiply-adds at the processor's measured peak.

    python benchmarks/detection.py [--weights detector]         # a person in a box, one core
    python benchmarks/detection.py --group --threads 2          # everybody in a group photograph of 12 megapixels

The floor is what this processor could do at best: the multiply-adds of the convolutions and fully connected layers of
one detection (the backbone once, the decoder once a step, and the people finder at each of its scales) at the rate of
large matrix products or of a wide convolution, whichever is the higher. Reading the picture, cutting crops out of it,
drawing masks and decoding heatmaps are counted in the time and not in the floor.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from posestudio.body.standing import standing_body
from posestudio.dataset.poses import load_poses
from posestudio.detection.crops import crop_of_box, cut
from posestudio.detection.decoding import peaks
from posestudio.detection.detector import Detector
from posestudio.detection.network.model import DiffusionPose, ModelConfig
from posestudio.detection.people_finder import letterbox, sides_of
from posestudio.detection.training.groups import draw_group
from posestudio.learning.device import bfloat16_helps

BOX = [200, 40, 160, 400]
GROUP = (1333, 1000)  # pixels, enlarged three times: 12 megapixels


def peak_rate(dtype: torch.dtype, side: int = 1024) -> float:
    """Multiply-adds per second of (side, side) x (side, side) products, or of a 3x3 convolution of 256 channels."""
    a, b = torch.randn(side, side, dtype=dtype), torch.randn(side, side, dtype=dtype)
    for _ in range(3):
        a @ b
    product = side**3 / min(timed(lambda: a @ b) for _ in range(20))
    layer = torch.nn.Conv2d(256, 256, 3, padding=1, bias=False).to(
        dtype=dtype, memory_format=torch.channels_last
    )
    x = torch.randn(1, 256, 48, 48, dtype=dtype).to(memory_format=torch.channels_last)
    with torch.no_grad():
        convolution = 9 * 256 * x.numel() / min(timed(lambda: layer(x)) for _ in range(20))
    return max(product, convolution)


def timed(call: Callable[[], Any]) -> float:
    """Seconds of a call: with one thread the processor's time, which does not count other programs on the machine."""
    clock = time.process_time if torch.get_num_threads() == 1 else time.perf_counter
    began = clock()
    call()
    return clock() - began


def multiply_adds(model: torch.nn.Module, call: Callable[[], Any]) -> int:
    """The multiply-adds of a model's convolutions and fully connected layers in a call."""
    total = 0

    def count(layer, _, output) -> None:
        nonlocal total
        total += layer.weight[0].numel() * output.numel()

    layers = [part for part in model.modules() if isinstance(part, torch.nn.Conv2d | torch.nn.Linear)]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    try:
        with torch.no_grad():
            call()
    finally:
        for hook in hooks:
            hook.remove()
    return total


def initialisation(detector: Detector, picture: np.ndarray) -> None:
    """The keypoints of the initialisation alone, as a detector without diffusion finds them."""
    size = detector.model.config.size
    crop = torch.from_numpy(cut(picture, crop_of_box(BOX, size), size)).permute(2, 0, 1)[None]
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=detector.bfloat16):
        maps = detector.model.initial(detector.model.features(crop))
    peaks(maps.float())


def row(name: str, times: list[float], work: int, rate: float) -> None:
    """Print a line of the table; ``times`` in seconds."""
    median, late, floor = np.median(times) * 1000, np.quantile(times, 0.95) * 1000, work / rate * 1000
    figures = (median, late, floor, median / floor)
    print(f"| {name} | {work / 1e6:.0f} | " + " | ".join(f"{number:.1f}" for number in figures) + " |")


def person(detector: Detector, name: str, rate: float, count: int) -> None:
    """The lines of a person in a box."""
    picture = np.random.default_rng(0).integers(0, 256, (480, 640, 3)).astype(np.uint8)
    model, empty = detector.model, torch.zeros(1, 3, *[detector.model.config.size] * 2)

    def measure(words: str, call: Callable[[], Any], work: int) -> None:
        for _ in range(3):
            call()
        row(f"{name}, {words}", [timed(call) for _ in range(count)], work, rate)

    work = multiply_adds(model, lambda: model.initial(model.features(empty)))
    measure("initialisation", lambda: initialisation(detector, picture), work)
    for mirrored in (False, True):
        for steps in (1, 4):
            work = multiply_adds(model, lambda n=steps: model.sample(empty, n)) * (1 + mirrored)
            words = f"{steps} step{'s' * (steps > 1)}" + ", mirrored too" * mirrored
            measure(words, lambda n=steps, m=mirrored: detector.detect(picture, [BOX], steps=n, flip=m), work)


def group(detector: Detector, people: int, poses: np.ndarray, rate: float, count: int) -> None:
    """The line of a group photograph, from its file to the keypoints of everybody found."""
    drawn = draw_group(poses, GROUP, people, np.random.default_rng(0), 0.5).picture
    picture = cv2.resize(drawn, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    model, network = detector.model, detector.finder.network
    empty = torch.zeros(1, 3, *[model.config.size] * 2)
    work = 0
    for side in sides_of(picture.shape[1], picture.shape[0]):
        square = torch.from_numpy(letterbox(picture, side)[0]).permute(2, 0, 1)[None]
        work += multiply_adds(network, lambda s=square: network(s))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "group.jpg"
        cv2.imwrite(str(path), picture[..., ::-1])
        for mirrored in (False, True):
            found = detector.detect(path, flip=mirrored).people
            each = multiply_adds(model, lambda: model.sample(empty, 4)) * (1 + mirrored)
            times = [timed(lambda m=mirrored: detector.detect(path, flip=m)) for _ in range(count)]
            words = f"{people} people, {found} found, 4 steps" + ", mirrored too" * mirrored
            row(words, times, work + found * each, rate)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", default="detector", help="name or file")
    parser.add_argument("--backbones", nargs="+", help="the time of untrained networks instead")
    parser.add_argument("--size", type=int, default=256, help="of untrained networks")
    parser.add_argument("--group", action="store_true")
    parser.add_argument("--people", type=int, default=10, help="in the group photograph")
    parser.add_argument("--poses", help="poses file of the people in it; default: all stand alike")
    parser.add_argument("--exact", action="store_true", help="float32, also where bfloat16 is faster")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--times", type=int, default=0, help="default: 50, or 5 with --group")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)
    torch.manual_seed(0)
    half = bfloat16_helps(torch.device("cpu")) and not options.exact
    rate = peak_rate(torch.bfloat16 if half else torch.float32)
    words = "bfloat16" if half else "float32"
    print(f"{words}: {rate / 1e9:.0f} G multiply-adds/s, {options.threads} threads\n")
    if options.backbones:
        models = {name: DiffusionPose(ModelConfig(backbone=name, size=options.size)).eval()
                  for name in options.backbones}  # fmt: skip
        detectors = {name: Detector(model, exact=options.exact) for name, model in models.items()}
    else:
        detectors = {options.weights: Detector.load(options.weights, "cpu", options.exact)}
    print("| | M multiply-adds | median ms | p95 ms | floor ms | ratio |\n|---|---|---|---|---|---|")
    for name, detector in detectors.items():
        if options.group:
            poses = load_poses(options.poses).joints if options.poses else standing_body()[None]
            group(detector, options.people, poses, rate, options.times or 5)
        else:
            person(detector, name, rate, options.times or 50)


if __name__ == "__main__":
    main()
