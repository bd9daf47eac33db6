"""The unit of a file's lengths: as people write it, or guessed from the length of a body's legs."""

from __future__ import annotations

import math

import numpy as np

from posestudio.body.proportions import LEG_LENGTH
from posestudio.errors import RigError

WORDS = {
    "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0,
    "dm": 0.1, "cm": 0.01, "centimetres": 0.01, "centimeters": 0.01,
    "mm": 0.001, "millimetres": 0.001, "millimeters": 0.001,
    "in": 0.0254, "inch": 0.0254, "inches": 0.0254, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048,
}  # fmt: skip
"""Metres of the units that people name."""

UNITS = {"metres": 1.0, "decimetres": 0.1, "inches": 0.0254, "centimetres": 0.01, "millimetres": 0.001}
"""Metres of the units that files are taken to be in."""

_PLAUSIBLE_LEG = (0.62, 1.08)  # metres of thigh and shin, children of ten to very tall adults


def unit_of(text: str) -> float:
    """Metres of a unit as people write it: 'cm', 'inches', '0.0254'. Raises RigError."""
    word = text.strip().lower()
    if word in WORDS:
        return WORDS[word]
    try:
        metres = float(word)
    except ValueError:
        metres = 0.0
    if not (math.isfinite(metres) and metres > 0):
        raise RigError(f"{text!r}: expected a unit such as m, cm, mm or in, or its metres")
    return metres


def metres_per_unit(leg: float) -> float:
    """The unit in which a leg of ``leg`` file units is a person's; 0.86 m legs where no known unit fits."""
    low, high = _PLAUSIBLE_LEG
    fitting = [unit for unit in UNITS.values() if low <= leg * unit <= high]
    return min(fitting, key=lambda unit: abs(np.log(leg * unit / LEG_LENGTH)), default=LEG_LENGTH / leg)
