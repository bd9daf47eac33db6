"""Measures the errors of a detector on rendered pictures of poses, and what it says of them.

    python benchmarks/detector_noise.py POSES.npz [--weights detector] [--pictures 600]

The people of held-out subjects are rendered into pictures of 72 to 224 pixels, and detected in their true boxes. All
lengths are over the person's size, the larger side of the box around the exact points. The numbers of
`dataset.photograph_noise` are these. "To the other side": points within 5 % of the other side's, where the two are
10 % apart.
"""

from __future__ import annotations

import argparse

import numpy as np

from posestudio.body.layouts import COCO_KEYPOINTS
from posestudio.body.mirroring import COCO_MIRROR
from posestudio.dataset.poses import load_poses
from posestudio.detection.calibration import GROUP_OF_KEYPOINT, GROUPS
from posestudio.detection.detector import Detector
from posestudio.detection.training.renders import Renders

SIZES = (72, 112, 160, 224)
MARGIN = 0.08
RAYLEIGH = np.sqrt(-2 * np.log(1 - np.array([0.5, 0.9, 0.99])))
"""Quantiles .5, .9 and .99 of the length of a normal error with a standard deviation of 1 along each axis."""


def measured(detector: Detector, poses: np.ndarray, count: int) -> tuple[np.ndarray, ...]:
    """(points, truth (N, 17, 2), said (N, 17), size (N,)), pixels, and (N, 17) bool which were found."""
    rng = np.random.default_rng(0)
    rows = []
    for _ in range(count):
        side = int(rng.choice(SIZES))
        render = Renders(poses, side).draw(rng)
        low, high = render.points.min(0), render.points.max(0)
        size = float((high - low).max())
        low = np.clip(low - MARGIN * size, 0, side - 1)
        box = np.concatenate([low, np.minimum(high + MARGIN * size, side) - low])
        found = detector.detect(render.picture, [box])
        seen = found.confidence[0] >= found.missing_below
        rows.append((found.keypoints[0], render.points, found.noise[0], size, seen))
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("poses")
    parser.add_argument("--weights", default="detector")
    parser.add_argument("--pictures", type=int, default=600)
    options = parser.parse_args()
    poses = load_poses(options.poses).split()[1].joints
    detector = Detector.load(options.weights, "cpu")
    points, truth, said, size, seen = measured(detector, poses, options.pictures)
    shift = (points - truth) / size[:, None, None]
    error, said = np.linalg.norm(shift, axis=-1), said / size[:, None]
    other = truth[:, list(COCO_MIRROR)]
    apart = np.linalg.norm(truth - other, axis=-1) > 0.1 * size[:, None]
    across = apart & (np.linalg.norm(points - other, axis=-1) < 0.05 * size[:, None])
    across &= error > 0.1
    print("| keypoints | found | error (median over 1.18) | 99 % over 50 % | said | to the other side |")
    print("|---|---|---|---|---|---|")
    for group, name in enumerate(GROUPS):
        mine = np.tile(GROUP_OF_KEYPOINT == group, (len(error), 1))
        kept = mine & seen
        middle, far = np.quantile(error[kept], (0.5, 0.99))
        print(
            f"| {name} | {seen[mine].mean():.3f} | {middle / RAYLEIGH[0]:.4f} | {far / middle:.1f}"
            f" | {np.median(said[kept]):.4f} (log: ± {np.log(said[kept]).std():.2f})"
            f" | {across[kept & apart].mean() if (kept & apart).any() else 0:.3f} |"
        )
    own = seen & ~across
    print("\n| said | points | true: by the 50 % quantile | by 90 % | by 99 % |\n|---|---|---|---|---|")
    edges = (0, 0.006, 0.01, 0.015, 0.025, 0.04, 0.08, 1)
    for low, high in zip(edges, edges[1:], strict=False):
        kept = own & (said >= low) & (said < high)
        if kept.sum() > 50:
            by = np.quantile(error[kept], (0.5, 0.9, 0.99)) / RAYLEIGH
            print(
                f"| {low:g} to {high:g} | {kept.sum()} | " + " | ".join(f"{each:.4f}" for each in by) + " |"
            )
    print("\nerrors by the person's size in pixels (median over 1.18):", end=" ")
    for low, high in ((0, 50), (50, 80), (80, 110), (110, 150), (150, 300)):
        kept = seen & ((size >= low) & (size < high))[:, None]
        if kept.any():
            print(f"{low}-{high}: {np.median(error[kept]) / RAYLEIGH[0]:.4f}", end="; ")
    print("\ncorrelation along an axis:", end=" ")
    shift[~own] = np.nan
    for a, b in (("nose", "left_eye"), ("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"),
                 ("left_hip", "left_knee"), ("left_knee", "left_ankle")):  # fmt: skip
        pair = shift[:, [COCO_KEYPOINTS.index(a), COCO_KEYPOINTS.index(b)]].clip(-0.05, 0.05)
        both = np.isfinite(pair).all((1, 2))
        print(f"{a} and {b} {np.corrcoef(*pair[both].transpose(1, 0, 2).reshape(2, -1))[0, 1]:.2f}", end="; ")
    print("\nsides exchanged in people whose points are apart:", end=" ")
    for name, ends in (("arms", ("elbow", "wrist")), ("legs", ("knee", "ankle")),
                       ("whole", ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"))):  # fmt: skip
        mine = np.array([each.endswith(ends) for each in COCO_KEYPOINTS]) & apart & seen
        enough = mine.sum(1) >= 2
        share = (across & mine).sum(1)[enough] / mine.sum(1)[enough]
        print(f"{name} {(share == 1).mean():.3f} (of some points {(share > 0).mean():.3f})", end="; ")
    print()


if __name__ == "__main__":
    main()
