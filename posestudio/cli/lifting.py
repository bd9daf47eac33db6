"""The command that lifts 2D keypoints to 3D poses: lift."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio.cli.options import (
    Decision,
    Names,
    OnDevice,
    Quiet,
    RigNames,
    SamplerName,
    ScheduleName,
    Seed,
    app,
    ending,
    picture_size,
)
from posestudio.common.progress import progress_bar
from posestudio.errors import CameraError, PoseStudioError, SizeUnknown, printable


def _lift_out(value: Path) -> Path:
    """A file of a supported kind, or a folder: a name without an ending."""
    return value if value.suffix == "" else ending(".npz", ".bvh", ".glb", ".gltf", ".json")(value)


@app.command()
def lift(
    keypoints: Annotated[
        Path,
        typer.Argument(
            help="Keypoints of COCO, OpenPose, AlphaPose, MMPose and others: a file, or a folder."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            callback=_lift_out, help="OUT.npz, .bvh, .glb, .gltf or .json; or a folder, written part by part."
        ),
    ],
    camera: Annotated[
        Path | None,
        typer.Option(
            help="Camera JSON, or a calibration of OpenCV, ROS, Kalibr or COLMAP; default: assumed."
        ),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(help="JSON of pins, bone lengths and the like, of the people in every frame."),
    ] = None,
    hypotheses: Annotated[int, typer.Option(min=1, help="Poses for each person.")] = 16,
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
    person: Annotated[int, typer.Option(min=0, help="Index of the person to write to a BVH.")] = 0,
    names: Names = RigNames.motionbuilder,
    workers: Annotated[int, typer.Option(min=1, help="Processes that lift the parts of a folder.")] = 1,
    device: OnDevice = "auto",
    quiet: Quiet = False,
) -> None:
    """Lift 2D keypoints to 3D poses.

    With a folder as OUT, a folder of any length is lifted part by part; the same command continues where it
    was interrupted.
    """
    options: dict[str, Any] = {
        "hypotheses": hypotheses,
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
    from posestudio.lifting.options import check_numbers
    from posestudio.lifting.sequence import check_fps

    check_numbers(**options)
    if fps is not None:
        check_fps(fps)
    if known is not None:
        from posestudio.lifting.known import load_known

        options["known"] = load_known(known)
    if decide is Decision.by_lifting and out.suffix == "":
        raise typer.BadParameter("--decide 3d: expected a file as OUT, not a folder")
    with _naming(camera):
        if out.suffix == "":
            _lift_folder(
                keypoints, out, seen_by, weights, layout, pixels, fps, options, workers, device, quiet
            )
        else:
            _lift_file(
                keypoints,
                out,
                seen_by,
                weights,
                layout,
                pixels,
                fps,
                options,
                decide,
                person,
                names.value,
                device,
                quiet,
            )


def _lift_file(
    keypoints: Path,
    out: Path,
    camera: Any,
    weights: str,
    layout: str | None,
    size: Any,
    fps: float | None,
    options: dict[str, Any],
    decide: Decision,
    person: int,
    names: str,
    device: str,
    quiet: bool,
) -> None:
    from posestudio.export.lifted import save_lifted
    from posestudio.keypoints import load_recording
    from posestudio.lifting.assumptions import FPS_ASSUMED, noise_remark
    from posestudio.lifting.frames import lift_frames
    from posestudio.lifting.point_noise import found_noise
    from posestudio.lifting.sequence import FPS

    if out.exists() and out.samefile(keypoints):
        raise PoseStudioError(f"{out}: the output would overwrite the input; choose another name")
    try:
        recording = load_recording(keypoints, layout, size)
    except SizeUnknown:
        if camera is None:
            raise
        recording = load_recording(keypoints, layout, camera.size)
    for line in recording.warnings:
        print(printable(line), file=sys.stderr)
    from posestudio.lifting.lifter import Lifter

    lifter = Lifter.load(weights, device=device)
    if decide is Decision.by_lifting:
        from posestudio.lifting.alternatives import decided

        recording = replace(
            recording, frames=tuple(decided(lifter, frame, camera) for frame in recording.frames)
        )
    assumed = []
    if recording.found and "keypoint_noise" not in options:
        noise = found_noise(recording.frames)
        options = options | {"keypoint_noise": noise}
        assumed.append(noise_remark(noise))
    if fps is None and recording.fps is None and len(recording.frames) > 1:
        assumed.append(FPS_ASSUMED)
    with progress_bar("lifting", quiet) as progress:
        lifted = lift_frames(lifter, recording.frames, camera, progress, **options)
    lifted = [replace(one, assumptions=(*assumed, *one.assumptions)) for one in lifted]
    sequence = save_lifted(out, lifted, fps=fps or recording.fps or FPS, person=person, names=names)
    if quiet:
        return
    for line in (*sequence.assumptions, *_frames_of_people(sequence)):
        print(printable(line))
    people, hypotheses = len(set(sequence.person.tolist())), options["hypotheses"]
    print(printable(f"{out}: {sequence.frames} frames, {people} people, {hypotheses} poses each"))


def _frames_of_people(sequence: Any) -> list[str]:
    """A line for each person who is not in all frames, with the frames."""
    lines = []
    for person in sorted(set(sequence.person.tolist())):
        there = sequence.frame[sequence.person == person]
        if len(there) < sequence.frames:
            lines.append(f"person {person}: in {len(there)} frames, {there.min()} to {there.max()}")
    return lines if len(lines) <= 10 else [*lines[:10], f"and {len(lines) - 10} people more"]


@contextmanager
def _naming(camera: Path | None) -> Iterator[None]:
    """A context in which errors about the camera name its file."""
    try:
        yield
    except CameraError as problem:
        raise problem if camera is None else CameraError(f"{camera}: {problem}") from problem


def _lift_folder(
    keypoints: Path,
    out: Path,
    camera: Any,
    weights: str,
    layout: str | None,
    size: Any,
    fps: float | None,
    options: dict[str, Any],
    workers: int,
    device: str,
    quiet: bool,
) -> None:
    from posestudio.export.folder_manifest import FolderLift
    from posestudio.export.lifted_folder import lift_folder

    known = options.pop("known", None)
    lift = FolderLift(keypoints, out, weights, device, camera, layout, size, fps, options, known)
    for sentence in () if quiet or camera is None else camera.remarks():
        print(printable(sentence))
    assumed: list[str] = []
    with progress_bar("lifting", quiet) as progress:
        unreadable = lift_folder(lift, workers, progress, assumed.append)
    for sentence in () if quiet else assumed:
        print(printable(sentence))
    for line in unreadable:
        print(printable(line), file=sys.stderr)
    if not quiet:
        print(
            printable(f"{out}: {len(list(out.glob('part-*.npz')))} parts, {len(unreadable)} files unreadable")
        )
