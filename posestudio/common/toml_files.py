"""Reading of TOML files, with errors that name the file."""

from __future__ import annotations

import os
import tomllib
from typing import Any

from posestudio.common.input_files import read_file
from posestudio.errors import PoseStudioError

LARGEST = 4_000_000
"""Bytes of a TOML file at most."""


def read_toml(path: str | os.PathLike[str], error: type[PoseStudioError]) -> dict[str, Any]:
    """The table of a TOML file. Raises ``error``, naming the file, where it is none or cannot be read."""
    content = read_file(path, error, LARGEST)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except RecursionError as problem:
        raise error(f"{path}: expected TOML with fewer levels") from problem
    except ValueError as problem:  # TOML's errors, bytes that are no UTF-8, numbers of thousands of digits
        raise error(f"{path}: expected TOML: {problem}") from problem
