"""The command that measures lifters on held-out people: evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.options import OnDevice, Quiet, app, ending_if_any
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError, printable


@app.command()
def evaluate(
    data: Annotated[
        Path | None, typer.Option("--data", help="Poses file, made by 'posestudio convert'.")
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME|FILE",
            help="Name of bundled weights, or a weights file. Repeatable. Default: all bundled weights.",
        ),
    ] = None,
    json_out: Annotated[
        Path | None, typer.Option("--json", help="Also write the report to this JSON file.")
    ] = None,
    plots: Annotated[
        Path | None,
        typer.Option(
            callback=ending_if_any(".png", ".svg", ".pdf"), help="Draw one page: OUT.png, .svg or .pdf."
        ),
    ] = None,
    stored: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="REPORT.json", help="Draw a report that --json wrote, without measuring."
        ),
    ] = None,
    poses: Annotated[int, typer.Option(min=1, max=1_000_000, help="Held-out poses to measure on.")] = 300,
    hypotheses: Annotated[int, typer.Option(min=10, max=10_000, help="Hypotheses drawn for each.")] = 50,
    steps: Annotated[int, typer.Option(min=1, max=1000, help="Denoising steps.")] = 10,
    regressor: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Weights of a regressor, for the baselines made with it."),
    ] = None,
    robustness: Annotated[
        bool, typer.Option(help="Also measure with missing keypoints, noise and other cameras.")
    ] = True,
    tasks: Annotated[
        bool, typer.Option(help="Also measure with pins, bone lengths, noisy 3D poses and the like.")
    ] = True,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Measure lifters on held-out subjects. Errors, calibration and robustness, compared with baselines."""
    if stored is not None:
        if plots is None or data is not None or json_out is not None:
            raise typer.BadParameter(
                "--from REPORT.json goes with --plots OUT.png, without --data and --json"
            )
        _draw_stored(stored, plots)
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
        from posestudio.common.atomic_files import atomic_write

        with atomic_write(json_out) as temporary:
            temporary.write_text(json.dumps(report.as_json(), indent=1) + "\n", encoding="utf-8")
    if plots is not None:
        from posestudio.training.plots import draw_report

        draw_report(report.as_json(), plots)
    if not quiet:
        print_table(report.table())


def _draw_stored(stored: Path, plots: Path) -> None:
    from posestudio.common.json_files import read_json
    from posestudio.training.plots import draw_report

    report: Any = read_json(stored)
    try:
        draw_report(report, plots)
    except PoseStudioError as problem:
        raise PoseStudioError(f"{stored}: {problem}") from problem


def print_table(lines: list[list[str]]) -> None:
    """Print lines of cells as columns, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        print(printable(first).ljust(widths[0]), *cells, sep="  ")
