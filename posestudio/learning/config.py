"""How a training run of any kind is configured, and its configuration file. No torch: windows use it, too."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, replace
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from posestudio.common.json_files import read_json
from posestudio.errors import CheckpointError, PoseStudioError

SETTINGS = "config.json"
"""A run's configuration in its folder."""

MOST_STEPS = 10**9

TRAINING_RANGES = {
    "steps": (1, MOST_STEPS),
    "batch": (1, 10**6),
    "learning_rate": (0, 1),
    "warm_up": (0, MOST_STEPS),
    "weight_decay": (0, 1),
    "ema": (0, 1),
    "clip": (1e-9, 1e9),
    "seed": (0, 2**32 - 1),
    "validate_every": (1, MOST_STEPS),
    "save_every": (1, MOST_STEPS),
}
"""Least and greatest values of what every training has."""


@dataclass(frozen=True)
class Config:
    """What a run of any kind is begun with: a frozen dataclass whose fields have values of JSON."""

    NOT_DECISIVE: ClassVar[tuple[str, ...]] = ()
    """Fields that may differ when the run is gone on with: where data lie, what is only shown."""
    PATHS: ClassVar[tuple[str, ...]] = ()
    """Fields that name files or folders, or something bundled."""
    RANGES: ClassVar[Mapping[str, tuple[float, float]]] = {}
    """Least and greatest value of fields that are numbers, or of each in a rising pair."""
    BEFORE: ClassVar[Mapping[str, Any]] = {}
    """What fields were, in effect, before there were any of their names."""

    def check(self) -> None:
        """Raises PoseStudioError naming a field that is of another kind than its default, or out of its range."""
        for item in fields(self):
            value, usual = getattr(self, item.name), _usual(item)
            if usual is None or _is_like(value, usual):
                self._check_range(item.name, value)
            else:
                raise PoseStudioError(f"{item.name}: expected {_KINDS[type(usual)]}, not {value!r}")

    def _check_range(self, name: str, value: Any) -> None:
        if name not in self.RANGES:
            return
        low, high = self.RANGES[name]
        numbers = value if isinstance(value, tuple) else (value,)
        if not (all(low <= number <= high for number in numbers) and list(numbers) == sorted(numbers)):
            kind = "two rising numbers" if isinstance(value, tuple) else "a number"
            raise PoseStudioError(f"{name}: expected {kind} from {low:.12g} to {high:.12g}, not {value!r}")


_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    dict: "settings by name",
    tuple: "a list",
}


def _usual(item: Field) -> Any:
    if item.default_factory is not MISSING:
        return item.default_factory()
    return "" if item.default is MISSING else item.default  # what has no default is where data lie


def _is_like(value: Any, usual: Any) -> bool:
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(usual, bool) and isinstance(value, bool)
    if isinstance(usual, float):
        return isinstance(value, int | float) and abs(value) <= sys.float_info.max
    if isinstance(usual, tuple) and isinstance(value, tuple) and usual:
        return len(value) == len(usual) and all(map(_is_like, value, usual))
    return isinstance(value, type(usual))


Kind = TypeVar("Kind", bound=Config)


def load_config(run: Path, kind: type[Kind]) -> Kind:
    """A run's configuration; what an older version did not know is as it was then, or has its default. Files that
    are named as seen from the folder the run was begun in are looked for, see `located`. Raises CheckpointError."""
    settings = run / SETTINGS
    if not settings.exists():
        raise CheckpointError(f"{run}: nothing to resume: it has no {SETTINGS}")
    stored = read_json(settings, CheckpointError)
    if not isinstance(stored, dict):
        raise CheckpointError(f"{settings}: not the configuration of a run: expected settings by name")
    known = {item.name for item in fields(kind)}
    given: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v
        for name, v in (dict(kind.BEFORE) | stored).items()
        if name in known
    }
    try:
        config = kind(**given)
        config.check()
    except (PoseStudioError, TypeError) as error:
        raise CheckpointError(f"{settings}: not the configuration of a run: {error}") from error
    return located(config, run)


def located(config: Kind, run: Path | None = None) -> Kind:
    """The same with the absolute paths of files and folders, so that it can be used from anywhere.

    What is not in the folder that the program works in is looked for in those above ``run``, from where the run may
    have been begun. What is nowhere stays as it is.
    """
    above = [] if run is None else [Path(os.path.abspath(run)), *Path(os.path.abspath(run)).parents]
    found = {}
    for name in config.PATHS:
        value = getattr(config, name)
        for folder in (Path.cwd(), *above) if value and not os.path.isabs(value) else ():
            there = os.path.join(folder, value)
            if os.path.isfile(there) or (name in ("data", "poses") and os.path.exists(there)):
                found[name] = os.path.abspath(there)
                break
    return replace(config, **found) if found else config
