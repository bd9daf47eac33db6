"""The ranges of a lift's numeric options, and the checks that name an option that is out of range."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, SupportsFloat

from posestudio.errors import LiftError

if TYPE_CHECKING:
    import numpy as np

MOST_STEPS = 10_000
MOST_HYPOTHESES = 4096
MOST_SEED = 2**63 - 1

MOST_NOISE = 1000.0
"""The largest standard deviation of a keypoint, over the person's size: so much noise leaves no information."""

MOST_START_NOISE = 100.0
"""The largest noise factor: larger states soon exceed single precision."""

MOST_RECORDED = 5_000_000
"""Most poses of a trajectory (twice steps times people times hypotheses): 3 GB."""


def check_numbers(
    steps: int | None = None,
    hypotheses: int = 1,
    seed: int = 0,
    noise: float | None = None,
    guidance: float = 0.0,
    **_: Any,
) -> None:
    """Raises LiftError that begins with the option's name for a number out of its range; ignores other options."""
    if steps is not None:
        whole_number("steps", steps, 1, MOST_STEPS)
    whole_number("hypotheses", hypotheses, 1, MOST_HYPOTHESES)
    whole_number("seed", seed, 0, MOST_SEED)
    if noise is not None:
        number_up_to("noise", noise, MOST_START_NOISE)
    number_up_to("guidance", guidance, 1)


def whole_number(name: str, number: int, least: int, most: int) -> int:
    """The number as an int. Raises LiftError when it is not a whole number of ``least`` to ``most``."""
    try:
        found = operator.index(number)
    except TypeError:
        raise LiftError(f"{name} must be a whole number, not {number!r:.60}") from None
    if not least <= found <= most:
        # An int of thousands of digits cannot even be printed.
        shown = f"not {found}" if abs(found) < 10**30 else "not a number of more than 30 digits"
        raise LiftError(f"{name} must be at least {least}, and at most {most}, {shown}")
    return found


def number_up_to(name: str, number: SupportsFloat, most: float) -> float:
    """The number as a float. Raises LiftError when it is not a number of 0 to ``most``."""
    try:
        value = float(number) if isinstance(number, SupportsFloat) else -1.0
    except (TypeError, ValueError, OverflowError):  # an array, an int of hundreds of digits
        value = -1.0
    if not 0 <= value <= most:
        raise LiftError(f"{name} must be 0 to {most:g}, not {_shown(number)}")
    return value


def keypoint_noises(noise: Any, shape: tuple[int, int]) -> np.ndarray:
    """(P, 17) float32 from a number, (17,) or (P, 17). Raises LiftError for other shapes and negative noise."""
    import numpy as np

    try:
        each = np.broadcast_to(np.asarray(noise, np.float64), shape)
    except (TypeError, ValueError, OverflowError):
        raise LiftError(
            f"keypoint_noise: expected a number, or some for keypoints {shape}, not {_shown(noise)}"
        ) from None
    if not ((each >= 0) & (each <= MOST_NOISE)).all():
        raise LiftError(f"keypoint_noise must be 0 to {MOST_NOISE:g}, over the person's size")
    return each.astype(np.float32)


def check_recorded(steps: int, people: int, hypotheses: int) -> None:
    """Raises LiftError for a trajectory of more than MOST_RECORDED poses."""
    if 2 * steps * people * hypotheses > MOST_RECORDED:
        raise LiftError(
            f"trajectory: {steps} steps of {people} x {hypotheses} poses are too many to keep;"
            f" expected {MOST_RECORDED // 2} poses at most"
        )


def _shown(value: Any) -> str:
    """The value for an error message, 60 characters at most."""
    try:
        return f"{value!r:.60}"
    except ValueError:  # an int of thousands of digits
        return "a number of thousands of digits"
