"""A skeleton at rest as JSON, for programs that ask which of its joints is which: names, parents and positions."""

from __future__ import annotations

import os
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import numpy as np

from posestudio.body.skeleton import Skeleton
from posestudio.common.json_files import read_json
from posestudio.errors import RigError

_FARTHEST = 1e9  # in any unit


def load_skeleton(path: str | os.PathLike[str]) -> Skeleton:
    """The skeleton in a file of {"joints": [{"name": "hips", "parent": null, "position": [x, y, z]}, ...]}.

    Positions are in any unit and axes; joints may be in any order. Raises RigError, which names the
    joint, for anything else.
    """
    path = Path(path)
    content = read_json(path, RigError)
    joints = content.get("joints") if isinstance(content, dict) else None
    if not isinstance(joints, list) or not joints:
        raise RigError(f'{path}: expected {{"joints": [{{"name", "parent", "position"}}, ...]}}')
    parents: dict[str, str | None] = {}
    positions: dict[str, np.ndarray] = {}
    for number, joint in enumerate(joints):
        name, parent, position = _joint(joint, f"{path}: joints[{number}]")
        if name in parents:
            raise RigError(f"{path}: joints[{number}]: a second joint called {name!r:.60}")
        parents[name], positions[name] = parent, position
    for name, parent in parents.items():
        if parent is not None and parent not in parents:
            raise RigError(f"{path}: joint {name!r:.60}: its parent {parent!r:.60} is no joint")
    graph = {name: [] if parent is None else [parent] for name, parent in parents.items()}
    try:
        names = tuple(TopologicalSorter(graph).static_order())
    except CycleError as problem:
        raise RigError(f"{path}: joints are parents of each other: {problem.args[1][0]!r:.60}") from problem
    offsets = [
        positions[name] - (0.0 if (above := parents[name]) is None else positions[above]) for name in names
    ]
    return Skeleton(
        names,
        np.array([-1 if (above := parents[name]) is None else names.index(above) for name in names]),
        np.stack(offsets),
        ((),) * len(names),
    )


def _joint(joint: Any, place: str) -> tuple[str, str | None, np.ndarray]:
    """Name, parent and position (3,) of a joint."""
    if not isinstance(joint, dict) or not isinstance(joint.get("name"), str) or not joint["name"]:
        raise RigError(f"{place}: expected an object with a name")
    name, parent, position = joint["name"], joint.get("parent"), joint.get("position")
    if parent is not None and not isinstance(parent, str):
        raise RigError(f"{place} {name!r:.60}: parent: expected the name of a joint, or null")
    numbers = position if isinstance(position, list) else []
    if len(numbers) != 3 or not all(
        isinstance(number, int | float) and not isinstance(number, bool) and abs(number) <= _FARTHEST
        for number in numbers
    ):
        raise RigError(f"{place} {name!r:.60}: position: expected three numbers")
    return name, parent, np.array(numbers, float)
