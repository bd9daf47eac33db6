"""Commands about pictures: detect keypoints in them, and train what detects."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.interrupts import until_interrupted
from posestudio.cli.options import Backbone, OnDevice, Quiet, Seed, Variant, app, ending
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError, printable


def _box(value: str) -> list[float]:
    """X,Y,W,H as four numbers."""
    try:
        numbers = [float(part) for part in value.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not (numbers[2] > 0 and numbers[3] > 0):
        raise typer.BadParameter(f"{value!r}: expected X,Y,WIDTH,HEIGHT in pixels")
    return numbers


def _setting(text: str) -> tuple[str, Any]:
    """NAME=VALUE, the value as JSON has it or else a word."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"{text!r}: expected NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


@app.command()
def detect(
    pictures: Annotated[
        list[Path], typer.Argument(metavar="PICTURE ...", help="Pictures, folders of them, or videos.")
    ],
    out: Annotated[Path, typer.Option(callback=ending(".json"), help="KEYPOINTS.json, which 'lift' reads.")],
    box: Annotated[
        list[str] | None,
        typer.Option(
            metavar="X,Y,W,H",
            help="A person's box in pixels; several people, several times. Else one person is looked for.",
        ),
    ] = None,
    boxes: Annotated[
        Path | None, typer.Option(help="COCO JSON with the boxes of each upright picture, by its file name.")
    ] = None,
    people: Annotated[
        Path | None, typer.Option(metavar="MODEL", help="Find people with this ONNX YOLO or SSD of yours.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="Denoising steps.")] = 4,
    samples: Annotated[int, typer.Option(min=1, help="Detections from noise to average.")] = 1,
    flip: Annotated[bool, typer.Option(help="Average with the mirrored picture, at twice the time.")] = True,
    every: Annotated[int, typer.Option(min=1, help="Take every so many-th frame of a video.")] = 1,
    seed: Seed = 0,
    weights: Annotated[str, typer.Option(metavar="NAME|FILE", help="Bundled name, or a file.")] = "detector",
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Pictures to 2D keypoints, by heatmap diffusion."""
    given = [_box(text) for text in box or ()]
    if (len(given) > 0) + (boxes is not None) + (people is not None) > 1:
        raise typer.BadParameter("expected one of --box, --boxes and --people")
    from posestudio.heatmaps.detect_files import DetectOptions, common_frame_rate, detect_files
    from posestudio.keypoints import save_keypoints

    how = DetectOptions(
        weights=weights,
        device=device,
        boxes=given or None,
        boxes_file=boxes,
        people=people,
        steps=steps,
        samples=samples,
        flip=flip,
        every=every,
        seed=seed,
    )
    with progress_bar("detecting", quiet) as progress:
        frames, unreadable = detect_files(pictures, how, progress)
    save_keypoints(out, frames, fps=common_frame_rate(pictures, every), found=True)
    for line in unreadable:
        print(printable(line), file=sys.stderr)
    if not quiet:
        found = sum(frame.people for frame in frames)
        print(printable(f"{out}: {len(frames)} pictures, {found} people" + _in_words(len(unreadable))))


def _in_words(unreadable: int) -> str:
    return f", {unreadable} unreadable" if unreadable else ""


@app.command("train-detector")
def train_detector(
    out: Annotated[Path, typer.Option(help="Folder of the run.")],
    data: Annotated[
        Path | None,
        typer.Option(
            help="Photographs: annotations of COCO, CrowdPose, MPII or LSP; or a folder with keypoints.json."
        ),
    ] = None,
    poses: Annotated[Path | None, typer.Option(help="Poses file whose bodies are rendered, too.")] = None,
    renders: Annotated[float, typer.Option(min=0, max=1, help="Share of renders.")] = 0.3,
    backbone: Annotated[Backbone, typer.Option(help="The HRNet.")] = Backbone.w18_small,
    variant: Annotated[Variant, typer.Option(help="The model, or one of its baselines.")] = Variant.full,
    size: Annotated[
        int, typer.Option(min=32, max=2048, help="Pixels of a crop's side, a multiple of 32.")
    ] = 192,
    stride: Annotated[int, typer.Option(help="Crop pixels to a heatmap's: 1, 2, 4 or 8.")] = 4,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", help="Another setting of the model, such as scale=10 or centred=false."
        ),
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Optimiser steps.")] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Pictures in a step.")] = None,
    learning_rate: Annotated[float | None, typer.Option(min=0, max=1, help="At its highest.")] = None,
    terms: Annotated[str, typer.Option(help="Terms of the data, for the weights' card.")] = "",
    seed: Annotated[
        int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same run on the same device.")
    ] = 0,
    start: Annotated[str, typer.Option(help="Weights (name or file) to go on from.")] = "",
    imagenet: Annotated[str, typer.Option(help="HRNet's ImageNet state dict, as safetensors.")] = "",
    validate_every: Annotated[int | None, typer.Option(min=1, help="Steps between validations.")] = None,
    save_every: Annotated[int | None, typer.Option(min=1, help="Steps between checkpoints.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the run stopped; alone with --out, as it was begun.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=0, max=256, help="Processes that draw pictures; by default the cores but one."),
    ] = None,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Train a detector of keypoints in pictures."""
    nothing = data is None and poses is None
    if nothing and not resume:
        raise typer.BadParameter(
            "expected --data PICTURES or --poses POSES.npz, or both; or --resume for a run that was begun"
        )
    if size % 32 or stride not in (1, 2, 4, 8):
        raise typer.BadParameter("expected --size a multiple of 32 and --stride 1, 2, 4 or 8")
    from posestudio.common.workers import cores
    from posestudio.heatmaps.training.loop import (
        DetectorConfig,
        Finished,
        Progress,
        Validated,
        train_detector,
    )
    from posestudio.learning.config import load_config

    if nothing:
        config = load_config(out, DetectorConfig)
    else:
        config = DetectorConfig(
            data="" if data is None else str(data),
            poses="" if poses is None else str(poses),
            model={"backbone": backbone.value, "variant": variant.value, "size": size, "stride": stride}
            | dict(_setting(text) for text in option or ()),
            renders=renders,
            steps=DetectorConfig.steps if steps is None else steps,
            batch=DetectorConfig.batch if batch is None else batch,
            learning_rate=DetectorConfig.learning_rate if learning_rate is None else learning_rate,
            terms=terms,
            seed=seed,
            start=start,
            imagenet=imagenet,
            validate_every=DetectorConfig.validate_every if validate_every is None else validate_every,
            save_every=DetectorConfig.save_every if save_every is None else save_every,
        )
    try:
        config.check()
    except PoseStudioError as problem:
        raise typer.BadParameter(str(problem)) from problem
    drawing = min(cores() - 1, 8) if workers is None else workers
    with progress_bar("training detector", quiet) as progress:
        happening = train_detector(config, out, resume=resume, device=device, workers=drawing)
        for event in until_interrupted(happening):
            if isinstance(event, Progress):
                progress(event.step, event.steps, f"loss {event.loss:.4f}  {event.rate:.2f} steps/s")
            elif isinstance(event, Validated) and not quiet:
                words = ", ".join(f"{name} {value:g}" for name, value in event.scores.items())
                print(f"step {event.step}: {words} (initialisation pck {event.initialisation['pck']:g})")
            elif isinstance(event, Finished) and not quiet:
                print(event.weights)
