"""Reading of JSON files, with one clear error whatever is wrong with them."""

from __future__ import annotations

import json
import os
from typing import Any

from posestudio.common.input_files import read_file
from posestudio.errors import PoseStudioError


def read_json(path: str | os.PathLike[str], error: type[PoseStudioError] = PoseStudioError) -> Any:
    """The content of a UTF-8 JSON file.

    Raises ``error`` with the file's name, and with line and column where the syntax is at fault.
    """
    content = read_file(path, error)  # whose errors are ValueErrors, too
    try:
        return json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as problem:
        raise error(f"{path}:{problem.lineno}:{problem.colno}: expected JSON: {problem.msg}") from problem
    except UnicodeDecodeError as problem:
        raise error(f"{path}: expected JSON text in UTF-8; byte {problem.start} is not") from problem
    except RecursionError as problem:
        raise error(f"{path}: expected JSON nested less deeply") from problem
    except ValueError as problem:  # an integer of thousands of digits
        raise error(f"{path}: expected JSON: {problem}") from problem
