"""What the commands share: the application they are verbs of, their kinds of options, names of files."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

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
