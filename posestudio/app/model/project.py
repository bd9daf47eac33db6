"""Project files: the state that is edited and the selected hypothesis, saved as JSON.

Clips and pictures are not copied but named by path, relative to the project for files below its folder; what has no
file of its own is written into the project. A file that cannot be found does not keep a project from opening, nor
does one outside the project's folder that the user never opened: the user is asked for such a ``MissingFile``.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from posestudio.app.model.project_reading import MissingFile, ProjectFiles, ReadFile, state_of, whole_number
from posestudio.app.model.project_writing import state_content
from posestudio.app.model.state import State
from posestudio.common.atomic_files import atomic_write
from posestudio.common.json_cursor import JsonCursor
from posestudio.common.json_files import read_json
from posestudio.errors import PoseStudioError

VERSION = 1


@dataclass(frozen=True, eq=False)
class Project:
    """A state, and the rank of the hypothesis that was ``selected``; 0 is the best, whichever that is. After reading,
    ``missing`` has the files that were not read."""

    state: State
    selected: int = 0
    missing: tuple[MissingFile, ...] = ()


def save_project(path: str | os.PathLike[str], project: Project) -> None:
    """Write ``project``, completely or not at all. Raises OSError where that is impossible."""
    content = {"version": VERSION} | state_content(project.state, Path(path)) | {"chosen": project.selected}
    text = json.dumps(content, indent=1)
    with atomic_write(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def load_project(
    path: str | os.PathLike[str], read_file: ReadFile, trusted: frozenset[str] | None = None
) -> Project:
    """Read what ``save_project`` wrote; clips and pictures are read by ``read_file``.

    Files outside the project's folder are read, or even looked for, only if their absolute paths are among
    ``trusted``; None trusts all. Raises PoseStudioError with one line that names the file, the location in it
    and what was expected.
    """
    path = Path(path)
    root = JsonCursor(read_json(path), str(path))
    if "version" not in root or root["version"].value != VERSION:
        raise root.error(f"a PoseStudio project of version {VERSION}")
    try:
        files = ProjectFiles(path, read_file, trusted)
        state = state_of(root, path, files)
        return Project(state, whole_number(root, "chosen", 0), tuple(files.missing))
    except (TypeError, ValueError, KeyError, OverflowError) as problem:
        if isinstance(problem, PoseStudioError):
            raise
        raise PoseStudioError(f"{path}: not a project that can be read ({problem})") from problem
