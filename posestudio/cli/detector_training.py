"""The command that trains a detector of keypoints in pictures: train-detector."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.interrupts import until_interrupted
from posestudio.cli.options import Backbone, OnDevice, Quiet, RunSeed, Variant, app
from posestudio.cli.training import (
    Out,
    Resume,
    SaveEvery,
    Start,
    Steps,
    Terms,
    ValidateEvery,
    check,
    not_none,
    scores_text,
)
from posestudio.common.progress import progress_bar


@app.command("train-detector")
def train_detector(
    out: Out,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            help="Photographs: annotations of COCO, CrowdPose, MPII or LSP, or a folder with keypoints.json;"
            " repeatable."
        ),
    ] = None,
    poses: Annotated[
        Path | None, typer.Option(help="Poses file whose bodies are rendered as training pictures.")
    ] = None,
    renders: Annotated[float, typer.Option(min=0, max=1, help="Share of rendered pictures.")] = 0.3,
    backbone: Annotated[Backbone, typer.Option(help="A variant of HRNet, or MoveNet.")] = Backbone.w18_small,
    variant: Annotated[Variant, typer.Option(help="The model, or one of its baselines.")] = Variant.full,
    size: Annotated[
        int, typer.Option(min=32, max=2048, help="Side of a crop in pixels, a multiple of 32.")
    ] = 192,
    stride: Annotated[int, typer.Option(help="Pixels of the crop per pixel of a heatmap: 1, 2, 4 or 8.")] = 4,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", help="Another setting of the model, such as scale=10 or centred=false."
        ),
    ] = None,
    steps: Steps = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Pictures per step.")] = None,
    learning_rate: Annotated[float | None, typer.Option(min=0, max=1, help="Highest learning rate.")] = None,
    terms: Terms = "",
    seed: RunSeed = 0,
    start: Start = "",
    imagenet: Annotated[str, typer.Option(help="HRNet's ImageNet state dict, as safetensors.")] = "",
    movenet: Annotated[
        str, typer.Option(help="MoveNet's published graph for TensorFlow.js (.json, its .bin beside it).")
    ] = "",
    backbone_rate: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="Learning rate of backbone and initialisation, as a share of the decoder's."
        ),
    ] = 1.0,
    ema: Annotated[
        float | None, typer.Option(min=0, max=1, help="Decay of the moving average of the weights.")
    ] = None,
    frozen: Annotated[int, typer.Option(min=0, help="MoveNet's first blocks that are not trained.")] = 0,
    teacher: Annotated[
        list[Path] | None,
        typer.Option(
            help="JSON of another model's keypoints, which label what the data does not; repeatable."
        ),
    ] = None,
    validate_every: ValidateEvery = None,
    save_every: SaveEvery = None,
    resume: Resume = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=256,
            help="Processes that make the pictures; default: one less than the cores, at most 8.",
        ),
    ] = None,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Train a detector of keypoints in pictures."""
    nothing = not data and poses is None
    if nothing and not resume:
        raise typer.BadParameter(
            "expected --data PICTURES or --poses POSES.npz, or both; or --resume for an existing run"
        )
    if size % 32 or stride not in (1, 2, 4, 8):
        raise typer.BadParameter("expected --size a multiple of 32 and --stride 1, 2, 4 or 8")
    from posestudio.common.workers import cores
    from posestudio.detection.training.loop import (
        DetectorConfig,
        DetectorValidated,
        Finished,
        Progress,
        train_detector,
    )
    from posestudio.learning.config import load_config

    if nothing:
        config = load_config(out, DetectorConfig)
    else:
        given = {
            "steps": steps,
            "batch": batch,
            "learning_rate": learning_rate,
            "ema": ema,
            "validate_every": validate_every,
            "save_every": save_every,
        }
        config = DetectorConfig(
            data=str(data[0]) if data else "",
            more_data=tuple(str(path) for path in data[1:]) if data else (),
            teacher=tuple(str(path) for path in teacher or ()),
            poses="" if poses is None else str(poses),
            model={"backbone": backbone.value, "variant": variant.value, "size": size, "stride": stride}
            | dict(_setting(text) for text in option or ()),
            renders=renders,
            terms=terms,
            seed=seed,
            start=start,
            imagenet=imagenet,
            movenet=movenet,
            backbone_rate=backbone_rate,
            frozen=frozen,
            **not_none(given),
        )
    check(config)
    drawing = min(cores() - 1, 8) if workers is None else workers
    run_events = train_detector(config, out, resume=resume, device=device, workers=drawing)
    with progress_bar("training detector", quiet) as progress:
        for event in until_interrupted(run_events):
            if isinstance(event, Progress):
                progress(event.step, event.steps, f"loss {event.loss:.4f}  {event.rate:.2f} steps/s")
            elif isinstance(event, DetectorValidated) and not quiet:
                initial = event.initialisation["pck"]
                print(f"step {event.step}: {scores_text(event.scores)} (initialisation pck {initial:g})")
            elif isinstance(event, Finished) and not quiet:
                print(event.weights)


def _setting(text: str) -> tuple[str, Any]:
    """(name, value) of NAME=VALUE, the value parsed as JSON if possible, otherwise as text."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"{text!r}: expected NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
