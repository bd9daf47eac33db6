"""The command that examines the installation."""

from __future__ import annotations

from typing import Annotated

import typer

from posestudio.cli.options import Quiet, app
from posestudio.common.progress import progress_bar


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    quiet: Quiet = False,
) -> None:
    """Examine the installation: versions, display, GPU, weights, codecs, folders. Prints a report to paste into a bug
    report; with --quiet only problems. Exit status 1: something does not work."""
    from posestudio.doctor.report import examine

    with progress_bar("Examining", quiet) as progress:
        report = examine(progress)
    if as_json:
        print(report.json())
    elif report.problems or not quiet:
        print(report.text(problems_only=quiet))
    raise typer.Exit(1 if report.problems else 0)
