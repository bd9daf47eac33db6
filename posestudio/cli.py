"""The command line: one command a verb. Parses, calls, prints; what takes time to load is loaded inside."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from posestudio import __version__
from posestudio.errors import PoseStudioError
from posestudio.progress import progress_bar

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts three times as fast
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Drag a person's 2D joints and see every 3D pose that explains them."
    " Without a command: opens the studio on FILE ...",
)


class Model(StrEnum):
    mlp = "mlp"
    transformer = "transformer"


class SamplerName(StrEnum):
    euler = "euler"
    heun = "heun"
    dpmpp_2m = "dpmpp_2m"
    annealed = "annealed"
    euler_maruyama = "euler_maruyama"


class Reading(StrEnum):
    preconditioned = "preconditioned"
    noise = "noise"
    regressor = "regressor"


class Loss(StrEnum):
    l1 = "l1"
    l2 = "l2"


class Device(StrEnum):
    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"
    mps = "mps"


class Theme(StrEnum):
    dark = "dark"
    light = "light"


def _ending(*suffixes: str) -> Callable[[Path], Path]:
    def check(path: Path) -> Path:
        if path.suffix.lower() not in suffixes:
            raise typer.BadParameter(f"{path}: expected a name ending in {', '.join(suffixes)}")
        return path

    return check


def _ending_if_any(*suffixes: str) -> Callable[[Path | None], Path | None]:
    return lambda path: None if path is None else _ending(*suffixes)(path)


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
OnDevice = Annotated[Device, typer.Option(help="Where the network runs.")]
PosesData = Annotated[Path, typer.Option("--data", help="Poses file, made by 'posestudio convert'.")]


@app.command()
def studio(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE ...]", help="BVH, keypoints, pictures or weights.")
    ] = None,
) -> None:
    """Open the window; 'posestudio FILE ...' is the same."""
    files = files or []
    for file in files:
        if not file.exists():
            raise _no_such(file)
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise PoseStudioError("no display to open a window on; 'posestudio demo --out demo' needs none")

    from posestudio.app import run

    raise typer.Exit(run([str(file) for file in files]))


def _lift_out(value: Path) -> Path:
    """A file of a kind that is known, or a folder: a name without an ending."""
    return value if value.suffix == "" else _ending(".npz", ".bvh", ".glb", ".gltf", ".json")(value)


@app.command()
def lift(
    keypoints: Annotated[
        Path,
        typer.Argument(help="COCO, OpenPose, AlphaPose or MMPose keypoints: a file, or a folder of frames."),
    ],
    out: Annotated[
        Path,
        typer.Option(
            callback=_lift_out, help="OUT.npz, .bvh, .glb or .json; or a folder, written part by part."
        ),
    ],
    camera: Annotated[Path | None, typer.Option(help="Camera JSON or OpenCV's YAML; else assumed.")] = None,
    known: Annotated[
        Path | None, typer.Option(help="JSON of pins, bone lengths and the like, of a single picture.")
    ] = None,
    hypotheses: Annotated[int, typer.Option(min=1, help="Poses for each person.")] = 16,
    steps: Annotated[int | None, typer.Option(min=1, help="Denoising steps.")] = None,
    sampler: Annotated[SamplerName | None, typer.Option(help="How noise becomes a pose.")] = None,
    noise: Annotated[
        float | None, typer.Option(min=0, help="Coefficient of the noise; below 1 the poses lie closer.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same result.")] = 0,
    weights: Annotated[str, typer.Option(metavar="NAME|FILE", help="Bundled name, or a file.")] = "mlp",
    trajectory: Annotated[bool, typer.Option("--trajectory", help="Keep the denoising steps.")] = False,
    layout: Annotated[
        str | None, typer.Option(metavar="NAME", help="Order of the keypoints; else as the file says.")
    ] = None,
    fps: Annotated[float, typer.Option(min=0.1, help="Frames a second of a sequence.")] = 30.0,
    person: Annotated[int, typer.Option(min=0, help="Whom a BVH holds.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share a folder's parts.")] = 1,
    device: OnDevice = Device.auto,
    quiet: Quiet = False,
) -> None:
    """2D keypoints to 3D poses.

    With a folder as OUT, a folder of any length is lifted part by part; the same command goes on where it
    was broken off.
    """
    options: dict[str, Any] = {
        "hypotheses": hypotheses,
        "seed": seed,
        "steps": steps,
        "sampler": None if sampler is None else sampler.value,
        "noise": noise,
        "trajectory": trajectory,
    }
    seen_by = None if camera is None else _camera(camera)
    if out.suffix == "":
        if known is not None:
            raise PoseStudioError(f"{known}: is about a single picture: give OUT.npz, .bvh or .json")
        _lift_folder(keypoints, out, seen_by, weights, layout, fps, options, workers, device, quiet)
        return
    from posestudio.export.lifted import save_lifted
    from posestudio.keypoints import load_keypoints
    from posestudio.known import load_known
    from posestudio.sequences import lift_frames

    frames = load_keypoints(keypoints, layout)
    if known is not None:
        if len(frames) != 1:
            raise PoseStudioError(f"{known}: is about a single picture, {keypoints} holds {len(frames)}")
        options["known"] = load_known(known, frames[0].people)

    from posestudio.lifting import Lifter

    lifter = Lifter.load(weights, device=device)
    with progress_bar("lifting", quiet) as progress:
        lifted = lift_frames(lifter, frames, seen_by, progress, **options)
    take = save_lifted(out, lifted, fps=fps, person=person)
    if not quiet:
        for assumption in take.assumptions:
            print(assumption)
        people = len(set(take.person.tolist()))
        print(f"{out}: {take.frames} frames, {people} people, {hypotheses} poses each")


def _camera(path: Path) -> Any:
    from posestudio.calibration import SUFFIXES, load_calibration
    from posestudio.camera import load_camera

    return load_calibration(path) if path.suffix.lower() in SUFFIXES else load_camera(path)


def _lift_folder(
    keypoints: Path,
    out: Path,
    camera: Any,
    weights: str,
    layout: str | None,
    fps: float,
    options: dict[str, Any],
    workers: int,
    device: Device,
    quiet: bool,
) -> None:
    from posestudio.streaming import Stream, lift_folder

    stream = Stream(keypoints, out, weights, device.value, camera, layout, None, fps, options)
    with progress_bar("lifting", quiet) as progress:
        unreadable = lift_folder(stream, workers, progress)
    for line in unreadable:
        print(line, file=sys.stderr)
    if not quiet:
        print(f"{out}: {len(list(out.glob('part-*.npz')))} parts, {len(unreadable)} files unreadable")


@app.command()
def render(
    source: Annotated[Path, typer.Argument(metavar="INPUT", help="A lifted .npz, or a .bvh clip.")],
    out: Annotated[
        Path,
        typer.Option(
            callback=_ending(".png", ".jpg", ".jpeg", ".webp", ".svg", ".mp4", ".gif"),
            help="FILE.png, .svg (the 2D), .mp4 or .gif",
        ),
    ],
    theme: Annotated[Theme, typer.Option(help="Dark or light ground.")] = Theme.dark,
    quiet: Quiet = False,
) -> None:
    """Draw a lifted result or a clip without a window."""
    from posestudio.colours import palette
    from posestudio.export.films import film_of_file, save_film

    if out.suffix.lower() == ".svg":
        _render_plane(source, out, palette(theme.value))
        return
    film = film_of_file(source, palette(theme.value))
    with progress_bar("drawing", quiet) as progress:
        save_film(out, film, progress)
    if not quiet:
        print(out)


def _render_plane(source: Path, out: Path, palette: Any) -> None:
    """The first picture's keypoints, and what its camera sees of the poses."""
    from posestudio.body.layouts import to_keypoints
    from posestudio.export.lifted import load_lifted
    from posestudio.export.vector import save_svg

    if source.suffix.lower() != ".npz":
        raise PoseStudioError(f"{source}: expected a lifted .npz, whose keypoints can be drawn as SVG")
    take = load_lifted(source)
    rows = take.rows_of(int(take.frame[0]))
    camera = take.cameras[int(rows[0])]
    guesses = camera.project(to_keypoints(take.joints[rows])).reshape(-1, *take.points.shape[1:])
    save_svg(out, take.points[rows], take.visibility[rows], camera.size, guesses=guesses, palette=palette)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    weights: Annotated[str, typer.Option(metavar="NAME|FILE", help="Bundled name, or a file.")] = "mlp",
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same result.")] = 0,
    device: OnDevice = Device.auto,
    quiet: Quiet = False,
) -> None:
    """The main job on the bundled example: keypoints to trajectory, BVH, picture and video."""
    from posestudio.demo import run_demo
    from posestudio.lifting import Lifter

    lifter = Lifter.load(weights, device=device)
    with progress_bar("drawing", quiet) as progress:
        files = run_demo(out, lifter, seed=seed, progress=progress)
    if not quiet:
        print(*files, sep="\n")


