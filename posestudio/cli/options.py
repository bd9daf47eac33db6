"""What the commands share: the application they are verbs of, their kinds of options, names of files."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from posestudio.errors import RigError

if TYPE_CHECKING:
    from posestudio.mocap.axes import FileAxes

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


class Size(StrEnum):
    small = "small"
    medium = "medium"
    large = "large"


class SamplerName(StrEnum):
    euler = "euler"
    heun = "heun"
    dpmpp_2m = "dpmpp_2m"
    annealed = "annealed"
    euler_maruyama = "euler_maruyama"


class ScheduleName(StrEnum):
    karras = "karras"
    exponential = "exponential"


class Reading(StrEnum):
    flow = "flow"
    preconditioned = "preconditioned"
    noise = "noise"
    regressor = "regressor"


class Loss(StrEnum):
    l1 = "l1"
    l2 = "l2"


class Backbone(StrEnum):
    w18_small = "w18-small"
    w18_small_v2 = "w18-small-v2"
    w18 = "w18"
    w32 = "w32"


class Variant(StrEnum):
    full = "full"
    no_attention = "no-attention"
    keypoint_mask = "keypoint-mask"
    no_masks = "no-masks"
    regressor = "regressor"
    initialisation = "initialisation"


class Theme(StrEnum):
    dark = "dark"
    light = "light"


class Up(StrEnum):
    y = "y"
    z = "z"
    down_y = "-y"
    down_z = "-z"


class Handedness(StrEnum):
    right = "right"
    left = "left"


def ending(*suffixes: str) -> Callable[[Path], Path]:
    def check(path: Path) -> Path:
        if path.suffix.lower() not in suffixes:
            raise typer.BadParameter(f"{path}: expected a name ending in {', '.join(suffixes)}")
        return path

    return check


def ending_if_any(*suffixes: str) -> Callable[[Path | None], Path | None]:
    return lambda path: None if path is None else ending(*suffixes)(path)


def picture_size(text: str | None) -> tuple[int, int] | None:
    """WIDTHxHEIGHT as two numbers."""
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


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
OnDevice = Annotated[
    str,
    typer.Option(
        callback=_device, metavar="NAME", help="Where the network runs: auto, cpu, cuda, cuda:1, mps."
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same result.")]
UpAxis = Annotated[
    Up | None, typer.Option(help="The clips' vertical axis; else it is decided from the motion.")
]
Unit = Annotated[
    str | None,
    typer.Option(metavar="UNIT", help="The clips' unit: m, cm, mm, in, or metres; else by the legs' length."),
]
Hand = Annotated[
    Handedness | None,
    typer.Option(help="Of the clips' axes; else left where toes and knees point backwards."),
]
Person = Annotated[
    int | None, typer.Option(min=0, help="Whom to take of several people in a BVH; else the first.")
]


def file_axes(up: Up | None, unit: str | None, handedness: Handedness | None) -> FileAxes:
    """What the options tell of the axes of BVH files."""
    from posestudio.mocap.axes import FileAxes
    from posestudio.mocap.units import unit_of

    try:
        metres = None if unit is None else unit_of(unit)
    except RigError as problem:
        raise typer.BadParameter(f"--unit {problem}") from problem
    return FileAxes(up and up.value, metres, handedness and handedness.value)
