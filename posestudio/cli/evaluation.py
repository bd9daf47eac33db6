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
    hypotheses: Annotated[
        int | None,
        typer.Option(
            min=10,
            max=10_000,
            help="Hypotheses drawn for each; default 50, 20 with --second or --photographs.",
        ),
    ] = None,
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
    motion: Annotated[
        bool,
        typer.Option("--motion", help="Measure motions instead: --data is a BVH file or a folder of them."),
    ] = False,
    held_out: Annotated[
        str | None,
        typer.Option(
            metavar="13,135,...", help="With --motion: the subjects to measure; default: 13, 135 and salsa."
        ),
    ] = None,
    second: Annotated[
        Path | None,
        typer.Option(
            help="A second set, of which every subject is measured: a poses file, or clips with --motion."
        ),
    ] = None,
    photographs: Annotated[
        Path | None,
        typer.Option(
            metavar="PEOPLE.npz",
            help="Labelled people of photographs: also measure on keypoints that are missing as theirs are.",
        ),
    ] = None,
    feet: Annotated[
        bool,
        typer.Option(
            "--feet", help="Measure feet, neck and head top instead, with and without points of them."
        ),
    ] = False,
    motion_weights: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE|none",
            help="With --motion: weights of the motion denoiser; default: the bundled.",
        ),
    ] = None,
    clips: Annotated[
        int, typer.Option(min=1, max=10_000, help="With --motion: windows of 8 seconds measured of each set.")
    ] = 12,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Measure lifters on held-out subjects. Errors, calibration and robustness, compared with baselines.

    With --second or --photographs: errors and calibration with exact, noisy and missing keypoints, of two sets of
    poses, and the differences between several --weights. With --feet: errors of toes, heels, neck and head top.
    """
    if motion:
        if data is None or len(weights or []) > 1 or any(o is not None for o in (stored, plots, photographs)):
            raise typer.BadParameter(
                "--motion goes with --data, and at most one --weights; without --plots, --from, --photographs"
            )
        _evaluate_motions(data, held_out, second, weights, motion_weights, clips, device, json_out, quiet)
        return
    if any(option is not None for option in (held_out, motion_weights)):
        raise typer.BadParameter("--held-out and --motion-weights go with --motion")
    if feet:
        if data is None or any(option is not None for option in (stored, plots, regressor, photographs)):
            raise typer.BadParameter(
                "--feet goes with --data, without --plots, --from, --regressor and --photographs"
            )
        from posestudio.training.condition_report import HYPOTHESES as FEW
        from posestudio.training.feet import evaluate_feet

        with progress_bar("evaluating", quiet) as progress:
            of_feet = evaluate_feet(data, second, weights, poses, hypotheses or FEW, device, progress)
        _write_report(of_feet.as_json(), json_out)
        if not quiet:
            print_table(of_feet.table())
        return
    if second is not None or photographs is not None:
        if data is None or any(option is not None for option in (stored, plots, regressor)):
            raise typer.BadParameter(
                "--second and --photographs go with --data, without --plots, --from and --regressor"
            )
        from posestudio.training.condition_report import HYPOTHESES, evaluate_conditions

        with progress_bar("evaluating", quiet) as progress:
            figures = evaluate_conditions(
                data,
                second,
                photographs,
                weights,
                poses=poses,
                hypotheses=hypotheses or HYPOTHESES,
                steps=steps,
                device=device,
                progress=progress,
            )
        _write_report(figures.as_json(), json_out)
        if not quiet:
            print_table(figures.table())
        return
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
            hypotheses=hypotheses or 50,
            steps=steps,
            regressor=regressor,
            robustness=robustness,
            tasks=tasks,
            device=device,
            progress=progress,
        )
    _write_report(report.as_json(), json_out)
    if plots is not None:
        from posestudio.training.plots import draw_report

        draw_report(report.as_json(), plots)
    if not quiet:
        print_table(report.table())


def _evaluate_motions(
    data: Path,
    held_out: str | None,
    second: Path | None,
    weights: list[str] | None,
    motion_weights: str | None,
    clips: int,
    device: str,
    json_out: Path | None,
    quiet: bool,
) -> None:
    from posestudio.training.motion.evaluation import evaluate_motions

    subjects = None if held_out is None else [name.strip() for name in held_out.split(",") if name.strip()]
    with progress_bar("evaluating", quiet) as progress:
        report = evaluate_motions(
            data,
            subjects,
            second,
            (weights or ["mlp"])[0],
            motion_weights,
            clips=clips,
            device=device,
            progress=progress,
        )
    _write_report(report.as_json(), json_out)
    if not quiet:
        print_table(report.table())


def _write_report(report: dict[str, Any], path: Path | None) -> None:
    if path is None:
        return
    from posestudio.common.atomic_files import atomic_write

    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


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
