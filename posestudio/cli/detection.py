"""The command that detects keypoints in pictures: detect."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from posestudio.cli.archive_runs import Cluster, check_one_file, detect_archive
from posestudio.cli.options import (
    Decision,
    EveryFrame,
    FirstFrame,
    LastFrame,
    OnDevice,
    OnRay,
    Quiet,
    Seed,
    Shards,
    Workers,
    app,
    ending,
    ending_if_any,
)
from posestudio.common.progress import progress_bar
from posestudio.errors import printable


def _keypoints_out(value: Path) -> Path:
    """A keypoint file, or a folder: a name without an ending."""
    return value if value.suffix == "" else ending(".json")(value)


def _box(value: str) -> list[float]:
    """X,Y,W,H as four numbers."""
    try:
        numbers = [float(part) for part in value.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not (numbers[2] > 0 and numbers[3] > 0):
        raise typer.BadParameter(f"{value!r}: expected X,Y,WIDTH,HEIGHT in pixels")
    return numbers


@app.command()
def detect(
    pictures: Annotated[
        list[Path],
        typer.Argument(
            metavar="PICTURE ...", help="Pictures, folders of them, or videos; or an archive of these."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            callback=_keypoints_out,
            help="KEYPOINTS.json, which 'lift' reads; or a folder, written part by part, as 'lift' reads it.",
        ),
    ],
    box: Annotated[
        list[str] | None,
        typer.Option(
            metavar="X,Y,W,H",
            help="A person's box in pixels; repeatable. Default: everybody is found.",
        ),
    ] = None,
    boxes: Annotated[
        Path | None, typer.Option(help="COCO JSON with the boxes of each upright picture, by its file name.")
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(
            metavar="MODEL",
            help="A YOLO or SSD model (ONNX) that finds people, in place of the one that ships.",
        ),
    ] = None,
    least: Annotated[
        float, typer.Option(min=0, max=1, help="Lowest score of a person; others are left out.")
    ] = 0.0,
    steps: Annotated[int, typer.Option(min=1, help="Denoising steps.")] = 4,
    samples: Annotated[
        int, typer.Option(min=1, help="Number of samples to average; with several, other answers are kept.")
    ] = 1,
    decide: Annotated[
        Decision,
        typer.Option(
            help="Choose between several answers by the detection alone, or by the poses they lift to."
        ),
    ] = Decision.by_detection,
    flip: Annotated[bool, typer.Option(help="Average with the mirrored picture, at twice the time.")] = True,
    first: FirstFrame = 0,
    last: LastFrame = None,
    every: EveryFrame = 1,
    seed: Seed = 0,
    weights: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Name of bundled weights, or a weights file.")
    ] = "detector",
    detector: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.onnx",
            callback=ending_if_any(".onnx"),
            help="Another's pose model in place of the weights: RTMPose, heatmaps, YOLO-pose, MoveNet.",
        ),
    ] = None,
    layout: Annotated[
        str | None,
        typer.Option(
            help="The keypoints of --detector, as of 'lift'; default: the usual one of their number."
        ),
    ] = None,
    workers: Workers = None,
    ray: OnRay = None,
    shards: Shards = None,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Detect everybody's 2D keypoints in pictures, by heatmap diffusion.

    A picture in which nobody is found is in the file without people, and named on standard error.
    """
    given = [_box(text) for text in box or ()]
    if (len(given) > 0) + (boxes is not None) + (people is not None) > 1:
        raise typer.BadParameter("expected one of --box, --boxes and --people")
    if layout is not None and detector is None:
        raise typer.BadParameter("--layout says which keypoints the model of --detector gives")
    cluster = Cluster(workers, ray, shards)
    cluster.check(out, "json", "parquet")
    if out.suffix == "" and len(pictures) != 1:
        raise typer.BadParameter("--out FOLDER: expected one archive: a folder, tar or video")
    from posestudio.detection.detect_files import (
        DetectOptions,
        DetectSummary,
        common_frame_rate,
        detect_files,
    )
    from posestudio.keypoints import save_keypoints

    options = DetectOptions(
        weights=detector or weights,
        layout=layout,
        device=device,
        boxes=given or None,
        boxes_file=boxes,
        people=people,
        least=least,
        steps=steps,
        samples=samples,
        flip=flip,
        first=first,
        last=last,
        every=every,
        seed=seed,
        alternatives=samples > 1,
        decide_in_3d=decide is Decision.by_lifting,
    )
    if out.suffix == "":
        detect_archive(pictures[0], out, options, cluster, quiet)
        return
    check_one_file(pictures, out)
    summary = DetectSummary()
    with progress_bar("detecting", quiet) as progress:
        frames = detect_files(pictures, options, progress, summary)
        save_keypoints(out, frames, fps=common_frame_rate(pictures, every), found=True)
    for line in (*summary.unreadable, *summary.damaged, *(() if quiet else summary.nobody_lines())):
        print(printable(line), file=sys.stderr)
    if not quiet:
        more = f", {len(summary.unreadable)} unreadable" if summary.unreadable else ""
        print(printable(f"{out}: {summary.pictures} pictures, {summary.people} people{more}"))
