"""The command that measures detectors on annotated photographs: evaluate-detector."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from posestudio.cli.evaluation import print_table
from posestudio.cli.options import OnDevice, Quiet, Seed, app, ending_if_any
from posestudio.common.progress import progress_bar
from posestudio.errors import printable


@app.command("evaluate-detector")
def evaluate_detector(
    data: Annotated[
        list[Path] | None,
        typer.Option(
            help="Photographs: annotations of COCO, CrowdPose, MPII or LSP, or a folder with keypoints.json;"
            " repeatable."
        ),
    ] = None,
    everybody: Annotated[
        list[Path] | None,
        typer.Option(help="Pictures in which everybody is labelled, to count the people found; repeatable."),
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME|FILE",
            help="Name of bundled weights, a weights file, or another's pose model (ONNX); repeatable.",
        ),
    ] = None,
    teacher: Annotated[
        list[Path] | None,
        typer.Option(help="JSON of another model's keypoints for the photographs, as a row; repeatable."),
    ] = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", help="Also write the report to this JSON file.")
    ] = None,
    calibrate: Annotated[
        Path | None,
        typer.Option(
            callback=ending_if_any(".safetensors"),
            metavar="OUT.safetensors",
            help="Instead of measuring, write the weights with confidence, noise and the threshold of missing"
            " keypoints fitted to half of the photographs held out.",
        ),
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="Denoising steps.")] = 4,
    samples: Annotated[
        int | None, typer.Option(min=1, help="Samples to average; default: 1, or 8 with --calibrate.")
    ] = None,
    flip: Annotated[bool, typer.Option(help="Average with the mirrored picture, at twice the time.")] = True,
    held_out: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the pictures of --data that training held out.")
    ] = 0.1,
    people: Annotated[
        int, typer.Option(min=0, help="Most people of each source, evenly chosen; 0: all.")
    ] = 0,
    seed: Seed = 0,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Measure detectors on held-out photographs. Accuracy, left and right, calibration, people found."""
    chosen = list(weights or ["detector"])
    if not data and (not everybody or calibrate is not None):
        raise typer.BadParameter(
            "expected --data PICTURES" + " or --everybody PICTURES" * (calibrate is None)
        )
    if calibrate is not None:
        if len(chosen) > 1 or everybody or teacher or json_out is not None:
            raise typer.BadParameter("--calibrate goes with --data and with one --weights alone")
        _calibrate(
            data or [], chosen[0], calibrate, steps, samples or 8, flip, held_out, people, device, quiet
        )
        return
    from posestudio.detection.training.report import evaluate_detectors

    with progress_bar("evaluating", quiet) as progress:
        report = evaluate_detectors(
            data or [],
            chosen,
            everybody=everybody or [],
            teacher=teacher or [],
            steps=steps,
            samples=samples or 1,
            flip=flip,
            seed=seed,
            held_out=held_out,
            most=people,
            device=device,
            progress=progress,
        )
    if json_out is not None:
        from posestudio.common.atomic_files import atomic_write

        with atomic_write(json_out) as temporary:
            temporary.write_text(json.dumps(report.as_json(), indent=1) + "\n", encoding="utf-8")
    if not quiet:
        for number, table in enumerate(report.tables()):
            if number:
                print()
            print_table(table)


def _calibrate(
    data: list[Path],
    weights: str,
    out: Path,
    steps: int,
    samples: int,
    flip: bool,
    held_out: float,
    people: int,
    device: str,
    quiet: bool,
) -> None:
    from posestudio.detection.training.report import calibrate

    with progress_bar("calibrating", quiet) as progress:
        entry = calibrate(
            data, weights, out, steps=steps, samples=samples, flip=flip, held_out=held_out, most=people,
            device=device, progress=progress,
        )  # fmt: skip
    if not quiet:
        fitted = entry["fitted"]
        print(printable(f"{out}: calibrated on {fitted['people']} people of {fitted['photographs']}, keypoints below"
                        f" {entry['missing_below']:g} are missing"))  # fmt: skip