@app.command()
def convert(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE ...", help="BVH files and folders of them.")
    ],
    out: Annotated[Path, typer.Option(callback=_ending(".npz"), help="POSES.npz")],
    hz: Annotated[float, typer.Option(min=0.1, help="Poses a second to take at most.")] = 15.0,
    augment: Annotated[int, typer.Option(min=0, help="Copies of each pose on bodies of other shapes.")] = 0,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core by default.")] = None,
    quiet: Quiet = False,
) -> None:
    """BVH files to a poses file for training."""
    from posestudio.dataset.convert import convert

    with progress_bar("reading", quiet) as progress:
        report = convert(sources, out, hz=hz, augment=augment, workers=workers, progress=progress)
    for line in () if quiet else report.warnings:
        print(line, file=sys.stderr)
    for line in report.failed:
        print(line, file=sys.stderr)
    if not quiet:
        print(f"{out}: {report.summary()}")


@app.command()
def train(
    data: PosesData,
    out: Annotated[Path, typer.Option(help="Folder of the run.")],
    model: Annotated[Model, typer.Option(help="The network.")] = Model.mlp,
    steps: Annotated[int | None, typer.Option(min=1, help="Optimiser steps.")] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Poses in a step.")] = None,
    denoiser: Annotated[
        Reading,
        typer.Option(
            help="EDM's preconditioning; the seed's, that answers with the noise; or a regressor, the control."
        ),
    ] = Reading.preconditioned,
    loss: Annotated[Loss, typer.Option(help="Norm of the noise reading's loss.")] = Loss.l2,
    learning_rate: Annotated[float | None, typer.Option(min=0, help="At its highest.")] = None,
    terms: Annotated[str, typer.Option(help="Terms of the data, for the weights' card.")] = "",
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same run on the same device.")] = 0,
    start: Annotated[str, typer.Option(help="Weights (name or file) to go on from.")] = "",
    noise: Annotated[
        float, typer.Option(min=0.1, max=2, help="Starting noise of lifts with the weights, for their card.")
    ] = 1.0,
    all_subjects: Annotated[
        bool, typer.Option("--all-subjects", help="Train on the validation subjects, too.")
    ] = False,
    validate_every: Annotated[int | None, typer.Option(min=1, help="Steps between validations.")] = None,
    save_every: Annotated[int | None, typer.Option(min=1, help="Steps between checkpoints.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the run stopped.")] = False,
    device: OnDevice = Device.auto,
    events: Annotated[
        bool,
        typer.Option(
            "--events", help="Tell all in JSON lines on standard output; stop when standard input closes."
        ),
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Train a lifter."""
    from posestudio.training.loop import Finished, Progress, TrainConfig, Validated, train

    config = TrainConfig(
        data=str(data),
        model=model.value,
        steps=steps or TrainConfig.steps,
        batch=batch or TrainConfig.batch,
        denoiser=denoiser.value,
        denoiser_options={"norm": loss.value} if denoiser is Reading.noise else {},
        learning_rate=learning_rate or TrainConfig.learning_rate,
        terms=terms,
        seed=seed,
        start=start,
        noise=noise,
        all_subjects=all_subjects,
        validate_every=validate_every or TrainConfig.validate_every,
        save_every=save_every or TrainConfig.save_every,
    )
    if events:
        _tell(train(config, out, resume=resume, device=device))
        return
    with progress_bar(f"training {model.value}", quiet) as progress:
        for event in train(config, out, resume=resume, device=device):
            if isinstance(event, Progress):
                progress(event.step, event.steps, f"loss {event.loss:.4f}  {event.rate:.1f} steps/s")
            elif isinstance(event, Validated) and not quiet:
                print(f"step {event.step}: " + _in_words(event.scores))
            elif isinstance(event, Finished) and not quiet:
                print(event.weights)


def _tell(happening: Any) -> None:
    """Tell every event until all is done, or nobody listens any more; what was saved is gone on from later."""
    from posestudio.training.events import left_alone, line_of, say

    alone = left_alone()
    for event in happening:
        say(line_of(event))
        if alone():
            happening.close()
            return


@app.command()
def evaluate(
    data: Annotated[
        Path | None, typer.Option("--data", help="Poses file, made by 'posestudio convert'.")
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|FILE", help="May be given several times; else the bundled."),
    ] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the figures there, too.")] = None,
    plots: Annotated[
        Path | None,
        typer.Option(callback=_ending_if_any(".png", ".svg", ".pdf"), help="Draw one page, OUT.png or .svg."),
    ] = None,
    stored: Annotated[
        Path | None, typer.Option("--from", metavar="PANEL.json", help="Draw what --json wrote, instead.")
    ] = None,
    poses: Annotated[int, typer.Option(min=1, help="Held-out poses to look at.")] = 300,
    hypotheses: Annotated[int, typer.Option(min=10, help="Hypotheses drawn for each.")] = 50,
    steps: Annotated[int, typer.Option(min=1, help="Denoising steps.")] = 10,
    regressor: Annotated[
        str | None, typer.Option(metavar="FILE", help="A trained regressor, for the controls made with it.")
    ] = None,
    robustness: Annotated[bool, typer.Option(help="Missing points, noise, other cameras, too.")] = True,
    tasks: Annotated[bool, typer.Option(help="Pins, bone lengths, noisy 3D and the like, too.")] = True,
    device: OnDevice = Device.auto,
    quiet: Quiet = False,
) -> None:
    """Errors, calibration and robustness on held-out subjects, beside controls."""
    if stored is not None:
        if plots is None or data is not None or json_out is not None:
            raise typer.BadParameter("--from PANEL.json goes with --plots OUT.png, without --data and --json")
        from posestudio.json_files import read_json
        from posestudio.training.plots import draw_panel

        content = read_json(stored)
        try:
            draw_panel(content, plots)
        except PoseStudioError as problem:
            raise PoseStudioError(f"{stored}: {problem}") from problem
        return
    if data is None:
        raise typer.BadParameter("expected --data POSES.npz, or --from PANEL.json with --plots OUT.png")
    from posestudio.training.panel import evaluate_weights

    with progress_bar("evaluating", quiet) as progress:
        panel = evaluate_weights(
            data,
            weights,
            poses=poses,
            hypotheses=hypotheses,
            steps=steps,
            regressor=regressor,
            robustness=robustness,
            tasks=tasks,
            device=device.value,
            progress=progress,
        )
    if json_out is not None:
        _write_json(json_out, panel.as_json())
    if plots is not None:
        from posestudio.training.plots import draw_panel

        draw_panel(panel.as_json(), plots)
    if not quiet:
        _print_table(panel.table())


def main(arguments: list[str] | None = None) -> int:
    """Run the command in ``arguments`` (default: the process's); returns the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    verbs = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    if given == ["--version"]:
        print(f"posestudio {__version__}")
        return DONE
    if not given or (given[0] not in verbs and not given[0].startswith("-")):
        given = ["studio", *given]
    try:
        return app(given, prog_name="posestudio", standalone_mode=False) or DONE
    except typer.TyperException as problem:
        return _complain(problem.format_message(), problem.exit_code)
    except PoseStudioError as problem:
        return _complain(str(problem), FAILED)
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = open(os.devnull, "w")
        return FAILED
    except OSError as problem:
        place = f"{problem.filename}: " if problem.filename else ""
        return _complain(place + (problem.strerror or str(problem)), FAILED)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED


def _complain(message: str, status: int) -> int:
    print("posestudio: " + " ".join(message.split()), file=sys.stderr)
    return status


def _no_such(file: Path) -> Exception:
    if file.suffix or len(file.parts) > 1:
        return PoseStudioError(f"{file}: no such file")
    return typer.BadParameter(f"{file}: neither a command nor a file; 'posestudio --help' lists the commands")


def _in_words(scores: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in scores.items())


def _write_json(path: Path, content: Any) -> None:
    import json

    from posestudio.files import atomic_write

    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _print_table(lines: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        print(first.ljust(widths[0]), *cells, sep="  ")
