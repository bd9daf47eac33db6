"""Measures the lifting of several views beside linear triangulation, and prints the table of docs/accuracy.md.

    python benchmarks/views.py POSES.npz ... [--poses 200] [--weights mlp] [--views 1 2 3 4]
    python benchmarks/views.py POSES.npz ... --unknown 1 12 [--poses 200]    # cameras solved for, of so many moments

Held-out poses of the people's true sizes, seen by two cameras 90 degrees apart, three at 120 or four at 90 around the
person (each 15 degrees off at random, 3 to 5 m away, 0.7 to 2 m high), with 1 % of the person's size of noise on the
points and a third of them missing in each view on its own. The control is linear triangulation (DLT) of every point
that two views or more see, with equal weights; what lands over 1.5 m from the person counts as not seen. "seen twice"
is about the points that two views or more see, of both methods; in the other figures the control has the others from
the mean training pose, fitted to those triangulated by a similarity, and moved to the ray where one view sees them.
One view does not tell the size: its results are brought to the person's true leg length, about the camera.

With --unknown the pose of the last camera is not known. Its error is the angle between its true direction and that
solved for, and its place relative to the true distance; of two views the result is brought to the true leg length.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from posestudio.body.layouts import BODY_INDEX, COCO_INDEX, LIMB_JOINTS, to_keypoints
from posestudio.dataset.poses import Poses, load_poses
from posestudio.dataset.split import VALIDATION_SUBJECTS
from posestudio.geometry.camera import Camera
from posestudio.keypoints import MISSING, VISIBLE, Keypoints
from posestudio.keypoints.observation import person_size
from posestudio.lifting.lifter import Lifter
from posestudio.lifting.views.triangulation import middles, triangulate
from posestudio.training.metrics import interval

NOISE, MISSING_SHARE, HYPOTHESES, SIZE = 0.01, 1 / 3, 16, (1000, 1000)
FURTHEST = 1.5
"""Metres from the middle of a person beyond which a triangulated point (of rays that nearly coincide) is given up."""
UNKNOWN_GROUPS = 12
"""Groups of poses that the solving of cameras is measured on."""
POSES_OF_CAMERAS = 25
"""Poses that are seen by the same cameras."""

LIMBS = [COCO_INDEX[name] for name in LIMB_JOINTS]
HIPS = [COCO_INDEX[name] for name in ("left_hip", "right_hip")]
LEGS = [[COCO_INDEX[f"{side}_{part}"] for part in ("hip", "knee", "ankle")] for side in ("left", "right")]


def cameras_around(rng: np.random.Generator, count: int) -> list[Camera]:
    """Cameras that look at the middle of a person who stands at the world's origin."""
    start = rng.uniform(0, 2 * np.pi)
    found = []
    for number in range(count):
        angle = start + number * (2 * np.pi / 3 if count == 3 else np.pi / 2) + rng.normal(0, np.radians(15))
        distance, height = rng.uniform(3, 5), rng.uniform(0.7, 2)
        place = (distance * np.sin(angle), height, distance * np.cos(angle))
        found.append(Camera.look_at(place, (0, 0.9, 0), fov=45, size=SIZE))
    return found


