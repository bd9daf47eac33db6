"""The command that makes poses files from motion capture: convert."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.archive_runs import Cluster, convert_archive, is_archive
from posestudio.cli.options import (
    Hand,
    OnRay,
    Person,
    Quiet,
    Shards,
    Unit,
    UpAxis,
    Workers,
    app,
    ending,
    file_axes,
)
from posestudio.common.progress import progress_bar
from posestudio.errors import printable


def _poses_out(value: Path) -> Path:
    """A poses file, or a folder: a name without an ending."""
    return value if value.suffix == "" else ending(".npz")(value)


@app.command()
def convert(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE ...", help="BVH files and folders of them; or a tar of them."),
    ],
    out: Annotated[
        Path,
        typer.Option(
            callback=_poses_out, help="POSES.npz; or a folder, for more poses than fit into memory."
        ),
    ],
    hz: Annotated[float, typer.Option(min=0.1, help="Most poses per second to take.")] = 15.0,
    augment: Annotated[
        int, typer.Option(min=0, max=1000, help="Copies of each pose on bodies of other shapes.")
    ] = 0,
    workers: Workers = None,
    ray: OnRay = None,
    shards: Shards = None,
    rigs: Annotated[
        Path | None,
        typer.Option(help="Folder of rig files (JSON) that map a skeleton's joints to body joints."),
    ] = None,
    up: UpAxis = None,
    unit: Unit = None,
    handedness: Hand = None,
    person: Person = None,
    events: Annotated[
        bool, typer.Option("--events", help="Write a line of JSON for each clip to standard output.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Convert BVH files to a poses file for training."""
    cluster = Cluster(workers, ray, shards)
    cluster.check(out, "npz", "parquet")
    in_parts = ray is not None or shards is not None or any(is_archive(source) for source in sources)
    if in_parts and (len(sources) > 1 or out.suffix != "" or events):
        raise typer.BadParameter("an archive in parts: expected one SOURCE, a folder as OUT, and no --events")
    from functools import partial

    from posestudio.dataset.convert import convert
    from posestudio.learning.events import event_line, write_line
    from posestudio.mocap.rig_files import load_rigs

    options: dict[str, Any] = {
        "hz": hz,
        "augment": augment,
        "rigs": None if rigs is None else load_rigs(rigs),
        "axes": file_axes(up, unit, handedness),
        "person": person,
    }
    if in_parts:
        convert_archive(sources[0], out, cluster, quiet, **options)
        return
    run = partial(convert, sources, out, workers=workers, **options)
    if events:
        write_line(event_line(run(on_clip=lambda clip: write_line(event_line(clip)))))
        return
    with progress_bar("reading", quiet) as progress:
        report = run(progress=progress)
    for line in [*([] if quiet else report.warnings), *report.failed]:
        print(printable(line), file=sys.stderr)
    if not quiet:
        print(printable(f"{out}: {report.summary()}"))
