"""The demo: the bundled example lifted without a window, from keypoints to trajectory, BVH, picture and video."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from posestudio.common.atomic_files import locked
from posestudio.common.progress import ProgressCallback
from posestudio.common.resources import asset
from posestudio.export.lifted import save_lifted, save_sequence
from posestudio.export.video import save_video, video_of_sequence
from posestudio.geometry.camera import Camera
from posestudio.geometry.camera_files import load_camera, save_camera
from posestudio.keypoints import Keypoints, load_keypoints, save_keypoints

if TYPE_CHECKING:
    from posestudio.lifting.lifter import Lifter

HYPOTHESES = 16


def example() -> tuple[Keypoints, Camera]:
    """The bundled keypoints of one picture, and its camera."""
    return load_keypoints(asset("example/keypoints.json"))[0], load_camera(asset("example/camera.json"))


def run_demo(
    out: str | os.PathLike[str],
    lifter: Lifter,
    seed: int = 0,
    progress: ProgressCallback | None = None,
) -> list[Path]:
    """Lift the example and write its results into the folder ``out``.

    Returns the files: the keypoints and the camera, the hypotheses with their trajectory, the best one as
    BVH, a picture of the result and a video of the poses forming out of noise. Raises OSError where they
    cannot be written.
    """
    folder = Path(out)
    names = ("keypoints.json", "camera.json", "lifted.npz", "lifted.bvh", "lifted.png", "lifted.mp4")
    files = [folder / name for name in names]
    keypoints, camera = example()
    with locked(folder / ".lock", folder):
        save_keypoints(files[0], [keypoints])
        save_camera(files[1], camera)
        sequence = save_lifted(
            files[2], lifter.lift(keypoints, camera, hypotheses=HYPOTHESES, seed=seed, trajectory=True)
        )
        save_sequence(files[3], sequence)
        video = video_of_sequence(sequence)
        save_video(files[4], video)
        save_video(files[5], video, progress)
    return files
