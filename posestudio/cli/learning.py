"""Commands from mocap to weights: convert, train, evaluate."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.interrupts import until_interrupted
from posestudio.cli.options import (
    Hand,
    Loss,
    Model,
    OnDevice,
    Person,
    Quiet,
    Reading,
    Size,
    Unit,
    UpAxis,
    app,
    ending,
    ending_if_any,
    file_axes,
)
from posestudio.common.file_kinds import PLOT_OUTPUTS
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError, printable


def _poses_out(value: Path) -> Path:
    """A poses file, or a folder: a name without an ending."""
    return value if value.suffix == "" else ending(".npz")(value)


@app.command()
def convert(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE ...", help="BVH files and folders of them.")
    ],
    out: Annotated[
        Path,
        typer.Option(callback=_poses_out, help="POSES.npz; or a folder, for more poses than fit the memory."),
    ],
    hz: Annotated[float, typer.Option(min=0.1, help="Poses a second to take at most.")] = 15.0,
    augment: Annotated[
        int, typer.Option(min=0, max=1000, help="Copies of each pose on bodies of other shapes.")
    ] = 0,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core by default.")] = None,
    rigs: Annotated[
        Path | None, typer.Option(help="Folder of .json that say which joint is what, by skeleton.")
    ] = None,
    up: UpAxis = None,
    unit: Unit = None,
    handedness: Hand = None,
    person: Person = None,
    events: Annotated[
        bool, typer.Option("--events", help="Tell of each clip in JSON lines on standard output.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """BVH files to a poses file for training."""
    from posestudio.dataset.convert import convert
    from posestudio.mocap.rig_files import load_rigs

    known = None if rigs is None else load_rigs(rigs)
    axes = file_axes(up, unit, handedness)
    if events:
        from posestudio.learning.events import event_line, write_line

        report = convert(
            sources,
            out,
            hz=hz,
            augment=augment,
            workers=workers,
            rigs=known,
            axes=axes,
            person=person,
            on_clip=lambda clip: write_line(event_line(clip)),
        )
        write_line(event_line(report))
        return
    with progress_bar("reading", quiet) as progress:
        report = convert(
            sources,
            out,
            hz=hz,
            augment=augment,
            workers=workers,
            progress=progress,
            rigs=known,
            axes=axes,
            person=person,
        )
    for line in () if quiet else report.warnings:
        print(printable(line), file=sys.stderr)
    for line in report.failed:
        print(printable(line), file=sys.stderr)
    if not quiet:
        print(printable(f"{out}: {report.summary()}"))


@app.command()
def train(
    out: Annotated[Path, typer.Option(help="Folder of the run.")],
    data: Annotated[
        Path | None, typer.Option("--data", help="Poses file of 'posestudio convert', or a folder of them.")
    ] = None,
    model: Annotated[Model, typer.Option(help="The network.")] = Model.mlp,
    size: Annotated[
        Size, typer.Option(help="Of the network; one that is gone on with keeps its own.")
    ] = Size.medium,
    steps: Annotated[int | None, typer.Option(min=1, help="Optimiser steps.")] = None,
    batch: Annotated[
        int | None, typer.Option(min=1, help="Poses in a step; else 1,024 (mlp), 128 (transformer).")
    ] = None,
    parts: Annotated[
        int | None, typer.Option(min=1, help="Parts of a batch that processes under torchrun share.")
    ] = None,
    denoiser: Annotated[
        Reading | None,
        typer.Option(
            help="Flow matching; EDM's preconditioning; the seed's, that answers with the noise; or a regressor,"
            " the control. Else that of the weights in --start, or flow matching."
        ),
    ] = None,
    loss: Annotated[Loss, typer.Option(help="Norm of the noise reading's loss.")] = Loss.l2,
    learning_rate: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="At its highest; else .0015 (mlp), .004 (transformer), .0012 with --start."
        ),
    ] = None,
    terms: Annotated[str, typer.Option(help="Terms of the data, for the weights' card.")] = "",
    seed: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same run on the same device.")
    ] = 0,
    start: Annotated[str, typer.Option(help="Weights (name or file) to go on from.")] = "",
    noise: Annotated[
        float, typer.Option(min=0.1, max=2, help="Starting noise of lifts with the weights, for their card.")
    ] = 1.0,
    expansion: Annotated[
        float, typer.Option(min=0, max=1, help="Share of poses sampled within the data's joint limits.")
    ] = 0.0,
    augment: Annotated[bool, typer.Option(help="Recombine, reshape and mirror the bodies.")] = True,
    elevation: Annotated[
        tuple[float, float], typer.Option(help="Degrees between which the cameras look down.")
    ] = (-20, 60),
    field_of_view: Annotated[
        tuple[float, float], typer.Option(help="Degrees between which their vertical field of view is.")
    ] = (25, 75),
    held_out: Annotated[
        str,
        typer.Option(
            help="Subjects and clips to validate with, with commas; else 13, 135 and salsa, or some."
        ),
    ] = "",
    all_subjects: Annotated[
        bool, typer.Option("--all-subjects", help="Train on the validation subjects, too.")
    ] = False,
    validate_every: Annotated[int | None, typer.Option(min=1, help="Steps between validations.")] = None,
    save_every: Annotated[int | None, typer.Option(min=1, help="Steps between checkpoints.")] = None,
    sample_every: Annotated[int | None, typer.Option(min=1, help="Steps between samples told of.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the run stopped; alone with --out, as it was begun.")
    ] = False,
    only_estimate: Annotated[
        bool, typer.Option("--estimate", help="Only say what the run would take, and what it can run on.")
    ] = False,
    tensorboard: Annotated[
        bool, typer.Option("--tensorboard", help="Write the figures for TensorBoard, too.")
    ] = False,
    device: OnDevice = "auto",
    events: Annotated[
        bool,
        typer.Option(
            "--events", help="Tell all in JSON lines on standard output; stop when standard input closes."
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
        raise typer.BadParameter("expected --data POSES.npz, or --resume for a run that was begun")
    if data is None and resume:
        config = load_config(out, TrainConfig)
    else:
        begun = out if resume and (out / SETTINGS).exists() else None
        config = TrainConfig(
            data=str(data or ""),
            split=load_config(begun, TrainConfig).split if begun else TrainConfig.split,
            model=model.value,
            steps=TrainConfig.steps if steps is None else steps,
            parts=parts or int(os.environ.get("WORLD_SIZE", TrainConfig.parts)),
            **_pace(model, batch, learning_rate, start, out if resume else None),
            **_network(model, size, start, out if resume else None),
            **_reading(denoiser, loss, start, out if resume else None),
            terms=terms,
            seed=seed,
            start=start,
            noise=noise,
            expansion=expansion,
            augment=augment,
            elevation=_ascending(elevation, -90, 90),
            field_of_view=_ascending(field_of_view, 1, 150),
            held_out=tuple(name.strip() for name in held_out.split(",") if name.strip()),
            all_subjects=all_subjects,
            validate_every=TrainConfig.validate_every if validate_every is None else validate_every,
            sample_every=TrainConfig.sample_every if sample_every is None else sample_every,
            save_every=TrainConfig.save_every if save_every is None else save_every,
        )
    _check(config)
    if only_estimate:
        from posestudio.training.estimate import estimate

        estimated = estimate(config, device)
        write_line(event_line(estimated) if events else _estimate_in_words(estimated))
        return
    happening = train(config, out, resume=resume, device=device)
    if tensorboard:
        from posestudio.learning.tensorboard import with_tensorboard

        happening = with_tensorboard(happening, out / "tensorboard")
    if events:
        stream_events(happening)
    else:
        _show(happening, config.model, quiet)


def _check(config: Any) -> None:
    """Numbers out of range are wrong usage."""
    try:
        config.check()
    except PoseStudioError as problem:
        raise typer.BadParameter(str(problem)) from problem


def _pace(
    model: Model, batch: int | None, learning_rate: float | None, start: str, run: Path | None
) -> dict[str, Any]:
    """Poses in a step and how far it goes: what is said, or as in the run that is gone on with, or as the model
    learns best; from weights carefully."""
    from posestudio.learning.config import SETTINGS, load_config
    from posestudio.training.config import BATCHES, LEARNING_RATES, TrainConfig

    if run is not None and (run / SETTINGS).exists():
        begun = load_config(run, TrainConfig)
        usual = begun.batch, begun.learning_rate
    else:
        usual = BATCHES[model.value], TrainConfig.learning_rate if start else LEARNING_RATES[model.value]
    return {
        "batch": usual[0] if batch is None else batch,
        "learning_rate": usual[1] if learning_rate is None else learning_rate,
    }


def _network(model: Model, size: Size, start: str, run: Path | None) -> dict[str, Any]:
    """What the network is built with: as in the run or the weights that are gone on with, or of that size."""
    from posestudio.common.resources import find_weights
    from posestudio.diffusion.checkpoint import read_card
    from posestudio.diffusion.networks import SIZES
    from posestudio.learning.config import SETTINGS, load_config
    from posestudio.training.config import TrainConfig

    if run is not None and (run / SETTINGS).exists():
        return {"network": load_config(run, TrainConfig).network}
    card = read_card(find_weights(start)) if start else {}
    own = card["network"] if card.get("model") == model.value else None
    return {"network": SIZES[model.value][size.value] if own is None else own}


def _reading(denoiser: Reading | None, loss: Loss, start: str, run: Path | None) -> dict[str, Any]:
    """What the network is read as: what is said, or as in the run that is gone on with, or as in its start."""
    from posestudio.common.resources import find_weights
    from posestudio.diffusion.checkpoint import read_card
    from posestudio.learning.config import SETTINGS, load_config
    from posestudio.training.config import TrainConfig

    if denoiser is not None:
        options = {"norm": loss.value} if denoiser is Reading.noise else {}
        return {"denoiser": denoiser.value, "denoiser_options": options}
    if run is not None and (run / SETTINGS).exists():
        begun = load_config(run, TrainConfig)
        return {"denoiser": begun.denoiser, "denoiser_options": begun.denoiser_options}
    if not start:
        return {"denoiser": TrainConfig.denoiser, "denoiser_options": {}}
    card = read_card(find_weights(start))
    return {name: card[name] for name in ("denoiser", "denoiser_options") if name in card}


def _ascending(pair: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    if not low <= pair[0] <= pair[1] <= high:
        raise typer.BadParameter(f"{pair[0]:g} {pair[1]:g}: expected two rising numbers from {low} to {high}")
    return pair


def _show(happening: Any, model: str, quiet: bool) -> None:
    """A bar, and a line for each validation."""
    from posestudio.learning.events import Finished, Noticed, Progress, Validated

    with progress_bar(f"training {model}", quiet) as progress:
        for event in until_interrupted(happening):
            if isinstance(event, Progress):
                progress(event.step, event.steps, f"loss {event.loss:.4f}  {event.rate:.1f} steps/s")
            elif isinstance(event, Validated) and not quiet:
                print(f"step {event.step}: " + _in_words(event.scores))
            elif isinstance(event, Noticed):
                print(printable(f"step {event.step}: {event.words}"), file=sys.stderr)
            elif isinstance(event, Finished) and not quiet:
                print(event.weights)


def _estimate_in_words(estimated: Any) -> str:
    lines = [
        f"{estimated.seconds / 60:.0f} minutes on {estimated.device}, {estimated.rate:.1f} steps a second, "
        f"{estimated.memory / 1e6:.0f} MB"
    ]
    for device in estimated.devices:
        memory = f", {device['memory'] / 1e9:.0f} GB" if device["memory"] else ""
        lines.append(f"--device {device['name']}: {device['title']}{memory}")
    return "\n".join(lines)


@app.command()
def evaluate(
    data: Annotated[
        Path | None, typer.Option("--data", help="Poses file, made by 'posestudio convert'.")
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|FILE", help="May be given several times; else the bundled."),
    ] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the figures there, too.")] = None,
    plots: Annotated[
        Path | None,
        typer.Option(callback=ending_if_any(*PLOT_OUTPUTS), help="Draw one page, OUT.png or .svg."),
    ] = None,
    stored: Annotated[
        Path | None, typer.Option("--from", metavar="REPORT.json", help="Draw what --json wrote, instead.")
    ] = None,
    poses: Annotated[int, typer.Option(min=1, max=1_000_000, help="Held-out poses to look at.")] = 300,
    hypotheses: Annotated[int, typer.Option(min=10, max=10_000, help="Hypotheses drawn for each.")] = 50,
    steps: Annotated[int, typer.Option(min=1, max=1000, help="Denoising steps.")] = 10,
    regressor: Annotated[
        str | None, typer.Option(metavar="FILE", help="A trained regressor, for the controls made with it.")
    ] = None,
    robustness: Annotated[bool, typer.Option(help="Missing points, noise, other cameras, too.")] = True,
    tasks: Annotated[bool, typer.Option(help="Pins, bone lengths, noisy 3D and the like, too.")] = True,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Errors, calibration and robustness on held-out subjects, beside controls."""
    if stored is not None:
        if plots is None or data is not None or json_out is not None:
            raise typer.BadParameter(
                "--from REPORT.json goes with --plots OUT.png, without --data and --json"
            )
        from posestudio.common.json_files import read_json
        from posestudio.training.plots import draw_report

        content = read_json(stored)
        try:
            draw_report(content, plots)
        except PoseStudioError as problem:
            raise PoseStudioError(f"{stored}: {problem}") from problem
        return
    if data is None:
        raise typer.BadParameter("expected --data POSES.npz, or --from REPORT.json with --plots OUT.png")
    from posestudio.training.report import evaluate_weights

    with progress_bar("evaluating", quiet) as progress:
        report = evaluate_weights(
            data,
            weights,
            poses=poses,
            hypotheses=hypotheses,
            steps=steps,
            regressor=regressor,
            robustness=robustness,
            tasks=tasks,
            device=device,
            progress=progress,
        )
    if json_out is not None:
        _write_json(json_out, report.as_json())
    if plots is not None:
        from posestudio.training.plots import draw_report

        draw_report(report.as_json(), plots)
    if not quiet:
        _print_table(report.table())


def _in_words(scores: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in scores.items())


def _write_json(path: Path, content: Any) -> None:
    import json

    from posestudio.common.files import atomic_write

    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _print_table(lines: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        print(printable(first).ljust(widths[0]), *cells, sep="  ")
