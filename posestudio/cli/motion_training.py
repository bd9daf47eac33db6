"""The command that trains a motion denoiser: train-motion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.options import OnDevice, Quiet, RunSeed, app
from posestudio.cli.training import (
    Out,
    Resume,
    SaveEvery,
    Steps,
    Terms,
    ValidateEvery,
    check,
    not_none,
    show_training,
)


@app.command("train-motion")
def train_motion(
    out: Out,
    data: Annotated[list[Path] | None, typer.Option(help="BVH files or folders of them; repeatable.")] = None,
    weights: Annotated[
        str,
        typer.Option(metavar="NAME|FILE", help="The lifter whose estimates of single frames are corrected."),
    ] = "mlp",
    length: Annotated[int | None, typer.Option(min=8, help="Frames of a window.")] = None,
    steps: Steps = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Windows per step.")] = None,
    learning_rate: Annotated[float | None, typer.Option(min=0, max=1, help="Highest learning rate.")] = None,
    held_out: Annotated[
        str, typer.Option(help="Subjects to validate with, separated by commas.")
    ] = "13,135,salsa",
    terms: Terms = "",
    seed: RunSeed = 0,
    validate_every: ValidateEvery = None,
    save_every: SaveEvery = None,
    resume: Resume = False,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Train a motion denoiser, which lifts the frames of a sequence together."""
    from posestudio.learning.config import load_config
    from posestudio.training.motion.config import MotionConfig
    from posestudio.training.motion.loop import train_motion as train

    if not data and not resume:
        raise typer.BadParameter("expected --data FOLDER, or --resume for an existing run")
    if data:
        given: dict[str, Any] = {
            "length": length,
            "steps": steps,
            "batch": batch,
            "learning_rate": learning_rate,
            "validate_every": validate_every,
            "save_every": save_every,
        }
        config = MotionConfig(
            data=tuple(map(str, data)),
            per_frame=weights,
            held_out=tuple(name.strip() for name in held_out.split(",") if name.strip()),
            terms=terms,
            seed=seed,
            **not_none(given),
        )
    else:
        config = load_config(out, MotionConfig)
    check(config)
    show_training(train(config, out, resume=resume, device=device), "motion", quiet)
