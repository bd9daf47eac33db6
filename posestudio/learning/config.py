"""The configuration of a training run of either kind, and its file. Imports no torch, because the desktop
app imports it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, replace
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from posestudio.common.json_files import read_json
from posestudio.errors import CheckpointError, PoseStudioError

SETTINGS = "config.json"
"""Name of the configuration file in a run's folder."""

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
"""Least and greatest values of the settings that both trainings have."""


@dataclass(frozen=True)
class Config:
    """The settings of a run: a frozen dataclass whose fields have values of JSON."""

    MAY_DIFFER_ON_RESUME: ClassVar[tuple[str, ...]] = ()
    """Fields that may differ when the run is resumed: paths of data, and what is only shown."""
    PATHS: ClassVar[tuple[str, ...]] = ()
    """Fields that name a file, a folder or bundled weights."""
    RANGES: ClassVar[Mapping[str, tuple[float, float]]] = {}
    """Least and greatest value of fields that are numbers, or of both numbers of an ascending pair."""
    VALUES_OF_OLD_RUNS: ClassVar[Mapping[str, Any]] = {}
    """Values of fields for older runs, which do not have these fields."""

    def check(self) -> None:
        """Raises PoseStudioError naming a field that is of another type than its default, or out of its range."""
        for item in fields(self):
            value, default = getattr(self, item.name), _default(item)
            if default is None or _is_like(value, default):
                self._check_range(item.name, value)
            else:
                raise PoseStudioError(f"{item.name}: expected {_KINDS[type(default)]}, not {value!r}")

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


def _default(item: Field) -> Any:
    """A field's default; an empty text when it has none, since only paths have none."""
    if item.default_factory is not MISSING:
        return item.default_factory()
    return "" if item.default is MISSING else item.default


def _is_like(value: Any, default: Any) -> bool:
    """Whether a value is of the type of a default, and finite; a whole number is one of float, too."""
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float) and abs(value) <= sys.float_info.max
    if isinstance(default, tuple) and isinstance(value, tuple) and default:
        return len(value) == len(default) and all(map(_is_like, value, default))
    return isinstance(value, type(default))


Kind = TypeVar("Kind", bound=Config)


def load_config(run: Path, kind: type[Kind]) -> Kind:
    """A run's configuration; settings that an older version did not have are those of VALUES_OF_OLD_RUNS, or
    defaults. Its files are looked for, see :func:`with_absolute_paths`. Raises CheckpointError."""
    settings = run / SETTINGS
    if not settings.exists():
        raise CheckpointError(f"{run}: nothing to resume: it has no {SETTINGS}")
    stored = read_json(settings, CheckpointError)
    if not isinstance(stored, dict):
        raise CheckpointError(f"{settings}: not the configuration of a run: expected settings by name")
    known = {item.name for item in fields(kind)}
    given: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v
        for name, v in (dict(kind.VALUES_OF_OLD_RUNS) | stored).items()
        if name in known
    }
    try:
        config = kind(**given)
        config.check()
    except (PoseStudioError, TypeError) as error:
        raise CheckpointError(f"{settings}: not the configuration of a run: {error}") from error
    return with_absolute_paths(config, run)


def with_absolute_paths(config: Kind, run: Path | None = None) -> Kind:
    """The configuration with absolute paths of its files and folders, so that it is valid in any working directory.

    A file that is not in the working directory is looked for in the folder ``run`` and those above it, where the run
    may have been begun. A path that is found nowhere stays as it is.
    """
    above = [] if run is None else [Path(os.path.abspath(run)), *Path(os.path.abspath(run)).parents]
    found: dict[str, Any] = {}
    for name in config.PATHS:
        value = getattr(config, name)
        folders = (Path.cwd(), *above)
        may_be_folder = name in ("data", "more_data", "poses")
        if isinstance(value, tuple):
            found[name] = tuple(_absolute(each, folders, may_be_folder) for each in value)
        else:
            found[name] = _absolute(value, folders, may_be_folder)
    return replace(config, **found)


def _absolute(path: str, folders: Sequence[Path], may_be_folder: bool) -> str:
    """The path as an absolute one in the first of the folders where it exists; where there is none, as it is."""
    for folder in folders if path and not os.path.isabs(path) else ():
        whole = os.path.join(folder, path)
        if os.path.isfile(whole) or (may_be_folder and os.path.exists(whole)):
            return os.path.abspath(whole)
    return path
