"""Measures the accuracy of detectors, against a plain heatmap regressor.

    python benchmarks/detector_accuracy.py PICTURES WEIGHTS ... [--baseline WEIGHTS]

On the photographs held out in training (a tenth, by name), in the annotated boxes: PCK@0.2 with a 95 % interval by
picture, its difference to the baseline's (a plain heatmap regressor of the same size and training; without one the
first weights' initialisation) by the same pictures, PCKh@0.5 and OKS-AP; of the initialisation and after 1 to 8
denoising steps, averaged with the mirrored picture, and without boxes. Then each joint's PCK, and the effect of the
time at which denoising starts.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from detector_ablation import STEPS, interval, right

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.common.resources import find_weights
from posestudio.detection.detector import Detector
from posestudio.detection.network.checkpoint import load_model
from posestudio.detection.training.annotations import AnnotatedPerson, read_coco, split_by_picture
from posestudio.detection.training.evaluation import Found, predictions, score
from posestudio.detection.training.samples import Photographs
from posestudio.learning.device import bfloat16_helps

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
STARTS = (0.1, 0.3, 0.9)


def without_boxes(weights: str, held_out: Photographs) -> Found:
    """Keypoints detected without boxes: in the photographs, which are centred on the person, and in pictures twice as
    wide, black except for the photograph at a random position."""
    detector = Detector.load(weights, device="cpu")
    random = np.random.default_rng(0)
    found_by_name: dict[str, list] = {"no box": [], "no box, twice as wide": []}
    for person in held_out.people:
        picture = held_out.picture(person)
        found = detector.detect(picture)
        found_by_name["no box"].append((found.keypoints[0], found.confidence[0]))
        height, width = picture.shape[:2]
        left, top = random.integers(0, (width, height))
        wide = np.zeros((2 * height, 2 * width, 3), np.uint8)
        wide[top : top + height, left : left + width] = picture
        found = detector.detect(wide)
        found_by_name["no box, twice as wide"].append((found.keypoints[0] - (left, top), found.confidence[0]))
    return {
        name: tuple(np.stack(part) for part in zip(*rows, strict=True))
        for name, rows in found_by_name.items()
    }


def row(
    name: str, people: list[AnnotatedPerson], points: np.ndarray, confidence: np.ndarray, base: np.ndarray
) -> str:
    """A line of the table; ``base`` are the baseline's hits."""
    hits, figures = right(people, points), score(people, points, confidence)
    low, high = np.quantile([_share(hits[rows]) for rows in _again(len(hits))], (0.025, 0.975)) * 100
    cells = [
        f"{_share(hits) * 100:.1f} ({low:.1f} to {high:.1f})",
        interval(hits[None], base[None]),
        f"{figures['pckh'] * 100:.1f}",
        f"{figures['ap'] * 100:.1f}",
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def _share(hits: np.ndarray) -> float:
    return float(hits[:, 0].sum() / hits[:, 1].sum())


def _again(count: int, draws: int = 1000) -> np.ndarray:
    return np.random.default_rng(0).integers(0, count, (draws, count))


def by_joint(people: list[AnnotatedPerson], points: np.ndarray) -> str:
    """PCK@0.2 of each kind of joint."""
    cells = []
    for joint in JOINTS:
        chosen = [i for i, name in enumerate(COCO_KEYPOINTS) if name.endswith(joint)]
        cells.append(f"{_share(right(people, points, chosen)) * 100:.1f}")
    return " | ".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="a folder with keypoints.json")
    parser.add_argument("weights", nargs="+")
    parser.add_argument("--baseline", "--control", dest="baseline", help="weights of a plain regressor")
    parser.add_argument("--people", type=int, help="evaluate only so many people")
    options = parser.parse_args()
    people = split_by_picture(read_coco(options.pictures / "keypoints.json"))[1][: options.people]
    held_out = Photographs(people)
    fast = bfloat16_helps(torch.device("cpu"))
    found: Found = {}
    for weights in [options.baseline] * bool(options.baseline) + options.weights:
        model, _ = load_model(find_weights(weights, detector=True))
        name = Path(weights).parent.name if Path(weights).suffix else weights
        plain = model.config.variant == "initialisation"
        for mirrored in (False, True):
            steps = (1,) if plain else (4,) if mirrored else STEPS
            for step, answer in predictions(model, held_out, steps, mirrored, bfloat16=fast).items():
                if not plain or step == "initialisation":
                    found[f"{name}, {step}" + ", mirrored too" * mirrored] = answer
        if not plain:
            found |= {f"{name}, {case}": answer for case, answer in without_boxes(weights, held_out).items()}
            for start in STARTS:
                answer = predictions(model, held_out, (4,), start=start, bfloat16=fast)["4 steps"]
                found[f"{name}, 4 steps from {start:g} T"] = answer
    base = right(people, next(iter(found.values()))[0])
    print(
        f"{len(people)} people\n\n|  | PCK@0.2 | to the first row | PCKh@0.5 | OKS-AP |\n|---|---|---|---|---|"
    )
    for name, (points, confidence) in found.items():
        print(row(name, people, points, confidence, base))
    print("\n| PCK@0.2 of | " + " | ".join(JOINTS) + " |\n" + "|---" * (len(JOINTS) + 1) + "|")
    for name, (points, _) in found.items():
        print(f"| {name} | {by_joint(people, points)} |")


if __name__ == "__main__":
    main()
