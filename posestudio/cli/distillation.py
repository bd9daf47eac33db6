"""The command that distils a lifter into its student: distil."""

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


@app.command()
def distil(
    out: Out,
    data: Annotated[
        Path | None, typer.Option(help="Poses file that 'posestudio convert' wrote, or a folder of them.")
    ] = None,
    teacher: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="The lifter whose poses the student learns.")
    ] = "mlp",
    files: Annotated[
        int | None,
        typer.Option(min=1, help="Files of 2,048 drags, with the teacher's poses, that are made first."),
    ] = None,
    drags: Annotated[
        str,
        typer.Option(help="Folder of the files of drags, for several runs to share; the run's own if empty."),
    ] = "",
    start: Annotated[str, typer.Option(metavar="FILE", help="A student's weights to start from.")] = "",
    photographs: Annotated[
        str,
        typer.Option(
            help="File of labelled people of photographs: keypoints are then missing and noisy as theirs are."
        ),
    ] = "",
    steps: Steps = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Pictures per step.")] = None,
    learning_rate: Annotated[float | None, typer.Option(min=0, max=1, help="Highest learning rate.")] = None,
    terms: Terms = "",
    seed: RunSeed = 0,
    validate_every: ValidateEvery = None,
    save_every: SaveEvery = None,
    resume: Resume = False,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Distil a lifter into a small student, which answers each move of a drag in one evaluation."""
    from posestudio.learning.config import load_config
    from posestudio.training.distillation.config import DistilConfig
    from posestudio.training.distillation.loop import distil as run

    if data is None and not resume:
        raise typer.BadParameter("expected --data FILE, or --resume for an existing run")
    if data is not None:
        given: dict[str, Any] = {
            "files": files,
            "steps": steps,
            "batch": batch,
            "learning_rate": learning_rate,
            "validate_every": validate_every,
            "save_every": save_every,
        }
        config = DistilConfig(
            data=str(data),
            teacher=teacher,
            drags=drags,
            start=start,
            photographs=photographs,
            terms=terms,
            seed=seed,
            **not_none(given),
        )
    else:
        config = load_config(out, DistilConfig)
    check(config)
    show_training(run(config, out, resume=resume, device=device), "student", quiet)
