"""Measures who is found in pictures without boxes, and who is invented.

    python benchmarks/people_found.py CROPS ... [--without FOLDER ...] [--count N] [--boxes] [--sides 416 832]

CROPS are folders of pictures of one person each with annotations. Measured are the crops themselves, composites of
the first folder's in larger pictures (overlapping, cut off by the border, of many sizes), and pictures without
people: drawn ones, and those in FOLDER. A person is found by an answer whose OKS is at least a half, or, of the
people finder's boxes alone (--boxes), whose intersection over union with the person's is. An answer is invented where
nobody is; what crops show beside their person is not counted.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from people_scenes import Shown, sources

from posestudio.detection.detector import Detector
from posestudio.detection.people_finder import SIDES, PeopleFinder
from posestudio.detection.training.people_found import Matched, Scene, match

THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
AREAS = ((0, np.inf), (0, 32**2), (32**2, 96**2), (96**2, np.inf))
"""Ranges of a person's square pixels, by COCO's borders."""

Judge = Callable[[Scene, np.ndarray], Matched]
"""Who is found by the chosen answers."""
Answer = Callable[[np.ndarray], tuple[np.ndarray, Judge]]
"""Scores of the answers in a picture, and their judge."""


def by_keypoints(detector: Detector, steps: int) -> Answer:
    """The answers of a detector: keypoints."""

    def answer(pixels: np.ndarray) -> tuple[np.ndarray, Judge]:
        found = detector.detect(pixels, steps=steps, flip=True)
        return found.scores, lambda scene, chosen: match(scene, found.keypoints[chosen], found.boxes[chosen])

    return answer


def by_boxes(finder: PeopleFinder) -> Answer:
    """The answers of a people finder: boxes, which take the place of keypoints in what is matched."""

    def answer(pixels: np.ndarray) -> tuple[np.ndarray, Judge]:
        boxes, scores = finder.find(pixels)

        def judge(scene: Scene, chosen: np.ndarray) -> Matched:
            theirs = np.array([person.box for person in scene.people]).reshape(-1, 4)
            overlaps = np.array([[overlap(box, their) for their in theirs] for box in boxes[chosen]])
            matched = match(scene, np.full((len(boxes[chosen]), 17, 2), np.inf), boxes[chosen])
            found = (overlaps >= 0.5).any(axis=0) if overlaps.size else np.zeros(len(theirs), bool)
            return Matched(theirs[:, 2:].prod(axis=1), found, matched.answers, matched.invented, 0)

        return scores, judge

    return answer


def overlap(box: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union."""
    low, high = np.maximum(box[:2], other[:2]), np.minimum(box[:2] + box[2:], other[:2] + other[2:])
    common = float(np.prod(np.maximum(high - low, 0)))
    return common / max(box[2:].prod() + other[2:].prod() - common, 1e-9)


def table(name: str, pictures: Iterator[Shown], answer: Answer) -> tuple[str, list[str]]:
    """The line of a kind of pictures: how many, people found by size, invented in a picture, milliseconds a picture;
    and the cells of the second table: found, and invented in a picture, at each of THRESHOLDS."""
    matched: list[list[Matched]] = [[] for _ in THRESHOLDS]
    seconds = []
    for shown in pictures:
        began = time.process_time()
        scores, judge = answer(shown.pixels)
        seconds.append(time.process_time() - began)
        for rows, least in zip(matched, THRESHOLDS, strict=True):
            rows.append(judge(shown.scene, scores >= least))
    cells = []
    for rows in matched:
        found = np.concatenate([each.found for each in rows])
        share = f"{100 * found.mean():.1f} %, " if len(found) else ""
        cells.append(f"{share}{sum(each.invented for each in rows) / len(rows):.2f}")
    found, areas = (
        np.concatenate([getattr(each, name) for each in matched[0]]) for name in ("found", "areas")
    )
    parts = []
    for low, high in AREAS:
        chosen = (areas >= low) & (areas < high)
        parts.append(f"{100 * found[chosen].mean():.1f} % of {chosen.sum()}" if chosen.any() else "")
    milliseconds = f"{1000 * np.median(seconds):.0f}"
    invented = cells[0].rpartition(" ")[2]
    return f"| {name} | {len(seconds)} | {' | '.join(parts)} | {invented} | {milliseconds} |", cells


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("crops", type=Path, nargs="+")
    parser.add_argument(
        "--without", type=Path, nargs="*", default=[], help="folders of pictures without people"
    )
    parser.add_argument(
        "--count", type=int, default=60, help="crops, people in composites and drawn pictures"
    )
    parser.add_argument(
        "--boxes", action="store_true", help="the people finder's boxes alone, without keypoints"
    )
    parser.add_argument("--weights", default="detector", help="the detector's")
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--sides", type=int, nargs="+", default=SIDES, help="the people finder's")
    options = parser.parse_args()
    torch.set_num_threads(1)
    finder = PeopleFinder.load("cpu", sides=options.sides)
    if options.boxes:
        answer = by_boxes(finder)
    else:
        answer = by_keypoints(Detector.load(options.weights, device="cpu", finder=finder), options.steps)
    print(
        "| | pictures | people found | below 32 x 32 | to 96 x 96 | larger | invented a picture | ms of one core |"
    )
    print("|---|---|---|---|---|---|---|---|")
    columns = {}
    for name, pictures in sources(options.crops, options.without, options.count):
        line, columns[name] = table(name, pictures, answer)
        print(line, flush=True)
    print(f"\n| least score | {' | '.join(columns)} |\n{'|---' * (len(columns) + 1)}|")
    for index, least in enumerate(THRESHOLDS):
        print(f"| {least} | {' | '.join(cells[index] for cells in columns.values())} |")


if __name__ == "__main__":
    main()
