"""The typer application, options that several commands have, and checks of their values."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from posestudio.errors import RigError
from posestudio.mocap.given_axes import HANDS, UPS, FileAxes
from posestudio.training.config import BATCHES

COMMANDS = (
    "convert",
    "match-rig",
    "train",
    "evaluate",
    "lift",
    "render",
    "demo",
    "detect",
    "train-detector",
    "train-motion",
    "distil",
    "evaluate-detector",
    "studio",
    "doctor",
)
"""All commands, in the order of the help."""


class _Commands(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=COMMANDS.index)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts three times as fast
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Drag a person's 2D joints and see every 3D pose that explains them."
    " Without a command: opens the studio on FILE ...",
)


class Theme(StrEnum):  # whose values the type checker compares with those of `common.colours.Theme`
    dark = "dark"
    light = "light"


class Body(StrEnum):  # whose values the type checker compares with those of `body.style.BodyStyle`
    mannequin = "mannequin"
    capsules = "capsules"
    sticks = "sticks"


Model = StrEnum("Model", {name: name for name in BATCHES})  # type: ignore[misc]
Up = StrEnum("Up", {name: name for name in UPS})  # type: ignore[misc]
Handedness = StrEnum("Handedness", {name: name for name in HANDS})  # type: ignore[misc]

# These repeat registries in modules that import torch, which takes seconds; a test compares them.
Size = StrEnum("Size", ["small", "medium", "large"])
SamplerName = StrEnum("SamplerName", ["euler", "heun", "dpmpp_2m", "annealed", "euler_maruyama"])
ScheduleName = StrEnum("ScheduleName", ["karras", "exponential"])
RigNames = StrEnum("RigNames", ["motionbuilder", "mixamo", "unreal", "unreal5", "vrm"])
Parameterization = StrEnum("Parameterization", ["flow", "preconditioned", "noise", "regressor"])
Loss = StrEnum("Loss", ["l1", "l2"])
Backbone = StrEnum(
    "Backbone",
    {
        "w18_small": "w18-small",
        "w18_small_v2": "w18-small-v2",
        "w18": "w18",
        "w32": "w32",
        "movenet_thunder": "movenet-thunder",
        "movenet_lightning": "movenet-lightning",
    },
)
Variant = StrEnum(
    "Variant",
    {
        "full": "full",
        "no_attention": "no-attention",
        "keypoint_mask": "keypoint-mask",
        "no_masks": "no-masks",
        "regressor": "regressor",
        "initialisation": "initialisation",
    },
)


def ending(*suffixes: str) -> Callable[[Path], Path]:
    """A callback of an option that is a file's name: it must end in one of ``suffixes``."""

    def check(path: Path) -> Path:
        if path.suffix.lower() not in suffixes:
            raise typer.BadParameter(f"{path}: expected a name ending in {', '.join(suffixes)}")
        return path

    return check


def ending_if_any(*suffixes: str) -> Callable[[Path | None], Path | None]:
    """:func:`ending` for an option that need not be given."""
    return lambda path: None if path is None else ending(*suffixes)(path)


def picture_size(text: str | None) -> tuple[int, int] | None:
    """(width, height) of WIDTHxHEIGHT; None when not given."""
    if text is None:
        return None
    sides = re.fullmatch(r"\s*(\d{1,5})\s*[xX*,×]\s*(\d{1,5})\s*", text, re.ASCII)
    if sides is None or not all(int(side) for side in sides.groups()):
        raise typer.BadParameter(f"{text[:40]!r}: expected WIDTHxHEIGHT in pixels, such as 1280x720")
    return int(sides[1]), int(sides[2])


def _device(name: str) -> str:
    if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", name):
        raise typer.BadParameter(f"{name}: expected auto, cpu, mps, cuda or cuda:1 and so on")
    return name


class Decision(StrEnum):
    """What chooses between several answers to where a person's keypoints are."""

    by_detection = "2d"
    by_lifting = "3d"


class ShardForm(StrEnum):
    """The form of the files of a folder that is written part by part."""

    npz = "npz"
    parquet = "parquet"
    json = "json"


Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Processes that share the work; default: one for each processor core, one on a GPU, and with"
        " --ray as many as the cluster has room for.",
    ),
]
OnRay = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS|local",
        help="Do the parts on the Ray cluster at ADDRESS (auto: of this machine), or on one that is started here.",
    ),
]
Shards = Annotated[
    ShardForm | None,
    typer.Option("--shards", help="Form of the parts: npz or parquet; json or parquet of keypoints."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
OnDevice = Annotated[
    str,
    typer.Option(
        callback=_device, metavar="NAME", help="Where the network runs: auto, cpu, cuda, cuda:1, mps."
    ),
]
Names = Annotated[
    RigNames,
    typer.Option(
        "--names", help="Program whose joint names, spine and rest pose BVH, glTF and USD files have."
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same result.")]
RunSeed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same run on the same device.")]
FirstFrame = Annotated[
    int, typer.Option(min=0, help="First frame of a video, or picture of a folder, to use, counted from 0.")
]
LastFrame = Annotated[int | None, typer.Option(min=0, help="Last frame to use, inclusive; default: the end.")]
EveryFrame = Annotated[
    int, typer.Option(min=1, help="Use every N-th frame of a video, or picture of a folder.")
]
UpAxis = Annotated[
    Up | None, typer.Option(help="The clips' vertical axis; default: decided from the motion.")
]
Unit = Annotated[
    str | None,
    typer.Option(
        metavar="UNIT",
        help="The clips' unit: m, cm, mm, in, or its length in metres; default: from the legs' length.",
    ),
]
Hand = Annotated[
    Handedness | None,
    typer.Option(
        help="Handedness of the clips' axes; default: right, or left where toes and knees would point backwards."
    ),
]
Person = Annotated[
    int | None,
    typer.Option(min=0, help="Index of the person to read from a BVH of several; default: the first."),
]


def file_axes(up: Up | None, unit: str | None, handedness: Handedness | None) -> FileAxes:
    """The axes and unit of BVH files, as far as the options give them."""
    from posestudio.mocap.units import unit_of

    try:
        metres = None if unit is None else unit_of(unit)
    except RigError as problem:
        raise typer.BadParameter(f"--unit {problem}") from problem
    return FileAxes(up and up.value, metres, handedness and handedness.value)
