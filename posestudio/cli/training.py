"""The command that trains a lifter: train; and the options that both trainings have."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from posestudio.cli.interrupts import until_interrupted
from posestudio.cli.options import (
    Loss,
    Model,
    OnDevice,
    Parameterization,
    Quiet,
    RunSeed,
    Size,
    app,
)
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError, printable

if TYPE_CHECKING:
    from posestudio.learning.config import Config
    from posestudio.training.config import TrainConfig

Out = Annotated[Path, typer.Option(help="Folder of the run.")]
Steps = Annotated[int | None, typer.Option(min=1, help="Optimiser steps.")]
Terms = Annotated[str, typer.Option(help="Licence terms of the training data, stored in the weights file.")]
Start = Annotated[str, typer.Option(help="Weights (name or file) to start from.")]
ValidateEvery = Annotated[int | None, typer.Option(min=1, help="Steps between validations.")]
SaveEvery = Annotated[int | None, typer.Option(min=1, help="Steps between checkpoints.")]
Resume = Annotated[
    bool,
    typer.Option("--resume", help="Continue where the run stopped; alone with --out, with its settings."),
]


@app.command()
def train(
    out: Out,
    data: Annotated[
        Path | None, typer.Option("--data", help="Poses file of 'posestudio convert', or a folder of them.")
    ] = None,
    model: Annotated[Model, typer.Option(help="The network.")] = Model["mlp"],
    size: Annotated[
        Size, typer.Option(help="Size of the network; with --resume or --start it keeps its own.")
    ] = Size.medium,
    steps: Steps = None,
    batch: Annotated[
        int | None, typer.Option(min=1, help="Poses per step; default: 1,024 (mlp), 128 (transformer).")
    ] = None,
    parts: Annotated[
        int | None,
        typer.Option(
            min=1, help="Parts of a batch, divided among the processes of torchrun; default: one per process."
        ),
    ] = None,
    denoiser: Annotated[
        Parameterization | None,
        typer.Option(
            help="Parameterization: flow matching, EDM's preconditioning, noise prediction, or a regressor as"
            " baseline. Default: that of the weights in --start, or flow matching."
        ),
    ] = None,
    loss: Annotated[Loss, typer.Option(help="Norm of the loss of --denoiser noise.")] = Loss.l2,
    learning_rate: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Highest learning rate; default: 0.0015 (mlp), 0.004 (transformer), 0.0012 with --start.",
        ),
    ] = None,
    terms: Terms = "",
    seed: RunSeed = 0,
    start: Start = "",
    noise: Annotated[
        float,
        typer.Option(
            min=0.1,
            max=2,
            help="Default factor of the sampler's noise in lifting, stored in the weights file.",
        ),
    ] = 1.0,
    expansion: Annotated[
        float,
        typer.Option(min=0, max=1, help="Share of synthetic poses, sampled within the data's joint limits."),
    ] = 0.0,
    augment: Annotated[bool, typer.Option(help="Recombine, reshape and mirror the bodies.")] = True,
    elevation: Annotated[
        tuple[float, float],
        typer.Option(help="Range of camera elevation, degrees; above 0 the cameras look down."),
    ] = (-20, 60),
    field_of_view: Annotated[
        tuple[float, float], typer.Option(help="Range of the vertical field of view, degrees.")
    ] = (25, 75),
    held_out: Annotated[
        str,
        typer.Option(
            help="Subjects and clips to validate with, separated by commas; default: 13, 135 and salsa, without"
            " these every tenth subject."
        ),
    ] = "",
    photographs: Annotated[
        str,
        typer.Option(
            help="File of labelled people of photographs: keypoints are then missing and noisy as theirs are."
        ),
    ] = "",
    all_subjects: Annotated[
        bool, typer.Option("--all-subjects", help="Also train on the validation subjects.")
    ] = False,
    validate_every: ValidateEvery = None,
    save_every: SaveEvery = None,
    sample_every: Annotated[
        int | None, typer.Option(min=1, help="Steps between events with sampled poses.")
    ] = None,
    resume: Resume = False,
    only_estimate: Annotated[
        bool,
        typer.Option(
            "--estimate", help="Only print the run's duration and memory, and the devices of this machine."
        ),
    ] = False,
    tensorboard: Annotated[
        bool, typer.Option("--tensorboard", help="Also write the statistics for TensorBoard.")
    ] = False,
    device: OnDevice = "auto",
    events: Annotated[
        bool,
        typer.Option(
            "--events", help="Write all events as JSON lines; stop and save when standard input closes."
        ),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Train a lifter."""
    from posestudio.learning.config import SETTINGS, load_config
    from posestudio.learning.events import event_line, stream_events, write_line
    from posestudio.training.config import TrainConfig
    from posestudio.training.loop import train

    if data is None and not (resume or only_estimate):
        raise typer.BadParameter("expected --data POSES.npz, or --resume for an existing run")
    if data is None and resume:
        config = load_config(out, TrainConfig)
    else:
        begun = load_config(out, TrainConfig) if resume and (out / SETTINGS).exists() else None
        given: dict[str, Any] = {
            "steps": steps,
            "batch": batch,
            "learning_rate": learning_rate,
            "validate_every": validate_every,
            "sample_every": sample_every,
            "save_every": save_every,
        }
        if denoiser is not None:
            options = {"norm": loss.value} if denoiser.value == "noise" else {}
            given |= {"denoiser": denoiser.value, "denoiser_options": options}
        config = TrainConfig(
            data=str(data or ""),
            model=model.value,
            parts=parts or int(os.environ.get("WORLD_SIZE", TrainConfig.parts)),
            terms=terms,
            seed=seed,
            start=start,
            noise=noise,
            expansion=expansion,
            augment=augment,
            photographs=photographs,
            held_out=tuple(name.strip() for name in held_out.split(",") if name.strip()),
            all_subjects=all_subjects,
            **_defaults(model.value, size.value, start, begun) | not_none(given),
            elevation=_ascending(elevation, -90, 90),
            field_of_view=_ascending(field_of_view, 1, 150),
        )
    check(config)
    if only_estimate:
        from posestudio.training.estimate import estimate

        estimated = estimate(config, device)
        write_line(event_line(estimated) if events else _estimate_text(estimated))
        return
    run_events = train(config, out, resume=resume, device=device)
    if tensorboard:
        from posestudio.learning.run_files import TENSORBOARD
        from posestudio.learning.tensorboard import with_tensorboard

        run_events = with_tensorboard(run_events, out / TENSORBOARD)
    if events:
        stream_events(run_events)
    else:
        show_training(run_events, config.model, quiet)


