"""Measures a detection on one core, against the network's multiply-adds at the processor's measured peak.

The floor is what this processor could do at best: the multiply-adds of the convolutions and fully connected layers of
one detection (the backbone once, the decoder once a step) at the rate of large matrix products or of a wide
convolution, whichever is the higher. Cutting the crop out of the picture, drawing masks and decoding heatmaps are
counted in the time and not in the floor.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import torch

from posestudio.detection.detector import Detector
from posestudio.detection.network.model import DiffusionPose, ModelConfig
from posestudio.learning.device import bfloat16_helps


def peak_rate(dtype: torch.dtype, side: int = 1024) -> float:
    """Multiply-adds per second of (side, side) x (side, side) products, or of a 3x3 convolution of 256 channels."""
    a, b = torch.randn(side, side, dtype=dtype), torch.randn(side, side, dtype=dtype)
    for _ in range(3):
        a @ b
    product = side**3 / min(_timed(lambda: a @ b) for _ in range(20))
    layer = torch.nn.Conv2d(256, 256, 3, padding=1, bias=False).to(
        dtype=dtype, memory_format=torch.channels_last
    )
    x = torch.randn(1, 256, 48, 48, dtype=dtype).to(memory_format=torch.channels_last)
    with torch.no_grad():
        convolution = 9 * 256 * x.numel() / min(_timed(lambda: layer(x)) for _ in range(20))
    return max(product, convolution)


def _timed(call) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def multiply_adds(model: DiffusionPose, steps: int) -> int:
    """The multiply-adds of convolutions and fully connected layers in one detection of one crop."""
    total = 0

    def count(layer, _, output) -> None:
        nonlocal total
        total += layer.weight[0].numel() * output.numel()

    layers = [part for part in model.modules() if isinstance(part, torch.nn.Conv2d | torch.nn.Linear)]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    try:
        model.sample(torch.zeros(1, 3, model.config.size, model.config.size), steps)
    finally:
        for hook in hooks:
            hook.remove()
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", help="name or file; without, the time of untrained networks")
    parser.add_argument("--backbones", nargs="+", default=["w18-small", "w18-small-v2", "w18", "w32"])
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--times", type=int, default=50)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    picture = np.random.default_rng(0).integers(0, 256, (480, 640, 3)).astype(np.uint8)
    precisions = [torch.float32] + [torch.bfloat16] * bfloat16_helps(torch.device("cpu"))
    rates = {dtype: peak_rate(dtype) for dtype in precisions}
    for dtype, rate in rates.items():
        print(
            f"{str(dtype).removeprefix('torch.')}: {rate / 1e9:.0f} G multiply-adds/s, {options.threads} threads"
        )
    heads = ("median ms", "p95 ms", "floor ms", "ratio")
    print(f"{'model':>13} {'precision':>9} {'steps':>5} {'M madds':>8}", *(f"{head:>9}" for head in heads))
    for name in [options.weights] if options.weights else options.backbones:
        for dtype, rate in rates.items():
            exact = dtype == torch.float32
            if options.weights:
                detector = Detector.load(name, device="cpu", exact=exact)
            else:
                model = DiffusionPose(ModelConfig(backbone=name, size=options.size))
                detector = Detector(model.eval(), exact=exact)
            for steps in (1, 2, 4, 8):
                work = multiply_adds(detector.model, steps)
                for _ in range(3):
                    detector.detect(picture, [[200, 40, 160, 400]], steps=steps)
                times = [
                    _timed(lambda d=detector, n=steps: d.detect(picture, [[200, 40, 160, 400]], steps=n))
                    * 1000
                    for _ in range(options.times)
                ]
                median, late, floor = np.median(times), np.quantile(times, 0.95), work / rate * 1000
                words = "float32" if exact else "bfloat16"
                figures = (median, late, floor, median / floor)
                print(f"{name:>13} {words:>9} {steps:5} {work / 1e6:8.0f}", *(f"{n:9.1f}" for n in figures))


if __name__ == "__main__":
    main()
