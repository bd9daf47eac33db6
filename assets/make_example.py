"""Makes the bundled example: keypoints, camera and clip, with the project's own sampler and exporter.

    python assets/make_example.py [--frames 120]

A wire figure is moved by a few sines and seen by a camera. Only its 2D keypoints are kept: they are
lifted frame by frame, the smoothest path through the hypotheses is taken, and exported as BVH.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from posestudio import Camera, Keypoints, Lifter, save_bvh, save_camera, save_keypoints, to_clip, to_keypoints
from posestudio.body.layouts import BODY_INDEX, BODY_JOINTS, BODY_PARENTS
from posestudio.body.standing import standing_body
from posestudio.geometry import rotations
from posestudio.lifting.sequence import gather

FPS = 30.0
SIZE = (1280, 720)
EXAMPLE = Path(__file__).parent / "example"


def turn(axis: str, degrees: float) -> np.ndarray:
    """(3, 3) rotation about the world's x (to the person's left), y (up) or z (forward) axis."""
    return rotations.turn(np.eye(3)["xyz".index(axis)], np.radians(degrees))


def moved(angles: dict[str, np.ndarray]) -> np.ndarray:
    """(B, 3) the standing body with the bones below each named joint turned, feet on the floor."""
    rest = standing_body()
    frames: list[np.ndarray] = []
    joints = np.zeros_like(rest)
    for index, (name, parent) in enumerate(zip(BODY_JOINTS, BODY_PARENTS, strict=True)):
        above = np.eye(3) if parent < 0 else frames[parent]
        joints[index] = rest[0] if parent < 0 else joints[parent] + above @ (rest[index] - rest[parent])
        frames.append(above @ angles.get(name, np.eye(3)))
    feet = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "toe")]
    joints[:, 1] -= joints[feet, 1].min() - rest[feet, 1].min()
    return joints


def figure(time: float) -> np.ndarray:
    """(B, 3) the wire figure at ``time`` in [0, 1): a lunge from side to side with swinging arms."""
    beat = 2 * np.pi * time
    sway, lift, wave = np.sin(beat), (1 - np.cos(beat)) / 2, np.sin(3 * beat)
    left, right = max(sway, 0.0), max(-sway, 0.0)
    return moved(
        {
            "hips": turn("y", 25 * np.sin(beat / 1)) @ turn("z", -6 * sway),
            "spine": turn("z", 8 * sway) @ turn("x", 10 * lift),
            "chest": turn("y", -18 * sway) @ turn("z", 6 * sway),
            "neck": turn("y", -12 * sway),
            "left_shoulder": turn("z", 20 + 70 * lift + 30 * left) @ turn("x", -35 * right),
            "left_elbow": turn("y", -50 * lift) @ turn("z", 35 + 30 * wave * lift),
            "right_shoulder": turn("z", -20 - 70 * lift - 30 * right) @ turn("x", -35 * left),
            "right_elbow": turn("y", 50 * lift) @ turn("z", -35 + 30 * wave * lift),
            "left_hip": turn("z", 8 + 22 * left) @ turn("x", -55 * left - 5),
            "left_knee": turn("x", 80 * left + 8),
            "left_ankle": turn("x", -25 * left - 3),
            "right_hip": turn("z", -8 - 22 * right) @ turn("x", -55 * right - 5),
            "right_knee": turn("x", 80 * right + 8),
            "right_ankle": turn("x", -25 * right - 3),
        }
    )


def smoothed(joints: np.ndarray, width: float = 2.5) -> np.ndarray:
    """(F, B, 3) low-passed over time with a Gaussian of ``width`` frames; the motion is cyclic."""
    offsets = np.arange(-8, 9)
    kernel = np.exp(-0.5 * (offsets / width) ** 2)
    rolled = [np.roll(joints, offset, axis=0) for offset in offsets]
    return np.einsum("k,kfbc->fbc", kernel / kernel.sum(), rolled)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=120)
    frames = parser.parse_args().frames
    camera = Camera.look_at(position=(0.9, 1.3, 3.4), target=(0, 0.95, 0), fov=45, size=SIZE)
    lifter = Lifter.load("mlp")
    seen, lifts = [], []
    for index in range(frames):
        points = camera.project(to_keypoints(figure(index / frames)))
        seen.append(Keypoints(points, size=SIZE, source=f"frame{index:03d}"))
        lifts.append(lifter.lift(seen[-1], camera, hypotheses=32, seed=7))
    joints = smoothed(gather(lifts).track())
    feet = [BODY_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("ankle", "toe")]
    joints[..., 1] -= joints[:, feet, 1].min() - 0.03
    EXAMPLE.mkdir(exist_ok=True)
    save_bvh(EXAMPLE / "clip.bvh", to_clip(joints, FPS, "example"))
    save_camera(EXAMPLE / "camera.json", camera)
    save_keypoints(EXAMPLE / "keypoints.json", [seen[frames // 4]])


if __name__ == "__main__":
    main()