def turned(joints: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Bodies (N, B, 3) about the vertical by angles (N,)."""
    cos, sin, zero, one = np.cos(angle), np.sin(angle), 0 * angle, 0 * angle + 1
    turns = np.stack(
        [np.stack([cos, zero, sin], -1), np.stack([zero, one, zero], -1), np.stack([-sin, zero, cos], -1)], 1
    )
    return joints @ turns.swapaxes(1, 2)


def seen_by(camera: Camera, points: np.ndarray, rng: np.random.Generator) -> Keypoints:
    """The points (N, 17, 3) as a camera sees them, noisy, some missing."""
    exact = Keypoints(camera.project(points), size=SIZE)
    noise = rng.normal(size=exact.points.shape) * (NOISE * person_size(exact))[:, None, None]
    flags = np.where(rng.random(exact.visibility.shape) < MISSING_SHARE, MISSING, VISIBLE)
    return Keypoints(exact.points + noise, flags, size=SIZE)


def similarity(source: np.ndarray, goal: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """(scale, rotation, translation) that bring points (K, 3) to their goals best (Umeyama 1991)."""
    middle, there = source.mean(0), goal.mean(0)
    if len(source) < 3:
        return 1.0, np.eye(3), there - middle
    u, singular, v = np.linalg.svd((source - middle).T @ (goal - there))
    sign = np.array([1, 1, np.sign(np.linalg.det(u @ v))])
    rotation = (u * sign) @ v
    scale = (singular * sign).sum() / np.square(source - middle).sum()
    return scale, rotation, there - scale * middle @ rotation


def control(cameras: list[Camera], views: list[Keypoints], mean: np.ndarray) -> np.ndarray:
    """(N, 17, 3) points triangulated, or filled in where fewer than two views see them."""
    rays = np.stack([camera.rays(view.points) for camera, view in zip(cameras, views, strict=True)]).astype(
        np.float64
    )
    seen = np.stack([view.observed for view in views])
    filled = triangulate(cameras, rays, seen)
    centres = middles(cameras, rays, seen)
    with np.errstate(invalid="ignore"):
        lost = np.linalg.norm(filled - centres[:, None], axis=-1) > FURTHEST
    filled[lost] = np.nan
    for person, points in enumerate(filled):
        there = np.isfinite(points).all(-1)
        goal, source = (
            (points[there], mean[there]) if there.any() else (centres[person][None], mean.mean(0)[None])
        )
        scale, rotation, shift = similarity(source, goal)
        guess = scale * mean @ rotation + shift
        for view, camera in enumerate(cameras):
            once = ~there & seen[view, person]
            direction = np.column_stack([rays[view, person][once], np.ones(once.sum())]) @ camera.R
            direction /= np.linalg.norm(direction, axis=-1, keepdims=True)
            along = ((guess[once] - camera.position) * direction).sum(-1, keepdims=True)
            guess[once] = camera.position + along * direction
        points[~there] = guess[~there]
    return filled


def legs(points: np.ndarray) -> np.ndarray:
    """(...) mean leg length of COCO points (..., 17, 3)."""
    return np.mean(
        [np.linalg.norm(np.diff(points[..., leg, :], axis=-2), axis=-1).sum(-1) for leg in LEGS], axis=0
    )


def mean_pose(training: Poses) -> np.ndarray:
    """(17, 3) the mean of the training poses, turned to face +Z, on the floor."""
    joints = np.asarray(training.joints[:: max(1, len(training) // 5000)], np.float64)
    across = joints[:, BODY_INDEX["left_hip"]] - joints[:, BODY_INDEX["right_hip"]]
    return to_keypoints(turned(joints, np.arctan2(across[:, 2], across[:, 0]))).mean(0)


def errors_of(answer: np.ndarray, truth: np.ndarray, counted: np.ndarray) -> dict[str, np.ndarray]:
    """(N,) millimetres on the limb joints: absolute; about the hips; absolute where ``counted`` (N, 17)."""
    off = np.linalg.norm(answer - truth, axis=-1)[:, LIMBS] * 1000
    about = (answer - answer[:, HIPS].mean(1, keepdims=True)) - (
        truth - truth[:, HIPS].mean(1, keepdims=True)
    )
    there = counted[:, LIMBS]
    with np.errstate(invalid="ignore"):
        common = np.where(there, off, 0).sum(1) / there.sum(1)
    return {
        "absolute": off.mean(1),
        "about hips": np.linalg.norm(about, axis=-1)[:, LIMBS].mean(1) * 1000,
        "seen twice": common,
    }


def measure(lifter: Lifter, poses: Poses, mean: np.ndarray, views: int) -> dict[str, dict]:
    """Errors (N,) by method and name of poses seen in so many views."""
    rows: dict[str, list] = {}
    for first in range(0, len(poses), POSES_OF_CAMERAS):
        rng = np.random.default_rng((first, 7))
        joints = np.asarray(poses.joints[first : first + POSES_OF_CAMERAS], np.float64)
        joints = turned(joints, rng.uniform(0, 2 * np.pi, len(joints)))
        joints += rng.normal(0, 0.3, (len(joints), 1, 3)) * (1, 0, 1)
        truth = to_keypoints(joints).astype(np.float64)
        cameras = cameras_around(rng, views)
        seen = [seen_by(camera, truth, rng) for camera in cameras]
        counted = np.sum([view.observed for view in seen], axis=0) >= 2
        if views == 1:
            lifted = lifter.lift(seen[0], cameras[0], HYPOTHESES, keypoint_noise=NOISE)
            answer = lifted.keypoints3d.astype(np.float64)
            answer = (
                cameras[0].position
                + (answer - cameras[0].position) * (legs(truth)[:, None] / legs(answer))[..., None, None]
            )
        else:
            lifted = lifter.lift_views(seen, cameras, HYPOTHESES, keypoint_noise=NOISE)
            answer = lifted.keypoints3d.astype(np.float64)
            filled = control(cameras, seen, mean)
            rows.setdefault("triangulation", []).append(errors_of(filled, truth, counted))
        rows.setdefault("first hypothesis", []).append(errors_of(answer[:, 0], truth, counted))
        rows.setdefault("mean hypothesis", []).append(errors_of(answer.mean(1), truth, counted))
    return {
        method: {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        for method, parts in rows.items()
    }


def measure_unknown(lifter: Lifter, poses: Poses, views: int, moments: int) -> dict[str, np.ndarray]:
    """Errors by name of each group of so many poses, as moments that a camera of unknown pose sees."""
    rows = []
    for first in range(0, len(poses) - moments + 1, max(moments, len(poses) // UNKNOWN_GROUPS)):
        rng = np.random.default_rng((first, 8))
        joints = np.asarray(poses.joints[first : first + moments], np.float64)
        truth = to_keypoints(turned(joints, rng.uniform(0, 2 * np.pi, len(joints)))).astype(np.float64)
        cameras = cameras_around(rng, views)
        seen = [seen_by(camera, truth, rng) for camera in cameras]
        given = [*cameras[:-1], replace(cameras[-1], pose_assumed=True)]
        lifted = lifter.lift_views(seen, given, HYPOTHESES, keypoint_noise=NOISE)
        answer, camera = lifted.keypoints3d.mean(1).astype(np.float64), lifted.views[-1].camera
        size = legs(truth).mean() / legs(answer).mean() if views == 2 else 1.0
        origin = cameras[0].position
        place = origin + (camera.position - origin) * size
        errors = errors_of(origin + (answer - origin) * size, truth, np.ones(answer.shape[:2], bool))
        cosine = (np.trace(camera.R @ cameras[-1].R.T) - 1) / 2
        rows.append(
            {
                "direction": np.degrees(np.arccos(np.clip(cosine, -1, 1))),
                "place": np.linalg.norm(place - cameras[-1].position)
                / np.linalg.norm(cameras[-1].position)
                * 100,
                "about hips": errors["about hips"].mean(),
            }
        )
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def cell(errors: np.ndarray, clips: np.ndarray) -> str:
    """The mean with its interval."""
    known = np.isfinite(errors)
    if not known.any():
        return ""
    low, high = interval(torch.from_numpy(errors[known]), clips[known])
    return f"{errors[known].mean():.1f} ({low:.1f}-{high:.1f})"


def held_out_poses(data: Path, count: int) -> Poses:
    """Held-out poses of a file, evenly chosen; of a file without the held-out people, of everybody in it."""
    poses = load_poses(data)
    held_out = poses.split()[1] if set(poses.subject) & set(VALIDATION_SUBJECTS) else poses
    return held_out.where(np.linspace(0, len(held_out) - 1, min(count, len(held_out))).astype(int))


def print_unknown(lifter: Lifter, asked: argparse.Namespace) -> None:
    """Print the table of cameras that are solved for."""
    print("| poses of | views | moments | direction, degrees | place, % of the distance | about hips |")
    print("|---|---|---|---|---|---|")
    for data in asked.data:
        poses = held_out_poses(data, asked.poses)
        for views in [count for count in asked.views if count in (2, 3)]:
            for moments in asked.unknown:
                errors = measure_unknown(lifter, poses, views, moments)
                cells = [f"{np.median(values):.1f} (to {values.max():.1f})" for values in errors.values()]
                print(f"| {data.stem} | {views} | {moments} | " + " | ".join(cells) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--poses", type=int, default=200)
    parser.add_argument("--views", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--weights", default="mlp")
    parser.add_argument(
        "--training", type=Path, help="poses file of the mean pose; default: the first file's"
    )
    parser.add_argument(
        "--unknown", type=int, nargs="+", default=[], help="moments that a camera is solved from"
    )
    asked = parser.parse_args()
    torch.set_num_threads(1)
    lifter = Lifter.load(asked.weights, device="cpu")
    names = ("absolute", "about hips", "seen twice")
    if asked.unknown:
        print_unknown(lifter, asked)
        return
    training = load_poses(asked.training or asked.data[0]).split()[0]
    print("| poses of | views | | " + " | ".join(names) + " |\n|---|---|---|" + "---|" * len(names))
    for data in asked.data:
        poses = load_poses(data)
        held_out = poses.split()[1] if set(poses.subject) & {"13", "135", "salsa"} else poses
        held_out = held_out.where(
            np.linspace(0, len(held_out) - 1, min(asked.poses, len(held_out))).astype(int)
        )
        for views in asked.views:
            for method, errors in measure(lifter, held_out, mean_pose(training), views).items():
                cells = [cell(errors[name], held_out.clip) for name in names]
                print(f"| {data.stem} | {views} | {method} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
