"""The commands that draw without a window: render and demo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.options import (
    Body,
    Hand,
    Names,
    OnDevice,
    Person,
    Quiet,
    RigNames,
    Seed,
    Theme,
    Unit,
    UpAxis,
    app,
    ending,
    file_axes,
)
from posestudio.common.file_kinds import (
    HTML_OUTPUT,
    MOTION_OUTPUTS,
    PICTURE_OUTPUTS,
    RERUN_OUTPUTS,
    VIDEO_OUTPUTS,
    suffix_of,
)
from posestudio.common.progress import progress_bar
from posestudio.errors import PoseStudioError, printable


@app.command()
def render(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="A lifted .npz or folder, or a .bvh clip.")],
    out: Annotated[
        Path,
        typer.Option(
            callback=ending(
                *(*PICTURE_OUTPUTS, ".svg", *HTML_OUTPUT, *VIDEO_OUTPUTS, *MOTION_OUTPUTS, *RERUN_OUTPUTS)
            ),
            help="FILE.png, .svg (the 2D keypoints), .html (an interactive figure), .mp4 or .gif; or the motion as"
            " .bvh, .glb, .gltf, .vrma, .vrm, .usda, .usdc, .usd or .usdz; or .rrd, a recording for rerun's viewer.",
        ),
    ],
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar="VIDEO|FOLDER",
            help="What the people were seen in, also one picture: the body is drawn over it, beside the 3D view.",
        ),
    ] = None,
    names: Names = RigNames.motionbuilder,
    theme: Annotated[Theme, typer.Option(help="Dark or light background.")] = Theme.dark,
    body: Annotated[Body, typer.Option(help="How bodies are drawn.")] = Body.mannequin,
    up: UpAxis = None,
    unit: Unit = None,
    handedness: Hand = None,
    person: Person = None,
    quiet: Quiet = False,
) -> None:
    """Draw a lifted result or a clip without a window, or write its motion with other joint names."""
    from posestudio.common.colours import palette
    from posestudio.export.video import save_video, video_of_file

    for read in (source, picture):
        if read is not None and out.exists() and read.exists() and out.samefile(read):
            raise PoseStudioError(f"{out}: the output would overwrite what is read; choose another name")
    if out.suffix.lower() == ".svg":
        _render_plane(source, out, palette(theme.value))
        return
    if suffix_of(out) in (*HTML_OUTPUT, *RERUN_OUTPUTS):
        (_render_page if suffix_of(out) in HTML_OUTPUT else _render_recording)(source, out, picture)
        if not quiet:
            print(out)
        return
    axes = file_axes(up, unit, handedness)
    say = None if quiet else lambda line: print(printable(line), file=sys.stderr)
    if out.suffix.lower() in MOTION_OUTPUTS:
        from posestudio.export.motion_files import save_motion

        save_motion(out, source, names.value, axes, person, say)
        if not quiet:
            print(out)
        return
    video = video_of_file(
        source,
        palette(theme.value),
        axes=axes,
        person=person,
        say=say,
        picture=picture,
        style=body.value,
    )
    with progress_bar("drawing", quiet) as progress:
        save_video(out, video, progress)
    if not quiet:
        print(out)


def _render_page(source: Path, out: Path, picture: Path | None) -> None:
    """Write the interactive figure of a lifted result."""
    from posestudio.export.lifted_parts import is_lifted, load_sequence
    from posestudio.export.notebook import figure

    if not is_lifted(source):
        raise PoseStudioError(
            f"{source}: expected a lifted .npz or folder, whose poses can be drawn as a page"
        )
    figure(load_sequence(source), picture).save(out)


def _render_recording(source: Path, out: Path, picture: Path | None) -> None:
    """Write a lifted result as a recording of rerun, with its pictures where they are given."""
    from posestudio.common.output_extras import check_extra
    from posestudio.export.lifted_parts import is_lifted, load_sequence
    from posestudio.export.picture_frames import pictures_of
    from posestudio.export.rerun_file import save_rrd

    check_extra(suffix_of(out))
    if not is_lifted(source):
        raise PoseStudioError(f"{source}: expected a lifted .npz, which a recording is made of")
    sequence = load_sequence(source)
    save_rrd(out, sequence, pictures=None if picture is None else pictures_of(picture, sequence))


def _render_plane(source: Path, out: Path, palette: Any) -> None:
    """Draw the first picture's keypoints, and the poses projected by its camera."""
    from posestudio.body.layouts import to_keypoints
    from posestudio.export.lifted_npz import load_lifted
    from posestudio.export.vector import save_svg

    if source.suffix.lower() != ".npz":
        raise PoseStudioError(f"{source}: expected a lifted .npz, whose keypoints can be drawn as SVG")
    sequence = load_lifted(source)
    rows = sequence.rows_of(int(sequence.frame[0]))
    camera = sequence.cameras[int(rows[0])]
    projected = camera.project(to_keypoints(sequence.joints[rows])).reshape(-1, *sequence.points.shape[1:])
    save_svg(
        out,
        sequence.points[rows],
        sequence.visibility[rows],
        camera.size,
        projected=projected,
        palette=palette,
    )


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    weights: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Name of bundled weights, or a weights file.")
    ] = "mlp",
    seed: Seed = 0,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Lift the bundled example and draw it. Writes keypoints, trajectory, BVH, picture and video."""
    from posestudio.demo import run_demo
    from posestudio.lifting.lifter import Lifter

    lifter = Lifter.load(weights, device=device)
    with progress_bar("drawing", quiet) as progress:
        files = run_demo(out, lifter, seed=seed, progress=progress)
    if not quiet:
        print(*files, sep="\n")
