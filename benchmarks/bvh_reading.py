"""Measures the time from a BVH file to joint positions, against parsing its numbers and the package ``bvh``.

    python benchmarks/bvh_reading.py [--frames 10000]

Makes a clip of the size of the CMU ones (31 joints, 96 channels), and times, best of several runs:
the floor, which merely parses the clip's numbers (``np.array(text.split(), float)``); reading it;
reading it and placing all its joints; writing it; and the package ``bvh`` alone, reading.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bvh
import numpy as np

from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.mocap.bvh import format_bvh, load_bvh, save_bvh

ROOT_CHANNELS = ("Xposition", "Yposition", "Zposition", "Zrotation", "Yrotation", "Xrotation")
CHAINS = ((0, 5), (0, 5), (0, 6), (8, 7), (8, 7))  # joint a chain hangs from, its length


def make_clip(frames: int, seed: int = 0) -> Clip:
    """A clip of 31 joints and 96 channels that moves smoothly, each chain closed by an End Site."""
    rng = np.random.default_rng(seed)
    parents = [-1]
    for start, length in CHAINS:
        for step in range(length):
            parents.append(start if step == 0 else len(parents) - 1)
    joints = len(parents)
    ends = {joint: np.array([0.0, 2.0, 0.0]) for joint in range(joints) if joint not in parents}
    skeleton = Skeleton(
        joint_names=tuple(f"Joint{joint}" for joint in range(joints)),
        parents=np.array(parents),
        offsets=np.round(rng.normal(0.0, 4.0, (joints, 3)), 5),
        channels=(ROOT_CHANNELS, *[ROOT_CHANNELS[3:]] * (joints - 1)),
        end_sites=ends,
    )
    steps = rng.normal(0.0, 0.5, (frames, skeleton.channel_count))
    return Clip(skeleton, Motion(np.cumsum(steps, axis=0)), 1 / 120, "made")


def best_time(work: Callable[[], object], runs: int) -> float:
    """The seconds of the fastest of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--frames", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    clip = make_clip(options.frames)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.bvh"
        save_bvh(path, clip)
        text = path.read_text()
        numbers = text.partition("Frame Time:")[2].partition("\n")[2]
        floor = best_time(lambda: np.array(numbers.split(), float), options.runs)
        ways: dict[str, Callable[[], object]] = {
            "load_bvh": lambda: load_bvh(path),
            "load_bvh and positions": lambda: load_bvh(path).positions(),
            "positions alone": clip.positions,
            "format_bvh": lambda: format_bvh(clip),
        }
        times = {name: best_time(work, options.runs) for name, work in ways.items()}
        times["package bvh alone, reading"] = best_time(lambda: bvh.Bvh(text), 1)
    joints, channels = len(clip.skeleton.parents), clip.skeleton.channel_count
    print(f"{options.frames} frames, {joints} joints, {channels} channels, {len(text) / 1e6:.1f} MB")
    print(f"{'floor: parsing the numbers':28} {floor:8.3f} s   1.00")
    for name, seconds in times.items():
        print(f"{name:28} {seconds:8.3f} s  {seconds / floor:5.2f}")


if __name__ == "__main__":
    main()
