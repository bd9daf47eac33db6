"""The held-out table: bundled or given weights beside the mean-pose control, on the same pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from ..dataset.poses import load_poses
from ..errors import CheckpointError, PosesError
from ..lifting import Lifter
from ..resources import weights_folder
from .evaluation import evaluate, held_out_batch, mean_pose_control

Progress = Callable[[int, int, str], None]


def evaluate_weights(
    data: str | os.PathLike[str],
    weights: Sequence[str] | None = None,
    poses: int = 1000,
    device: str = "auto",
    progress: Progress | None = None,
) -> dict[str, dict[str, float]]:
    """Scores in millimetres by name: 'mean pose', then each of ``weights`` (default: all bundled ones).

    ``data`` is a poses file with the held-out subjects in it; ``poses`` of theirs are seen through
    cameras fixed by seed. Raises PosesError and CheckpointError.
    """
    names = list(weights or sorted(path.stem for path in weights_folder().glob("*.safetensors")))
    if not names:
        raise CheckpointError(f"{weights_folder()}: expected weights (.safetensors), found none")
    training, validation = load_poses(data).split()
    if not len(validation) or not len(training):
        raise PosesError(f"{data}: needs poses of held-out subjects and of others")
    panel: dict[str, dict[str, float]] = {}
    for name in names:
        lifter = Lifter.load(name, device)
        batch = held_out_batch(validation.joints, poses, lifter.scale, lifter.device)
        if not panel:
            panel["mean pose"] = mean_pose_control(training.joints, batch, lifter.scale).as_dict()

        def on_chunk(done: int, total: int, name: str = name) -> None:
            if progress is not None:
                progress(done, total, name)

        panel[name] = evaluate(lifter.denoiser, batch, lifter.scale, progress=on_chunk).as_dict()
    return panel
