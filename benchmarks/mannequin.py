"""Measures the mannequin in this thread's own time: placing it, bending its mesh, and drawing it.

    python benchmarks/mannequin.py

Placing 1,000 poses is compared with turning the same poses into rotations of an export skeleton (`to_clip`), drawing
a thumbnail of 480 x 480 with rasterising the same triangles alone, OpenCV's floor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from posestudio.body.standing import standing_body
from posestudio.mannequin import bone_transforms, mannequin, skinned
from posestudio.mannequin.portrait import picture
from posestudio.mocap.retargeting import to_clip

SIDE = 480


def measured(call: Callable[[], object], times: int) -> float:
    """The least seconds of this thread that a call takes."""
    call()
    found = []
    for _ in range(times):
        began = time.thread_time()
        call()
        found.append(time.thread_time() - began)
    return min(found)


def main() -> None:
    cv2.setNumThreads(1)
    moved = np.random.default_rng(0).normal(0, 0.02, (1000, 29, 3))
    poses = (standing_body() + moved).astype(np.float32)
    placing, turning = measured(lambda: bone_transforms(poses), 10), measured(lambda: to_clip(poses), 3)
    print(
        f"placing 1,000 poses: {1e3 * placing:.1f} us a pose, {placing / turning:.2f} of rotations for export"
    )
    for count in (1, 16):
        some = poses[:count]
        place, bend = (measured(partial(work, some), 50) for work in (bone_transforms, skinned))
        print(f"{count} at once: placed in {1e3 * place:.2f} ms, mesh bent in {1e3 * bend:.2f} ms")
    mesh = mannequin()
    seen = skinned(poses[:1])[0][0] - np.float32([0, 0.87, 6])
    colours = np.full_like(seen, 0.5)

    def floor() -> None:
        cv2.triangleRasterize(
            seen,
            mesh.faces,
            colours,
            np.zeros((2 * SIDE, 2 * SIDE, 3), np.float32),
            np.full((2 * SIDE, 2 * SIDE), 100, np.float32),
            np.eye(4, dtype=np.float32),
            0.32,
            0.1,
            100.0,
        )

    drawing, least = measured(lambda: picture(poses[0], (SIDE, SIDE)), 20), measured(floor, 20)
    print(
        f"thumbnail of {SIDE} x {SIDE}: {1e3 * drawing:.1f} ms, {drawing / least:.1f} of its triangles alone"
    )


if __name__ == "__main__":
    main()
