"""The evaluation panel: several weights on the same held-out poses, beside a control."""

from __future__ import annotations

import os
from collections.abc import Sequence

from posestudio.dataset.poses import load_poses
from posestudio.errors import CheckpointError
from posestudio.lifting import Lifter
from posestudio.progress import Progress
from posestudio.resources import weights_folder
from posestudio.training.evaluation import evaluate, held_out_batch, mean_pose_control

CONTROL = "mean pose"


def evaluate_weights(
    data: str | os.PathLike[str],
    weights: Sequence[str] | None = None,
    poses: int = 1000,
    device: str = "auto",
    progress: Progress | None = None,
) -> dict[str, dict[str, float]]:
    """Scores in millimetres by the weights' names, and of always answering the mean pose.

    ``data`` is a poses file, of whose validation subjects ``poses`` are looked at; ``weights`` are bundled
    names or files, all bundled ones when None. Raises PosesError and CheckpointError for what cannot
    be used.
    """
    names = list(weights or sorted(file.stem for file in weights_folder().glob("*.safetensors")))
    if not names:
        raise CheckpointError(f"{weights_folder()}: expected weights (.safetensors), found none")
    training, validation = load_poses(data).split()
    panel = {}
    for name in names:
        lifter = Lifter.load(name, device)
        batch = held_out_batch(validation.joints, poses, lifter.scale, lifter.device)

        def report(done: int, total: int, name: str = name) -> None:
            if progress is not None:
                progress(done, total, name)

        panel[name] = evaluate(lifter.denoiser, batch, lifter.scale, progress=report).as_dict()
        panel[CONTROL] = mean_pose_control(training.joints, batch, lifter.scale).as_dict()
    return {CONTROL: panel.pop(CONTROL), **panel}
