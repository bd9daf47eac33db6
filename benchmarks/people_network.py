"""Measures the people finder's network beside the file it was made of, run by OpenCV, on one core.

    python benchmarks/people_network.py nanodet.onnx PICTURE ...

The ONNX file is NanoDet-g 416 with its own outputs: scores (1, n, 80) and distributions (1, n, 44) of three grids.
Prints the largest difference of people's scores and boxes, and milliseconds of one pass at 416 x 416 pixels.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch

from posestudio.common.pictures import read_picture
from posestudio.detection.network.people_network import STRIDES, corners_of
from posestudio.detection.people_finder import PeopleFinder

SIDE = 416
SEEN = 0.05
"""Lowest score of cells whose boxes are compared."""


def of_opencv(network: cv2.dnn.Net, pixels: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores (cells,) and corners (cells, 4), as our network gives them."""
    normal = (pixels[..., ::-1] - np.array([103.53, 116.28, 123.675])) / (57.375, 57.12, 58.395)
    network.setInput(normal.astype(np.float32).transpose(2, 0, 1)[None])
    outputs = sorted(network.forward(network.getUnconnectedOutLayersNames()), key=lambda each: -each.shape[1])
    scores = [torch.from_numpy(each[0, :, 0]) for each in outputs if each.shape[2] == 80]
    corners = []
    for each, stride in zip((each for each in outputs if each.shape[2] == 44), STRIDES, strict=True):
        logits = torch.from_numpy(each).permute(0, 2, 1).unflatten(-1, (SIDE // stride, -1))
        corners.append(corners_of(logits, stride)[0])
    return torch.cat(scores), torch.cat(corners)


def milliseconds(call: Callable[[], object], times: int = 10) -> str:
    """The least and the median of several calls."""
    taken = []
    for _ in range(times + 1):
        began = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - began))
    return f"{min(taken[1:]):.0f} (median {np.median(taken[1:]):.0f})"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("onnx", type=Path)
    parser.add_argument("pictures", type=Path, nargs="+")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    theirs = cv2.dnn.readNet(str(options.onnx))
    network = PeopleFinder.load("cpu").network

    def ours(tensor: torch.Tensor, dtype: torch.dtype | None) -> tuple[torch.Tensor, torch.Tensor]:
        with torch.no_grad(), torch.autocast("cpu", dtype, enabled=dtype is not None):
            scores, corners = network(tensor)
        return scores[0], corners[0]

    pixels, tensor = np.zeros((SIDE, SIDE, 3), np.uint8), torch.zeros(1)
    worst: dict[str, list[float]] = {"float32": [0, 0], "bfloat16": [0, 0]}
    for path in options.pictures:
        pixels = np.asarray(cv2.resize(read_picture(path), (SIDE, SIDE), interpolation=cv2.INTER_AREA))
        tensor = torch.from_numpy(pixels).permute(2, 0, 1)[None]
        scores, corners = of_opencv(theirs, pixels)
        seen = scores >= SEEN
        for name, most in worst.items():
            found, boxes = ours(tensor, torch.bfloat16 if name == "bfloat16" else None)
            most[0] = max(most[0], float((found - scores).abs().max()))
            most[1] = max(most[1], float((boxes - corners)[seen].abs().max()) if seen.any() else 0.0)
    for name, (score, box) in worst.items():
        print(f"{name}: scores differ by at most {score:.1e}, boxes by {box:.1e} pixels")
    print(f"float32: {milliseconds(lambda: ours(tensor, None))} ms")
    print(f"bfloat16: {milliseconds(lambda: ours(tensor, torch.bfloat16))} ms")
    print(f"OpenCV: {milliseconds(lambda: of_opencv(theirs, pixels))} ms")


if __name__ == "__main__":
    main()
