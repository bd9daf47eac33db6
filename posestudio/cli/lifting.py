"""The command that lifts 2D keypoints to 3D poses: lift."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.archive_runs import Cluster
from posestudio.cli.lift_project import lift_project
from posestudio.cli.lift_runs import (
    LiftRequest,
    lift_file,
    lift_folder,
    print_tracks,
)
from posestudio.cli.options import (
    Decision,
    EveryFrame,
    FirstFrame,
    LastFrame,
    Names,
    OnDevice,
    OnRay,
    Quiet,
    RigNames,
    SamplerName,
    ScheduleName,
    Seed,
    Shards,
    Workers,
    app,
    ending,
    picture_size,
)
from posestudio.common.file_kinds import LIFTED_OUTPUTS, PROJECT_SUFFIX
from posestudio.common.frame_range import FrameRange
from posestudio.errors import CameraError


def _lift_out(value: Path | None) -> Path | None:
    """A file of a supported kind, or a folder: a name without an ending."""
    return value if value is None or value.suffix == "" else ending(*LIFTED_OUTPUTS)(value)


@app.command()
def lift(
    context: typer.Context,
    keypoints: Annotated[
        Path | None,
        typer.Argument(
            metavar="SEQUENCE",
            help="Keypoints of COCO, OpenPose, AlphaPose, MMPose and others, a file or a folder; or a video or"
            " pictures, in which keypoints are detected first; or a project of the studio (.posestudio).",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            callback=_lift_out,
            help="OUT.npz, .json, .parquet, .bvh, .glb, .gltf, .vrma, .vrm, .usda, .usdc, .usd, .usdz or .rrd; or"
            " a folder, written part by part.",
        ),
    ] = None,
    views: Annotated[
        Path | None,
        typer.Option(
            help="TOML or JSON that lists 2 to 8 views of the same people with cameras, instead of SEQUENCE."
        ),
    ] = None,
    camera: Annotated[
        Path | None,
        typer.Option(
            help="Camera JSON, or a calibration of OpenCV, ROS, Kalibr or COLMAP; default: assumed."
        ),
    ] = None,
    field_of_view: Annotated[
        float | None,
        typer.Option(
            min=1,
            max=150,
            help="Vertical field of view without --camera, degrees; default: the photograph's EXIF data, else"
            " inferred where four people or frames are seen, else 50.",
        ),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(help="JSON of pins, bone lengths and the like, of the people in every frame."),
    ] = None,
    hypotheses: Annotated[
        int | None,
        typer.Option(
            min=1, help="Motions for each person, 8 by default; 16 poses where frames are lifted alone."
        ),
    ] = None,
    per_frame: Annotated[
        bool, typer.Option("--per-frame", help="Lift each frame of a sequence alone.")
    ] = False,
    track: Annotated[
        list[int] | None,
        typer.Option(
            min=0, metavar="N", help="Lift this person only, by the number in --tracks; repeatable."
        ),
    ] = None,
    tracks: Annotated[
        bool, typer.Option("--tracks", help="Print the table of the people in the sequence; lift nobody.")
    ] = False,
    moving_camera: Annotated[
        bool, typer.Option("--moving-camera", help="The camera moves: motions are right about the hips.")
    ] = False,
    keys: Annotated[
        Path | None,
        typer.Option(help="JSON of key poses of one person: what --known has, by the number of the frame."),
    ] = None,
    first: FirstFrame = 0,
    last: LastFrame = None,
    every: EveryFrame = 1,
    steps: Annotated[int | None, typer.Option(min=1, help="Denoising steps.")] = None,
    sampler: Annotated[
        SamplerName | None,
        typer.Option(help="Method that turns noise into poses; annealed and euler_maruyama are stochastic."),
    ] = None,
    schedule: Annotated[
        ScheduleName | None,
        typer.Option(help="Noise levels of the steps; exponential is the geometric schedule."),
    ] = None,
    noise: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=100,
            help="Factor of the sampler's noise; below 1 the poses lie closer together. Default: the weights' own.",
        ),
    ] = None,
    keypoint_noise: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=20,
            help="Standard deviation of the keypoints' error, percent of the person's size; default: each"
            " keypoint's own as the file has it, else 0.4, or 2.5 for files of 'posestudio detect'.",
        ),
    ] = None,
    seed: Seed = 0,
    weights: Annotated[
        str, typer.Option(metavar="NAME|FILE", help="Name of bundled weights, or a weights file.")
    ] = "mlp",
    motion_weights: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE", help="Weights of the motion denoiser, for sequences; default: the bundled."
        ),
    ] = None,
    trajectory: Annotated[
        bool, typer.Option("--trajectory", help="Save the poses of all denoising steps, too.")
    ] = False,
    layout: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Order of the keypoints: coco17, body25, crowdpose14, blazepose33 ...; default: the file's.",
        ),
    ] = None,
    size: Annotated[
        str | None,
        typer.Option(
            callback=picture_size,
            metavar="WIDTHxHEIGHT",
            help="The pictures' size in pixels, where the file has none.",
        ),
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(
            min=0.1, max=10_000, help="Frames per second of a sequence; default: the file's, or 30."
        ),
    ] = None,
    decide: Annotated[
        Decision,
        typer.Option(
            help="Where the file has several answers about a person, lift the first, or choose by the poses they"
            " lift to. 3d writes to a file, not to a folder."
        ),
    ] = Decision.by_detection,
    person: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Number of the person to write to a BVH; default: who is in most frames, or the first.",
        ),
    ] = None,
    names: Names = RigNames.motionbuilder,
    workers: Workers = None,
    ray: OnRay = None,
    shards: Shards = None,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Lift 2D keypoints to 3D poses: a sequence to one coherent motion for each person.

    With a folder as OUT, a folder of any length is lifted part by part; the same command continues where it
    was interrupted.
    """
    if (keypoints is None) == (views is None):
        raise typer.BadParameter("expected SEQUENCE, or --views with a file that lists views")
    if out is None and not tracks:
        raise typer.BadParameter("Missing option '--out'; --tracks alone writes nothing")
    if keypoints is not None and keypoints.suffix.lower() == PROJECT_SUFFIX:
        lift_project(context, hypotheses, person, names.value)
        return
    if views is not None:
        unused = {
            "camera": camera, "known": known, "track": track, "tracks": tracks, "moving-camera": moving_camera,
            "keys": keys, "sampler": sampler, "schedule": schedule, "noise": noise,
            "decide": decide is Decision.by_lifting, "ray": ray, "shards": shards,
        }  # fmt: skip
        given = [name for name, value in unused.items() if value]
        if given:
            raise typer.BadParameter(f"--{given[0]} cannot be used with --views")
        if out is None or out.suffix == "":
            raise typer.BadParameter("--views: expected a file as OUT, not a folder")
    cluster = Cluster(workers, ray, shards)
    if tracks and (ray is not None or shards is not None):
        raise typer.BadParameter("--tracks writes nothing: expected neither --ray nor --shards")
    cluster.check(out, "npz", "parquet")
    options: dict[str, Any] = {
        "seed": seed,
        "steps": steps,
        "sampler": None if sampler is None else sampler.value,
        "noise": noise,
        "trajectory": trajectory,
    }
    if schedule is not None:
        options["schedule"] = schedule.value
    if keypoint_noise is not None:
        options["keypoint_noise"] = keypoint_noise / 100
    pixels: Any = size  # (width, height), as its callback returns it
    seen_by = None
    if camera is not None:
        from posestudio.geometry.camera_files import open_camera

        seen_by = open_camera(camera)
    from posestudio.lifting.known import load_keys, load_known
    from posestudio.lifting.options import check_numbers
    from posestudio.lifting.sequence import check_fps
    from posestudio.lifting.whole_recordings import HYPOTHESES

    check_numbers(**options, hypotheses=hypotheses or HYPOTHESES)
    if fps is not None:
        check_fps(fps)
    if decide is Decision.by_lifting and out is not None and out.suffix == "":
        raise typer.BadParameter("--decide 3d: expected a file as OUT, not a folder")
    if field_of_view is not None and (camera is not None or (out is not None and out.suffix == "")):
        raise typer.BadParameter("--field-of-view: expected no --camera, and a file as OUT, not a folder")
    request = LiftRequest(
        source=keypoints or views or Path(),
        out=out,
        camera=seen_by,
        weights=weights,
        motion_weights=motion_weights,
        layout=layout,
        size=pixels,
        field_of_view=field_of_view,
        fps=fps,
        frames=FrameRange(first, last, every),
        options=options,
        hypotheses=hypotheses,
        known=None if known is None else load_known(known),
        keys=None if keys is None else load_keys(keys),
        per_frame=per_frame,
        moving=moving_camera,
        tracks=tuple(track or ()),
        decide=decide is Decision.by_lifting,
        person=person,
        names=names.value,
        cluster=cluster,
        device=device,
        quiet=quiet,
    )
    with _naming(camera):
        if views is not None:
            from posestudio.cli.lift_views import lift_views

            lift_views(replace(request, options=_of_views(options)))
        elif tracks:
            print_tracks(request)
        elif out is not None:
            (lift_folder if out.suffix == "" else lift_file)(request)


def _of_views(options: dict[str, Any]) -> dict[str, Any]:
    """The options that a lift of several views has."""
    return {name: value for name, value in options.items() if name not in ("sampler", "schedule", "noise")}


@contextmanager
def _naming(camera: Path | None) -> Iterator[None]:
    """A context in which errors about the camera name its file."""
    try:
        yield
    except CameraError as problem:
        raise problem if camera is None else CameraError(f"{camera}: {problem}") from problem