def _defaults(model: str, size: str, start: str, begun: TrainConfig | None) -> dict[str, Any]:
    """Settings of the run that is resumed, of the weights to start from, or the best known for the model."""
    from posestudio.common.resources import find_weights
    from posestudio.diffusion.checkpoint import read_card
    from posestudio.diffusion.networks import SIZES
    from posestudio.training.config import BATCHES, LEARNING_RATES, TrainConfig

    if begun is not None:
        names = ("batch", "learning_rate", "network", "denoiser", "denoiser_options", "split")
        return {name: getattr(begun, name) for name in names}
    defaults = {"batch": BATCHES[model], "network": SIZES[model][size]}
    if not start:
        return defaults | {"learning_rate": LEARNING_RATES[model]}
    card = read_card(find_weights(start))
    if card.get("model") == model and card.get("network") is not None:
        defaults["network"] = card["network"]
    parameterization = {name: card[name] for name in ("denoiser", "denoiser_options") if name in card}
    return defaults | parameterization | {"learning_rate": TrainConfig.learning_rate}


def not_none(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings that were given; the others keep their defaults."""
    return {name: value for name, value in settings.items() if value is not None}


def _ascending(pair: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    """Return the pair. Raises BadParameter unless it ascends between ``low`` and ``high``."""
    if not low <= pair[0] <= pair[1] <= high:
        raise typer.BadParameter(f"{pair[0]:g} {pair[1]:g}: expected two rising numbers from {low} to {high}")
    return pair


def check(config: Config) -> None:
    """Raises BadParameter for a setting out of its range."""
    try:
        config.check()
    except PoseStudioError as problem:
        raise typer.BadParameter(str(problem)) from problem


def show_training(events: Any, model: str, quiet: bool) -> None:
    """Show the events of a run: a progress bar, and a line for each validation."""
    from posestudio.learning.events import Finished, Noticed, Progress, Validated

    with progress_bar(f"training {model}", quiet) as progress:
        for event in until_interrupted(events):
            if isinstance(event, Progress):
                progress(event.step, event.steps, f"loss {event.loss:.4f}  {event.rate:.1f} steps/s")
            elif isinstance(event, Validated) and not quiet:
                print(f"step {event.step}: {scores_text(event.scores)}")
            elif isinstance(event, Noticed):
                print(printable(f"step {event.step}: {event.words}"), file=sys.stderr)
            elif isinstance(event, Finished) and not quiet:
                print(event.weights)


def scores_text(scores: dict[str, float]) -> str:
    """Scores as "name value, name value"."""
    return ", ".join(f"{name} {value:g}" for name, value in scores.items())


def _estimate_text(estimated: Any) -> str:
    lines = [
        f"{estimated.seconds / 60:.0f} minutes on {estimated.device}, {estimated.rate:.1f} steps per second, "
        f"{estimated.memory / 1e6:.0f} MB"
    ]
    for device in estimated.devices:
        memory = f", {device['memory'] / 1e9:.0f} GB" if device["memory"] else ""
        lines.append(f"--device {device['name']}: {device['title']}{memory}")
    return "\n".join(lines)
